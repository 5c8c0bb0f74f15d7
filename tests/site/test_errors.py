"""Error pages."""

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from curation.models import Article
from curation.site.views.errors import server_error
from tests.builders import an_article


@pytest.mark.django_db
def test_404_offers_the_latest_five(client):
    for number in range(7):
        an_article(f"Brief {number}")
    an_article("Unfinished", status=Article.Status.DRAFT)
    page = client.get("/nothing/at/all")
    assert page.status_code == 404
    assert [a.title for a in page.context["latest"]] == [f"Brief {n}" for n in (6, 5, 4, 3, 2)]


def test_500_is_a_page_without_database_or_context():
    """No django_db mark: any query would fail this test."""
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "Something broke on our side" in text
    assert "Curation Desk" in text


@pytest.mark.django_db
def test_a_view_that_breaks_answers_with_the_500_page(client, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("curation.site.views.home.all_sections", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_400_is_friendly_too(client):
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "We did not understand this request" in answer.content.decode()
