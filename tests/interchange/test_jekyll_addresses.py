"""Where Jekyll served its pages, and what it did not serve: as its documentation says.

Sources: jekyllrb.com, *Permalinks*, *Collections*, *Front matter defaults*, *Configuration*;
the README of jekyll-redirect-from. Jekyll itself is not on the machines that run these tests.
"""

import pytest

from curation.models import Article
from tests.interchange.conftest import run

POST = "_posts/2020-03-04-night-beds.md"
FILES = {
    POST: "title: Post\ncategories: [Care, wards]",
    "_posts/2020-03-05-own.md": "title: Own permalink\npermalink: /own/place/",
    "_posts/2020-03-06-slugged.md": "title: Slugged\nslug: another",
    "_posts/2020-03-07-dated.md": "title: Dated\ndate: 2019-12-31 10:00:00 +0000",
    "_posts/2020-03-08-moved.md": "title: Moved\nredirect_from: [/was/here/, there.html]",
    "care/_posts/2020-03-09-below.md": "title: Below a folder",
    "_posts/2020-03-10-words.md": "title: Words\ncategories: a b",
    "_guides/intro.md": "title: Guide\ndate: 2020-01-01",
    "_guides/deep/more.md": "title: Deep guide\ndate: 2020-01-01",
    "_notes/secret.md": "title: Note without output\ndate: 2020-01-01",
    "_staff/ana.md": "title: Member\ndate: 2020-01-01",
    "about.md": "title: About\ndate: 2020-01-01",
    "wards/north.md": "title: Page in a folder\ndate: 2020-01-01",
    "contact/index.md": "title: Page of a folder\ndate: 2020-01-01",
    "_drafts/idea.md": "title: Draft",
    "_posts/2020-03-11-unpublished.md": "title: Unpublished\npublished: false",
    "_posts/2099-03-11-future.md": "title: Future",
    "internal/plan.md": "title: Hidden by defaults\ndate: 2020-01-01",
    "scratch/note.md": "title: Excluded\ndate: 2020-01-01",
    "_pages/included.md": "title: Included\ndate: 2020-01-01",
    "_other/left.md": "title: Not included\ndate: 2020-01-01",
}
CONFIGURATION = """
collections:
  guides: {output: true}
  staff: {output: true, permalink: "/people/:name/"}
  notes: {output: false}
defaults:
  - scope: {path: internal}
    values: {published: false}
exclude: [scratch]
include: [_pages]
"""
EVERYWHERE = {
    "Own permalink": "/own/place/",
    "Moved": "/was/here/",
    "Member": "/people/ana/",
    "Page of a folder": "/contact/",
}
# Style -> title -> path
PATHS = {
    "date": {
        "Post": "/care/wards/2020/03/04/night-beds.html",
        "Slugged": "/2020/03/06/another.html",
        "Dated": "/2019/12/31/dated.html",
        "Moved": "/there.html",
        "Below a folder": "/care/2020/03/09/below.html",
        "Words": "/a/b/2020/03/10/words.html",
        "Guide": "/guides/intro.html",
        "Deep guide": "/guides/deep/more.html",
        "About": "/about.html",
        "Page in a folder": "/wards/north.html",
        "Included": "/_pages/included.html",
    },
    "pretty": {
        "Post": "/care/wards/2020/03/04/night-beds/",
        "Guide": "/guides/intro/",
        "About": "/about/",
        "Page in a folder": "/wards/north/",
    },
    "ordinal": {"Post": "/care/wards/2020/064/night-beds.html", "About": "/about.html"},
    "weekdate": {"Post": "/care/wards/2020/W10/Wed/night-beds.html"},
    "none": {"Post": "/care/wards/night-beds.html", "About": "/about.html"},
    "/blog/:year/:i_month/:title/": {"Post": "/blog/2020/3/night-beds/", "About": "/about/"},
    "/:short_year-:y_day-:slug:output_ext": {"Post": "/20-064-night-beds.html"},
    "/:title": {"Post": "/night-beds", "About": "/about", "Guide": "/guides/intro.html"},
    "/news/:categories/:title.html": {
        "Post": "/news/care/wards/night-beds.html",
        "Dated": "/news/dated.html",
    },
}
HIDDEN = {
    "Note without output", "Draft", "Unpublished", "Future", "Hidden by defaults", "Excluded",
    "Not included",
}  # fmt: skip


def write_site(folder, style):
    style = "" if style == "date" else f"permalink: {style}\n"
    (folder / "_config.yml").write_text(f"{style}{CONFIGURATION}")
    for path, keys in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"---\n{keys}\n---\nText.\n")


@pytest.mark.parametrize("style", PATHS)
def test_every_page_answers_where_jekyll_served_it(style, db, client, folder):
    write_site(folder, style)
    run("import_content", folder)
    for title, path in (EVERYWHERE | PATHS[style]).items():
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, (title, path)
        assert {status for _url, status in answer.redirect_chain} <= {301}
        assert answer.context["article"].title == title, path


def test_what_jekyll_did_not_serve_is_not_public(db, folder):
    write_site(folder, "date")
    ran = run("import_content", folder)
    public = {article.title for article in Article.objects.published()}
    assert not public & HIDDEN
    titles = {keys.partition("\n")[0].removeprefix("title: ") for keys in FILES.values()}
    assert public == titles - HIDDEN
    assert "its collection was not served" in ran.err
    assert "scratch: left out" in ran.err
