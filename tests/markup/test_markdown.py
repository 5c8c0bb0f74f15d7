"""Markdown is shown as Hugo and GitHub show it."""

import re
from pathlib import Path

import pytest

from markup.sanitise import PAGE_IDS, render


@pytest.mark.parametrize(
    ("heading", "name"),
    # as Hugo 0.168 names them
    [
        ("Hello *World*, it's `code` & more!", "hello-world-its-code--more"),
        ("A [link](https://x.example/y) here", "a-link-here"),
        ("Ünïcode हिन्दी 中文 ภาษาไทย", "ünïcode-हनद-中文-ภาษาไทย"),
        ("a_b – c — d \"q\" 1.2", "a_b--c--d-q-12"),
        ("!!!", "heading"),
        ("![img alt](/media/x.png) pic", "img-alt-pic"),
        ("Entity &amp; &copy; <b>bold</b>", "entity---bold"),
        ("Own {#own-id .wide}", "own-id"),
        ("Own {.wide #z data-x=\"1\"}", "z"),
        ("Own {: #k }", "k"),
        ("Trailing ##", "trailing"),
    ],
)  # fmt: skip
def test_headings_have_the_ids_of_hugo(heading, name):
    assert render(f"Words\n\n## {heading}\n").startswith(f'<p>Words</p>\n<h2 id="{name}">')


def test_equal_headings_are_numbered():
    html = render("# Dup\n\n## Dup\n\n### Dup-1\n")
    assert ['id="dup"' in html, 'id="dup-1"' in html, 'id="dup-1-1"' in html] == [True] * 3


def test_braces_in_headings_that_are_no_attributes_stay():
    assert "A {set} of" in render("# A {set} of")
    assert ">A {set}</h2>" in render("# A {set}")


def test_footnotes_lead_there_and_back():
    html = render("One[^a] and two[^a].\n\n[^a]: The *note*.\n\n    More.\n\n[^b]: Unused.\n")
    assert '<sup id="fnref:1"><a href="#fn:1" role="doc-noteref"' in html
    assert 'id="fnref1:1"' in html
    assert '<section role="doc-endnotes">\n<hr>\n<ol>\n<li id="fn:1"><p>The <em>note</em>.' in html
    assert '<a href="#fnref:1" role="doc-backlink"' in html
    assert '<a href="#fnref1:1" role="doc-backlink"' in html
    assert "Unused" not in html


def test_brackets_without_a_note_stay_text():
    assert render("One[^a] ^[two]") == "<p>One[^a] ^[two]</p>\n"


def test_task_lists_show_boxes():
    html = render(
        "A list:\n\n- [ ] open\n- [x] done *now*\n- [link](https://a.example/)\n- plain\n"
    )
    assert '<li class="task">☐ open</li>\n<li class="task">☑ done <em>now</em></li>' in html
    assert html.count("task") == 2


def test_a_task_with_a_paragraph_of_its_own():
    assert '<li class="task">\n<p>☑ done</p>' in render("A list:\n\n- [x] done\n\n- [ ] open\n")


def test_alerts_are_quotations_with_a_title():
    html = render("> [!WARNING]\n> Be *careful*.\n")
    assert html.startswith("<blockquote>\n<p><strong>Warning</strong></p>\n<p>Be <em>careful")


def test_columns_of_tables_are_aligned():
    html = render("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |\n")
    assert '<th>a</th>\n<th class="center">b</th>\n<th class="right">c</th>' in html
    assert '<td class="right">3</td>' in html


def test_definition_lists():
    html = render("Term\n: One\n: Two\n")
    assert html == "<dl>\n<dt>Term</dt>\n<dd>One</dd>\n<dd>Two</dd>\n</dl>\n"


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("See https://a.example/x_y_z.", "https://a.example/x_y_z"),
        ("(https://a.example/w/A_(b))", "https://a.example/w/A_(b)"),
        ("www.a.example, and", "https://www.a.example"),
        ("*https://a.example/?b=1&c=2*", "https://a.example/?b=1&amp;c=2"),
    ],
)
def test_bare_urls_are_links(words, link):
    assert f'<a href="{link}" rel="noopener nofollow">' in render(words)


@pytest.mark.parametrize(
    "words",
    [
        "`https://a.example`",
        "README.md and a.example, e.g. this",
        "ana@a.example",
        "javascript://a.example/%0aalert(1)",
        "https://",
    ],
)
def test_what_is_no_url_is_no_link(words):
    assert "<a" not in render(words)


def test_links_hold_no_links():
    html = render(
        '[https://a.example](https://b.example) <a href="https://c.example">https://d.example</a>'
    )
    assert html.count("<a ") == 2
    assert "b.example" in html


def test_a_sign_says_that_a_body_with_html_first_is_markdown():
    assert "<em>b</em>" not in render("<p>a</p>\n\n*b*")
    html = render("<!-- markdown -->\n\n<p>a</p>\n\n*b*")
    assert html.strip() == "<p>a</p>\n<p><em>b</em></p>"


@pytest.mark.parametrize("name", ["content", "related", "id_q"])
def test_a_body_has_no_id_of_the_page(name):
    assert name in PAGE_IDS or name.startswith("id_")
    html = render(f"[there](#{name})\n\n## X {{#{name}}}\n")
    assert f'<h2 id="text-{name}">' in html
    assert f'href="#text-{name}"' in html


@pytest.mark.parametrize("name", ["a b", 'a"onload=x', "x" * 101, "a<b", "a&b"])
def test_an_id_is_one_short_word(name):
    assert "id=" not in render(f"<h2 id='{name}'>x</h2>")


def test_ids_and_roles_only_where_they_belong():
    html = render(
        '<p id="a" class="task" role="alert">x</p><a id="b" role="button">y</a>'
        '<ul><li class="task evil">z</li></ul><section role="main">s</section>'
    )
    assert html == (
        '<p>x</p><a id="b" rel="noopener nofollow">y</a><ul><li>z</li></ul><section>s</section>'
    )


def test_the_names_that_bodies_may_not_take_are_those_of_the_pages():
    templates = Path(__file__).parents[2] / "templates"
    shown_with_bodies = [
        templates / "base.html",
        templates / "offerings" / "detail.html",
        templates / "submissions" / "pages" / "review.html",
        templates / "submissions" / "pages" / "base.html",
        *(templates / "site").glob("*.html"),
    ]
    names = {
        name
        for path in shown_with_bodies
        if path.exists()
        for name in re.findall(r'\bid="([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert "content" in names
    assert {name for name in names if not name.startswith("id_")} <= PAGE_IDS
