"""Each kind of mail with made-up facts. Nothing here is saved, and no link in it opens anything."""

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
    """One mail as it would be sent. `case`: which of several forms of its kind, or ""."""

    kind: Kind
    case: str
    subject: str
    text: str
    html: str


def previews() -> Iterator[Preview]:
    """All kinds, in the order of a submission's life."""
    for kind, case, facts in _samples():
        yield Preview(kind, case, *notifying.render(kind, facts))


def _samples() -> Iterator[tuple[Kind, str, dict]]:
    now = timezone.now()
    mira = get_user_model()(username="mira", first_name="Mira", last_name="Lindqvist")
    submission = Submission(
        url="https://wardandwire.example/paperless?utm_source=mail",
        href="https://wardandwire.example/paperless",
        title=_("Wards go paperless"),
    )
    sending = Sending(
        submission=submission, name="Ines Okafor", email="ines@mail.example",
        sent_at=now - timedelta(days=2),
    )  # fmt: skip
    article = Article(
        title=_("Three wards put their paper away, and one took it out again"),
        slug="wardandwire-three-wards-put-their-paper-away",
        section=Section(name=_("News"), path="news"),
        publisher=Publisher(brand="wardandwire.example"),
    )
    # A word that nobody signed: what it leads to says so.
    status = {"status_url": absolute_url(f"/submit/status/{_('sample')}/")}
    theirs = {"sending": sending, "submission": submission, **status}
    desk = {"url": absolute_url("/admin/")}

    yield Kind.RECEIPT, "", {"sending": sending, **status}
    decided = {**theirs, "article": article, "is_live": False}
    yield Kind.ACCEPTED, "", {**decided, "decision": Decision(what=What.ACCEPTED, by=mira)}
    yield Kind.ACCEPTED, _("its page is there already"), {
        **decided, "decision": Decision(what=What.ACCEPTED, by=mira), "is_live": True
    }  # fmt: skip
    told = _("The story is behind a paywall, so most of our readers could not open it.")
    told += "\n\n" + _("If a free version appears, do send it to us.")
    yield (
        Kind.DECLINED,
        _("with a reason"),
        {
            **decided,
            "article": None,
            "decision": Decision(what=What.DECLINED, by=mira, message_to_sender=told),
        },
    )
    yield Kind.DECLINED, _("without a reason"), {
        **decided, "article": None, "decision": Decision(what=What.DECLINED, by=mira)
    }  # fmt: skip
    merged = {**decided, "decision": Decision(what=What.MERGED, by=mira)}
    yield Kind.MERGED, _("into a published article"), {**merged, "is_live": True}
    yield Kind.MERGED, _("into a draft"), merged
    yield Kind.MERGED, _("into another submission"), {**merged, "article": None}
    yield Kind.REOPENED, "", theirs
    yield Kind.PUBLISHED, "", {**theirs, "article": article}
    said = Comment(by=mira, text=_("@jon, is this the trial that we wrote about in spring?"))
    yield Kind.MENTION, "", {"comment": said, "who": display_name(mira), **desk}
    yield Kind.DIGEST, "", {
        "new": 7, "waiting": 12, "unassigned": 4, "own": 1, "unsent": 2, "now": now,
        "oldest": now - timedelta(days=3, hours=5), **desk,
    }  # fmt: skip
    link = ReviewLink(
        article=article, name="Dr Amina Vale", asked_by=mira, asked_at=now,
        expires_at=now + ReviewLink.LASTS,
        message=_("Is the second paragraph fair to the trial's authors?"),
    )  # fmt: skip
    ask = {"link": link, "who": display_name(mira)}
    yield Kind.REVIEW_ASKED, "", {**ask, "url": absolute_url(f"/preview/{_('sample')}/")}
    comment = Decision(
        what=What.COMMENTED, by_name=link.name, note=_("The sample was 40, not 400.")
    )
    right = Decision(what=What.LOOKS_RIGHT, by_name=link.name)
    yield Kind.REVIEW_GIVEN, _("with a comment"), {"link": link, "decision": comment, **desk}
    yield Kind.REVIEW_GIVEN, _("looks right"), {"link": link, "decision": right, **desk}
