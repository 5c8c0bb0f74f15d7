"""A link becomes a draft: at once with what the URL tells, then with what its page says.

`start_draft` makes the draft without any network and queues `read_later`. That background task
fetches the page, reads it, fills what the curator left alone (`curation.autofill`), and downloads
the pictures.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django_tasks import task

from curation import autofill
from curation.models import Article, Byline, Curator, Publisher, Section, SourceFetch
from curation.sources.door.downloads import download_image
from curation.sources.door.errors import FetchError
from curation.sources.door.fetch import fetch
from curation.sources.links.link import Link
from curation.sources.reading.clipping import Clipping, read_clipping
from curation.sources.reading.page import Page, read_page
from curation.sources.reading.pdf import PdfError, read_pdf
from media import removing
from media.checking import ImageRefused
from media.documents import DocumentRefused, store_pdf
from media.models import Image

BACKOFF = timedelta(seconds=10)  # before the second attempt; three times that before the third
LONGEST_WAIT = timedelta(hours=1)
PICTURES_TRIED = 2  # a page's first picture may be gone or a placeholder
SMALLEST_PICTURE = 100  # pixels, on each side: below, it is a tracking pixel or an icon


@dataclass(frozen=True, slots=True)
class NextAttempt:
    """The number of the next attempt to fetch a source, and when it is due."""

    attempt: int
    due_at: datetime


# ---------------------------------------------------------------- at once


@transaction.atomic
def start_draft(link: Link, by=None, section: Section | None = None, asked_by=None) -> Article:
    """Make a draft for a pasted link, and queue the fetch of its source: both or neither.

    by: who writes it and gets the byline. asked_by: who is on record for the fetch, where that is
    somebody else.
    """
    title = _placeholder_title(link)
    article = Article.objects.create(
        section=section or Section.objects.first() or _first_section(),
        title=title,
        link_original=link.pasted,
        link_href=link.href,
        publisher=Publisher.objects.of_brand(link.brand),
    )
    if by is not None:
        Byline.objects.create(article=article, curator=Curator.objects.of(by))
    fetch = SourceFetch.objects.create(
        article=article,
        asked_by=asked_by or by,
        filled={
            "title": title,
            "slug": article.slug,
            "link_href": link.href,
            "publisher": article.publisher_id,
        },
    )
    read_later.enqueue(article.pk, fetch.attempt)
    return article


@transaction.atomic
def start_draft_from_clipping(
    clipping: Clipping, by=None, section: Section | None = None
) -> Article:
    """Make a draft from a curator's own browser tab: the page is read, its pictures are queued.

    The selected text begins the body as a quotation, and may become the excerpt.
    """
    article = start_draft(clipping.link, by, section)
    page = read_clipping(clipping)
    reading = article.source_fetch
    article = autofill.fill(reading, page)
    reading.filled["wanted"] = _pictures_of(page)
    if clipping.selection:
        marked = {"value": " ".join(clipping.selection)[: autofill.LONGEST], "origin": "selection"}
        reading.candidates.setdefault("excerpt", []).append(marked)
        paragraphs = "".join(f"<p>{escape(text)}</p>" for text in clipping.selection)
        article.body_source = f"<blockquote>{paragraphs}</blockquote>"
        article.save(update_fields=["body_source"])
    reading.save(update_fields=["filled", "candidates"])
    return article


@transaction.atomic
def read_again(article: Article, by=None, picture: str = "") -> SourceFetch | None:
    """Queue another fetch of a draft's source: the curator's "try again".

    picture: the URL of the one picture that a curator chose; then nothing else is fetched.
    None where a fetch is under way already.
    """
    reading, _made = SourceFetch.objects.select_for_update().get_or_create(
        article=article, defaults={"state": SourceFetch.State.FAILED, "finished_at": _now()}
    )
    if reading.is_under_way:
        return None
    reading.state, reading.attempt = SourceFetch.State.QUEUED, 1
    reading.reason, reading.notes, reading.due_at = "", [], _now()
    reading.asked_by, reading.finished_at = by, None
    if picture:
        reading.filled["wanted"] = {"images": [picture], "is_choice": True}
    reading.save()
    read_later.enqueue(article.pk, reading.attempt)
    return reading


def _now() -> datetime:
    return timezone.now()


def _placeholder_title(link: Link) -> str:
    """Return a title until the page is read: the words of the URL's last part, or its host."""
    last = unquote(urlsplit(link.href).path).rstrip("/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    spaced = stem.replace("-", " ").replace("_", " ").replace("+", " ")
    words = " ".join("".join(c if c.isprintable() else " " for c in spaced).split())
    return (words[:1].upper() + words[1:])[:200] if " " in words else link.brand


def _first_section() -> Section:
    return Section.objects.create(path="news", name=_("News"))


# ---------------------------------------------------------------- in the background


@task
def read_later(pk: int, attempt: int) -> None:
    """Background task: read one draft's source, and queue it again where it is to be retried."""
    if following := read_now(pk, attempt):
        read_later.using(run_after=following.due_at).enqueue(pk, following.attempt)


def read_now(pk: int, attempt: int) -> NextAttempt | None:
    """Fetch and read one draft's source; fill the draft. Returns when to try again, or None.

    Time-outs, broken connections and 5xx answers are tried three times in all, other refusals
    once. Does nothing where another worker has this attempt, or it is over.
    """
    reading = SourceFetch.objects.claim(pk, attempt)
    if reading is None:
        return None
    try:
        wanted = reading.filled.get("wanted")
        if wanted is None:
            page, pdf = read_url(reading.article.link_original or reading.article.link_href)
            autofill.fill(reading, page)
            if pdf is not None:
                _keep_pdf(reading, page, pdf)
            wanted = _pictures_of(page)
        _take_pictures(reading, wanted)
    except FetchError as error:
        return _failed(reading, error)
    except ObjectDoesNotExist:
        if Article.objects.filter(pk=pk).exists():
            raise
        return None  # somebody deleted the draft in the meantime
    except OperationalError:
        raise  # a busy database: the rescue tries again
    except Exception:
        words = _("This page could not be read because of an error on our side.")
        _finish(reading, SourceFetch.State.FAILED, words)
        raise
    _finish(reading, SourceFetch.State.DONE)
    return None


def read_url(url: str) -> tuple[Page, bytes | None]:
    """Return what the page at a URL says, and the bytes of a PDF. Raises FetchError."""
    fetched = fetch(url)
    if fetched.kind == "html":
        return read_page(fetched.text, fetched.url), None
    if fetched.kind == "pdf":
        try:
            return read_pdf(fetched.body, fetched.url), fetched.body
        except PdfError as error:
            raise FetchError(str(error)) from error
    raise FetchError(_("The address leads to a picture, not to an article."))


def rescue_lost_fetches() -> int:
    """Queue again the fetches whose worker was killed; returns how many.

    A fetch that was lost three times fails, and says so. One that only waits may have lost its
    place in the queue: it gets another, and this counts as no attempt. Where both are still
    queued, the worker that comes second finds the fetch claimed.
    """
    again = 0
    for reading in SourceFetch.objects.lost():
        if reading.state == SourceFetch.State.QUEUED:
            same = SourceFetch.objects.filter(
                pk=reading.pk, attempt=reading.attempt, state=reading.state, due_at=reading.due_at
            )
            now = _now()
            if same.update(due_at=now):
                read_later.enqueue(reading.pk, reading.attempt)
                again += 1
            continue
        lost = FetchError(_("Reading the page broke off."), retryable=True)
        if following := _failed(reading, lost, wait=timedelta(0)):
            read_later.enqueue(reading.pk, following.attempt)
            again += 1
    return again


def _failed(
    reading: SourceFetch, error: FetchError, wait: timedelta | None = None
) -> NextAttempt | None:
    if not error.retryable or reading.attempt >= SourceFetch.ATTEMPTS:
        _finish(reading, SourceFetch.State.FAILED, reason=str(error))
        return None
    wait = BACKOFF * 3 ** (reading.attempt - 1) if wait is None else wait
    if error.retry_after:
        wait = min(max(wait, timedelta(seconds=error.retry_after)), LONGEST_WAIT)
    following = NextAttempt(reading.attempt + 1, _now() + wait)
    moved = _as_claimed(reading).update(
        state=SourceFetch.State.QUEUED,
        attempt=following.attempt,
        due_at=following.due_at,
        reason=str(error)[:500],
    )
    return following if moved else None


def _finish(reading: SourceFetch, state: str, reason: str = ""):
    reading.refresh_from_db(fields=["filled"])
    reading.filled.pop("wanted", None)
    _as_claimed(reading).update(
        state=state,
        reason=reason[:500],
        finished_at=_now(),
        notes=reading.notes,
        filled=reading.filled,
    )


def _as_claimed(reading: SourceFetch):
    """The row, as long as nobody moved on: a slow worker must not undo what a later one did."""
    return SourceFetch.objects.filter(
        pk=reading.pk, attempt=reading.attempt, state=SourceFetch.State.READING
    )


# ---------------------------------------------------------------- files


def _pictures_of(page: Page) -> dict:
    """Which pictures to fetch for a page, as JSON: `images` in order, `alt`, `icon`."""
    return {
        "images": [one["value"] for one in autofill.offered(page).get("featured_image", ())],
        "alt": autofill.chosen(page)["image_alt"],
        "icon": page.icon,
    }


def _take_pictures(reading: SourceFetch, wanted: dict):
    """Download picture and icon. One that cannot be had is noted, and stops nothing."""
    article = Article.objects.select_related("publisher").get(pk=reading.pk)
    is_choice = wanted.get("is_choice", False)
    owned = article.featured_image_id == reading.filled.get("featured_image")
    if owned or is_choice:
        for address in wanted["images"][:PICTURES_TRIED]:
            alt = wanted.get("alt", "") if address == wanted["images"][0] else ""
            if image := _download(reading, address, _("image"), alt, SMALLEST_PICTURE):
                autofill.put_picture(reading, image, alt, is_choice)
                break
    publisher = article.publisher
    if wanted.get("icon") and publisher and publisher.icon_id is None:
        if icon := _download(reading, wanted["icon"], _("icon")):
            type(publisher).objects.filter(pk=publisher.pk, icon=None).update(icon=icon)


def _download(
    reading: SourceFetch, url: str, what: str, alt: str = "", smallest: int = 1
) -> Image | None:
    try:
        found = download_image(url)
        begun = _now()
        image = Image.objects.store(found.body, found.file_name, alt=alt)
    except (FetchError, ImageRefused) as error:
        why = str(error)
    else:
        if min(image.width, image.height) >= smallest:
            return image
        if image.created_at >= begun:
            removing.remove_image(image)
        why = _("it is only %(width)d × %(height)d pixels.") % {
            "width": image.width, "height": image.height,
        }  # fmt: skip
    words = _("The %(what)s at %(address)s was not taken: %(why)s")
    reading.notes.append(words % {"what": what, "address": url[:200], "why": why})
    return None


def _keep_pdf(reading: SourceFetch, page: Page, pdf: bytes):
    try:
        document = store_pdf(pdf, page.url.rpartition("/")[2] or "document.pdf")
    except DocumentRefused as error:
        reading.notes.append(_("The PDF was not kept: %(why)s") % {"why": error})
    else:
        Article.objects.filter(pk=reading.pk, featured_pdf=None).update(featured_pdf=document)
