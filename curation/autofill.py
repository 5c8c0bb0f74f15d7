"""What a page says goes into its draft, wherever no person wrote; all that it offered is kept.

A reading owns a field as long as the field holds what a reading put there. Once a person has
changed or cleared it, no reading touches it again.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from curation import suggesting
from curation.models import Article, Provenance, Publisher, Revision, SourceFetch
from curation.models.revisions import snapshot
from curation.sources.links.cleaning import clean_url
from curation.sources.links.parsing import LinkError, brand_of
from curation.sources.reading.page import Candidate, Page, shortened

# The fields that a reading may fill
TEXTS = (
    "title", "excerpt", "link_href", "canonical_url", "source_author", "source_date", "language",
    "image_alt",
)  # fmt: skip
FILLED = (*TEXTS, "slug", "publisher", "featured_image")
MOST_CANDIDATES = 8
LONGEST = 2000


# ---------------------------------------------------------------- what a page offers


def offered(page: Page, pasted: str = "") -> dict[str, list[dict[str, str]]]:
    """Each field's values with where they stood: field -> [{"value", "origin"}], best first.

    `publisher` holds names for the publisher, `featured_image` addresses of pictures.
    """
    described = [Candidate(shortened(one.value), one.source) for one in page.description.candidates]
    if page.excerpt:
        described.insert(0, Candidate(page.excerpt, page.description.source or "text"))
    table = {
        "title": page.title.candidates,
        "excerpt": described,
        "link_href": _cleaned_links(page, pasted),
        "canonical_url": page.canonical_url.candidates,
        "source_author": [
            Candidate(", ".join(one.value), one.source) for one in page.authors.candidates
        ],
        "source_date": [
            Candidate(_moment(one.value), one.source) for one in page.published.candidates
        ],
        "language": page.language.candidates,
        "publisher": page.site_name.candidates,
        "featured_image": page.image.candidates,
        "image_alt": _alt_texts(page),
    }
    return {name: rows for name, found in table.items() if (rows := _rows(name, found))}


def chosen(page: Page) -> dict[str, str]:
    """The value of each text field that the page's reading settled on; "" where it did not."""
    canonical = page.canonical_url.value or ""
    values = {
        "title": page.title.value,
        "excerpt": page.excerpt,
        "link_href": clean_url(page.url, canonical=canonical or None),
        "canonical_url": canonical,
        "source_author": ", ".join(page.authors.value or ()),
        "source_date": _moment(page.published.value),
        "language": page.language.value,
        "image_alt": next((one.value for one in _alt_texts(page)), ""),
    }
    return {name: _fit(name, value or "") for name, value in values.items()}


def _moment(value) -> str:
    if value is None:
        return ""
    # Seconds are noise in a byline; a date stays a date.
    return value.isoformat(timespec="minutes") if hasattr(value, "hour") else value.isoformat()


def _cleaned_links(page: Page, pasted: str) -> list[Candidate[str]]:
    canonical = page.canonical_url.value or ""
    stated = [
        Candidate(page.url, "after redirects"),
        Candidate(canonical, "canonical"),
        Candidate(pasted, "as pasted"),
    ]
    found = []
    for one in stated:
        try:
            cleaned = clean_url(one.value, canonical=canonical or None)
        except LinkError:
            continue  # nothing to offer
        found.append(Candidate(cleaned, one.source))
    return found


def _alt_texts(page: Page) -> list[Candidate[str]]:
    found = (
        Candidate(page.open_graph.get("ogimagealt") or "", "og:image:alt"),
        Candidate(page.twitter.get("twitterimagealt") or "", "twitter:image:alt"),
    )
    return [one for one in found if one.value]


def _rows(name: str, found: Iterable[Candidate[str]]) -> list[dict[str, str]]:
    rows: dict[str, str] = {}
    for one in found:
        if value := _fit(name, one.value):
            rows.setdefault(value, one.source)
    return [{"value": v, "origin": o} for v, o in list(rows.items())[:MOST_CANDIDATES]]


def _fit(name: str, value: str) -> str:
    limit = 200 if name == "publisher" else Article._meta.get_field(name).max_length or LONGEST
    value = storable(value)
    if len(value) > limit and name in ("canonical_url", "link_href", "featured_image"):
        return ""  # half an address leads nowhere
    return value[:limit].strip()


def storable(text: str) -> str:
    """Without what a database refuses: zero bytes and lone surrogates (JSON can hold both).

    >>> storable("a\\x00b\\ud800")
    'ab'
    """
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


# ---------------------------------------------------------------- into the draft


@transaction.atomic
def fill(reading: SourceFetch, page: Page) -> Article:
    """Put what a page says into the draft where no person wrote, and keep all that it offered."""
    article = Article.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    reading.refresh_from_db(fields=["filled"])
    reading.candidates = offered(page, article.link_original)
    for name, value in chosen(page).items():
        if value and name != "image_alt":  # that goes with the picture
            _put(reading, article, name, value)
    _fill_publisher(reading, article, page)
    if article.slug == reading.filled.get("slug") and not article.published_at:
        article.slug = reading.filled["slug"] = article.free_slug()
    article.save()
    Provenance.objects.update_or_create(
        article=article,
        defaults={
            "html_meta": _as_it_came(page.html_meta),
            "open_graph": _as_it_came(page.open_graph),
            "twitter": _as_it_came(page.twitter),
        },
    )
    reading.save(update_fields=["candidates", "filled"])
    suggesting.suggest(article, f"{article.excerpt}\n{page.text}", page.keywords)
    return article


def _put(reading: SourceFetch, article: Article, name: str, value):
    """Write a value into a field that a reading owns: untouched since, or never filled."""
    attribute = Article._meta.get_field(name).attname
    if getattr(article, attribute) == reading.filled.get(name, "" if name in TEXTS else None):
        setattr(article, attribute, value)
        reading.filled[name] = value


def _fill_publisher(reading: SourceFetch, article: Article, page: Page):
    publisher = Publisher.objects.of_brand(brand_of(article.link_href))
    _put(reading, article, "publisher", publisher and publisher.pk)
    publisher = article.publisher
    if publisher and not publisher.name and page.site_name.value:
        publisher.name = _fit("publisher", page.site_name.value)
        publisher.save(update_fields=["name"])


def _as_it_came(table: dict[str, str]) -> dict[str, str]:
    return {storable(name): storable(value) for name, value in table.items()}


@transaction.atomic
def use_offered_value(article: Article, name: str, value: str, by=None) -> Article:
    """Put a value that the page offered into a text field, as a curator's own edit, on record."""
    before = snapshot(article.hold())
    setattr(article, name, value)
    article.modified_at = timezone.now()
    article.save(update_fields=[name, "modified_at"])
    Revision.objects.record(article, before, snapshot(article), by=by)
    return article


def put_picture(reading: SourceFetch, image, alt: str, is_choice: bool) -> bool:
    """Make a stored picture the draft's, unless a person chose one meanwhile; says whether.

    is_choice: a curator asked for this very picture, so it replaces any other.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(pk=reading.pk)
        reading.refresh_from_db(fields=["filled"])
        owned = article.featured_image_id == reading.filled.get("featured_image")
        if not (owned or is_choice):
            return False
        # Words of the picture before do not describe this one; a person's own words stay.
        if article.image_alt == reading.filled.get("image_alt", ""):
            article.image_alt = reading.filled["image_alt"] = alt
        article.featured_image = image
        reading.filled["featured_image"] = image.pk
        article.save(update_fields=["featured_image", "image_alt"])
        reading.save(update_fields=["filled"])
    return True
