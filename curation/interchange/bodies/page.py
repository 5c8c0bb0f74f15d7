"""What is known of the page whose body is converted, and the remarks about it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from curation.interchange.remarks import Remark, RemarkKind


def _nowhere(_reference: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class BodyPage:
    """The page whose body it is.

    `address`: the old page's absolute path, as its site served it ("/news/links/"): relative links
    are resolved against it. `file`: the content file; pictures that lie beside it are found.
    `roots`: folders in which absolute paths of files are looked up (Hugo's `static/` and `assets/`,
    the root of a Jekyll site, `uploads/`). Nothing outside these and the file's folder is read.
    `site_urls`: the old site's addresses, with its path if it has one ("https://a.example/blog/").
    `resolve`: a reference to another content file ("fhir-r5.md", "/post/x", a Jekyll post's
    "2018-05-06-x") or an absolute path of the old site -> its path here, or None.
    `is_liquid`: the body is a Jekyll site's, where all Liquid is interpreted. Elsewhere only what
    is unmistakably Jekyll's is, other `{{` and `{%` are text. `is_html`: an .html file.
    `params`: {"site": {…}, "page": {…}}, the configuration and front matter, for `{{ page.title }}`
    and `{{< param x >}}`.
    """

    address: str = "/"
    file: Path | None = None
    roots: tuple[Path, ...] = ()
    site_urls: tuple[str, ...] = ()
    resolve: Callable[[str], str | None] = _nowhere
    is_liquid: bool = False
    is_html: bool = False
    params: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def own_path(self, url: str) -> str | None:
        """The path of a URL on the old site, with query and fragment.

        None for another host, and for what is no URL.
        """
        try:
            parts = urlsplit(url)
        except ValueError:  # such as http://[x
            return None
        if _host(parts.netloc) in self.hosts():
            return parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
        return None

    def hosts(self) -> set[str]:
        """The host names of the old site, without "www."."""
        return {_host(urlsplit(url).netloc) for url in self.site_urls} - {""}

    def base_paths(self) -> tuple[str, ...]:
        """The paths of the old site's addresses, as in "blog/"; none for a site at the root."""
        paths = (urlsplit(url).path.strip("/") for url in self.site_urls)
        return tuple(f"{path}/" for path in paths if path)

    def media_folder(self) -> str:
        """The folder that the front matter gives for the page's pictures (the theme Chirpy)."""
        values = self.params.get("page", {})
        folder = values.get("media_subpath") or values.get("img_path")
        return folder.strip("/") if isinstance(folder, str) else ""

    def absolute_path(self, reference: str) -> str:
        """The path to which a relative link on this page led."""
        try:
            joined = urlsplit(urljoin("https://site.invalid" + self.address, reference))
        except ValueError:
            return reference
        return joined._replace(scheme="", netloc="").geturl()


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2].lower().removeprefix("www.")


class RemarkList:
    """The remarks about one body: equal ones are one remark with their number."""

    def __init__(self):
        self._counts: Counter[Remark] = Counter()

    def add(self, kind: RemarkKind, done: str, to_do: str = ""):
        """Add a remark; the words as in `Remark`."""
        self._counts[Remark(kind, "body", _shown(done), to_do)] += 1

    def copy(self) -> "RemarkList":
        copied = RemarkList()
        copied._counts = self._counts.copy()
        return copied

    def as_tuple(self) -> tuple[Remark, ...]:
        return tuple(
            Remark(
                remark.kind,
                remark.key,
                f"{remark.done} ({count} times)" if count > 1 else remark.done,
                remark.to_do,
            )
            for remark, count in self._counts.items()
        )


def _shown(words: str) -> str:
    """On one line, and not longer than a report can show."""
    line = " ".join(words.split())
    return line if len(line) <= 300 else line[:299] + "…"
