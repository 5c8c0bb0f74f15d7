"""Slugs and aliases follow the content format's rules."""

import pytest
from django.core.exceptions import ValidationError

from curation.models.article_slugs import article_slug, brand_prefix, title_slug, valid_slug


@pytest.mark.parametrize(
    ("brand", "prefix"),
    [
        ("nature.com", "nature"),
        ("academic.oup.com", "academic-oup"),
        ("brisbanetimes.com.au", "brisbanetimes-com"),
        ("localhost", "localhost"),
        ("Nature.COM.", "nature"),
    ],
)
def test_prefix_is_the_brand_without_its_last_label(brand, prefix):
    assert brand_prefix(brand) == prefix


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Q&A", "qanda"),
        ("Frost & Sullivan", "frost-and-sullivan"),
        ("Care @ home", "care-at-home"),
        ("it's", "it-s"),
        ("it’s", "it-s"),
        ("Twenty‑one – or more — years", "twenty-one-or-more-years"),
        ("Zürich façade naïve Łódź smørrebrød", "zurich-facade-naive-lodz-smorrebrod"),
        ("AI/ML: what (really) works?", "ai-ml-what-really-works"),
        ("  --Edges--  ", "edges"),
        ("日本語", "日本語"),
        ("Q&A: 医疗信息", "q-a-医疗信息"),
        ("ग्रामीण अस्पताल में नई सेवा", "ग्रामीण-अस्पताल-में-नई-सेवा"),
        ("Новости телемедицины!", "новости-телемедицины"),
        ("La salud, hoy — здоровье", "la-salud-hoy"),
        ("🙂 — ❤\ufe0f", ""),
    ],
)
def test_title_becomes_words_and_hyphens(title, slug):
    assert title_slug(title) == slug


def test_title_part_ends_at_100_characters_and_never_with_a_hyphen():
    assert title_slug("a" * 99 + " b") == "a" * 99
    assert title_slug("a" * 150) == "a" * 100
    assert len(article_slug("wardandwire.example", "a" * 150)) == len("wardandwire-") + 100


def test_slug_stands_without_publisher_or_title():
    assert article_slug("", "Wards at night") == "wards-at-night"
    assert article_slug("wardandwire.example", "日本語") == "wardandwire-日本語"
    assert article_slug("wardandwire.example", "🙂") == "wardandwire"
    assert article_slug("", "🙂") == "article"


@pytest.mark.parametrize(
    "slug", ["../etc", "a/b", ".hidden", "", "a b", "a\n", "-x", "\u0301a", "a\u200db", "🙂"]
)
def test_slugs_that_would_leave_their_place_are_refused(slug):
    with pytest.raises(ValidationError):
        valid_slug(slug)


@pytest.mark.parametrize(
    "slug",
    ["brief-2", "Old_Style.html", "été", "1", "ग्रामीण-अस्पताल", "โรงพยาบาล", "e\u0301te\u0301"],
)
def test_slugs_of_old_sites_are_kept(slug):
    valid_slug(slug)
