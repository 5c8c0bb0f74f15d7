"""What a curator gets from a linked PDF document."""

import contextlib
import datetime as dt
import io
import time

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from curation.sources.reading.pdf import MAX_SECONDS, PdfError, read_pdf

URL = "https://www.example.org/papers/bay-seals_report.pdf"


def document(metadata: dict | None = None, password: str = "", owner: str | None = None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if metadata:
        writer.add_metadata(metadata)
    if password or owner:
        writer.encrypt(password, owner, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_title_authors_and_date_of_the_document():
    page = read_pdf(
        document(
            {
                "/Title": "Seals of the bay",
                "/Author": "Ada Roe; Ben Poe",
                "/Subject": "A count of the seals.",
                "/Keywords": "seals, bay",
                "/CreationDate": "D:20240302081500+01'00'",
            }
        ),
        URL,
    )

    assert page.title.value == "Seals of the bay"
    assert page.authors.value == ("Ada Roe", "Ben Poe")
    assert page.description.value == "A count of the seals."
    assert page.published.value.isoformat() == "2024-03-02T08:15:00+01:00"
    assert page.keywords == ("seals", "bay")
    assert page.canonical_url.value == URL


@pytest.mark.parametrize("title", ["", "report.docx", "Microsoft Word - final", "untitled"])
def test_a_file_name_is_no_title(title):
    page = read_pdf(document({"/Title": title}), URL)

    assert page.title.value == "Bay seals report"


def test_a_document_that_only_its_owner_may_change_can_be_read():
    page = read_pdf(document({"/Title": "Seals"}, owner="secret"), URL)

    assert page.title.value == "Seals"


def test_a_password_is_a_plain_error():
    with pytest.raises(PdfError, match="password"):
        read_pdf(document({"/Title": "Seals"}, password="secret"), URL)


@pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-1.7\nnothing", b"%PDF-" + b"\x00" * 1000])
def test_what_is_no_document_is_a_plain_error(data):
    with pytest.raises(PdfError):
        read_pdf(data, URL)


def test_a_document_cut_off_in_the_middle_ends_in_words():
    data = document({"/Title": "Seals"})
    for end in range(20, len(data) - 200, 97):
        with contextlib.suppress(PdfError):
            read_pdf(data[:end], URL)


def page_with(content: bytes, title: str = "Seals") -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = StreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.add_metadata({"/Title": title})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"BT (a) Tj ET " * 6_000_000, b"[" * 1_000_000, b"(a) Tj " * 1_000_000],
    ids=["bomb", "deep", "long"],
)
def test_a_hostile_page_costs_its_text_not_the_title(content):
    start = time.process_time()
    page = read_pdf(page_with(content), URL)

    assert page.title.value == "Seals"
    assert time.process_time() - start < MAX_SECONDS + 3


def test_impossible_dates_are_left_out():
    page = read_pdf(document({"/CreationDate": "D:20249999", "/ModDate": "D:20240302"}), URL)

    assert page.published.value == dt.datetime(2024, 3, 2)  # noqa: DTZ001 - the document says no zone
