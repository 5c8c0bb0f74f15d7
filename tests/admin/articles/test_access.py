"""Who may see articles at the desk, and who may change them."""

import pytest
from django.test import Client

from curation.models import Article
from tests.admin.articles.article_pages import LIST, url
from tests.builders import an_article

pytestmark = pytest.mark.django_db
Status = Article.Status


@pytest.mark.parametrize(
    ("group", "reads", "drafts", "edits_published"),
    [
        ("curator", True, True, False),
        ("editor", True, True, True),
        ("moderator", True, False, False),
        ("administrator", True, True, True),
    ],
)
def test_who_reads_and_who_writes(desk, group, reads, drafts, edits_published):
    client = desk(group)
    draft, live = an_article(status=Status.DRAFT), an_article()
    assert (client.get(LIST).status_code == 200) is reads
    assert (client.get(f"{LIST}add/").status_code == 200) is drafts
    for article, may in ((draft, drafts), (live, edits_published)):
        page = client.get(url(article))
        assert page.status_code == 200
        assert ('name="_save"' in page.content.decode()) is may
        assert client.post(url(article), {"title": "By hand"}).status_code == (200 if may else 403)


def test_a_stranger_is_asked_to_log_in():
    article = an_article()
    for address in (LIST, url(article), f"{LIST}add/", "/admin/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")


def test_an_account_without_the_desk_stays_outside(django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get(LIST)["Location"].startswith("/admin/login/")


def test_who_may_only_read_sees_the_body_as_readers_do(desk):
    article = an_article(body_source="<p>Read <script>alert(1)</script>me.</p>")
    page = desk("curator").get(url(article)).content.decode()
    assert "<p>Read me.</p>" in page
    assert "Published articles are edited by editors." in page
