"""Pictures and documents that files name are taken from one folder, when they are there."""

from io import BytesIO

import PIL.Image
import pytest

from curation.models import Article, Publisher
from media.models import Document, Image
from tests.interchange.conftest import a_file, keys_of, run

NAME = "95f0-featuredImage.png"
NAMED = {"featuredImage": {"href": NAME, "alt": "Two beds", "workPackage": 1}}


def picture(colour="red", size=(40, 30)) -> bytes:
    data = BytesIO()
    PIL.Image.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def media(tmp_path):
    path = tmp_path / "images"
    path.mkdir()
    return path


def test_a_picture_that_is_there_is_attached(bring, media, export):
    (media / NAME).write_bytes(picture())
    text = a_file(**NAMED)
    ran = bring(text, media=media)
    assert (ran.code, ran.err) == (0, "")
    article = Article.objects.get()
    image = article.featured_image
    assert (image.width, image.height, image.original_name) == (40, 30, NAME)
    assert (article.image_alt, image.alt) == ("Two beds", "Two beds")
    assert export() == {"a.md": text.encode()}


def test_a_picture_that_is_missing_is_told_and_the_article_comes(bring, media, export):
    text = a_file(**NAMED)
    ran = bring(text, media=media)
    assert ran.code == 0
    assert ran.out.startswith("1 created")
    assert ran.err.endswith(f"a.md: featuredImage: '{NAME}' is not in the media folder")
    assert export() == {"a.md": text.encode()}


def test_a_picture_that_comes_later_is_attached_then(bring, media, export):
    text = a_file(**NAMED)
    assert bring(text).err == ""
    assert bring(text, media=media).out == "0 created, 0 updated, 1 unchanged, 0 failed"
    (media / NAME).write_bytes(picture())
    assert bring(text).out == "0 created, 0 updated, 1 unchanged, 0 failed"
    ran = bring(text, media=media)
    assert (ran.out, ran.err) == ("0 created, 1 updated, 0 unchanged, 0 failed", "")
    assert Article.objects.get().featured_image.original_name == NAME
    assert bring(text, media=media).out == "0 created, 0 updated, 1 unchanged, 0 failed"
    assert export() == {"a.md": text.encode()}


def test_a_picture_chosen_or_taken_away_at_the_desk_stays_so(bring, media, export):
    text = a_file(**NAMED)
    (media / NAME).write_bytes(picture())
    bring(text)
    article = Article.objects.get()
    article.featured_image = own = Image.objects.store(picture("blue"), "own.png")
    article.save()
    bring(text, media=media)
    article.refresh_from_db()
    assert article.featured_image == own
    bring(text.replace("Beds that know", "Beds that see"), media=media)
    article.refresh_from_db()
    assert (article.featured_image, article.title) == (own, "Beds that see")
    article.featured_image = None
    article.save()
    bring(text, media=media)
    article.refresh_from_db()
    assert article.featured_image is None


def test_a_picture_exchanged_at_the_desk_is_named_in_the_file(bring, media, export, tmp_path):
    (media / NAME).write_bytes(picture())
    bring(a_file(**NAMED), media=media)
    article = Article.objects.get()
    article.featured_image = Image.objects.store(picture("blue", (50, 20)), "own.png")
    article.save()
    files = export(media=tmp_path / "out-media")
    image = keys_of(files["a.md"])["featuredImage"]
    name = image.pop("href")
    assert image == {"alt": "Two beds", "format": "PNG", "size": [20, 50], "valid": True,
                     "workPackage": 1}  # fmt: skip
    assert name.endswith("-featuredImage.png")
    with PIL.Image.open(tmp_path / "out-media" / name) as exported:
        assert exported.size == (50, 20)


def test_a_file_that_names_another_picture_exchanges_it(bring, media):
    (media / NAME).write_bytes(picture())
    bring(a_file(**NAMED), media=media)
    first = Article.objects.get().featured_image
    new = {"featuredImage": {"href": "new.png", "alt": "Two beds"}}
    bring(a_file(**new), media=media)
    assert Article.objects.get().featured_image == first
    (media / "new.png").write_bytes(picture("blue"))
    assert bring(a_file(**new), media=media).out.startswith("0 created, 1 updated")
    assert Article.objects.get().featured_image.original_name == "new.png"
    bring(a_file(featuredImage=None), media=media)
    assert Article.objects.get().featured_image is None


@pytest.mark.parametrize(
    "name", ["img/2019/old.png", "/img/2019/old.png", "https://x.example/y/old.png?w=1", "old.png"]
)
def test_paths_and_addresses_of_the_older_dialect(name, bring, media):
    place = media / "img" / "2019" / "old.png" if "2019" in name else media / "old.png"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(picture())
    assert bring(a_file(featuredImage=name), media=media).err == ""
    assert Article.objects.get().featured_image.original_name == "old.png"


