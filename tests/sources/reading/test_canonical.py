"""The page's own URL, as a curator sees it."""

from curation.sources.reading.page import read_page

URL = "https://www.example.org/news/2024/seals"


def canonical(head: str) -> str:
    return read_page(
        f"<html><head>{head}</head><body><h1>Seals</h1></body></html>", URL
    ).canonical_url


def test_a_whole_url_is_surer_than_a_bare_number():
    field = canonical(
        '<link rel="canonical" href="8003098">'
        '<meta property="og:url" content="https://www.example.org/news/2024/seals-return">'
    )

    assert field.value == "https://www.example.org/news/2024/seals-return"
    assert field.candidates[1].value == "https://www.example.org/news/2024/8003098"


def test_a_bare_name_alone_counts():
    assert canonical('<link rel="canonical" href="seals-return">').value == (
        "https://www.example.org/news/2024/seals-return"
    )


def test_the_address_of_a_papers_abstract():
    field = canonical('<meta name="citation_abstract_html_url" content="https://p.example.org/17">')

    assert field.value == "https://p.example.org/17"
