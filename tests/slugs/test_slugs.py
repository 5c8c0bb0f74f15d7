"""Slugs stay as they are for ever: they stand in URLs that readers have kept."""

import pytest
from django.db import IntegrityError

from curation.models import Curator
from offerings.models import Institution, Offering
from slugs import first_free_slug, numbered_slugs, slug_from_name, unique_slug
from taxonomy.models import Category, Taxonomy

# Each pair was made by the code that the shared module replaced.
SLUGS = [
    ("Wards & Wires", "wards-wires"),
    ("  Zürich — façade  ", "zurich-facade"),
    ("KLAS: Best in KLAS (2024)", "klas-best-in-klas-2024"),
    ("C++", "c"),
    ("a_b-c", "a_b-c"),
    ("--x--", "x"),
    ("Łódź", "lodz"),
    ("Ⅷ ﬁne", "viii-fine"),
    ("tab\tnew\nline", "tab-new-line"),
    ("100%", "100"),
    ("İstanbul", "istanbul"),
    ("‘quotes’", "quotes"),
    ("a.b/c", "abc"),
    ("e\u0301te", "ete"),
]
WITHOUT_LETTERS = ["", "🙂", "❤\ufe0f", "+", "%", "-" * 10, "\u0301"]
IN_OTHER_SCRIPTS = [
    ("日本語", "日本語"),
    ("ग्रामीण अस्पताल", "ग्रामीण-अस्पताल"),
    ("โรงพยาบาล", "โรงพยาบาล"),
    ("الرعاية عن بعد", "الرعاية-عن-بعد"),
    ("Здоровье & ИИ", "здоровье-ии"),
    ("Υγεία", "υγεία"),
    ("ÆØ ß", "æø-ß"),
    ("AI 在医疗信息中的应用", "ai-在医疗信息中的应用"),
    ("COVID-19 疫情", "covid-19"),
]
NAMED = [(Institution, 200, "institution"), (Offering, 200, "offering"), (Curator, 150, "curator")]


@pytest.mark.parametrize(("name", "slug"), SLUGS)
def test_a_name_gives_the_slug_that_it_always_gave(name, slug):
    assert slug_from_name(name, "fallback") == slug


@pytest.mark.parametrize("name", WITHOUT_LETTERS)
def test_a_name_without_letters_gives_the_fallback(name):
    assert slug_from_name(name, "fallback") == "fallback"


@pytest.mark.parametrize(("name", "slug"), IN_OTHER_SCRIPTS)
def test_a_name_in_another_script_keeps_its_letters(name, slug):
    assert slug_from_name(name, "fallback") == slug


@pytest.mark.parametrize(("length", "kept"), [(200, 200), (150, 150), (120, 120)])
def test_a_long_name_is_cut_at_the_limit_even_behind_a_hyphen(length, kept):
    assert slug_from_name("x" * 300, "fallback", length) == "x" * kept
    name = "a" * (length - 1) + " b"
    assert slug_from_name(name, "fallback", length) == "a" * (length - 1) + "-"


def test_numbers_begin_at_two_and_skip_what_is_taken():
    assert first_free_slug("wards", set()) == "wards"
    assert first_free_slug("wards", {"wards-2"}) == "wards"
    assert first_free_slug("wards", {"wards", "wards-3"}) == "wards-2"
    assert first_free_slug("wards", {"wards", "wards-2", "wards-3"}) == "wards-4"


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "length", "fallback"), NAMED)
def test_named_rows_get_the_slug_of_their_name(model, length, fallback):
    for name in ("Wards & Wires", "Wards Wires", "wards – wires"):
        model.objects.create(name=name)
    model.objects.create(name="日本語")
    model.objects.create(name="🙂")
    model.objects.create(name="y" * length)
    assert list(model.objects.order_by("pk").values_list("slug", flat=True)) == [
        "wards-wires",
        "wards-wires-2",
        "wards-wires-3",
        "日本語",
        fallback,
        "y" * length,
    ]


@pytest.mark.django_db
def test_topics_get_the_slug_of_their_whole_name():
    labels = ["KLAS: Best", "KLAS Best", "日本語", "🙂"]
    slugs = [Category.objects.create(label=label).slug for label in labels]
    assert slugs == ["klas-best", "klas-best-2", "日本語", "topic"]


@pytest.mark.django_db
def test_a_taxonomy_gets_the_slug_of_its_name_and_never_an_empty_one():
    assert Taxonomy.objects.create(name="Ward Digital").slug == "ward-digital"
    assert Taxonomy.objects.create(name="🙂").slug == "taxonomy"
    with pytest.raises(IntegrityError):
        Taxonomy.objects.filter(name="🙂").update(slug="")


def test_the_numbers_of_like_names_are_known():
    assert numbered_slugs("wards")[:3] == ["wards", "wards-2", "wards-3"]


@pytest.mark.django_db
def test_a_longer_slug_that_begins_alike_takes_nothing():
    Curator.objects.create(name="Wards Wires")
    assert unique_slug("wards", Curator.objects.all()) == "wards"
    assert unique_slug("wards-wires", Curator.objects.all()) == "wards-wires-2"
