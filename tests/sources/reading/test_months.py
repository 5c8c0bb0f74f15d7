"""The names of months, as Django's translators give them, are read in every language."""

import datetime as dt

import pytest
from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP

from curation.sources.reading.date_formats import DateStyle, parse_date
from curation.sources.reading.months import month_number
from curation.sources.reading.page import read_page

LANGUAGES = sorted(code for code, facts in LANG_INFO.items() if "fallback" not in facts)
# Languages with names of several words ("Mí Eanáir"), of a number and a word ("1월"), or of two
# Latin letters (Breton "Du").
NOT_ONE_WORD = {"br", "ga", "gd", "ja", "ko", "mn", "vi"}


def names_in(code: str, *tables: dict) -> list[tuple[int, str]]:
    with translation.override(code):
        return [
            (month, str(name))
            for table in tables
            for month, name in enumerate(table.values(), start=1)
        ]


def test_every_name_and_abbreviation_that_django_writes_is_known():
    # The message ids are written out in `months`; these are Django's own tables.
    named = [
        (code, month, name)
        for code in LANGUAGES
        for month, name in names_in(code, MONTHS, MONTHS_ALT, MONTHS_AP, MONTHS_3)
    ]
    assert len(named) > 90 * 4 * 12
    unknown = [entry for entry in named if month_number(entry[2], entry[0]) != entry[1]]
    # The abbreviations of Armenian contradict themselves: "մարտ" stands for April, too.
    assert {code for code, _, _ in unknown} <= {"hy"}, unknown
    assert len(unknown) <= 4, unknown


def test_a_date_with_a_months_name_is_read_in_every_language():
    unread = []
    for code in LANGUAGES:
        if code in NOT_ONE_WORD or code.startswith("zh"):
            continue
        for month, name in names_in(code, MONTHS, MONTHS_ALT):
            for text in (f"5 {name} 2024", f"{name} 5, 2024", f"5. {name} 2024"):
                if parse_date(text, DateStyle(language=code)) != dt.date(2024, month, 5):
                    unread.append((code, text))
    assert unread == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 września 2024", "2024-09-15"),
        ("15. rujna 2024", "2024-09-15"),
        ("2 diciembre 2024", "2024-12-02"),
        ("den 2 december 2024", "2024-12-02"),
        ("2 de diciembre de 2024", "2024-12-02"),
        ("2. Jänner 2024", "2024-01-02"),
        ("2. Feber 2024", "2024-02-02"),
        ("2. Mrz. 2024", "2024-03-02"),
        ("2. MAERZ 2024", "2024-03-02"),
        ("12 Kasım 2024", "2024-11-12"),
        ("5 ŞUBAT 2024", "2024-02-05"),
        ("Sept 5, 2024", "2024-09-05"),
        ("5 Octob. 2024", "2024-10-05"),
        ("5 मई 2024", "2024-05-05"),
        ("5 června 2024", "2024-06-05"),
        ("5 července 2024", "2024-07-05"),
    ],
)
def test_months_need_no_language_where_all_agree(text, expected):
    assert parse_date(text) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("word", "language", "month"),
    [
        ("listopada", "hr", 10),
        ("listopada", "pl-PL", 11),
        ("Listopad", "cs", 11),
        ("listopada", "", 0),
        ("listopada", "de", 0),
        ("lip", "hr", 6),
        ("lip", "pl", 7),
        ("mar", "fi", 11),
        ("mar", "", 3),
        ("mar", "it", 3),
        ("cerv", "cs", 0),
        ("ma", "", 0),
        ("spring", "en", 0),
        ("", "", 0),
    ],
)
def test_where_languages_contradict_each_other_the_pages_own_decides(word, language, month):
    assert month_number(word, language) == month


@pytest.mark.parametrize(("language", "month"), [("hr", 10), ("pl", 11)])
def test_the_language_that_a_page_declares_decides(language, month):
    html = f'<html lang="{language}"><h1>Foke</h1><p class="date">5. listopada 2024</p>'

    assert read_page(html, "https://example.org/a").published.value == dt.date(2024, month, 5)


def test_without_a_declaration_the_language_of_the_text_decides():
    text = "To jest tekst o fokach, które wróciły do zatoki po zimie i nie chcą z niej odejść. " * 4
    html = f'<h1>Foki</h1><p class="date">5 listopada 2024</p><article><p>{text}</p></article>'

    assert read_page(html, "https://example.org/a").published.value == dt.date(2024, 11, 5)
