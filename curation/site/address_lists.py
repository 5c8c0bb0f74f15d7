"""Lists of addresses: sitemaps, plain lists and the folder that Hugo builds. Files -> addresses.

The files come from elsewhere, so they are read piece by piece, with limits, and without entities.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

MAX_BYTES = 100_000_000  # of one file, unpacked; a sitemap may have 50 MB
MAX_LINE = 10_000  # characters
PAGES = (".html", ".htm", ".xml")  # of a built site: pages and feeds


class AddressListError(Exception):
    """A list cannot be read. The text says which, and why."""


def read_addresses(path: Path) -> Iterator[str]:
    """Yield the addresses that a list names, as they are written there.

    path: a sitemap or an index of sitemaps (also `.xml.gz`; those that an index names lie beside
    it), a text with an address a line, a CSV file with the addresses in its first column, or the
    folder of a built site (Hugo's `public`). Raises AddressListError.
    """
    if path.is_dir():
        yield from _read_folder(path)
        return
    with _opened(path) as file:
        head = file.peek(200).lstrip(b"\xef\xbb\xbf \t\r\n")
        if head.startswith(b"<"):
            yield from _read_sitemap(path, file)
        else:
            yield from _read_lines(path, file)


# ---------------------------------------------------------------- sitemaps


def _read_sitemap(path: Path, file, may_be_index: bool = True) -> Iterator[str]:
    """Yield what `<loc>` says: of pages, and of the pages of each sitemap that an index names."""
    try:
        for kind, location in _locations(file):
            if kind == "url":
                yield location
            elif may_be_index:
                part = _beside(path, location)
                with _opened(part) as below:
                    yield from _read_sitemap(part, below, may_be_index=False)
    except etree.XMLSyntaxError as error:
        raise AddressListError(f"{path}: {error}") from error


def _locations(file) -> Iterator[tuple[str, str]]:
    events = etree.iterparse(
        file, events=("end",), resolve_entities=False, load_dtd=False, no_network=True
    )
    for _event, element in events:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        parent = element.getparent()
        kind = etree.QName(parent).localname if parent is not None else ""
        # Sitemaps of pictures and films have a <loc> of their own, in another parent.
        if name == "loc" and kind in ("url", "sitemap") and element.text:
            yield kind, element.text.strip()
        elif parent is not None and parent.getparent() is None:  # all of one page has been read
            element.clear()
            while element.getprevious() is not None:
                del parent[0]


def _beside(index: Path, location: str) -> Path:
    """Return the file that an index names by its URL: below the index's folder, or beside it."""
    parts = [p for p in unquote(urlsplit(location).path).split("/") if p not in ("", ".", "..")]
    folder = index.parent.resolve()
    for count in range(len(parts)):
        for name in (parts[-1], parts[-1].removesuffix(".gz"), f"{parts[-1]}.gz"):
            candidate = folder.joinpath(*parts[count:-1], name)
            if candidate.is_file() and candidate.resolve().is_relative_to(folder):
                if candidate.resolve() != index.resolve():
                    return candidate
    raise AddressListError(
        f"{index} names the sitemap {location[:200]}, which is not beside it; save it there."
    )


# ---------------------------------------------------------------- other lists


def _read_lines(path: Path, file) -> Iterator[str]:
    """Yield the first column of a CSV file, or each line. Comments begin with `#`."""
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace")
    lines = (_checked_line(path, line) for line in _bounded_lines(lines))
    if path.suffix.lower() == ".csv":
        rows = csv.reader(lines)
        found = (row[0].strip() for row in rows if row)
        yield from (text for text in found if text.startswith(("/", "http://", "https://")))
    else:
        yield from (text for line in lines if (text := line.strip()) and text[0] != "#")


def _bounded_lines(lines: io.TextIOWrapper) -> Iterator[str]:
    while line := lines.readline(MAX_LINE + 1):
        yield line


def _checked_line(path: Path, line: str) -> str:
    if len(line) > MAX_LINE or "\0" in line:
        raise AddressListError(f"{path} is no list of addresses: a line of it cannot be read.")
    return line


def _read_folder(folder: Path) -> Iterator[str]:
    """Yield the address of each page and feed of a built site."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in PAGES or not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        yield "/" + quote(name.removesuffix("index.html"), errors="surrogateescape")


# ---------------------------------------------------------------- files


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file, unpacked where it is packed. Raises AddressListError, also while it is read."""
    try:
        with path.open("rb") as file:
            packed = file.peek(2)[:2] == b"\x1f\x8b"
            stream = gzip.GzipFile(fileobj=file) if packed else file
            yield io.BufferedReader(_Bounded(stream, path))
    except (OSError, EOFError, zlib.error) as error:
        raise AddressListError(f"{path}: {error}") from error


class _Bounded(io.RawIOBase):
    """A stream that ends with an error after MAX_BYTES, however well it was packed."""

    def __init__(self, stream, path: Path):
        self.stream, self.path, self.left = stream, path, MAX_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self.stream.read(len(buffer))
        self.left -= len(data)
        if self.left < 0:
            raise AddressListError(f"{self.path} is longer than {MAX_BYTES:,} bytes.")
        buffer[: len(data)] = data
        return len(data)
