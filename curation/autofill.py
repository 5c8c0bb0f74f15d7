"""Fills a draft from its source's page, except where a curator wrote; keeps all that it offered.

A field may be filled again as long as it holds what a fetch put there (`SourceFetch.filled`). Once
a curator has changed or cleared it, no later fetch touches it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from curation import suggesting
from curation.models import Article, Provenance, Publisher, Revision, SourceFetch
from curation.models.revisions import snapshot
from curation.sources.links.cleaning import clean_url
from curation.sources.links.parsing import LinkError, brand_of
from curation.sources.reading.page import Candidate, Page, shortened

# The article's fields that may be filled
TEXT_FIELDS = (
    "title",
    "excerpt",
    "link_href",
    "canonical_url",
    "source_author",
    "source_date",
    "language",
    "image_alt",
)
FILLED_FIELDS = (*TEXT_FIELDS, "slug", "publisher", "featured_image")
MOST_CANDIDATES = 8  # of one field
LONGEST = 2000  # characters of a value whose column has no limit


# ---------------------------------------------------------------- what a page offers


def offered(page: Page, pasted: str = "") -> dict[str, list[dict[str, str]]]:
    """Return what a page offers: field -> [{"value", "origin"}], best first.

    origin: where on the page the value was found. `publisher` has names for the publisher,
    `featured_image` URLs of pictures. pasted: the URL that the curator pasted.
    """
    excerpts = [Candidate(shortened(one.value), one.source) for one in page.description.candidates]
    if page.excerpt:
        excerpts.insert(0, Candidate(page.excerpt, page.description.source or "text"))
    candidates = {
        "title": page.title.candidates,
        "excerpt": excerpts,
        "link_href": _cleaned_links(page, pasted),
        "canonical_url": _canonical_urls(page),
        "source_author": [
            Candidate(", ".join(one.value), one.source) for one in page.authors.candidates
        ],
        "source_date": [
            Candidate(_iso(one.value), one.source) for one in page.published.candidates
        ],
        "language": page.language.candidates,
        "publisher": page.site_name.candidates,
        "featured_image": page.image.candidates,
        "image_alt": _alt_texts(page),
    }
    return {name: rows for name, found in candidates.items() if (rows := _rows(name, found))}


def chosen(page: Page) -> dict[str, str]:
    """Return the best value of each text field, "" for those that the page does not give."""
    canonical = page.canonical_url.value or ""
    values = {
        "title": page.title.value,
        "excerpt": page.excerpt,
        "link_href": clean_url(page.url, canonical=canonical or None),
        "canonical_url": canonical,
        "source_author": ", ".join(page.authors.value or ()),
        "source_date": _iso(page.published.value),
        "language": page.language.value,
        "image_alt": next((one.value for one in _alt_texts(page)), ""),
    }
    return {name: _fit(name, value or "") for name, value in values.items()}


def _iso(value: date | datetime | None) -> str:
    """Return a date, or a time to the minute, in ISO 8601; "" for None."""
    if value is None:
        return ""
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def _cleaned_links(page: Page, pasted: str) -> list[Candidate[str]]:
    """Return the cleaned forms of the page's URL, of its canonical URL and of the pasted one."""
    canonical = page.canonical_url.value or ""
    raw = [
        Candidate(page.url, "after redirects"),
        Candidate(canonical, "canonical"),
        Candidate(pasted, "as pasted"),
    ]
    found = []
    for one in raw:
        try:
            cleaned = clean_url(one.value, canonical=canonical or None)
        except LinkError:
            continue
        found.append(Candidate(cleaned, one.source))
    return found


def _canonical_urls(page: Page) -> list[Candidate[str]]:
    """Return the page's canonical URLs; of a paper, that of its DOI as well."""
    found = list(page.canonical_url.candidates)
    if page.doi:
        found.append(Candidate(f"https://doi.org/{page.doi}", "DOI"))
    return found


def _alt_texts(page: Page) -> list[Candidate[str]]:
    """Return the alternative texts that the page declares for its picture."""
    found = (
        Candidate(page.open_graph.get("ogimagealt") or "", "og:image:alt"),
        Candidate(page.twitter.get("twitterimagealt") or "", "twitter:image:alt"),
    )
    return [one for one in found if one.value]


