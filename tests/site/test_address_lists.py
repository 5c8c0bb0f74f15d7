"""Lists of the former site's addresses, in the forms that people have them in."""

import gzip
from contextlib import suppress
from pathlib import Path

import pytest

from curation.site import address_lists
from curation.site.address_lists import AddressListError, read_addresses

SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc>https://old.example/post/one/</loc><lastmod>2020-01-01</lastmod>
    <image:image><image:loc>https://old.example/one.jpg</image:loc></image:image></url>
  <url><loc>
    https://old.example/post/two/?a=1&amp;b=2 </loc></url>
</urlset>
"""
ADDRESSES = ["https://old.example/post/one/", "https://old.example/post/two/?a=1&b=2"]


@pytest.fixture
def saved(tmp_path):
    def save(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return save


def index_of(*urls):
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_names_its_pages_and_not_their_pictures(saved, packed):
    data = gzip.compress(SITEMAP.encode()) if packed else SITEMAP
    assert list(read_addresses(saved("sitemap.xml", data))) == ADDRESSES


def test_a_sitemap_without_a_namespace_and_with_a_byte_order_mark_is_read(saved):
    path = saved("map.xml", "\ufeff<urlset><url><loc>/a</loc></url></urlset>")
    assert list(read_addresses(path)) == ["/a"]


def test_an_index_names_sitemaps_that_lie_beside_it(saved):
    saved("posts.xml", SITEMAP)
    saved("fr/sitemap.xml", SITEMAP.replace("post", "article"))
    saved("pages.xml.gz", gzip.compress(SITEMAP.replace("post", "page").encode()))
    urls = (
        "https://old.example/posts.xml",
        "https://old.example/fr/sitemap.xml",
        "https://old.example/pages.xml",
    )
    found = list(read_addresses(saved("sitemap.xml", index_of(*urls))))
    assert [address.split("/")[3] for address in found] == ["post"] * 2 + ["article"] * 2 + [
        "page"
    ] * 2


def test_a_sitemap_that_is_not_there_is_named(saved):
    with pytest.raises(AddressListError, match="posts.xml, which is not beside it"):
        list(read_addresses(saved("sitemap.xml", index_of("https://old.example/posts.xml"))))


def test_an_index_reads_nothing_outside_its_folder(saved):
    saved("secret.xml", SITEMAP)
    for url in ("../secret.xml", "https://old.example/..%2Fsecret.xml", "file:///etc/passwd"):
        with pytest.raises(AddressListError):
            list(read_addresses(saved("in/sitemap.xml", index_of(url))))


def test_an_index_that_names_itself_ends(saved):
    with pytest.raises(AddressListError):
        list(read_addresses(saved("sitemap.xml", index_of("https://old.example/sitemap.xml"))))
    saved("b.xml", index_of("https://old.example/a.xml"))
    assert list(read_addresses(saved("a.xml", index_of("https://old.example/b.xml")))) == []


def test_entities_are_not_replaced(saved, tmp_path):
    saved("secret.txt", "/secret")
    entities = f'<!ENTITY a "/inside"><!ENTITY b SYSTEM "{tmp_path}/secret.txt">'
    text = "<urlset><url><loc>&a;</loc></url><url><loc>&b;</loc></url></urlset>"
    assert list(read_addresses(saved("map.xml", f"<!DOCTYPE urlset [{entities}]>{text}"))) == []


def test_a_bomb_of_entities_does_not_go_off(saved):
    bomb = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
    text = "<urlset><url><loc>&x11;</loc></url></urlset>"
    path = saved("map.xml", f'<!DOCTYPE urlset [<!ENTITY x0 "xxxxxxxxxx">{bomb}]>{text}')
    with suppress(AddressListError):  # newer parsers refuse the file
        assert list(read_addresses(path)) == []


def test_a_file_that_unpacks_to_too_much_is_refused(saved, monkeypatch):
    monkeypatch.setattr(address_lists, "MAX_BYTES", 100_000)
    path = saved("sitemap.xml.gz", gzip.compress(b"<urlset>" + b" " * 1_000_000))
    with pytest.raises(AddressListError, match="longer than 100,000 bytes"):
        list(read_addresses(path))


@pytest.mark.parametrize("data", ["<urlset><url>", b"\x1f\x8b\x08broken", b"\x1f\x8b"])
def test_a_broken_file_is_named(saved, data):
    path = saved("sitemap.xml", data)
    with pytest.raises(AddressListError, match="sitemap.xml"):
        list(read_addresses(path))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AddressListError, match=r"nothing\.txt"):
        list(read_addresses(tmp_path / "nothing.txt"))


def test_a_text_has_an_address_a_line(saved):
    path = saved(
        "old.txt", "\ufeff# of 2019\n/post/one/\n\n  https://old.example/zwei/  \r\nfrå/x\n"
    )
    assert list(read_addresses(path)) == ["/post/one/", "https://old.example/zwei/", "frå/x"]


def test_a_table_has_the_addresses_in_its_first_column(saved):
    path = saved("top.csv", 'Page,Views\n"/post/one,two/",17\nhttps://old.example/a,3\n')
    assert list(read_addresses(path)) == ["/post/one,two/", "https://old.example/a"]


@pytest.mark.parametrize("data", ["/a\n" + "x" * 20_000, b"/a\n\0\n"])
def test_what_is_no_text_is_refused(saved, data):
    with pytest.raises(AddressListError, match="no list of addresses"):
        list(read_addresses(saved("old.txt", data)))


def test_a_built_folder_has_an_address_for_each_page_and_feed(saved, tmp_path):
    for name in ("index.html", "index.xml", "post/100%/index.html", "post/å.html", "a.css"):
        saved(f"public/{name}", "x")
    assert list(read_addresses(tmp_path / "public")) == [
        "/", "/index.xml", "/post/100%25/", "/post/%C3%A5.html",
    ]  # fmt: skip
