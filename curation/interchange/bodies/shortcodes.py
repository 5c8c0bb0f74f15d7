"""Hugo's shortcodes: those that it brings along, and those that most themes have.

Sources: Hugo's documentation of embedded shortcodes; the themes Docsy, Relearn, Book, Hextra,
LoveIt, Congo and PaperMod for the others.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import escape

from curation.interchange.bodies.assembling import Piece
from curation.interchange.bodies.hiding import hides, leave_out
from curation.interchange.bodies.marks import Node, Shortcode
from curation.interchange.bodies.page import BodyPage, RemarkList
from curation.interchange.bodies.pieces import Pieces, in_url, old_address, web_url
from curation.interchange.remarks import RemarkKind

# Boxes: their name, or the first parameter, is the kind of box.
BOXES = {
    "admonition", "alert", "attention", "callout", "caution", "danger", "error", "hint",
    "important", "info", "message", "note", "notice", "success", "tip", "update", "warn", "warning",
}  # fmt: skip
_PLAIN_BOXES = {"admonition", "alert", "callout", "hint", "message", "notice"}
_COLOURS = {"primary", "secondary", "light", "dark", "default", "normal"}
_CODE = {"highlight": "", "codeblock": "", "mermaid": "mermaid", "plantuml": "plantuml",
         "math": "latex", "katex": "latex", "latex": "latex", "mathjax": "latex"}  # fmt: skip
_PARTS_TO_OPEN = {"accordion", "collapse", "details", "expand", "expandable", "fold", "spoiler"}
_TITLED_PARTS = {"accordion-item", "step", "tab", "tabitem", "tab-item"}
# Only the look of what stands within.
_FRAMES = {
    "accordion-group", "accordions", "badge", "blocks/section", "box", "button-group", "buttons",
    "card-group", "cardpane", "center", "column", "columns", "container", "div", "filetree",
    "flex", "grid", "kbd", "label", "lead", "left", "mark", "markdown", "md", "p", "pageinfo",
    "pill", "raw", "rawhtml", "right", "row", "section", "small", "span", "steps", "tabpane",
    "tabs", "tag", "unsafe", "wrapper", "html",
}  # fmt: skip
# Nothing that a reader would read.
_DROPPED = {
    "clear", "clearfix", "comment", "fa", "fas", "fab", "icon", "load-plotly", "qr",
    "toc", "tableofcontents", "table-of-contents",
}  # fmt: skip
_LINE_BREAKS = {"br", "line_break", "linebreak"}
_PICTURES = {"figure", "image", "img", "imgproc", "picture", "pic", "photo", "resize-image"}
# name -> (URL with the parameter in it, words)
_ON_OTHER_SITES = {
    "youtube": ("https://www.youtube.com/watch?v={}", "Video on YouTube"),
    "youtubelite": ("https://www.youtube.com/watch?v={}", "Video on YouTube"),
    "yt": ("https://www.youtube.com/watch?v={}", "Video on YouTube"),
    "vimeo": ("https://vimeo.com/{}", "Video on Vimeo"),
    "vimeo_simple": ("https://vimeo.com/{}", "Video on Vimeo"),
    "instagram": ("https://www.instagram.com/p/{}/", "Post on Instagram"),
    "instagram_simple": ("https://www.instagram.com/p/{}/", "Post on Instagram"),
    "bilibili": ("https://www.bilibili.com/video/{}", "Video on Bilibili"),
    "asciinema": ("https://asciinema.org/a/{}", "Recording on asciinema"),
    "speakerdeck": ("https://speakerdeck.com/player/{}", "Slides on Speaker Deck"),
    "github": ("https://github.com/{}", "Repository on GitHub"),
    "tiktok": ("https://www.tiktok.com/embed/{}", "Video on TikTok"),
    "ted": ("https://www.ted.com/talks/{}", "Talk on TED"),
    "dailymotion": ("https://www.dailymotion.com/video/{}", "Video on Dailymotion"),
}
_POSTS = {"tweet", "twitter", "twitter_simple", "x", "x_simple"}
_LINKS = {"a", "blank", "btn", "button", "download", "extlink", "href", "link", "pdf"}
# name -> words of the link where it has none
_EMBEDDED = {"audio": "Recording", "codepen": "CodePen", "embed": "", "iframe": "", "jsfiddle": "",
             "mp4": "Video", "soundcloud": "Recording on SoundCloud",
             "spotify": "Recording on Spotify", "video": "Video"}  # fmt: skip
_TEXTS = ("text", "content", "message", "body", "caption", "description", "title", "label",
          "summary", "alt", "name")  # fmt: skip
_WORDS = re.compile(r"[^\W\d_][^\W\d_ '’,-]*(?:[ '’,-]+[^\W\d_]+)*[.!?]?")
_PICTURE_NAME = re.compile(r"[^\s?#]+\.(?:png|jpe?g|gif|webp|avif)(?:[?#].*)?", re.IGNORECASE)
_ADDRESSES = ("href", "url", "link", "src", "uri")


class Shortcodes:
    """Says what each shortcode of one body becomes. `write`: nodes -> their converted text."""

    def __init__(
        self,
        page: BodyPage,
        remarks: RemarkList,
        resolved: set[str],
        write: Callable[[list[Node]], str],
        *,
        is_html: bool,
    ):
        self.page, self.remarks, self.write = page, remarks, write
        self.resolved = resolved
        self.make = Pieces(is_html=is_html)

    def piece(self, node: Shortcode) -> Piece:
        """What the shortcode becomes, with what stands in it."""
        name = node.name
        if name.endswith(".inline"):  # a template, and no text
            self.remarks.add(RemarkKind.BODY_LEFT_OUT, f"the shortcode “{name}” was taken out")
            return Piece()
        if hides(name):
            leave_out(name, self.remarks)
            return Piece()
        inner = self.write(node.children) if node.children is not None else ""
        if name in _LINE_BREAKS:
            return Piece("<br>")
        if name in _DROPPED:
            self.remarks.add(RemarkKind.BODY_LEFT_OUT, f"the shortcode “{name}” was taken out")
            return Piece()
        if piece := self._known(node, inner):
            self.remarks.add(
                RemarkKind.BODY_CHANGED, f"the shortcode “{name}” became what it means"
            )
            return piece
        return self._unknown(node, inner)

    def _known(self, node: Shortcode, inner: str) -> Piece | None:
        name = node.name
        if name in ("ref", "relref"):
            return Piece(self.address(node.get("path", 0)))
        if name == "param":
            value = param(self.page, node.get("name", 0))
            return None if value is None else Piece(str(value))
        if name in _CODE and node.children is not None:
            language = _CODE[name] or node.get("lang", "language", "type", 0)
            return self.make.code(inner, language)
        if name in _PICTURES:
            return self._picture(node, inner)
        if name in BOXES:
            return self.make.quotation(self._box_title(node), inner or self._text(node))
        if name in _PARTS_TO_OPEN and node.children is not None:
            summary = node.get("summary", "title", "label", 0) or "Details"
            return self.make.details(summary, inner, is_open=node.get("open") == "true")
        if name in _TITLED_PARTS and node.children is not None:
            title = node.get("title", "name", "header", "label", 0)
            return self.make.quotation(title, inner) if title else self.make.inner(inner)
        if name in ("quote", "blockquote", "epigraph", "pullquote"):
            return self._quotation(node, inner)
        if name in _FRAMES:
            return self.make.inner(inner or self._text(node))
        return self._linked(node, inner)

    def _unknown(self, node: Shortcode, inner: str) -> Piece:
        if node.children is not None:
            self.remarks.add(
                RemarkKind.BODY_LEFT_OUT,
                f"the marks of the shortcode “{node.name}” were taken out, the words within stay",
                "see whether the text reads well",
            )
            return self.make.inner(inner)
        text = self.make.words(self._text(node))
        src = node.get("src", "image", "img", "file", "url", "href", "link", 0).strip()
        if _PICTURE_NAME.fullmatch(src) and web_url(src):
            text = self.make.figure(src=src, alt=node.get("alt"), caption=node.get("caption")).text
        elif src.startswith(("https://", "http://")) and " " not in src:
            text = self.make.link(src, text or escape(src)).text
        elif node.name == "param":  # its word is a name, which readers never saw
            text = ""
        elif not text and len(node.words) == 1 and _WORDS.fullmatch(node.words[0]):
            text = self.make.words(node.words[0])
        done = f"the shortcode “{node.name}” was taken out"
        done = f"{done}, its words stay" if text else done
        self.remarks.add(RemarkKind.BODY_LEFT_OUT, done, "see whether something is missing")
        return Piece(text, is_block=text.startswith("<figure"))

    # ---------------------------------------------------------------- kinds

    def _text(self, node: Shortcode) -> str:
        return next((node.named[key] for key in _TEXTS if node.named.get(key)), "")

    def _box_title(self, node: Shortcode) -> str:
        """The title over a box: its own, or what kind of box it is."""
        first, *others = node.words or [""]
        kind = node.get("type", "kind", "style", "color", "level") or first or node.name
        if title := node.get("title", "header", "heading") or " ".join(others):
            return title
        if kind.lower() in _COLOURS or kind.startswith("#"):
            kind = node.name
        if " " in kind:  # a title, and not a kind
            return kind
        return "" if kind.lower() in _PLAIN_BOXES else kind.capitalize()

    def _picture(self, node: Shortcode, inner: str) -> Piece | None:
        src = node.get("src", "source", "link", "href", "url", "path", "image", 0).strip()
        if not web_url(src):
            return None
        href = node.get("link", "href") if node.get("src", "source", 0) else ""
        caption = node.get("caption") or inner.strip() or node.get(2)
        by = node.get("attr")
        if by:
            link = web_url(node.get("attrlink"))
            by = f'<a href="{link}">{by}</a>' if link else by
            caption = f"{caption} {by}".strip()
        alt = node.get("alt", 1)  # not the caption: screen readers read that as well
        return self.make.figure(
            src=src, alt=alt, title=node.get("title"), caption=caption, href=web_url(href)
        )

    def _quotation(self, node: Shortcode, inner: str) -> Piece:
        by = node.get("author", "source", "cite", "by", "attribution")
        link = web_url(node.get("link", "url", "href"))
        words = inner or self._text(node) or node.get(0)
        by = by and self.make.words(by)
        if by or link:
            source = self.make.link(link, by or link).text if link else by
            words = f"{words.rstrip()}{' ' if self.make.is_html else chr(10) * 2}— {source}"
        return self.make.quotation("", words)

    # ---------------------------------------------------------------- other sites and links

    def _linked(self, node: Shortcode, inner: str) -> Piece | None:
        """Shortcodes that show something of another site, or are links themselves."""
        if node.name in _ON_OTHER_SITES:
            return self._on_other_site(node)
        if node.name == "gist":
            return self._gist(node)
        if node.name in _POSTS:
            return self._post(node)
        url = web_url(node.get(*_ADDRESSES) or node.get("relref", "to", 0))
        title = self.make.words(node.get("title", "text", "label", "alt"))
        if node.name == "card":
            body = inner.strip() or self.make.words(node.get("subtitle", "text", "description"))
            heading = self.make.link(url, title or url).text if url else f"<strong>{title}</strong>"
            return self.make.quotation("", f"{heading}\n\n{body}" if body else heading)
        if node.name in _LINKS and not node.get(*_ADDRESSES):
            title = title or self.make.words(node.get(1))
        elif node.name not in _LINKS | _EMBEDDED.keys():
            return None
        words = inner.strip() or title
        if not url:
            return self.make.inner(inner) if words else None
        return self.make.link(url, words or _EMBEDDED.get(node.name) or escape(url))

    def _on_other_site(self, node: Shortcode) -> Piece | None:
        number = node.get("id", "videoid", "video", "repo", 0)
        url, words = _ON_OTHER_SITES[node.name]
        words = self.make.words(node.get("title", "text", "label", "alt")) or words
        if "://" in number and web_url(number):
            return self.make.link(number, words)
        path = "/".join(in_url(part) for part in number.split("/"))
        return self.make.link(url.format(path), words) if number else None

    def _gist(self, node: Shortcode) -> Piece | None:
        user, number = node.get("user", "username", 0), node.get("id", 1)
        if "/" in user or not number:  # Jekyll's tag has one word, "user/number" or the number
            user, _slash, number = user.rpartition("/")
        path = "/".join(in_url(part) for part in (user, number) if part)
        words = self.make.words(node.get("file", 2) or number)
        if not path:
            return None
        return self.make.link(f"https://gist.github.com/{path}", f"Code on GitHub: {words}")

    def _post(self, node: Shortcode) -> Piece | None:
        user, number = node.get("user") or "i", node.get("id", "url", 0)
        if "://" in number and web_url(number):
            return self.make.link(number, "Post on X")
        url = f"https://x.com/{in_url(user)}/status/{in_url(number)}"
        return self.make.link(url, "Post on X") if number else None

    # ---------------------------------------------------------------- addresses

    def address(self, reference: str) -> str:
        """The address of another content file, as `{{< ref >}}` asks for it."""
        path, hash_, fragment = reference.strip().partition("#")
        if not path:
            return f"#{fragment}" if fragment else "#"
        found = self.page.resolve(path)
        if found is None:
            self.remarks.add(
                RemarkKind.LINK,
                f"a link to “{reference}” has no page here",
                "import that file, or change the link",
            )
            found = old_address(self.page, path)
        found = found if "#" in found else f"{found}{hash_}{fragment}"
        self.resolved.add(found)
        return found


def param(page: BodyPage, name: str) -> Any:
    """A parameter of the page, or of the site; None where neither has it."""
    for where in ("page", "site"):
        values = page.params.get(where, {})
        for mapping in (values, values.get("params")):
            value = mapping
            for key in name.split("."):
                if isinstance(value, Mapping):
                    value = next(
                        (value[one] for one in value if str(one).lower() == key.lower()), None
                    )
                else:
                    value = None
            if isinstance(value, str | int | float):
                return value
    return None
