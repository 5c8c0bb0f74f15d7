"""Whole folders of four kinds move in: what the report says of each, and where each page is now."""

from collections import Counter

import pytest
from django.core.management import CommandError

from curation.interchange.remarks import RemarkKind
from curation.models import Article, Section
from tests.interchange import publications
from tests.interchange.conftest import run

REMARKS = {
    "HUGO": {
        "address-made": 13, "body-changed": 3, "body-left-out": 1, "file-left-out": 3, "hidden": 2,
        "scheduled": 2, "section-chosen": 1, "unknown-key": 2,
    },
    "JEKYLL": {
        "address-made": 5, "body-changed": 6, "file-left-out": 2, "hidden": 2, "section-chosen": 4,
    },
    "WORDPRESS": {
        "address-made": 2, "body-changed": 2, "body-left-out": 1, "hidden": 2, "picture": 1,
        "value-changed": 1,
    },
    "SEVERAL_LANGUAGES": {"file-left-out": 2, "hidden": 1},
}  # fmt: skip
# Old addresses of each, as a sitemap of the old site lists them -> the article that answers
ADDRESSES = {
    "HUGO": {
        "/blog/2021/03/the-night-shift-counts-its-steps/": "The night shift counts its steps",
        "/blog/2021/05/a-board-for-every-bed/": "A board for every bed",
        "/board": "A board for every bed",
        "/blog/about/": "About us",
    },
    "JEKYLL": {
        "/trials/consent/2019/05/06/consent-forms.html": "Consent forms in plain words",
        "/forms/": "Consent forms in plain words",
        "/2019/04/01/first.html": "The first entry",
        "/guides/recruiting.html": "Recruiting",
    },
    "WORDPRESS": {"https://care.example/2018/02/nurses/": "Nurses & doctors share one record"},
    "SEVERAL_LANGUAGES": {
        "/nieuws/bedden/": "Bedden die weten",
        "/en/nieuws/bedden/": "Beds that know",
        "/nieuws/%E8%AB%B8%E8%A8%80/": "病棟の夜",
        "/nieuws/तारीख/": "रात की पाली",
    },
}
HIDDEN = {
    "HUGO": {"The rota", "Notes for ourselves", "Opens in spring", "Course, now over", "Plans"},
    "JEKYLL": {"Budget", "Ideas", "Minutes of June"},
    "WORDPRESS": {"Waiting", "For the board only", "With a password"},
    "SEVERAL_LANGUAGES": {"Betten, die wissen"},
}


@pytest.fixture(params=REMARKS)
def kind(request) -> str:
    return request.param


@pytest.fixture
def site(kind, tmp_path):
    """The folder of one publication."""
    return publications.write(tmp_path / "site", getattr(publications, kind))


