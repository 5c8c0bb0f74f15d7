"""However slow, long or swollen an answer is, a fetch ends in time and in little memory."""

import gzip
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import brotli
import pytest

from curation.sources.door.fetch import FetchError, fetch
from tests.sources.servers import serve_bytes

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PNG = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
PROJECT = Path(__file__).parents[3]


@pytest.fixture
def fetch_from(settings):
    """Fetch from a server that talks as the given function does."""

    def fetch_from(talk, **options):
        with serve_bytes(talk) as port:
            settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]
            return fetch(f"http://127.0.0.1:{port}/", **options)

    return fetch_from


def slowly(start: bytes, drop: bytes):
    def talk(connection):
        connection.sendall(start)
        while True:
            connection.sendall(drop)
            time.sleep(0.05)

    return talk


def endlessly(start: bytes, more: bytes):
    def talk(connection):
        connection.sendall(start)
        while True:
            connection.sendall(more)

    return talk


# ---------------------------------------------------------------- time


@pytest.mark.parametrize(
    "talk",
    [
        pytest.param(slowly(b"", b""), id="silence"),
        pytest.param(slowly(b"H", b"T"), id="status line"),
        pytest.param(slowly(b"HTTP/1.1 200 OK\r\n", b"a"), id="headers"),
        pytest.param(slowly(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="interim answers"),
        pytest.param(slowly(HTML + b"\r\n<p>", b"a"), id="body"),
        pytest.param(
            slowly(HTML + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"), id="chunks"
        ),
        pytest.param(slowly(HTML + b"Transfer-Encoding: chunked\r\n\r\n", b"0"), id="chunk length"),
        pytest.param(
            slowly(HTML + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")[:1]), id="gzip"
        ),
    ],
)
def test_a_server_that_drips_cannot_stretch_the_deadline(fetch_from, talk):
    started = time.monotonic()
    with pytest.raises(FetchError) as refusal:
        fetch_from(talk, deadline=0.6)
    assert time.monotonic() - started < 1.5
    assert refusal.value.retryable or "packed" in str(refusal.value)


def test_the_deadline_is_one_for_all_hops(site):
    """Each of five hops takes 0.25 s; none of them is slow, together they are."""
    for number in range(5):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.page("/5", "the end")
    site.delay = 0.25
    started = time.monotonic()
    with pytest.raises(FetchError, match=r"did not answer within 0.6 seconds"):
        fetch(site.url("/0"), deadline=0.6)
    assert time.monotonic() - started < 1.2


def test_the_wait_for_the_hosts_turn_counts_too(site):
    site.page("/", "slow")
    site.delay = 1
    other = threading.Thread(target=fetch, args=(site.url("/"),))
    other.start()
    while not site.requests:
        time.sleep(0.01)
    started = time.monotonic()
    with pytest.raises(FetchError, match="Another page of this site is being fetched") as refusal:
        fetch(site.url("/"), deadline=0.3)
    assert time.monotonic() - started < 0.8
    assert refusal.value.retryable
    other.join()
    assert len(site.requests) == 1


# ---------------------------------------------------------------- size


def test_a_long_page_is_cut_at_two_megabytes_and_says_so(site):
    fetched = fetch(site.page("/", b"<p>" + "ä".encode() * 5_000_000))
    assert len(fetched.body) == 2_000_000
    assert fetched.truncated
    assert fetched.text.endswith("ä")  # not with half a character
    assert fetch(site.page("/", b"a" * 2_000_000)).truncated is False


@pytest.mark.parametrize("declared", ["image/png", "application/pdf"])
def test_a_file_above_twenty_megabytes_is_refused_and_one_below_is_taken_whole(site, declared):
    body = b"%PDF-" if declared == "application/pdf" else b"\x89PNG\r\n\x1a\n"
    exact = body + b"x" * (20_000_000 - len(body))
    assert len(fetch(site.page("/", exact, content_type=declared)).body) == 20_000_000
    with pytest.raises(FetchError, match="larger than 20 MB"):
        fetch(site.page("/", exact + b"x", content_type=declared))


def test_a_file_that_announces_its_size_is_refused_before_it_is_read(fetch_from):
    sent = []

    def talk(connection):
        connection.sendall(PNG + b"Content-Length: 99999999\r\n\r\n" + b"x" * 1000)
        connection.settimeout(5)
        sent.append(connection.recv(1))  # b"": the door has hung up

    with pytest.raises(FetchError, match="larger than 20 MB"):
        fetch_from(talk)
    deadline = time.monotonic() + 5
    while not sent and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sent == [b""]


@pytest.mark.parametrize(
    "talk",
    [
        pytest.param(endlessly(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 100), id="many headers"),
        pytest.param(endlessly(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 1000), id="long header"),
        pytest.param(endlessly(b"", b"a" * 1000), id="long status line"),
        pytest.param(
            endlessly(HTML + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 1000),
            id="long chunk extension",
        ),
        pytest.param(
            endlessly(HTML + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-A: b\r\n" * 100),
            id="many trailers",
        ),
        pytest.param(
            endlessly(HTML + b"X: " + b"a" * 70_000 + b"\r\n\r\n", b"hello"), id="70 KB of headers"
        ),
        pytest.param(endlessly(HTML + b"X: a\r\n" * 300 + b"\r\n", b"hello"), id="300 headers"),
    ],
)
def test_headers_without_end_are_refused_at_once(fetch_from, talk):
    started = time.monotonic()
    with pytest.raises(FetchError, match="could not be understood"):
        fetch_from(talk, deadline=10)
    assert time.monotonic() - started < 3


def test_interim_answers_without_end_are_refused(fetch_from):
    with pytest.raises(FetchError):
        fetch_from(endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000), deadline=1)


# ---------------------------------------------------------------- bombs


def bomb(packer, megabytes: int = 200) -> bytes:
    """A few hundred bytes (brotli) or kilobytes (gzip) that unpack to hundreds of megabytes."""
    if packer == "gzip":
        return gzip.compress(b"\0" * (megabytes * 1_000_000), compresslevel=9)
    compressor = brotli.Compressor(quality=5, lgwin=24)
    megabyte = b"a" * 1_000_000
    parts = [compressor.process(megabyte) for _ in range(megabytes)]
    return b"".join(parts) + compressor.finish()


# Runs a command and tells the peak of its memory. A process of its own between pytest and the
# command, because Linux counts the peak of the parent that forks as the child's.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:])
print("peak:", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.parametrize("packer", ["gzip", "br"])
@pytest.mark.parametrize(
    ("declared", "outcome"),
    [("text/html", "size: 2000000 bytes, cut"), ("image/png", "larger than 20 MB")],
)
def test_a_bomb_costs_less_than_200_megabytes(site, packer, declared, outcome, tmp_path):
    packed = bomb(packer)
    assert len(packed) < 1_000_000
    url = site.page("/", packed, content_type=declared, content_encoding=packer)
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, sys.executable, "manage.py", "fetch_url", url],
        cwd=PROJECT,
        env={
            **os.environ,
            "VAR_DIR": str(tmp_path / "var"),
            "FETCH_ALLOW_PRIVATE_HOSTS": f"127.0.0.1:{site.port}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    ).stdout
    assert outcome in measured
    peak = int(measured.rpartition("peak:")[2]) * (1 if sys.platform == "darwin" else 1024)
    assert peak < 200_000_000, f"peak memory {peak / 1e6:.0f} MB"


def test_a_page_in_tiny_chunks_is_taken_and_cut_like_any_other(fetch_from):
    small = b"10\r\n0123456789abcdef\r\n" * 10_000
    fetched = fetch_from(endlessly(HTML + b"Transfer-Encoding: chunked\r\n\r\n", small))
    assert fetched.truncated
    assert fetched.body == b"0123456789abcdef" * 125_000


# ---------------------------------------------------------------- hostile pages


@pytest.mark.parametrize(
    "piece",
    [
        b"<div>",
        b"<meta ",
        b'<meta x="',
        b"<meta a=b>",
        b"<!--",
        b"<!-- -->",
        b"<noscript>",
        b"<script><",
        b"<meta http-equiv=refresh content='0;url=" + b"a" * 200,
        b"<meta charset=",
        b"<meta content='&#" + b"9" * 5000 + b"'>",
        b"<",
        b" ",
        b"<meta a" + b" " * 1000,
        b"<?xml ",
        b"\xff<",
        b"\xe4\xf6",
    ],
)
def test_a_page_made_to_choke_its_reader_takes_no_longer_than_another(site, piece):
    """A million nested tags among them."""
    body = piece * (2_000_000 // len(piece))
    url = site.page("/", body, content_type="text/html")
    started = time.monotonic()
    fetched = fetch(url)
    assert fetched.text
    assert time.monotonic() - started < 2
