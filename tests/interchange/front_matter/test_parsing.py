"""The forms of front matter: end marks, byte order marks, anchors and merges within bounds."""

import time

import pytest

from curation.interchange.front_matter import FrontMatterError, Scalar, parse, rewrite
from curation.models import Article
from tests.interchange.conftest import a_file

KEYS = "title: Beds that know\ndate: 2024-03-04\n"
BOM = "\ufeff"


@pytest.mark.parametrize(
    "text",
    [
        f"---\n{KEYS}...\nA body.\n",
        f"---\n{KEYS}...   \nA body.\n",
        f"---\r\n{KEYS.replace(chr(10), chr(13) + chr(10))}...\r\nA body.\r\n",
        f"---\n{KEYS}...\n\nA text with\n---\nlines\n...\n",
        f"---\n{KEYS}---\nA text with\n...\nlines\n",
        f"{BOM}---\n{KEYS}---\nA body.\n",
        f"{BOM}---\n{KEYS}...\nA body.\n",
        f"{BOM}\n\n---\n{KEYS}---\nA body.\n",
        '\ufeff+++\ntitle = "Beds that know"\ndate = 2024-03-04\n+++\nA body.\n',
        '\ufeff{"title": "Beds that know", "date": "2024-03-04"}\nA body.\n',
        f"\n  \n---\n{KEYS}---\nA body.\n",
        f"---\t \n{KEYS}--- \t\nA body.\n",
        f"---\n{KEYS}---",
        f"---\n{KEYS}...",
        f"---\n# a remark\n\n{KEYS}\n---\n",
    ],
    ids=range(15),
)
def test_each_form_is_read_and_goes_out_byte_for_byte(text, bring, export):
    ran = bring(text)
    assert ran.code == 0, ran.err
    article = Article.objects.get()
    assert article.title == "Beds that know"
    assert "title" not in article.body_source
    assert export() == {"a.md": text.encode()}


@pytest.mark.parametrize("end", ["---", "..."])
@pytest.mark.parametrize("start", ["", BOM])
def test_an_edit_keeps_the_marks(start, end, bring, export):
    bring(f"{start}---\n{KEYS}{end}\nA body.\n")
    article = Article.objects.get()
    article.title = "Desk title"
    article.save()
    exported = export()["a.md"].decode()
    assert exported.startswith(f"{start}---\ntitle: Desk title\n")
    assert f"\n{end}\nA body.\n" in exported


def test_a_byte_order_mark_is_no_part_of_the_title_or_the_body(bring):
    bring(f"{BOM}---\n{KEYS}---\nA body.\n")
    article = Article.objects.get()
    assert BOM not in article.title + article.body + article.excerpt


def test_dots_inside_a_value_end_nothing(bring):
    bring(f"---\n{KEYS}description: |\n  One\n  ...\n  two\n---\nA body.\n")
    assert Article.objects.get().excerpt == "One\n...\ntwo"


def test_dots_do_not_close_toml():
    with pytest.raises(FrontMatterError, match="does not end"):
        parse(b'+++\ntitle = "x"\n...\nA body.\n')


# ------------------------------------------------------------------------ anchors and merges


ANCHORED = """---
defaults: &defaults
  layout: post
  tags: &tags [Night, Beds]
title: Beds that know
date: 2024-03-04
tags: *tags
categories: *tags
author: &who Ana Ruiz
description: *who
params:
  <<: *defaults
  layout: own
---
A body.
"""


def test_anchors_aliases_and_merges_say_what_they_say(bring, export):
    ran = bring(ANCHORED)
    assert ran.code == 0, ran.err
    article = Article.objects.get()
    assert sorted(article.tags.names()) == ["Beds", "Night"]
    assert sorted(category.label for category in article.categories.all()) == ["Beds", "Night"]
    assert article.excerpt == "Ana Ruiz"
    assert export() == {"a.md": ANCHORED.encode()}
    merged = parse(ANCHORED.encode()).values["params"]
    assert merged == {"layout": "own", "tags": ["Night", "Beds"]}


