"""A link becomes a draft: first from its URL alone, then from its page, in the background.

`start_draft` makes the draft without using the network, and queues `read_later`. That background
task fetches the page, reads it, fills the fields that no curator changed (`curation.autofill`), and
downloads the pictures.
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
from curation.sources.reading.challenges import UNNAMED
from curation.sources.reading.clipping import Clipping, read_clipping
from curation.sources.reading.page import Page, read_page
from curation.sources.reading.pdf import PdfError, read_pdf
from media import removing
from media.checking import ImageRefused
from media.documents import DocumentRefused, store_pdf
from media.models import Image

BACKOFF = timedelta(seconds=10)  # before the second attempt; three times as long before the third
LONGEST_WAIT = timedelta(hours=1)
PICTURES_TRIED = 2  # a page's first picture may be missing or a placeholder
SMALLEST_PICTURE = 100  # pixels on each side: anything smaller is a tracking pixel or an icon


@dataclass(frozen=True, slots=True)
class NextAttempt:
    """The number of the next attempt to fetch a source, and when it is due."""

    attempt: int
    due_at: datetime


# ---------------------------------------------------------------- at once


@transaction.atomic
def start_draft(link: Link, by=None, section: Section | None = None, asked_by=None) -> Article:
    """Make a draft for a pasted link and queue the fetch of its source, in one transaction.

    by: the author, who gets the byline. asked_by: who is recorded with the fetch, if that is
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
    source_fetch = SourceFetch.objects.create(
        article=article,
        asked_by=asked_by or by,
        filled={
            "title": title,
            "slug": article.slug,
            "link_href": link.href,
            "publisher": article.publisher_id,
        },
    )
    read_later.enqueue(article.pk, source_fetch.attempt)
    return article


@transaction.atomic
def start_draft_from_clipping(
    clipping: Clipping, by=None, section: Section | None = None
) -> Article:
    """Make a draft from a page in the curator's browser: only its pictures are fetched later.

    The selected text becomes a quotation at the start of the body, and a candidate for the excerpt.
    """
    article = start_draft(clipping.link, by, section)
    page = read_clipping(clipping)
    source_fetch = article.source_fetch
    article = autofill.fill(source_fetch, page)
    source_fetch.filled["wanted"] = _pictures_of(page)
    if clipping.selection:
        selected = {
            "value": " ".join(clipping.selection)[: autofill.LONGEST],
            "origin": "selection",
        }
        source_fetch.candidates.setdefault("excerpt", []).append(selected)
        paragraphs = "".join(f"<p>{escape(text)}</p>" for text in clipping.selection)
        article.body_source = f"<blockquote>{paragraphs}</blockquote>"
        article.save(update_fields=["body_source"])
    source_fetch.save(update_fields=["filled", "candidates"])
    return article


@transaction.atomic
def read_again(article: Article, by=None, picture: str = "") -> SourceFetch | None:
    """Queue another fetch of a draft's source, for the curator's "try again".

    picture: the URL of a picture that the curator chose; then only that is fetched. Returns None
    if a fetch is already under way.
    """
    source_fetch, _created = SourceFetch.objects.select_for_update().get_or_create(
        article=article, defaults={"state": SourceFetch.State.FAILED, "finished_at": timezone.now()}
    )
    if source_fetch.is_under_way:
        return None
    source_fetch.state, source_fetch.attempt = SourceFetch.State.QUEUED, 1
    source_fetch.reason, source_fetch.notes, source_fetch.due_at = "", [], timezone.now()
    source_fetch.asked_by, source_fetch.finished_at = by, None
    if picture:
        source_fetch.filled["wanted"] = {"images": [picture], "is_choice": True}
    source_fetch.save()
    read_later.enqueue(article.pk, source_fetch.attempt)
    return source_fetch


def _placeholder_title(link: Link) -> str:
    """Return a title until the page is read: the last part of the URL's path, or its host."""
    file_name = unquote(urlsplit(link.href).path).rstrip("/").rpartition("/")[2]
    stem = file_name.rpartition(".")[0] or file_name
    spaced = stem.replace("-", " ").replace("_", " ").replace("+", " ")
    words = " ".join("".join(c if c.isprintable() else " " for c in spaced).split())
    return (words[:1].upper() + words[1:])[:200] if " " in words else link.brand


