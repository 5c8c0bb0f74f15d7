"""The form of an article: what it saves, what it leaves alone, and what it refuses."""

import pytest
from django.urls import reverse
from django.utils import timezone

from curation.models import Address, Article, Curator, Publisher
from media.models import Image
from tests.admin.articles.article_pages import LIST, edit, url
from tests.builders import (
    a_category,
    a_curator,
    a_publisher,
    a_section,
    an_article,
    an_offering,
)
from tests.desk import errors_of, sent

pytestmark = pytest.mark.django_db
Status = Article.Status
ADD = f"{LIST}add/"


def new(client, **edits):
    a_section()
    page = client.get(ADD)
    return client.post(ADD, sent(page, title="Wards share an archive", **edits))


def test_a_curator_writes_a_draft(desk):
    curator = desk("curator")
    answer = new(
        curator,
        link_href="https://www.wardandwire.example/archive",
        body_source="<p>One archive for three trusts.</p>",
        tags="imaging, news",
    )
    assert answer.status_code == 302
    article = Article.objects.get()
    assert article.status == Status.DRAFT
    assert article.publisher.brand == "wardandwire.example"
    assert article.slug == "wardandwire-wards-share-an-archive"
    assert article.excerpt == "One archive for three trusts."
    assert set(article.tags.names()) == {"imaging", "news"}
    revision = article.revisions.get()
    assert (revision.act, revision.by) == ("created", curator.user)


def test_the_writer_signs_a_new_article(desk):
    curator = desk("curator")
    new(curator)
    signed = Article.objects.get().bylines.get().curator
    assert signed.user == curator.user


def test_the_form_of_a_new_article_shows_who_will_sign_it(desk, person):
    user = person("curator", first_name="Mira", last_name="Lindqvist")
    known = a_curator("Mira Lindqvist")
    page = desk(user).get(ADD)
    assert sent(page)["bylines-0-curator"] == str(known.pk)
    a_section()
    desk(user).post(ADD, sent(desk(user).get(ADD), title="Signed"))
    assert Article.objects.get().bylines.get().curator == known
    assert Curator.objects.count() == 1


def test_saving_without_an_edit_changes_nothing_at_all(desk):
    body = "<p>One&nbsp;two</p>\r\n<ul><li>a<li>b</ul> \n"
    article = an_article(
        "  A title with blanks ", body_source=body, excerpt="Two\nlines ", via_name=" ",
        insights="a\r\nb\r\n", curators=["A", "B"], related=[an_offering(), an_offering()],
        categories=["Northmap: Imaging"], tags=["b", "a"],
        published_at=timezone.now().replace(microsecond=123456),
        link_href="http://old.example/odd address", link_original="not an address",
    )  # fmt: skip
    before = Article.objects.filter(pk=article.pk).values().get()
    answer = edit(desk("editor"), article)
    assert answer.status_code == 302
    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert not article.revisions.exists()


def test_markdown_is_edited_as_it_is_written(desk):
    article = an_article(body_source="A *brief*.\n\nMore.", status=Status.DRAFT)
    page = desk("editor").get(url(article))
    assert "This body is Markdown" in page.content.decode()
    assert "data-django-prose-editor" not in page.content.decode()
    edit(desk(page.wsgi_request.user), article, body_source="A *brief*.\r\n\r\nLess.")
    article.refresh_from_db()
    assert article.body_source == "A *brief*.\n\nLess."


def test_html_beyond_the_editor_is_edited_as_it_is_written(desk):
    article = an_article(body_source='<p dir="rtl">مرحبا</p><table><tr><td>1</td></tr></table>')
    page = desk("editor").get(url(article)).content.decode()
    assert "&lt;table&gt;, &lt;td&gt;, &lt;tr&gt;, dir=" in page
    assert "data-django-prose-editor" not in page


def test_an_excerpt_made_by_the_rule_follows_the_body(desk):
    article = an_article(body_source="<p>Old words.</p>", status=Status.DRAFT)
    edit(desk("curator"), article, body_source="<p>New words.</p>")
    article.refresh_from_db()
    assert article.excerpt == "New words."


