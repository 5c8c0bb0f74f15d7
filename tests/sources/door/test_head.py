"""What the beginning of a page says: its charset, and whether to go elsewhere."""

import time

import pytest

from curation.sources.door.head import HEAD_LENGTH, declared_charset, parse_refresh, refresh_target


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("0;url=/a", "/a"),
        ("0; URL = '/a b'", "/a b"),
        ('5;url="https://example.org/?a=1;b=2" trailing', "https://example.org/?a=1;b=2"),
        ("0, url=/a", "/a"),
        ("0 /a", "/a"),
        ("0.5;url=/a", "/a"),
        ("10;url=/a", "/a"),
        ("11;url=/a", None),
        ("0", None),
        ("0;", None),
        ("0;url=", None),
        ("", None),
        ("url=/a", None),
        ("-1;url=/a", None),
    ],
)
def test_a_refresh_value_is_read_as_browsers_read_it(value, target):
    assert parse_refresh(value) == target


def test_only_the_beginning_of_a_page_is_looked_at():
    tag = '<meta charset="koi8-r"><meta http-equiv="refresh" content="0;url=/a">'
    inside, outside = " " * (HEAD_LENGTH - len(tag)) + tag, " " * HEAD_LENGTH + tag
    assert (declared_charset(inside.encode()), refresh_target(inside)) == ("koi8-r", "/a")
    assert (declared_charset(outside.encode()), refresh_target(outside)) == (None, None)


def test_letters_whose_lower_case_is_longer_do_not_shift_what_follows():
    assert refresh_target("İ" * 50 + "<META http-equiv=Refresh content='0;url=/a'>") == "/a"


@pytest.mark.parametrize(
    "piece",
    ["<", "<meta ", "<meta a='", '<meta a="', "<!--", "<meta a" + " " * 99, "<script", "</", "a="],
)
def test_no_page_takes_long_to_look_at(piece):
    page = piece * (HEAD_LENGTH // len(piece))
    started = time.monotonic()
    refresh_target(page)
    declared_charset(page.encode())
    assert time.monotonic() - started < 0.5
