"""An edit of one key in a TOML file changes only that key's lines."""

import random
import time
import tomllib
from difflib import unified_diff

import pytest

from curation.interchange.front_matter import FrontMatterError, Scalar, parse, rewrite, toml_format

FILE = """+++
# What the registry said, in our words
title = 'A registry opens its books' # shown in lists
weight   =   1.50
published = 2024-05-07 08:09:10+02:00

[link] # where readers are sent
brand = "openledger.example"
# checked in May
href = 'https://openledger.example/books'

# shown at the end
[[relatedOfferings]]
label = 'Registry in a Box' # a box
offeringId = 0x190

[[relatedOfferings]]
label = "Ledger"

# for the search
[params]
hue.warm = true
tags = [
  'Data', # the first
  # and the second
  "Beds",
]
+++
<p>Body</p>
"""
ONE, TWO = {"label": "Registry in a Box", "offeringId": Scalar(400, "400")}, {"label": "Ledger"}
THREE = {"label": "Third", "categories": ["a", "b"], "own": {"x": Scalar(True, "true")}}


def values_with(old: dict, change: dict) -> dict:
    return {key: value for key, value in (old | change).items() if value is not ...}


def changes(text: str, new: dict) -> list[str]:
    """The lines that go ("-…") and come ("+…") where the file shall say `new`."""
    head = rewrite(parse(text.encode()), new)
    lines = unified_diff(text[: text.index("<p>")].split("\n"), head.split("\n"), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++ ", "@@"))]


LINK, PARAMS = parse(FILE.encode()).values["link"], parse(FILE.encode()).values["params"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"title": "It's"},
            ["-title = 'A registry opens its books' # shown in lists",
             '+title = "It\'s" # shown in lists'],
        ),
        ({"title": ...}, ["-title = 'A registry opens its books' # shown in lists"]),
        (
            {"weight": Scalar(2.5, "2.5")},
            ["-weight   =   1.50", "+weight   =   2.5"],
        ),
        ({"sub": "brief", "ids": [Scalar(1, "1")]}, ['+sub = "brief"', "+ids = [1]"]),
        ({"a key": {"b": {"c d": "e"}}}, ['+"a key" = {b = {"c d" = "e"}}']),
        (
            {"link": LINK | {"brand": "o.example", "original": "https://o.example/"}},
            ['-brand = "openledger.example"', '+brand = "o.example"',
             '+original = "https://o.example/"'],
        ),
        ({"link": {"href": LINK["href"]}}, ['-brand = "openledger.example"']),
        (
            {"link": "https://o.example/"},
            ['+link = "https://o.example/"', "-[link] # where readers are sent",
             '-brand = "openledger.example"', "-# checked in May",
             "-href = 'https://openledger.example/books'"],
        ),
        (
            {"relatedOfferings": [ONE]},
            ["-[[relatedOfferings]]", '-label = "Ledger"', "-"],
        ),
        (
            {"relatedOfferings": [TWO]},
            ["-label = 'Registry in a Box' # a box", "-offeringId = 0x190", "-",
             "-[[relatedOfferings]]"],
        ),
        (
            {"relatedOfferings": [ONE, TWO, THREE]},
            ["+[[relatedOfferings]]", '+label = "Third"', '+categories = ["a", "b"]',
             "+own = {x = true}", "+"],
        ),
        (
            {"relatedOfferings": []},
            ["+relatedOfferings = []", "-[[relatedOfferings]]",
             "-label = 'Registry in a Box' # a box", "-offeringId = 0x190", "-",
             "-[[relatedOfferings]]", '-label = "Ledger"'],
        ),
        (
            {"params": PARAMS | {"tags": ["Data", "Beds", "Night"]}},
            ['+  "Night",'],
        ),
        ({"params": PARAMS | {"tags": ["Beds"]}}, ["-  'Data', # the first"]),
        ({"params": PARAMS | {"tags": "x"}},
         ["-tags = [", "-  'Data', # the first", "-  # and the second", '-  "Beds",', "-]",
          '+tags = "x"']),
        ({"params": PARAMS | {"hue": {"warm": Scalar(False, "false"), "cold": "c"}}},
         ["-hue.warm = true", "+hue.warm = false", '+hue.cold = "c"']),
    ],
    ids=["value", "gone", "spaces", "new", "new-table", "in-a-table", "gone-in-a-table",
         "table-to-text", "fewer-tables", "first-table-gone", "more-tables", "no-tables",
         "more-items", "fewer-items", "list-to-text", "dotted"],
)  # fmt: skip
def test_only_the_lines_of_a_changed_key_change(change, expected, newline):
    text = FILE.replace("\n", newline)
    new = values_with(parse(text.encode()).values, change)
    end = "\r" if newline == "\r\n" else ""
    assert changes(text, new) == [line + end for line in expected]
    head = rewrite(parse(text.encode()), new)
    assert parse(head.encode()).values == new
    if newline == "\r\n":
        assert "\n" not in head.replace("\r\n", "")


