"""The panel above a draft's form: what the fetch of its source fills, and what it offers."""

import pytest

from curation.models import SourceFetch, Suggestion
from tests.admin.articles.article_pages import PASTE, the_draft, work
from tests.builders import a_category, an_article
from tests.desk import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(desk):
    return desk("curator")


@pytest.fixture
def form(curator, story):
    return curator.post(PASTE, {"urls": story}).url


def test_a_form_opened_before_the_reading_overwrites_nothing(curator, form):
    opened = curator.get(form)
    work()
    answer = curator.post(form, sent(opened, body_source="<p>Mine.</p>", _continue="1"))
    assert answer.status_code == 302, "no false conflict"
    draft = the_draft()
    assert draft.title == "Pagers go quiet"
    assert draft.featured_image
    assert draft.body_source == "<p>Mine.</p>"


def test_what_was_typed_before_the_reading_stays(curator, form):
    curator.post(form, sent(curator.get(form), title="My own title", _continue="1"))
    work()
    assert the_draft().title == "My own title"
    curator.post(f"/admin/curation/article/{the_draft().pk}/source/again/")
    work()
    assert the_draft().title == "My own title"


def test_another_value_is_one_click_away(curator, form):
    work()
    address = f"/admin/curation/article/{the_draft().pk}/source/use/"
    curator.post(address, {"field": "title", "value": "Pagers go quiet in spring"})
    assert the_draft().title == "Pagers go quiet in spring"
    assert the_draft().revisions.first().by == curator.user


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Made up"), ("status", "published"), ("", "")]
)
def test_only_what_the_page_offered_is_taken(curator, form, field, value):
    work()
    before = the_draft()
    address = f"/admin/curation/article/{before.pk}/source/use/"
    curator.post(address, {"field": field, "value": value})
    assert (the_draft().title, the_draft().status) == (before.title, before.status)


def test_suggestions_are_accepted_or_dropped_never_applied_by_themselves(curator, form):
    category = a_category("Ward Digital: Telehealth")
    work()
    suggestion = Suggestion.objects.get(category=category)
    assert "stands in the text" in suggestion.reason
    assert not the_draft().categories.exists()
    address = f"/admin/curation/article/{the_draft().pk}/source/suggestion/"
    curator.post(address, {"suggestion": suggestion.pk, "act": "accept"})
    assert list(the_draft().categories.all()) == [category]


def test_a_category_accepted_beside_an_open_form_survives_its_saving(curator, form):
    a_category("Ward Digital: Telehealth")
    work()
    opened = curator.get(form)
    address = f"/admin/curation/article/{the_draft().pk}/source/suggestion/"
    curator.post(address, {"suggestion": Suggestion.objects.get().pk, "act": "accept"})
    curator.post(form, sent(opened, body_source="<p>Mine.</p>", _continue="1"))
    assert the_draft().categories.count() == 1


def test_the_script_hears_the_state(curator, form):
    address = f"/admin/curation/article/{the_draft().pk}/source/"
    assert curator.get(address).json()["state"] == "queued"
    work()
    assert curator.get(address).json()["state"] == "done"


def test_what_a_page_says_is_shown_as_text_only(curator, form):
    reading = the_draft().source_fetch
    evil = {"value": "<img src=x onerror=alert(1)>", "origin": "<b>h1</b>"}
    reading.candidates = {"title": [evil]}
    reading.save()
    page = curator.get(form).content.decode()
    assert "<img src=x" not in page
    assert "<b>h1</b>" not in page


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "999"])
def test_a_suggestion_that_there_is_not_is_not_found(desk, number):
    article = an_article("A draft", status="draft")
    address = f"/admin/curation/article/{article.pk}/source/suggestion/"
    answer = desk("curator").post(address, {"suggestion": number, "act": "accept"})
    assert answer.status_code == 404


@pytest.mark.parametrize("act", ["again/", "use/", "suggestion/"])
def test_a_published_articles_source_is_the_editors(desk, act):
    article = an_article("Live", link_href="https://a.example/1")
    SourceFetch.objects.create(
        article=article, state="done", finished_at=article.published_at, candidates={}
    )
    address = f"/admin/curation/article/{article.pk}/source/{act}"
    assert desk("curator").post(address).status_code == 403
    assert desk("moderator").post(address).status_code == 403
    assert desk("editor").get(address).status_code == 405
