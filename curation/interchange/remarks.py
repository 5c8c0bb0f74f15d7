"""Remarks: what an import did otherwise than the file says, and what a person may do about it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class RemarkKind(models.TextChoices):
    """The kinds of remarks, by which a report counts them. The labels are for people."""

    HIDDEN = "hidden", _("hidden: imported as a draft")
    SCHEDULED = "scheduled", _("not public yet, or not any more")
    NO_DATE = "no-date", _("no date: imported as a draft")
    ADDRESS_MADE = "address-made", _("an address was made for the old one")
    ADDRESS_CHANGED = "address-changed", _("the address belongs to another article")
    ADDRESS_LOST = "address-lost", _("an old address cannot lead here")
    SECTION_CHOSEN = "section-chosen", _("the section was chosen by the import")
    UNKNOWN_KEY = "unknown-key", _("a key was not understood")
    VALUE_LEFT_OUT = "value-left-out", _("a value was left out")
    VALUE_CHANGED = "value-changed", _("a value was changed")
    BODY_CHANGED = "body-changed", _("marks of the old system in the text were replaced")
    BODY_LEFT_OUT = "body-left-out", _("marks of the old system in the text were taken out")
    HTML_SHOWN = "html-shown", _("HTML is shown that the old site left out")
    PICTURE = "picture", _("a picture was not taken over")
    LINK = "link", _("a link leads nowhere here")
    MEDIA = "media", _("a named file is missing or refused")
    CONFLICT = "conflict", _("changed in the file and at the desk")
    FILE_LEFT_OUT = "file-left-out", _("a file was left out")
    FAILED = "failed", _("a file could not be imported")


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark about one file.

    `key`: the key of the front matter, with its parts joined by dots; "body" for the text, "" for
    the file as a whole. `done`: what the import did, a sentence without a full stop that begins in
    lower case. `to_do`: what a person may do, likewise; "" where nothing needs to be done.
    """

    kind: RemarkKind
    key: str
    done: str
    to_do: str = ""

    def __str__(self):
        words = f"{self.done}; {self.to_do}" if self.to_do else self.done
        return f"{self.key}: {words}" if self.key else words
