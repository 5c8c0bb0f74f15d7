"""Which bodies the rich-text editor can hold without losing anything."""

import pytest

from markup.editor import beyond_editor, why_plain


@pytest.mark.parametrize(
    "body",
    [
        "<p>One <b>two</b></p>",
        '<p class="x" id="y">One</p>',
        '<p><a href="https://a.example/" name="z">One</a></p>',
        "<ul><li class='evil'>One</li></ul>",
    ],
)
def test_what_the_editor_keeps_or_readers_do_not_get_is_no_loss(body):
    assert why_plain(body) == ""


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ('<h2 id="part">One</h2>', ["id="]),
        ('<ul><li class="task">☐ One</li></ul>', ["class="]),
        ('<p><a id="x" href="#y">One</a></p>', ["id="]),
        ("<dl><dt>One</dt><dd>Two</dd></dl>", ["<dd>", "<dl>", "<dt>"]),
        ('<section role="doc-endnotes"><p>One</p></section>', ["<section>"]),
        ('<p><img src="https://a.example/x.png" alt="x"></p>', ["<img>"]),
    ],
)
def test_what_the_editor_would_lose_is_edited_as_it_is_written(body, lost):
    assert set(lost) <= set(beyond_editor(body))
    assert why_plain(body)


def test_markdown_that_begins_with_html_is_edited_as_markdown():
    assert "Markdown" in why_plain("<!-- markdown -->\n\n<p>a</p>\n\n*b*")


@pytest.mark.parametrize("body", ["<p>a</p><![b](c", "<![if x]>a<![endif]>", "<!", "<p><!x>", "</"])
def test_broken_declarations_are_a_loss_and_no_error(body):
    assert isinstance(why_plain(body), str)
