"""Addresses that Hugo, Jekyll and WordPress serve besides articles, and the pages here for them.

They are lists, their numbered pages and their feeds: `/index.xml`, `/tags/icu/index.xml`,
`/news/page/2/`, `/category/care/`. Nothing is stored for them: a path is taken apart by its form.
"""

import re
from dataclasses import dataclass

from django.conf.locale import LANG_INFO
from django.db.models import F, Q
from django.urls import reverse
from taggit.models import Tag

from curation.models import Article, Section
from curation.models.article_queryset import ArticleQuerySet
from curation.models.tags import possible_slugs
from curation.site.views.lists import A_PAGE
from offerings.models import Offering
from slugs import numbered_slugs, slug_from_name
from slugs.fields import normal_form
from slugs.hugo import hugo_path_segment
from taxonomy.models import Category, Taxonomy

INDEX_FILES = ("index.html", "index.htm", "index.php")
# Hugo and Jekyll write files; WordPress has /feed/ and a kind below it; Ghost has /rss/.
FEED_FILES = ("index.xml", "feed.xml", "atom.xml", "rss.xml", "index.rss", "index.atom", "feed")
FEED_KINDS = ("rss", "rss2", "atom", "rdf")
SITEMAPS = ("sitemap.xml", "sitemap_index.xml", "sitemap-index.xml", "wp-sitemap.xml")
PAGE_NUMBER = re.compile(r"(?:page)?([0-9]{1,5})")  # /page/2/; Jekyll has /page2/
TAG_FOLDERS = ("tags", "tag")
TOPIC_FOLDERS = ("categories", "category", "topics", "topic")
TOPIC_INDEXES = ("tags", "tag", "categories", "category")
LANGUAGES = {code.partition("-")[0] for code in LANG_INFO}
FINAL_SIGMA = re.compile(r"σ\b")
TAGGITS_NUMBER = re.compile(r"_[0-9]+\Z")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that readers have here: the path of its page, of its feed, and how long it is."""

    path: str
    feed: str | None
    articles: ArticleQuerySet | None = None  # None: it has no numbered pages

    def page(self, number: int) -> str:
        """Return the path of a numbered page, or of the first where the list is shorter."""
        if number < 2 or self.articles is None or self.articles.count() <= (number - 1) * A_PAGE:
            return self.path
        return f"{self.path}?page={number}"


def index_file_removed(path: str) -> str | None:
    """Return the path of the folder whose index file this is; None for any other path.

    >>> index_file_removed("/posts/index.html")
    '/posts/'
    """
    folder, _, name = path.rpartition("/")
    return f"{folder}/" if name in INDEX_FILES else None


def page_of_old_address(path: str, sections: list[Section]) -> str | None:
    """Return the path and query of the page, list or feed that an old address means, or None.

    Only what readers can see has one.
    """
    path = normal_form(index_file_removed(path) or path)
    path = path.removesuffix(".html")  # Hugo's uglyURLs have /tags/icu.html
    parts = tuple(path.strip("/").split("/")) if path != "/" else ()
    if "" in parts:  # two slashes in a row
        return None
    if parts and parts[-1] in SITEMAPS:
        return reverse("site:sitemaps") if listing_at(parts[:-1], sections) else None
    of_feed = _without_feed(parts)
    # `/tags/rss/` is the page of the tag RSS where there is one.
    if (of_feed is None or "." not in parts[-1]) and (listing := listing_at(parts, sections)):
        return listing.path
    if of_feed is not None:
        listing = listing_at(of_feed, sections)
        return listing and listing.feed
    rest, number = _without_number(parts)
    listing = listing_at(rest, sections) if rest != parts else None
    return listing and listing.page(number)


def _without_feed(parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """The parts of the list whose feed this is; None where it is no feed."""
    if not parts or parts[-1] not in FEED_FILES + FEED_KINDS:
        return None
    return parts[: -2 if parts[-2:-1] == ("feed",) else -1]


def _without_number(parts: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The parts of the list whose numbered page this is, and the number."""
    if parts and (match := PAGE_NUMBER.fullmatch(parts[-1])):
        if parts[-2:-1] == ("page",):
            return parts[:-2], int(match[1])
        if parts[-1].startswith("page"):
            return parts[:-1], int(match[1])
    return parts, 1


# ---------------------------------------------------------------- the lists


def listing_at(parts: tuple[str, ...], sections: list[Section]) -> Listing | None:
    """Return the list at the parts of an old path, without what names a feed or a page of it."""
    return _listing(parts, sections) or _listing_of_language(parts, sections)


def _listing(parts: tuple[str, ...], sections: list[Section]) -> Listing | None:
    if not parts:
        return Listing(reverse("site:home"), reverse("site:feed"))
    path = "/".join(parts)
    for section in sections:
        if section.path == path:
            return _of_section(section)
    folder, *names = parts
    if not names and folder in TOPIC_INDEXES:
        return Listing(reverse("site:topics"), reverse("site:feed"))
    if not names:
        return _of_taxonomy(folder)
    if folder in TAG_FOLDERS:
        return _of_tag("/".join(names))
    if folder in TOPIC_FOLDERS:
        # WordPress puts the categories above it before a category: /category/care/wards/
        return _of_topic("/".join(names)) or (_of_topic(names[-1]) if names[1:] else None)
    return _of_term("/".join(names), folder)


