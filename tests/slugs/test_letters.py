"""Slugs in other scripts: whole letters with their marks, nothing that cannot be seen."""

import unicodedata

import pytest

from slugs.letters import MAX_BYTES, is_mostly_not_latin, unicode_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("می\u200cخواهم", "میخواهم"),
        ("\u202bسلام\u202c دنیا", "سلام-دنیا"),
        ("Υγεία: ΟΔΟΣ", "υγεία-οδος"),
        ("뉴스 — 속보", "뉴스-속보"),
        ("ね\ufe0f🙂こ", "ね-こ"),
        ("--医--", "医"),
        ("\u0301医", "医"),
        ("१२३ खबर", "१२३-खबर"),
        ("🙂", ""),
    ],
)
def test_letters_stay_and_the_rest_goes(text, slug):
    assert unicode_slug(text, 100) == slug


def test_both_forms_of_unicode_give_one_slug():
    assert unicode_slug(unicodedata.normalize("NFD", "Йод в ворде"), 100) == "йод-в-ворде"


@pytest.mark.parametrize("word", ["ग्रामीण", "โรงพยาบาลใหม่", "क्षि", "й\u0301"])
def test_a_long_slug_ends_with_a_whole_letter(word):
    text = word * 60
    whole = unicode_slug(text[:20], 100)
    for length in range(2, len(whole)):
        slug = unicode_slug(text, length)
        rest = unicodedata.normalize("NFC", text.lower())[len(slug)]
        assert len(slug) <= length
        assert unicodedata.category(rest)[0] != "M"
    assert len(unicode_slug(text, 100).encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("Zürich", False),
        ("Łódź", False),
        ("ＡＢ医", False),
        ("AI 医疗", False),
        ("ИИ в AI", True),
        ("🙂 — 医", True),
        ("", False),
    ],
)
def test_only_a_text_that_would_lose_most_letters_keeps_its_script(text, is_it):
    assert is_mostly_not_latin(text) is is_it