def test_a_written_excerpt_stays(desk):
    article = an_article(body_source="<p>Old.</p>", excerpt="My own.", status=Status.DRAFT)
    edit(desk("curator"), article, body_source="<p>New.</p>")
    article.refresh_from_db()
    assert article.excerpt == "My own."


def test_an_edit_is_recorded_with_who_and_what(desk):
    editor = desk("editor")
    article = an_article("Before", categories=["Northmap: Imaging"])
    modified = article.modified_at
    other = a_category("Northmap: Triage")
    edit(editor, article, title="After", categories=[str(other.pk)])
    revision = article.revisions.get()
    assert revision.by == editor.user
    assert revision.changes["title"] == ["Before", "After"]
    assert revision.changes["categories"] == [["Northmap: Imaging"], ["Northmap: Triage"]]
    article.refresh_from_db()
    assert article.modified_at > modified


def test_the_history_is_shown_with_names_and_without_markup(desk):
    editor = desk("editor")
    article = an_article("Before", publisher=a_publisher("one.example"))
    other = a_publisher("two.example")
    edit(editor, article, title="<script>alert(1)</script>", publisher=str(other.pk))
    for address in (url(article), reverse("admin:curation_article_history", args=[article.pk])):
        page = editor.get(address).content.decode()
        assert "two.example" in page
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page
        assert "editor-person" in page


def test_a_changed_slug_leads_readers_on(desk):
    article = an_article("Slow", slug="old")
    editor = desk("editor")
    assert edit(editor, article, slug="new").status_code == 302
    assert Address.objects.at("/news/old").get().article == article
    page = editor.get(url(article)).content.decode()
    assert "Readers of /news/old are led to /news/new" in page


def test_a_taken_slug_is_refused_beside_the_field(desk):
    an_article("One", slug="one")
    article = an_article("Two", slug="two")
    answer = edit(desk("editor"), article, slug="one")
    assert "answers at this address" in answer.context["adminform"].form.errors["slug"][0]


def test_a_title_has_one_line(desk):
    article = an_article("Before", status=Status.DRAFT)
    edit(desk("curator"), article, title="Wards share\r\nan archive")
    article.refresh_from_db()
    assert article.title == "Wards share an archive"


@pytest.mark.parametrize("slug", ["a/b", "a b", "feed", "-", "x" * 300])
def test_an_odd_slug_is_refused_beside_the_field(desk, slug):
    answer = edit(desk("editor"), an_article("Mine"), slug=slug)
    assert answer.context["adminform"].form.errors["slug"]


@pytest.mark.parametrize("field", ["link_href", "link_original", "canonical_url", "via_url"])
@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x.example/", "wardandwire"])
def test_a_link_is_a_web_address(desk, field, link):
    article = an_article(status=Status.DRAFT)
    answer = edit(desk("curator"), article, **{field: link})
    assert field in answer.context["adminform"].form.errors


@pytest.mark.parametrize("field", ["link_href", "link_original", "canonical_url", "via_url"])
def test_a_link_is_found_in_what_was_pasted(desk, field):
    article = an_article(status=Status.DRAFT)
    edit(desk("curator"), article, **{field: "Wards share boards <https://news.example/wards>"})
    article.refresh_from_db()
    assert getattr(article, field) == "https://news.example/wards"


def test_no_field_for_a_link_is_checked_by_the_browser(desk):
    page = desk("curator").get("/admin/curation/article/add/").content.decode()
    assert 'type="url"' not in page


def test_a_published_article_keeps_its_date(desk):
    article = an_article()
    answer = edit(desk("editor"), article, published_at_0="", published_at_1="")
    assert "A published article needs a date." in errors_of(answer)


@pytest.mark.parametrize("year", ["1899", "2101", "9999"])
def test_a_year_that_no_file_may_carry_is_refused(desk, year):
    article = an_article()
    answer = edit(desk("editor"), article, published_at_0=f"{year}-06-01", published_at_1="08:00")
    assert "between 1900 and 2100" in errors_of(answer)


# ---------------------------------------------------------------- two at once