def _rows(name: str, found: Iterable[Candidate[str]]) -> list[dict[str, str]]:
    """Return a field's candidates as stored in JSON: without duplicates, eight at most."""
    rows: dict[str, str] = {}
    for one in found:
        if value := _fit(name, one.value):
            rows.setdefault(value, one.source)
    best = list(rows.items())[:MOST_CANDIDATES]
    return [{"value": value, "origin": origin} for value, origin in best]


def _fit(name: str, value: str) -> str:
    """Return a value that fits the field's column: a text is cut, a longer URL becomes ""."""
    limit = 200 if name == "publisher" else Article._meta.get_field(name).max_length or LONGEST
    value = storable(value)
    if len(value) > limit and name in ("canonical_url", "link_href", "featured_image"):
        return ""
    return value[:limit].strip()


def storable(text: str) -> str:
    """Remove what a database refuses: null characters and lone surrogates. JSON can hold both.

    >>> storable("a\\x00b\\ud800")
    'ab'
    """
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


# ---------------------------------------------------------------- into the draft


@transaction.atomic
def fill(source_fetch: SourceFetch, page: Page) -> Article:
    """Fill the draft from its page, keep all that the page offered, and suggest topics."""
    article = Article.objects.select_for_update(of=("self",)).get(pk=source_fetch.pk)
    source_fetch.refresh_from_db(fields=["filled"])
    source_fetch.candidates = offered(page, article.link_original)
    for name, value in chosen(page).items():
        if value and name != "image_alt":  # filled together with the picture
            _put(source_fetch, article, name, value)
    _fill_publisher(source_fetch, article, page)
    if article.slug == source_fetch.filled.get("slug") and not article.published_at:
        article.slug = source_fetch.filled["slug"] = article.free_slug()
    article.save()
    Provenance.objects.update_or_create(
        article=article,
        defaults={
            "html_meta": _storable_table(page.html_meta),
            "open_graph": _storable_table(page.open_graph),
            "twitter": _storable_table(page.twitter),
        },
    )
    source_fetch.save(update_fields=["candidates", "filled"])
    suggesting.suggest(article, f"{article.excerpt}\n{page.text}", page.keywords)
    return article


def _put(source_fetch: SourceFetch, article: Article, name: str, value):
    """Set a field of the article, unless a curator changed it since it was filled last."""
    attribute = Article._meta.get_field(name).attname
    empty = "" if name in TEXT_FIELDS else None
    if getattr(article, attribute) == source_fetch.filled.get(name, empty):
        setattr(article, attribute, value)
        source_fetch.filled[name] = value


def _fill_publisher(source_fetch: SourceFetch, article: Article, page: Page):
    """Set the publisher by the link, and name it as the page does if it has no name yet."""
    publisher = Publisher.objects.of_brand(brand_of(article.link_href))
    _put(source_fetch, article, "publisher", publisher and publisher.pk)
    publisher = article.publisher
    if publisher and not publisher.name and page.site_name.value:
        publisher.name = _fit("publisher", page.site_name.value)
        publisher.save(update_fields=["name"])


def _storable_table(table: dict[str, str]) -> dict[str, str]:
    return {storable(name): storable(value) for name, value in table.items()}


@transaction.atomic
def use_offered_value(article: Article, name: str, value: str, by=None) -> Article:
    """Set a text field to a candidate that a curator chose, and record it as the curator's edit."""
    before = snapshot(article.hold())
    setattr(article, name, value)
    article.modified_at = timezone.now()
    article.save(update_fields=[name, "modified_at"])
    Revision.objects.record(article, before, snapshot(article), by=by)
    return article


def put_picture(source_fetch: SourceFetch, image, alt: str, is_choice: bool) -> bool:
    """Give the draft a stored picture, unless a curator chose one meanwhile. Returns whether.

    is_choice: a curator asked for this picture, so it replaces any other.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(pk=source_fetch.pk)
        source_fetch.refresh_from_db(fields=["filled"])
        is_untouched = article.featured_image_id == source_fetch.filled.get("featured_image")
        if not (is_untouched or is_choice):
            return False
        # A former picture's text does not describe this one; what a curator wrote stays.
        if article.image_alt == source_fetch.filled.get("image_alt", ""):
            article.image_alt = source_fetch.filled["image_alt"] = alt
        article.featured_image = image
        source_fetch.filled["featured_image"] = image.pk
        article.save(update_fields=["featured_image", "image_alt"])
        source_fetch.save(update_fields=["filled"])
    return True
