"""Path segments as Hugo makes them from file names, names of terms and slugs. Pure functions.

Rules: `Sanitize` and `NormalizePathStringBasic` in Hugo's package `common/paths`; the examples were
compared with Hugo 0.168. Two things differ on purpose: the result is in form NFC (Hugo keeps the
form of the file), and every letter is made small (Hugo's `disablePathToLower` keeps capitals; the
caller knows of that setting).
"""

import re
import unicodedata

_KEPT = frozenset("./\\_#+~-@")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_SPACES = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(code) for code in range(0x2000, 0x200B)
}


def hugo_path_segment(name: str) -> str:
    """Return the part of the address that Hugo gives a file, a folder or a term of a taxonomy.

    name: a file's name without its suffix, a folder's name, or a tag, category or other term.
    Small letters; each space becomes a hyphen; what is neither a letter, a mark, a digit nor one of
    `. _ - ~ + @ # / \\` is removed. Escapes such as `%20` stay as they are. The result may be empty
    (the name was an emoji); then Hugo has no page of it. A slash stays: Hugo makes folders of it.

    >>> hugo_path_segment("Q&A: Remote care"), hugo_path_segment("Health & Care")
    ('qa-remote-care', 'health--care')
    >>> hugo_path_segment("C++"), hugo_path_segment("Don't"), hugo_path_segment("🙂")
    ('c++', 'dont', '')
    """
    # In Hugo the name stands below a folder, so a tab at its beginning becomes a hyphen too.
    return _sanitise("/" + _lower(name).replace(" ", "-"))[1:]


def hugo_urlize(text: str) -> str:
    """Return the part of the address that Hugo makes of a `slug`, and of a title in `permalinks`.

    As `hugo_path_segment`, but white space in a row becomes one hyphen, none beside a hyphen, and
    none at either end.

    >>> hugo_urlize("Health & Care "), hugo_path_segment("Health & Care ")
    ('health-care', 'health--care-')
    """
    return _lower(_sanitise(text))


def hugo_kept_case(text: str) -> str:
    """Return the part of the address of a name or slug where `disablePathToLower` is set.

    >>> hugo_kept_case("Two Words & More")
    'Two-Words-More'
    """
    return _sanitise(text)


def _sanitise(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    kept: list[str] = []
    hyphen_due = was_hyphen = False
    for position, char in enumerate(text):
        if _is_kept(text, position, char):
            was_hyphen = char == "-"
            if hyphen_due and not was_hyphen:
                kept.append("-")
            hyphen_due = False
            kept.append(char)
        elif kept and not was_hyphen and char in _SPACES:
            hyphen_due = True
    return "".join(kept)


def _is_kept(text: str, position: int, char: str) -> bool:
    if char == "%":
        return _ESCAPE.match(text, position) is not None
    category = unicodedata.category(char)
    return char in _KEPT or category[0] in "LM" or category == "Nd"


def _lower(text: str) -> str:
    """Return small letters one by one: Go has no final sigma, and `İ` becomes one letter."""
    return "".join(char.lower()[0] for char in unicodedata.normalize("NFC", text))
