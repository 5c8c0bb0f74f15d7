"""Normalising e-mail addresses."""

import pytest

from curation.models import email_addresses


@pytest.mark.parametrize(
    ("typed", "one"),
    [
        ("ines@mail.example", "ines@mail.example"),
        (" Ines@MAIL.Example ", "ines@mail.example"),
        ("ines@ｍａｉｌ.example", "ines@mail.example"),
        ("ines@ma\u00adil.example", "ines@mail.example"),
        ("ines@mail.example.", "ines@mail.example"),
        ("ines@bücher.example", "ines@xn--bcher-kva.example"),
        ("ines+news@mail.example", "ines+news@mail.example"),
    ],
)
def test_one_mailbox_has_one_spelling(typed, one):
    assert email_addresses.normalise(typed) == one
    assert email_addresses.normalise(one) == one


@pytest.mark.parametrize(
    "typed",
    [
        "", "ines", "@mail.example", '"ines"@mail.example', "ines@localhost", "ines@[10.0.0.1]",
        "ines@10.0.0.1", "ines@", "a@b@mail.example", "ines@mail .example", "ines <i@mail.example>",
        "ines@[::1]",
    ],
)  # fmt: skip
def test_what_is_no_mailbox_of_the_public_internet_is_refused(typed):
    with pytest.raises(ValueError, match="no "):
        email_addresses.normalise(typed)


def test_what_follows_a_plus_is_a_label_of_the_owner():
    assert email_addresses.without_plus_label("ines+news@mail.example") == "ines@mail.example"
    assert email_addresses.without_plus_label("+x@mail.example") == "+x@mail.example"