def remarks(path) -> dict[str, int]:
    """The number of lines of each kind in a report."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        return dict(Counter(row["kind"] for row in csv.DictReader(file)))


def test_the_report_counts_what_was_done(kind, site, db, tmp_path):
    dry = run("import_content", site, dry_run=True, report=tmp_path / "dry.csv")
    assert not Article.objects.exists()
    counted = {
        label: number
        for line in dry.out.splitlines()[:-1:2]
        for number, label in [line.split(maxsplit=1)]
    }
    said = remarks(tmp_path / "dry.csv")
    assert counted == {str(RemarkKind(name).label): str(count) for name, count in said.items()}
    real = run("import_content", site, report=tmp_path / "real.csv")
    assert real.code == 0, real.err
    assert remarks(tmp_path / "real.csv") == said == REMARKS[kind]
    assert real.out == dry.out.splitlines()[-1].removesuffix(" (dry run)")


def test_the_second_import_changes_nothing_and_all_goes_out_as_it_came(kind, site, db, export):
    run("import_content", site)
    number = Article.objects.count()
    again = run("import_content", site)
    assert again.out == f"0 created, 0 updated, {number} unchanged, 0 failed"
    came = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.m*")}
    for name, data in export().items():
        assert data == came[name], name


def test_old_addresses_lead_to_their_articles(kind, site, db, client, tmp_path):
    run("import_content", site)
    for path, title in ADDRESSES[kind].items():
        answer = client.get(path.removeprefix("https://care.example"), follow=True)
        assert answer.status_code == 200, path
        assert answer.context["article"].title == title
    listed = tmp_path / "old.txt"
    listed.write_text("\n".join([*ADDRESSES[kind], "/never/there/"]))
    number = len(ADDRESSES[kind])
    with pytest.raises(CommandError, match=rf"{number} redirects, 0 gone, 1 missing, 0 error"):
        run("check_addresses", listed)


def test_what_was_hidden_is_hidden(kind, site, db, client):
    run("import_content", site)
    assert set(Article.objects.values_list("title", flat=True)) >= HIDDEN[kind]
    assert not Article.objects.published().filter(title__in=HIDDEN[kind]).exists()
    pages = [client.get(path).content.decode() for path in ("/", "/feed/", "/sitemap-articles.xml")]
    pages += [
        client.get(section.get_absolute_url()).content.decode() for section in Section.objects.all()
    ]
    for article in Article.objects.filter(title__in=HIDDEN[kind]):
        assert client.get(article.get_absolute_url()).status_code in (404, 410)
        assert not any(article.title in page for page in pages)


def test_pictures_of_the_old_site_are_shown(db, client, tmp_path):
    site = publications.write(tmp_path / "site", publications.HUGO)
    run("import_content", site)
    board = Article.objects.get(title="A board for every bed")
    assert board.featured_image
    assert 'src="/media/' in board.body
    assert 'src="/media/' in Article.objects.get(title__startswith="The night shift").body


def test_a_section_that_holds_drafts_only_is_not_in_the_masthead(db, client, tmp_path):
    site = publications.write(tmp_path / "site", publications.HUGO)
    run("import_content", site)
    home = client.get("/").content.decode()
    assert "/post/" in home
    assert "/internal/" not in home
    assert "/internal/" not in client.get("/sitemap-lists.xml").content.decode()


def test_each_text_knows_its_language(db, client, tmp_path):
    site = publications.write(tmp_path / "site", publications.SEVERAL_LANGUAGES)
    run("import_content", site)
    languages = dict(Article.objects.values_list("title", "content_language"))
    assert languages["Bedden die weten"] == "nl"
    assert languages["Beds that know"] == ""  # the publication's own
    assert 'lang="nl"' in client.get("/nieuws/bedden").content.decode()
    names = dict(Section.objects.values_list("path", "name"))
    assert (names["nieuws"], names["en/nieuws"]) == ("Nieuws", "News")


def test_a_configuration_that_cannot_be_read_stops_the_import(db, tmp_path):
    broken = publications.HUGO | {"hugo.toml": "baseURL = "}
    site = publications.write(tmp_path / "site", broken)
    with pytest.raises(CommandError, match=r"hugo\.toml.* may say what is hidden"):
        run("import_content", site)
    assert not Article.objects.exists()


def test_a_home_page_is_no_article(db, tmp_path):
    home = {
        "index.md": "---\nlayout: home\ntitle: Welcome to the log\ndate: 2019-01-01\n---\nHi.\n"
    }
    site = publications.write(tmp_path / "site", publications.JEKYLL | home)
    ran = run("import_content", site)
    assert "index.md: left out: it is the old site's home page" in ran.err
    assert not Article.objects.filter(title__startswith="Welcome").exists()


def test_where_the_home_page_is_a_bundle_hugo_serves_nothing_else(db, tmp_path):
    home = {"content/index.md": "---\ntitle: Alone\n---\nAll other texts are parts of this page.\n"}
    site = publications.write(tmp_path / "site", publications.HUGO | home)
    run("import_content", site)
    assert Article.objects.exists()
    assert not Article.objects.published().exists()


@pytest.mark.parametrize(
    ("renderer", "body", "is_told"),
    [
        ("", "One.\n\n<div>Two.</div>\n", True),
        ("", "One.\n\n```html\n<div>Two.</div>\n```\n", False),
        ("[markup.goldmark.renderer]\nunsafe = true\n", "One.\n\n<div>Two.</div>\n", False),
    ],
)
def test_html_that_hugo_left_out_is_named(renderer, body, is_told, db, tmp_path):
    site = publications.write(
        tmp_path / "site",
        {
            "hugo.toml": f'baseURL = "https://old.example/"\n{renderer}',
            "content/post/a.md": f"---\ntitle: A\ndate: 2021-01-01\n---\n{body}",
        },
    )
    ran = run("import_content", site)
    assert ("HTML in this text is shown" in ran.err) == is_told
