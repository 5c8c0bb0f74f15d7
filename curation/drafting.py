"""A link becomes a draft: at once with what the address tells, then with what its page says.

`start_draft` makes the draft without any network. `read_source` runs in the background: it fetches
the page, reads it, and fills what the curator left alone. A reading never overwrites what a person
typed: it may replace only values that an earlier reading put there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curation import suggesting
from curation.models import (
    Article,
    Byline,
    Curator,
    Provenance,
    Publisher,
    Section,
    SourceReading,
)
from curation.sources import addresses
from curation.sources.errors import FetchError
from curation.sources.fetch import fetch
from curation.sources.images import download_image
from curation.sources.page import Page, read_page
from curation.sources.pdf import PdfRefused, read_pdf
from media.checking import ImageRefused
from media.documents import DocumentRefused, store_pdf
from media.models import Image

BACKOFF = timedelta(seconds=10)  # before the second attempt; three times that before the third
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NextAttempt:
    """When the queue shall try a reading again, and the number of that attempt."""

    attempt: int
    due_at: datetime


# ---------------------------------------------------------------- at once


@transaction.atomic
def start_draft(url: str, by=None, section: Section | None = None) -> Article:
    """A draft for a pasted address, its reading queued (the caller puts it on the queue).

    Raises `addresses.AddressError` with a plain sentence where the address cannot be one.
    """
    url = url.strip()
    addresses.check(url)
    href = addresses.clean(url)
    title = _placeholder_title(href)
    article = Article.objects.create(
        section=section or Section.objects.first() or _first_section(),
        title=title,
        link_original=url,
        link_href=href,
        publisher=Publisher.objects.of_link(href),
    )
    if by is not None:
        Byline.objects.create(article=article, curator=Curator.objects.of(by))
    SourceReading.objects.create(
        article=article,
        asked_by=by,
        filled={"title": title, "slug": article.slug, "link_href": href, "excerpt": ""},
    )
    return article


@transaction.atomic
def start_draft_from_clipping(page: Page, by=None, section: Section | None = None) -> Article:
    """A draft from what a curator's own tab said: read already, nothing is fetched but pictures."""
    article = start_draft(page.url, by, section)
    fill_from_page(article.source_reading, page)
    return article


def read_again(article: Article, by=None) -> SourceReading:
    """Queue another reading, the curator's "try again" (the caller puts it on the queue)."""
    reading, _created = SourceReading.objects.update_or_create(
        article=article,
        defaults={
            "state": SourceReading.State.QUEUED,
            "attempt": 1,
            "reason": "",
            "notes": [],
            "due_at": timezone.now(),
            "asked_by": by,
        },
    )
    return reading


def _placeholder_title(href: str) -> str:
    """Words for a draft whose page nobody has read yet: the address's last part, or its host."""
    parts = urlsplit(href)
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    words = " ".join(last.rpartition(".")[0].replace("-", " ").replace("_", " ").split())
    words = words or " ".join(last.replace("-", " ").replace("_", " ").split())
    return (words[:1].upper() + words[1:])[:200] if " " in words else addresses.brand(href)


def _first_section() -> Section:
    return Section.objects.create(path="news", name=_("News"))


# ---------------------------------------------------------------- in the background


def read_source(pk: int, attempt: int) -> NextAttempt | None:
    """Fetch and read one draft's source; fill the draft. Returns when to try again, or None.

    Time-outs, broken connections and answers of the kind 5xx are tried three times in all, other
    refusals once. Does nothing where another worker has this attempt, or it is over.
    """
    reading = SourceReading.objects.claim(pk, attempt)
    if reading is None:
        return None
    address = reading.article.link_original or reading.article.link_href
    try:
        fetched = fetch(address)
        if fetched.kind == "html":
            page = read_page(fetched.text, fetched.url)
        elif fetched.kind == "pdf":
            page = read_pdf(fetched.body, fetched.url)
        else:
            raise FetchError(_("The address leads to a picture, not to an article."))
    except FetchError as error:
        return _failed(reading, error)
    except PdfRefused as error:
        return _failed(reading, FetchError(str(error)))
    fill_from_page(reading, page)
    _add_files(reading, page, fetched.body if fetched.kind == "pdf" else None)
    _finish(reading, SourceReading.State.DONE)
    return None


def rescue_lost_readings() -> list[tuple[int, NextAttempt]]:
    """Readings whose worker was killed: (article's pk, next attempt) to put on the queue again.

    One that was lost three times has failed, and says so.
    """
    again = []
    for reading in SourceReading.objects.lost():
        lost = FetchError(_("Reading the page broke off."), retryable=True)
        if attempt := _failed(reading, lost, wait=timedelta(0)):
            again.append((reading.pk, attempt))
    return again


