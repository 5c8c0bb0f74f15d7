"""The desk's pages of taxonomies and categories."""

import pytest
from django.urls import reverse

from taxonomy.models import Category, Taxonomy
from tests.builders import a_category, an_article, an_offering
from tests.desk import errors_of, sent

pytestmark = pytest.mark.django_db


def edit(client, row, **edits):
    name = row._meta.model_name
    address = reverse(f"admin:taxonomy_{name}_change", args=[row.pk])
    return client.post(address, sent(client.get(address), f"{name}_form", **edits))


def test_an_editor_gives_a_taxonomy_its_hue(desk):
    taxonomy = a_category("Northmap: Imaging").taxonomy
    editor = desk("editor")
    edit(editor, taxonomy, hue="30")
    page = editor.get("/admin/taxonomy/taxonomy/").content.decode()
    assert "--hue: 30" in page


def test_a_hue_beyond_the_circle_is_refused(desk):
    taxonomy = a_category("Northmap: Imaging").taxonomy
    assert "hue" in edit(desk("editor"), taxonomy, hue="360").context["adminform"].form.errors


def test_a_taxonomy_with_categories_is_not_deleted(desk):
    taxonomy = a_category("Northmap: Imaging").taxonomy
    address = reverse("admin:taxonomy_taxonomy_delete", args=[taxonomy.pk])
    desk("administrator").post(address, {"post": "yes"})
    assert Taxonomy.objects.filter(pk=taxonomy.pk).exists()


def test_the_list_of_categories_counts_articles_and_offerings_apart(desk):
    for _ in range(3):
        an_article(categories=["Northmap: Imaging"])
    for _ in range(2):
        an_offering(categories=["Northmap: Imaging"])
    (row,) = desk("editor").get("/admin/taxonomy/category/").context["cl"].result_list
    assert (row.articles_count, row.offerings_count) == (3, 2)


def test_a_label_stands_without_its_taxonomy(desk):
    category = a_category("Plain")
    answer = edit(desk("editor"), category, label="Northmap: Imaging")
    assert "Choose the taxonomy in its own field" in errors_of(answer)


def test_autocomplete_finds_a_category_by_label_and_by_taxonomy(desk):
    for name in ("Northmap: Imaging", "Northmap: Triage", "Pulse: Care"):
        a_category(name)
    curator = desk("curator")

    def found(words):
        query = {
            "app_label": "curation", "model_name": "article", "field_name": "categories",
            "term": words,
        }  # fmt: skip
        answer = curator.get("/admin/autocomplete/", query).json()
        return [row["text"] for row in answer["results"]]

    assert found("imag") == ["Northmap: Imaging"]
    assert found("northmap tri") == ["Northmap: Triage"]
    assert found("pulse") == ["Pulse: Care"]


def test_who_writes_taxonomies(desk):
    category = a_category("Northmap: Imaging")
    address = reverse("admin:taxonomy_category_change", args=[category.pk])
    for group, status in (("curator", 403), ("moderator", 403), ("editor", 302)):
        client = desk(group)
        data = {"label": group, "taxonomy": category.taxonomy_id, "slug": "x", "description": ""}
        assert client.post(address, data).status_code == status
    assert Category.objects.get().label == "editor"


def test_a_category_under_which_something_is_filed_stays(desk):
    used, also_used, free = (a_category(f"Northmap: {name}") for name in ("A", "B", "C"))
    an_article(categories=[used])
    an_offering(categories=[also_used])
    editor = desk("editor")
    for row in (used, also_used, free):
        address = reverse("admin:taxonomy_category_delete", args=[row.pk])
        editor.post(address, {"post": "yes"})
    assert set(Category.objects.all()) == {used, also_used}
    page = editor.get(reverse("admin:taxonomy_category_delete", args=[used.pk]))
    assert "Something is filed under “Northmap: A”" in page.content.decode()
