"""Where the links and pictures of an old page lead on this site."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.utils.html import escape

from curation.interchange.bodies.code_ranges import code_ranges
from curation.interchange.bodies.files import BodyFile, find_file
from curation.interchange.bodies.page import BodyPage, RemarkList
from curation.interchange.bodies.pieces import old_address, words_for_frame
from curation.interchange.bodies.references import Reference, find_references
from curation.interchange.remarks import RemarkKind

# Bodies without any of these have nothing to change: most have only links to other sites. Each
# pattern is tried only where its first characters occur, which is ten times as fast.
_ANY = (
    ("![", re.compile(r"!\[")),
    ("](", re.compile(r"\]\([ \t]*<?(?!https?://|mailto:|tel:|#)")),
    ("]:", re.compile(r"\]:[ \t]*<?(?!https?://|mailto:)")),
    ("href", re.compile(r"""href\s*=\s*["']?(?!["']?(?:https?://|mailto:|tel:|#))""")),
    ("name", re.compile(r"<a\s[^>]{0,300}?\bname\s*=", re.IGNORECASE)),
    ("<", re.compile(r"<(?:img|iframe|video|audio|embed|object|A)\b")),
    ("<I", re.compile(r"<(?:IMG|IFRAME)\b")),
)
_CONTENT_SUFFIXES = {".md", ".markdown", ".mdx", ".rmd", ".html", ".htm", ".adoc", ".org"}
_PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
_OURS = ("/media/", "/static/")

Parts = list[str | BodyFile]


