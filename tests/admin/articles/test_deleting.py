"""Which articles are deleted, and which are withdrawn or rejected instead."""

import pytest
from django.urls import reverse

from curation.models import Article
from tests.admin.articles.article_pages import choose, press
from tests.builders import an_article

pytestmark = pytest.mark.django_db
Status = Article.Status


def delete(client, article):
    address = reverse("admin:curation_article_delete", args=[article.pk])
    return client.post(address, {"post": "yes"}, follow=True)


def test_a_draft_is_deleted_by_an_editor_only(desk):
    article = an_article(status=Status.DRAFT)
    assert delete(desk("curator"), article).status_code == 403
    delete(desk("editor"), article)
    assert not Article.objects.exists()


def test_what_was_published_is_withdrawn_instead(desk):
    live, back = an_article(), an_article(status=Status.DRAFT)
    client = desk("editor")
    press(client, back, "_publish")
    press(client, back, "_unpublish")
    for article in (live, back):
        assert "withdraw it instead" in delete(client, article).content.decode()
    page = choose(client, "delete_selected", live, back, post="yes").content.decode()
    assert "withdraw it instead" in page
    assert Article.objects.count() == 2
