"""manage.py read_pages: lines in, lines out."""

import io
import json

import pytest
from django.core.management import call_command


@pytest.fixture
def read_pages(monkeypatch, capsys):
    """Runs the command with these lines on standard input; returns its rows and its errors."""

    def run(*lines: str):
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
        out, err = io.StringIO(), io.StringIO()
        call_command("read_pages", stdout=out, stderr=err)
        return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()

    return run


def test_a_page_becomes_a_line(read_pages, tmp_path):
    file = tmp_path / "seals.html"
    file.write_text(
        """<html lang="en"><title>Seals return | Bay Notes</title>
        <meta property="og:site_name" content="Bay Notes"><h1>Seals return</h1>
        <p class="byline">By Ada Roe</p><time datetime="2024-03-02T08:00:00+01:00">Saturday</time>
        <p>Forty seals were counted on the sandbank this week, more than before.</p>"""
    )
    rows, errors = read_pages(
        json.dumps({"id": 7, "url": "https://example.org/seals", "html_path": str(file)})
    )

    assert rows == [
        {
            "id": 7,
            "title": "Seals return",
            "description": "Forty seals were counted on the sandbank this week, more than before.",
            "site_name": "Bay Notes",
            "author": ["Ada Roe"],
            "published": "2024-03-02T08:00:00+01:00",
            "language": "en",
            "image": None,
            "canonical_url": "https://example.org/seals",
            "doi": None,
        }
    ]
    assert errors == ""


def test_a_missing_file_gives_nulls_and_a_message_and_the_next_page_is_read(read_pages, tmp_path):
    file = tmp_path / "b.html"
    file.write_text("<title>Second</title>")
    rows, errors = read_pages(
        json.dumps({"id": "a", "url": "https://example.org/a", "html_path": "/no/such/file"}),
        json.dumps({"id": "b", "url": "https://example.org/b", "html_path": str(file)}),
    )

    assert [row["title"] for row in rows] == [None, "Second"]
    assert set(rows[0]) == set(rows[1])
    assert errors.startswith("a: the page cannot be read")


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"id": 1}', "7"])
def test_a_line_that_asks_for_nothing_is_reported_by_its_number(read_pages, line):
    rows, errors = read_pages(line)

    assert rows == []
    assert errors.startswith("line 1:")
