"""Folders of every kind, built by Hugo and imported: this site against what Hugo serves.

Each `sites/*.txtar` is one folder. What Hugo shows answers here, what it hides is hidden here.
Two exceptions, both told at the import: a page that Hugo serves and lists nowhere is a draft, since
nothing here is public and in no list; a page without any date is a draft, since no date is made up.
"""

from html import unescape
from urllib.parse import quote

import pytest
from lxml import etree
from taggit.models import Tag

from curation.models import Article, Section
from taxonomy.models import Category
from tests.interchange.conftest import run
from tests.interchange.judged_by_hugo.hugo import SITES, build, find_hugo

pytestmark = pytest.mark.skipif(find_hugo() is None, reason="hugo is not installed")
NAMES = sorted(path.stem for path in SITES.glob("*.txtar"))
ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("section", "term")
FEED_LENGTH = 30


@pytest.fixture(scope="module")
def built_sites():
    return {}


@pytest.fixture(params=NAMES)
def moved(request, built_sites, tmp_path_factory, db, client):
    """A site that Hugo built, and that was imported."""
    name = request.param
    if name not in built_sites:
        built_sites[name] = build(name, tmp_path_factory.mktemp("hugo"))
    return Moved(built_sites[name], run("import_content", built_sites[name].folder), client)


def test_every_address_that_hugo_serves_answers(moved):
    failures = [failure for page in moved.built.pages.values() if (failure := moved.failure(page))]
    assert not failures, "\n".join(failures)


def test_what_hugo_hides_is_hidden(moved):
    shown = {article.title for article in Article.objects.published()}
    hidden = moved.built.titles - moved.public
    assert shown == moved.public
    public_text = moved.public_text()
    assert [title for title in sorted(hidden) if title in public_text] == []
    for article in Article.objects.filter(title__in=hidden):
        assert moved.client.get(article.get_absolute_url(), follow=True).status_code in (404, 410)


def test_what_hugo_serves_and_lists_nowhere_is_told(moved):
    told = moved.ran.err.splitlines()
    for title in moved.unlisted:
        name = Article.objects.get(title=title).provenance.file_path
        assert [line for line in told if f"{name}: " in line and "listed nowhere" in line]
    for title in moved.undated:
        name = Article.objects.get(title=title).provenance.file_path
        assert [line for line in told if f"{name}: " in line and "there is no date" in line]


def test_dates_agree(moved):
    dates = {page.title: page.date for page in moved.built.pages.values() if page.kind == "page"}
    differing = {
        article.title: (article.published_at.isoformat(), dates[article.title].isoformat())
        for article in Article.objects.published()
        if article.title in dates
        and article.published_at.replace(microsecond=0) != dates[article.title]
    }
    assert differing == {}


def test_feeds_agree(moved):
    for page in moved.built.pages.values():
        if page.kind != "rss" or not moved.public.intersection(page.titles):
            continue
        answer = moved.client.get(quote(page.address), follow=True)
        assert answer.status_code == 200, page.address
        entries = {
            entry.findtext(f"{ATOM}title")
            for entry in etree.fromstring(answer.content).iter(f"{ATOM}entry")
        }
        expected = moved.public.intersection(page.titles)
        if len(expected) <= FEED_LENGTH:
            assert expected <= entries, page.address
        else:
            assert entries <= expected, page.address


class Moved:
    """The moved site. `public`: titles of what readers may see; `unlisted`, `undated`: drafts."""

    def __init__(self, built, ran, client):
        self.built, self.ran, self.client = built, ran, client
        self.lists: dict[str, str] = {}
        shown, listed = built.shown(), built.listed()
        self.undated = {title for title, pages in shown.items() if pages[0].date.year == 1}
        self.unlisted = set(shown) - listed
        self.public = set(shown) - self.unlisted - self.undated

    def failure(self, page) -> str | None:
        """What is wrong with the answer at an address that Hugo serves, or None."""
        answer = self.client.get(quote(page.address), follow=True)
        said = f"{page.address} ({page.kind} {page.title}): "
        steps = {status for _url, status in answer.redirect_chain}
        target = self.built.pages[page.leads_to] if page.kind == "alias" else page
        if target.kind == "page" and target.title not in self.public:
            return None if answer.status_code == 404 else f"{said}{answer.status_code} for a draft"
        if answer.status_code != 200 or steps - {301}:
            return f"{said}{answer.status_code} after {steps or 'no redirect'}"
        if target.kind == "page":
            title = getattr(answer.context and answer.context.get("article"), "title", None)
            return None if title == target.title else f"{said}shows {title!r}"
        if target.kind in LISTS:
            missing = self.public.intersection(target.titles) - self._listed(answer)
            return f"{said}does not list {missing}" if missing else None
        return None

    def _listed(self, answer) -> set[str]:
        """The titles on all pages of a list."""
        path, page = answer.request["PATH_INFO"], answer.context.get("page")
        if path not in self.lists:
            pages = [answer, *(
                self.client.get(path, {"page": number})
                for number in range(1, page.paginator.num_pages + 1 if page else 1)
            )]  # fmt: skip
            self.lists[path] = "".join(unescape(answer.content.decode()) for answer in pages)
        return {title for title in self.public if title in self.lists[path]}

    def public_text(self) -> str:
        """All that readers and machines find without knowing an address."""
        paths = ["/", "/topics/", "/feed/", "/sitemap-articles.xml", "/sitemap-lists.xml"]
        paths += [f"/{section.path}/" for section in Section.objects.all()]
        paths += [f"/{section.path}/feed/" for section in Section.objects.all()]
        paths += [f"/tag/{quote(tag.slug)}" for tag in Tag.objects.all()]
        paths += [topic.get_absolute_url() for topic in Category.objects.all()]
        answers = [self.client.get(path) for path in paths]
        return "\n".join(unescape(answer.content.decode()) for answer in answers)