def test_new_keys_stand_before_the_first_table_and_its_comment():
    head = rewrite(parse(FILE.encode()), parse(FILE.encode()).values | {"sub": "brief"})
    assert 'published = 2024-05-07 08:09:10+02:00\nsub = "brief"\n\n[link] # where' in head


def test_the_comment_above_a_table_that_goes_stays():
    """It may tell of what stands below it."""
    head = rewrite(parse(FILE.encode()), values_with(parse(FILE.encode()).values, {"params": ...}))
    assert head.endswith('label = "Ledger"\n\n# for the search\n+++\n')


def test_a_comment_between_tables_of_a_list_stays():
    text = "+++\n[[a]]\nn = 1\n# of two\n[[a]]\nn = 2\n# of three\n[[a]]\nn = 3\n# the end\n+++\n"
    one, two, three = parse(text.encode()).values["a"]
    parsed = parse(text.encode())
    assert rewrite(parsed, {"a": [one, three]}) == (
        "+++\n[[a]]\nn = 1\n# of two\n[[a]]\nn = 3\n# of three\n# the end\n+++\n"
    )
    assert rewrite(parsed, {"a": [two, one]}) == (
        "+++\n[[a]]\nn = 2\n# of three\n[[a]]\nn = 1\n# of two\n# the end\n+++\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "+++\ntitle = 'x' # c\n[[a]]\nn = 1\n[b]\nn = 1\n[[a]]\nn = 2\n+++\n",
        "+++\ntitle = 'x' # c\n" + "n = 1\n".join(f"[a.b{n}]\n" for n in range(300)) + "+++\n",
        "+++\ntitle = 'x' # c\nlong = '" + "x" * toml_format.MAX_EDITED + "'\n+++\n",
    ],
    ids=["a list in two places", "many dotted keys", "large"],
)
def test_what_tomlkit_cannot_edit_is_written_anew(text):
    parsed = parse(text.encode())
    new = parsed.values | {"title": "y"}
    head = rewrite(parsed, new)
    assert parse(head.encode()).values == new
    assert head.startswith('+++\ntitle = "y"\n')


# ------------------------------------------------------------------------ hostile files

