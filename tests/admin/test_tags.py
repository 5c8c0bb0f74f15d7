"""Tags at the desk: a tag needs no slug from a person, and a word is one tag."""

import pytest
from django.urls import reverse
from taggit.models import Tag

from tests.builders import an_article
from tests.desk import errors_of

pytestmark = pytest.mark.django_db
ADD = "/admin/taggit/tag/add/"


@pytest.mark.parametrize(
    ("name", "typed", "slug"),
    [("🙂", "", "tag"), ("खबर", "", "खबर"), ("Wards", "", "wards"), ("Wards", "खबर-1", "खबर-1")],
)
def test_a_new_tag_gets_its_slug(desk, name, typed, slug):
    desk("editor").post(ADD, {"name": name, "slug": typed})
    assert Tag.objects.get().slug == slug


def test_a_tag_of_the_same_word_is_refused_with_a_sentence(desk):
    Tag.objects.create(name="Caf\xe9")
    answer = desk("editor").post(ADD, {"name": "CAFE\u0301", "slug": ""})
    assert answer.status_code == 200
    assert "There is a tag “Caf\xe9” already." in errors_of(answer)


def test_a_tag_may_change_its_capitals_and_an_emptied_slug_is_made_again(desk):
    tag = Tag.objects.create(name="caf\xe9")
    address = reverse("admin:taggit_tag_change", args=[tag.pk])
    desk("editor").post(address, {"name": "Cafe\u0301", "slug": ""})
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Caf\xe9", "cafe")


@pytest.mark.parametrize("slug", ["a b", "a/b", "🙂"])
def test_what_is_no_slug_is_refused(desk, slug):
    answer = desk("editor").post(ADD, {"name": "Wards", "slug": slug})
    assert answer.status_code == 200
    assert not Tag.objects.exists()


def test_the_list_of_tags_opens(desk):
    an_article(tags=["🙂", "खबर"])
    assert "खबर" in desk("editor").get("/admin/taggit/tag/").content.decode()


def test_the_slug_of_a_topic_in_another_script_can_be_saved(desk):
    editor = desk("editor")
    for path, facts in (
        ("/admin/taxonomy/category/add/", {"label": "खबर"}),
        ("/admin/taxonomy/taxonomy/add/", {"name": "खबर", "position": "0"}),
    ):
        answer = editor.post(path, {**facts, "slug": "खबर-नई"})
        assert answer.status_code == 302, path
