"""The cases of other systems that lie beside the project, where they do."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils.html import strip_tags
from lxml import etree
from taggit.models import Tag

from curation.models import Article
from tests.interchange.conftest import run

CASES = Path(__file__).parents[3] / "shared" / "cases"
TABLE = json.loads((CASES / "imports.json").read_text()) if CASES.is_dir() else []
FEED = "{http://www.w3.org/2005/Atom}"


@pytest.mark.skipif(not TABLE, reason="the cases are not there")
@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case['id']} {case['kind']}")
def test_what_is_right_for_a_case_is_so(case, db, client, tmp_path):
    folder = CASES / case["folder"]
    ran = run("import_content", folder, *case.get("option", ()))
    seen = Seen(client, ran, tmp_path)
    expected = dict(case["expect"])
    if expected.pop("twice", False):
        again = run("import_content", folder, *case.get("option", ()))
        assert again.out.startswith("0 created, 0 updated, "), again.out
    if expected.pop("exports", False):
        seen.exports(folder)
    if options := expected.pop("any", None):
        failures = [seen.failure(option) for option in options]
        assert None in failures, failures
    assert seen.failure(expected) is None, ran.err


class Seen:
    """What became of a case. Each method checks one fact, and returns whether it holds."""

    def __init__(self, client, ran, tmp_path):
        self.client, self.ran, self.tmp_path = client, ran, tmp_path

    def failure(self, expected: dict) -> str | None:
        for name, value in expected.items():
            if not getattr(self, name)(value):
                return f"{name}: {value!r}"
        return None

    def exports(self, folder: Path):
        run("export_content", self.tmp_path)
        texts = sorted(path.read_bytes() for path in self.tmp_path.rglob("*.md"))
        assert texts == sorted(path.read_bytes() for path in folder.rglob("*.md"))

    @property
    def article(self) -> Article:
        return Article.objects.get()

    def page(self, path=None):
        return self.client.get(path or self.article.get_absolute_url(), follow=True)

    def articles(self, number):
        return Article.objects.count() == number

    def public(self, is_public):
        live = bool(Article.objects.published().exists())
        pages = {
            self.page(article.get_absolute_url()).status_code for article in Article.objects.all()
        }
        return live == is_public and ((200 in pages) == is_public)

    def title(self, title):
        return self.article.title == title

    def slug(self, slug):
        return self.article.slug == slug

    def path(self, path):
        return self.article.path == path and self.page().status_code == 200

    def date(self, date):
        moment = datetime.fromisoformat(date)
        published = self.article.published_at
        return published == moment if moment.tzinfo else published.date() == moment.date()

    def dates(self, dates):
        found = {a.title: f"{a.published_at:%Y-%m-%d}" for a in Article.objects.all()}
        return found == dates

    def tags(self, tags):
        return sorted(self.article.tags.names()) == sorted(tags)

    def bylines(self, names):
        return [line.curator.name for line in self.article.bylines.all()] == names

    def first_byline(self, name):
        return self.article.bylines.first().curator.name == name

    def byline_count(self, number):
        return self.article.bylines.count() == number

    def answers(self, paths):
        return all(self.page(path).status_code == 200 for path in paths)

    def answers_any(self, paths):
        return any(self.page(path).status_code == 200 for path in paths)

    def of(self, pages):
        return all(words in self.page(path).content.decode() for path, words in pages.items())

    def feeds(self, paths):
        for path in paths:
            answer = self.client.get(path, follow=True)
            if answer.status_code != 200 or etree.fromstring(answer.content).tag != f"{FEED}feed":
                return False
        return True

    def feed_authors(self, paths):
        for path in paths:
            feed = etree.fromstring(self.client.get(path).content)
            names = [name.text for name in feed.iter(f"{FEED}name")]
            entries = feed.findall(f"{FEED}entry")
            signed = [entry for entry in entries if entry.find(f"{FEED}author") is not None]
            if not all(names) or (len(signed) < len(entries) and not feed.find(f"{FEED}author")):
                return False
        return True

    def remark(self, expression):
        return bool(re.search(expression, self.ran.err))

    def shows(self, words):
        text = strip_tags(self.page().content.decode())
        return all(word in text for word in words)

    def hides(self, words):
        text = strip_tags(self.page().content.decode())
        return not any(word in text for word in words)

    def no_empty_img(self, _yes):
        return not re.search(r"<img(?![^>]*\ssrc=)", self.article.body)

    def alt_kept(self, words):
        return self.shows(words) or all(word in self.page().content.decode() for word in words)

    def links(self, links):
        body = self.article.body
        return all(
            re.search(rf'href="{path}/?"[^>]*>{words}<', body) for words, path in links.items()
        )

    def told_modified(self, date):
        page = self.page().content.decode()
        sitemap = self.client.get("/sitemap-articles.xml").content.decode()
        feed = self.client.get("/feed/").content.decode()
        return (
            self.article.modified_at.astimezone(UTC).date().isoformat() == date
            and f'"dateModified":"{date}' in page
            and f"<lastmod>{date}</lastmod>" in sitemap
            and f"<updated>{date}" in feed
        )

    def tag_count(self, number):
        return Tag.objects.count() == number

    def tags_open(self, _yes):
        return all(
            tag.slug and self.page(f"/tag/{tag.slug}").status_code == 200
            for tag in Tag.objects.all()
        )

    def inner_links_open(self, _yes):
        page = self.page().content.decode()
        paths = {path for path in re.findall(r'href="(/[^"#]*)"', page) if "/static/" not in path}
        return all(self.client.get(path, follow=True).status_code == 200 for path in paths)
