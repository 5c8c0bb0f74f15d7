"""Each article's own language: on its page, for screen readers and translators, and in JSON-LD."""

import json
import re

import pytest

from tests.builders import an_article

pytestmark = pytest.mark.django_db


def parts(client, article) -> dict:
    page = client.get(article.get_absolute_url()).content.decode()
    data = json.loads(re.search(r'application/ld\+json">(.*?)</script>', page, re.S)[1])
    return {
        "page": re.search(r'<html lang="([^"]*)"', page)[1],
        "headline": re.search(r"<h1[^>]*story__headline[^>]*>", page)[0],
        "standfirst": re.search(r"<p[^>]*story__standfirst[^>]*>", page)[0],
        "body": re.search(r'<div[^>]*class="prose"[^>]*>', page)[0],
        "data": data["@graph"][0],
    }


@pytest.mark.parametrize("code", ["fr", "pt-BR", "zh-Hant"])
def test_an_article_in_another_language_says_so(code, client, settings):
    article = an_article("Lits", content_language=code, excerpt="Une phrase.")
    found = parts(client, article)
    assert found["page"] == settings.LANGUAGE_CODE  # the page around it speaks the publication's
    for name in ("headline", "standfirst", "body"):
        assert f'lang="{code}"' in found[name]
    assert found["data"]["inLanguage"] == code


def test_an_article_in_the_publications_language_says_nothing(client):
    found = parts(client, an_article("Beds", excerpt="A sentence."))
    assert "lang=" not in found["headline"] + found["standfirst"] + found["body"]
    assert "inLanguage" not in found["data"]


@pytest.mark.parametrize("code", ["french", "f", "fr_FR", 'fr"x', "fr\n", "1"])
def test_what_is_no_language_code_cannot_be_saved_at_the_desk(code):
    from django.core.exceptions import ValidationError

    article = an_article("Beds")
    article.content_language = code
    with pytest.raises(ValidationError) as error:
        article.full_clean()
    assert list(error.value.error_dict) == ["content_language"]


def test_a_list_says_the_language_of_each_title(client):
    an_article("Lits", content_language="fr")
    an_article("Beds")
    page = client.get("/news/").content.decode()
    assert '<bdi lang="fr">Lits</bdi>' in page
    assert "<bdi>Beds</bdi>" in page