def test_the_later_of_two_curators_is_told_and_may_save_anyway(desk, person):
    article = an_article("Start", status=Status.DRAFT, body_source="<p>Start.</p>")
    ana = desk(person("curator", "ana", first_name="Ana", last_name="Reyes"))
    ben = desk(person("curator", "ben"))
    bens_page = ben.get(url(article))
    edit(ana, article, title="Ana's title")
    mine = sent(bens_page, title="Ben's title", body_source="<p>Ben's long text.</p>")
    answer = ben.post(url(article), mine)
    assert answer.status_code == 200
    assert "Ana Reyes saved this article at" in errors_of(answer)
    shown = sent(answer)
    assert shown["title"] == "Ben's title"
    assert shown["body_source"] == "<p>Ben's long text.</p>"
    article.refresh_from_db()
    assert article.title == "Ana's title"
    assert ben.post(url(article), {**shown, "save_anyway": "on"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Ben's title"
    assert article.revisions.first().changes["title"] == ["Ana's title", "Ben's title"]


# ---------------------------------------------------------------- pictures


def test_an_upload_becomes_the_featured_image(desk, a_picture):
    article = an_article(status=Status.DRAFT)
    upload = {"upload": a_picture("JPEG"), "upload_credit": "Photo desk", "image_alt": "A ward"}
    assert edit(desk("curator"), article, **upload).status_code == 302
    article.refresh_from_db()
    image = article.featured_image
    assert (image.format, image.alt, image.credit) == ("JPEG", "A ward", "Photo desk")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_these_kinds_of_picture_are_taken(desk, a_picture, kind):
    article = an_article(status=Status.DRAFT)
    edit(desk("curator"), article, upload=a_picture(kind))
    article.refresh_from_db()
    assert article.featured_image


def test_a_wrong_file_is_refused_beside_the_field_and_nothing_typed_is_lost(desk):
    import io

    article = an_article(status=Status.DRAFT)
    file = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    file.name = "ward.png"
    answer = edit(desk("curator"), article, upload=file, title="Typed before")
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["upload"]
    assert sent(answer)["title"] == "Typed before"
    assert not Image.objects.exists()


def test_a_good_upload_survives_an_error_in_another_field(desk, a_picture):
    article = an_article(status=Status.DRAFT)
    curator = desk("curator")
    answer = edit(curator, article, upload=a_picture(), title="")
    image = Image.objects.get()
    assert sent(answer)["featured_image"] == str(image.pk)
    curator.post(url(article), sent(answer, title="Now with title"))
    article.refresh_from_db()
    assert (article.title, article.featured_image) == ("Now with title", image)


def test_a_chosen_picture_brings_its_own_words(desk, a_picture):
    image = Image.objects.store(a_picture(), "x.png", alt="A ward at night")
    article = an_article(status=Status.DRAFT)
    edit(desk("curator"), article, featured_image=str(image.pk))
    article.refresh_from_db()
    assert article.image_alt == "A ward at night"


def test_the_form_shows_the_picture(desk, a_picture):
    image = Image.objects.store(a_picture(), "x.png")
    page = desk("curator").get(url(an_article(status=Status.DRAFT, featured_image=image)))
    assert f"/media/renditions/{image.digest[:16]}/" in page.content.decode()


def test_provenance_is_shown_and_never_run(desk):
    from curation.models import Provenance

    article = an_article(source="open-project", external_id="16473")
    Provenance.objects.create(
        article=article, html_meta={"author": "<img src=x onerror=alert(1)>", "robots": None},
        front_matter="title: <script>alert(2)</script>", file_path="news/one.md",
    )  # fmt: skip
    page = desk("curator").get(url(article)).content.decode()
    for words in ("16473", "news/one.md", "&lt;img src=x onerror", "&lt;script&gt;alert(2)"):
        assert words in page
    assert "<img src=x" not in page
    assert "robots" not in page.split("Provenance")[1].split("History")[0]
    assert "16473" not in desk("moderator").get(url(article)).content.decode()


def test_a_new_publisher_is_made_once(desk):
    curator = desk("curator")
    new(curator, link_href="https://www.nature.example/a")
    new(curator, link_href="https://nature.example/b")
    assert [publisher.brand for publisher in Publisher.objects.all()] == ["nature.example"]
