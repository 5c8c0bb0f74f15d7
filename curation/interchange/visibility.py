"""Whether and when readers may see the article of a file. Pure.

Every key that decides it in Hugo, Jekyll, WordPress exports, Ghost, Grav, Eleventy, Decap and Tina
is heeded, in every spelling and type. What cannot be honoured here (a page that is served and
listed nowhere) arrives as a draft, with a remark; so does what is not understood. Hidden stays
hidden: a file is public only when every sign says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.interchange.front_matter import Scalar
from curation.interchange.remarks import Remark, RemarkKind

# The words of the systems that files came from. The content format's own for "published" is empty.
STATUSES = {
    "published": (
        "", "published", "publish", "live", "approved", "done", "closed", "final", "public",
        "usable", "sent",
    ),
    "draft": (
        "draft", "auto draft", "new", "open", "idea", "in progress", "on hold",
    ),
    "in_review": (
        "in review", "review", "to review", "needs review", "pending", "pending review",
        "pending publish", "ready",
    ),
    "scheduled": ("scheduled", "future"),
    "withdrawn": ("withdrawn", "archived", "retracted", "unpublished"),
    "rejected": ("rejected", "declined"),
}  # fmt: skip
_NOT_FOR_ALL = (
    "private",
    "hidden",
    "unlisted",
    "trash",
    "trashed",
    "deleted",
    "members",
    "password",
)
_STATUS = {word: status for status, words in STATUSES.items() for word in words}
_TRUE = ("true", "yes", "on", "1", "y", "t")
_FALSE = ("false", "no", "off", "0", "n", "f", "")
# Keys whose truth hides, and whether a draft is just what they mean
_HIDE_WHEN_TRUE = {
    "draft": True, "isdraft": True, "wip": True, "unpublished": True, "private": False,
    "isprivate": False, "hidden": False, "ishidden": False, "hide": False, "unlisted": False,
    "headless": False, "protected": False, "disabled": False, "deleted": False, "trashed": False,
    "membersonly": False, "loginrequired": False, "passwordprotected": False,
    "eleventyexcludefromcollections": False,
}  # fmt: skip
_HIDE_WHEN_FALSE = {
    "published": True, "publish": True, "ispublished": True, "public": False, "ispublic": False,
    "listed": False, "routable": False, "visible": False, "render": False, "enabled": False,
}  # fmt: skip
# Among those, the keys that hold a date in some systems: of an embargo, if it is to come
MAY_BE_DATES = ("published", "publish")
_HIDE_WITH_ANY_VALUE = ("password", "postpassword", "redirectto")
_FOR_WHOM = ("visibility", "access")
_EVERYBODY = ("", "public", "everyone", "everybody", "published", "visible")
_STATUS_KEYS = ("status", "poststatus")
# Keys of workflows; they have other meanings, too, so only the words of STATUSES count.
_WORKFLOW_KEYS = ("state", "stage", "workflowstatus", "publicationstatus", "poststate")
_BUILD_KEYS = ("build",)
# Of several words for the status, the first of these counts: it shows least.
_LEAST_SHOWN_FIRST = ("rejected", "draft", "in_review", "withdrawn", "scheduled", "published")
_OWN_KEYS_OF_HUGO = ("draft", "headless", *_BUILD_KEYS)
SIGNS = frozenset({
    *_HIDE_WHEN_TRUE, *_HIDE_WHEN_FALSE, *_HIDE_WITH_ANY_VALUE, *_FOR_WHOM, *_STATUS_KEYS,
    *_WORKFLOW_KEYS, *_BUILD_KEYS,
})  # fmt: skip
_PLACES = {
    "drafts": "it lies in a folder of drafts",
    "resource": "it is a part of the page in whose folder it lies, and was no page of its own",
    "collection": "its collection was not served",
    "language": "its language was switched off",
    "kind": "the old site had no pages of its kind",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One value that may decide visibility. `name`: see `sign_name`; `key`: as written."""

    name: str
    key: str
    value: Any


def sign_name(key: str) -> str:
    """Return a key in lower case and without hyphens: `members_only` is `membersOnly`."""
    return key.lower().replace("_", "").replace("-", "")


