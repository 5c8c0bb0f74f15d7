"""The actions of the list of articles, which change many at once."""

import pytest

from curation.models import Article
from tests.admin.articles.article_pages import choose, status_of
from tests.builders import an_article

pytestmark = pytest.mark.django_db
Status = Article.Status


def test_publishing_many_tells_of_each_what_hinders_it(desk):
    good = an_article("Good", status=Status.DRAFT)
    empty = an_article("Empty", status=Status.DRAFT, body_source=" ")
    page = choose(desk("editor"), "publish_selected", good, empty).content.decode()
    assert "1 article is published." in page
    assert "Empty: Write the brief: the body is empty." in page
    assert (status_of(good), status_of(empty)) == (Status.PUBLISHED, Status.DRAFT)


def test_withdrawing_many_asks_for_the_reason(desk):
    one, two = an_article("One"), an_article("Two")
    client = desk("editor")
    page = choose(client, "withdraw_selected", one, two).content.decode()
    assert "Their addresses stay and say why" in page
    assert status_of(one) == Status.PUBLISHED
    choose(client, "withdraw_selected", one, two, reason="Retracted.")
    assert (status_of(one), status_of(two)) == (Status.WITHDRAWN, Status.WITHDRAWN)


@pytest.mark.parametrize(
    "action", ["publish_selected", "unpublish_selected", "withdraw_selected", "delete_selected"]
)
def test_a_curator_cannot_do_it_to_many(desk, action):
    draft, live = an_article(status=Status.DRAFT), an_article()
    choose(desk("curator"), action, draft, live, reason="x", post="yes")
    assert (status_of(draft), status_of(live)) == (Status.DRAFT, Status.PUBLISHED)


def test_a_curator_sends_many_drafts_to_review(desk):
    draft, live = an_article(status=Status.DRAFT), an_article("Live")
    page = choose(desk("curator"), "send_selected_to_review", draft, live).content.decode()
    assert status_of(draft) == Status.IN_REVIEW
    assert "Live: Only an editor may change it." in page
