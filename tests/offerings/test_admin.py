"""The desk's pages of institutions and offerings."""

import pytest
from django.urls import reverse

from media.models import Image
from offerings.models import Institution, Offering
from tests.builders import a_category, an_article, an_institution, an_offering
from tests.desk import errors_of, sent

pytestmark = pytest.mark.django_db
LIST = "/admin/offerings/offering/"


def url(row):
    return reverse(f"admin:offerings_{row._meta.model_name}_change", args=[row.pk])


def edit(client, row, **edits):
    page = client.get(url(row))
    return client.post(url(row), sent(page, f"{row._meta.model_name}_form", **edits))


def test_an_editor_adds_an_offering_with_its_logo(desk, a_picture):
    category = a_category("Northmap: Imaging")
    editor = desk("editor")
    page = editor.get(f"{LIST}add/")
    editor.post(
        f"{LIST}add/",
        sent(
            page, "offering_form", name="Harbour Triage", summary="Sorts referrals.",
            description_source="<p>Sorts <b>referrals</b>.</p>", categories=[str(category.pk)],
            upload=a_picture(), upload_credit="Harbour",
        ),
    )  # fmt: skip
    offering = Offering.objects.get()
    assert offering.slug == "harbour-triage"
    assert offering.description == "<p>Sorts <b>referrals</b>.</p>"
    assert list(offering.categories.all()) == [category]
    assert offering.logo.credit == "Harbour"
    assert (
        f"/media/renditions/{offering.logo.digest[:16]}/"
        in editor.get(url(offering)).content.decode()
    )


def test_a_wrong_logo_is_refused_beside_the_field(desk, tmp_path):
    offering = an_offering("Harbour")
    file = tmp_path / "logo.png"
    file.write_bytes(b"GIF89a and no picture")
    with file.open("rb") as upload:
        answer = edit(desk("editor"), offering, upload=upload, summary="Typed before")
    assert answer.context["adminform"].form.errors["upload"]
    assert sent(answer, "offering_form")["summary"] == "Typed before"
    assert not Image.objects.exists()


def test_saving_without_an_edit_keeps_the_description_byte_for_byte(desk):
    source = "<p>One<br>\r\ntwo</p> \n"
    offering = an_offering("Harbour", description_source=source)
    assert edit(desk("editor"), offering).status_code == 302
    offering.refresh_from_db()
    assert offering.description_source == source


def test_a_repository_needs_a_licence(desk):
    answer = edit(desk("editor"), an_offering("Harbour"), repository="https://code.example/h")
    assert "Name the licence" in errors_of(answer)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x.example/"])
def test_a_website_is_a_web_address(desk, link):
    answer = edit(desk("editor"), an_offering("Harbour"), website=link)
    assert "website" in answer.context["adminform"].form.errors


def test_the_list_counts_the_news(desk):
    offering = an_offering("Harbour")
    for _ in range(3):
        an_article(offering=offering)
    page = desk("editor").get(LIST)
    assert [row.news_count for row in page.context["cl"].result_list] == [3]


def test_more_rows_do_not_mean_more_queries(desk, a_picture, django_assert_max_num_queries):
    logo = Image.objects.store(a_picture(), "x.png")
    editor = desk("editor")
    for name in ("A", "B"):
        an_offering(name, logo=logo, institution=an_institution(name))
    with django_assert_max_num_queries(12) as few:
        editor.get(LIST)
    for number in range(20):
        an_offering(f"More {number}", logo=logo, institution=an_institution(f"M {number}"))
    with django_assert_max_num_queries(12) as many:
        editor.get(LIST)
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("group", "status"),
    [("curator", 403), ("editor", 200), ("moderator", 403), ("administrator", 200)],
)
def test_who_writes_the_catalogue(desk, group, status):
    client = desk(group)
    offering = an_offering("Harbour")
    assert client.get(LIST).status_code == 200
    assert client.get(url(offering)).status_code == 200
    assert client.post(url(offering), {"name": ""}).status_code == status


def test_a_curator_adds_an_institution_without_leaving_the_article(desk):
    curator = desk("curator")
    address = "/admin/offerings/institution/add/?_popup=1"
    page = curator.get(address)
    curator.post(address, sent(page, "institution_form", name="Northharbour Trust"))
    assert Institution.objects.get().slug == "northharbour-trust"