N = toml_format.MAX_EDITED - 100
HOSTILE = {
    "dotted keys in a table": "[t]\n" + "".join(f"a.b.k{n} = 1\n" for n in range(N // 13)),
    "deep keys in a table": "[t]\n" + "".join(f"{'a.' * 40}k{n} = 1\n" for n in range(9)),
    "deep keys, quoted": "[t]\n" + "".join(f"{'a . ' * 40}'k{n}' = 1\n" for n in range(9)),
    "dotted keys inside braces": "x={" + ",".join(f"a.b.k{n}=1" for n in range(N // 12)) + "}\n",
    "tables in turns": "".join(f"[a.t{n}]\n[b.t{n}]\n" for n in range(N // 22)),
    "tables": "".join(f"[t{n}]\n" for n in range(N // 9)),
    "lists of tables": "[[a]]\n" * (N // 6),
    "items": "a = [" + "1," * (N // 2) + "]\n",
    "tables in a list": "a = [" + "{x=1}," * (N // 6) + "]\n",
    "quotes": "a = '''" + "\"\n" * (N // 2) + "'''\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_an_edit_of_a_hostile_file_takes_no_long_time(name):
    parsed = parse(f"+++\ntitle = 'x'\n{HOSTILE[name]}+++\n".encode())
    new = {
        key: value[::2] + ["n"] if isinstance(value, list) else value
        for key, value in parsed.values.items()
    }
    before = time.process_time()
    rewrite(parsed, new | {"title": "y"})
    assert time.process_time() - before < 5


def test_a_long_new_text_takes_no_long_time():
    """tomlkit's own quoting of it takes minutes."""
    parsed = parse(b"+++\ntitle = 'x'\n+++\n")
    text = "".join(map(chr, [*range(1, 128)])) * 5000
    before = time.process_time()
    with pytest.raises(FrontMatterError, match="larger than 1 MB"):
        rewrite(parsed, {"title": text * 2})
    assert (
        parse(rewrite(parsed, {"title": text[:400_000]}).encode()).values["title"] == text[:400_000]
    )
    assert time.process_time() - before < 5


# ------------------------------------------------------------------------ any mixture

LINES = {
    "plain": 'plain = "some words"',
    "literal": "literal = 'a \\ b' # remark",
    "spaced": "spaced   =    1.50    # with a remark",
    "long": 'long = """\none\n# no remark\n two\\\n   three"""',
    "long literal": "'long literal' = '''\n'x'\n\n'''",
    "day": "day = 2024-05-06",
    "moment": "moment = 2024-05-07 08:09:10.5+02:00 # z",
    "items": "items = ['a', \"b\",]",
    "lines": "lines = [\n  'a', # one\n  # alone\n  \"b\",\n]",
    "braces": "braces = {a = 'x', b.c = 1 } # in",
    "hex": "hex = 0xFF_ff",
    "dotted": "dotted.a = 'x'\ndotted.b = 2 # y",
    "tables": "tables = [{a=1}, {a = 2}]",
    "indented": "  indented = 1",
}
TABLES = {
    "table": "[table] # head\na = 'x'\n# inside\nb   = \"y\"",
    "apart": "[apart.sub]\na = 1\n\n[apart.other]\nb = 2",
    "deep": "[deep]\na = 1\n[deep.er]\nb = [1, 2]",
    "list": "[[list]]\nlabel = 'A' # a\n\n[[list]]\nlabel = \"B\"\nn = 0x10",
    "single": "[[single]]\nlabel = 'A'",
    "tight": "[[tight]]\na=1\n[[tight]]\na=2",
    "nested": "[[nested]]\na=1\n[nested.b]\nc=1\n[[nested.d]]\ne=1\n\n[[nested]]\na = 2",
    "within": "[within]\na.b = 1\na.c = 2\nd = 3",
    "hollow": "[hollow]",
}
NEW_VALUES = [
    "", "new", 'say "so"', "it's", "one\ntwo\n", "é 🛏", "a\x85b\u2028c\x7f\x1b\x08\r\n", [], {},
    ["a", "z"], [{"label": "A"}], {"a": "x", "b": "new"}, Scalar(True, "true"), {"k": {"": "e"}},
    [{"label": "A"}, {"label": "C", "l": ["x"]}], Scalar(1.5, "1.5"), ...,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_any_mixture(seed, newline, monkeypatch):
    monkeypatch.delattr("curation.interchange.front_matter.editing.dump_toml")  # nothing is lost
    dice = random.Random(seed)
    names = dice.sample(list(LINES), dice.randint(1, 8))
    names += dice.sample(list(TABLES), dice.randint(0, 5))
    text = "+++\n" + "".join(
        (LINES | TABLES)[name] + "\n" + dice.choice(["", "\n", f"# {name}\n", f"\n# {name}\n\n"])
        for name in names
    )  # fmt: skip
    text = f"{text}+++\n".replace("\n", newline)
    parsed = parse(text.encode())
    changed = dice.sample(names, dice.randint(1, min(3, len(names))))
    new = values_with(parsed.values, {name: dice.choice(NEW_VALUES) for name in changed})
    for name in changed:
        old = parsed.values[name]
        if dice.random() < 0.5 and isinstance(old, dict):
            new[name] = {**old, dice.choice([*old, "fresh"]): "new"}
        elif dice.random() < 0.5 and isinstance(old, list) and old:
            new[name] = [*old[1:], {"fresh": "new"} if isinstance(old[0], dict) else "new"]
    new["fresh"] = dice.choice(NEW_VALUES[:-1])
    head = rewrite(parsed, new)
    assert parse(head.encode()).values == new
    at = 0
    for name in names:
        if name not in changed:
            lines = (LINES | TABLES)[name].replace("\n", newline)
            at = head.index(lines, at) + len(lines)
    comments = {f"# {name}" for name in names}
    assert [line for line in head.split(newline) if line in comments] == [
        line for line in text.split(newline) if line in comments
    ]
    if newline == "\r\n":
        assert "\n" not in head.replace("\r\n", "")


def test_a_whole_toml_file_is_read_by_others():
    head = rewrite(
        parse(FILE.encode()), parse(FILE.encode()).values | {"title": "\x1b\x7f\t\u2028"}
    )
    assert tomllib.loads(head.split("+++\n")[1])["title"] == "\x1b\x7f\t\u2028"
