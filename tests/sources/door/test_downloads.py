"""Images come as bytes with a name; anything else is refused."""

import pytest

from curation.sources.door.downloads import download_image
from curation.sources.door.fetch import FetchError

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 600
PDF = b"%PDF-1.7\n" + b"\x00" * 600


def test_an_image_is_downloaded(site):
    start = site.redirect("/i", "/pictures/heart%20rate.png?w=800")
    site.page("/pictures/heart%20rate.png?w=800", PNG, content_type="image/png; q=1")
    download = download_image(start)
    assert download.body == PNG
    assert download.content_type == "image/png"
    assert download.file_name == "heart-rate.png"
    assert download.url == site.url("/pictures/heart%20rate.png?w=800")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "image"),
        ("/..", "image"),
        ("/a/..%2f..%2fetc%2fpasswd", "passwd"),
        ("/a%5c..%5cwin.ini", "win.ini"),
        ("/.htaccess", "htaccess"),
        ("/a%00b%0a.png", "a-b-.png"),
        ("/%D1%84%D0%BE%D1%82%D0%BE.jpg", "фото.jpg"),
        ("/" + "a" * 300 + ".png", "a" * 96 + ".png"),
    ],
)
def test_a_file_gets_a_harmless_name(site, path, name):
    url = site.page(path, PNG, content_type="image/png")
    site.page("/", PNG, content_type="image/png")
    assert download_image(url).file_name == name


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("text/html", b"<html>please sign in</html>"),
        ("image/png", b"<!doctype html><p>please sign in"),
        ("application/pdf", PDF),
        ("image/png", PDF),
        ("text/plain", PNG),
    ],
)
def test_what_is_no_image_is_refused(site, declared, body):
    with pytest.raises(FetchError, match="does not lead to an image"):
        download_image(site.page("/", body, content_type=declared))
