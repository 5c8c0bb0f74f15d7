"""Slugs stay as they are for ever: they stand in URLs that readers have kept."""

import pytest

from curation.models import Curator
from offerings.models import Institution, Offering
from slugs import first_free_slug, slug_from_name, unique_slug
from taxonomy.models import Category

# Each pair was made by the code that the shared module replaced.
SLUGS = [
    ("Wards & Wires", "wards-wires"),
    ("  Zürich — façade  ", "zurich-facade"),
    ("KLAS: Best in KLAS (2024)", "klas-best-in-klas-2024"),
    ("C++", "c"),
    ("a_b-c", "a_b-c"),
    ("--x--", "x"),
    ("Łódź", "odz"),
    ("Ⅷ ﬁne", "viii-fine"),
    ("tab\tnew\nline", "tab-new-line"),
    ("100%", "100"),
    ("İstanbul", "istanbul"),
    ("‘quotes’", "quotes"),
    ("a.b/c", "abc"),
    ("e\u0301te", "ete"),
]
WITHOUT_LETTERS = ["", "日本語", "ÆØ ß", "-" * 10]
NAMED = [(Institution, 200, "institution"), (Offering, 200, "offering"), (Curator, 150, "curator")]


@pytest.mark.parametrize(("name", "slug"), SLUGS)
def test_a_name_gives_the_slug_that_it_always_gave(name, slug):
    assert slug_from_name(name, "fallback") == slug


@pytest.mark.parametrize("name", WITHOUT_LETTERS)
def test_a_name_without_ascii_letters_gives_the_fallback(name):
    assert slug_from_name(name, "fallback") == "fallback"


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
    model.objects.create(name="y" * length)
    assert list(model.objects.order_by("pk").values_list("slug", flat=True)) == [
        "wards-wires",
        "wards-wires-2",
        "wards-wires-3",
        fallback,
        "y" * length,
    ]


@pytest.mark.django_db
def test_topics_get_the_slug_of_their_whole_name():
    labels = ["KLAS: Best", "KLAS Best", "日本語"]
    slugs = [Category.objects.create(label=label).slug for label in labels]
    assert slugs == ["klas-best", "klas-best-2", "topic"]


@pytest.mark.django_db
def test_a_longer_slug_that_begins_alike_takes_nothing():
    Curator.objects.create(name="Wards Wires")
    assert unique_slug("wards", Curator.objects.all()) == "wards"
    assert unique_slug("wards-wires", Curator.objects.all()) == "wards-wires-2"
