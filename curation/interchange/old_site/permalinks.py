"""The path at which the old site served a page: by its pattern, or by its system's own rule. Pure.

Sources: Hugo's documentation, *URL management* and *Permalinks*; Jekyll's, *Permalinks*. The paths
were compared with those that Hugo 0.168 writes.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, unquote

from django.utils.text import slugify

from curation.interchange.old_site.place import POSTS, Place
from slugs.hugo import hugo_kept_case, hugo_path_segment, hugo_urlize

# Jekyll's named styles
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_TOKEN = re.compile(r":(\w+(?:\[[^\]]*\])?)", re.ASCII)
# The parts of Go's form for dates, as in `:2006`; the longer ones first
_GO_DATE = re.compile("2006|January|Monday|Jan|Mon|MST|01|02|03|04|05|06|002|15|PM|pm|1|2|3|4|5")
_SLASHES = re.compile(r"/{2,}")
_LINES = re.compile(r"[\x00-\x1f\x7f?#]")
MAX_LENGTH = 500  # characters, as addresses have


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page's own text says of its path.

    `slug`: as written, "" without one. `date`: in the zone in which it is written. `url`: the whole
    path that it names. `categories`: their names, as Jekyll's paths have them.
    """

    title: str
    slug: str = ""
    date: datetime | None = None
    url: str = ""
    categories: tuple[str, ...] = ()


def old_path(place: Place, page: PageFacts) -> str:
    """Return the old site's path of a page, with what the site stood below; "" where it had none.

    The path ends with a slash where it is a folder's.
    """
    if page.url:
        path = _own_url(place, page)
    elif place.pattern or place.collection:
        path = _expanded(place, page)
    elif place.system == "jekyll":
        path = _jekyll_page(place)
    else:
        path = _hugo_page(place, page)
    if not place.has_accents and not page.url:
        path = _without_accents(path)
    path = _SLASHES.sub("/", _LINES.sub("", path))
    return path if path.strip("/") and len(path) <= MAX_LENGTH else ""


def unknown_tokens(pattern: str) -> list[str]:
    """Return the tokens of a pattern that nobody knows, as in ":yaer".

    >>> unknown_tokens("/:yaer/:slug/")
    [':yaer']
    """
    names = (match[1].partition("[")[0].lower() for match in _TOKEN.finditer(pattern))
    return [f":{name}" for name in names if name not in {"sections", *_DATES, *_NAMES}]


def last_part(place: Place, page: PageFacts) -> str:
    """Return the last part of the page's path by its name: its slug, or the file's name.

    As Hugo writes it; "" where nothing of the name can stand in a path.
    """
    name = hugo_urlize(page.slug) if page.slug else hugo_path_segment(place.name)
    name = name if place.has_accents else _without_accents(name)
    return name.strip("/").rpartition("/")[2]


def alias_path(written: str, path: str, place: Place) -> str:
    """Return the absolute path of an alias as Hugo reads it: relative to the page's parent folder.

    >>> alias_path("../up", "/news/beds/", Place("beds"))
    '/up'
    """
    if place.is_ugly and "." not in written.rpartition("/")[2]:
        written = f"{written.rstrip('/')}.html"
    if written.startswith("/"):
        return f"/{place.prefix}{written}" if place.prefix else written
    parts = [part for part in path.split("/")[:-1] if part]
    if path.endswith("/"):
        parts = parts[:-1]
    for part in written.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", ""):
            parts.append(part)
    return "/" + "/".join(parts)


# ---------------------------------------------------------------------------------- by rule


def _without_accents(path: str) -> str:
    """What Hugo's `removePathAccents` leaves of a path."""
    decomposed = unicodedata.normalize("NFD", path)
    kept = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", kept)


def _own_url(place: Place, page: PageFacts) -> str:
    url = _TOKEN.sub(_values(place, page), page.url) if ":" in page.url else page.url
    if url.startswith("/"):
        return url
    return f"/{place.prefix}/{url}" if place.prefix else f"/{url}"


def _hugo_page(place: Place, page: PageFacts) -> str:
    folders = [hugo_path_segment(folder) for folder in place.folders]
    last = hugo_urlize(page.slug) if page.slug else hugo_path_segment(place.name)
    path = "/".join([place.prefix, *folders, last])
    if not place.is_lower_case:
        folders = [hugo_kept_case(folder) for folder in place.folders]
        path = "/".join([place.prefix, *folders, hugo_kept_case(page.slug or place.name)])
    return f"/{path}.html" if place.is_ugly else f"/{path}/"


def _jekyll_page(place: Place) -> str:
    """A page that is no post: where its file lies, ending as the addresses of posts do."""
    if place.name == "index":
        return f"/{'/'.join(place.folders)}/"
    path = "/".join((*place.folders, place.name))
    return f"/{path}/" if place.is_bundle else f"/{path}{place.suffix}"


def _expanded(place: Place, page: PageFacts) -> str:
    """The pattern with its tokens replaced; a token that nobody knows makes it no path: ""."""
    pattern = place.pattern
    if place.system == "jekyll":
        if not pattern:
            pattern = "date" if place.collection == "posts" else f"/:collection/:path{place.suffix}"
        pattern = _STYLES.get(pattern, pattern)
    path = _TOKEN.sub(_values(place, page), pattern)
    if _UNKNOWN in path:
        return ""
    return f"/{place.prefix}/{path}" if place.prefix else f"/{path}"


# ---------------------------------------------------------------------------------- tokens

_UNKNOWN = "\0"


