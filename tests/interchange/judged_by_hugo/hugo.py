"""Builds folders of content with Hugo, and reads what it serves."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

SITES = Path(__file__).parent / "sites"
# Files that no text file can show, beside those of the archive of the same name
MORE_FILES = {
    "forms": {
        "content/news/mark.md": "\ufeff---\ntitle: Byte order mark\ndate: 2020-01-01\n---\n",
        "content/news/lines.md": "---\r\ntitle: Lines of Windows\r\ndate: 2020-01-01\r\n---\r\n",
    },
    "names": {
        "content/post/de\u0301ja\u0300.md": "---\ntitle: Name in NFD\ndate: 2020-01-01\n---\n",
        "content/post/slug-nfd.md": (
            "---\ntitle: Slug in NFD\ndate: 2020-01-01\nslug: fa\u0308hre\n---\n"
        ),
    },
}
_HEAD = (
    '<title>{{ .Title }}</title><meta name="kind" content="{{ .Kind }}">'
    '<meta name="date" content="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">'
)
_PAGES = "{{ if .IsHome }}{{ $pages = site.RegularPages }}{{ end }}"
LAYOUTS = {
    "layouts/_default/single.html": _HEAD,
    "layouts/_default/list.html": (
        f"{_HEAD}{{{{ $pages := .Pages }}}}{_PAGES}"
        "{{ range (.Paginate $pages).Pages }}<li>{{ .Title }}</li>{{ end }}"
    ),
}
_MEMBER = re.compile(r"^-- (.+) --\n", re.MULTILINE)
_TITLE = re.compile(r"""^["' ]*title["']?\s*[:=]\s*(?:>-\n)?(.+(?:\n  .+)*)$""", re.M | re.I)


@dataclass(frozen=True)
class Page:
    """What Hugo serves at one address. `kind`: Hugo's word, "feed", or "alias".

    `date`: in the zone in which Hugo shows it. `leads_to`: of an alias, the address of its page.
    `titles`: what a list or a feed names.
    """

    address: str
    kind: str
    title: str = ""
    date: datetime | None = None
    leads_to: str = ""
    titles: tuple[str, ...] = ()


@dataclass
class Built:
    """A site, and all that Hugo made of it. `titles`: of all its files, hidden ones included."""

    folder: Path
    pages: dict[str, Page] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)

    def shown(self) -> dict[str, list[Page]]:
        """Title of each article that Hugo serves -> its pages."""
        found: dict[str, list[Page]] = {}
        for page in self.pages.values():
            if page.kind == "page":
                found.setdefault(page.title, []).append(page)
        return found

    def listed(self) -> set[str]:
        """All that lists and feeds name."""
        return {title for page in self.pages.values() for title in page.titles}


def find_hugo() -> str | None:
    """The executable of the Python package, or one on the machine; None without."""
    beside_python = shutil.which("hugo", path=str(Path(sys.executable).parent))
    return beside_python or shutil.which("hugo")


def write_site(name: str, folder: Path):
    """Write the files of an archive in the form *txtar* of Go's tools."""
    _comment, *members = _MEMBER.split((SITES / f"{name}.txtar").read_text(encoding="utf-8"))
    files = dict(zip(members[::2], members[1::2], strict=True))
    for path, text in (LAYOUTS | files | MORE_FILES.get(name, {})).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def run_hugo(folder: Path, public: Path):
    """Build a site. Raises CalledProcessError."""
    command = [find_hugo(), "--quiet", "--source", folder, "--destination", public]
    cache = ["--cacheDir", public.parent / "cache"]
    subprocess.run([*command, *cache], check=True, capture_output=True, timeout=60)


def build(name: str, folder: Path) -> Built:
    """Write a site below `folder`, build it, and read what came out."""
    source, public = folder / name, folder / f"{name}-public"
    write_site(name, source)
    run_hugo(source, public)
    base = _base_path(source)
    built = Built(source)
    for path in sorted(public.rglob("*")):
        if path.suffix in (".html", ".xml") and path.is_file():
            address = f"/{path.relative_to(public).as_posix()}"
            if address.endswith("/index.html"):
                address = address.removesuffix("index.html")
            built.pages[base + address] = _page(base + address, path)
    for path in source.rglob("content/**/*"):
        built.titles |= _titles(path) if path.is_file() else set()
    return built


def _base_path(source: Path) -> str:
    for path in source.glob("*.*"):
        if found := re.search(r"baseURL\W+(https:[^\"'\s]+)", path.read_text()):
            return urlsplit(found[1]).path.rstrip("/")
    return ""


def _titles(path: Path) -> set[str]:
    if path.name.startswith("_index"):
        return set()
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    if found := re.search(r'"title":\s*"([^"]+)"', text):
        return {found[1]}
    found = _TITLE.search(text)
    title = " ".join(found[1].split(" #")[0].split())
    return {title.strip("\"'")}


def _page(address: str, path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".xml":
        titles = re.findall(r"<item>\s*<title>(.*?)</title>", text, re.DOTALL)
        # Titles are escaped for HTML, then for XML.
        titles = tuple(unescape(unescape(title)) for title in titles)
        return Page(address, etree.fromstring(text.encode()).tag.rpartition("}")[2], titles=titles)
    if found := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', text):
        leads_to = unquote(urlsplit(unescape(found[1])).path)
        return Page(address, "alias", leads_to=leads_to.removesuffix("index.html"))
    return Page(
        address,
        re.search(r'name="kind" content="(\w+)"', text)[1],
        unescape(re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]),
        datetime.fromisoformat(unescape(re.search(r'name="date" content="([^"]+)"', text)[1])),
        titles=tuple(unescape(title) for title in re.findall(r"<li>(.*?)</li>", text)),
    )
