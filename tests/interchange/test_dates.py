"""Dates as people and programs write them: of a file's text, of its name, and of none."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from curation.interchange.dates import moment
from curation.interchange.front_matter import parse
from curation.models import Article
from tests.interchange.conftest import a_file, run
from tests.interchange.readers import content_file


def utc(*parts) -> datetime:
    return datetime(*parts, tzinfo=UTC)


FORMS = [
    # YAML's own, and ISO 8601
    ("2024-03-04", utc(2024, 3, 3, 23)),
    ("'2024-03-04'", utc(2024, 3, 3, 23)),
    ("2024-03-04 10:00:00", utc(2024, 3, 4, 9)),
    ("2024-03-04T10:00", utc(2024, 3, 4, 9)),
    ("2024-03-04T10:00:00Z", utc(2024, 3, 4, 10)),
    ("2024-03-04t10:00:00z", utc(2024, 3, 4, 10)),
    ("2024-03-04T10:00:00.123456789+05:30", utc(2024, 3, 4, 4, 30, 0, 123456)),
    ("20240304", utc(2024, 3, 3, 23)),
    ("20240304T100000Z", utc(2024, 3, 4, 10)),
    ("2024-W10-1", utc(2024, 3, 3, 23)),
    # One digit
    ("2019-7-1", utc(2019, 6, 30, 22)),
    ("2019-07-10 4:00:00 -0500", utc(2019, 7, 10, 9)),
    ("2019-07-10 4:00:00 -05:00", utc(2019, 7, 10, 9)),
    ("2019-7-10 4:05", utc(2019, 7, 10, 2, 5)),
    ("2019/07/10", utc(2019, 7, 9, 22)),
    ("2019/7/1 04:00:00", utc(2019, 7, 1, 2)),
    ("2019.07.10", utc(2019, 7, 9, 22)),
    # E-mail, and what programs print
    ("'Wed, 10 Jul 2019 09:00:00 GMT'", utc(2019, 7, 10, 9)),
    ("'Wed, 10 Jul 2019 09:00:00 +0200'", utc(2019, 7, 10, 7)),
    ("'Wed, 10 Jul 2019 09:00:00 EST'", utc(2019, 7, 10, 14)),
    ("'Sunday, 05-Jan-20 10:11:12 UTC'", utc(2020, 1, 5, 10, 11, 12)),
    ("05 Jan 20 10:11 GMT", utc(2020, 1, 5, 10, 11)),
    ("10 Jul 2019", utc(2019, 7, 9, 22)),
    ("July 10, 2019", utc(2019, 7, 9, 22)),
    ("'July 10, 2019 4:00 PM'", utc(2019, 7, 10, 14)),
    ("Jul 2019", utc(2019, 6, 30, 22)),
    ("2019-07", utc(2019, 6, 30, 22)),
    ("2019", utc(2018, 12, 31, 23)),
    ("2018-05-06 15:04:05 +0000 UTC", utc(2018, 5, 6, 15, 4, 5)),
    ("2018-05-06 15:04:05.5 +0200 CEST", utc(2018, 5, 6, 13, 4, 5, 500000)),
    ("2018-05-06 15:04:05.123456789 +0200 CEST m=+0.000012", utc(2018, 5, 6, 13, 4, 5, 123456)),
    ("2018-05-06 15:04:05 -0300 -03", utc(2018, 5, 6, 18, 4, 5)),
    ("2018-05-06 15:04:05 +0530 +0530", utc(2018, 5, 6, 9, 34, 5)),
    ("'Sun May  6 15:04:05 2018'", utc(2018, 5, 6, 13, 4, 5)),
    ("'Sun May  6 15:04:05 UTC 2018'", utc(2018, 5, 6, 15, 4, 5)),
    ("'Sun May 06 2018 15:04:05 GMT+0200'", utc(2018, 5, 6, 13, 4, 5)),
    (
        "'Sun May 06 2018 15:04:05 GMT+0200 (Central European Summer Time)'",
        utc(2018, 5, 6, 13, 4, 5),
    ),
    ("13/04/2020", utc(2020, 4, 12, 22)),
    ("04/13/2020", utc(2020, 4, 12, 22)),
    ("04/04/2020", utc(2020, 4, 3, 22)),
    ("1525619045", utc(2018, 5, 6, 15, 4, 5)),
    # Nothing
    ("", None),
    ("''", None),
    ("~", None),
    ("0001-01-01T00:00:00Z", None),
    ("0001-01-01", None),
]  # fmt: skip


def value_of(written: str):
    return parse(f"---\ndate: {written}\n---\n".encode()).values["date"]


@pytest.mark.parametrize(("written", "expected"), [form for form in FORMS if form[1]])
def test_a_date_in_any_form_is_the_article_s(written, expected, bring, settings, export):
    settings.TIME_ZONE = "Europe/Berlin"
    text = a_file().replace("'2024-03-04'", written)
    ran = bring(text)
    assert (ran.code, ran.err) == (0, "")
    assert Article.objects.get().published_at == expected
    assert export() == {"a.md": text.encode()}


@pytest.mark.parametrize("written", ["", "''", "~", "0001-01-01T00:00:00Z", "0001-01-01"])
def test_no_date_is_no_date(written):
    assert moment(value_of(written), ZoneInfo("Europe/Berlin")) is None


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("03/04/2020", "may be two days; write the year first"),
        ("03.04.2020", "may be two days"),
        ("some day", "is not a date"),
        ("5 January", "is not a date"),
        ("'10:11'", "is not a date"),
        ("3 weeks ago", "is not a date"),
        ("'2020-13-45'", "is not a date"),
        ("'2020-02-30'", "is not a date"),
        ("'25:00 2020-02-03'", "is not a date"),
        ("'Wed, 10 Jul 2019 09:00:00 XYZ'", "is not a date"),
        ("12", "is not a date"),
        ("1.5", "is not a date"),
        ("true", "is not a date"),
        ("[2020-01-01]", "not a date"),
        ("1066-10-14", "year 1066 is outside 1900 to 2100"),
        ("9999-12-31", "year 9999 is outside 1900 to 2100"),
        ("0000-00-00", "not a date"),
        ("'0000-00-00 00:00:00'", "is not a date"),
        ("'" + "2" * 5000 + "'", "is not a date"),
        ("'2020 " + "1 " * 2000 + "'", "is not a date"),
    ],
)
def test_a_date_that_may_be_another_fails_with_its_place(written, words, bring):
    ran = bring(a_file().replace("'2024-03-04'", written))
    assert ran.code == 1
    assert "a.md:5:7: " in ran.err
    assert words in ran.err
    assert not Article.objects.exists()


def test_toml_and_json_have_dates_too(db, folder):
    (folder / "a.md").write_text('+++\ntitle = "A"\ndate = 2019-07-10T04:00:00-05:00\n+++\n')
    (folder / "b.md").write_text('+++\ntitle = "B"\ndate = 2019-07-10\n+++\n')
    (folder / "c.md").write_text('{"title": "C", "date": "2019-07-10 4:00:00 -0500"}\n')
    assert run("import_content", folder).code == 0
    found = dict(Article.objects.values_list("title", "published_at"))
    assert found["A"] == found["C"] == utc(2019, 7, 10, 9)
    assert found["B"].date().isoformat() in ("2019-07-09", "2019-07-10")


# ------------------------------------------------------------------------ which date it is


@pytest.mark.parametrize(
    ("keys", "published", "modified"),
    [
        ({"date": "2020-01-01"}, "2020-01-01", "2020-01-01"),
        ({"date": "2020-01-01", "lastmod": "2021-01-01"}, "2020-01-01", "2021-01-01"),
        ({"publishDate": "2020-02-02"}, "2020-02-02", "2020-02-02"),
        ({"lastmod": "2020-03-03"}, "2020-03-03", "2020-03-03"),
        ({"publishDate": "2020-02-02", "lastmod": "2021-01-01"}, "2020-02-02", "2021-01-01"),
        ({"Date": "2020-01-01", "LASTMOD": "2021-01-01"}, "2020-01-01", "2021-01-01"),
        ({"date": "2020-01-01", "publishDate": "2019-01-01"}, "2020-01-01", "2020-01-01"),
        ({"date": "2020-01-01", "updated": "2021-01-01"}, "2020-01-01", "2021-01-01"),
        ({"date": "2020-01-01", "last_modified_at": "2021-01-01"}, "2020-01-01", "2021-01-01"),
        ({"date": "2020-01-01", "lastmod": "0001-01-01T00:00:00Z"}, "2020-01-01", "2020-01-01"),
        ({"created_at": "2020-01-01"}, "2020-01-01", "2020-01-01"),
        ({"published_at": "2020-01-01"}, "2020-01-01", "2020-01-01"),
        ({"published": "2020-01-01"}, "2020-01-01", "2020-01-01"),
        ({"date": None, "publishDate": "2020-02-02"}, "2020-02-02", "2020-02-02"),
    ],
)
def test_which_of_its_dates_is_which(keys, published, modified, bring):
    """No lastMod: the article's own date, never the moment of the import."""
    ran = bring(content_file({"title": "Beds", **keys}))
    assert ran.code == 0, ran.err
    article = Article.objects.get()
    assert article.status == "published"
    assert f"{article.published_at:%Y-%m-%d}" == published
    assert f"{article.modified_at:%Y-%m-%d}" == modified


