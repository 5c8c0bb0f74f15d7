"""`manage.py read_link`: shows the draft that a link would become, without saving it."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from curation.models import Article, Publisher
from tests.builders import a_category, an_article, an_offering
from tests.sources.servers import serve_site
from tests.sources.stories import put_story

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(settings):
    with serve_site() as site:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{site.port}"]
        yield site


def read_link(*args):
    out = StringIO()
    call_command("read_link", *args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_every_field_comes_with_its_origin_and_the_others(site):
    put_story(site)
    url = put_story(site, "/m?utm_source=mail", canonical=site.url("/news/paperless-wards"))
    found = json.loads(read_link(url, "--json"))
    assert found["fields"]["link_href"]["value"] == site.url("/m")
    assert found["fields"]["canonical_url"] == {
        "value": site.url("/news/paperless-wards"),
        "origin": "canonical",
        "others": [{"value": url, "origin": "address"}],
    }


@pytest.mark.django_db
def test_fields_suggestions_and_earlier_articles(site):
    category = a_category("Ward Digital: Remote visits")
    offering = an_offering("Northharbour")
    url = put_story(site)
    ran = an_article("Charts on tablets", link_href=url)
    before = Publisher.objects.count()
    found = json.loads(read_link(url, "--json"))
    assert found["fields"]["title"]["value"] == "Wards go paperless at Northharbour"
    assert found["fields"]["title"]["origin"] == "h1"
    assert found["fields"]["publisher"]["value"] == "Ward and Wire"
    assert found["fields"]["source_date"]["value"] == "2026-03-02T08:15+01:00"
    assert found["suggested"]["categories"][0]["name"] == category.name
    assert found["suggested"]["offerings"] == [
        {"name": offering.name, "reason": "named in the text"}
    ]
    assert found["earlier"] == [
        {"article": ran.pk, "title": "Charts on tablets", "why": "the same address"}
    ]
    assert Article.objects.count() == 1
    assert Publisher.objects.count() == before


@pytest.mark.django_db
def test_for_people_it_prints_lines(site):
    an_offering("Northharbour")
    said = read_link(put_story(site)).splitlines()
    assert "title: Wards go paperless at Northharbour  [h1]" in said
    assert any(line.startswith("    or: Wards go paperless") for line in said)
    assert "offerings: Northharbour (named in the text)" in said


@pytest.mark.parametrize("url", ["attachment", "ftp://example.org/"])
def test_what_is_no_address_is_refused_in_a_sentence(url):
    with pytest.raises(CommandError, match="must begin with http"):
        read_link(url)


def test_a_refusal_is_one_line_and_the_exit_status(site, tmp_path):
    done = run(site, tmp_path, site.url("/gone"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "CommandError: The site has no page at this address (status 404).\n"


def test_without_a_database_the_page_is_read_all_the_same(site, tmp_path):
    done = run(site, tmp_path, put_story(site), "--json")
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["fields"]["title"]["value"] == "Wards go paperless at Northharbour"
    assert found["suggested"] is None
    assert found["earlier"] is None


def run(site, tmp_path, *args):
    """Run the command as from a shell, without a database."""
    environment = {
        **os.environ,
        "VAR_DIR": str(tmp_path / "fresh"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'fresh' / 'db.sqlite3'}",
        "FETCH_ALLOW_PRIVATE_HOSTS": f"127.0.0.1:{site.port}",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "read_link", *args],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
