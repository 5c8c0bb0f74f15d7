"""Outside reviews: a link opens one draft for a limited time, and nothing else."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone

from curation import publishing
from curation.models import Article, Decision, Notice, ReviewLink
from curation.submissions import reviewing
from tests.builders import a_submission, an_article

pytestmark = pytest.mark.django_db
Status, What = Article.Status, Decision.What


@pytest.fixture
def ana(person):
    return person("editor", "ana", first_name="Ana", email="ana@desk.example")


@pytest.fixture
def draft():
    return an_article("Wards go paperless", status=Status.DRAFT)


def refusal(token):
    with pytest.raises(reviewing.LinkRefused) as refused:
        reviewing.open_link(token)
    return refused.value


def test_a_link_opens_its_draft_and_asking_is_on_record(draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale", message="Is it fair?")
    assert reviewing.open_link(link.token).article == draft
    assert link.expires_at - link.asked_at == timedelta(days=14)
    decision = Decision.objects.about_article(draft).get()
    assert (decision.what, decision.by, decision.note) == (What.REVIEW_ASKED, ana, "of Dr Vale")
    assert not Notice.objects.exists()


def test_who_has_an_address_gets_the_link_by_mail(draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale", email="vale@uni.example", message="Is it fair?")
    notice = Notice.objects.get()
    assert (notice.kind, notice.to) == (Notice.Kind.REVIEW_ASKED, "vale@uni.example")
    for text in (link.get_absolute_url(), "Is it fair?", "Wards go paperless", "Ana"):
        assert text in notice.text
        assert text in notice.html


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN, Status.REJECTED])
def test_only_a_draft_is_reviewed(ana, status):
    with pytest.raises(ValidationError, match="Only a draft"):
        reviewing.ask(an_article(status=status), ana, "Dr Vale")
    assert not ReviewLink.objects.exists()
    assert not Decision.objects.exists()


def test_an_expired_link_opens_nothing(draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale")
    long_ago = timezone.now() - timedelta(days=20)
    ReviewLink.objects.update(asked_at=long_ago, expires_at=timezone.now() - timedelta(seconds=1))
    refused = refusal(link.token)
    assert refused.is_gone
    assert "expired" in str(refused)


def test_a_revoked_link_opens_nothing_and_that_is_recorded_once(draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale")
    reviewing.revoke(link, by=ana)
    reviewing.revoke(link, by=ana)
    refused = refusal(link.token)
    assert refused.is_gone
    assert "revoked" in str(refused)
    whats = list(link.decisions.values_list("what", flat=True))
    assert whats == [What.REVIEW_ASKED, What.REVIEW_REVOKED]
    assert Decision.objects.count() == 2


def test_the_mail_with_a_revoked_link_does_not_leave(draft, ana):
    waits = reviewing.ask(draft, ana, "Dr Vale", email="vale@uni.example")
    left = reviewing.ask(draft, ana, "Dr Moss", email="moss@uni.example")
    now = timezone.now()
    Notice.objects.filter(to="moss@uni.example").update(state="sent", sent_at=now)
    for link in (waits, left):
        reviewing.revoke(link, by=ana)
    states = dict(Notice.objects.values_list("to", "state"))
    assert states == {"vale@uni.example": "cancelled", "moss@uni.example": "sent"}


def test_a_published_article_is_no_draft_any_more(draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale")
    publishing.send_to_review(draft)
    assert reviewing.open_link(link.token) == link
    publishing.publish(draft)
    assert refusal(link.token).is_gone


def test_a_link_that_was_changed_or_made_for_something_else_opens_nothing(draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale")
    other = reviewing.ask(draft, ana, "Dr Moss")
    number, _, signature = link.token.partition(":")
    sending = a_submission().first_sending
    for token in (
        "", "x", number, link.token[:-1], f"{other.pk}:{signature}", link.token + "x",
        signing.Signer().sign(link.pk), sending.token, "\x00", "9" * 5000,
        signing.Signer(salt="curation.article.review").sign(link.pk + 1000),
    ):  # fmt: skip
        refused = refusal(token)
        assert not refused.is_gone
        assert "incomplete" in str(refused)


def test_an_answer_is_recorded_by_name_and_told_to_who_asked(draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale")
    comment = reviewing.answer(link, " The sample was 40.\n<script>x</script> ", looks_right=False)
    right = reviewing.answer(link, "", looks_right=True)
    assert (comment.what, comment.who, comment.article) == (What.COMMENTED, "Dr Vale", draft)
    assert comment.note == "The sample was 40.\n<script>x</script>"
    assert (right.what, right.note) == (What.LOOKS_RIGHT, "")
    first, second = Notice.objects.filter(kind=Notice.Kind.REVIEW_GIVEN).order_by("pk")
    assert first.to == second.to == "ana@desk.example"
    assert "The sample was 40." in first.text
    assert "<script>" not in first.html


def test_who_asked_without_an_address_is_not_mailed(draft, person):
    link = reviewing.ask(draft, person("editor"), "Dr Vale")
    reviewing.answer(link, "Good.", looks_right=False)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("text", "says"), [(" ", "Write a comment"), ("x" * 5001, "at most 5000")])
def test_an_answer_without_words_or_with_too_many_is_refused(draft, ana, text, says):
    link = reviewing.ask(draft, ana, "Dr Vale")
    with pytest.raises(ValidationError, match=says):
        reviewing.answer(link, text, looks_right=False)
    assert Decision.objects.filter(by_name="Dr Vale").count() == 0


def test_one_link_cannot_flood_the_newsroom(draft, ana):
    link = reviewing.ask(draft, ana, "Dr Vale")
    for number in range(reviewing.MAX_ANSWERS_PER_DAY):
        reviewing.answer(link, f"Good, {number}.", looks_right=False)
    with pytest.raises(ValidationError, match="as many answers as we accept"):
        reviewing.answer(link, "Good.", looks_right=False)
    reviewing.answer(reviewing.ask(draft, ana, "Dr Moss"), "Good.", looks_right=False)