def test_a_lastmod_that_cannot_be_read_is_left_out_and_told(bring):
    ran = bring(content_file({"title": "Beds", "date": "2020-01-01", "updated": "yesterday"}))
    assert ran.code == 0
    assert "updated: 'yesterday' is not a date; write it like" in ran.err
    assert f"{Article.objects.get().modified_at:%Y-%m-%d}" == "2020-01-01"


# ------------------------------------------------------------------------ in the file's name


@pytest.mark.parametrize(
    ("name", "config", "day", "slug"),
    [
        ("_posts/2018-05-06-beds.md", None, "2018-05-06", "beds"),
        ("_posts/2018-5-6-beds.md", None, "2018-05-06", "beds"),
        ("_drafts/2018-05-06-beds.md", None, "2018-05-06", "beds"),
        ("content/news/2018-05-06-beds.md", None, "2018-05-06", "2018-05-06-beds"),
        (
            "content/news/2018-05-06-beds.md", "[frontmatter]\ndate = [':filename', ':default']\n",
            "2018-05-06", "beds",
        ),
        (
            "content/news/2018-05-06-beds/index.md", "[frontmatter]\ndate = [':filename']\n",
            "2018-05-06", "beds",
        ),
    ],
)  # fmt: skip
def test_a_date_that_only_the_name_has(name, config, day, slug, db, tmp_path):
    path = tmp_path / "old" / name
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: Beds at night\n---\nA body.\n")
    if config:
        (tmp_path / "old" / "hugo.toml").write_text(config)
    ran = run("import_content", tmp_path / "old")
    assert ran.code == 0, ran.err
    article = Article.objects.get()
    assert f"{article.published_at:%Y-%m-%d}" == day
    assert article.slug == slug


