"""From file to desk to file: an edit in the desk's own form touches only its own keys."""

import re

import pytest
from django.urls import reverse

from curation.models import Article
from tests.desk import errors_of, sent
from tests.interchange.conftest import FILES, keys_of


def save_at_desk(client, **edits):
    article = Article.objects.get()
    page = reverse("admin:curation_article_change", args=[article.pk])
    answer = client.post(page, sent(client.get(page), **edits))
    assert answer.status_code == 302, errors_of(answer)


@pytest.mark.parametrize("name", [path.name for path in FILES.glob("*.md")])
def test_opening_and_saving_changes_nothing(name, bring, export, desk):
    bring((FILES / name).read_bytes())
    save_at_desk(desk("editor"))
    assert export() == {"a.md": (FILES / name).read_bytes()}


def test_a_new_title_is_the_title_and_the_last_crumb(bring, export, desk):
    text = (FILES / "curated.md").read_bytes()
    bring(text)
    save_at_desk(desk("editor"), title="A title from the desk")
    before, after = keys_of(text), keys_of(export()["a.md"])
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]{15}Z", after["lastMod"])
    assert after == before | {
        "title": "A title from the desk",
        "breadcrumbs": ["Home", "News", "A title from the desk"],
        "lastMod": after["lastMod"],
    }


def test_a_new_slug_leaves_the_old_address_among_the_aliases(bring, export, desk):
    text = (FILES / "curated.md").read_bytes()
    bring(text)
    save_at_desk(desk("editor"), slug="from-the-desk")
    after = keys_of(export()["a.md"])
    assert after["slug"] == "from-the-desk"
    assert after["aliases"] == [
        "/news/wards-that-sleep-record-fewer-falls-a-night",
        "/news/nightshift-wards-that-sleep-record-fewer-falls-a-night",
    ]


def test_an_edited_file_comes_in_again_and_both_hands_are_seen(bring, export, desk):
    """The owner mends the file while a curator works at the desk."""
    text = (FILES / "curated.md").read_text()
    bring(text)
    save_at_desk(desk("editor"), title="A title from the desk")
    ran = bring(text.replace("- News\ntitle", "- News\n  - Night\ntitle"))
    assert (ran.out, ran.err) == ("0 created, 1 updated, 0 unchanged, 0 failed", "")
    article = Article.objects.get()
    assert article.title == "A title from the desk"
    assert set(article.tags.names()) == {"News", "Night"}
    after = keys_of(export()["a.md"])
    assert (after["title"], after["tags"]) == ("A title from the desk", ["News", "Night"])
