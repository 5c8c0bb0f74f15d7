"""Folders of every kind, built by Hugo and imported: this site against what Hugo serves.

Each `sites/*.txtar` is one folder. What Hugo shows answers here, what it hides is hidden here.
Three things are not as in Hugo, on purpose. A folder or page with the name of this site's own lists
(`feed`, `topics`) gives way to them. And two kinds of pages are drafts, which the import tells: a
page that Hugo serves and lists nowhere, since nothing here is public and in no list; and a page
without any date, since no date is made up.
"""

from dataclasses import dataclass
from datetime import time
from html import unescape
from urllib.parse import quote

import pytest
from django.utils import timezone
from lxml import etree
from taggit.models import Tag

from curation.models import Article, Section
from taxonomy.models import Category
from tests.interchange.conftest import run
from tests.interchange.judged_by_hugo.hugo import SITES, build, find_hugo, write_site

pytestmark = pytest.mark.skipif(find_hugo() is None, reason="hugo is not installed")
NAMES = sorted(path.stem for path in SITES.glob("*.txtar"))
# Of each kind the widest is built in every run, the others in the slow ones.
EVERY_TIME = ("dates", "languages-by-name", "names", "permalinks", "taxonomies", "visibility")
ATOM = "{http://www.w3.org/2005/Atom}"
FEED_LENGTH = 30


@pytest.mark.parametrize(
    "name",
    [name if name in EVERY_TIME else pytest.param(name, marks=pytest.mark.slow) for name in NAMES],
)
def test_a_moved_site_shows_what_hugo_shows(name, db, client, tmp_path):
    built = build(name, tmp_path)
    moved = Moved(built, run("import_content", built.folder), client)
    every_address_answers(moved)
    what_hugo_hides_is_hidden(moved)
    dates_agree(moved)


def every_address_answers(moved):
    failures = [failure for page in moved.built.pages.values() if (failure := moved.failure(page))]
    assert not failures, "\n".join(failures)


def what_hugo_hides_is_hidden(moved):
    shown = {article.title for article in Article.objects.published()}
    assert shown == moved.public
    hidden = moved.built.titles - moved.public
    public_text = moved.public_text()
    assert [title for title in sorted(hidden) if title in public_text] == []
    for article in Article.objects.filter(title__in=hidden):
        assert moved.open(article.get_absolute_url()).status in (404, 410)
    # The two exceptions are told, by the file's name.
    for titles, words in ((moved.unlisted, "listed nowhere"), (moved.undated, "there is no date")):
        for article in Article.objects.filter(title__in=titles).select_related("provenance"):
            name = f"{article.provenance.file_path}: "
            assert [line for line in moved.told if name in line and words in line]
            assert article.status == Article.Status.DRAFT


def dates_agree(moved):
    """The same moments; a day without a time is the same day here, in this site's zone."""
    dates = {page.title: page.date for page in moved.built.pages.values() if page.kind == "page"}
    for article in Article.objects.published():
        here, there = article.published_at.replace(microsecond=0), dates[article.title]
        own_day = timezone.localtime(here).replace(tzinfo=None)
        is_same_day = there.time() == time() and own_day == there.replace(tzinfo=None)
        assert here == there or is_same_day, article.title


def _texts(folder) -> set[bytes]:
    return {path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Answer:
    """What a reader gets at an address. `article`: the title of the article; `text`: unescaped."""

    status: int
    article: str = ""
    text: str = ""
    pages: int = 1
    entries: frozenset[str] = frozenset()


class Moved:
    """The moved site. `public`: titles of what readers may see; `unlisted`, `undated`: drafts."""

    def __init__(self, built, ran, client):
        self.built, self.client = built, client
        self.told = ran.err.splitlines()
        self.answers: dict[str, Answer] = {}
        shown, listed = built.shown(), built.listed()
        self.undated = {title for title, pages in shown.items() if pages[0].date.year == 1}
        self.unlisted = set(shown) - listed
        self.public = set(shown) - self.unlisted - self.undated

    def failure(self, page) -> str | None:
        """What is wrong with the answer at an address that Hugo serves, or None."""
        said = f"{page.address} ({page.kind} {page.title}): "
        target = self.built.pages[page.leads_to] if page.kind == "alias" else page
        path = quote(page.address)
        first = self.client.get(path) if path not in self.answers else None
        if first is not None and first.status_code == 301:
            path = first["Location"].partition("#")[0]
            answer = self.open(path)
        else:
            answer = self.open(path, first)
        if target.kind == "page" and target.title not in self.public:
            return None if answer.status == 404 else f"{said}{answer.status} for a draft"
        if answer.status != 200:
            return f"{said}{answer.status}"
        if target.kind == "page" and answer.article != target.title:
            return f"{said}shows {answer.article!r}"
        expected = self.public.intersection(target.titles)
        if target.kind in ("section", "term"):
            missing = {title for title in expected if title not in self.whole_list(path)}
            return f"{said}does not list {missing}" if missing else None
        if target.kind == "rss" and expected:
            is_long = len(expected) > FEED_LENGTH
            differing = answer.entries - expected if is_long else expected - answer.entries
            return f"{said}the feed differs by {differing}" if differing else None
        return None

    def open(self, path: str, response=None) -> Answer:
        """The answer at a path; each is asked for once."""
        if path not in self.answers:
            response = response or self.client.get(path)
            context, text = response.context or {}, response.content.decode()
            entries = ()
            if "atom" in response.headers.get("Content-Type", ""):
                entries = etree.fromstring(text.encode()).iter(f"{ATOM}entry")
            page = context.get("page")
            self.answers[path] = Answer(
                response.status_code,
                getattr(context.get("article"), "title", ""),
                unescape(text),
                page.paginator.num_pages if page else 1,
                frozenset(entry.findtext(f"{ATOM}title") for entry in entries),
            )
        return self.answers[path]

    def whole_list(self, path: str) -> str:
        """The text of all pages of a list."""
        path = path.partition("?")[0]
        others = range(2, self.open(path).pages + 1)
        pages = [path, *(f"{path}?page={number}" for number in others)]
        return "\n".join(self.open(page).text for page in pages)

    def public_text(self) -> str:
        """All that readers and machines find without knowing an address."""
        paths = ["/", "/topics/", "/feed/", "/sitemap-articles.xml", "/sitemap-lists.xml"]
        for section in Section.objects.all():
            paths += [section.get_absolute_url(), f"{section.get_absolute_url()}feed/"]
        paths += [f"/tag/{quote(tag.slug)}" for tag in Tag.objects.all()]
        paths += [topic.get_absolute_url() for topic in Category.objects.all()]
        return "\n".join(self.open(path).text for path in paths)


@pytest.mark.parametrize("name", ["names", "permalinks", "visibility"])
def test_the_content_folder_alone_gives_the_same_and_comes_out_as_it_was(name, db, tmp_path):
    write_site(name, tmp_path / name)
    first = run("import_content", tmp_path / name)
    again = run("import_content", tmp_path / name / "content")
    assert again.out.splitlines()[-1].startswith("0 created, 0 updated, "), again.out
    assert again.code == first.code == 0, first.err
    run("export_content", tmp_path / "exported")
    exported = _texts(tmp_path / "exported")
    assert len(exported) == Article.objects.count()
    assert exported <= _texts(tmp_path / name)
