"""From a link to a draft, as a curator meets it at the desk."""

import io
import json

import pytest
from django.core.management import call_command
from PIL import Image as Pixels

from curation import publishing
from curation.models import Article, FurtherReport, SourceFetch, Suggestion
from tests.builders import a_category, a_publisher, an_article
from tests.desk import sent
from tests.sources.servers import serve_site

pytestmark = pytest.mark.django_db

PASTE = "/admin/curation/article/from-link/"
CLIPPING = PASTE + "clipping/"
STORY = """<html lang="en"><head><title>Pagers go quiet | Harbour Daily</title>
<meta property="og:title" content="Pagers go quiet in spring">
<meta property="og:site_name" content="Harbour Daily">
<meta name="description" content="A hospital retires its last pager after thirty years of beeps.">
<meta property="og:image" content="/ward.png"><meta property="og:image:alt" content="A ward">
<meta property="article:published_time" content="2026-03-01T08:00:00+01:00"></head>
<body><article><h1>Pagers go quiet</h1><p>By <a rel="author" href="/t">Tessa Holm</a></p>
<p>Telehealth took over where the last pager fell silent, the hospital says.</p></article></body>"""


@pytest.fixture
def story(settings):
    """A page on the web, with a picture; the address of it."""
    picture = io.BytesIO()
    Pixels.new("RGB", (640, 360), "teal").save(picture, "PNG")
    with serve_site() as site:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{site.port}"]
        site.page("/ward.png", picture.getvalue(), **{"Content-Type": "image/png"})
        for path in ("/story", "/story?utm_source=mail"):
            site.page(path, STORY, **{"Content-Type": "text/html; charset=utf-8"})
        yield site.url("/story")


def work():
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def the_draft():
    return Article.objects.select_related("publisher", "source_fetch").get()


class TestPaste:
    def test_a_draft_at_once_and_filled_when_the_source_was_read(self, desk, story):
        curator = desk("curator")
        answer = curator.post(PASTE, {"urls": story + "?utm_source=mail"})
        draft = the_draft()
        assert answer.url == f"/admin/curation/article/{draft.pk}/change/"
        assert (draft.link_original, draft.link_href) == (story + "?utm_source=mail", story)
        assert draft.source_fetch.state == SourceFetch.State.QUEUED
        assert b"read in a moment" in curator.get(answer.url).content
        work()
        draft = the_draft()
        assert draft.source_fetch.state == SourceFetch.State.DONE
        assert draft.title == "Pagers go quiet"
        assert draft.excerpt.startswith("A hospital retires its last pager")
        assert draft.publisher.name == "Harbour Daily"
        assert (draft.source_author, draft.language) == ("Tessa Holm", "en")
        assert draft.source_date == "2026-03-01T08:00+01:00"
        assert (draft.featured_image.width, draft.image_alt) == (640, "A ward")
        assert draft.provenance.open_graph["ogtitle"] == "Pagers go quiet in spring"
        page = curator.get(answer.url).content.decode()
        assert "Pagers go quiet in spring" in page
        assert "og:title" in page

    def test_the_link_that_ran_already_makes_no_draft_unasked(self, desk, story):
        old = an_article("Pagers go quiet", link_href=story)
        answer = desk("curator").post(PASTE, {"urls": story + "?fbclid=1"})
        assert Article.objects.count() == 1
        assert old.title in answer.content.decode()
        assert "the same address" in answer.content.decode()

    def test_a_rejected_one_says_why(self, desk, story):
        old = an_article("Pagers", link_href=story, status=Article.Status.DRAFT)
        publishing.reject(old, reason="A press release.")
        answer = desk("curator").get(PASTE, {"url": story})
        assert "rejected: A press release." in answer.content.decode()

    def test_anyway(self, desk, story):
        an_article("Pagers", link_href=story)
        desk("curator").post(PASTE, {"urls": story, "anyway": "1"})
        assert Article.objects.count() == 2

    def test_the_address_alone_changes_nothing(self, desk, story):
        assert desk("curator").get(PASTE, {"url": story}).status_code == 200
        assert not Article.objects.exists()

    def test_many_lines_each_with_its_answer(self, desk, story):
        an_article("Told before", link_href="https://a.example/told")
        lines = f"{story}\n\nnonsense\nhttps://a.example/told?utm_id=1\n{story}"
        page = desk("curator").post(PASTE, {"urls": lines}).content.decode()
        assert Article.objects.count() == 2
        assert "must begin with http" in page
        assert "Told before" in page

    @pytest.mark.parametrize(
        "urls",
        ["", "javascript:alert(1)", "http://user:pw@a.example/", "ftp://a.example/", "x" * 3000],
    )
    def test_what_is_no_address_is_said_so(self, desk, urls):
        answer = desk("curator").post(PASTE, {"urls": urls})
        assert answer.status_code == 400
        assert b'role="alert"' in answer.content
        assert not Article.objects.exists()

    def test_more_than_fifty_are_refused_whole(self, desk):
        lines = "\n".join(f"https://a.example/{n}" for n in range(51))
        assert desk("curator").post(PASTE, {"urls": lines}).status_code == 400
        assert not Article.objects.exists()

    def test_a_page_that_is_gone_says_so_and_can_be_tried_again(self, desk, story):
        curator = desk("curator")
        form = curator.post(PASTE, {"urls": story + "-gone"}).url
        work()
        assert the_draft().source_fetch.state == SourceFetch.State.FAILED
        assert b"404" in curator.get(form).content
        curator.post(f"/admin/curation/article/{the_draft().pk}/source/again/")
        assert the_draft().source_fetch.state == SourceFetch.State.QUEUED


