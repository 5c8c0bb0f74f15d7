"""The one door to the web: a careful GET.

Nothing else in the project makes HTTP requests (`tests/test_one_door.py` sees to that). Every URL
on the way is checked (`guard`), every connection is pinned, verified and limited (`transport`),
every site is treated politely (`politeness`, `robots`), and errors are told in plain words
(`errors`). What the page says is read in `curation.sources.reading`.

    fetched = fetch("https://example.org/article")
    fetched.url, fetched.kind, fetched.text
"""

import re
from dataclasses import dataclass
from typing import Literal

import httpx2
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from curation.sources.door import guard, politeness, robots
from curation.sources.door.charset import charset_of, decoded
from curation.sources.door.errors import FetchError
from curation.sources.door.head import HEAD_LENGTH, parse_refresh, refresh_target
from curation.sources.door.kinds import (
    ACCEPT_HEADERS,
    BEGINNING,
    LIMITS,
    MAX_FILE,
    TEXTS,
    accepted_kind,
    charset_label,
    media_type,
)
from curation.sources.door.transport import Deadline, GuardedTransport

__all__ = ["FetchError", "Fetched", "fetch"]

DEADLINE = 15.0  # seconds
MAX_REDIRECTS = 5  # more are a loop, or a site that tracks its visitors
REDIRECTS = frozenset([301, 302, 303, 307, 308])
ROBOTS_KEPT = 24 * 3600  # seconds; RFC 9309 allows no longer
PRODUCT = "CurationDesk"  # our name in the user agent, and the product token in robots.txt
ENCODINGS = ("gzip", "deflate", "br")
KEPT_HEADERS = (
    "content-type",
    "content-language",
    "date",
    "etag",
    "last-modified",
    "link",
    "x-robots-tag",
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL answered in the end.

    Attributes:
        requested_url: the URL that was asked for, as given.
        url: the final URL, after redirects, without fragment.
        hops: the URLs that were passed on the way, in order; empty without redirects.
        status: the final HTTP status, 200 to 299.
        kind: what the body is declared to be and looks like. Not proven: read it with care.
        content_type: the declared media type in lower case without parameters, or "".
        charset: the Python codec that reads a page; None for files.
        headers: those of KEPT_HEADERS that were sent, names in lower case.
        body: the decompressed bytes, at most 2 MB of a page and 20 MB of a file.
        truncated: the page was longer and has been cut.
    """

    requested_url: str
    url: str
    hops: tuple[str, ...]
    status: int
    kind: Literal["html", "pdf", "image"]
    content_type: str
    charset: str | None
    headers: dict[str, str]
    body: bytes
    truncated: bool

    @property
    def text(self) -> str:
        """Return the page as text. Raises ValueError for a file, which has none."""
        if self.charset is None:
            raise ValueError(f"A file of the kind {self.kind} has no text.")
        return decoded(self.body, self.charset, truncated=self.truncated)


@dataclass(frozen=True, slots=True)
class _Answer:
    """One response that is not an error: a redirect without body, or a body of a wanted kind."""

    status: int
    headers: httpx2.Headers
    body: bytes = b""
    kind: str = ""
    charset: str | None = None
    truncated: bool = False


def fetch(
    url: str,
    *,
    accept: Literal["page", "image"] = "page",
    deadline: float = DEADLINE,
    bulk: bool = False,
) -> Fetched:
    """GET a URL, follow its redirects, and return what is found there.

    Args:
        url: a URL as a person or a page wrote it.
        accept: "page" takes HTML, and a PDF or an image in its place (see `Fetched.kind`);
            "image" takes nothing else.
        deadline: seconds for everything: the wait for the host, DNS, redirects and bodies.
        bulk: no person asked for this very page just now, so robots.txt is obeyed. What a curator
            pastes is fetched for a person, as by a browser.

    At most 5 redirects are followed; a meta refresh counts as one. A redirect from https to http
    is followed too: no secret is sent, and some publishers' short links still do it. Cookies are
    neither kept nor sent. Nothing is retried here: `FetchError.retryable` tells the queue.

    Raises FetchError, always with a message for the curator.
    """
    clock = Deadline(deadline)
    target, hops, answer = _follow(url, accept, clock, bulk=bulk)
    content_type = answer.headers.get("content-type")
    return Fetched(
        requested_url=url,
        url=str(target),
        hops=tuple(hops),
        status=answer.status,
        kind=answer.kind,
        content_type=media_type(content_type),
        charset=answer.charset,
        headers={name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers},
        body=answer.body,
        truncated=answer.truncated,
    )


def user_agent() -> str:
    """Return who asks and where to find us, in the form that site owners know from their logs."""
    name = re.sub(r"[^\w .-]", "", settings.SITE_NAME, flags=re.ASCII).strip()
    words = ["compatible", f"{PRODUCT}/1.0", *filter(None, [name]), f"+{settings.SITE_URL}"]
    return f"Mozilla/5.0 ({'; '.join(words)})"


def _follow(
    url: str, accept: str, clock: Deadline, *, bulk: bool = False
) -> tuple[httpx2.URL, list[str], _Answer]:
    target = guard.checked_url(url)
    hops: list[str] = []
    while True:
        if bulk:
            _obey_robots(target, clock)
        answer = _ask(target, accept, clock)
        onward = _onward(target, answer)
        if onward is None:
            return target, hops, answer
        hops.append(str(target))
        if str(onward) in hops:
            raise FetchError(_("The site sends its visitors round in a circle."))
        if len(hops) > MAX_REDIRECTS:
            raise FetchError(
                _("The address leads on more than %(limit)d times.") % {"limit": MAX_REDIRECTS}
            )
        target = onward


def _ask(target: httpx2.URL, accept: str, clock: Deadline) -> _Answer:
    """Send one request: alone at its host, and not during a back-off that it asked for."""
    host = guard.host(target)
    request = httpx2.Request(
        "GET",
        target,
        headers={
            "User-Agent": user_agent(),
            "Accept": ACCEPT_HEADERS[accept],
            "Accept-Language": f"{settings.LANGUAGE_CODE}, en;q=0.8, *;q=0.5",
            "Accept-Encoding": ", ".join(ENCODINGS),
            "Connection": "close",
        },
    )
    with politeness.one_request_at_a_time(host, clock):
        politeness.refuse_during_back_off(host)
        with GuardedTransport(clock, max_bytes=2 * MAX_FILE) as transport:
            response = transport.handle_request(request)
            try:
                return _received(response, host, accept, clock)
            finally:
                response.close()


def _received(response: httpx2.Response, host: str, accept: str, clock: Deadline) -> _Answer:
    status, headers = response.status_code, response.headers
    if status in REDIRECTS and headers.get("location", "").strip():
        return _Answer(status, headers)
    if not 200 <= status < 300:
        seconds = politeness.parse_retry_after(headers.get("retry-after"))
        if seconds is not None and status in (429, 503):
            politeness.begin_back_off(host, seconds)
        raise _refused_by_site(status, seconds)
    applied = [name.strip().lower() for name in headers.get("content-encoding", "").split(",")]
    applied = [name for name in applied if name not in ("", "identity")]
    # Servers send one layer. More of them are how a small answer becomes a decompression bomb.
    if len(applied) > 1 or not set(applied) <= set(ENCODINGS):
        raise _packed()
    try:
        return _read(response, accept, clock)
    except httpx2.DecodingError as error:
        raise _packed() from error


def _read(response: httpx2.Response, accept: str, clock: Deadline) -> _Answer:
    """Read the body, decompressed piece by piece, never beyond the limit of its kind."""
    content_type = response.headers.get("content-type")
    body = bytearray()
    kind = ""
    for piece in response.iter_bytes():
        clock.remaining()
        body += piece
        if not kind and len(body) >= BEGINNING:
            kind = accepted_kind(content_type, bytes(body[:BEGINNING]), accept)
            announced = int(response.headers.get("content-length", 0))
            if announced > LIMITS[kind] and kind not in TEXTS:
                raise _too_big(kind)
        if kind and len(body) > LIMITS[kind]:
            if kind not in TEXTS:
                raise _too_big(kind)
            break
    if not body:
        raise FetchError(_("The site answered with nothing at all."), status=response.status_code)
    kind = kind or accepted_kind(content_type, bytes(body), accept)
    content = bytes(body[: LIMITS[kind]])
    return _Answer(
        status=response.status_code,
        headers=response.headers,
        body=content,
        kind=kind,
        charset=charset_of(content, charset_label(content_type)) if kind in TEXTS else None,
        truncated=len(body) > len(content),
    )


def _onward(target: httpx2.URL, answer: _Answer) -> httpx2.URL | None:
    """Return the checked URL that an answer redirects to, None when it does not redirect."""
    if answer.status in REDIRECTS:
        return _checked_onward(target, answer.headers["location"])
    if answer.kind != "html":
        return None
    refresh = parse_refresh(answer.headers.get("refresh", "")) or refresh_target(
        decoded(answer.body[:HEAD_LENGTH], answer.charset, truncated=True)
    )
    if refresh is None:
        return None
    onward = _checked_onward(target, refresh)
    return None if onward == target else onward


def _checked_onward(target: httpx2.URL, written: str) -> httpx2.URL:
    try:
        joined = str(target.join(written.strip(" \t\r\n\f")))
    except httpx2.InvalidURL as error:
        raise FetchError(_("The address leads on to something that is no address.")) from error
    return guard.checked_url(joined)


def _obey_robots(target: httpx2.URL, clock: Deadline) -> None:
    """Raise FetchError when the site's robots.txt does not want this URL read by programs.

    A site without one (any 4xx) allows everything. One whose robots.txt cannot be reached
    allows nothing for now (RFC 9309, 2.3.1).
    """
    origin = f"{target.scheme}://{target.netloc.decode('ascii')}"
    key = f"fetch-robots-{politeness.digest(origin)}"
    rules = cache.get(key)
    if rules is None:
        try:
            _target, _hops, answer = _follow(f"{origin}/robots.txt", "robots", clock)
        except FetchError as error:
            if error.status is None or error.status == 429 or error.status >= 500:
                raise
            rules = ()
        else:
            text = decoded(answer.body, answer.charset, truncated=answer.truncated)
            rules = robots.rules_for(text, PRODUCT)
        cache.set(key, rules, timeout=ROBOTS_KEPT)
    if not robots.allows(rules, target.raw_path.decode("ascii")):
        raise FetchError(_("The site asks programs not to read this page (robots.txt)."))


def _refused_by_site(status: int, retry_after: float | None) -> FetchError:
    if status in (401, 402, 403, 407, 451):
        words = _("The site does not let us read this page (status %(status)d).")
    elif status in (404, 410):
        words = _("The site has no page at this address (status %(status)d).")
    elif status == 429:
        words = _("The site says that we ask too often (status %(status)d).")
    elif status >= 500:
        words = _("The site has a problem of its own (status %(status)d).")
    else:
        words = _("The site answered with status %(status)d instead of a page.")
    return FetchError(
        words % {"status": status},
        retryable=500 <= status < 600,
        retry_after=retry_after,
        status=status,
    )


def _packed() -> FetchError:
    return FetchError(_("The site's answer is packed in a way that cannot be read."))


def _too_big(kind: str) -> FetchError:
    return FetchError(
        _("The file is larger than %(limit)d MB.") % {"limit": LIMITS[kind] // 1_000_000}
    )
