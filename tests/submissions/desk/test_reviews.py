"""Outside reviews at the desk, and the submissions and decisions on an article's form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from curation import publishing
from curation.models import Article, Decision, Notice, ReviewLink
from curation.submissions import moderating, reviewing
from tests.builders import a_partner, a_sending, a_submission, an_article
from tests.desk import GROUPS, sent

pytestmark = pytest.mark.django_db
Status = Article.Status


@pytest.fixture
def draft():
    return an_article("Wards go paperless", status=Status.DRAFT)


@pytest.fixture
def ana(person):
    return person("editor", "ana", first_name="Ana", last_name="Petrov", email="ana@desk.example")


def reviews(article) -> str:
    return reverse("admin:curation_article_reviews", args=[article.pk])


def revoking(link) -> str:
    return reverse("admin:curation_article_revoke_review", args=[link.article_id, link.pk])


def ask(client, article, **edits):
    values = {"name": "Dr Vale", "email": "", "message": "", "days": "14", **edits}
    return client.post(reviews(article), values)


def text_of(response) -> str:
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


# ---------------------------------------------------------------- asking


def test_an_editor_asks_and_gets_the_link_to_hand_over(desk, draft):
    editor = desk("editor")
    form = sent(editor.get(reviews(draft)), "review_form")
    assert form["days"] == "14"
    page = editor.post(reviews(draft), {**form, "name": " Dr  Vale ", "days": "3"}, follow=True)
    link = ReviewLink.objects.get()
    assert (link.name, link.asked_by) == ("Dr Vale", editor.user)
    assert link.expires_at - link.asked_at == timedelta(days=3)
    (field,) = html.fromstring(page.content.decode()).xpath(f"//input[@id='link-{link.pk}']")
    assert field.get("value") == f"http://127.0.0.1:8000{link.get_absolute_url()}"
    assert field.get("readonly") is not None
    assert "copy it from the list below" in text_of(page)
    assert not Notice.objects.exists()


def test_a_mailed_link_tells_how_its_mail_stands(desk, draft):
    editor = desk("editor")
    ask(editor, draft, email="vale@uni.example", message="Is it fair?")
    notice = Notice.objects.get()
    Notice.objects.update(state="failed", problem="550 5.1.1 no such user here")
    page = text_of(editor.get(reviews(draft)))
    assert notice.to == "vale@uni.example"
    assert "mail: could not be sent" in page
    assert "550 5.1.1 no such user here" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("name", "x" * 101), ("email", "vale"), ("message", "x" * 2001),
        ("days", "0"), ("days", "61"), ("days", "soon"), ("days", ""),
    ],
)  # fmt: skip
def test_a_refused_form_says_so_beside_the_field_and_keeps_what_was_typed(
    desk, draft, field, value
):
    typed = {"name": "Dr Vale", "email": "vale@uni.example", "message": "Is it fair?", field: value}
    answer = ask(desk("editor"), draft, **typed)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    shown = sent(answer, "review_form")
    for name, words in typed.items():
        assert shown[name].strip() == words.strip()
    assert html.fromstring(answer.content.decode()).xpath(
        f"//div[@class='desk-field-{field}']//strong[@class='desk-error']"
    )
    assert not ReviewLink.objects.exists()


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.REJECTED, Status.WITHDRAWN])
def test_only_drafts_are_reviewed(desk, status):
    editor, article = desk("editor"), an_article(status=status)
    assert 'id="review_form"' not in editor.get(reviews(article)).content.decode()
    answer = ask(editor, article)
    assert answer.status_code == 400
    assert not ReviewLink.objects.exists()


def test_who_may_ask_and_revoke_and_who_may_read(desk, draft, ana):
    link = reviewing.ask(draft, ana, name="Dr Vale", email="vale@uni.example")
    reviewing.answer(link, "The sample was 40.", looks_right=False)
    for group in GROUPS:
        client, may = desk(group), group in ("editor", "administrator")
        page = client.get(reviews(draft))
        assert "The sample was 40." in text_of(page), group
        shown = page.content.decode()
        for words in (link.token, 'id="review_form"', revoking(link), "vale@uni.example"):
            assert (words in shown) is may, (group, words)
        assert (ask(client, draft).status_code == 302) is may, group
        assert (client.post(revoking(link)).status_code == 302) is may, group
        ReviewLink.objects.update(revoked_at=None)
    assert ReviewLink.objects.count() == 3
    assert client.get(revoking(link)).status_code == 405


def test_a_stranger_is_asked_to_log_in(client, draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale")
    for address in (reviews(draft), revoking(link)):
        assert client.post(address, {"name": "x"})["Location"].startswith("/admin/login/")
    assert reviewing.open_link(link.token)


def test_what_is_not_there_is_not_found(desk, draft, ana):
    editor = desk("editor")
    link = reviewing.ask(draft, ana, "Dr Vale")
    assert editor.get(reverse("admin:curation_article_reviews", args=[0])).status_code == 404
    other = an_article(status=Status.DRAFT)
    address = reverse("admin:curation_article_revoke_review", args=[other.pk, link.pk])
    assert editor.post(address).status_code == 404
    assert reviewing.open_link(link.token)


def test_a_revoked_link_opens_nothing_and_is_shown_so(desk, draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale")
    page = desk("editor").post(revoking(link), follow=True)
    assert "is revoked" in text_of(page)
    assert "revoked asked by Ana Petrov" in text_of(page)
    assert link.token not in page.content.decode()
    with pytest.raises(reviewing.LinkRefused):
        reviewing.open_link(link.token)


def test_how_each_link_stands_and_what_was_said_by_it(desk, draft, ana):
    vale, moss, wen, again = (
        reviewing.ask(draft, ana, name) for name in ("Vale", "Moss", "Wen", "Vale")
    )
    ReviewLink.objects.filter(pk=moss.pk).update(
        asked_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(days=2)
    )
    reviewing.revoke(wen, by=ana)
    reviewing.answer(again, "<b>Good</b>\nindeed.", looks_right=True)
    page = desk("editor").get(reviews(draft))
    requests = {one.link.pk: one for one in page.context["review_requests"]}
    labels = {pk: one.state[0] for pk, one in requests.items()}
    assert labels == {
        vale.pk: "open", moss.pk: "expired", wen.pk: "revoked", again.pk: "open"
    }  # fmt: skip
    assert [len(requests[link.pk].answers) for link in (vale, moss, wen, again)] == [0, 0, 0, 1]
    page = desk("curator").get(reviews(draft))
    assert "says: looks right <b>Good</b>indeed." in text_of(page)
    publishing.publish(draft)
    requests = desk("administrator").get(reviews(draft)).context["review_requests"]
    assert {one.state[0] for one in requests if one.link.pk == vale.pk} == {
        "over: no longer a draft"
    }


def test_what_two_reviewers_of_one_name_say_stands_with_the_link_of_each(desk, draft, ana):
    first, second = (reviewing.ask(draft, ana, "Dr Vale") for _number in range(2))
    reviewing.answer(first, "The sample was 40.", looks_right=False)
    reviewing.answer(second, "", looks_right=True)
    requests = desk("editor").get(reviews(draft)).context["review_requests"]
    notes = {one.link.pk: [decision.note for decision in one.answers] for one in requests}
    assert notes == {first.pk: ["The sample was 40."], second.pk: [""]}


def test_more_links_and_answers_do_not_mean_more_queries(
    desk, draft, ana, django_assert_max_num_queries
):
    editor = desk("editor")

    def fill(count):
        for number in range(count):
            link = reviewing.ask(draft, ana, name=f"Dr {number}", email="v@uni.example")
            reviewing.answer(link, "Good.", looks_right=False)

    fill(2)
    with django_assert_max_num_queries(15) as few:
        editor.get(reviews(draft))
    fill(20)
    with django_assert_max_num_queries(15) as many:
        editor.get(reviews(draft))
    assert len(few) == len(many)


# ---------------------------------------------------------------- where an article came from


def form_of(client, article):
    return client.get(reverse("admin:curation_article_change", args=[article.pk]))


def origins(response) -> str:
    (section,) = html.fromstring(response.content.decode()).xpath("//section[@id='origins']")
    return " ".join(section.text_content().split())


@pytest.fixture
def accepted(person):
    """The draft of one submission with two merged into it, one of them through the other."""
    mira = person("moderator", "mira", first_name="Mira", last_name="Lindqvist")
    first = a_submission(title="Paper goes", name="Ines", email="ines@mail.example", why="Big <b>")
    a_sending(first, "Otto", "otto@mail.example", partner=a_partner(), has_relationship=True)
    second, third = a_submission(title="Second", name="Li"), a_submission(title="Third", name="Bo")
    moderating.merge(third, by=mira, into=second)
    article = moderating.accept(first, by=mira).led_to
    moderating.merge(second, by=mira, into=first)
    return article


def test_the_form_says_who_sent_it_in_and_what_was_decided(desk, accepted):
    page = form_of(desk("curator"), accepted)
    tree = html.fromstring(page.content.decode())
    assert tree.xpath("normalize-space(//a[@href='#origins'])") == "Suggested by Ines"  # at the top
    shown = origins(page)
    for words in (
        "Paper goes accepted", "sent in by Ines on", "Big <b>", "sent in by Otto on",
        "Harbour Wire", "has a relationship with the company", "Second merged", "Third merged",
        "sent in by Li", "sent in by Bo", "Mira Lindqvist accepted Paper goes",
        "Mira Lindqvist merged Second", "Mira Lindqvist merged Third",
    ):  # fmt: skip
        assert words in shown, words


def test_senders_addresses_are_for_moderators_only(desk, accepted):
    for group in GROUPS:
        may = group in ("moderator", "administrator")
        page = form_of(desk(group), accepted).content.decode()
        assert ("ines@mail.example" in page) is may, group


def test_outside_reviews_are_counted_on_the_form(desk, draft, ana):
    assert "Ask an outside expert" in origins(form_of(desk("editor"), draft))
    link = reviewing.ask(draft, ana, "Dr Vale")
    reviewing.revoke(reviewing.ask(draft, ana, "Dr Moss"), by=ana)
    reviewing.answer(link, "Sound.", looks_right=True)
    page = form_of(desk("curator"), draft)
    shown = origins(page)
    assert "1 open link · 1 says: looks right" in shown
    for text, is_right in (("Wait.", False), ("Sound after all.", True)):
        reviewing.answer(link, text, is_right)
    assert "1 says: looks right" in origins(form_of(desk("administrator"), draft))
    assert "Ana Petrov asked for a review of Dr Vale" in shown
    assert "Dr Vale says: looks right “Sound.”" in shown.replace(" Sound.", " “Sound.”")
    assert f'href="{reviews(draft)}"' in page.content.decode()


def test_an_article_that_nobody_sent_in_has_no_such_section(desk, draft):
    published = an_article()
    for client, article in ((desk("editor"), published), (desk("curator"), draft)):
        assert 'id="origins"' not in form_of(client, article).content.decode()


def test_the_form_asks_as_often_for_many_submissions_as_for_few(
    desk, accepted, person, django_assert_max_num_queries
):
    editor, theo = desk("editor"), person("administrator", "theo")

    def fill(count):
        for number in range(count):
            submission = a_submission()
            a_sending(submission, partner=a_partner(f"Partner {submission.pk}"))
            moderating.merge(submission, by=theo, into=accepted)
            reviewing.ask(accepted, theo, f"Dr {number}")

    fill(2)
    with django_assert_max_num_queries(60) as few:
        form_of(editor, accepted)
    fill(20)
    with django_assert_max_num_queries(60) as many:
        form_of(editor, accepted)
    assert len(few) == len(many)


# ---------------------------------------------------------------- deleting


def deleting(article) -> str:
    return reverse("admin:curation_article_delete", args=[article.pk])


def test_a_draft_that_stands_in_a_record_is_rejected_not_deleted(desk, accepted, draft, ana):
    reviewing.ask(draft, ana, "Dr Vale")
    editor = desk("editor")
    for article in (accepted, draft):
        assert deleting(article) not in form_of(editor, article).content.decode()
        page = editor.post(deleting(article), {"post": "yes"})
        assert "stands in decisions or reviews: reject it instead" in text_of(page)
    chosen = {"action": "delete_selected", "_selected_action": [accepted.pk, draft.pk]}
    page = editor.post("/admin/curation/article/", {**chosen, "post": "yes"})
    assert text_of(page).count("reject it instead") == 2
    assert Article.objects.count() == 2
    assert Decision.objects.about_article(accepted).exists()


def test_another_draft_is_deleted_as_before(desk, draft):
    editor = desk("editor")
    assert deleting(draft) in form_of(editor, draft).content.decode()
    editor.post(deleting(draft), {"post": "yes"})
    assert not Article.objects.exists()
