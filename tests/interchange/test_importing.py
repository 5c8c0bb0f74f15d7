"""A folder of content files becomes a publication; again and again the same one."""

import os
import pty
import shutil
import signal
import subprocess
import sys
import termios
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from taggit.models import Tag

from curation.interchange.content_files import find_files
from curation.interchange.importing import import_files
from curation.interchange.records import OfferingRecord
from curation.interchange.reporting import Report
from curation.interchange.shared_rows import SharedRows
from curation.models import (
    Address,
    Article,
    Byline,
    Curator,
    Provenance,
    Publisher,
    RelatedOffering,
    Revision,
    Section,
)
from offerings.models import Institution, Offering
from taxonomy.models import Category, Taxonomy
from tests.builders import an_offering
from tests.interchange.conftest import FILES, a_file, run

MODELS = (Article, Address, Byline, Curator, Provenance, Publisher, RelatedOffering, Section,
          Institution, Offering, Category, Taxonomy, Tag)  # fmt: skip


def rows() -> dict[str, list]:
    """All that an import may touch."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


# ------------------------------------------------------------------------ what a file becomes


def test_a_curated_file_becomes_an_article_with_everything_around_it(bring):
    bring((FILES / "curated.md").read_bytes())
    article = Article.objects.get()
    assert article.path == "/news/nightshift-wards-that-sleep-record-fewer-falls-a-night"
    assert article.title == "Wards that sleep: record fewer falls a night"
    assert (article.kind, article.status, article.archetype) == (
        "brief", "published", "curated-content",
    )  # fmt: skip
    assert article.published_at == datetime(2022, 11, 3, tzinfo=UTC)
    assert article.modified_at == datetime(2022, 11, 4, 21, 15, 9, 120400, tzinfo=UTC)
    assert (article.source, article.external_id) == ("open-project-curations", "20417")
    assert article.link_original == "https://www.nightshift.example/2022/11/quiet-wards"
    assert article.link_href.endswith("?error=cookies_not_supported&code="
                                      "6b1f0d52-70f4-4d6f-8c53-2a1f66a1c9aa")  # fmt: skip
    assert article.publisher.brand == "nightshift.example"
    assert (article.via_name, article.via_url) == ("", "")
    assert article.image_alt == article.title
    assert article.excerpt.startswith("A year of quiet nights in four wards: fewer alarms, and")
    assert article.body.startswith("<p>A year of quiet nights")
    section = article.section
    assert (section.path, section.name, section.facet) == ("news", "News", "News")
    assert (section.banner, section.content_set) == ("NEWS", "ward-desk-news-curated-content")
    assert [line.curator.name for line in article.bylines.all()] == [
        "Mira Lindqvist", "Tomas Okafor",
    ]  # fmt: skip
    assert {category.name for category in article.categories.all()} == {
        "Ward Digital: Falls & Safety", "Northlight: Sensors (bed, chair, door)",
    }  # fmt: skip
    assert [tag.name for tag in article.tags.all()] == ["News"]
    assert list(article.addresses.values_list("path", "is_live")) == [
        (article.path, True), ("/news/wards-that-sleep-record-fewer-falls-a-night", False),
    ]  # fmt: skip
    lantern, light = [row.offering for row in article.related.all()]
    assert (lantern.name, lantern.slug, lantern.external_id) == (
        "Lantern Bed Sensor", "lantern-bed-sensor", 17001,
    )  # fmt: skip
    assert {category.name for category in lantern.categories.all()} == {
        "Ward Digital: Falls & Safety", "Northlight: Sensors (bed, chair, door)",
        "Five Maps: Monitoring (beds and bays)",
    }  # fmt: skip
    assert light.name == "Corridor Light Kit"
    told = article.provenance
    assert told.html_meta["rating"] == 4.5
    assert told.html_meta["articlepublished_time"] == "2022-11-02T08:00:00+01:00"
    assert told.open_graph == {"ogtitle": "Quiet wards fall less", "ogurl": None,
                               "ogimageheight": 630}  # fmt: skip
    assert told.twitter["twittercard"] == "summary"
    assert (told.file_path, told.front_matter_format) == ("a.md", "yaml")
    assert told.image_name == "1f0e57c4-0d3a-5d0c-9a5c-7f0c2b6a9d11-featuredImage.jpeg"


def test_a_bookmark_of_2019_becomes_an_article_too(bring):
    ran = bring((FILES / "bookmark.md").read_bytes())
    assert ran.code == 0
    assert "aliases: '../../etc/passwd' cannot lead here; left out" in ran.err
    article = Article.objects.get()
    assert (article.source, article.external_id) == ("dropmark-bookmarks", "007")
    assert (article.archetype, article.kind) == ("bookmark", "article")
    assert article.link_href == article.link_original == (
        "https://www.wardwire.example/year/2019?ref=home"
    )  # fmt: skip
    assert article.publisher.brand == "wardwire.example"
    assert article.published_at == datetime(2019, 12, 30, 9, 5, tzinfo=UTC)
    assert article.modified_at == datetime(2019, 12, 31, tzinfo=UTC)
    assert article.excerpt == "20190.50"
    assert {category.name for category in article.categories.all()} == {"Privacy", "Yes", "2019"}
    assert {tag.name for tag in article.tags.all()} == {"year", "Review"}
    assert [line.curator.name for line in article.bylines.all()] == ["Ines Varga"]
    assert article.body.startswith("<p>A <strong>Markdown</strong> body")
    assert article.provenance.image_name == "img/bookmarks/2019/review.jpg"
    assert set(Address.objects.aliases().values_list("path", flat=True)) == {
        "/bookmarks/7", "/news/old/2019",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        ({}, "published"),
        ({"status": ""}, "published"),
        ({"status": None}, "published"),
        ({"status": "Published"}, "published"),
        ({"status": "Draft", "date": None}, "draft"),
        ({"status": "In progress", "date": None}, "draft"),
        ({"draft": True}, "draft"),
        ({"draft": False}, "published"),
        ({"status": "in-review"}, "in_review"),
        ({"status": "archived"}, "withdrawn"),
        ({"status": "Rejected"}, "rejected"),
    ],
)
def test_the_words_of_old_systems_for_where_an_article_stands(keys, status, bring):
    ran = bring(a_file(**keys))
    assert ran.code == 0, ran.err
    article = Article.objects.get()
    assert article.status == status
    assert (article.withdrawn_at is not None) == (status == "withdrawn")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("'2024-03-04'", datetime(2024, 3, 3, 23, tzinfo=UTC)),
        ("2024-03-04", datetime(2024, 3, 3, 23, tzinfo=UTC)),
        ("'2024-07-04'", datetime(2024, 7, 3, 22, tzinfo=UTC)),
        ("'2024-03-04T10:00:00'", datetime(2024, 3, 4, 9, tzinfo=UTC)),
        ("2024-03-04T10:00:00", datetime(2024, 3, 4, 9, tzinfo=UTC)),
        ("2024-03-04 10:00:00 +02:00", datetime(2024, 3, 4, 8, tzinfo=UTC)),
        ("'2024-03-04 10:00:00 -0500'", datetime(2024, 3, 4, 15, tzinfo=UTC)),
        ("'2024-03-04T10:00:00.1234567Z'", datetime(2024, 3, 4, 10, 0, 0, 123456, tzinfo=UTC)),
    ],
)
def test_dates_without_a_zone_are_the_publications_own(written, moment, bring, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    ran = bring(a_file().replace("'2024-03-04'", written))
    assert ran.code == 0, ran.err
    assert Article.objects.get().published_at == moment


def test_a_date_to_come_is_scheduled(bring):
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    bring(a_file(date=tomorrow.isoformat()))
    assert Article.objects.get().is_scheduled


def test_what_a_file_leaves_out_follows_the_rules(bring, folder):
    """Slug from publisher and title, excerpt from the body, section from the folder."""
    text = a_file(slug=None, basePath=None, link="https://www.nature.example/x", title="Q&A: it's")
    bring(text, "content/research/deep/a.md")
    article = Article.objects.get()
    assert article.path == "/research/nature-qanda-it-s"
    assert article.excerpt == "A body."
    assert Section.objects.get().name == "Research"


def test_two_files_whose_slugs_would_be_equal_by_rule_get_two(bring):
    bring(a_file(slug=None, id=1, link="https://b.example/"), "one.md")
    bring(a_file(slug=None, id=2, link="https://b.example/"), "two.md")
    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        "b-beds-that-know", "b-beds-that-know-2",
    ]  # fmt: skip
    assert run_again(bring) == "0 created, 0 updated, 2 unchanged, 0 failed"


def run_again(bring) -> str:
    return bring(a_file(slug=None, id=1, link="https://b.example/"), "one.md").out


def test_nested_sections_and_files_of_three_formats(bring, folder):
    for path in FILES.glob("*.md"):
        shutil.copy(path, folder)
    ran = bring(a_file(basePath="/news/beds/"))
    assert ran.out == "5 created, 0 updated, 0 unchanged, 0 failed"
    assert set(Section.objects.values_list("path", flat=True)) == {"news", "news/beds", "research"}
    assert set(Provenance.objects.values_list("front_matter_format", flat=True)) == {
        "yaml", "toml", "json",
    }  # fmt: skip


def test_an_offering_of_the_catalogue_is_found_and_left_as_it_is(bring):
    by_number = an_offering("Its real name", external_id=17001, slug="real")
    by_slug = an_offering("Another name", external_id=None, slug="corridor-light-kit")
    bring((FILES / "curated.md").read_bytes())
    related = [row.offering for row in Article.objects.get().related.all()]
    assert related == [by_number, by_slug]
    by_number.refresh_from_db()
    assert (by_number.name, by_number.categories.count()) == ("Its real name", 0)


def test_a_slug_that_another_number_holds_is_another_offering(db):
    an_offering("Lantern", external_id=1, slug="lantern")
    made = SharedRows().offering(OfferingRecord("Lantern", "lantern", 2))
    assert (made.slug, made.external_id) == ("lantern-2", 2)


def test_tags_that_differ_in_capitals_are_one(bring):
    bring(a_file(id=1, slug="one", tags=["News"]), "one.md")
    bring(a_file(id=2, slug="two", tags=["NEWS", "news"]), "two.md")
    assert [tag.name for tag in Tag.objects.all()] == ["News"]
    assert all(article.tags.count() == 1 for article in Article.objects.all())


# -------------------------------------------------------------------------------- once more


def test_a_second_import_changes_nothing(bring, folder):
    for path in FILES.glob("*.md"):
        shutil.copy(path, folder)
    bring(a_file(id=None, slug="without-id", tags=["A"]), "without-id.md")
    before = rows()
    ran = bring(a_file(id=None, slug="without-id", tags=["A"]), "without-id.md")
    assert ran.out == "0 created, 0 updated, 5 unchanged, 0 failed"
    assert rows() == before
    assert not Revision.objects.exists()


@pytest.mark.parametrize("keys", [{"id": 7}, {"id": None}], ids=["by-id", "by-slug"])
def test_a_changed_file_updates_its_article(keys, bring):
    bring(a_file(**keys, tags=["A", "B"], author=["Ines Varga"], categories=["X: y"]))
    ran = bring(
        a_file("<p>New</p>", **keys, title="Beds that see", tags=["B", "C"], author=["Signe Holt"],
               categories=["X: z"], aliases=["/news/old"], lastMod="2025-01-02T03:04:05Z")
    )  # fmt: skip
    assert ran.out == "0 created, 1 updated, 0 unchanged, 0 failed"
    article = Article.objects.get()
    assert (article.title, article.body) == ("Beds that see", "<p>New</p>")
    assert set(article.tags.names()) == {"B", "C"}
    assert [line.curator.name for line in article.bylines.all()] == ["Signe Holt"]
    assert [category.name for category in article.categories.all()] == ["X: z"]
    assert article.addresses.filter(path="/news/old", is_live=False).exists()
    assert article.modified_at == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    change = Revision.objects.get()
    assert change.act == "updated by import"
    assert change.changes["title"] == ["Beds that know", "Beds that see"]


def test_a_changed_slug_leaves_an_alias(bring):
    bring(a_file())
    assert bring(a_file(slug="beds-that-see")).out.startswith("0 created, 1 updated")
    addresses = Article.objects.get().addresses
    assert addresses.get(is_live=True).path == "/news/beds-that-see"
    assert addresses.get(is_live=False).path == "/news/beds-that-know"


def test_a_file_without_id_finds_its_article_after_its_slug_was_changed_at_the_desk(bring, export):
    bring(a_file(id=None))
    article = Article.objects.get()
    article.slug = "renamed"
    article.save()
    assert bring(a_file("<p>New</p>", id=None)).out.startswith("0 created, 1 updated")
    article.refresh_from_db()
    assert (article.slug, article.body) == ("renamed", "<p>New</p>")


def test_the_same_number_of_another_source_is_another_article(bring):
    bring(a_file(id=1, source="one", slug="one"), "one.md")
    bring(a_file(id=1, source="two", slug="two"), "two.md")
    assert Article.objects.count() == 2


# ----------------------------------------------------------------- two files with one article


def test_two_files_with_one_id_are_told_and_the_first_counts(bring, folder):
    (folder / "one.md").write_text(a_file())
    ran = bring(a_file(slug="other", title="The other"), "two.md")
    assert (ran.code, ran.out) == (1, "1 created, 0 updated, 0 unchanged, 1 failed")
    assert f"two.md: {folder}/one.md has the same source and id" in ran.err
    assert Article.objects.get().title == "Beds that know"


@pytest.mark.parametrize("other", ["0-before.md", "two.md"])
def test_the_first_stays_the_first_in_later_runs(other, bring, folder):
    bring(a_file(), "one.md")
    for _again in range(2):
        ran = bring(a_file(slug="other", title="The other"), other)
        assert (ran.code, ran.out) == (1, "0 created, 0 updated, 1 unchanged, 1 failed")
        assert f"{other}: {folder}/one.md has the same source and id" in ran.err
        assert Article.objects.get().title == "Beds that know"


def test_a_copy_of_a_file_fails(bring, folder):
    bring(a_file(), "one.md")
    for name in ("copy.md", "z-copy.md"):
        shutil.copy(folder / "one.md", folder / name)
    ran = run("import_content", folder)
    assert (ran.code, ran.out) == (1, "0 created, 0 updated, 1 unchanged, 2 failed")
    assert Provenance.objects.get().file_path == "one.md"


def test_a_file_that_was_moved_is_the_same(bring, folder, export):
    bring(a_file(), "one.md")
    (folder / "deep").mkdir()
    shutil.move(folder / "one.md", folder / "deep" / "new.md")
    assert run("import_content", folder).out.endswith("1 unchanged, 0 failed")
    assert list(export()) == ["deep/new.md"]


def test_one_file_alone_keeps_the_path_of_its_folder(bring, folder, export):
    bring(a_file(), "news/one.md")
    (folder / "news" / "one.md").write_text(a_file("<p>New</p>"))
    assert run("import_content", folder / "news" / "one.md").out.startswith("0 created, 1 updated")
    assert list(export()) == ["news/one.md"]


def test_an_alias_that_the_site_itself_answers_at_is_left_out_and_named(bring, folder):
    """Readers would never get there, and the desk could not save the article any more."""
    ran = bring(a_file(slug="one", aliases=["/admin/", "/news/", "/submit/x", "/news/old"]))
    assert ran.code == 0
    assert "'/admin/' is an address that the site itself uses; left out" in ran.err
    assert "'/submit/x' is an address that the site itself uses; left out" in ran.err
    assert "/news/ is a section's own address; left out" in ran.err
    assert [address.path for address in Address.objects.aliases()] == ["/news/old"]
    again = run("import_content", folder)
    assert again.out == "0 created, 0 updated, 1 unchanged, 0 failed"


# ------------------------------------------------------------------------------------ dry run


def test_a_dry_run_counts_the_same_and_keeps_nothing(bring, folder):
    bring(a_file(id=1, slug="kept"), "kept.md")
    bring(a_file(id=2, slug="changes"), "changes.md")
    before = rows()
    (folder / "bad.md").write_text("bad")
    (folder / "changes.md").write_text(a_file(id=2, slug="changes", title="New"))
    (folder / "clash.md").write_text(a_file(id=4, slug="new", title="Clash"))
    (folder / "doubled.md").write_text(a_file(id=4, slug="another"))
    new = a_file(id=3, slug="new", tags=["T"], categories=["A: b"], aliases="/news/kept-alias")
    dry = bring(new, "new.md", dry_run=True)
    assert rows() == before
    *counts, last = dry.out.splitlines()
    assert last == "2 created, 1 updated, 1 unchanged, 2 failed (dry run)"
    assert counts[0].split(maxsplit=1) == ["2", "a file could not be imported"]
    assert "clash.md; this article gets another one" in counts[-1]
    real = run("import_content", folder)
    assert last.removesuffix(" (dry run)") == real.out
    assert [line for line in real.err.splitlines() if "slug:" not in line] == dry.err.splitlines()


# ------------------------------------------------------------------------- rollback and death


def test_what_a_failed_file_made_is_made_again_for_the_next(bring, folder):
    """The first file fails after topics, tags and an offering were made for it."""
    shared = {
        "basePath": "/new/",
        "categories": ["Rolled: back"],
        "tags": ["T"],
        "author": "A B",
        "institution": "I",
        "link": "https://p.example/",
    }
    good = {"label": "O", "offeringId": 5, "categories": ["Rolled: back"]}
    bad = {"label": "P", "offeringId": 6, "categories": ["x" * 201]}
    (folder / "a.md").write_text(a_file(id=1, slug="one", relatedOfferings=[good, bad], **shared))
    ran = bring(a_file(id=2, slug="two", relatedOfferings=[good], **shared), "b.md")
    assert ran.out == "1 created, 0 updated, 0 unchanged, 1 failed"
    article = Article.objects.get()
    assert article.categories.get().name == "Rolled: back"
    assert article.related.get().offering.categories.get().name == "Rolled: back"
    assert (article.institution.name, article.section.path) == ("I", "new")
    connection.check_constraints()


def test_rows_that_were_rolled_back_leave_the_cache(db):
    from django.db import transaction

    shared = SharedRows()
    kept = shared.tag("Kept")
    shared.commit()
    with transaction.atomic():
        shared.category("Rolled: back")
        shared.tag("Rolled")
        transaction.set_rollback(True)
    shared.roll_back()
    assert Category.objects.filter(pk=shared.category("Rolled: back").pk).exists()
    assert Tag.objects.filter(pk=shared.tag("rolled").pk).exists()
    assert shared.tag("Kept") is kept


def test_the_cache_stays_small(db, django_assert_num_queries):
    shared = SharedRows(limit=2)
    first = shared.tag("a")
    shared.tag("b")
    shared.tag("c")
    assert shared.tag("a") == first
    assert Tag.objects.count() == 3


def test_an_interrupted_import_says_how_far_it_came(db, folder):
    """Ctrl-C: the file at hand is rolled back, the counts are printed."""
    for number in range(4):
        (folder / f"{number}.md").write_text(a_file(id=number, slug=f"s{number}"))

    def told(line):
        raise KeyboardInterrupt

    (folder / "2.md").write_text("bad")
    result = import_files(find_files([folder]), Report(told))
    assert result.interrupted
    assert str(result) == "2 created, 0 updated, 0 unchanged, 1 failed"
    assert Article.objects.count() == 2


@pytest.fixture
def site(tmp_path, migrated_file):
    """The folder of a site of its own, for processes of its own."""
    folder = tmp_path / "site"
    folder.mkdir()
    migrated_file.rename(folder / "db.sqlite3")
    return folder


def site_env(site) -> dict:
    return {
        **os.environ,
        "VAR_DIR": str(site),
        "DATABASE_URL": f"sqlite:///{site}/db.sqlite3",
    }


def manage(site, *arguments, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, settings.BASE_DIR / "manage.py", *map(str, arguments)],
        env=site_env(site),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


@pytest.mark.parametrize(
    "how", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_an_import_that_was_killed_is_finished_by_the_next(how, site, folder):
    import sqlite3
    from contextlib import closing

    count = 200
    for number in range(count):
        (folder / f"{number:04}.md").write_text(a_file(id=number, slug=f"s{number}", tags=["T"]))
    process = manage(site, "import_content", folder)

    def articles() -> int:
        with closing(sqlite3.connect(site / "db.sqlite3")) as database:
            return database.execute("SELECT COUNT(*) FROM curation_article").fetchone()[0]

    deadline = time.monotonic() + 60
    while articles() < 20 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    came = articles()
    assert 20 <= came < count
    if how == signal.SIGINT:
        assert process.returncode == 130
        counts = "created, 0 updated, 0 unchanged, 0 failed"
        # The signal may come after a file was kept and before it was counted.
        assert out.strip() in {f"{came} {counts}", f"{came - 1} {counts}"}
    process = manage(site, "import_content", folder)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert out.strip() == f"{count - came} created, 0 updated, {came} unchanged, 0 failed"


# ----------------------------------------------------------------------------- the doorbell


def test_folders_are_read_in_order_without_what_is_hidden(folder):
    for name in ("b/2.md", "b/1.markdown", "a.MD", ".git/x.md", ".hidden.md", "c.txt",
                 "b/_index.md", "z/deep/er.md"):  # fmt: skip
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    assert [found.name for found in find_files([folder])] == [
        "a.MD", "b/1.markdown", "b/2.md", "z/deep/er.md",
    ]  # fmt: skip
    assert [found.name for found in find_files([folder / "c.txt"])] == ["c.txt"]


def test_nothing_to_import_is_said(db, folder):
    ran = run("import_content", folder)
    assert (ran.code, ran.out) == (0, "0 created, 0 updated, 0 unchanged, 0 failed")


def test_queries_do_not_grow_with_unchanged_files(bring, folder, django_assert_max_num_queries):
    for number in range(30):
        (folder / f"{number}.md").write_text(a_file(id=number + 10, slug=f"s{number}"))
    bring(a_file())
    with django_assert_max_num_queries(2):
        assert run("import_content", folder).out.endswith("31 unchanged, 0 failed")


def test_a_file_that_is_asked_for_twice_is_one_file(db, folder, monkeypatch):
    (folder / "a.md").write_text(a_file())
    monkeypatch.chdir(folder)
    for _again in range(2):
        ran = run("import_content", folder, "a.md", folder / "a.md", ".")
        assert (ran.code, ran.err) == (0, "")
    assert ran.out == "0 created, 0 updated, 4 unchanged, 0 failed"


def test_progress_is_shown_on_a_terminal_only(site, folder):
    (folder / "a.md").write_text(a_file())
    (folder / "b.md").write_text("bad")
    desk, screen = pty.openpty()
    termios.tcsetwinsize(screen, (24, 80))
    process = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "import_content", folder],
        env=site_env(site), stdout=subprocess.PIPE, stderr=screen, check=False,
    )  # fmt: skip
    shown = os.read(desk, 100_000).decode()
    os.close(desk)
    os.close(screen)
    assert process.returncode == 1
    assert "2/2" in shown
    assert "b.md:1:1: There is no front matter" in shown