def is_sign(key: str) -> bool:
    """Whether a key may decide visibility."""
    return sign_name(key) in SIGNS


def signs(values: dict[str, Any], inherited: dict[str, Any]) -> list[Sign]:
    """All values of a front matter that may decide visibility, with those that it inherits.

    Each spelling is one of its own: of `Draft` and `draft`, the one that hides counts. Those below
    `params` count as well, since Hugo's themes read them in both places; but not Hugo's own.
    """
    own = list(_signs_in(values))
    said = {sign.name for sign in own if sign.value is not None}
    return own + [sign for sign in _signs_in(inherited) if sign.name not in said]


def _signs_in(values: dict[str, Any], prefix: str = "") -> Iterator[Sign]:
    for key, value in values.items():
        name = sign_name(key)
        if prefix and name in _OWN_KEYS_OF_HUGO:
            continue
        if name in SIGNS or name == "permalink":
            yield Sign(name, f"{prefix}{key}", value)
        elif name == "params" and isinstance(value, dict) and not prefix:
            yield from _signs_in(value, f"{key}.")


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a file, in UTC; None where it has none.

    `unreadable`: names of keys whose date decides visibility and cannot be read.
    """

    date: datetime | None = None
    publish: datetime | None = None
    expiry: datetime | None = None
    modified: datetime | None = None
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visibility:
    """What was decided: the columns of the article, and a remark for each decision of our own."""

    status: str
    published_at: datetime | None
    expires_at: datetime | None
    remarks: tuple[Remark, ...] = ()


def decide(said: Sequence[Sign], dates: Dates, hidden_place: str, now: datetime) -> Visibility:
    """Return whether and when the article of a file may be seen.

    said: what `signs` found. hidden_place: `Place.hidden`.
    """
    remarks: list[Remark] = []
    status = _status(said, remarks)
    if _is_hidden(said, hidden_place, remarks):
        status = "draft" if status in ("published", "scheduled", "withdrawn") else status
    for key in dates.unreadable:
        remarks.append(_hidden(key, "this date cannot be read", "write it like 2022-12-29"))
        status = "draft" if status in ("published", "scheduled") else status
    published_at = dates.date or dates.publish
    if status in ("published", "scheduled", "withdrawn"):
        published_at = published_at or dates.modified  # in Hugo's order
    if dates.publish and published_at and (dates.publish > now or published_at > now):
        published_at = dates.publish
    if status == "scheduled":
        if published_at and published_at > now:
            status = "published"
        else:
            words = "it waits for a time that has passed" if published_at else "it has no date"
            remarks.append(_hidden("status", f"it is to be published later, and {words}"))
            status = "draft"
    if status in ("published", "withdrawn") and not published_at:
        status = "draft"
        remarks.append(
            Remark(
                RemarkKind.NO_DATE,
                "date",
                "there is no date; imported as a draft",
                "write the day it was published, or import with --git-dates",
            )
        )
    if status == "published":
        if published_at > now:
            done = f"it will be published on {published_at:%Y-%m-%d %H:%M} UTC"
            remarks.append(Remark(RemarkKind.SCHEDULED, "date", done))
        if dates.expiry:
            verb = "was withdrawn" if dates.expiry <= now else "will be withdrawn"
            done = f"it {verb} on {dates.expiry:%Y-%m-%d %H:%M} UTC"
            remarks.append(Remark(RemarkKind.SCHEDULED, "expiryDate", done))
    return Visibility(status, published_at, dates.expiry, tuple(remarks))


def truth(value: Any) -> bool | None:
    """Return what a value says as yes or no; None where it says neither.

    Null is no: an empty key says nothing.
    """
    if value is None:
        return False
    if isinstance(value, Scalar) and isinstance(value.value, bool):
        return value.value
    text = value.text if isinstance(value, Scalar) else value
    if not isinstance(text, str):
        return None
    word = text.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


def _status(said: Sequence[Sign], remarks: list[Remark]) -> str:
    """The status that the file names, "draft" for a word that nobody knows."""
    found = [_status_of(sign, remarks) for sign in said if sign.name in _STATUS_KEYS]
    found += [_workflow_status(sign) for sign in said if sign.name in _WORKFLOW_KEYS]
    found = [status for status in found if status]
    return min(found, key=_LEAST_SHOWN_FIRST.index, default="published")


def _status_of(sign: Sign, remarks: list[Remark]) -> str:
    """The status that one key names; "" where it says nothing."""
    value = sign.value
    if value is None:
        return ""
    text = value.text if isinstance(value, Scalar) else value
    # Drupal writes 1 and 0, others true and false.
    if isinstance(value, Scalar) and (is_published := truth(value)) is not None:
        text = "published" if is_published else "draft"
    word = _word(text) if isinstance(text, str) else None
    if word in _STATUS:
        return _STATUS[word]
    if word in _NOT_FOR_ALL:
        remarks.append(_hidden(sign.key, f"the old site did not show it to all ({word})"))
        return "draft"
    named = f"{word[:40]!r} is no status that is known" if word else "this is no status"
    remarks.append(_hidden(sign.key, named, "write published, draft or withdrawn"))
    return "draft"


def _workflow_status(sign: Sign) -> str:
    return _STATUS.get(_word(sign.value), "") if isinstance(sign.value, str) else ""


def _word(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip()).lower()


def _is_hidden(said: Sequence[Sign], hidden_place: str, remarks: list[Remark]) -> bool:
    """Whether a key or the file's place hides it; adds a remark where a draft is not just that."""
    if hidden_place:
        remarks.append(_hidden("", _PLACES[hidden_place]))
    found = [_heed(sign) for sign in said]
    remarks += [remark for _hides, remark in found if remark]
    return bool(hidden_place) or any(hides for hides, _remark in found)


