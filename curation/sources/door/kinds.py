"""What a body is, by its declared type and its first bytes; and how much of it is read."""

import re

from django.utils.translation import gettext as _

from curation.sources.door.errors import FetchError

MAX_HTML = 2_000_000  # bytes after decompression; a longer page is cut
MAX_FILE = 20_000_000  # bytes of an image or PDF; a longer one is refused
MAX_ROBOTS = 512_000  # bytes; RFC 9309, 2.5 asks for at least 500 KiB
LIMITS = {"html": MAX_HTML, "pdf": MAX_FILE, "image": MAX_FILE, "robots": MAX_ROBOTS}
TEXTS = {"html", "robots"}  # kinds that are read as text, and cut when they are too long

# What a caller asks for -> the Accept header, and the kinds that are accepted.
ACCEPT_HEADERS = {
    "page": "text/html, application/xhtml+xml, application/pdf;q=0.9, image/*;q=0.8, */*;q=0.5",
    "image": "image/avif, image/webp, image/png, image/jpeg, image/*;q=0.9, */*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
}
ACCEPTED = {"page": {"html", "pdf", "image"}, "image": {"image"}}

BEGINNING = 512  # bytes that the kind is seen by
HTML_TYPES = {"text/html", "application/xhtml+xml"}
PDF_TYPES = {"application/pdf", "application/x-pdf"}
UNDECLARED = {"", "application/octet-stream", "binary/octet-stream"}
MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")

HTML_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|title|body)[\s>]", re.IGNORECASE
)
PDF_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
IMAGE_BEGINNING = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|....ftyp(?:avif|avis|mif1|heic)",
    re.DOTALL,
)


def media_type(content_type: str | None) -> str:
    """Return the type in a Content-Type header, lower case, no parameters; "" if unreadable."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    return declared if MEDIA_TYPE.fullmatch(declared) else ""


def charset_label(content_type: str | None) -> str | None:
    """Return the charset parameter of a Content-Type header, as written, or None."""
    match = re.search(r";\s*charset\s*=\s*([^;,]+)", content_type or "", re.IGNORECASE)
    return match[1] if match else None


def accepted_kind(content_type: str | None, beginning: bytes, accept: str) -> str:
    """Return the kind of a body. Raises FetchError when it is none of those asked for.

    The declared type decides. Where there is none, or where the first bytes are plainly those of
    another kind (a PDF or a sign-in page under a wrong type), the first bytes do.
    """
    if accept == "robots":
        return "robots"
    declared = media_type(content_type)
    kind = _kind(declared, beginning)
    if kind in ACCEPTED[accept]:
        return kind
    if accept == "image":
        raise FetchError(_("The address does not lead to an image."))
    raise FetchError(
        _("The address leads to a file of the type “%(type)s”, not to a page.")
        % {"type": declared or _("unknown")}
    )


def _kind(declared: str, beginning: bytes) -> str | None:
    if PDF_BEGINNING.match(beginning):
        return "pdf"
    if HTML_BEGINNING.match(beginning) and declared in {*UNDECLARED, *HTML_TYPES, *PDF_TYPES}:
        return "html"
    if HTML_BEGINNING.match(beginning) and declared.startswith("image/"):
        return "html"
    if declared in HTML_TYPES:
        return "image" if IMAGE_BEGINNING.match(beginning) else "html"
    if declared.startswith("image/"):
        return "image"
    if declared in UNDECLARED and IMAGE_BEGINNING.match(beginning):
        return "image"
    return None
