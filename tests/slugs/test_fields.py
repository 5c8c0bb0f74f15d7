"""Names and slugs are one word in one form of Unicode."""

import pytest
from django.core.exceptions import ValidationError

from curation.models import Article, Curator, Publisher, Section
from offerings.models import Institution, Offering
from taxonomy.models import Category, Taxonomy
from tests.builders import a_section, an_article

pytestmark = pytest.mark.django_db
COMPOSED, DECOMPOSED = "Caf\xe9", "Cafe\u0301"


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (Category, "label"), (Curator, "name"), (Institution, "name"), (Offering, "name"),
        (Taxonomy, "name"),
    ],
)  # fmt: skip
def test_a_name_is_found_and_kept_in_one_form(model, column):
    row = model.objects.create(**{column: DECOMPOSED})
    assert getattr(row, column) == COMPOSED
    assert model.objects.get(**{column: DECOMPOSED}) == model.objects.get(**{column: COMPOSED})
    assert model.objects.get_or_create(**{column: DECOMPOSED})[1] is False
    model.objects.filter(pk=row.pk).update(**{column: DECOMPOSED})
    row.refresh_from_db()
    assert getattr(row, column) == COMPOSED


def test_names_of_sections_and_publishers_too():
    assert Section.objects.create(path="x", name=DECOMPOSED).name == COMPOSED
    assert Publisher.objects.create(brand="x.example", name=DECOMPOSED).name == COMPOSED


def test_the_slug_of_an_article_is_its_path_letter_for_letter():
    article = an_article(slug="cafe\u0301", section=a_section("news"))
    assert article.slug == "caf\xe9"
    assert article.addresses.get().path == article.path == "/news/caf\xe9"
    assert Article.objects.get(slug="cafe\u0301") == article


@pytest.mark.parametrize("slug", ["ग्रामीण-अस्पताल", "โรงพยาบาล", "医疗", "a_b-1"])
def test_a_slug_in_any_script_passes_the_forms(slug):
    Category(label="x", slug=slug).full_clean()
    assert Category._meta.get_field("slug").formfield().clean(slug) == slug


@pytest.mark.parametrize("slug", ["a b", "a/b", "a.b", "🙂", "\u0301"])
def test_what_is_no_slug_is_refused(slug):
    with pytest.raises(ValidationError):
        Category(label="x", slug=slug).full_clean()
    with pytest.raises(ValidationError):
        Category._meta.get_field("slug").formfield().clean(slug)
