"""The buttons that change an article's status: by press, and by a request made by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from curation.models import Article
from media.models import Image
from tests.admin.articles.article_pages import LIST, press, status_of, url
from tests.builders import an_article
from tests.desk import GROUPS, errors_of, sent

pytestmark = pytest.mark.django_db
Status = Article.Status


@pytest.mark.parametrize("group", ["editor", "administrator"])
def test_an_editor_publishes_withdraws_and_takes_back(desk, group):
    client, article = desk(group), an_article(status=Status.DRAFT)
    press(client, article, "_publish")
    assert status_of(article) == Status.PUBLISHED
    press(client, article, "_withdraw", reason="Retracted.")
    assert status_of(article) == Status.WITHDRAWN
    press(client, article, "_unpublish")
    assert status_of(article) == Status.DRAFT
    acts = list(article.revisions.values_list("act", flat=True))
    assert acts == ["unpublished", "withdrawn", "published"]
    assert set(article.revisions.values_list("by", flat=True)) == {client.user.pk}


def test_a_curator_sends_to_review_and_no_further(desk):
    client, article = desk("curator"), an_article(status=Status.DRAFT)
    page = client.get(url(article)).content.decode()
    assert 'name="_send_to_review"' in page
    assert 'name="_publish"' not in page
    press(client, article, "_send_to_review")
    assert status_of(article) == Status.IN_REVIEW


def test_an_edit_and_its_act_are_saved_together(desk):
    client, article = desk("editor"), an_article("Before", status=Status.DRAFT)
    press(client, article, "_publish", title="After")
    article.refresh_from_db()
    assert (article.title, article.status) == ("After", Status.PUBLISHED)


def test_a_new_article_can_be_published_at_once(desk):
    from tests.builders import a_section

    a_section()
    client = desk("editor")
    page = client.get(f"{LIST}add/")
    client.post(f"{LIST}add/", sent(page, title="At once", body_source="<p>New.</p>", _publish=""))
    assert Article.objects.published().get().title == "At once"


def test_a_date_to_come_schedules(desk):
    client, article = desk("editor"), an_article(status=Status.DRAFT)
    tomorrow = timezone.localdate() + timedelta(days=1)
    press(
        client, article, "_publish",
        published_at_0=tomorrow.strftime("%d/%m/%Y"), published_at_1="09:00",
    )  # fmt: skip
    assert list(Article.objects.scheduled()) == [article]
    assert "will be published on" in client.get(url(article)).content.decode()


def test_an_editor_publishes_an_expired_article_again(desk):
    client = desk("editor")
    article = an_article("Past", expires_at=timezone.now() - timedelta(days=1))
    assert 'name="_publish"' in client.get(url(article)).content.decode()
    press(client, article, "_publish")
    assert list(Article.objects.published()) == [article]


@pytest.mark.parametrize("button", ["_publish", "_unpublish", "_withdraw"])
@pytest.mark.parametrize("group", GROUPS)
def test_a_request_made_by_hand_needs_the_permission(desk, group, button):
    """A curator who writes the button's name into a request gets 403, and nothing is saved."""
    article = an_article("Before", status=Status.IN_REVIEW)
    page = sent(desk("editor").get(url(article)))
    client = desk(group) if group != "editor" else desk(_other_editor())
    answer = client.post(url(article), {**page, "title": "After", "reason": "x", button: ""})
    article.refresh_from_db()
    if group in ("editor", "administrator"):
        assert answer.status_code in (200, 302)  # 200: withdrawing is for published articles
    else:
        assert answer.status_code == 403
        assert (article.title, article.status) == ("Before", Status.IN_REVIEW)


def test_a_status_written_into_a_request_is_nobodys_business(desk):
    client, article = desk("editor"), an_article(status=Status.DRAFT)
    page = sent(client.get(url(article)))
    client.post(url(article), {**page, "status": "published", "published_at_0": "04/03/2026"})
    assert status_of(article) == Status.DRAFT


def _other_editor():
    from django.contrib.auth.models import Group, User

    user = User.objects.create_user("second-editor", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    return user


def test_publishing_without_alternative_text_is_refused_beside_the_field(desk, a_picture):
    image = Image.objects.store(a_picture(), "x.png")
    article = an_article(status=Status.DRAFT, featured_image=image)
    answer = press(desk("editor"), article, "_publish", title="Typed before")
    assert "alternative text is empty" in answer.context["adminform"].form.errors["image_alt"][0]
    assert sent(answer)["title"] == "Typed before"
    assert status_of(article) == Status.DRAFT


def test_a_published_article_keeps_its_alternative_text(desk, a_picture):
    image = Image.objects.store(a_picture(), "x.png")
    article = an_article(featured_image=image, image_alt="A ward")
    answer = press(desk("editor"), article, "_save", image_alt="")
    assert "image_alt" in answer.context["adminform"].form.errors


def test_an_imported_article_without_it_can_still_be_mended(desk, a_picture):
    image = Image.objects.store(a_picture(), "x.png")
    article = an_article(featured_image=image)
    assert press(desk("editor"), article, "_save", title="Typo mended").status_code == 302


@pytest.mark.parametrize(
    ("button", "status"), [("_withdraw", Status.PUBLISHED), ("_reject", Status.DRAFT)]
)
def test_some_acts_need_a_reason(desk, button, status):
    article = an_article(status=status)
    answer = press(desk("editor"), article, button)
    assert "reason" in answer.context["adminform"].form.errors
    assert status_of(article) == status


def test_an_act_that_came_too_late_says_so(desk):
    article = an_article(status=Status.DRAFT)
    client = desk("editor")
    page = sent(client.get(url(article)), _send_to_review="")
    press(client, article, "_publish")
    assert "the article is published now" in errors_of(client.post(url(article), page))


def test_a_rejected_draft_is_taken_up_again(desk):
    client, article = desk("curator"), an_article(status=Status.DRAFT)
    press(client, article, "_reject", reason="A press release.")
    assert status_of(article) == Status.REJECTED
    assert "A press release." in client.get(url(article)).content.decode()
    press(client, article, "_take_up")
    assert status_of(article) == Status.DRAFT
