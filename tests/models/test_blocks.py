"""Blocks of domains with their subdomains, of senders, and of whole mail domains."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from curation.models import Block

pytestmark = pytest.mark.django_db


def a_block(value, kind="domain", **facts) -> Block:
    block = Block(kind=kind, value=value, reason="Spam.", **facts)
    block.full_clean()
    block.save()
    return block


@pytest.mark.parametrize(
    ("domain", "is_met"),
    [
        ("spam.example", True), ("www.spam.example", True), ("a.b.spam.example", True),
        ("SPAM.example", True), ("notspam.example", False), ("example", False),
        ("spam.example.org", False), ("", False),
    ],
)  # fmt: skip
def test_a_domain_is_met_with_all_below_it(domain, is_met):
    block = a_block("spam.example")
    assert Block.objects.matching(domain=domain) == (block if is_met else None)


@pytest.mark.parametrize(
    ("value", "email", "is_met"),
    [
        ("eve@mail.example", "Eve@Mail.example", True),
        ("eve@mail.example", "adam@mail.example", False),
        ("@mail.example", "adam@mail.example", True),
        ("@mail.example", "adam@sub.mail.example", True),
        ("@mail.example", "adam@othermail.example", False),
        ("@mail.example", "", False),
    ],
)
def test_a_sender_or_a_whole_mail_domain_is_met(value, email, is_met):
    block = a_block(value, kind="sender")
    assert Block.objects.matching(email=email) == (block if is_met else None)


def test_no_label_or_spelling_gets_around_a_block():
    a_block("Eve@bücher.example", "sender")
    for sender in ("eve@xn--bcher-kva.example", "eve+1@xn--bcher-kva.example"):
        assert Block.objects.matching(email=sender)
    a_block("@straße.example", "sender")
    assert Block.objects.matching(email="any@xn--strae-oqa.example")


def test_a_blocked_domain_of_links_blocks_no_mail_address():
    a_block("mail.example")
    assert Block.objects.matching(email="ines@mail.example") is None
    a_block("eve@mail.example", kind="sender")
    assert Block.objects.matching(domain="eve@mail.example") is None


def test_a_block_ends_with_its_time():
    block = a_block("spam.example", until=timezone.now() + timedelta(hours=1))
    assert block.is_in_force
    assert Block.objects.matching(domain="spam.example") == block
    Block.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert Block.objects.matching(domain="spam.example") is None
    assert not Block.objects.get().is_in_force


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("domain", " HTTPS://www.Spam.example/buy?x=1 ", "spam.example"),
        ("domain", "Spam.Example", "spam.example"),
        ("domain", "https://bücher.example", "xn--bcher-kva.example"),
        ("sender", " Eve@Mail.Example ", "eve@mail.example"),
        ("sender", "@Mail.Example", "@mail.example"),
    ],
)
def test_what_is_typed_is_kept_as_it_is_compared(kind, typed, kept):
    assert a_block(typed, kind=kind).value == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("domain", "http://"), ("domain", "two words"), ("sender", "eve"), ("sender", "@")],
)
def test_what_names_nobody_is_refused_beside_its_field(kind, typed):
    with pytest.raises(ValidationError) as refused:
        a_block(typed, kind=kind)
    assert "value" in refused.value.message_dict
