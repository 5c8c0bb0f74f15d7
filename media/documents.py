"""Stores PDF files. They are kept unchanged, so they are served as PDF only (see `media.views`)."""

from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from media import files
from media.models import Document

MAX_BYTES = 20 * 1024 * 1024
PDF_SIGN = b"%PDF-"


class DocumentRefused(ValidationError):
    """The file is refused. The message says why, for the person who sent it."""

    def __str__(self) -> str:
        return " ".join(self.messages)


def check_pdf(data: bytes | BinaryIO):
    """Raise DocumentRefused if a file does not begin like a PDF, or is larger than 20 MB.

    data: the file's bytes, or an open, seekable binary file, of which only the beginning is read.
    """
    size = files.size_of(data)
    if size > MAX_BYTES:
        raise DocumentRefused(
            _("The file is %(size)s MB; at most %(most)s MB are accepted.")
            % {"size": -(-size // 1024**2), "most": MAX_BYTES // 1024**2},
            code="bytes",
        )
    if not files.read(data, len(PDF_SIGN)).startswith(PDF_SIGN):
        raise DocumentRefused(_("This is not a PDF document."), code="format")


def store_pdf(data: bytes | BinaryIO, name: str) -> Document:
    """Store a PDF and return its row; the same bytes are stored once.

    data: the file's bytes, or an open, seekable binary file. name: the sender's name for it.
    Raises DocumentRefused if it does not begin like a PDF, or is larger than 20 MB.
    """
    check_pdf(data)
    data = files.read(data)
    digest = files.sha256(data)
    path = f"documents/{digest[:2]}/{digest}.pdf"
    files.write(path, data)
    document, _created = Document.objects.get_or_create(
        digest=digest,
        defaults={"file": path, "size": len(data), "original_name": files.plain_name(name)},
    )
    return document
