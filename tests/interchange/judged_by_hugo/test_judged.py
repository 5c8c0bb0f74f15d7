"""Folders of every kind, built by Hugo and imported: this site against what Hugo serves.

Each `sites/*.txtar` is one folder. What Hugo shows answers here, what it hides is hidden here.
Two exceptions, both told at the import: a page that Hugo serves and lists nowhere is a draft, since
nothing here is public and in no list; a page without any date is a draft, since no date is made up.
"""

import re
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
    failures = [failure for page in moved.built.pages.values() if (failure := moved.missing(page))]
    assert not failures, "\n".join(failures)


class Moved:
    def __init__(self, built, ran, client):
        self.built, self.ran, self.client = built, ran, client
        self.drafts = {}
        shown, listed = built.shown(), built.listed()
        for title, pages in shown.items():
            if pages[0].date.year == 1:
                self.drafts[title] = "no date"
            elif title not in listed:
                self.drafts[title] = "lists nowhere"

    def missing(self, page):
        answer = self.client.get(quote(page.address), follow=True)
        steps = [status for _url, status in answer.redirect_chain]
        found = f"{page.address} ({page.kind} {page.title!r}): "
        target = page
        if page.kind == "alias":
            target = self.built.pages[page.leads_to]
        if target.kind == "page" and target.title in self.drafts:
            return None if answer.status_code == 404 else f"{found}{answer.status_code} for a draft"
        if answer.status_code != 200 or set(steps) - {301}:
            return f"{found}{steps} {answer.status_code}"
        if target.kind == "page":
            article = answer.context and answer.context.get("article")
            title = getattr(article, "title", None)
            return None if title == target.title else f"{found}shows {title!r}"
        return None
