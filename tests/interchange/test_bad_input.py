"""One bad file fails with its place and a sentence that helps; every other file comes in."""

import os
import time
from contextlib import suppress

import pytest
from django.core.management import CommandError

from curation.interchange.front_matter import FrontMatterError, parse
from curation.models import Address, Article
from tests.builders import a_section, an_article
from tests.interchange.conftest import a_file, run

GOOD = a_file(id=9000, slug="a-good-neighbour", title="A good neighbour")


def front(matter: str, body: str = "<p>B</p>") -> str:
    return f"---\n{matter}\n---\n{body}"


def with_key(line: str) -> str:
    """A valid file whose line 8 is this one."""
    return a_file().replace("\n---\n<p>", f"\n{line}\n---\n<p>")


def without(key: str) -> str:
    return a_file(**{key: None})


LAUGHS = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 8)}]\n"
    for before, name in zip("abcde", "bcdef", strict=True)
)
BAD = {
    # name: (file, line, column or None, a part of the sentence)
    "no YAML": (front("title: 'open\nslug: x"), 2, 8, "not YAML"),
    "a colon too many": (front("title: a: b"), 2, 9, "Quote a text that holds a colon"),
    "a tab for spaces": (front("link:\n\thref: x"), 3, None, "not YAML"),
    "a control character": (front("title: a\x07b"), 2, 9, "not YAML"),
    "an alias of nothing": (front("b: *a"), 2, 4, "no anchor &a above"),
    "a bomb of aliases": (front(LAUGHS), 6, None, "more than 10000 values"),
    "a merge of a list": (front("a: {<<: [b]}"), 2, 5, "Only mappings can be merged"),
    "a Python tag": (front("t: !!python/object/apply:os.system ['true']"), 2, 4, "tag"),
    "a harmless tag": (front("t: !!str 5"), 2, 4, "tag"),
    "an own tag": (front("t: !secret x"), 2, 4, "tag"),
    "a deep list": (front("a: " + "[" * 60 + "]" * 60), 2, None, "50 levels"),
    "a list for a mapping": (front("- a\n- b"), 2, 1, "not a mapping"),
    "a text for a mapping": (front("just words"), 2, 1, "not a mapping"),
    "a doubled key": (with_key("title: again"), 8, 1, "second time"),
    "a doubled key inside": (with_key("link: {href: x, href: y}"), 8, 17, "second time"),
    "a list as key": (with_key("? [a]\n: b"), 8, 3, "key must be a word"),
    "a long number": (with_key("n: " + "1:" * 90 + "1"), 8, 4, "100 characters"),
    "a NUL escape": (with_key('n: "a\\0b"'), 8, 4, "NUL"),
    "an impossible day": (with_key("n: 2023-02-30"), 8, 4, "2023-02-30"),
    "no TOML": ("+++\ntitle = x\n+++\n", 2, 9, "not TOML"),
    "a doubled TOML key": ('+++\ntitle = "a"\ntitle = "b"\n+++\n', 3, None, "not TOML"),
    "a deep TOML key": ("+++\na" + ".a" * 99 + " = 1\n+++\n", 2, None, "50 levels"),
    "no JSON": ('{"title": "a",\n "b" 1}\n', 2, 6, "not JSON"),
    "a doubled JSON key": ('{"title": "a",\n "title": "b"}\n', 2, 2, "second time"),
    "JSON without a number": ('{"title": NaN}\n', 1, 1, "NaN"),
    "half a character": ('{"title": "\\ud83d"}\n', 1, 1, "half a character"),
    "deep JSON": ('{"a":' * 99 + "1" + "}" * 99, 1, 1, "50 levels"),
    "not UTF-8": (a_file().encode() + b"\xe9t\xe9", 9, 15, "save the file as UTF-8"),
    "UTF-16": (a_file().encode("utf-16"), 1, 1, "save the file as UTF-8"),
    "a NUL in the body": (a_file(body="<p>\na\0</p>"), 10, 2, "NUL"),
    "nothing": ("", 1, 1, "no front matter"),
    "no front matter": ("<p>Only a body</p>", 1, 1, "no front matter"),
    "an open end": ("---\ntitle: x\n\n<p>B</p>", 1, 1, "does not end"),
    "empty front matter": (front(""), None, None, "empty"),
    "a body of 10 MB": (a_file(body="x" * (10 * 2**20)), 1, 1, "5 MB of body"),
    "a body of 5.5 MB": (a_file(body="x" * (11 * 2**19)), 9, 1, "larger than 5 MB"),
    "front matter of 2 MB": (with_key("n: " + "x" * 2**21), 1, 1, "larger than 1 MB"),
    "a list as title": (a_file(title=["a"]), 3, 1, "This is a list"),
    "a mapping as title": (a_file(title={"a": 1}), 3, 3, "This is a mapping"),
    "a bell in the title": (a_file(title="a\x07b"), 2, 8, "control character"),
    "words for a date": (a_file(date="last week"), 5, 7, "not a date"),
    "a list for a date": (a_file(date=[2020]), 6, 1, "not a date"),
    "a day that is not": (a_file(date="2023-02-30"), 5, 7, "not a date"),
    "a year before print": (a_file(date="1099-01-01"), 5, 7, "1900 to 2100"),
    "a year too far": (a_file(date="9999-12-31T23:59:59-12:00"), 5, 7, "1900 to 2100"),
    "a slug with dots": (a_file(slug="../../etc/passwd"), 3, 7, "no slashes"),
    "a slug with a slash": (a_file(slug="a/b"), 3, 7, "no slashes"),
    "a section that the site uses": (a_file(basePath="/admin/"), 4, 11, "site itself"),
    "a nested section that it uses": (a_file(basePath="/news/feed/"), 4, 11, "site itself"),
    "a section with dots": (a_file(basePath="/../etc/"), 4, 11, "not a section's path"),
    "the root as section": (a_file(basePath="/"), 4, 11, "not a section's path"),
    "a link that runs": (with_key("link: {href: 'javascript:alert(1)'}"), 8, 14, "http"),
    "a link to a file": (with_key("link: file:///etc/passwd"), 8, 7, "http"),
    "a link without host": (with_key("href: 'https://'"), 8, 7, "site name"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_fails_alone(name, bring, folder):
    text, line, column, sentence = BAD[name]
    (folder / "good.md").write_text(GOOD)
    ran = bring(text, "bad.md")
    assert ran.code == 1
    assert ran.out == "1 created, 0 updated, 0 unchanged, 1 failed"
    place, _space, message = ran.err.partition(": ")
    assert "\n" not in ran.err
    assert sentence in message, ran.err
    path, *where = place.split(":")
    assert path == str(folder / "bad.md")
    if line is not None:
        assert where[0] == str(line), ran.err
    if column is not None:
        assert where[1:] == [str(column)], ran.err
    assert Article.objects.get().slug == "a-good-neighbour"


# Each as large as front matter may be: none may keep the machine busy.
N = 2**20 - 200
BOMBS = {
    "flow lists": "a: " + "[" * N,
    "flow mappings": "a: " + "{" * N,
    "dashes": "- " * (N // 2),
    "question marks": "? " * (N // 2),
    "base sixty": "a: " + "1:" * (N // 2) + "1",
    "digits": "a: " + "9" * N,
    "many keys": "".join(f"k{number}: 1\n" for number in range(N // 12)),
    "empty lists": "a: [" + "[]," * (N // 3 - 5) + "]",
    "steps": "".join(" " * depth + "a:\n" for depth in range(1400)),
    "laughs": "a: &a [x,x]\n" + "b: &b [*a,*a]\n" * 99,
    "long words": "a: " + "1_" * (N // 2) + "x",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_fizzles_out(name):
    before = time.process_time()
    with suppress(FrontMatterError):
        parse(f"---\n{BOMBS[name]}\n---\n".encode())
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "matter",
    [
        "a" + ".a" * (N // 2 - 9) + " = 1",
        "a = " + "[" * N,
        "a = " + "{a=" * (N // 3),
        "a = " + "9" * N,
    ],
    ids=["dotted", "lists", "tables", "digits"],
)
def test_a_toml_bomb_fizzles_out(matter):
    before = time.process_time()
    with pytest.raises(FrontMatterError):
        parse(f"+++\n{matter}\n+++\n".encode())
    assert time.process_time() - before < 5


def test_wrong_types_that_can_be_read_are_read(bring):
    """The older dialect's slips: a number, truth or date where a text belongs."""
    ran = bring(
        "---\ntitle: 2019\nslug: 007\nbasePath: /news/\ndate: 20190102\nid: 012\nsource: 1.10\n"
        "description: 1e3\nauthor: 42\ntags: 2019\ncategories: [yes, 1.50]\nstatus: ~\n---\nB"
    )
    assert ran.code == 0, ran.err
    article = Article.objects.get()
    assert (article.title, article.slug) == ("2019", "007")
    assert (article.external_id, article.source, article.excerpt) == ("012", "1.10", "1e3")
    assert {category.label for category in article.categories.all()} == {"yes", "1.50"}
    assert article.published_at.date().isoformat() == "2019-01-02"


# What costs a value, or the public page, and never the file: (file, the remark, what is right)
LENIENT = {
    "no title": (without("title"), "'A' was taken from the file's name", {"title": "A"}),
    "a blank title": (a_file("# Beds at night", title=" "), "first heading", {
        "title": "Beds at night"}),
    "a title of 501": (a_file(title="x" * 501), "501 characters; at most 500", {
        "title": "x" * 499 + "…"}),
    "no date": (without("date"), "there is no date; imported as a draft", {"status": "draft"}),
    "lastMod in year 5": (with_key("lastMod: 0005-01-01"), "1900 to 2100", {
        "status": "published"}),
    "an unknown status": (with_key("status: frozen"), "'frozen' is no status", {
        "status": "draft"}),
    "a list as status": (with_key("status: [published]"), "this is no status", {
        "status": "draft"}),
    "a slug that the site uses": (a_file(slug="feed"), "it became 'feed-article'", {
        "slug": "feed-article"}),
    "a slug with spaces": (a_file(slug="Beds & more"), "it became 'Beds-more'", {
        "slug": "Beds-more"}),
    "a link as list": (with_key("link: [a, b]"), "", {"link_href": ""}),
    "a topic too long": (with_key("categories: [a, '" + "x" * 201 + "']"), "201 characters", {}),
    "a topic as list": (with_key("categories: [a, [b]]"), "a list in a list", {}),
    "metadata as list": (with_key("htmlMetaData: [a]"), "not a mapping", {}),
    "offerings as text": (with_key("relatedOfferings: x"), "not a list", {}),
    "an offering without name": (with_key("relatedOfferings: [{offeringId: 1}]"), "neither", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", LENIENT)
def test_a_bad_value_costs_no_file(name, bring):
    text, remark, right = LENIENT[name]
    ran = bring(text)
    assert (ran.code, ran.out) == (0, "1 created, 0 updated, 0 unchanged, 0 failed")
    assert remark in ran.err
    article = Article.objects.get()
    assert {key: getattr(article, key) for key in right} == right


def test_a_slug_of_another_article_gets_a_number_and_says_whose_it_is(bring):
    bring(a_file(id=1, title="First come"), "one.md")
    ran = bring(a_file(id=2), "two.md")
    assert ran.code == 0
    assert (
        "two.md: slug: /news/beds-that-know is an address of “First come” (one.md); this article "
        "is at /news/beds-that-know-2" in ran.err
    )
    assert Article.objects.get(external_id="2").slug == "beds-that-know-2"


def test_a_slug_that_is_another_articles_alias_gets_a_number(bring):
    bring(a_file(id=1, aliases="/news/former"), "one.md")
    ran = bring(a_file(id=2, slug="former"), "two.md")
    assert "two.md: slug: /news/former is an address of" in ran.err
    assert Article.objects.get(external_id="2").slug == "former-2"


def test_a_slug_that_hides_a_section_gets_a_number(bring):
    a_section("news/health")
    ran = bring(a_file(slug="health"))
    assert "a.md: slug: /news/health is an address of a section" in ran.err
    assert Article.objects.get().slug == "health-2"


def test_a_section_that_hides_an_article_fails(bring):
    an_article(section=a_section("news"), slug="health")
    ran = bring(a_file(basePath="/news/health/"))
    assert "a.md:4:11: basePath: An article answers at /news/health" in ran.err


def test_an_alias_that_another_article_has_is_left_out_and_told(bring, export):
    """Two publishers' stories of one title share the title's alias: neither may be lost."""
    bring(a_file(id=1, aliases="/news/shared"), "one.md")
    text = a_file(id=2, slug="other", aliases=["/news/shared", "/news/own"])
    ran = bring(text, "two.md")
    assert ran.code == 0
    assert (
        "two.md: aliases: /news/shared is an address of “Beds that know” (one.md); left out"
        in ran.err
    )
    assert Address.objects.at("/news/own").get().article.slug == "other"
    assert export()["two.md"] == text.encode()


def test_aliases_that_lead_nowhere_are_left_out_and_told(bring):
    ran = bring(a_file(aliases=["/", "../x", "/?p=12", "/" + "x" * 600, "/news/beds-that-know/"]))
    assert ran.code == 0
    assert ran.err.count("cannot lead here; left out") == 4
    assert list(Address.objects.values_list("path", flat=True)) == ["/news/beds-that-know"]


def test_a_hostile_name_cannot_steer_the_terminal(bring):
    ran = bring("no front matter", "a\x1b[2J\nb.md")
    assert "\x1b" not in ran.err
    assert "\n" not in ran.err


def test_a_file_name_that_is_not_utf8_fails(bring, folder):
    path = os.fsencode(folder) + b"/caf\xe9.md"
    with open(path, "wb") as file:
        file.write(GOOD.encode())
    ran = bring(a_file())
    assert ran.out.startswith("1 created")
    assert "file's name is not UTF-8" in ran.err


def test_what_is_no_file_is_no_content_file(bring, folder):
    os.symlink("nowhere", folder / "gone.md")
    (folder / "folder.md").mkdir()
    ran = bring(a_file())
    assert (ran.code, ran.out) == (0, "1 created, 0 updated, 0 unchanged, 0 failed")


def test_a_path_that_is_not_there_is_said_at_once(db, folder):
    from django.core.management import CommandError

    with pytest.raises(CommandError, match="nowhere is neither a file nor a folder"):
        run("import_content", folder / "nowhere")
    with pytest.raises(CommandError, match="--media"):
        run("import_content", folder, media=folder / "nowhere")


@pytest.mark.parametrize("expression", ["(", "(a+)+$", "x" * 201])
def test_an_ignore_expression_that_cannot_be_used_ends_the_import(db, folder, expression):
    """It may say which files are hidden."""
    (folder / "hugo.toml").write_text(f"ignoreFiles = ['{expression}']\n")
    (folder / "content").mkdir()
    (folder / "content" / "a.md").write_text("---\ntitle: A\ndate: 2020-01-01\n---\n")
    with pytest.raises(CommandError, match="ignoreFiles"):
        run("import_content", folder)
    assert not Article.objects.exists()


def test_a_slug_with_folders_of_another_system_is_taken(bring, client):
    bring("---\ntitle: Beds\ndate: 2020-01-01\nslug: wards/seven\n---\n", "content/news/beds.md")
    assert Article.objects.get().slug == "wards-seven"
    assert client.get("/news/wards/seven/")["Location"] == "/news/wards-seven"
