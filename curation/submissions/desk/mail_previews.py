"""Previews of all kinds of mail with sample data. Nothing is saved, and no link in them works."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.absolute_urls import absolute_url
from curation.models import (
    Article,
    Comment,
    Decision,
    Notice,
    Publisher,
    ReviewLink,
    Section,
    Sending,
    Submission,
)
from curation.models.people import display_name
from curation.submissions import notifying

Kind, What = Notice.Kind, Decision.What


@dataclass(frozen=True, slots=True)
class Preview:
    """One mail as it would be sent. `variant`: which of several texts of its kind, or ""."""

    kind: Kind
    variant: str
    subject: str
    text: str
    html: str


def previews() -> Iterator[Preview]:
    """All kinds, in the order in which they are sent."""
    for kind, variant, context in _samples():
        yield Preview(kind, variant, *notifying.render(kind, context))


def _samples() -> Iterator[tuple[Kind, str, dict]]:
    """(kind, variant, context for the templates)."""
    now = timezone.now()
    mira = get_user_model()(username="mira", first_name="Mira", last_name="Lindqvist")
    submission = Submission(
        url="https://wardandwire.example/paperless?utm_source=mail",
        href="https://wardandwire.example/paperless",
        title=_("Wards go paperless"),
    )
    sending = Sending(
        submission=submission,
        name="Ines Okafor",
        email="ines@mail.example",
        sent_at=now - timedelta(days=2),
    )
    article = Article(
        title=_("Three wards put their paper away, and one took it out again"),
        slug="wardandwire-three-wards-put-their-paper-away",
        section=Section(name=_("News"), path="news"),
        publisher=Publisher(brand="wardandwire.example"),
    )
    # Not a signed token: the page that it leads to says that the link is not valid.
    status_url = absolute_url(f"/submit/status/{_('sample')}/")
    review_url = absolute_url(f"/preview/{_('sample')}/")
    desk_url = absolute_url("/admin/")

    sent = {"sending": sending, "submission": submission, "status_url": status_url}
    yield Kind.RECEIPT, "", {"sending": sending, "status_url": status_url}

    accepted = {
        **sent,
        "article": article,
        "is_live": False,
        "decision": Decision(what=What.ACCEPTED, by=mira),
    }
    yield Kind.ACCEPTED, "", accepted
    yield Kind.ACCEPTED, _("the page is published already"), {**accepted, "is_live": True}

    message = _("The story is behind a paywall, so most of our readers could not open it.")
    message += "\n\n" + _("If a free version appears, please send it to us.")
    with_reason = Decision(what=What.DECLINED, by=mira, message_to_sender=message)
    without_reason = Decision(what=What.DECLINED, by=mira)
    declined = {**sent, "article": None, "is_live": False}
    yield Kind.DECLINED, _("with a reason"), {**declined, "decision": with_reason}
    yield Kind.DECLINED, _("without a reason"), {**declined, "decision": without_reason}

    merged = {
        **sent,
        "article": article,
        "is_live": False,
        "decision": Decision(what=What.MERGED, by=mira),
    }
    yield Kind.MERGED, _("into a published article"), {**merged, "is_live": True}
    yield Kind.MERGED, _("into a draft"), merged
    yield Kind.MERGED, _("into another submission"), {**merged, "article": None}

    yield Kind.REOPENED, "", sent
    yield Kind.PUBLISHED, "", {**sent, "article": article}

    comment = Comment(by=mira, text=_("@jon, is this the trial that we wrote about in spring?"))
    yield Kind.MENTION, "", {"comment": comment, "who": display_name(mira), "url": desk_url}

    digest = {
        "new": 7,
        "waiting": 12,
        "unassigned": 4,
        "own": 1,
        "unsent": 2,
        "oldest": now - timedelta(days=3, hours=5),
        "now": now,
        "url": desk_url,
    }
    yield Kind.DIGEST, "", digest

    link = ReviewLink(
        article=article,
        name="Dr Amina Vale",
        asked_by=mira,
        asked_at=now,
        expires_at=now + ReviewLink.VALID_FOR,
        message=_("Is the second paragraph fair to the trial's authors?"),
    )
    review = {"link": link, "who": display_name(mira), "url": review_url}
    yield Kind.REVIEW_ASKED, "", review

    note = _("The sample was 40, not 400.")
    commented = Decision(what=What.COMMENTED, by_name=link.name, note=note)
    looks_right = Decision(what=What.LOOKS_RIGHT, by_name=link.name)
    answered = {"link": link, "url": desk_url}
    yield Kind.REVIEW_GIVEN, _("with a comment"), {**answered, "decision": commented}
    yield Kind.REVIEW_GIVEN, _("looks right"), {**answered, "decision": looks_right}
