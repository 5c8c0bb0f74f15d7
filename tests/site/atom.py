"""A validator of Atom feeds: what RFC 4287 demands, and what feed readers trip over."""

import re
from datetime import datetime

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
_URI = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)  # ASCII, escaped (RFC 3986)


def check_atom(data: bytes, url: str) -> etree._Element:
    """Return a feed that is valid and stands at that URL. Raises AssertionError."""
    feed = etree.fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    _check_parts(feed)
    (own,) = _links(feed, "self")
    assert own == url
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for entry in entries:
        _check_parts(entry)
        assert _time(entry, "published") <= _time(entry, "updated") <= _time(feed, "updated")
        assert entry.findtext(f"{ATOM}author/{ATOM}name") or feed.find(f"{ATOM}author") is not None
    for person in feed.iter(f"{ATOM}name"):
        assert (person.text or "").strip()
    for category in feed.iter(f"{ATOM}category"):
        assert category.get("term")
    return feed


def _check_parts(element: etree._Element):
    """What a feed and an entry both have: one id, one title, one time, one page."""
    for name in ("id", "title", "updated"):
        (part,) = element.findall(f"{ATOM}{name}")
        assert (part.text or "").strip(), name
    assert _URI.fullmatch(element.findtext(f"{ATOM}id"))
    (page,) = _links(element, "alternate")
    assert _URI.fullmatch(page)


def _links(element: etree._Element, relation: str) -> list[str]:
    links = element.findall(f"{ATOM}link")
    return [link.get("href") for link in links if link.get("rel", "alternate") == relation]


def _time(element: etree._Element, name: str) -> datetime:
    moment = datetime.fromisoformat(element.findtext(f"{ATOM}{name}"))
    assert moment.tzinfo is not None
    return moment
