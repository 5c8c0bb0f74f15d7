"""A paper's authors, journal, date and DOI, from the names that journals and repositories use."""

import datetime as dt

import pytest

from curation import autofill
from curation.sources.reading.page import read_page

URL = "https://papers.example.org/view/17"
TEXT = "<p>" + "Seals were counted from the shore at low tide on forty days. " * 25 + "</p>"


def paper(*tags: tuple[str, str], body: str = ""):
    head = "".join(f'<meta name="{name}" content="{content}">' for name, content in tags)
    head += '<meta property="og:site_name" content="Papers Online">'
    return read_page(f"<head>{head}</head><h1>Seals return</h1>{body}{TEXT}", URL)


@pytest.mark.parametrize(
    ("author", "journal", "date", "doi"),
    [
        (
            "citation_author",
            "citation_journal_title",
            ("citation_publication_date", "2024/05/07"),
            "citation_doi",
        ),
        (
            "bepress_citation_author",
            "bepress_citation_journal_title",
            ("bepress_citation_date", "5/7/2024"),
            "bepress_citation_doi",
        ),
        (
            "eprints.creators_name",
            "eprints.publication",
            ("eprints.date", "2024-05-07"),
            "eprints.id_number",
        ),
        (
            "DC.creator",
            "prism.publicationName",
            ("prism.publicationDate", "2024-05-07"),
            "prism.doi",
        ),
        ("dcterms.creator", "prism.publicationName", ("DC.Date", "2024-05-07"), "DC.Identifier"),
    ],
)
def test_the_vocabularies_of_papers(author, journal, date, doi):
    read = paper(
        (author, "Roe, Ada"),
        (author, "Poe, Ben C."),
        (author, "van der Doe, Cem"),
        (journal, "Journal of Bays"),
        date,
        (doi, "doi:10.1234/bays.17"),
        body="<p>Ada Roe, Ben C. Poe, Cem van der Doe</p>",
    )

    assert read.authors.value == ("Ada Roe", "Ben C. Poe", "Cem van der Doe")
    assert read.site_name.value == "Journal of Bays"
    assert read.published.value == dt.date(2024, 5, 7)
    assert read.doi == "10.1234/bays.17"


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Roe Poe, Ada Maria", ("Ada Maria Roe Poe",)),
        ("Roe, Ada, Jr.", ("Ada Roe Jr",)),
        ("Ada Roe", ("Ada Roe",)),
        ("Ada Roe, PhD", ("Ada Roe",)),
        (
            "Department of Tides, Harbours, and Ferries",
            ("Department of Tides, Harbours, and Ferries",),
        ),
    ],
)
def test_one_author_a_tag(content, names):
    assert paper(("citation_author", content)).authors.value == names


@pytest.mark.parametrize(
    "content", ["Roe, Ada; Poe, Ben", "Ada Roe; Ben Poe", "Ada Roe, Ben Poe and Cem Doe"]
)
def test_all_authors_in_one_tag(content):
    assert paper(("citation_authors", content)).authors.value[:2] == ("Ada Roe", "Ben Poe")


def test_authors_of_a_paper_count_where_the_page_shortens_them():
    read = paper(("citation_author", "Roe, Ada"), body="<p>A. Roe</p>")

    assert read.authors.value == ("Ada Roe",)


@pytest.mark.parametrize(
    ("content", "doi"),
    [
        ("10.1234/bays.17", "10.1234/bays.17"),
        ("https://doi.org/10.1234/BAYS(17)2", "10.1234/BAYS(17)2"),
        ("http://dx.doi.org/10.1234/bays.17.", "10.1234/bays.17"),
        ("urn:isbn:1234567890", ""),
        ("10.1/x", ""),
        ("see 10.1234/bays.17", ""),
    ],
)
def test_forms_of_a_doi(content, doi):
    assert paper(("citation_doi", content)).doi == doi


def test_the_curator_may_choose_the_address_of_the_doi():
    offered = autofill.offered(paper(("citation_doi", "10.1234/bays.17")))

    assert {"value": "https://doi.org/10.1234/bays.17", "origin": "DOI"} in offered["canonical_url"]
    assert offered["canonical_url"][0]["value"] == URL
