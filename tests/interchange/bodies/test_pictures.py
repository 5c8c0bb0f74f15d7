"""Pictures and documents that a body shows come along, and the rest is told."""

import base64
from types import SimpleNamespace

import pytest

from curation.interchange.bodies import BodyPage, convert
from curation.sources.door.downloads import Download
from curation.sources.door.errors import FetchError
from markup.sanitise import render
from media.models import Document, Image
from tests.media.pictures import PDF, photo


@pytest.fixture
def site(tmp_path):
    """A folder of Hugo's: a bundle with a picture, and a folder of static files."""
    bundle, static = tmp_path / "content" / "post" / "x", tmp_path / "static"
    (static / "img").mkdir(parents=True)
    bundle.mkdir(parents=True)
    (bundle / "beds.jpg").write_bytes(photo(40, 30))
    (static / "img" / "a map.jpg").write_bytes(photo(50, 20))
    (bundle / "paper.pdf").write_bytes(PDF)
    return SimpleNamespace(
        bundle=bundle,
        static=static,
        page=BodyPage(
            address="/post/x/",
            file=bundle / "index.md",
            roots=(static,),
            site_urls=("https://old.example/blog/",),
        ),
    )


def stored(body, page, fetch=None):
    """The text after an import, and the remarks."""
    checked = convert(body, page).check(fetch)
    checked.store()
    return checked.text, [(remark.kind.value, str(remark)) for remark in checked.remarks]


def path_of(image):
    return f"/media/{image.file.name}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "image"),
    [
        ('Two ![beds](beds.jpg "T").', "beds.jpg"),
        ("![beds](./beds.jpg?width=3#center)", "beds.jpg"),
        ("[![beds](beds.jpg)](https://a.example/)", "beds.jpg"),
        ("![beds][1]\n\n[1]: <beds.jpg>", "beds.jpg"),
        ("<p><img alt=beds src=beds.jpg width=3></p>", "beds.jpg"),
        ('{{< figure src="beds.jpg" alt="beds" >}}', "beds.jpg"),
        ("![a map](/img/a%20map.jpg)", "a map.jpg"),
        ("![a map](</img/a map.jpg>)", "a map.jpg"),
        ("![a map](https://old.example/blog/img/a%20map.jpg)", "a map.jpg"),
        ("![a map](/blog/img/a%20map.jpg)", "a map.jpg"),
        ('<img class="lazy" src="data:image/gif;base64,R0" data-src="/img/a map.jpg" alt="a map">',
         "a map.jpg"),
        ('<img data-src="/img/a map.jpg" alt="a map">', "a map.jpg"),
        ("<picture><source srcset='x.webp'><img src='beds.jpg' alt='beds'></picture>", "beds.jpg"),
    ],
)  # fmt: skip
def test_a_picture_comes_along(body, image, site, client):
    text, remarks = stored(body, site.page)
    row = Image.objects.get()
    assert row.original_name == image
    assert [words for kind, words in remarks if kind != "body-changed"] == []
    html = render(text)
    assert f'<img src="{path_of(row)}"' in html.replace(f'alt="{row.alt}" ', "").replace(
        "alt=beds ", ""
    )
    assert client.get(path_of(row)).status_code == 200
    assert stored(body, site.page)[0] == text
    assert Image.objects.count() == 1


@pytest.mark.django_db
def test_a_picture_beside_a_single_file_and_in_hexos_folder(site):
    file = site.bundle.parent / "walk.md"
    (site.bundle.parent / "walk").mkdir()
    (site.bundle.parent / "walk" / "one.jpg").write_bytes(photo(20, 20))
    (site.bundle.parent / "two.jpg").write_bytes(photo(21, 20))
    page = BodyPage(address="/post/walk/", file=file)
    text, remarks = stored("![1](one.jpg) ![2](two.jpg)", page)
    assert Image.objects.count() == 2
    assert remarks == []
    assert text.count("/media/images/") == 2


@pytest.mark.django_db
def test_a_picture_that_a_theme_looks_for_below_the_site(site):
    page = BodyPage(
        address="/2020/walk/",
        roots=(site.static,),
        is_liquid=True,
        params={"page": {"media_subpath": "/img/"}},
    )
    body = '{% include figure.liquid path="img/a map.jpg" alt="m" %}\n![m](<a map.jpg>)'
    text, remarks = stored(body, page)
    assert text.count(path_of(Image.objects.get())) == 2
    assert "picture" not in [kind for kind, _words in remarks]


@pytest.mark.django_db
def test_a_dry_run_says_the_same_and_stores_nothing(site, settings):
    (site.bundle / "bad.jpg").write_bytes(b"<svg onload='alert(1)'/>")
    body = "![beds](beds.jpg) ![bad](bad.jpg) [paper](paper.pdf)"
    dry = convert(body, site.page).check(dry_run=True)
    assert not Image.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    checked = convert(body, site.page).check()
    assert (dry.text, dry.remarks) == (checked.text, checked.remarks)
    assert not Image.objects.exists()
    checked.store()
    assert Image.objects.count() == 1


