"""What exports from WordPress leave in a text: its own codes in brackets, and its comments."""

import re

from django.utils.html import escape

from curation.interchange.bodies.assembling import Piece
from curation.interchange.bodies.hiding import HIDING_NAME, leave_out
from curation.interchange.bodies.page import RemarkList
from curation.interchange.bodies.pieces import Pieces
from curation.interchange.bodies.rewriting import rewrite
from curation.interchange.remarks import RemarkKind

_QUICK = re.compile(
    rf"""\[(?:/caption\]|/embed\]|/(?:source)?code\]|gallery\b|playlist\b|youtube\b|audio\b|video\b
        |/{HIDING_NAME}\]|[a-z][\w-]{{1,40}}[ ][\w-]{{1,40}}=["'])
    |<!--\s*(?:more|nextpage|/?wp:)""",
    re.VERBOSE | re.IGNORECASE,
)
_MARK = re.compile(
    r"""(?P<comment><!--\s*+(?:more\b|nextpage\b|/?wp:)(?:(?!<!--|-->).)*+-->)
    |\[caption(?P<caption>[^\]\n]{0,500})\](?P<captioned>(?:(?!\[caption).)*?)\[/caption\]
    |\[(?P<code>sourcecode|code)(?P<options>(?:[ ][^\]\n]{0,200})?)\]
        (?P<sample>(?:(?!\[(?:source)?code).)*?)\[/(?P=code)\]
    |\[embed[^\]\n]{0,200}\](?P<embed>https?://[^\[\]\s]{1,2000})\[/embed\]
    |\[youtube(?:=|[ ])(?P<youtube>https?://[^\]\s]{1,500})\]
    |(?P<gallery>\[(?:gallery|playlist)(?:[ ][^\]\n]{0,500})?\])
    |\[(?P<media>audio|video)[ ](?P<parameters>[^\]\n]{1,500})\](?:\[/(?P=media)\])?"""
    rf"""|\[(?P<hiding>{HIDING_NAME})(?:[ ][^\]\n]{{0,500}})?\](?!\()
        (?:(?!\[(?P=hiding)[ \]]).)*?\[/(?P=hiding)\]"""
    r"""|\[(?P<other>[a-z][\w-]{1,40})
        (?:[ ][\w-]{1,40}=(?:"[^"\n\]]{0,500}+"|'[^'\n\]]{0,500}+')){1,20}+[ ]?/?\](?![(\[:])
    |\[/(?P<end>[a-z][\w-]{1,40})\](?![(\[:])""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CAPTION = re.compile(r"""\bcaption=(?:"([^"]*)"|'([^']*)')""")
_MEDIA_URL = re.compile(r"""\b(?:src|mp3|m4a|ogg|mp4|webm)=["']?([^"'\s\]]+)""")
_LANGUAGE = re.compile(r"""\b(?:lang|language)=["']?([\w+#-]+)""")
_PICTURE = re.compile(
    r"\s*((?:<a\b[^>]{0,1000}>\s*)?<img\b[^>]{0,3000}>(?:\s*</a>)?"
    r"|\[?!\[[^\]\n]{0,500}\]\([^)\n]{0,1000}\)(?:\]\([^)\n]{0,1000}\))?)(.*)",
    re.DOTALL | re.IGNORECASE,
)


def without_wordpress(text: str, remarks: RemarkList, *, is_html: bool) -> str:
    """The text without such marks; the same string where it has none."""
    if not _QUICK.search(text):
        return text
    make, opened = Pieces(is_html=is_html), set()

    def changed(done: str):
        remarks.add(RemarkKind.BODY_CHANGED, done)

    def piece(match: re.Match) -> Piece | None:
        if comment := match["comment"]:
            name = "WordPress's comments" if "wp:" in comment else "the mark “<!--more-->”"
            changed(f"{name} were taken out" if "wp:" in comment else f"{name} was taken out")
            return Piece()
        if match["hiding"]:
            leave_out(match["hiding"], remarks)
            return Piece()
        if match["captioned"] is not None:
            changed("WordPress's “caption” became a figure")
            return _figure(make, match["captioned"], match["caption"])
        if match["sample"] is not None:
            changed("WordPress's “code” became a code sample")
            language = _LANGUAGE.search(match["options"])
            return make.code(match["sample"], language[1] if language else "")
        if url := match["embed"] or match["youtube"]:
            changed(f"an embedded “{url}” became a link")
            return make.link(url, escape(url))
        if match["gallery"]:
            remarks.add(
                RemarkKind.BODY_LEFT_OUT,
                f"WordPress's “{match['gallery']}” was taken out",
                "put its pictures into the text",
            )
            return Piece()
        if name := match["other"]:
            opened.add(name.lower())
            remarks.add(
                RemarkKind.BODY_LEFT_OUT,
                f"the marks of the code “[{name}]” were taken out, the words within stay",
                "see whether the text reads well",
            )
            return Piece()
        if match["end"]:
            return Piece() if match["end"].lower() in opened else None
        found = _MEDIA_URL.search(match["parameters"])
        if not found:
            return None
        changed(f"an embedded “{found[1]}” became a link")
        return make.link(found[1], "Video" if match["media"].lower() == "video" else "Recording")

    return rewrite(text, _MARK, piece, is_html=is_html)


def _figure(make: Pieces, inner: str, parameters: str) -> Piece:
    found = _PICTURE.fullmatch(inner)
    picture, words = found.groups() if found else (inner, "")
    named = _CAPTION.search(parameters)
    words = words.strip() or (named and (named[1] or named[2])) or ""
    caption = f"<figcaption>{make.words(words)}</figcaption>" if words else ""
    return Piece(f"<figure>{make.words(picture)}{caption}</figure>", is_block=True)
