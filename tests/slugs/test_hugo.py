"""Hugo's addresses of names and slugs. Each pair was read from the output of Hugo 0.168."""

import pytest

from slugs.hugo import hugo_path_segment, hugo_urlize

NAMES = [
    ("R&D", "rd"),
    ("A & B", "a--b"),
    ("C++", "c++"),
    ("C#", "c#"),
    ("#ward", "#ward"),
    ("Q: what", "q-what"),
    ("Hello, World!", "hello-world"),
    ("AI/ML", "ai/ml"),
    ("a  b", "a--b"),
    ("a - b", "a---b"),
    ("a - b -", "a---b--"),
    (" sp ", "-sp-"),
    ("a\tb", "a-b"),
    ("a\xa0b", "a-b"),
    ("a\u200db", "ab"),
    ("a – b", "a--b"),
    ("a–b", "ab"),
    ("foo@bar", "foo@bar"),
    ("100%", "100"),
    ("50%25x", "50%25x"),
    ("Don't", "dont"),
    (".NET", ".net"),
    ("end.", "end."),
    ("a.b.c", "a.b.c"),
    ("tilde~x", "tilde~x"),
    ("trail -", "trail--"),
    ("under_score", "under_score"),
    ("x (y)", "x-y"),
    ("$5", "5"),
    ("--", "--"),
    ("İstanbul", "istanbul"),
    ("ΟΔΟΣ", "οδοσ"),
    ("कृषि अस्पताल", "कृषि-अस्पताल"),
    ("โรงพยาบาล", "โรงพยาบาล"),
    ("५", "५"),
    ("²", ""),
    ("Ⅳ", ""),
    ("ａｂ", "ａｂ"),
    ("%", ""),
    ("+", "+"),
    ("🙂", ""),
    ("", ""),
]
SLUGS = [
    ("Hello World", "hello-world"),
    ("A%20B", "a%20b"),
    ("fr%C3%A5", "fr%c3%a5"),
    ("Q: x?", "q-x"),
    ("a -b", "a-b"),
    ("a  b", "a-b"),
    ("a & b", "a-b"),
    ("Ünï Côdé", "ünï-côdé"),
    ("x/y", "x/y"),
    ("Don't Stop.", "dont-stop."),
    ("🙂", ""),
]


@pytest.mark.parametrize(("name", "segment"), NAMES)
def test_a_file_or_a_tag_has_the_segment_that_hugo_gives_it(name, segment):
    assert hugo_path_segment(name) == segment


@pytest.mark.parametrize(("slug", "segment"), SLUGS)
def test_a_slug_has_the_segment_that_hugo_gives_it(slug, segment):
    assert hugo_urlize(slug) == segment


def test_letters_are_composed():
    assert hugo_path_segment("cafe\u0301") == hugo_urlize("cafe\u0301") == "caf\xe9"


def test_a_long_name_takes_no_long_time():
    assert hugo_urlize("% " * 100_000) == ""
