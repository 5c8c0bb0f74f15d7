"""Suggestions for an article, with reasons that a curator can check."""

import pytest

from curation import suggesting
from curation.suggesting import names_in, propose_categories, propose_offerings, propose_tags
from tests.builders import a_category, a_publisher, an_article, an_institution, an_offering

pytestmark = pytest.mark.django_db
TELEHEALTH = "Ward Digital: Telehealth"


def reasons(rows):
    return {str(row): reason for row, reason in rows}


def test_the_nearest_articles_speak_first():
    for number in range(10):
        an_article(
            f"Quokka census number {number}",
            categories=[TELEHEALTH] if number < 7 else ["Privacy"] if number < 9 else [],
        )
    article = an_article("A quokka census at last", status="draft")
    assert reasons(propose_categories(article, "")) == {
        TELEHEALTH: "7 of the 10 nearest articles"  # two of ten are chance
    }


def test_what_the_publisher_s_articles_usually_get():
    publisher = a_publisher()
    for number in range(4):
        an_article(f"Item {number}", publisher=publisher, categories=["Privacy"] * (number < 3))
    article = an_article("Heron", publisher=publisher, status="draft")
    assert reasons(propose_categories(article, "")) == {
        "Privacy": "3 of the last 4 articles from this publisher"
    }


def test_a_label_in_the_text():
    a_category(TELEHEALTH)
    article = an_article("Telehealth for islands", status="draft")
    assert reasons(propose_categories(article, "")) == {TELEHEALTH: "its name stands in the text"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Meditech, they said", {1}),
        ("the meditech rollout", {1}),
        ("Meditechnology is another word", set()),
        ("Meditech Expanse went live", {2}),  # the longer name hides the shorter
        ("Meditech Expanse, and Meditech itself", {1, 2}),
        ("an epic tale", set()),  # short names as they are written
        ("Epic went live", {3}),
        ("C++ (new)", {4}),
        ("", set()),
    ],
)
def test_names_stand_on_word_boundaries(text, found):
    names = [("Meditech", 1), ("Meditech Expanse", 2), ("Epic", 3), ("C++", 4)]
    assert set(names_in(text, names)) == found


def test_offerings_named_come_first_then_their_house_s_then_shared_topics():
    house = an_institution("Northharbour Trust")
    shares = an_offering("Zeta", categories=[TELEHEALTH])
    theirs = an_offering("Yota", institution=house)
    named = an_offering("Xylograph")
    an_offering("Unrelated")
    article = an_article("Northharbour Trust takes Xylograph", status="draft")
    assert propose_offerings(article, "", [a_category(TELEHEALTH)]) == [
        (named, "named in the text"),
        (theirs, "Northharbour Trust is named in the text"),
        (shares, "shares 1 topic"),
    ]


def test_an_offering_that_readers_may_not_see_is_not_suggested():
    an_offering("Xylograph", status="draft")
    assert propose_offerings(an_article("Xylograph"), "", []) == []


def test_tags_in_use_that_the_page_names():
    an_article(tags=["sepsis", "wearables", "nursing"])
    article = an_article("Wearables on the ward", status="draft")
    assert dict(propose_tags(article, "", ["Sepsis", "unheard of"])) == {
        "sepsis": "a keyword of the page",
        "wearables": "it stands in the text",
    }


def test_what_was_dropped_or_taken_is_not_suggested_again():
    a_category(TELEHEALTH)
    a_category("Privacy")
    article = an_article("Telehealth and privacy", status="draft")
    telehealth, privacy = suggesting.suggest(article)
    suggesting.drop(telehealth)
    suggesting.accept(privacy)
    assert suggesting.suggest(article) == []
    assert [str(category) for category in article.categories.all()] == ["Privacy"]


def test_an_accepted_offering_goes_behind_those_there():
    first = an_offering("First")
    named = [an_offering("Xylograph"), an_offering("Yotascope")]
    article = an_article("Xylograph meets Yotascope", related=[first], status="draft")
    for suggestion in suggesting.suggest(article):
        suggesting.accept(suggestion)
        suggesting.accept(suggestion)  # twice changes nothing
    rows = article.related.order_by("position").values_list("offering__name", "position")
    assert list(rows) == [("First", 0), (named[0].name, 1), (named[1].name, 2)]


def test_what_a_curator_took_by_hand_counts_as_accepted():
    category = a_category(TELEHEALTH)
    article = an_article("Telehealth", status="draft")
    (suggestion,) = suggesting.suggest(article)
    article.categories.add(category)
    suggesting.settle(article)
    suggestion.refresh_from_db()
    assert suggestion.state == "accepted"
