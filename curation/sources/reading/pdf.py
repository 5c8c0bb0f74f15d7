"""Reading a PDF that a link led to: title, authors and dates from the document's own metadata."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from curation.sources.reading.canonical import read_canonical
from curation.sources.reading.date_formats import plausible
from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.languages import detect, tag
from curation.sources.reading.names import names_in
from curation.sources.reading.page import MOST_KEYWORDS, Page, shortened
from curation.sources.reading.words import host_of, plain

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_BYTES = 30 * 1024 * 1024
MAX_SECONDS = 5.0  # for the text; pages of drawings can take minutes
TEXT_PAGES = 2  # enough for an excerpt
MAX_TEXT = 20_000  # characters

# What word processors write into the title: the file's name.
FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|indd|qxd|rtf|odt|pptx?|xlsx?|tex|dvi|cdr|ai)$|^untitled|^document ?\d*$|"
    r"^microsoft word - ",
    re.IGNORECASE,
)
# ISO 32000, 7.9.4: D:20240131120000+01'00'
PDF_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?"
)


class PdfError(ValueError):
    """The document cannot be read; `str(error)` says why, in words for a curator."""


def read_pdf(data: bytes, url: str) -> Page:
    """Return the Page of the PDF document in `data`, which was fetched from `url`.

    Raises PdfError when the document is encrypted, broken or too large. Its text is read for at
    most MAX_SECONDS; without a readable text, the metadata are used alone.
    """
    from pypdf import PdfReader  # imported late: most links lead to no PDF
    from pypdf.errors import DependencyError, PyPdfError

    if len(data) > MAX_BYTES:
        raise PdfError(f"The PDF is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if b"%PDF-" not in data[:1024]:
        raise PdfError("This is not a PDF document.")
    deadline = time.monotonic() + MAX_SECONDS
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfError("The PDF is protected by a password.")
        info = {key: str(value) for key, value in (reader.metadata or {}).items() if value}
        text = _first_text(reader, deadline)
        language = tag(str(reader.root_object.get("/Lang") or ""))
    except PdfError:
        raise
    except DependencyError as error:
        raise PdfError("The PDF is encrypted in a way that cannot be read here.") from error
    except RecursionError as error:
        raise PdfError("The PDF is nested too deeply to be read.") from error
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        OSError,
    ) as error:  # broken documents make pypdf raise all of these
        raise PdfError(f"The PDF is broken: {error}") from error
    subject = plain(info.get("/Subject", ""))
    keywords = re.split(r"\s*[,;]\s*", plain(info.get("/Keywords", "")))
    return Page(
        url=url,
        title=_title(info, url),
        authors=Field.first_of([Candidate(names_in(info.get("/Author", "")), "pdf author")]),
        description=Field.first_of([Candidate(subject, "pdf subject")]),
        published=Field.first_of(_dates(info)),
        language=Field.first_of(
            [Candidate(language, "pdf language"), Candidate(detect(text)[0], "text")]
        ),
        site_name=Field.first_of([Candidate(host_of(url), "address")]),
        canonical_url=read_canonical(Declared(url)),
        keywords=tuple(filter(None, keywords))[:MOST_KEYWORDS],
        excerpt=shortened(subject or text),
        text=text,
    )


def _first_text(reader: PdfReader, deadline: float) -> str:
    """Return the text of the first pages, as far as it can be read until the deadline."""
    from pypdf.errors import PyPdfError

    parts: list[str] = []
    stop = _stop_at(deadline)
    for number in range(min(TEXT_PAGES, len(reader.pages))):
        try:
            parts.append(reader.pages[number].extract_text(visitor_operand_before=stop) or "")
        except (PyPdfError, TimeoutError, RecursionError, ValueError, TypeError, KeyError):
            # pypdf's own bounds on size and depth, or ours on time: the title needs no text.
            break
    return plain("\n".join(parts), MAX_TEXT)


def _stop_at(deadline: float) -> Callable[..., None]:
    """Return a visitor for pypdf that ends the reading of a page at the deadline."""

    def stop(*_: object) -> None:
        if time.monotonic() > deadline:
            raise TimeoutError

    return stop


def _title(info: dict[str, str], url: str) -> Field[str]:
    """Return the document's title; where it is none or a file name, the words of the URL."""
    title = plain(info.get("/Title", ""), 500)
    stem = PurePosixPath(unquote(urlsplit(url).path)).stem
    words = " ".join(re.sub(r"[-_+]", " ", stem).split())
    from_url = Candidate(words[:1].upper() + words[1:], "address")
    from_document = Candidate(title, "pdf title")
    if FILE_NAME.search(title):
        return Field.first_of([from_url, from_document])
    return Field.first_of([from_document, from_url])


def _dates(info: dict[str, str]) -> list[Candidate[dt.datetime]]:
    """Return when the document was made, and when it was changed last."""
    found = []
    for key, source in (("/CreationDate", "pdf created"), ("/ModDate", "pdf modified")):
        match = PDF_DATE.match(info.get(key, ""))
        if not match:
            continue
        year, month, day, hour, minute, second, utc, sign, hours, minutes = match.groups()
        zone = dt.UTC if utc else None
        if sign:
            offset = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
            zone = dt.timezone(offset if sign == "+" else -offset)
        date = (int(year), int(month), int(day))
        time_of_day = (int(hour or 0), int(minute or 0), int(second or 0))
        try:
            moment = dt.datetime(*date, *time_of_day, tzinfo=zone)
        except ValueError:
            continue
        if plausible(moment):
            found.append(Candidate(moment, source))
    return found