def _values(place: Place, page: PageFacts) -> Callable[[re.Match], str]:
    """The replacement of each token."""

    def value(match: re.Match) -> str:
        name, bracket, span = match[1].partition("[")
        name = name.lower()
        if name == "sections":
            parts = [hugo_path_segment(part) for part in place.sections]
            return "/".join(_span(parts, span[:-1]) if bracket else parts)
        if name in _DATES:
            return _DATES[name](page.date) if page.date else _UNKNOWN
        if name in _NAMES:
            return _NAMES[name](place, page) + (f"[{span}" if bracket else "")
        if place.system == "hugo" and page.date and _GO_DATE.search(match[1]):
            return _as_go_prints(page.date, match[1])
        return _UNKNOWN

    return value


def _as_go_prints(day: datetime, layout: str) -> str:
    forms = {
        "2006": "%Y", "06": "%y", "January": "%B", "Jan": "%b", "01": "%m", "02": "%d",
        "Monday": "%A", "Mon": "%a", "002": "%j", "15": "%H", "03": "%I", "04": "%M", "05": "%S",
        "PM": "%p", "MST": "%Z",
    }  # fmt: skip
    short = {"1": day.month, "2": day.day, "3": day.hour % 12 or 12, "4": day.minute}

    def printed(match: re.Match) -> str:
        part = match[0]
        return f"{day:{forms[part]}}" if part in forms else str(short.get(part, day.second))

    return _GO_DATE.sub(printed, layout)


def _span(parts: list[str], written: str) -> list[str]:
    """Hugo's `[0]`, `[1:]`, `[:last]`, `[1:last]`: a slice of the sections."""
    last = len(parts) - 1

    def index(text: str, default: int) -> int:
        return last if text == "last" else int(text) if text.isdigit() else default

    first, colon, end = written.partition(":")
    start = index(first, 0)
    return parts[start : index(end, len(parts))] if colon else parts[start : start + 1]


_DATES: dict[str, Callable[[datetime], str]] = {
    "year": lambda day: f"{day:%Y}",
    "short_year": lambda day: f"{day:%y}",
    "month": lambda day: f"{day:%m}",
    "i_month": lambda day: str(day.month),
    "monthname": lambda day: _MONTHS[day.month - 1].lower(),
    "short_month": lambda day: _MONTHS[day.month - 1][:3],
    "long_month": lambda day: _MONTHS[day.month - 1],
    "day": lambda day: f"{day:%d}",
    "i_day": lambda day: str(day.day),
    "weekday": lambda day: str(day.isoweekday() % 7),
    "weekdayname": lambda day: _DAYS[day.weekday()].lower(),
    "short_day": lambda day: _DAYS[day.weekday()][:3],
    "long_day": lambda day: _DAYS[day.weekday()],
    "w_day": lambda day: str(day.isoweekday()),
    "w_year": lambda day: str(day.isocalendar().year),
    "week": lambda day: f"{day.isocalendar().week:02}",
    "yearday": lambda day: str(day.timetuple().tm_yday),
    "y_day": lambda day: f"{day.timetuple().tm_yday:03}",
    "hour": lambda day: f"{day:%H}",
    "minute": lambda day: f"{day:%M}",
    "second": lambda day: f"{day:%S}",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _title(place: Place, page: PageFacts) -> str:
    """In Jekyll the file's name or the slug, in Hugo the title."""
    if place.system == "jekyll":
        return page.slug or place.name
    return hugo_urlize(page.title)


def _slug(place: Place, page: PageFacts) -> str:
    if place.system == "jekyll":
        return slugify(page.slug or place.name, allow_unicode=True)
    return hugo_urlize(page.slug or page.title)


def _name(place: Place, page: PageFacts) -> str:
    return place.name if place.system == "jekyll" else hugo_path_segment(place.name)


def _slug_or_name(place: Place, page: PageFacts) -> str:
    return hugo_urlize(page.slug) if page.slug else hugo_path_segment(place.name)


def _categories(place: Place, page: PageFacts) -> str:
    folders = place.folders[: place.folders.index(POSTS)] if POSTS in place.folders else ()
    names = dict.fromkeys(name.lower() for name in (*folders, *page.categories))
    return "/".join(quote(name) for name in names)


def _collection_path(place: Place, page: PageFacts) -> str:
    """In a collection, the file's path below the collection's folder; else the whole folder's."""
    folders = place.folders
    own = f"_{place.collection}"
    below = folders[folders.index(own) + 1 :] if own in folders else folders
    return "/".join((*below, place.name))


_NAMES: dict[str, Callable[[Place, PageFacts], str]] = {
    "title": _title,
    "slug": _slug,
    "slugorfilename": _slug_or_name,
    "slugorcontentbasename": _slug_or_name,
    "filename": _name,
    "contentbasename": _name,
    "name": _name,
    "basename": _name,
    "postname": _slug_or_name,  # WordPress: its exports are files with names
    "section": lambda place, page: hugo_path_segment((*place.sections, "")[0]),
    "sectionslug": lambda place, page: hugo_path_segment((*place.sections, "")[0]),
    "categories": _categories,
    "slugified_categories": lambda place, page: "/".join(
        slugify(unquote(name), allow_unicode=True)
        for name in _categories(place, page).split("/")
        if name
    ),
    "category": lambda place, page: _categories(place, page).partition("/")[0],
    "collection": lambda place, page: place.collection,
    "path": _collection_path,
    "output_ext": lambda place, page: ".html",
}
