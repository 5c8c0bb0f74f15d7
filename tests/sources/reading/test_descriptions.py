"""The summary that a curator sees: the page's own words, without the marks of its system."""

import pytest

from curation.sources.reading.page import read_page

URL = "https://www.example.org/news/seals-return"


def description(content: str, body: str = "") -> str | None:
    head = f"<title>Seals return</title><meta name='description' content='{content}'>"
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>", URL).description.value


@pytest.mark.parametrize(
    "content",
    [
        '[vc_row][vc_column width="1/2"]The seals [sic] are back.[/vc_column][/vc_row]',
        '[et_pb_section fb_built="1" custom="a=b"]The seals [sic] are back.[/et_pb_section]',
        "The seals [sic] are back. [et_pb_text admin_label=",
        "[caption align=&#8221;left&#8221;][/caption]The seals [sic] are back.",
        '[elementor-template id="5"]The seals [sic] are back.',
        "&#91;fusion_text&#93;The seals [sic] are back.&#91;/fusion_text&#93;",
        '<!-- wp:paragraph {"align":"left"} --><p>The seals [sic] are back.</p>'
        "<!-- /wp:paragraph -->",
        "&lt;!-- wp:paragraph --&gt;The seals [sic] are back.",
        "{{ page.lead }}The seals [sic] are back.{% endif %}",
        "The seals [sic] are back. %%sep%% %%sitename%%",
    ],
)
def test_marks_of_page_builders_never_reach_it(content):
    assert description(content) == "The seals [sic] are back."


def test_a_description_of_nothing_but_marks_is_none():
    body = "<p>The seals came back to the bay this spring, forty of them.</p>"

    assert description("[vc_row][vc_column]", body).startswith("The seals came back")


def test_the_text_that_stands_for_it_has_no_marks_either():
    body = "<p>[vc_column_text]The seals came back to the bay this spring, all of them.</p>"
    page = read_page(f"<h1>Seals return</h1>{body}", URL)

    assert page.description.value == "The seals came back to the bay this spring, all of them."
    assert "[vc_" not in page.text


def test_a_line_of_dates_is_no_description():
    line = "<p>Updated: February 2, 2024 / Published: January 5, 2019</p>"
    text = "<p>The seals came back to the bay this spring, all forty of them.</p>"
    page = read_page(f"<h1>Seals return</h1>{line}{text}", URL)

    assert page.description.value.startswith("The seals came back")


def test_brackets_of_the_writers_stay():
    assert description("[The bay] has 40 seals [1], a {few} of them") == (
        "[The bay] has 40 seals [1], a {few} of them"
    )
