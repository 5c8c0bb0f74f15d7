"""A body without marks of another system is stored as it came."""

import pytest

from curation.interchange.bodies import BodyPage, convert

SITE = BodyPage(address="/news/a/", site_urls=("https://old.example/",), is_liquid=True)


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n",
        "<p>A brief with <a href=\"https://a.example/?x={y}\">a link</a> &amp; more.</p>\n",
        '<p dir="rtl">نص</p>\n\n<table><tr><td>1</td></tr></table>',
        "<h2>Title</h2>\n<p>Costs $5 and {braces}, or [brackets] (round).</p>",
        "Words with [a link](https://a.example/b_c \"T\") and <https://b.example/>.\r\n\r\nMore.\r\n",
        "A set {x: 1}, {:ok, 1}, ${HOME} and 100 %} of }} these.",
        "    indented {{< figure >}} code\n\n`{% if x %}` and ``{{ `x` }}``",
        "~~~\n{{< ref \"a.md\" >}}\n![x](y.png)\n~~~\n",
        "1. A list\n\n   ```\n   {{ site.url }}\n   ```\n",
        "<pre>{{ page.title }} [x](y.md)</pre> <code>{% raw %}</code>",
        "Notes.[^1]\n\n[^1]: See [there](#part).\n\n## Part {#part}\n",
        "<!-- {{< hidden >}} -->\n<p>x</p>",
        "A [mail](mailto:a@b.example), [phone](tel:123), [top](#top).",
    ],
)  # fmt: skip
def test_nothing_to_convert(body, db):
    checked = convert(body, SITE).check()
    assert checked.text == body
    assert not checked.is_changed
    assert checked.remarks == ()


def test_what_only_jekyll_reads_is_text_elsewhere(convert_body):
    body = "Use {{ .Title }}, {{ name }} and {% mytag %} in templates."
    assert convert_body(body).text == body
    assert "{{" not in convert_body(body, is_liquid=True).html


def test_markdown_that_is_too_long_to_be_read_is_told(convert_body):
    body = "Words and *more*. " * 6_000
    result = convert_body(body)
    assert result.text == body
    assert "longer than 100,000 characters" in result.remarks[0][1]
    assert convert_body(f"<p>{body}</p>").remarks == []
