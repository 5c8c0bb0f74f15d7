"""Links are compared by keys that fit their column."""

from curation.models.links import LONGEST, link_key


def test_all_forms_of_a_link_share_a_key():
    assert link_key("https://www.example.org/a/?utm_source=x") == link_key("http://example.org/a")


def test_an_address_that_cannot_be_read_is_its_own_key():
    """An imported file may hold anything; its article is saved all the same."""
    assert link_key(" see attachment ") == "see attachment"
    assert link_key(" ") == ""


def test_a_long_link_keeps_a_key_of_its_own():
    long = "https://example.org/" + "a" * 2000
    assert len(link_key(long)) <= LONGEST
    assert link_key(f"{long}?id=1") != link_key(f"{long}?id=2")
    assert link_key("x" * 3000) != link_key("x" * 3001)
