"""What the tests of files in and out share: folders, and the two commands run as people run them."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

FILES = Path(__file__).parent / "files"


@dataclass
class Ran:
    """What a command printed, and the status it ended with."""

    code: int
    out: str
    err: str


def run(command: str, *arguments, **options) -> Ran:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err, **options)
    except SystemExit as end:
        code = end.code
    return Ran(code, out.getvalue().strip(), err.getvalue().strip())


@pytest.fixture
def folder(tmp_path):
    """An empty folder for content files."""
    path = tmp_path / "content"
    path.mkdir()
    return path


@pytest.fixture
def bring(db, folder):
    """bring(text, name="a.md") writes a file and imports the folder."""

    def bring(text: str | bytes, name: str = "a.md", **options) -> Ran:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return run("import_content", folder, **options)

    return bring


@pytest.fixture
def export(tmp_path):
    """export() writes all articles; gives file name -> bytes."""

    def export(**options) -> dict[str, bytes]:
        target = tmp_path / "exported"
        ran = run("export_content", target, **options)
        assert ran.code == 0, ran.err
        paths = [path for path in target.rglob("*") if path.is_file()]
        return {path.relative_to(target).as_posix(): path.read_bytes() for path in paths}

    return export


def keys_of(file: bytes) -> dict:
    """The front matter of a YAML file, as any safe loader reads it."""
    return yaml.safe_load(file.decode().split("---\n", 2)[1])


def a_file(body="<p>A body.</p>", **keys) -> str:
    """A small valid file; a key given as None is left out."""
    front = {
        "title": "Beds that know",
        "slug": "beds-that-know",
        "basePath": "/news/",
        "date": "2024-03-04",
        "id": 1,
        "source": "tests",
    }
    front |= keys
    front = {key: value for key, value in front.items() if value is not None}
    return f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---\n{body}"