class TestForm:
    @pytest.fixture
    def curator(self, desk):
        return desk("curator")

    @pytest.fixture
    def form(self, curator, story):
        return curator.post(PASTE, {"urls": story}).url

    def test_a_form_opened_before_the_reading_overwrites_nothing(self, curator, form):
        opened = curator.get(form)
        work()
        answer = curator.post(form, sent(opened, body_source="<p>Mine.</p>", _continue="1"))
        assert answer.status_code == 302, "no false conflict"
        draft = the_draft()
        assert draft.title == "Pagers go quiet"
        assert draft.featured_image
        assert draft.body_source == "<p>Mine.</p>"

    def test_what_was_typed_before_the_reading_stays(self, curator, form):
        curator.post(form, sent(curator.get(form), title="My own title", _continue="1"))
        work()
        assert the_draft().title == "My own title"
        curator.post(f"/admin/curation/article/{the_draft().pk}/source/again/")
        work()
        assert the_draft().title == "My own title"

    def test_another_value_is_one_click_away(self, curator, form):
        work()
        address = f"/admin/curation/article/{the_draft().pk}/source/use/"
        curator.post(address, {"field": "title", "value": "Pagers go quiet in spring"})
        assert the_draft().title == "Pagers go quiet in spring"
        assert the_draft().revisions.first().by == curator.user

    @pytest.mark.parametrize(
        ("field", "value"), [("title", "Made up"), ("status", "published"), ("", "")]
    )
    def test_only_what_the_page_offered_is_taken(self, curator, form, field, value):
        work()
        before = the_draft()
        address = f"/admin/curation/article/{before.pk}/source/use/"
        curator.post(address, {"field": field, "value": value})
        assert (the_draft().title, the_draft().status) == (before.title, before.status)

    def test_suggestions_are_accepted_or_dropped_never_applied_by_themselves(self, curator, form):
        category = a_category("Ward Digital: Telehealth")
        work()
        suggestion = Suggestion.objects.get(category=category)
        assert "stands in the text" in suggestion.reason
        assert not the_draft().categories.exists()
        address = f"/admin/curation/article/{the_draft().pk}/source/suggestion/"
        curator.post(address, {"suggestion": suggestion.pk, "act": "accept"})
        assert list(the_draft().categories.all()) == [category]

    def test_a_category_accepted_beside_an_open_form_survives_its_saving(self, curator, form):
        a_category("Ward Digital: Telehealth")
        work()
        opened = curator.get(form)
        address = f"/admin/curation/article/{the_draft().pk}/source/suggestion/"
        curator.post(address, {"suggestion": Suggestion.objects.get().pk, "act": "accept"})
        curator.post(form, sent(opened, body_source="<p>Mine.</p>", _continue="1"))
        assert the_draft().categories.count() == 1

    def test_the_script_hears_the_state(self, curator, form):
        address = f"/admin/curation/article/{the_draft().pk}/source/"
        assert curator.get(address).json()["state"] == "queued"
        work()
        assert curator.get(address).json()["state"] == "done"

    def test_what_a_page_says_is_shown_as_text_only(self, curator, form):
        reading = the_draft().source_fetch
        evil = {"value": "<img src=x onerror=alert(1)>", "origin": "<b>h1</b>"}
        reading.candidates = {"title": [evil]}
        reading.save()
        page = curator.get(form).content.decode()
        assert "<img src=x" not in page
        assert "<b>h1</b>" not in page


