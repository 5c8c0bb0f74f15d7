"""What a curator gets for an address: the page, or plain words why not."""

import gzip
import zlib

import brotli
import pytest

from curation.sources.door.fetch import FetchError, fetch
from tests.sources.servers import serve_bytes, serve_site

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


def test_a_page_comes_back_with_all_that_is_known_about_it(site):
    url = site.page(
        "/article",
        "<title>News</title>",
        content_type="Text/HTML; Charset=UTF-8",
        last_modified="Tue, 03 Mar 2026 10:00:00 GMT",
        set_cookie="id=1",
    )
    fetched = fetch(url + "#part")
    assert fetched.requested_url == url + "#part"
    assert fetched.url == url
    assert fetched.hops == ()
    assert fetched.status == 200
    assert fetched.kind == "html"
    assert fetched.content_type == "text/html"
    assert fetched.charset == "utf-8"
    assert fetched.body == b"<title>News</title>"
    assert fetched.text == "<title>News</title>"
    assert not fetched.truncated
    assert fetched.headers["last-modified"] == "Tue, 03 Mar 2026 10:00:00 GMT"
    assert "set-cookie" not in fetched.headers


def test_the_site_sees_who_asks_and_nothing_else_about_us(site, settings, monkeypatch):
    settings.SITE_NAME = "Élan (News); desk"
    settings.SITE_URL = "https://desk.example.org"
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    fetch(site.page("/a?b=c", "hello"))
    path, headers = site.requests[0]
    assert path == "/a?b=c"
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert headers["user-agent"] == (
        "Mozilla/5.0 (compatible; CurationDesk/1.0; lan News desk; +https://desk.example.org)"
    )
    assert headers["accept-encoding"] == "gzip, deflate, br"
    assert set(headers) == {
        *("host", "user-agent", "accept", "accept-language", "accept-encoding", "connection")
    }


def test_the_host_is_named_as_it_was_written_while_the_checked_machine_is_dialled(
    site, settings, names
):
    names["news.example.com"] = [["127.0.0.1"]]
    settings.FETCH_ALLOW_PRIVATE_HOSTS = ["news.example.com"]
    site.page("/", "hello")
    fetch(site.url("/", host="news.example.com"))
    assert site.requests[0][1]["host"] == f"news.example.com:{site.port}"


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site, status):
    end = site.page("/end", "the end")
    start = site.redirect("/start", "/end", status)
    fetched = fetch(start)
    assert (fetched.url, fetched.hops, fetched.text) == (end, (start,), "the end")


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("next", "/dir/next"),
        ("../next", "/next"),
        ("?page=2", "/dir/start?page=2"),
        ("/next#part", "/next"),
        (" /next ", "/next"),
        ("/n\u00e4chste", "/n%C3%A4chste"),
        ("/a b", "/a%20b"),
    ],
)
def test_a_redirect_may_be_written_in_many_ways(site, location, path):
    site.redirect("/dir/start", location.encode().decode("latin-1"))
    site.page(path, "the end")
    assert fetch(site.url("/dir/start")).url == site.url(path)


def test_five_redirects_are_followed_and_six_are_not(site):
    for number in range(6):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.page("/6", "the end")
    assert len(fetch(site.url("/1")).hops) == 5
    with pytest.raises(FetchError, match="leads on more than 5 times"):
        fetch(site.url("/0"))


def test_an_endless_redirect_is_given_up(site):
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    site.redirect("/self", "/self")
    with pytest.raises(FetchError, match="round in a circle"):
        fetch(site.url("/a"))
    with pytest.raises(FetchError, match="round in a circle"):
        fetch(site.url("/self"))


@pytest.mark.parametrize(
    ("location", "answer"),
    [
        ("file:///etc/passwd", "begin with http"),
        ("ftp://example.org/", "begin with http"),
        ("javascript:alert(1)", "begin with http"),
        ("http://169.254.169.254/latest/meta-data/", "No public website"),
        ("http://[::1]/", "No public website"),
        ("http://[::ffff:127.0.0.1]/", "No public website"),
        ("http://localhost/", "No public website"),
        ("http://2130706433/", "name a website"),
        ("//10.0.0.1/", "No public website"),
        ("http://user:secret@example.org/", "user name"),
        ("http://example.org:8080/", "own ports"),
        ("http://example.org/\\evil", "characters"),
        ("http://[bad/", "no address|not a complete|name a website"),
        ("/" + "a" * 2048, "longer than"),
    ],
)
@pytest.mark.parametrize("how", ["location", "meta", "header"])
def test_every_way_on_is_checked_as_strictly_as_the_first_address(site, how, location, answer):
    start = {
        "location": lambda: site.redirect("/", location),
        "meta": lambda: site.page("/", f'<meta http-equiv="refresh" content="0; url={location}">'),
        "header": lambda: site.page("/", "moved", refresh=f"0; url={location}"),
    }[how]()
    with pytest.raises(FetchError, match=answer) as refusal:
        fetch(start)
    assert not refusal.value.retryable


