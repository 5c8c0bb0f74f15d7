"""Folders of old sites, written by the tests."""

import pytest
import yaml

from tests.interchange.conftest import run
from tests.interchange.readers import LISTED, content_file


class OldFolder:
    """A folder of an old site: `write` adds a file, `bring` imports it or a part of it."""

    def __init__(self, path):
        self.path = path

    def write(self, name: str, text: str):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def page(self, name: str, title: str = "", **keys):
        """A content file that would be public; its title is its name."""
        title = title or name.rpartition("/")[2].partition(".")[0]
        values = {"title": title, **LISTED, **keys}
        return self.write(name, content_file({k: v for k, v in values.items() if v is not None}))

    def config(self, name: str, **values):
        return self.write(name, yaml.safe_dump(values, sort_keys=False))

    def bring(self, part: str = "", **options):
        return run("import_content", self.path / part, **options)


@pytest.fixture
def old(db, tmp_path):
    return OldFolder(tmp_path / "old")