def _listing_of_language(parts: tuple[str, ...], sections: list[Section]) -> Listing | None:
    """Hugo puts `fr/` before all paths of a language: its tags are among all tags here."""
    if not parts or parts[0].lower().partition("-")[0] not in LANGUAGES:
        return None
    of_language = [s for s in sections if s.path.startswith(f"{parts[0].lower()}/")]
    if not of_language:
        return None
    if parts[1:]:
        return _listing(parts[1:], sections)
    first = _of_section(of_language[0])
    # The feed of one section would lose the others; the site's feed has them all.
    return first if len(of_language) == 1 else Listing(first.path, reverse("site:feed"))


def _of_section(section: Section) -> Listing:
    articles = Article.objects.published().filter(section=section)
    feed = reverse("site:section-feed", args=[section.path])
    return Listing(section.get_absolute_url(), feed, articles)


def _of_taxonomy(folder: str) -> Listing | None:
    """The column of a taxonomy, such as `series`, in the index of topics."""
    taxonomy = Taxonomy.objects.filter(slug=_taxonomy_slug(folder)).first()
    if taxonomy is None or not (
        Article.objects.published().filter(categories__taxonomy=taxonomy).exists()
        or Offering.objects.published().filter(categories__taxonomy=taxonomy).exists()
    ):
        return None
    return Listing(f"{reverse('site:topics')}#{taxonomy.slug}", reverse("site:feed"))


# ---------------------------------------------------------------- terms


def _of_tag(term: str) -> Listing | None:
    slugs = {*possible_slugs(_lower(term)), _lower(term), TAGGITS_NUMBER.sub("", term)}
    rows = Tag.objects.filter(Q(slug__in=slugs) | Q(name__in=_spellings(term)))
    tag = _of_same_address(rows.order_by("pk"), term, lambda tag: [tag.name])
    articles = Article.objects.published().filter(tags=tag) if tag else Article.objects.none()
    if not articles.exists():
        return None
    path, feed = (reverse(f"site:{name}", args=[tag.slug]) for name in ("tag", "tag-feed"))
    return Listing(path, feed, articles)


def _of_topic(term: str) -> Listing | None:
    """The topic of that name; one of no taxonomy comes first."""
    slugs = {*numbered_slugs(slug_from_name(_lower(term), "topic")), _lower(term)}
    rows = Category.objects.filter(Q(slug__in=slugs) | Q(label__in=_spellings(term)))
    return _of_first_topic(rows, term)


def _of_term(term: str, folder: str) -> Listing | None:
    """The topic of a taxonomy that Hugo has in a folder of its own, such as `/series/`."""
    slugs = numbered_slugs(slug_from_name(_lower(f"{folder}-{term}"), "topic"))
    rows = Category.objects.filter(taxonomy__slug=_taxonomy_slug(folder))
    rows = rows.filter(Q(slug__in=slugs) | Q(label__in=_spellings(term)))
    return _of_first_topic(rows, term, f"{folder}-{term}")


def _of_first_topic(rows, *terms: str) -> Listing | None:
    rows = rows.select_related("taxonomy").order_by(F("taxonomy").asc(nulls_first=True), "pk")
    found = (
        _of_same_address(rows, term, lambda topic: [topic.label, topic.name]) for term in terms
    )
    topic = next((topic for topic in found if topic), None)
    if topic is None:
        return None
    articles = Article.objects.published().filter(categories=topic)
    if articles.exists():
        feed = reverse("site:topic-feed", args=[topic.slug])
    elif Offering.objects.published().filter(categories=topic).exists():
        feed = None
    else:
        return None
    return Listing(topic.get_absolute_url(), feed, articles)


def _of_same_address(rows, term: str, names_of):
    """Return the first row that Hugo had at the term, else the one whose slug is the term."""
    candidates = list(rows[:50])
    address = hugo_path_segment(term)
    for row in candidates:
        if address in [hugo_path_segment(name) for name in names_of(row)]:
            return row
    slugs = (_lower(term), TAGGITS_NUMBER.sub("", term))
    return next((row for slug in slugs for row in candidates if row.slug == slug), None)


def _lower(term: str) -> str:
    """Return a term in small letters, as slugs have them: with the final sigma that Hugo lacks."""
    return FINAL_SIGMA.sub("ς", term.lower())


def _taxonomy_slug(folder: str) -> str:
    return slug_from_name(folder, "taxonomy", max_length=120)


def _spellings(term: str) -> set[str]:
    """Return likely names of a term such as `remote-care`, by which an index finds its row."""
    words = term.replace("-", " ")
    return {term, words, words.capitalize(), words.title(), words.upper()}
