"""Pictures that a page may not show become links or words: no `<img>` is without an address."""

import pytest

from markup.sanitise import render, sanitise

LINK = '<a href="https://cdn.example.org/beds.png" rel="noopener nofollow">{}</a>'


def test_a_picture_of_another_host_becomes_a_link_with_its_words():
    html = render(
        "Before ![a chart of beds](https://cdn.example.org/beds.png) after ![a map](map.png)."
    )
    assert html == f"<p>Before {LINK.format('a chart of beds')} after a map.</p>\n"


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        ('<img src="https://cdn.example.org/beds.png">', LINK.format("beds.png")),
        ('<img alt="a &quot;b&quot; <c>" src="https://cdn.example.org/beds.png">',
         LINK.format("a &quot;b&quot; &lt;c&gt;")),
        ('<a href="https://l.example/"><img src="//b.example/c.png" alt="x"></a>',
         '<a href="https://l.example/" rel="noopener nofollow">x</a>'),
        ("<img>", ""),
        ('<img src="data:image/png;base64,AA" alt="words">', "words"),
        ('<img src="javascript:alert(1)" alt="words">', "words"),
        ('<img src="https://t.example/p.gif" width="1" height="1">', ""),
        ('<img src="https://[bad/x.png" alt="words">', "words"),
        ('<IMG SRC="/media/a.png" ALT="a > b">', '<img src="/media/a.png" alt="a &gt; b">'),
        ('<img srcset="//e.example/x.png 2x" src="/media/a.png">', '<img src="/media/a.png">'),
    ],
)  # fmt: skip
def test_each_kind(picture, shown):
    assert sanitise(picture) == shown


@pytest.mark.parametrize(
    "evil",
    [
        '<img src="https://e.example/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">',
        '<img src="https://e.example/x" alt="&lt;img src=/y onerror=alert(1)&gt;">',
        "![<script>alert(1)</script>](https://e.example/x)",
        '![x](https://e.example/"onmouseover=alert(1))',
    ],
)
def test_words_of_pictures_are_no_markup(evil):
    shown = render(evil)
    assert "<script" not in shown
    assert "<img" not in shown
    assert ' onmouseover="' not in shown
