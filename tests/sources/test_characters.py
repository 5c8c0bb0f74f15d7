"""Which characters each rule catches, counted over the whole of Unicode."""

import unicodedata

import pytest

from curation.sources import characters

EVERY = [chr(number) for number in range(0x110000)]
CONTROLS = {one for one in EVERY if unicodedata.category(one) == "Cc"}
SURROGATES = {one for one in EVERY if unicodedata.category(one) == "Cs"}
SEPARATORS = {"\u2028", "\u2029"}
# UAX #9: the explicit formatting characters by their bidirectional class.
EXPLICIT = {
    one
    for one in EVERY
    if unicodedata.bidirectional(one)
    in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
}
XML = {
    one
    for one in EVERY
    if one in "\t\n\r" or " " <= one <= "\ud7ff" or "\ue000" <= one <= "\ufffd" or one > "\uffff"
}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("CONTROL_CHARACTERS", CONTROLS | SEPARATORS | SURROGATES),
        ("CONTROL_CHARACTERS_IN_TEXT", CONTROLS - {"\t", "\n"} | SURROGATES),
        ("BIDI_CONTROLS", EXPLICIT),
        ("NOT_IN_URLS", CONTROLS | SEPARATORS | SURROGATES | EXPLICIT | {"\u200e", "\u200f"}),
        ("NOT_IN_XML", set(EVERY) - XML | {"\x7f"}),
    ],
)
def test_a_rule_catches_these_and_no_other(pattern, expected):
    found = {one for one in EVERY if getattr(characters, pattern).search(one)}
    assert found == expected