def _first_section() -> Section:
    return Section.objects.create(path="news", name=_("News"))


# ---------------------------------------------------------------- in the background


@task
def read_later(pk: int, attempt: int) -> None:
    """Read one draft's source, and queue the next attempt if it is to be retried.

    Runs in the background. pk: of the draft, which is its fetch's too.
    """
    if following := read_now(pk, attempt):
        read_later.using(run_after=following.due_at).enqueue(pk, following.attempt)


def read_now(pk: int, attempt: int) -> NextAttempt | None:
    """Fetch and read one draft's source, and fill the draft. Returns the next attempt, or None.

    After a timeout, a broken connection or a 5xx status it is retried with back-off, three attempts
    in all. Other failures are final. Does nothing if another worker has this attempt, or has
    finished it.
    """
    source_fetch = SourceFetch.objects.claim(pk, attempt)
    if source_fetch is None:
        return None
    try:
        pictures = source_fetch.filled.get("wanted")
        if pictures is None:
            page, pdf = read_url(
                source_fetch.article.link_original or source_fetch.article.link_href
            )
            autofill.fill(source_fetch, page)
            if pdf is not None:
                _keep_pdf(source_fetch, page, pdf)
            pictures = _pictures_of(page)
        _take_pictures(source_fetch, pictures)
    except FetchError as error:
        return _failed(source_fetch, error)
    except ObjectDoesNotExist:
        if Article.objects.filter(pk=pk).exists():
            raise
        return None  # somebody deleted the draft in the meantime
    except OperationalError:
        raise  # the database is busy: `rescue_lost_fetches` queues the fetch again
    except Exception:
        reason = _("This page could not be read because of an error on our side.")
        _finish(source_fetch, SourceFetch.State.FAILED, reason)
        raise
    _finish(source_fetch, SourceFetch.State.DONE)
    return None


def read_url(url: str) -> tuple[Page, bytes | None]:
    """Fetch a URL; return what its page says, and the file's bytes if it is a PDF.

    Raises FetchError, also where the site sent a check for robots in place of its page.
    """
    fetched = fetch(url)
    if fetched.kind == "html":
        page = read_page(fetched.text, fetched.url)
        if page.challenge:
            raise FetchError(_challenged(page.challenge))
        return page, None
    if fetched.kind == "pdf":
        try:
            return read_pdf(fetched.body, fetched.url), fetched.body
        except PdfError as error:
            raise FetchError(str(error)) from error
    raise FetchError(_("The address leads to a picture, not to an article."))


def _challenged(challenge: str) -> str:
    """Return why a page that is a check for robots was not read, and what a curator can do."""
    if challenge == UNNAMED:
        words = _("The site sent a check for robots in place of the article.")
    else:
        words = _("The site sent a check for robots (%(name)s) in place of the article.")
    return words % {"name": challenge} + " " + _("Open it in your browser and use the bookmarklet.")


def rescue_lost_fetches() -> int:
    """Queue again the fetches whose worker was killed. Returns how many.

    A fetch that was lost three times fails, with a reason. One that is still waiting may have lost
    its task: it gets a new one, which does not count as an attempt. If both tasks are still queued,
    the worker that is later finds the fetch claimed.
    """
    queued = 0
    for source_fetch in SourceFetch.objects.lost():
        if source_fetch.state == SourceFetch.State.QUEUED:
            unchanged = SourceFetch.objects.filter(
                pk=source_fetch.pk,
                attempt=source_fetch.attempt,
                state=source_fetch.state,
                due_at=source_fetch.due_at,
            )
            now = timezone.now()
            if unchanged.update(due_at=now):
                read_later.enqueue(source_fetch.pk, source_fetch.attempt)
                queued += 1
            continue
        lost = FetchError(_("Reading the page broke off."), retryable=True)
        if following := _failed(source_fetch, lost, wait=timedelta(0)):
            read_later.enqueue(source_fetch.pk, following.attempt)
            queued += 1
    return queued


