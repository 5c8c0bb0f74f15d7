"""What marks become: links, pictures with captions, quotations, code, in Markdown or HTML."""

import re
import textwrap
from urllib.parse import quote, urlsplit

from django.utils.html import escape

from curation.interchange.bodies.assembling import Piece
from curation.interchange.bodies.page import BodyPage
from markup.markdown import render_inline

_TICKS = re.compile("`{3,}")


class Pieces:
    """Makes pieces for one body. In Markdown, links and pictures are HTML all the same.

    A mark may stand within HTML, where Markdown is not read; HTML is read everywhere.
    """

    def __init__(self, *, is_html: bool):
        self.is_html = is_html

    def link(self, url: str, words: str) -> Piece:
        """A link; `words` is text or Markdown, as the body is."""
        return Piece(f'<a href="{escape(url)}">{words}</a>')

    def code(self, text: str, language: str = "") -> Piece:
        """A code sample."""
        text = text.replace("\r\n", "\n").strip("\n")
        if self.is_html:
            return Piece(f"<pre><code>{escape(text)}</code></pre>", is_block=True)
        longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=2)
        fence = "`" * (longest + 1)
        language = re.sub(r"[^\w+#.-]", "", language)
        return Piece(f"{fence}{language}\n{text}\n{fence}", is_block=True)

    def quotation(self, title: str, inner: str) -> Piece:
        """A box in the text, with its title in strong letters."""
        inner = dedent(inner)
        if self.is_html:
            title = title and f"<p><strong>{title}</strong></p>"
            inner = (
                inner if re.match(r"\s*<(?:p|div|ul|ol|h\d|pre)\b", inner) else f"<p>{inner}</p>"
            )
            return Piece(f"<blockquote>{title}{inner}</blockquote>", is_block=True)
        title = title and f"**{title}**\n\n"
        return Piece(textwrap.indent(title + inner, "> ", lambda _line: True), is_block=True)

    def details(self, summary: str, inner: str, *, is_open: bool = False) -> Piece:
        """A part that readers open."""
        opening = "<details open>" if is_open else "<details>"
        inner = dedent(inner)
        inner = inner if self.is_html else f"\n\n{inner}\n\n"
        summary = f"<summary>{self.words(summary)}</summary>"
        return Piece(f"{opening}{summary}{inner}</details>", is_block=True)

    def figure(
        self, *, src: str, alt: str = "", title: str = "", caption: str = "", href: str = ""
    ) -> Piece:
        """A picture with its title and caption, which are text or Markdown."""
        picture = f'<img src="{escape(src)}" alt="{escape(alt)}">' if src else ""
        if href and picture:
            picture = f'<a href="{escape(href)}">{picture}</a>'
        title = title and f"<strong>{self.words(title)}</strong>"
        words = "<br>".join(filter(None, [title, self.words(caption)]))
        words = words and f"<figcaption>{words}</figcaption>"
        return Piece(f"<figure>{picture}{words}</figure>", is_block=True)

    def words(self, text: str) -> str:
        """A parameter's text on one line, as HTML."""
        text = " ".join(text.split())
        return text if self.is_html else render_inline(text)

    def inner(self, text: str) -> Piece:
        """What stood between a mark and its end: words in the line, or a block."""
        is_block = "\n" in text.strip(" \t")
        return Piece(dedent(text) if is_block else text.strip(" \t"), is_block=is_block)


def dedent(text: str) -> str:
    """A text without the indentation that all its lines share, and without blank lines around."""
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    text = "\n".join(lines).rstrip()
    return textwrap.dedent(text) if text[:1] in (" ", "\t") else text


def web_url(value: str) -> str:
    """The value, if it is a URL or a path that a link may have; else ""."""
    value = value.strip()
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        return ""
    return value if value and scheme in ("", "http", "https", "mailto") else ""


def in_url(value: str) -> str:
    """A parameter as a part of a URL's path."""
    return quote(value.strip(), safe="")


def old_address(page: BodyPage, path: str) -> str:
    """The address that Hugo would most likely give a content file that is not here."""
    path = path.removesuffix(".md").removesuffix(".markdown").removesuffix(".html")
    path = path.removesuffix("/index").removesuffix("/_index").lower() + "/"
    if path.startswith("/"):
        return path
    # The page of a bundle lies in its own folder, that of a single file below its file's.
    is_bundle = page.file is not None and page.file.stem == "index"
    return page.absolute_path(path if is_bundle else f"../{path}")


# Host of an embedded frame -> (its paths, the page to which a link leads, words)
_FRAMES = [
    (r"(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{5,20})",
     "https://www.youtube.com/watch?v={}", "Video on YouTube"),
    (r"player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{}", "Video on Vimeo"),
    (r"open\.spotify\.com/embed/(\w+/\w+)", "https://open.spotify.com/{}", "Recording on Spotify"),
    (r"w\.soundcloud\.com/player", "", "Recording on SoundCloud"),
    (r"codepen\.io/([\w-]+)/embed/(?:preview/)?(\w+)", "https://codepen.io/{}/pen/{}", "CodePen"),
    (r"(?:www\.)?google\.[a-z.]+/maps", "", "Map"),
]  # fmt: skip
_WORDS = {"video": "Video", "audio": "Recording"}


def words_for_frame(url: str, tag: str) -> tuple[str, str]:
    """The address to link to instead of an embedded frame, and the words of the link."""
    for pattern, page, words in _FRAMES:
        if match := re.match(rf"https?://{pattern}", url):
            return (page.format(*match.groups()) if page else url), words
    try:
        return url, _WORDS.get(tag) or urlsplit(url).netloc or url
    except ValueError:
        return url, url
