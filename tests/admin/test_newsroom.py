"""Publishers, sections, curators and tags at the desk."""

import pytest
from django.urls import reverse
from taggit.models import Tag

from curation.models import Curator, FormerFolder, Publisher, Section
from tests.builders import a_curator, a_publisher, a_section, an_article
from tests.desk import errors_of, sent

pytestmark = pytest.mark.django_db


def url(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def edit(client, row, **edits):
    page = client.get(url(row))
    return client.post(url(row), sent(page, f"{row._meta.model_name}_form", **edits))


def test_a_publisher_gets_its_name_and_icon(desk, a_picture):
    publisher = a_publisher("wardandwire.example")
    edit(desk("curator"), publisher, name="Ward & Wire", upload=a_picture())
    publisher.refresh_from_db()
    assert publisher.name == "Ward & Wire"
    assert publisher.icon.format == "PNG"


@pytest.mark.parametrize("typed", ["https://www.One.example/", "www.one.example", "ONE.example"])
def test_a_brand_is_a_host_name(desk, typed):
    client = desk("editor")
    address = "/admin/curation/publisher/add/"
    client.post(address, sent(client.get(address), "publisher_form", brand=typed))
    assert Publisher.objects.get().brand == "one.example"


def test_publishers_are_listed_with_their_articles(desk):
    publisher = a_publisher("one.example")
    for _ in range(3):
        an_article(publisher=publisher)
    (row,) = desk("editor").get("/admin/curation/publisher/").context["cl"].result_list
    assert row.article_count == 3


def test_a_publisher_with_articles_stays(desk):
    publisher = a_publisher("one.example")
    an_article(publisher=publisher)
    gone = reverse("admin:curation_publisher_delete", args=[publisher.pk])
    desk("editor").post(gone, {"post": "yes"})
    assert Publisher.objects.exists()


def test_a_section_moves_only_while_it_is_empty(desk):
    section = a_section("news")
    administrator = desk("administrator")
    edit(administrator, section, path="briefs")
    section.refresh_from_db()
    assert section.path == "briefs"
    an_article(section=section)
    page = administrator.get(url(section))
    assert 'name="path"' not in page.content.decode()
    administrator.post(url(section), {**sent(page, "section_form"), "path": "moved"})
    section.refresh_from_db()
    assert section.path == "briefs"


def test_the_model_guards_the_path_too():
    from django.core.exceptions import ValidationError

    section = an_article(section=a_section("news")).section
    section.path = "moved"
    with pytest.raises(ValidationError, match="Articles answer below this path"):
        section.full_clean()


@pytest.mark.parametrize("path", ["admin", "search/deep", "/news/", "News", "a b"])
def test_an_address_that_cannot_be_is_refused(desk, path):
    section = a_section("news")
    answer = edit(desk("administrator"), section, path=path)
    assert "path" in answer.context["adminform"].form.errors


def test_sections_are_the_administrators(desk):
    section = a_section("news")
    for group in ("curator", "editor", "moderator"):
        assert desk(group).post(url(section), {"name": "x"}).status_code == 403
    assert Section.objects.get().name == "News"


@pytest.mark.parametrize(
    ("path", "leads_to", "stored"),
    [
        ("/blog", "/", "/blog → /"),
        ("blog/", "news", "/blog → /news"),
        ("https://old.example.org/blog/", "//other.example.org/x", "/blog → /x"),
    ],
)
def test_an_administrator_adds_a_former_folder(desk, client, path, leads_to, stored):
    administrator, address = desk("administrator"), "/admin/curation/formerfolder/add/"
    page = administrator.get(address)
    administrator.post(address, sent(page, "formerfolder_form", path=path, leads_to=leads_to))
    assert str(FormerFolder.objects.get()) == stored


def test_the_whole_site_is_no_former_folder(desk):
    administrator, address = desk("administrator"), "/admin/curation/formerfolder/add/"
    page = administrator.get(address)
    answer = administrator.post(address, sent(page, "formerfolder_form", path="/", leads_to="/x"))
    assert "path" in answer.context["adminform"].form.errors
    assert not FormerFolder.objects.exists()


def test_an_account_is_linked_by_those_who_see_accounts(desk, person):
    curator, user = a_curator("Mira Lindqvist"), person("curator", "mira")
    editor = desk("editor")
    page = editor.get(url(curator))
    assert 'name="user"' not in page.content.decode()
    editor.post(url(curator), {**sent(page, "curator_form"), "user": str(user.pk)})
    curator.refresh_from_db()
    assert curator.user is None
    edit(desk("administrator"), curator, user=str(user.pk))
    curator.refresh_from_db()
    assert curator.user == user


def test_a_new_curator_needs_no_slug(desk):
    client = desk("editor")
    address = "/admin/curation/curator/add/"
    client.post(address, sent(client.get(address), "curator_form", name="Tomasz Wrona"))
    assert Curator.objects.get().slug == "tomasz-wrona"


def test_tags_are_suggested_most_used_first(desk):
    an_article(tags=["imaging", "import"])
    an_article(tags=["import", "news"])
    client = desk("curator")
    assert client.get("/admin/taggit/tag/suggest/?q=im").json() == {"names": ["import", "imaging"]}
    assert client.get("/admin/taggit/tag/suggest/?q=").json() == {"names": []}


def test_tags_are_suggested_to_the_desk_only(client):
    Tag.objects.create(name="imaging")
    answer = client.get("/admin/taggit/tag/suggest/?q=im")
    assert answer.status_code == 302


def test_an_editor_renames_a_tag(desk):
    an_article(tags=["imging"])
    tag = Tag.objects.get()
    edit(desk("editor"), tag, name="imaging", slug="imaging")
    assert Tag.objects.get().name == "imaging"
    assert desk("curator").post(url(tag), {"name": "x"}).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["curation/publisher", "curation/curator", "curation/section", "curation/formerfolder",
     "taggit/tag", "media/image", "media/document", "offerings/offering", "offerings/institution",
     "taxonomy/taxonomy", "taxonomy/category", "auth/user", "auth/group"],
)  # fmt: skip
def test_every_list_opens_empty_and_its_form_too(desk, address, admin_user):
    client = desk(admin_user)
    assert client.get(f"/admin/{address}/").status_code == 200
    assert client.get(f"/admin/{address}/?q=zebra").status_code == 200
    if address != "media/document":
        assert client.get(f"/admin/{address}/add/").status_code == 200


def test_errors_name_their_field(desk):
    a_publisher("one.example")
    answer = edit(desk("editor"), a_publisher("two.example"), brand="one.example")
    assert "already exists" in errors_of(answer)
