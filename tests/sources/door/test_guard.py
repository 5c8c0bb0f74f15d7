"""Which addresses may be asked for, and which machines may be dialled."""

import time

import pytest

from curation.sources.door.errors import FetchError
from curation.sources.door.fetch import fetch
from curation.sources.door.guard import checked_url, dialable, is_allowed_privately, is_public
from tests.sources.servers import serve_site

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.215.14",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "198.17.255.255",
    "198.20.0.1",
    "223.255.255.255",
    "2001:200::1",
    "2003::1",
    "2606:4700:4700::1111",
    "2a00:1450:4001:81b::200e",
]
NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "100:0:0:1::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456:789a::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_machine_on_the_public_internet_may_be_dialled(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_machine_elsewhere_may_not(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_name_that_leads_elsewhere_is_refused(address, names):
    names["news.example.com"] = [[address]]
    with pytest.raises(FetchError, match="No public website was found at “news.example.com”"):
        dialable("news.example.com", 443, timeout=5)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_written_as_a_number_is_refused_as_well(address):
    with pytest.raises(FetchError):
        fetch(f"http://[{address}]/" if ":" in address else f"http://{address}/")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://example.org", "https://example.org/"),
        ("  https://example.org/a \n", "https://example.org/a"),
        ("HTTP://Example.ORG:80/A", "http://example.org/A"),
        ("https://example.org:443/", "https://example.org/"),
        ("https://example.org:80/", "https://example.org:80/"),
        ("https://example.org./", "https://example.org/"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://bücher.example.org/ä?q=ü", "https://xn--bcher-kva.example.org/%C3%A4?q=%C3%BC"),
        ("https://a_b.example.org/", "https://a_b.example.org/"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a%20b%2Fc", "https://example.org/a%20b%2Fc"),
        ("https://example.org/@name", "https://example.org/@name"),
        ("https://example.org/?to=http://u:p@x/", "https://example.org/?to=http://u:p@x/"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
        ("https://example.org/" + "a" * 2028, "https://example.org/" + "a" * 2028),
    ],
)
def test_an_ordinary_address_is_asked_for_in_its_plain_form(written, asked):
    assert str(checked_url(written)) == asked


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("", "not a complete web address|begin with http"),
        ("example.org", "begin with http"),
        ("//example.org/", "begin with http"),
        ("ftp://example.org/", "begin with http"),
        ("file:///etc/passwd", "begin with http"),
        ("gopher://127.0.0.1:25/", "begin with http"),
        ("javascript:alert(1)", "begin with http"),
        ("data:text/html,hello", "begin with http|complete"),
        ("http:example.org", "not a complete"),
        ("http:/example.org", "not a complete"),
        ("http:///example.org", "not a complete"),
        ("http://", "not a complete"),
        ("http://:80/", "not a complete"),
        ("http://[::1", "not a complete|name a website"),
        ("http://[fe80::1%25eth0]/", "name a website|not a complete"),
        ("http://[::1%eth0]/", "name a website|not a complete"),
        ("https://user@example.org/", "user name"),
        ("https://user:secret@example.org/", "user name"),
        ("https://@example.org/", "user name"),
        ("https://example.org@127.0.0.1/", "user name"),
        ("https://example.org:8080/", "own ports"),
        ("https://example.org:22/", "own ports"),
        ("https://example.org:0/", "own ports"),
        ("https://example.org:65536/", "own ports"),
        ("https://example.org:eighty/", "not a complete"),
        ("https://example.org\\@127.0.0.1/", "characters"),
        ("https://example.org/\\evil", "characters"),
        ("https://exam\nple.org/", "characters"),
        ("https://example.org/\x00", "characters"),
        ("https://example.org/\x7f", "characters"),
        ("https://example.org/\x85", "characters"),
        ("https://example.org/\u202egpj.exe", "characters"),
        ("https://example.org/\ud800", "characters"),  # half of a surrogate pair
        ("https://example.org/" + "a" * 2029, "longer than 2048"),
        ("https://example.org/" + "ü" * 400, "longer than 2048"),
        ("http://2130706433/", "name a website"),
        ("http://0x7f000001/", "name a website"),
        ("http://0x7f.1/", "name a website"),
        ("http://127.1/", "name a website"),
        ("http://0177.0.0.1/", "name a website|not a complete"),
        ("http://127.0.0.1.5/", "name a website"),
        ("http://127.0.0.256/", "name a website|not a complete"),
        ("http://0/", "name a website"),
        ("http://１２７.0.0.1/", "not a complete"),
        ("http://example.org%2f@127.0.0.1/", "user name"),
        ("http://exa%6dple.org/", "name a website"),
        ("http://exa mple.org/", "name a website"),
        ("http://a..example.org/", "name a website"),
        ("http://-a.example.org/", "name a website"),
        ("http://" + "a" * 64 + ".example.org/", "name a website"),
        ("http://" + "a." * 127 + "example.org/", "name a website"),
    ],
)
def test_a_strange_address_is_refused_in_plain_words(written, answer, names):
    with pytest.raises(FetchError, match=answer) as refusal:
        fetch(written)
    assert not refusal.value.retryable
    assert names.asked == []


