"""Some values of a front matter are changed; nothing else in its text is."""

import random

import pytest
import yaml

from curation.interchange.front_matter import Scalar, parse, rewrite
from tests.interchange.conftest import FILES

# Every layout that people and programs give a key: (its lines, its value)
LAYOUTS = {
    "plain": "plain: some words",
    "quoted": '\'quoted\': "a \\u00e9 \\" b"',
    "spaced": "spaced   :    x    # with a remark",
    "nothing": "nothing:",
    "tilde": "tilde: ~",
    "folded": "folded: >-\n  one\n  two\n\n  three",
    "literal": "literal: |+\n  one\n  # no remark\n   two\n\n",
    "long": "long: a text that goes on\n  over two lines",
    "double": 'double: "a text\n  \\\n  over lines"',
    "flow": "flow: {a: [1, 2.50], b: 'x: y', c: ~}",
    "flowlines": "flowlines: [\n  1,\n\n  two, # remark\n]",
    "sequence": "sequence:\n- 'a'\n- b: 1\n  c:\n  - d",
    "indented": "indented:\n    - 'a'\n    -   b",
    "nested": "nested:\n  a: 1\n\n  # inside\n  b:\n    c: 012",
    "number": "number: 1.10",
    "date": "date: 2022-12-29T08:00:00+02:00",
    "1": "1: one",
    "dotted.key": "dotted.key: x",
    "remarked": "# before it\n\nremarked: y",
    "colon: key": "'colon: key': z",
}
NEW_VALUES = [
    None, "", " ", "new: value", "it's", 'say "so"', "12", "no", "null", "~", "2020-01-01",
    "- dash", "# hash", "one\ntwo\n", "trail \n x", "é – “ü” 🛏", "x" * 300, "word " * 60, "\ttab",
    "a\x85b\u2028c", [], {}, [[]], ["a", None, {"b": ["c: d"]}], {"k": {"l": "m\nn"}, "": "empty"},
    Scalar(12, "012"), Scalar(1.1, "1.10"), Scalar(True, "yes"), "---", "...", "&anchor", "*alias",
    "!tag", "%TAG", "@at", "`tick", "{a", "[b", "a: ", ": a", "? q", "key: |", ">-", "\ufeffbom",
    "=", "<<",
]  # fmt: skip


def written(text: str) -> dict:
    return yaml.safe_load(text.split("---", 1)[1].rsplit("---", 1)[0])


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_can_be_replaced_and_left_alone(name):
    """Alone in the middle: the neighbours' lines stay, byte by byte."""
    text = f"---\nfirst: 1\n{LAYOUTS[name]}\n# of the last\nlast: 2\n---\n"
    parsed = parse(text.encode())
    beside = rewrite(parsed, parsed.values | {"first": "one", "last": "two"})
    assert beside == text.replace("first: 1", "first: one").replace("last: 2", "last: two")
    spliced = rewrite(parsed, parsed.values | {name: "new"})
    assert spliced.startswith("---\nfirst: 1\n")
    assert spliced.endswith("# of the last\nlast: 2\n---\n")
    assert parse(spliced.encode()).values == {"first": Scalar(1, "1"), name: "new"} | {
        "last": Scalar(2, "2")
    }


@pytest.mark.parametrize("value", NEW_VALUES, ids=lambda value: repr(value)[:30])
@pytest.mark.parametrize("format", ["yaml", "json", "toml"])
def test_each_value_can_be_written(value, format):
    text = {
        "yaml": "---\na: 1\nb: x\nc: 2\n---\n",
        "json": '{"a": 1, "b": "x", "c": 2}\n',
        "toml": '+++\na = 1\nb = "x"\nc = 2\n+++\n',
    }[format]
    if format == "json" and value in (Scalar(12, "012"), Scalar(True, "yes")):
        pytest.skip("JSON writes them otherwise")
    if format == "toml" and (isinstance(value, Scalar) or "None" in repr(value)):
        pytest.skip("TOML writes them otherwise, or cannot")
    parsed = parse(text.encode())
    new = parsed.values | {"b": value, "added": value}
    assert parse(rewrite(parsed, new).encode()).values == new


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("indent", ["", "  "], ids=["flush", "indented"])
def test_any_mixture(seed, newline, indent):
    dice = random.Random(seed)
    names = dice.sample(list(LAYOUTS), k=dice.randint(1, 12))
    lines = "\n".join(LAYOUTS[name] for name in names)
    lines = "\n".join(indent + line if line else line for line in lines.split("\n"))
    text = f"---\n{lines}\n---\n".replace("\n", newline)
    parsed = parse(text.encode())
    changed = dice.sample(names, k=dice.randint(1, len(names)))
    new = parsed.values | {name: dice.choice(NEW_VALUES) for name in changed}
    new |= {f"added {number}": dice.choice(NEW_VALUES) for number in range(dice.randint(0, 2))}
    head = rewrite(parsed, new)
    assert parse(head.encode()).values == new
    assert list(parse(head.encode()).values) == list(new)
    assert "\n" not in head.replace("\r\n", "") if newline == "\r\n" else "\r" not in head
    for name in set(names) - set(changed):
        kept = "\n".join(indent + line if line else line for line in LAYOUTS[name].split("\n"))
        assert kept.strip().replace("\n", newline) in head


@pytest.mark.parametrize(
    "text",
    [
        "---\n{a: 1, b: 2}\n---\n",
        "---\n{\n  a: 1,\n  b: 2\n}\n---\n",
        "---\n? a\n: 1\n? b\n: 2\n---\n",
    ],
    ids=["one-line", "braces", "question-marks"],
)
def test_keys_that_share_lines_are_written_anew(text):
    parsed = parse(text.encode())
    assert written(rewrite(parsed, parsed.values | {"b": "three"})) == {"a": 1, "b": "three"}


def test_the_owners_kind_of_file_survives_a_change_of_every_key():
    parsed = parse((FILES / "curated.md").read_bytes())
    for key in parsed.values:
        new = parsed.values | {key: "changed"}
        assert parse(rewrite(parsed, new).encode()).values == new