def _failed(
    reading: SourceReading, error: FetchError, wait: timedelta | None = None
) -> NextAttempt | None:
    if not error.retryable or reading.attempt >= SourceReading.ATTEMPTS:
        _finish(reading, SourceReading.State.FAILED, reason=str(error))
        return None
    wait = BACKOFF * 3 ** (reading.attempt - 1) if wait is None else wait
    if error.retry_after:
        wait = min(max(wait, timedelta(seconds=error.retry_after)), LONGEST_WAIT)
    following = NextAttempt(reading.attempt + 1, timezone.now() + wait)
    # Only where nobody moved on meanwhile: two rescuers must not queue it twice.
    moved = SourceReading.objects.filter(
        pk=reading.pk, attempt=reading.attempt, state=reading.state
    ).update(
        state=SourceReading.State.QUEUED,
        attempt=following.attempt,
        due_at=following.due_at,
        reason=str(error)[:500],
    )
    return following if moved else None


def _finish(reading: SourceReading, state: str, reason: str = ""):
    reading.state, reading.reason, reading.finished_at = state, reason[:500], timezone.now()
    reading.save(update_fields=["state", "reason", "finished_at", "notes"])


# ---------------------------------------------------------------- filling


@transaction.atomic
def fill_from_page(reading: SourceReading, page: Page):
    """Put what a page says into the draft where no person wrote, and keep all that it offered."""
    article = Article.objects.select_for_update().select_related("section").get(pk=reading.pk)
    reading.candidates = page.candidates()
    href = addresses.clean(page.url, canonical=page.canonical_url.value or None)
    offered = {
        "title": page.title.value or "",
        "excerpt": page.description.value or "",
        "link_href": href,
        "canonical_url": page.canonical_url.value or "",
        "source_author": ", ".join(page.authors.value or ()),
        "source_date": page.published.value or "",
        "language": page.language.value or "",
    }
    for name, value in offered.items():
        limit = Article._meta.get_field(name).max_length
        _fill(reading, article, name, value[:limit] if limit else value)
    _fill_publisher(reading, article, page, href)
    if article.slug == reading.filled.get("slug") and not article.published_at:
        article.slug = reading.filled["slug"] = article.free_slug()
    article.save()
    Provenance.objects.update_or_create(
        article=article,
        defaults={
            "html_meta": page.html_meta,
            "open_graph": page.open_graph,
            "twitter": page.twitter,
        },
    )
    reading.article = article
    reading.save(update_fields=["candidates", "filled"])
    suggesting.suggest(article, page.text, page.keywords)


def _fill(reading: SourceReading, article: Article, name: str, value: str):
    """Write a value into a field that is empty or holds what an earlier reading wrote."""
    present = getattr(article, name)
    if value and (not present or present == reading.filled.get(name)):
        setattr(article, name, value)
        reading.filled[name] = value


def _fill_publisher(reading: SourceReading, article: Article, page: Page, href: str):
    pasted = addresses.brand(article.link_original) if article.link_original else ""
    if article.publisher is None or article.publisher.brand == pasted:
        article.publisher = Publisher.objects.of_link(href)
    publisher = article.publisher
    if publisher and not publisher.name and page.site_name.value:
        publisher.name = page.site_name.value[:200]
        publisher.save()


def _add_files(reading: SourceReading, page: Page, pdf: bytes | None):
    """Download picture and icon. One that cannot be had is noted, and stops nothing."""
    article = reading.article
    if pdf is not None:
        try:
            document = store_pdf(pdf, page.url.rpartition("/")[2] or "document.pdf")
        except DocumentRefused as error:
            reading.notes.append(_("The PDF was not kept: %(why)s") % {"why": _plain(error)})
        else:
            Article.objects.filter(pk=article.pk, featured_pdf=None).update(featured_pdf=document)
    if page.image.value and article.featured_image_id is None:
        if image := _download(reading, page.image.value, _("image"), alt=page.image_alt):
            # A curator may have chosen one meanwhile: theirs stays.
            Article.objects.filter(pk=article.pk, featured_image=None).update(featured_image=image)
            Article.objects.filter(pk=article.pk, image_alt="").update(
                image_alt=page.image_alt[:500]
            )
    publisher = article.publisher
    if page.icon and publisher and publisher.icon_id is None:
        if icon := _download(reading, page.icon, _("icon")):
            Publisher.objects.filter(pk=publisher.pk, icon=None).update(icon=icon)


def _download(reading: SourceReading, url: str, what: str, alt: str = "") -> Image | None:
    try:
        found = download_image(url)
        return Image.objects.store(found.body, found.file_name, alt=alt)
    except (FetchError, ImageRefused) as error:
        note = _("The %(what)s was not taken: %(why)s") % {"what": what, "why": _plain(error)}
        reading.notes.append(note)
        return None


def _plain(error: Exception) -> str:
    return " ".join(getattr(error, "messages", None) or [str(error)])