def test_a_redirect_cannot_reach_what_a_name_hides(site, names):
    with serve_site() as inside:
        names["news.example.com"] = [["127.0.0.1"]]
        start = site.redirect("/", f"http://news.example.com:{inside.port}/")
        with pytest.raises(FetchError):
            fetch(start)
        names["web.example.com"] = [["127.0.0.1"]]
        start = site.redirect("/", "http://web.example.com/")
        with pytest.raises(FetchError, match="No public website"):
            fetch(start)
    assert inside.requests == []


@pytest.mark.parametrize(
    "page",
    [
        '<meta http-equiv="refresh" content="0; url=/end">',
        "<META HTTP-EQUIV=Refresh CONTENT='3;URL=\"/end\"'>",
        '<head><title>a</title><meta content="0;/end" http-equiv=refresh></head>',
        '<meta http-equiv="refresh" content="0; url=/e&#110;d">',
    ],
)
def test_a_meta_refresh_is_followed_and_counts_as_a_hop(site, page):
    end = site.page("/end", "the end")
    start = site.page("/", page)
    fetched = fetch(start)
    assert (fetched.url, fetched.hops) == (end, (start,))


def test_meta_refreshes_and_redirects_share_one_limit(site):
    for number in range(6):
        if number % 2:
            site.redirect(f"/{number}", f"/{number + 1}")
        else:
            site.page(f"/{number}", f'<meta http-equiv="refresh" content="0;url=/{number + 1}">')
    site.page("/6", "the end")
    with pytest.raises(FetchError, match="leads on more than 5 times"):
        fetch(site.url("/0"))


@pytest.mark.parametrize(
    "page",
    [
        '<meta http-equiv="refresh" content="300">',
        '<meta http-equiv="refresh" content="600; url=/end">',
        '<meta http-equiv="refresh" content="0; url=/">',
        '<noscript><meta http-equiv="refresh" content="0; url=/end"></noscript>',
        '<!-- <meta http-equiv="refresh" content="0; url=/end"> -->',
        '<script>"<meta http-equiv=refresh content=0;url=/end>"</script>',
        '<body><meta http-equiv="refresh" content="0; url=/end">',
    ],
)
def test_a_page_that_only_reloads_itself_is_the_end_of_the_way(site, page):
    start = site.page("/", page)
    assert fetch(start).url == start


def test_cookies_and_passwords_stay_behind_at_a_redirect(site):
    site.page("/end", "the end", set_cookie="b=2")
    start = site.redirect("/start", "/end", set_cookie="session=secret; Path=/")
    fetch(start)
    fetch(start)
    assert len(site.requests) == 4
    for _path, headers in site.requests:
        assert not {"cookie", "authorization", "referer"} & set(headers)


# ---------------------------------------------------------------- what is no page


@pytest.mark.parametrize(
    ("status", "answer", "retryable"),
    [
        (304, "status 304 instead of a page", False),
        (300, "status 300 instead of a page", False),
        (302, "status 302 instead of a page", False),  # without Location
        (400, "status 400 instead of a page", False),
        (401, "does not let us read", False),
        (403, "does not let us read", False),
        (404, "no page at this address", False),
        (410, "no page at this address", False),
        (418, "status 418 instead of a page", False),
        (429, "ask too often", False),
        (451, "does not let us read", False),
        (500, "problem of its own", True),
        (502, "problem of its own", True),
        (503, "problem of its own", True),
        (504, "problem of its own", True),
    ],
)
def test_a_status_is_said_in_words_and_only_the_servers_own_troubles_are_worth_a_retry(
    site, status, answer, retryable
):
    with pytest.raises(FetchError, match=answer) as refusal:
        fetch(site.page("/", "sorry", status=status))
    assert refusal.value.status == status
    assert refusal.value.retryable is retryable
    assert len(site.requests) == 1


@pytest.mark.parametrize("status", [200, 204, 205])
def test_an_empty_answer_is_no_page(site, status):
    with pytest.raises(FetchError, match="nothing at all"):
        fetch(site.page("/", b"", status=status))


