"""A database that an earlier version filled: what it imported stays, and is read anew once."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from curation.interchange.import_fields import READER_VERSION
from curation.models import Article, Provenance, Revision
from tests.interchange.conftest import a_file, run

BEFORE = "0010_repair_slugs"


def migrate_to(name: str):
    executor = MigrationExecutor(connection)
    executor.migrate([("curation", name)])
    return executor.loader.project_state([("curation", name)]).apps


@pytest.fixture
def back_and_forth():
    """The tables as they were before the places of files were stored; the present ones again."""
    (leaf,) = MigrationLoader(connection).graph.leaf_nodes("curation")
    yield lambda: migrate_to(BEFORE), lambda: migrate_to(leaf[1])
    migrate_to(leaf[1])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_rows_of_an_earlier_version_are_kept_and_read_anew(back_and_forth, folder):
    back, forth = back_and_forth
    texts = {
        "plain.md": a_file(id=1, slug="plain", title="Plain"),
        "hidden.md": a_file(id=2, slug="hidden", title="Hidden", unlisted=True),
        "slugged.md": a_file(id=None, source=None, slug="slugged", title="Slugged"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    assert run("import_content", folder).code == 0
    back()
    # What that version made of the file: it did not know the key.
    when = datetime(2024, 3, 4, tzinfo=UTC)
    Article.objects.filter(title="Hidden").update(status="published", published_at=when)
    baselines = dict(Provenance.objects.values_list("pk", "baseline"))
    for pk, baseline in baselines.items():
        gone = {"expires_at", "content_language"}
        kept = {name: value for name, value in baseline.items() if name not in gone}
        Provenance.objects.filter(pk=pk).update(baseline=kept | {"status": "published"})
    forth()
    assert set(Provenance.objects.values_list("reader_version", flat=True)) == {0}
    assert set(Article.objects.values_list("expires_at", "content_language")) == {(None, "")}
    numbers = dict(Article.objects.values_list("title", "pk"))
    ran = run("import_content", folder)
    assert ran.out == "0 created, 1 updated, 2 unchanged, 0 failed"
    assert dict(Article.objects.values_list("title", "pk")) == numbers
    assert set(Article.objects.published().values_list("title", flat=True)) == {"Plain", "Slugged"}
    assert set(Provenance.objects.values_list("reader_version", flat=True)) == {READER_VERSION}
    assert list(Revision.objects.values_list("article__title", flat=True)) == ["Hidden"]
    again = run("import_content", folder)
    assert again.out == "0 created, 0 updated, 3 unchanged, 0 failed"