def test_one_private_address_among_public_ones_is_enough_to_refuse(names):
    names["news.example.com"] = [["93.184.215.14", "2606:2800::1", "10.0.0.7"]]
    with pytest.raises(FetchError, match="No public website"):
        fetch("https://news.example.com/")


def test_an_unknown_name_and_an_internal_name_get_the_same_answer(names):
    """Otherwise a stranger could learn which names exist inside the network."""
    names["db.corp.example.com"] = [["10.0.0.7"]]
    answers = []
    for host in ("db.corp.example.com", "no.corp.example.com"):
        with pytest.raises(FetchError) as refusal:
            fetch(f"http://{host}/")
        answers.append((str(refusal.value).replace(host, "host"), refusal.value.retryable))
    assert answers[0] == answers[1]
    assert "10.0.0.7" not in answers[0][0]


@pytest.mark.parametrize(
    "host", ["localhost", "intranet", "db.internal", "printer.local", "app.localhost", "x.onion"]
)
def test_names_that_are_never_public_are_not_even_looked_up(host, names):
    names[host] = [["93.184.215.14"]]
    with pytest.raises(FetchError, match="No public website"):
        fetch(f"http://{host}/")
    assert names.asked == []


def test_a_name_that_changes_its_mind_is_looked_up_once_and_dialled_where_it_was_checked(
    names, settings
):
    """DNS rebinding: the first answer is the one that was checked, so it is the one dialled."""
    with serve_site() as first, serve_site(address="127.0.0.2", port=first.port) as second:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"news.example.com:{first.port}"]
        names["news.example.com"] = [["127.0.0.1"], ["127.0.0.2"]]
        first.page("/", "the first machine")
        second.page("/", "the second machine")
        fetched = fetch(first.url(host="news.example.com"))
    assert fetched.text == "the first machine"
    assert second.requests == []
    assert names.asked == ["news.example.com"]


def test_a_name_that_turns_private_after_the_check_does_not_reach_the_private_machine(
    names, settings
):
    with serve_site() as inside:
        # 192.0.2.1 is nobody's; the guard is told to let this name through, as a public one.
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"news.example.com:{inside.port}"]
        names["news.example.com"] = [["192.0.2.1"], ["127.0.0.1"]]
        with pytest.raises(FetchError):
            fetch(inside.url(host="news.example.com"), deadline=0.5)
    assert inside.requests == []


def test_a_dead_address_of_a_name_is_passed_over_for_the_next(names, settings):
    with serve_site(address="127.0.0.2") as site:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = ["news.example.com"]
        names["news.example.com"] = [["127.0.0.3", "127.0.0.2"]]
        site.page("/", "alive")
        assert fetch(site.url(host="news.example.com")).text == "alive"


def test_a_name_server_that_does_not_answer_costs_no_more_than_the_deadline(monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: time.sleep(5))
    started = time.monotonic()
    with pytest.raises(FetchError, match="did not answer within 0.3 seconds") as refusal:
        fetch("https://news.example.com/", deadline=0.3)
    assert time.monotonic() - started < 1.5
    assert refusal.value.retryable


def test_a_private_host_is_reached_only_at_the_port_that_the_operator_named(site, settings):
    site.page("/", "inside")
    assert fetch(site.url()).text == "inside"
    settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{site.port + 1}"]
    with pytest.raises(FetchError):
        fetch(site.url())
    settings.FETCH_ALLOW_PRIVATE_HOSTS = ["127.0.0.1"]
    assert fetch(site.url()).text == "inside"


@pytest.mark.parametrize(
    ("entry", "host", "port", "allowed"),
    [
        ("news.example.com", "news.example.com", 443, True),
        ("News.Example.com:8080", "news.example.com", 8080, True),
        ("news.example.com:8080", "news.example.com", 443, False),
        ("example.com", "news.example.com", 443, False),
        ("news.example.com", "example.com", 443, False),
        ("::1", "::1", 80, True),
        ("[::1]", "::1", 80, True),
        ("[::1]:8901", "::1", 8901, True),
        ("[::1]:8901", "::1", 80, False),
        ("", "news.example.com", 443, False),
    ],
)
def test_an_operator_names_a_host_alone_or_with_its_port(settings, entry, host, port, allowed):
    settings.FETCH_ALLOW_PRIVATE_HOSTS = [entry]
    assert is_allowed_privately(host, port) is allowed


def test_nothing_private_is_reached_unless_the_operator_says_so(site, settings):
    settings.FETCH_ALLOW_PRIVATE_HOSTS = []
    site.page("/", "inside")
    with pytest.raises(FetchError):
        fetch(site.url())
    assert site.requests == []