@pytest.mark.parametrize(
    ("declared", "body", "kind"),
    [
        ("text/html", b"hello", "html"),
        ("application/xhtml+xml", b"<html>", "html"),
        ("application/pdf", PDF, "pdf"),
        ("application/octet-stream", PDF, "pdf"),
        ("text/html", PDF, "pdf"),
        ("image/png", PNG, "image"),
        ("image/svg+xml", b"<svg>", "image"),
        ("binary/octet-stream", PNG, "image"),
        ("", b"<!doctype html><p>hello", "html"),
        ("", b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
        ("nonsense", b"\n <HTML><p>hello", "html"),
        ("image/png", b"<!DOCTYPE html><p>please sign in", "html"),
    ],
)
def test_what_an_address_holds_is_told(site, declared, body, kind):
    fetched = fetch(site.page("/", body, content_type=declared))
    assert fetched.kind == kind
    assert fetched.body == body
    assert (fetched.charset is not None) is (kind == "html")


def test_only_a_page_has_text(site):
    with pytest.raises(ValueError, match="has no text"):
        fetch(site.page("/", PDF, content_type="application/pdf")).text


@pytest.mark.parametrize(
    ("declared", "body", "answer"),
    [
        ("application/zip", b"PK\x03\x04", "a file of the type “application/zip”"),
        ("text/plain", b"hello", "a file of the type “text/plain”"),
        ("application/json", b"{}", "a file of the type “application/json”"),
        ("application/pdf", b"not one", "a file of the type “application/pdf”"),
        ("video/mp4", b"....ftypisom", "a file of the type “video/mp4”"),
        ("", b"\x7fELF", "a file of the type “unknown”"),
        ("<b>x</b>/y", b"\x7fELF", "a file of the type “unknown”"),
    ],
)
def test_anything_else_is_refused_by_name(site, declared, body, answer):
    with pytest.raises(FetchError, match=answer):
        fetch(site.page("/", body, content_type=declared))


# ---------------------------------------------------------------- encodings


def _deflated(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("br", brotli.compress),
        ("deflate", zlib.compress),
        ("deflate", _deflated),
        ("identity", bytes),
        ("", bytes),
    ],
)
def test_a_packed_page_is_unpacked(site, encoding, pack):
    body = b"<title>News</title>" * 1000
    url = site.page("/", pack(body), content_encoding=encoding)
    assert fetch(url).body == body


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("zstd", b"(\xb5/\xfd"),
        ("compress", b"x"),
        ("rot13", b"uryyb"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"hello", mtime=0), mtime=0)),
        ("gzip, br", b"x"),
        ("gzip", b"not packed at all"),
        ("br", b"not packed at all"),
        ("deflate", b"not packed at all"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(site, encoding, body):
    with pytest.raises(FetchError, match="packed in a way that cannot be read"):
        fetch(site.page("/", body, content_encoding=encoding))


# ---------------------------------------------------------------- servers that misbehave

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"hello",
        b"\x16\x03\x01\x00\x05hello",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 OK 200\r\n\r\n",
        b"HTTP/1.1 099 What\r\n\r\n",
        b"HTTP/1.1 999999 What\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\nhello",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhello",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 100,
        HEAD + b"Content-Length: -1\r\n\r\nhello",
        HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nhello",
        HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nhello",
        HEAD + b"Content-Length: \xc2\xb2\r\n\r\nhello",
        HEAD + b"Content-Length: 100\r\n\r\nhello",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nhello",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 30 + b"\r\nhello",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello",
        HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        HEAD + b"no colon\r\n\r\nhello",
        HEAD + b": no name\r\n\r\nhello",
        HEAD + b"X: \x00\r\n\r\nhello",
        HEAD + b"\xff\xfe: x\r\n\r\nhello",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\x80\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 503 No\r\nRetry-After: " + b"9" * 5000 + b"\r\n\r\n",
        b"HTTP/1.1 503 No\r\nRetry-After: Foo, 99 Bar 99999 99:99:99 GMT\r\n\r\n",
        HEAD + b"Refresh: 99999999999999999999; url=/\r\nContent-Encoding: \xff\r\n\r\nhello",
    ],
)
def test_no_answer_whatever_makes_the_door_do_anything_but_refuse(said, settings):
    with serve_bytes(lambda connection: connection.sendall(said)) as port:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]
        with pytest.raises(FetchError) as refusal:
            fetch(f"http://127.0.0.1:{port}/", deadline=5)
    assert "\n" not in str(refusal.value)


def test_a_server_that_is_not_there(settings):
    with serve_bytes(lambda connection: None) as port:
        pass
    settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]
    with pytest.raises(FetchError, match="could not be reached") as refusal:
        fetch(f"http://127.0.0.1:{port}/", deadline=5)
    assert refusal.value.retryable


def test_a_page_that_breaks_off_is_not_taken_for_the_whole(settings):
    def break_off(connection):
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\nhalf a pa")

    with serve_bytes(break_off) as port:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]
        with pytest.raises(FetchError, match="broke off") as refusal:
            fetch(f"http://127.0.0.1:{port}/")
    assert refusal.value.retryable


def test_an_answer_without_length_ends_when_the_connection_does(settings):
    with serve_bytes(lambda connection: connection.sendall(HEAD + b"\r\nold but fine")) as port:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]
        assert fetch(f"http://127.0.0.1:{port}/").text == "old but fine"
