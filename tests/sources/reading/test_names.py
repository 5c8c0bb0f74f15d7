"""Which people and organisations a curator gets out of one line of a byline."""

import time

import pytest

from curation.sources.reading.names import names_in
from curation.sources.reading.places import is_dateline


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Roe, Ben Poe, and Cem Doe", ("Ada Roe", "Ben Poe", "Cem Doe")),
        ("Ada Roe, Ben Poe & Cem Doe", ("Ada Roe", "Ben Poe", "Cem Doe")),
        ("Ada, Ben, and Cem", ("Ada", "Ben", "Cem")),
        ("Ada Roe, Ben Poe y Cem Doe", ("Ada Roe", "Ben Poe", "Cem Doe")),
        ("John E Poe and Mary Y. Doe", ("John E Poe", "Mary Y. Doe")),
        ("Luisa Vega y Prado", ("Luisa Vega y Prado",)),
    ],
)
def test_lists_of_people(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    "name",
    [
        "Agency for Ports and Harbours",
        "Department of Tides, Harbours, and Ferries",
        "National Academies of Tides, Sailing, and Ferries",
        "Tides and Harbours Administration",
        "National Tidal and Harbour Administration",
        "U.S. Ports and Border Protection",
        "Ben & Cem Poe Foundation",
        "Harbour and Women's Hospital",
        "Doctors for Seals",
        "Center for Tidal Reporting",
        "Bundesanstalt für Häfen und Fähren",
        "Ministère de la Mer et de la Pêche",
        "Ministerio de Mar, Pesca y Bienestar Animal",
        "Roe & Poe",
        "Roe, Poe and Partners LLP",
        "Roe, Poe & Doe LLP",
        "Roe Shipping, Inc.",
        "Roe GmbH & Co. KG",
    ],
)
def test_an_organisation_stays_whole(name):
    assert names_in(name) == (name,)
    assert names_in(f"By {name}") == (name,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Agency for Ports and Harbours on 2 March 2024", ("Agency for Ports and Harbours",)),
        ("Department of Tides, Ada Roe and Ben Poe", ("Department of Tides", "Ada Roe", "Ben Poe")),
        (
            "Office of Tides and Ferries and Ada Roe",
            ("Office of Tides and Ferries", "Ada Roe"),
        ),
        ("Roe & Poe, Hamburg", ("Roe & Poe",)),
        ("AFP/The Bay", ("AFP", "The Bay")),
    ],
)
def test_what_stands_beside_an_organisation(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Roe, Harbour Editor, The Daily Bay", ("Ada Roe",)),
        ("By Ada Roe, Harbour Editor, Bay Partners", ("Ada Roe",)),
        ("Ada Roe, Bay Weekly", ("Ada Roe",)),
        ("Ada Roe | Reporter | Bay Weekly", ("Ada Roe",)),
        ("Ada Roe, Harbour Editor, and Ben Poe, Reporter", ("Ada Roe", "Ben Poe")),
        ("Ada Roe, staff writer, Ben Poe, editor", ("Ada Roe", "Ben Poe")),
        ("Von Ada Roe, Redakteurin bei der Hafenpost, Hamburg", ("Ada Roe",)),
        ("Ada Roe and Ben Poe, Reuters", ("Ada Roe", "Ben Poe")),
        ("Ada Roe / dpa", ("Ada Roe",)),
        ("Ada Roe for Bay Weekly", ("Ada Roe",)),
        ("Ada Roe, Berlin", ("Ada Roe",)),
        ("Ada Roe, Senior Fellow, Bay Institute", ("Ada Roe",)),
        ("Ada Roe, Hans Leiter", ("Ada Roe", "Hans Leiter")),
        ("Ann Fellow", ("Ann Fellow",)),
        ("Ada Roe - Marketing Manager", ("Ada Roe",)),
        ("Ada Roe and Ben Poe – Harbour Safety team", ("Ada Roe", "Ben Poe")),
        ("Harbour Editor", ()),
    ],
)
def test_roles_publications_and_towns_are_no_persons(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Port Roe, Calif.", ()),
        ("PORT ROE, NY / May 7, 2024 /", ()),
        ("HAMBURG (Reuters) —", ()),
        ("Hamburg (dpa) - The first ferry", ()),
        ("PORT ROE, Ill., March 2 — The first ferry", ()),
        ("HAMBURG — The first ferry", ()),
        ("Ada Roe, Springfield, Ill.", ("Ada Roe",)),
        ("ADA ROE", ("ADA ROE",)),
        ("ADA ROE, Reuters — Bay Weekly", ("ADA ROE",)),
        ("Ada Roe, MD", ("Ada Roe",)),
    ],
)
def test_a_dateline_is_no_person(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize("unit", ["A-", "A'-", "A. ", "Aa ", "A, ", "A/ ("])
def test_whatever_a_line_says_it_takes_no_time(unit):
    started = time.perf_counter()
    is_dateline(unit * 600)
    assert time.perf_counter() - started < 1