def test_nothing_outside_the_folder_is_taken(bring, media, tmp_path):
    (tmp_path / "secret.png").write_bytes(picture())
    (media / "link.png").symlink_to(tmp_path / "secret.png")
    names = ["../s.png", f"{tmp_path}/secret.png", "link.png", "..\\s.png", "a/../../s.png"]
    for number, name in enumerate(names):
        ran = bring(a_file(id=number, slug=f"s{number}", featuredImage=name), media=media)
        assert "media folder" in ran.err
        assert ran.code == 0
    assert not Image.objects.exists()


def test_what_is_no_picture_is_refused_and_told(bring, media):
    (media / NAME).write_bytes(b"<svg onload='alert(1)'/>")
    ran = bring(a_file(**NAMED), media=media)
    assert ran.out.startswith("1 created")
    assert f"featuredImage: '{NAME}' is refused: " in ran.err
    assert Article.objects.get().featured_image is None


def test_documents_and_icons(bring, media, export, tmp_path):
    (media / "paper.pdf").write_bytes(b"%PDF-1.7 test")
    (media / "icon.png").write_bytes(picture("green", (32, 32)))
    text = a_file(featuredPdf={"href": "paper.pdf"}, favIconImage={"href": "icon.png"},
                  link="https://p.example/")  # fmt: skip
    assert bring(text, media=media).err == ""
    article = Article.objects.get()
    assert article.featured_pdf == Document.objects.get()
    assert article.publisher.icon.original_name == "icon.png"
    assert export(media=tmp_path / "m") == {"a.md": text.encode()}
    assert sorted(path.name for path in (tmp_path / "m").iterdir()) == ["icon.png", "paper.pdf"]
    (media / "paper.pdf").write_bytes(b"<html>")
    ran = bring(text.replace("id: 1", "id: 2").replace("slug: b", "slug: c"), "b.md", media=media)
    assert "featuredPdf: 'paper.pdf' is refused: This is not a PDF" in ran.err


def test_an_icon_that_a_publisher_has_stays(bring, media):
    own = Image.objects.store(picture("blue"), "own.png")
    Publisher.objects.create(brand="p.example", icon=own)
    (media / "icon.png").write_bytes(picture("green"))
    bring(a_file(favIconImage="icon.png", link="https://p.example/"), media=media)
    assert Publisher.objects.get().icon == own


def test_a_dry_run_stores_no_picture(bring, media):
    (media / NAME).write_bytes(picture())
    assert bring(a_file(**NAMED), media=media, dry_run=True).out.startswith("1 created")
    assert not Image.objects.exists()


def test_exported_pictures_come_in_again(bring, media, export, tmp_path):
    (media / NAME).write_bytes(picture())
    bring(a_file(**NAMED), media=media)
    before = Article.objects.get().featured_image
    export(media=tmp_path / "out-media")
    Article.objects.all().delete()
    run("import_content", tmp_path / "exported", media=tmp_path / "out-media")
    assert Article.objects.get().featured_image == before


def test_a_document_that_is_too_large_is_reported_and_the_article_comes(bring, media):
    with (media / "paper.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(21 * 1024**2)
    ran = bring(a_file(featuredPdf={"href": "paper.pdf"}), media=media)
    assert ran.out.startswith("1 created")
    assert "featuredPdf: 'paper.pdf' is refused: The file is 21 MB; at most 20 MB" in ran.err


def test_a_document_in_a_text_that_is_too_large_is_reported_and_the_link_stays(bring, media):
    with (media / "paper.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(21 * 1024**2)
    ran = bring(a_file("The [paper](/paper.pdf).\n"), media=media)
    assert ran.out.startswith("1 created")
    assert "“/paper.pdf” was not taken over: The file is 21 MB; at most 20 MB" in ran.err
    assert 'href="/paper.pdf"' in Article.objects.get().body


@pytest.mark.parametrize("fetches", [True, False])
@pytest.mark.parametrize("name", ["http://[::1/a.png", "https://[x]/a.png", "//[x/a.png"])
def test_an_address_that_is_none_is_reported_and_the_article_comes(name, fetches, bring, media):
    text = a_file(f"![Two]({name}) [a]({name})", featuredImage={"href": name})
    ran = bring(text, media=media, fetch_pictures=fetches)
    assert ran.out.startswith("1 created")
    assert "featuredImage: " in ran.err
    assert Article.objects.get().featured_image is None
