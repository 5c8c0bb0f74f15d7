"""Saving some columns of an article: the other columns keep what somebody else wrote."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from curation import duplicates, publishing
from curation.models import Article
from curation.sources.links.link import Link
from tests.builders import a_publisher, an_article
from tests.parallel import at_once

pytestmark = pytest.mark.django_db

Status = Article.Status


@pytest.fixture
def stale():
    """An article that was loaded before somebody else edited everything."""
    article = an_article(
        "Wards go paperless",
        body_source="<p>Old words.</p>",
        link_href="https://ledger.example/wards",
        canonical_url="https://ledger.example/wards",
        publisher=a_publisher("ledger.example"),
    )
    stale, newer = (Article.objects.get(pk=article.pk) for _ in range(2))
    newer.title, newer.slug = "Paper comes back", "paper-comes-back"
    newer.body_source, newer.excerpt = "<p>New words.</p>", "Newly written."
    newer.link_href = newer.canonical_url = "https://ledger.example/paper"
    newer.save()
    return stale


def stored(article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_a_stale_object_puts_no_old_text_back(stale):
    stale.image_alt = "A shelf of folders"
    stale.save(update_fields=["image_alt"])
    row = stored(stale)
    assert row.image_alt == "A shelf of folders"
    assert (row.body_source, row.body) == ("<p>New words.</p>", "<p>New words.</p>")
    assert (row.words, row.excerpt) == ("New words.", "Newly written.")
    assert row.slug == "paper-comes-back"
    assert (row.link_key, row.canonical_key) == ("ledger.example/paper",) * 2


def test_a_stale_object_moves_no_address_back(stale):
    stale.save(update_fields=["kind"])
    live = stale.addresses.get(is_live=True)
    assert live.path == "/news/paper-comes-back"


def test_the_body_brings_what_is_shown_and_searched(stale):
    stale.body_source = "<p>Third <script>x</script>words.</p>"
    stale.save(update_fields=["body_source"])
    row = stored(stale)
    assert (row.body, row.words) == ("<p>Third words.</p>", "Third words.")
    assert row.excerpt == "Newly written."


def test_a_body_alone_brings_an_excerpt_where_there_is_none():
    article = an_article(body_source="")
    assert article.excerpt == ""
    article.body_source = "<p>First words.</p>"
    article.save(update_fields=["body_source"])
    assert stored(article).excerpt == "First words."


def test_an_excerpt_that_is_emptied_is_made_of_the_stored_body(stale):
    stale.excerpt = ""
    stale.save(update_fields=["excerpt"])
    assert stored(stale).excerpt == "New words."


def test_one_link_brings_the_keys_of_both(stale):
    stale.canonical_url = "https://ledger.example/third"
    stale.save(update_fields=["canonical_url"])
    row = stored(stale)
    assert row.link_href == "https://ledger.example/paper"
    assert (row.link_key, row.canonical_key) == ("ledger.example/paper", "ledger.example/third")


def test_a_new_slug_alone_leaves_an_alias(stale):
    stale.slug = "third"
    stale.save(update_fields=["slug"])
    assert stale.addresses.get(is_live=True).path == "/news/third"
    assert "/news/paper-comes-back" in [a.path for a in stale.addresses.filter(is_live=False)]


def test_no_new_column_is_made_without_a_rule(stale):
    """A column that every save derives must be derived by `_derive_from`, too, or never."""
    made = {"body", "body_policy", "words", "link_key", "canonical_key", "link_rules"}
    hidden = {field.name for field in Article._meta.concrete_fields if not field.editable}
    assert hidden - {"withdrawn_at", "modified_at", "created_at"} == made


# ---------------------------------------------------------------- two connections at once


@pytest.mark.django_db(transaction=True)
def test_a_verb_waits_for_whoever_holds_the_article_and_sees_what_they_did():
    draft = an_article("Wards", status=Status.DRAFT)
    in_hand, held, outcome = stored(draft), threading.Event(), []

    def reject_later():
        held.wait()
        try:
            publishing.reject(in_hand, reason="Told already.")
        except ValidationError as error:
            outcome.extend(error.messages)
        finally:
            connections.close_all()

    second = threading.Thread(target=reject_later)
    second.start()
    with transaction.atomic():
        article = stored(draft).hold()
        held.set()
        second.join(0.3)  # long enough for a function that does not wait
        assert second.is_alive()
        publishing.publish(article)
    second.join()
    assert outcome == ["Only a draft can be rejected."]
    row = stored(draft)
    assert (row.status, row.rejection_reason) == (Status.PUBLISHED, "")


@pytest.mark.django_db(transaction=True)
def test_texts_survive_a_verb_that_began_before_they_were_written():
    draft = an_article("Wards", status=Status.DRAFT, body_source="<p>Old.</p>")
    in_hand = stored(draft)
    newer = stored(draft)
    newer.title, newer.body_source = "Wards, mended", "<p>New.</p>"
    newer.save()
    publishing.publish(in_hand)
    row = stored(draft)
    assert (row.title, row.body_source, row.status) == (
        "Wards, mended", "<p>New.</p>", Status.PUBLISHED,
    )  # fmt: skip
    assert in_hand.title == "Wards, mended"


@pytest.mark.django_db(transaction=True)
def test_one_report_that_several_attach_at_once_is_attached_once():
    article = an_article("Wards")
    link = Link.parse("https://other.example/wards")
    results = at_once(6, lambda: duplicates.add_further_report(stored(article), link))
    refused = [one for one in results if isinstance(one, ValidationError)]
    assert len(refused) == 5, results
    assert article.further_reports.count() == 1
