"""The names of months in all languages that Django is translated to.

Read from Django's own message catalogues, as `django.utils.dates` words them: nominative
("wrzesień"), genitive ("15 września"), abbreviated ("wrz."). The catalogues are opened directly
instead of activating 98 languages one after the other: Django would keep each of them, with the
texts of all installed apps, in memory for good.
"""

import gettext
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.conf import locale

# The message ids of `django.utils.dates`: MONTHS and MONTHS_ALT share the first row.
FULL = "January February March April May June July August September October November December"
ABBREVIATED = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec."  # MONTHS_AP
THREE_LETTERS = "jan feb mar apr may jun jul aug sep oct nov dec"  # MONTHS_3

# Names that Django's German catalogue does not have: Austrian ones, spellings without umlaut, the
# abbreviation of DIN 1355. (language, month, name)
MORE_NAMES = (
    ("de", 1, "Jänner"),
    ("de", 1, "Jaenner"),
    ("de", 2, "Feber"),
    ("de", 3, "Maerz"),
    ("de", 3, "Mrz"),
)
SHORTEST_BEGINNING = 3  # letters: "Sep" and "Augu" are read, "ma" could be March or May

# word -> month (1 to 12) -> the languages (primary subtags) in which it is that month's name
Table = dict[str, dict[int, set[str]]]


def month_number(word: str, language: str = "") -> int:
    """Return 1 to 12 for a month's name, abbreviation or beginning in any language, else 0.

    language: that of the page, a tag such as "pl" or "en-US". It decides where languages
    contradict each other ("listopada" is October in Croatian, November in Polish); without it
    English does ("mar" is November in Finnish only), and what English does not know is no month.
    """
    meanings = _table().get(_folded(word), {})
    if len(meanings) > 1:
        for deciding in (language.lower().replace("_", "-").partition("-")[0], "en"):
            months = [month for month, languages in meanings.items() if deciding in languages]
            if months:
                # French "jui" begins two names: it is neither.
                return months[0] if len(months) == 1 else 0
        return 0
    return next(iter(meanings), 0)


@cache
def _table() -> Table:
    """Read all catalogues, once for each process: about 0.1 s.

    A name counts before an abbreviation, and both before what is only the beginning of another
    name: Czech "červen" is June, though "července" (July) begins with it.
    """
    names: Table = defaultdict(lambda: defaultdict(set))
    abbreviations: Table = defaultdict(lambda: defaultdict(set))
    beginnings: Table = defaultdict(lambda: defaultdict(set))
    for language, month, name in MORE_NAMES:
        names[_folded(name)][month].add(language)
    for path in sorted(Path(locale.__file__).parent.glob("*/LC_MESSAGES/django.mo")):
        language = path.parts[-3].partition("_")[0]
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        for month, name in enumerate(FULL.split(), start=1):
            names[_folded(catalogue.gettext(name))][month].add(language)
            names[_folded(catalogue.pgettext("alt. month", name))][month].add(language)
        for month, name in enumerate(ABBREVIATED.split(), start=1):
            short = catalogue.pgettext("abbrev. month", name)
            abbreviations[_folded(short)][month].add(language)
        for month, name in enumerate(THREE_LETTERS.split(), start=1):
            abbreviations[_folded(catalogue.gettext(name))][month].add(language)
    for name, months in names.items():
        for length in range(SHORTEST_BEGINNING, len(name)):
            for month, languages in months.items():
                beginnings[name[:length]][month] |= languages
    return {word: dict(months) for word, months in {**beginnings, **abbreviations, **names}.items()}


def _folded(word: str) -> str:
    """Return the word in lower case without accents and the period of an abbreviation."""
    plain = word.lower().replace("ı", "i").replace("ł", "l")
    decomposed = unicodedata.normalize("NFKD", plain)
    letters = (letter for letter in decomposed if not unicodedata.combining(letter))
    return "".join(letters).strip(" .․\u200e")
