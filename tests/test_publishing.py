"""Publishing, and the other changes of an article's status, each with a revision."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from curation import publishing
from curation.models import Article
from media.models import Image
from tests.builders import an_article

pytestmark = pytest.mark.django_db

Status = Article.Status


@pytest.fixture
def draft():
    return an_article("Wards", status=Status.DRAFT)


@pytest.fixture
def picture():
    return Image.objects.create(
        file="images/x.png", digest="0" * 64, upload_digest="1" * 64, format="PNG",
        width=10, height=10, size=1,
    )  # fmt: skip


def test_publishing_makes_it_live_now(draft, admin_user):
    publishing.publish(draft, by=admin_user)
    assert list(Article.objects.published()) == [draft]
    revision = draft.revisions.get()
    assert (revision.act, revision.by) == ("published", admin_user)
    assert revision.changes["status"] == ["draft", "published"]


def test_a_time_to_come_schedules(draft):
    publishing.publish(draft, at=timezone.now() + timedelta(days=1))
    assert list(Article.objects.scheduled()) == [draft]
    assert draft.revisions.get().act == "scheduled"


def test_an_empty_body_is_not_published(draft):
    draft.body_source = " "
    draft.save()
    with pytest.raises(ValidationError, match="body is empty"):
        publishing.publish(draft)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert not draft.revisions.exists()


def test_an_image_without_words_is_not_published(draft, picture):
    draft.featured_image = picture
    draft.save()
    with pytest.raises(ValidationError, match="alternative text"):
        publishing.publish(draft)
    draft.image_alt = "A ward at night"
    draft.save()
    publishing.publish(draft)
    assert draft.is_live


def test_unpublished_goes_back_to_the_drafts_and_keeps_its_date(draft):
    publishing.publish(draft)
    first = draft.published_at
    publishing.unpublish(draft)
    assert draft.status == Status.DRAFT
    publishing.publish(draft)
    assert draft.published_at == first


def test_withdrawn_says_why_and_can_return(draft):
    publishing.publish(draft)
    publishing.withdraw(draft, reason="The study was retracted.")
    draft.refresh_from_db()
    assert (draft.status, draft.withdrawal_reason) == (Status.WITHDRAWN, "The study was retracted.")
    assert draft.withdrawn_at
    publishing.publish(draft)
    assert (draft.withdrawn_at, draft.withdrawal_reason) == (None, "")


def test_what_was_never_published_cannot_be_withdrawn(draft):
    with pytest.raises(ValidationError, match="Only a published article"):
        publishing.withdraw(draft)


def test_only_a_draft_is_sent_to_review(draft):
    publishing.send_to_review(draft)
    assert draft.status == Status.IN_REVIEW
    with pytest.raises(ValidationError):
        publishing.send_to_review(draft)


def test_rejected_needs_a_reason_and_can_be_taken_up_again(draft):
    with pytest.raises(ValidationError, match="Say why"):
        publishing.reject(draft, reason=" ")
    publishing.reject(draft, reason="A press release.")
    draft.refresh_from_db()
    assert (draft.status, draft.rejection_reason) == (Status.REJECTED, "A press release.")
    publishing.unpublish(draft)
    assert (draft.status, draft.rejection_reason) == (Status.DRAFT, "")


def test_what_readers_saw_is_withdrawn_not_rejected(draft):
    publishing.publish(draft)
    with pytest.raises(ValidationError, match="Only a draft"):
        publishing.reject(draft, reason="Late.")


# ------------------------------------------------------------------------ with an expiry


def test_an_expired_article_that_is_published_again_is_there_again():
    """Otherwise it would be published, and nobody would see it."""
    article = an_article(expires_at=timezone.now() - timedelta(days=1))
    assert not Article.objects.published().exists()
    publishing.publish(article)
    assert article.expires_at is None
    assert list(Article.objects.published()) == [article]
    assert "expires_at" in article.revisions.get().changes


def test_an_expiry_to_come_stays():
    to_come = timezone.now() + timedelta(days=9)
    article = an_article(status=Status.DRAFT, published_at=None, expires_at=to_come)
    publishing.publish(article)
    article.refresh_from_db()
    assert article.expires_at == to_come
    publishing.publish(article, at=to_come - timedelta(days=1))
    assert article.expires_at == to_come


def test_a_schedule_after_the_expiry_takes_the_expiry_away():
    to_come = timezone.now() + timedelta(days=9)
    article = an_article(status=Status.DRAFT, published_at=None, expires_at=to_come)
    publishing.publish(article, at=to_come + timedelta(days=1))
    article.refresh_from_db()
    assert (article.expires_at, article.is_scheduled) == (None, True)


def test_an_expired_article_can_be_withdrawn_with_a_reason():
    article = an_article(expires_at=timezone.now() - timedelta(days=1))
    publishing.withdraw(article, reason="It was wrong.")
    assert (article.status, article.is_gone) == (Status.WITHDRAWN, True)
