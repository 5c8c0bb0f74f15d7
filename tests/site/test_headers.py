"""Headers of the public pages: Content-Security-Policy and Cache-Control."""

import pytest
from django.contrib.auth.models import User

from tests.builders import an_article, an_offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    article = an_article(categories=["Ward Digital: Telehealth"], tags=["Wards"], slug="brief")
    an_offering("Quiet Scribe")
    return [
        "/", "/news/", article.get_absolute_url(), "/topics/", "/topic/ward-digital-telehealth",
        "/tag/wards", "/offerings/", "/offering/quiet-scribe", "/feed/", "/robots.txt",
        "/sitemap.xml", "/nothing", "/news",
    ]  # fmt: skip


def test_the_policy_is_strict_on_every_page(client, pages):
    for path in pages:
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert answer["X-Frame-Options"] == "DENY"


def test_no_page_has_inline_script_or_style_or_asks_another_host(client, pages):
    for path in pages:
        text = client.get(path).content.decode()
        assert " style=" not in text, path
        assert "<style" not in text, path
        assert "<script>" not in text, path
        assert " onclick" not in text, path
        for attribute in ('src="http', 'srcset="http', 'rel="stylesheet" href="http'):
            assert attribute not in text, path


def test_strangers_get_no_cookie_and_pages_do_not_vary_by_it(client, pages):
    for path in pages:
        answer = client.get(path)
        assert not answer.cookies, path
        assert "Cookie" not in answer.get("Vary", ""), path


def test_readers_pages_may_be_kept_for_a_minute(client, pages):
    for path in pages[:11]:
        assert client.get(path)["Cache-Control"] == "public, max-age=60", path


def test_what_was_not_changed_is_not_sent_again(client, pages):
    for path in ("/", "/news/brief"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert again["Cache-Control"] == "public, max-age=60"


def test_pages_for_somebody_with_a_session_are_kept_by_nobody(client, pages):
    client.force_login(User.objects.create_superuser("root"))
    for path in ("/", "/news/brief", "/offerings/"):
        assert client.get(path)["Cache-Control"] == "private, no-store"


def test_a_made_up_session_cookie_gives_no_rights(client):
    article = an_article(status="draft")
    client.cookies["sessionid"] = "made-up"
    assert client.get(article.get_absolute_url()).status_code == 404