def test_of_several_merged_mappings_the_first_with_a_key_counts():
    text = "---\na: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: [*a, *b]\n  z: 3\n---\n"
    merged = parse(text.encode()).values["c"]
    assert {key: value.value for key, value in merged.items()} == {"x": 1, "y": 2, "z": 3}


@pytest.mark.parametrize(
    "keys",
    ["<<: *hide\n", "<<: [*hide]\n", "draft: *yes\n", "build: *build\n", "<<: {draft: true}\n"],
)
def test_what_a_merge_or_an_alias_hides_is_hidden(keys, bring):
    """At the top of the file, too."""
    head = "x-hide: &hide {draft: &yes true}\nx-build: &build {list: never}\n"
    bring(f"---\n{head}{KEYS}{keys}---\nA body.\n")
    assert Article.objects.get().status == "draft"


def test_an_edit_of_one_alias_leaves_the_others(bring, export):
    bring(ANCHORED)
    article = Article.objects.get()
    article.excerpt = "What is new."
    article.save()
    exported = export()["a.md"].decode()
    values = parse(exported.encode()).values
    assert values["description"] == "What is new."
    assert values["author"] == "Ana Ruiz"
    assert values["params"] == {"layout": "own", "tags": ["Night", "Beds"]}


def test_an_edit_of_an_anchored_value_keeps_what_its_aliases_say(bring, export):
    """The anchor goes with the value: whoever used it must not lose the meaning."""
    bring(ANCHORED)
    article = Article.objects.get()
    article.tags.set(["Desk"])
    article.bylines.all().delete()
    article.save()
    values = parse(export()["a.md"]).values
    assert values["tags"] == ["Desk"]
    assert values["description"] == "Ana Ruiz"
    assert values["categories"] == ["Night", "Beds"]


def laughs(levels: int, width: int, merge: bool = False) -> str:
    names = "abcdefghij"[: levels + 1]
    lines = [f"{names[0]}: &{names[0]} " + ("{k: x}" if merge else f"[{', '.join('x' * width)}]")]
    for one, other in zip(names, names[1:], strict=False):
        aliases = ", ".join([f"*{one}"] * width)
        value = f"{{<<: [{aliases}]}}" if merge else f"[{aliases}]"
        lines.append(f"{other}: &{other} {value}")
    return "\n".join(lines)


@pytest.mark.parametrize("bomb", [laughs(9, 9), laughs(4, 60), laughs(2, 120)])
def test_a_bomb_of_aliases_ends_at_once(bomb):
    before = time.process_time()
    with pytest.raises(FrontMatterError, match="more than 10000 values"):
        parse(f"---\n{bomb}\n---\n".encode())
    assert time.process_time() - before < 1


def test_a_bomb_of_merges_means_one_key():
    before = time.process_time()
    values = parse(f"---\n{laughs(9, 9, merge=True)}\n---\n".encode()).values
    assert values["j"] == {"k": "x"}
    assert time.process_time() - before < 1


def test_an_alias_in_its_own_anchor_is_refused_and_costs_one_file(bring, folder):
    (folder / "good.md").write_text(a_file())
    for text in ("a: &a [*a]", "a: &a {b: *a}", "a: &a {<<: *a}"):
        ran = bring(f"---\n{KEYS}{text}\n---\n", "bad.md")
        assert ran.out.endswith("1 failed")
        assert "bad.md:4:" in ran.err
        assert "no anchor &a above" in ran.err


def test_aliases_of_a_long_list_of_people_are_within_bounds(bring):
    """A real use: one anchor, used some times."""
    people = "[" + ", ".join(f"Person {number}" for number in range(40)) + "]"
    uses = "".join(f"use{number}: *people\n" for number in range(60))
    ran = bring(f"---\npeople: &people {people}\n{KEYS}{uses}author: *people\n---\nA body.\n")
    assert ran.code == 0
    assert Article.objects.get().bylines.count() == 40


def test_a_rewrite_of_a_file_with_anchors_says_what_it_was_told():
    parsed = parse(ANCHORED.encode())
    for key in parsed.values:
        new = parsed.values | {key: "changed"}
        assert parse(rewrite(parsed, new).encode()).values == new, key
    new = parsed.values | {"weight": Scalar(1, "1")}
    assert parse(rewrite(parsed, new).encode()).values == new