def test_a_name_that_only_looks_like_a_date_gives_none(db, tmp_path):
    path = tmp_path / "_posts" / "2020-20-20-beds.md"
    path.parent.mkdir()
    path.write_text("---\ntitle: Beds\n---\n")
    ran = run("import_content", tmp_path)
    assert ran.code == 0
    assert Article.objects.get().status == "draft"


def test_a_date_in_the_text_outweighs_that_of_a_jekyll_name(db, tmp_path):
    path = tmp_path / "_posts" / "2018-05-06-beds.md"
    path.parent.mkdir()
    path.write_text("---\ntitle: Beds\ndate: 2018-05-07 12:00:00 +0000\n---\n")
    run("import_content", tmp_path)
    assert Article.objects.get().published_at == utc(2018, 5, 7, 12)


def test_the_zone_of_the_old_sites_configuration_counts(db, tmp_path, settings):
    settings.TIME_ZONE = "UTC"
    news = tmp_path / "content" / "news"
    news.mkdir(parents=True)
    (tmp_path / "hugo.toml").write_text("timeZone = 'America/New_York'\n")
    (news / "a.md").write_text("---\ntitle: A\ndate: 2019-07-10 04:00:00\n---\n")
    run("import_content", tmp_path)
    assert Article.objects.get().published_at == utc(2019, 7, 10, 8)
