"""https is only https when the certificate is the site's own, valid and signed by someone known.

The authority that these tests found is made known to the door with SSL_CERT_FILE, as an operator
would do it.
"""

import ssl
import time
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from curation.sources.door.fetch import FetchError, fetch
from tests.sources.servers import serve_bytes, serve_site

HOST = "news.example.com"


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def serve(authority, names, settings, monkeypatch, tmp_path):
    """Start a TLS site under a certificate; its host's names lead to this machine."""
    known = tmp_path / "authorities.pem"
    authority.cert_pem.write_to_path(known)
    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    names[HOST] = names["other.example.com"] = [["127.0.0.1"]]
    settings.FETCH_ALLOW_PRIVATE_HOSTS = [HOST, "other.example.com", "127.0.0.1"]

    def serve(certificate: trustme.LeafCert):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return serve_site(tls=context)

    return serve


def test_a_site_with_a_good_certificate_is_read_under_its_own_name(serve, authority):
    with serve(authority.issue_cert(HOST)) as site:
        site.page("/", "safe")
        fetched = fetch(site.url(host=HOST, scheme="https"))
    assert fetched.text == "safe"
    assert fetched.url == site.url(host=HOST, scheme="https")
    assert site.server_names == [HOST]
    assert site.requests[0][1]["host"] == f"{HOST}:{site.port}"


def test_a_site_may_be_named_by_a_number_if_its_certificate_says_so(serve, authority):
    with serve(authority.issue_cert("127.0.0.1")) as site:
        site.page("/", "safe")
        assert fetch(site.url(scheme="https")).text == "safe"


def test_a_certificate_signed_by_nobody_known_is_refused(serve):
    with (
        serve(trustme.CA().issue_cert(HOST)) as site,
        pytest.raises(FetchError, match="certificate cannot be trusted") as refusal,
    ):
        fetch(site.url(host=HOST, scheme="https"))
    assert not refusal.value.retryable
    assert site.requests == []


def test_a_certificate_of_another_host_is_refused(serve, authority):
    with (
        serve(authority.issue_cert("other.example.com")) as site,
        pytest.raises(FetchError, match="certificate belongs to another site"),
    ):
        fetch(site.url(host=HOST, scheme="https"))
    assert site.requests == []


def test_a_certificate_for_a_name_does_not_cover_the_machines_number(serve, authority):
    with (
        serve(authority.issue_cert(HOST)) as site,
        pytest.raises(FetchError, match="certificate belongs to another site"),
    ):
        fetch(site.url(scheme="https"))
    assert site.requests == []


def test_an_expired_certificate_is_refused(serve, authority):
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with (
        serve(authority.issue_cert(HOST, not_after=yesterday)) as site,
        pytest.raises(FetchError, match="certificate has expired"),
    ):
        fetch(site.url(host=HOST, scheme="https"))
    assert site.requests == []


def test_a_redirect_to_a_bad_certificate_is_refused(serve, authority):
    with (
        serve(authority.issue_cert(HOST)) as good,
        serve(trustme.CA().issue_cert("other.example.com")) as bad,
    ):
        good.redirect("/", bad.url(host="other.example.com", scheme="https"))
        with pytest.raises(FetchError, match="certificate cannot be trusted"):
            fetch(good.url(host=HOST, scheme="https"))
    assert bad.requests == []


def test_each_host_on_the_way_is_greeted_by_its_own_name(serve, authority):
    with (
        serve(authority.issue_cert(HOST)) as one,
        serve(authority.issue_cert("other.example.com")) as two,
    ):
        one.redirect("/", two.url("/end", host="other.example.com", scheme="https"))
        two.page("/end", "the end")
        fetch(one.url(host=HOST, scheme="https"))
    assert (one.server_names, two.server_names) == ([HOST], ["other.example.com"])
    assert two.requests[0][1]["host"] == f"other.example.com:{two.port}"


def test_a_redirect_from_https_to_http_is_followed(serve, authority, site, settings):
    settings.FETCH_ALLOW_PRIVATE_HOSTS = [HOST, "127.0.0.1"]
    with serve(authority.issue_cert(HOST)) as secure:
        secure.redirect("/", site.page("/", "plain"))
        assert fetch(secure.url(host=HOST, scheme="https")).text == "plain"


def test_a_server_that_speaks_no_tls_is_not_spoken_to_without(serve, site, settings):
    settings.FETCH_ALLOW_PRIVATE_HOSTS = [HOST]
    with pytest.raises(FetchError, match="No secure connection"):
        fetch(site.url(scheme="https", host=HOST))
    assert site.requests == []


def test_a_handshake_that_never_ends_ends_with_the_deadline(serve):
    with serve_bytes(lambda connection: time.sleep(3)) as port:
        started = time.monotonic()
        with pytest.raises(FetchError, match=r"did not answer within 0.4 seconds"):
            fetch(f"https://{HOST}:{port}/", deadline=0.4)
    assert time.monotonic() - started < 1.2
