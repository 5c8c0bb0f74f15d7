"""Redirects from aliases and wrong slashes, and 410 for withdrawn articles."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from curation import publishing
from curation.models import Address, Article
from tests.builders import a_section, an_article, an_offering

pytestmark = pytest.mark.django_db


def place(answer):
    assert answer.status_code == 301, answer.status_code
    return answer["Location"]


def test_an_alias_leads_to_the_article_with_its_query(client):
    article = an_article(slug="ledger-a-title")
    Address.objects.create(article=article, path="/news/a-title")
    assert place(client.get("/news/a-title")) == "/news/ledger-a-title"
    assert place(client.get("/news/a-title?x=1&y=2")) == "/news/ledger-a-title?x=1&y=2"
    assert place(client.get("/news/a-title/")) == "/news/ledger-a-title"
    assert place(client.head("/news/a-title")) == "/news/ledger-a-title"


def test_an_alias_may_lie_anywhere(client):
    article = an_article(slug="new")
    for path in ("/2019/03/old.html", "/blog/ä b", "/topic/a/b", "/index.php"):
        Address.objects.create(article=article, path=path)
    assert place(client.get("/2019/03/old.html")) == "/news/new"
    assert place(client.get("/blog/%C3%A4%20b")) == "/news/new"
    assert place(client.get("/topic/a/b")) == "/news/new"
    assert place(client.get("/index.php")) == "/news/new"


def test_a_changed_slug_leads_on(client):
    article = an_article(slug="first-try")
    article.slug = "second-try"
    article.save()
    assert place(client.get("/news/first-try")) == "/news/second-try"


def test_an_article_has_no_slash_and_a_list_has_one(client):
    an_article(slug="brief", section=a_section("news"))
    a_section("news/briefs")
    an_offering("Quiet Scribe")
    assert place(client.get("/news/brief/")) == "/news/brief"
    assert place(client.get("/news")) == "/news/"
    assert place(client.get("/news?page=2")) == "/news/?page=2"
    assert place(client.get("/news/briefs")) == "/news/briefs/"
    assert place(client.get("/topics")) == "/topics/"
    assert place(client.get("/offerings")) == "/offerings/"
    assert place(client.get("/offering/quiet-scribe/")) == "/offering/quiet-scribe"
    assert place(client.get("/feed")) == "/feed/"
    assert place(client.get("/admin")) == "/admin/"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/nothing/", "/news/nothing", "/topic/nothing", "//news//x",
     "/%00", "/news/%00", "/" + "a" * 3000, "/news/nothing/feed/", "/%FF%FE"],
)  # fmt: skip
def test_what_was_never_here_is_404(client, path):
    a_section("news")
    assert client.get(path, follow=True).status_code == 404


def test_no_address_leads_to_another_host(client):
    an_article(slug="brief")
    for path in ("//evil.example/news", "//evil.example", "/\\evil.example/topics", "///topics"):
        answer = client.get(path)
        assert not answer.get("Location", "/").startswith(("//", "/\\", "http")), path


def test_a_withdrawn_article_is_gone_at_all_its_addresses(client):
    article = an_article("A false alarm", slug="alarm")
    Address.objects.create(article=article, path="/news/old-alarm")
    an_article("Something else")
    publishing.withdraw(article, reason="The study was retracted.")
    for path in ("/news/alarm", "/news/alarm/", "/news/old-alarm"):
        page = client.get(path)
        assert page.status_code == 410, path
        text = page.content.decode()
        assert "The study was retracted." in text
        assert "Something else" in text
        assert "A false alarm" not in text
        assert "noindex" in text


def test_a_withdrawn_article_says_when(client):
    article = an_article(
        status=Article.Status.WITHDRAWN, withdrawn_at=datetime(2026, 5, 6, tzinfo=UTC)
    )
    text = client.get(article.get_absolute_url()).content.decode()
    assert "6 May 2026" in text
    assert "The reason:" not in text


def test_what_was_withdrawn_before_anybody_could_read_it_is_404(client):
    article = an_article(
        status=Article.Status.WITHDRAWN,
        published_at=datetime(2026, 6, 1, tzinfo=UTC),
        withdrawn_at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    assert client.get(article.get_absolute_url()).status_code == 404


def test_an_alias_of_a_draft_is_404_for_strangers_and_leads_the_staff_there(client):
    article = an_article(slug="draft", status=Article.Status.DRAFT)
    Address.objects.create(article=article, path="/news/old")
    assert client.get("/news/old").status_code == 404
    client.force_login(User.objects.create_superuser("root"))
    assert place(client.get("/news/old")) == "/news/draft"


def test_a_page_that_exists_wins_over_an_alias(client):
    article = an_article(slug="brief")
    Address.objects.create(article=article, path="/topics")
    assert client.get("/topics/").status_code == 200


def test_only_reading_is_redirected(client):
    article = an_article(slug="brief")
    Address.objects.create(article=article, path="/news/old")
    assert client.post("/news/old").status_code in (404, 405)