def _failed(
    source_fetch: SourceFetch, error: FetchError, wait: timedelta | None = None
) -> NextAttempt | None:
    """Record that an attempt failed. Returns the next one, or None if the failure is final.

    wait: how long until the next attempt; by default the back-off for its number.
    """
    if not error.retryable or source_fetch.attempt >= SourceFetch.ATTEMPTS:
        _finish(source_fetch, SourceFetch.State.FAILED, reason=str(error))
        return None
    wait = BACKOFF * 3 ** (source_fetch.attempt - 1) if wait is None else wait
    if error.retry_after:
        wait = min(max(wait, timedelta(seconds=error.retry_after)), LONGEST_WAIT)
    following = NextAttempt(source_fetch.attempt + 1, timezone.now() + wait)
    moved = _as_claimed(source_fetch).update(
        state=SourceFetch.State.QUEUED,
        attempt=following.attempt,
        due_at=following.due_at,
        reason=str(error)[:500],
    )
    return following if moved else None


def _finish(source_fetch: SourceFetch, state: str, reason: str = ""):
    """Record that a fetch is done or has failed for good."""
    source_fetch.refresh_from_db(fields=["filled"])
    source_fetch.filled.pop("wanted", None)
    _as_claimed(source_fetch).update(
        state=state,
        reason=reason[:500],
        finished_at=timezone.now(),
        notes=source_fetch.notes,
        filled=source_fetch.filled,
    )


def _as_claimed(source_fetch: SourceFetch):
    """Return a queryset of the row, empty if a later attempt began or the fetch is over.

    A slow worker must not overwrite what a later one wrote.
    """
    return SourceFetch.objects.filter(
        pk=source_fetch.pk, attempt=source_fetch.attempt, state=SourceFetch.State.READING
    )


# ---------------------------------------------------------------- files


def _pictures_of(page: Page) -> dict:
    """Return which pictures to fetch for a page, as JSON.

    `images`: URLs, best first. `alt`: the alternative text of the first. `icon`: a URL or "".
    """
    return {
        "images": [one["value"] for one in autofill.offered(page).get("featured_image", ())],
        "alt": autofill.chosen(page)["image_alt"],
        "icon": page.icon,
    }


def _take_pictures(source_fetch: SourceFetch, pictures: dict):
    """Download the picture and the publisher's icon. A failure becomes a note, not an error.

    pictures: as from `_pictures_of`; with `is_choice`, a curator chose the one picture in it.
    """
    article = Article.objects.select_related("publisher").get(pk=source_fetch.pk)
    is_choice = pictures.get("is_choice", False)
    is_untouched = article.featured_image_id == source_fetch.filled.get("featured_image")
    if is_untouched or is_choice:
        for url in pictures["images"][:PICTURES_TRIED]:
            alt = pictures.get("alt", "") if url == pictures["images"][0] else ""
            if image := _download(source_fetch, url, _("image"), alt, SMALLEST_PICTURE):
                autofill.put_picture(source_fetch, image, alt, is_choice)
                break
    publisher = article.publisher
    if pictures.get("icon") and publisher and publisher.icon_id is None:
        if icon := _download(source_fetch, pictures["icon"], _("icon")):
            type(publisher).objects.filter(pk=publisher.pk, icon=None).update(icon=icon)


def _download(
    source_fetch: SourceFetch, url: str, what: str, alt: str = "", smallest: int = 1
) -> Image | None:
    """Download and store one picture, or note why not.

    what: the word for it in the note. smallest: pixels that each side needs.
    """
    try:
        found = download_image(url)
        started = timezone.now()
        image = Image.objects.store(found.body, found.file_name, alt=alt)
    except (FetchError, ImageRefused) as error:
        why = str(error)
    else:
        if min(image.width, image.height) >= smallest:
            return image
        if image.created_at >= started:  # not stored before, so nobody else uses it
            removing.remove_image(image)
        size = {"width": image.width, "height": image.height}
        why = _("it is only %(width)d × %(height)d pixels.") % size
    note = _("The %(what)s at %(address)s was not taken: %(why)s")
    source_fetch.notes.append(note % {"what": what, "address": url[:200], "why": why})
    return None


def _keep_pdf(source_fetch: SourceFetch, page: Page, pdf: bytes):
    """Store the source's PDF as the draft's, unless it has one; or note why it is refused."""
    try:
        document = store_pdf(pdf, page.url.rpartition("/")[2] or "document.pdf")
    except DocumentRefused as error:
        source_fetch.notes.append(_("The PDF was not kept: %(why)s") % {"why": error})
    else:
        Article.objects.filter(pk=source_fetch.pk, featured_pdf=None).update(featured_pdf=document)
