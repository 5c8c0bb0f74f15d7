"""Templates are code too: what `djade` does not look at."""

from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"
LONGEST_LINE = 120


def test_no_line_is_too_long():
    """Django's tags end with their line; `{% with %}` and `trimmed` make room."""
    files = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    assert len(files) > 100
    too_long = [
        f"{path.relative_to(TEMPLATES)}:{number}: {len(line)}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert too_long == []
