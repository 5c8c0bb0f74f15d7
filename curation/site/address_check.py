"""What the site answers at addresses of the publication's former site: live, moved, gone, missing.

Each address is asked for as a reader would ask, through the site's own middleware and views, in
this process and without a network: there is no second opinion on what an address leads to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from curation.models import Article
from curation.site.redirects import article_at

MAX_REDIRECTS = 5


class SiteError(Exception):
    """The site answers nothing as it is set up here. The text says what to do."""


class Answer(models.TextChoices):
    LIVE = "live", _("live")
    REDIRECTS = "redirects", _("redirects")
    GONE = "gone", _("gone")
    MISSING = "missing", _("missing")
    ERROR = "error", _("error")


@dataclass(frozen=True, slots=True)
class Checked:
    """One address, and what the site answers.

    `target`: where it leads in the end, for REDIRECTS. `reason`: why it is missing, as in "draft";
    for the operator, who may know it.
    """

    address: str
    answer: Answer
    target: str = ""
    reason: str = ""

    def __str__(self):
        words = f"redirects to {self.target}" if self.target else str(self.answer)
        return f"{words} ({self.reason})" if self.reason else words


def check_addresses(addresses: Iterable[str], base_path: str = "/") -> Iterator[Checked]:
    """Yield what the site answers at each address. One at a time is in memory.

    addresses: absolute URLs, whose host is ignored, or paths. base_path: the folder that the former
    site was in, such as `/blog/`; it is taken off. Raises SiteError where not even the home page
    opens.
    """
    handler = BaseHandler()
    handler.load_middleware()
    if (status := _ask(handler, "/", "").status_code) != 200:
        raise SiteError(
            f"The home page itself answers {status} here; run `manage.py prepare`, and see that "
            "ALLOWED_HOSTS has the host of SITE_URL."
        )
    for address in addresses:
        yield _checked(handler, address, _path_and_query(address, base_path))


def _path_and_query(address: str, base_path: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:  # such as http://[
        return "", ""
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    folder = f"/{base_path.strip('/')}/".replace("//", "/")
    if f"{path}/" == folder or path.startswith(folder):
        path = "/" + path[len(folder) :]
    return path, parts.query


def _checked(handler: BaseHandler, address: str, place: tuple[str, str]) -> Checked:
    path, query = place
    if not path:
        return Checked(address, Answer.ERROR, reason=str(_("no address")))
    target = ""
    for _hop in range(MAX_REDIRECTS):
        response = _ask(handler, path, query)
        if response.status_code not in (301, 302, 307, 308):
            break
        target = response["Location"]
        path, query = _path_and_query(target, "/")
    if response.status_code == 200:
        return Checked(address, Answer.REDIRECTS if target else Answer.LIVE, target)
    if response.status_code == 410:
        return Checked(address, Answer.GONE)
    if response.status_code == 404:
        return Checked(address, Answer.MISSING, reason=_why_missing(path))
    return Checked(address, Answer.ERROR, reason=str(response.status_code))


def _ask(handler: BaseHandler, path: str, query: str) -> HttpResponse:
    """Return the site's answer to a reader who has no session."""
    site = urlsplit(settings.SITE_URL)
    request = WSGIRequest({
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
    })  # fmt: skip
    response = handler.get_response(request)
    if response.streaming:  # a file, which would stay open
        response.close()
    return response


def _why_missing(path: str) -> str:
    """Return the state of the hidden article that the address belongs to, or ""."""
    article = None if "\0" in unquote(path) else article_at(path)
    if article is None:
        return ""
    if article.is_scheduled:
        return str(_("scheduled"))
    return str(Article.Status(article.status).label)