class TestClipping:
    FACTS = {
        "url": "https://paywalled.example/story?utm_source=x",
        "title": "Behind the wall | Paywalled",
        "heading": "Behind the wall",
        "selection": "First words.\nSecond <b>words</b>.",
        "metas": [["og:title", "Behind the wall"], ["og:site_name", "Paywalled"]],
        "links": [["canonical", "https://paywalled.example/story", "", ""]],
        "linkedData": [],
    }

    def test_a_draft_without_a_fetch(self, desk):
        desk("curator").post(CLIPPING, {"clipping": json.dumps(self.FACTS)})
        draft = the_draft()
        assert (draft.title, draft.link_href) == (
            "Behind the wall",
            "https://paywalled.example/story",
        )
        assert "Second &lt;b&gt;words&lt;/b&gt;." in draft.body_source

    @pytest.mark.parametrize("payload", ["", "{", "[]", '{"url": "javascript:x"}', "[" * 100000])
    def test_what_cannot_be_read_is_said_so(self, desk, payload):
        answer = desk("curator").post(CLIPPING, {"clipping": payload})
        assert answer.status_code == 400
        assert not Article.objects.exists()

    def test_what_ran_already_is_told_first(self, desk):
        an_article("Behind", link_href=self.FACTS["url"])
        answer = desk("curator").post(CLIPPING, {"clipping": json.dumps(self.FACTS)})
        assert b"We ran this already" in answer.content
        assert Article.objects.count() == 1

    def test_the_page_that_explains_it_holds_the_address(self, desk):
        page = desk("curator").get(PASTE + "bookmarklet/").content.decode()
        assert f"http://testserver{CLIPPING}" in page


class TestFurtherReports:
    def test_a_second_address_is_added_to_the_article(self, desk):
        article = an_article("Told", link_href="https://a.example/1", status="draft")
        url = "https://www.b.example/2?utm_source=x"
        desk("curator").post(PASTE + "attach/", {"article": article.pk, "url": url})
        report = FurtherReport.objects.get()
        assert (report.href, report.publisher) == (
            "https://www.b.example/2",
            a_publisher("b.example"),
        )

    def test_the_articles_own_address_is_not(self, desk):
        article = an_article("Told", link_href="https://a.example/1", status="draft")
        answer = desk("curator").post(
            PASTE + "attach/", {"article": article.pk, "url": "https://a.example/1"}, follow=True
        )
        assert b"has this address already" in answer.content
        assert not FurtherReport.objects.exists()


@pytest.mark.parametrize("address", [PASTE, PASTE + "bookmarklet/", CLIPPING])
def test_who_may_draft_from_links(client, desk, address):
    assert client.get(address).status_code == 302
    assert desk("moderator").get(address).status_code == 403
    for group in ("curator", "editor", "administrator"):
        assert desk(group).get(address).status_code == 200


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
