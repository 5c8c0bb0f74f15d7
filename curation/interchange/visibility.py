"""Whether and when readers may see the article of a file. Pure.

Every key that decides it in Hugo, Jekyll, WordPress exports, Ghost, Grav, Eleventy, Decap and Tina
is heeded, in every spelling and type. What cannot be honoured here (a page that is served and
listed nowhere) arrives as a draft, with a remark; so does what is not understood. Hidden stays
hidden: a file is public only when every sign says so.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
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
_STATUS = {word: status for status, words in STATUSES.items() for word in words}
_TRUE = ("true", "yes", "on", "1", "y", "t")
_FALSE = ("false", "no", "off", "0", "n", "f", "")
# Keys whose truth hides, and whether a draft is just what they mean
_HIDE_WHEN_TRUE = {
    "draft": True, "isdraft": True, "is_draft": True, "wip": True, "private": False,
    "hidden": False, "unlisted": False, "headless": False, "protected": False,
    "members_only": False, "eleventyexcludefromcollections": False,
}  # fmt: skip
_HIDE_WHEN_FALSE = {
    "published": True, "publish": True, "public": False, "listed": False, "routable": False,
    "visible": False, "render": False,
}  # fmt: skip
_HIDE_WITH_ANY_VALUE = ("password", "post_password", "access", "redirect_to")
_PLACES = {
    "drafts": "it lies in a folder of drafts",
    "resource": "it is a part of the page in whose folder it lies, and was no page of its own",
    "collection": "its collection was not served",
    "language": "its language was switched off",
}


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


def decide(values: dict[str, Any], dates: Dates, hidden_place: str, now: datetime) -> Visibility:
    """Return whether and when the article of a file may be seen.

    values: the front matter with what it inherits, its keys by name (see `keys.by_name`).
    hidden_place: `Place.hidden`.
    """
    remarks: list[Remark] = []
    status = _status(values, remarks)
    if _is_hidden(values, hidden_place, remarks):
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


def _status(values: dict[str, Any], remarks: list[Remark]) -> str:
    """The status that the file names; "draft" for a word that nobody knows."""
    for key in ("status", "post_status"):
        value = values.get(key)
        if value is None:
            continue
        text = value.text if isinstance(value, Scalar) else value
        # Drupal writes 1 and 0, others true and false.
        if isinstance(value, Scalar) and (said := truth(value)) is not None:
            text = "published" if said else "draft"
        word = re.sub(r"[\s_-]+", " ", text.strip()).lower() if isinstance(text, str) else None
        if word in _STATUS:
            return _STATUS[word]
        named = f"{word[:40]!r} is no status that is known" if word else "this is no status"
        remarks.append(_hidden(key, named, "write published, draft or withdrawn"))
        return "draft"
    return "published"


def _is_hidden(values: dict[str, Any], hidden_place: str, remarks: list[Remark]) -> bool:
    """Whether a key or the file's place hides it; adds a remark where a draft is not just that."""
    hidden = False

    def hide(key: str, done: str, to_do: str = ""):
        nonlocal hidden
        hidden = True
        if done:
            remarks.append(_hidden(key, done, to_do))

    if hidden_place:
        hide("", _PLACES[hidden_place])
    for key, is_draft in _HIDE_WHEN_TRUE.items():
        said = truth(values.get(key))
        if said is None:
            hide(key, "it says neither true nor false", "write true or false")
        elif said:
            hide(key, "" if is_draft else f"the old site did not show it to everybody ({key})")
    for key, is_draft in _HIDE_WHEN_FALSE.items():
        value = values.get(key)
        if value is None or _is_date(value):
            continue
        said = truth(value)
        if said is None:
            hide(key, "it says neither true nor false", "write true or false")
        elif not said:
            hide(key, "" if is_draft else f"the old site did not show it to everybody ({key})")
    for key in _HIDE_WITH_ANY_VALUE:
        if values.get(key) not in (None, "", [], {}) and truth(values[key]) is not False:
            hide(key, f"the old site did not show it to everybody ({key})")
    if "permalink" in values and truth(values["permalink"]) is False and values["permalink"]:
        hide("permalink", "the old site did not write this page")
    word = values.get("visibility")
    if word is not None and (not isinstance(word, str) or word.strip().lower() not in _EVERYBODY):
        hide("visibility", "it was not for everybody")
    for key in ("build", "_build"):
        _heed_build(key, values.get(key), hide)
    return hidden


_EVERYBODY = ("", "public", "everyone", "everybody", "published", "visible")


def _heed_build(key: str, value: Any, hide):
    """Hugo's build options: a page that is not rendered, or not listed, is no page here."""
    if value is None:
        return
    if not isinstance(value, dict):
        if truth(value) is not True:
            hide(key, "these build options are not understood")
        return
    options = {name.lower(): option for name, option in value.items()}
    for name, words in (("render", "not served"), ("list", "served, and listed nowhere")):
        option = options.get(name)
        text = option.text if isinstance(option, Scalar) else option
        always = text is None or (isinstance(text, str) and text.lower() in ("always", "true", ""))
        if not always:
            hide(f"{key}.{name}", f"on the old site it was {words}")


def _is_date(value: Any) -> bool:
    """Whether `published` is a date, as in Hugo, and no yes or no."""
    if isinstance(value, Scalar):
        return isinstance(value.value, date)
    return isinstance(value, str) and bool(re.match(r"\s*\d{4}-\d", value))


def _hidden(key: str, done: str, to_do: str = "") -> Remark:
    return Remark(
        RemarkKind.HIDDEN,
        key,
        f"{done}; imported as a draft",
        to_do or "publish it at the desk if readers may see it",
    )