def _heed(sign: Sign) -> tuple[bool, Remark | None]:
    """Whether a key hides the file; and a remark, unless a draft is just what the key means."""
    name, key, value = sign.name, sign.key, sign.value
    if value is None or name in _STATUS_KEYS + _WORKFLOW_KEYS:
        return False, None
    if name in _BUILD_KEYS:
        return _heed_build(key, value)
    is_true, remark = truth(value), _hidden(key, f"the old site did not show it to all ({key})")
    if name in _HIDE_WITH_ANY_VALUE:
        hides = value not in ("", [], {}) and is_true is not False
    elif name in _FOR_WHOM:
        hides = not isinstance(value, str) or value.strip().lower() not in _EVERYBODY
    elif name == "permalink":
        text = value.text if isinstance(value, Scalar) else value
        hides = isinstance(text, str) and text.strip().lower() in ("false", "no", "off")
        remark = _hidden(key, "it was no page of its own")
    elif is_true is None:
        # A date is among the dates, or among those that cannot be read.
        hides = name not in MAY_BE_DATES
        remark = _hidden(key, "it says neither true nor false", "write true or false")
    else:
        hides = is_true == (name in _HIDE_WHEN_TRUE)
        is_just_a_draft = _HIDE_WHEN_TRUE.get(name, _HIDE_WHEN_FALSE.get(name))
        remark = None if is_just_a_draft else remark
    return hides, remark if hides else None


def _heed_build(key: str, value: Any) -> tuple[bool, Remark | None]:
    """Hugo's build options: a page that is not rendered, or not listed, is no page here."""
    if not isinstance(value, dict):
        if truth(value) is True:
            return False, None
        return True, _hidden(key, "these build options are not understood")
    for name, words in (("render", "not served"), ("list", "served, and listed nowhere")):
        for written, option in value.items():
            text = option.text if isinstance(option, Scalar) else option
            word = text.strip().lower() if isinstance(text, str) else "" if text is None else None
            # A page of the list "local" was in that of its section.
            is_shown = word in ("always", "true", "") or (name, word) == ("list", "local")
            if written.lower() == name and not is_shown:
                return True, _hidden(f"{key}.{written}", f"on the old site it was {words}")
    return False, None


def _hidden(key: str, done: str, to_do: str = "") -> Remark:
    return Remark(
        RemarkKind.HIDDEN,
        key,
        f"{done}; imported as a draft",
        to_do or "publish it at the desk if readers may see it",
    )
