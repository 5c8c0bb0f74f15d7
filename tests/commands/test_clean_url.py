"""`manage.py clean_url`: prints cleaned URLs."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[2]


def answer(*urls):
    out = StringIO()
    call_command("clean_url", *urls, stdout=out)
    return out.getvalue()


def answer_lines(*lines):
    """Run the command as a shell does, with `lines` on standard input."""
    return subprocess.run(
        [sys.executable, "manage.py", "clean_url", "--jsonl"],
        cwd=ROOT,
        input=b"\n".join(x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines),
        capture_output=True,
        timeout=60,
    )


def test_each_address_is_cleaned_on_a_line_of_its_own():
    cleaned = answer("https://example.org/a?utm_source=x&id=1", "https://youtu.be/dQw4w9WgXcQ?si=1")
    assert cleaned == "https://example.org/a?id=1\nhttps://youtu.be/dQw4w9WgXcQ\n"


def test_the_rules_of_an_operator_are_used(tmp_path):
    """The file is read at the start: another content is used from the next start on."""
    path = tmp_path / "rules.json"
    said = []
    for name in ("wn_src", "wn_pos"):
        rules = {"providers": {"all": {"urlPattern": ".*", "rules": [name]}}}
        path.write_text(json.dumps(rules))
        done = subprocess.run(
            [sys.executable, "manage.py", "clean_url", "https://example.org/a?wn_src=1&wn_pos=2"],
            cwd=ROOT,
            env=os.environ | {"CLEARURLS_RULES": str(path)},
            capture_output=True,
            text=True,
            timeout=60,
        )
        said.append(done.stdout.strip())
    assert said == ["https://example.org/a?wn_pos=2", "https://example.org/a?wn_src=1"]


@pytest.mark.parametrize("url", ["no address", "", "https://", "ftp://example.org/?utm_source=x"])
def test_what_is_no_address_comes_back_as_it_came(url):
    assert answer(url) == f"{url}\n"


def test_without_addresses_it_says_what_to_give():
    with pytest.raises(CommandError, match="--jsonl"):
        answer()


def test_json_lines_are_answered_one_for_one():
    """Each with its id, whatever its type; what is not a URL comes back unchanged."""
    done = answer_lines(
        {"id": 1, "url": "https://example.org/?gclid=1&ü=2"},
        b"",
        {"id": "two", "url": "https://m.example.org/a", "canonical": "https://example.org/a"},
        {"id": 3, "url": "not an address"},
        {"id": 4, "url": None},
        {"id": [5], "url": "https://example.org/\ud800"},
        b'\xef\xbb\xbf{"id": 6, "url": "https://example.org/\xff?fbclid=1"}\r',
        {"id": 7, "url": "https://[", "canonical": 7, "more": "ignored"},
    )
    assert done.stderr == b""
    assert done.returncode == 0
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"id": 1, "clean": "https://example.org/?%C3%BC=2"},
        {"id": "two", "clean": "https://example.org/a"},
        {"id": 3, "clean": "not an address"},
        {"id": 4, "clean": None},
        {"id": [5], "clean": "https://example.org/\ud800"},
        {"id": 6, "clean": "https://example.org/\udcff?fbclid=1"},
        {"id": 7, "clean": "https://["},
    ]


def test_lines_that_hold_no_address_are_reported_and_the_others_answered():
    done = answer_lines(b"{", b"[1]", {"id": 1}, {"url": "https://example.org/"}, b"7",
                        {"id": 2, "url": "https://example.org/#top"})  # fmt: skip
    assert done.stdout.decode() == '{"id": 2, "clean": "https://example.org/"}\n'
    *reports, summary = done.stderr.decode().splitlines()
    assert [report.partition(":")[0] for report in reports] == [f"line {n}" for n in range(1, 6)]
    assert summary == "CommandError: 5 of the lines could not be read; see above."
    assert done.returncode == 1


def test_it_starts_without_the_slow_page_readers():
    """trafilatura's import alone costs more than the whole command."""
    code = (
        "import sys; from django.core.management import execute_from_command_line as run; "
        "run(['manage.py', 'clean_url', 'https://example.org/']); "
        "print(sorted({'trafilatura', 'htmldate'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import os; os.environ.setdefault("
         f"'DJANGO_SETTINGS_MODULE', 'config.settings'); {code}"],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "https://example.org/\n[]\n", done.stderr