@pytest.mark.django_db
def test_a_picture_that_is_refused_leaves_its_words(site):
    (site.bundle / "bad.jpg").write_bytes(b"<svg onload='alert(1)'/>")
    text, remarks = stored("A ![bad one](bad.jpg)", site.page)
    assert render(text) == "<p>A bad one</p>\n"
    assert remarks[0][0] == "picture"
    assert "the picture “bad.jpg” was not taken over: This is an SVG drawing" in remarks[0][1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("A ![map](none.png).", "<p>A map.</p>\n"),
        ("A ![map](/img/none.png).", "<p>A map.</p>\n"),
        ('<p>A <img src="/img/none.png" alt="m &lt;b&gt;">.</p>', "<p>A m &lt;b&gt;.</p>"),
        ("A ![map][1].\n\n[1]: /img/none.png", "<p>A map.</p>\n"),
        ("A ![&lt;b> map](/img/none.png).", "<p>A &lt;b&gt; map.</p>\n"),
        ("[![m](/img/none.png)](#x)", '<p><a href="#x" rel="noopener nofollow">m</a></p>\n'),
    ],
)  # fmt: skip
def test_a_missing_picture_leaves_its_words_and_is_told(body, html, site):
    text, remarks = stored(body, site.page)
    assert render(text) == html
    assert [kind for kind, _words in remarks] == ["picture"]
    assert "none.png” was not found" in remarks[0][1]


@pytest.mark.django_db
def test_pictures_of_this_site_stay(site):
    body = f"![x](/media/images/ab/{'0' * 64}.png)"
    assert stored(body, site.page) == (body, [])


@pytest.mark.django_db
def test_nothing_outside_the_folders_is_read(site, tmp_path):
    (tmp_path / "secret.jpg").write_bytes(photo(30, 30))
    (site.bundle / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    names = ["../../../secret.jpg", f"{tmp_path}/secret.jpg", "link.jpg", "/../secret.jpg",
             "%2e%2e/%2e%2e/%2e%2e/secret.jpg", "x" * 5000, "a%00b.jpg"]  # fmt: skip
    for name in names:
        text, remarks = stored(f"A ![s](<{name}>)", site.page)
        assert "/media/" not in text
        assert [kind for kind, _words in remarks] == ["picture"]
    assert not Image.objects.exists()


@pytest.mark.django_db
def test_pictures_of_other_sites_become_links_or_are_fetched(site):
    body = "A ![chart](https://cdn.example/c.jpg) and ![x](//cdn.example/gone.jpg)"
    text, remarks = stored(body, site.page)
    assert text == body
    assert [kind for kind, _words in remarks] == ["picture", "picture"]
    assert "--fetch-pictures" in remarks[0][1]

    def fetch(url):
        if "gone" in url:
            raise FetchError("not found (404)")
        return Download(url, "image/jpeg", "c.jpg", photo(60, 40))

    text, remarks = stored(body, site.page, fetch)
    assert text.startswith(f"A ![chart]({path_of(Image.objects.get())}) and ![x](//cdn")
    assert [words for _kind, words in remarks] == [
        "body: the picture “//cdn.example/gone.jpg” was not taken over: not found (404)"
    ]


@pytest.mark.django_db
def test_a_picture_of_the_old_site_that_is_in_no_folder_is_fetched(site):
    body = "A ![chart](https://old.example/blog/gone/c.jpg)"
    assert stored(body, site.page)[0] == body
    asked = []

    def fetch(url):
        asked.append(url)
        return Download(url, "image/jpeg", "c.jpg", photo(60, 40))

    text, remarks = stored(body, site.page, fetch)
    assert asked == ["https://old.example/blog/gone/c.jpg"]
    assert text == f"A ![chart]({path_of(Image.objects.get())})"
    assert remarks == []


@pytest.mark.django_db
def test_a_picture_within_the_text_is_stored(site):
    data = base64.b64encode(photo(10, 10)).decode()
    text, remarks = stored(f"A ![x](data:image/jpeg;base64,{data})", site.page)
    assert text == f"A ![x]({path_of(Image.objects.get())})"
    assert remarks == []
    _text, remarks = stored("A ![x](data:image/jpeg;base64,@@@)", site.page)
    assert [kind for kind, _words in remarks] == ["picture"]


@pytest.mark.django_db
def test_documents_and_pictures_that_links_lead_to(site, client):
    text, remarks = stored("[paper](paper.pdf) [map](/img/a%20map.jpg)", site.page)
    document, image = Document.objects.get(), Image.objects.get()
    assert text == f"[paper](/media/{document.file.name}) [map]({path_of(image)})"
    assert remarks == []
    assert client.get(f"/media/{document.file.name}")["Content-Type"] == "application/pdf"


@pytest.mark.django_db
def test_other_files_are_told(site):
    (site.bundle / "data.zip").write_bytes(b"PK")
    (site.bundle / "fake.pdf").write_bytes(b"PK")
    text, remarks = stored("[data](data.zip) [fake](fake.pdf)", site.page)
    assert text == "[data](/post/x/data.zip) [fake](fake.pdf)"
    assert [kind for kind, _words in remarks] == ["link", "link"]
