"""The health check, /healthz."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_all_is_well(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "media": "ok"}
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.django_db
def test_media_that_cannot_be_written_is_503(client, settings, tmp_path):
    (tmp_path / "media").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "media"
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["media"].startswith("failed: ")
    assert answer.json()["database"] == "ok"


@pytest.mark.django_db(transaction=True)
def test_a_database_without_our_tables_is_503(client):
    with connection.schema_editor() as editor:
        editor.execute("ALTER TABLE curation_section RENAME TO curation_section_gone")
    try:
        answer = client.get("/healthz")
    finally:
        with connection.schema_editor() as editor:
            editor.execute("ALTER TABLE curation_section_gone RENAME TO curation_section")
    assert answer.status_code == 503
    assert answer.json()["database"].startswith("failed: ")


@pytest.mark.django_db
def test_nothing_is_left_behind(client, settings):
    client.get("/healthz")
    assert not [p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()]


@pytest.mark.django_db
def test_other_methods_are_refused(client):
    assert client.post("/healthz").status_code == 405