class Targets:
    """Changes the addresses of one body. `resolved`: addresses that are this site's already."""

    def __init__(self, page: BodyPage, remarks: RemarkList, resolved: set[str], *, is_html: bool):
        self.page, self.remarks, self.resolved, self.is_html = page, remarks, resolved, is_html

    def parts(self, text: str) -> Parts:
        """The text with new addresses: strings, and files whose addresses are to be made.

        A text in which nothing changes is returned as one part.
        """
        has_any = any(start in text and pattern.search(text) for start, pattern in _ANY)
        if not has_any and not self._names_own_host(text):
            return [text]
        code = code_ranges(text, is_html=self.is_html)
        parts: Parts = []
        done = 0
        for reference in find_references(text, code, is_html=self.is_html):
            if reference.start < done:
                continue  # within a picture that became its words
            start, end, new = self._changed(reference, text)
            if new is None or start < done:
                continue
            parts += [text[done:start], new]
            done = end
        parts.append(text[done:])
        return _joined(parts)

    def _names_own_host(self, text: str) -> bool:
        hosts = self.page.hosts()
        lower = text.lower() if hosts else ""
        return any(host in lower for host in hosts)

    def _changed(self, reference: Reference, text: str) -> tuple[int, int, str | BodyFile | None]:
        """What to write instead, and from where to where; None to leave it."""
        start, end = reference.start, reference.end
        source = text[start:end]
        if reference.kind == "name":
            return start, end, "id"
        if reference.kind == "frame":
            return start, end, self._frame(reference)
        if reference.kind == "picture":
            if reference.target in self.resolved:
                return start, end, None
            new = self._picture(reference, source)
            if new is None and self._is_missing(reference):
                if reference.tag == "definition":
                    return start, end, "#"
                return *reference.whole, escape(reference.words.strip())
            if reference.is_lazy and new is None:
                new = reference.form.format(escape(reference.target))
            return start, end, new
        new = self._link(reference, source)
        if isinstance(new, str):
            new = self._written(reference, new)
        return start, end, new

    def _written(self, reference: Reference, target: str) -> str | None:
        """A changed address as it is written in that place; None if it is the same."""
        if target == reference.target:
            return None
        if reference.tag == "autolink":
            return f"[{reference.target}]({_in_markdown(target)})"
        return escape(target) if reference.tag in ("a", "area") else _in_markdown(target)

    # ---------------------------------------------------------------- links

    def _link(self, reference: Reference, source: str) -> str | BodyFile | None:
        target = reference.target
        if target in self.resolved or target.startswith("#") or not target:
            return None
        path = self._path(target)
        if path is None:
            return None
        suffix = Path(unquote(urlsplit(path).path)).suffix.lower()
        if suffix and suffix not in _CONTENT_SUFFIXES:
            if found := find_file(self.page, urlsplit(path).path):
                if suffix in _PICTURE_SUFFIXES or suffix == ".pdf":
                    use = "document" if suffix == ".pdf" else "picture"
                    return BodyFile(source, path=found, use=use, is_link=True, name=target)
                self.remarks.add(
                    RemarkKind.LINK,
                    f"the file “{target}”, to which a link leads, was not taken over",
                    "only pictures and PDF files are kept here; change the link",
                )
                return self.page.absolute_path(path)
        return self.address(path)

    def _path(self, target: str) -> str | None:
        """A target on the old site as a path, relative or absolute; None where it is elsewhere."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return None
        if parts.scheme in ("http", "https") or parts.netloc:
            return self.page.own_path(target)
        return None if parts.scheme else target

    def address(self, target: str) -> str:
        """The path on this site for a path of the old one; a remark where there is none."""
        parts = urlsplit(target)
        path = unquote(parts.path).removeprefix("./")
        is_content = Path(path).suffix.lower() in _CONTENT_SUFFIXES
        absolute = self.page.absolute_path(parts.path) if path else self.page.address
        ways = [path, unquote(absolute)] if is_content else [unquote(absolute), path]
        if not path or absolute == "/":
            return target
        for way in dict.fromkeys(ways):
            if found := self.page.resolve(way):
                if "#" in found or not (parts.query or parts.fragment):
                    return found
                return parts._replace(path=found).geturl()
        self.remarks.add(
            RemarkKind.LINK,
            f"a link to “{target}” has no page here",
            "import that page, or change the link",
        )
        if Path(path).suffix.lower() in (".md", ".markdown", ".mdx", ".rmd"):
            absolute = old_address(self.page, parts.path)
        return parts._replace(path=absolute).geturl()

    # ---------------------------------------------------------------- pictures

    def _picture(self, reference: Reference, source: str) -> BodyFile | None:
        """The picture's file or URL, if it may be taken over; else None."""
        target = reference.target
        if reference.is_lazy:
            source = reference.form.format(escape(target))
        made = {
            "source": source,
            "form": reference.form,
            "name": target,
            "alt": reference.words.strip(),
        }
        if target.startswith("data:image/"):
            return BodyFile(url=target, **made)
        path = self._path(target)
        if path is None:
            is_web = target.startswith(("http://", "https://", "//"))
            return BodyFile(url=target, **made) if is_web else None
        if path.startswith(_OURS):
            return None
        if found := find_file(self.page, urlsplit(path).path):
            return BodyFile(path=found, **made)
        if "//" in target:  # the old site may still be there
            return BodyFile(url=target, **made)
        self.remarks.add(
            RemarkKind.PICTURE,
            f"the picture “{target}” was not found; its alternative text is shown",
            "put it beside the file, or into the folder of the site's files",
        )
        return None

    def _is_missing(self, reference: Reference) -> bool:
        """Whether the sanitiser would show a picture that is not there."""
        target = reference.target
        return target.startswith("/") and not target.startswith(("//", *_OURS))

    # ---------------------------------------------------------------- frames

    def _frame(self, reference: Reference) -> str | None:
        """A link in the place of a frame, a film or a recording."""
        target = reference.target
        path = self._path(target)
        if path is None and not target.startswith(("http://", "https://", "//")):
            return None
        if target.startswith("//"):
            target = f"https:{target}"
        url, words = words_for_frame(target, reference.tag)
        self.remarks.add(
            RemarkKind.BODY_CHANGED, f"an embedded <{reference.tag}> became a link to “{target}”"
        )
        if path is not None:
            url = self.page.absolute_path(path)
        return f'<a href="{escape(url)}">{escape(reference.words or words)}</a>'


def _in_markdown(target: str) -> str:
    return (
        quote(unescape(target), safe="/:?#[]@!$&'*+,;=%~-._")
        if re.search(r"[\s()<>]", target)
        else target
    )


def _joined(parts: Parts) -> Parts:
    """Neighbouring strings as one."""
    joined: Parts = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return joined or [""]
