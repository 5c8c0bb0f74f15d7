"""Each key in the spellings of other systems; an edit is written back under the file's own."""

import re
from datetime import UTC, datetime

import pytest

from curation.interchange.keys import SPELLINGS
from curation.models import Article, Byline
from tests.builders import a_category, a_curator
from tests.interchange.conftest import a_file, run
from tests.interchange.readers import content_file

BASE = {"title": "Beds", "date": "2024-03-04"}


def in_each_case(key: str) -> list[str]:
    return list(dict.fromkeys((key, key.upper(), key[0].upper() + key[1:], key.lower())))


@pytest.fixture
def write(folder):
    def write(name: str, text: str):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    return write


# What a file says under a name -> what the article has then
SAID = {
    "title": ("A hospital opens", lambda a: a.title == "A hospital opens"),
    "date": ("2019-04-02", lambda a: a.published_at == datetime(2019, 4, 2, tzinfo=UTC)),
    "publishDate": ("2019-04-02", lambda a: a.published_at == datetime(2019, 4, 2, tzinfo=UTC)),
    "lastMod": ("2024-05-06", lambda a: a.modified_at == datetime(2024, 5, 6, tzinfo=UTC)),
    "expiryDate": ("2090-01-01", lambda a: a.expires_at == datetime(2090, 1, 1, tzinfo=UTC)),
    "slug": ("own-slug", lambda a: a.slug == "own-slug"),
    "url": ("/old/own-url/", lambda a: a.addresses.filter(path="/old/own-url").exists()),
    "permalink": ("/old/own-url/", lambda a: a.addresses.filter(path="/old/own-url").exists()),
    "aliases": (["/was/here/"], lambda a: a.addresses.filter(path="/was/here").exists()),
    "redirect_from": ("/was/here/", lambda a: a.addresses.filter(path="/was/here").exists()),
    "author": (["Ana Ruiz", "Bo Lind"], lambda a: names(a) == ["Ana Ruiz", "Bo Lind"]),
    "description": ("What is new.", lambda a: a.excerpt == "What is new."),
    "categories": (["Beds"], lambda a: [c.label for c in a.categories.all()] == ["Beds"]),
    "tags": (["Night"], lambda a: list(a.tags.names()) == ["Night"]),
    "featuredImage": ("beds.jpg", lambda a: a.provenance.image_name.endswith("beds.jpg")),
    "language": ("fr", lambda a: a.content_language == "fr"),
}


def names(article) -> list[str]:
    return [line.curator.name for line in article.bylines.all()]


def test_each_name_is_tested():
    assert SAID.keys() == SPELLINGS.keys()


@pytest.mark.parametrize("name", SPELLINGS)
def test_every_spelling_in_every_case_is_understood(name, db, folder, write, export):
    value, is_so = SAID[name]
    keys = [key for spelling in SPELLINGS[name] for key in in_each_case(spelling)]
    texts = {}
    for number, key in enumerate(keys):
        base = {k: v for k, v in BASE.items() if k != name}
        base = {} if name in ("publishDate", "date") else base
        base.setdefault("title", "Beds") if name != "title" else None
        texts[f"s{number}/n{number}.md"] = content_file({**base, key: value})
    for file, text in texts.items():  # each in a section of its own: none takes another's path
        write(file, text)
    if name in ("url", "permalink", "aliases", "redirect_from"):
        for file, key in zip(texts, keys, strict=True):  # one address belongs to one article
            Article.objects.all().delete()
            assert run("import_content", folder / file).code == 0
            assert is_so(Article.objects.get()), key
        return
    ran = run("import_content", folder)
    assert ran.code == 0, ran.err
    wrong = []
    for article in Article.objects.select_related("provenance"):
        number = int(re.search(r"n(\d+)\.md", article.provenance.file_path)[1])
        if not is_so(article):
            wrong.append(keys[number])
    assert wrong == []
    assert not re.search("key has no meaning", ran.err)
    assert export() == {file: text.encode() for file, text in texts.items()}


def test_of_two_spellings_the_first_with_a_value_counts(bring):
    bring(content_file({**BASE, "summary": "Second.", "description": "First.", "tag": "b",
                        "Tags": None, "excerpt": "Third."}))  # fmt: skip
    article = Article.objects.get()
    assert (article.excerpt, list(article.tags.names())) == ("First.", ["b"])


def test_a_key_that_means_nothing_here_is_told_once_and_kept(db, folder, write, export):
    texts = {
        f"news/{n}.md": content_file({**BASE, "title": f"T{n}", "toc": True, "Weight": n})
        for n in range(3)
    }
    for name, text in texts.items():
        write(name, text)
    ran = run("import_content", folder)
    assert ran.code == 0
    lines = ran.err.splitlines()
    assert [line for line in lines if ": toc:" in line] == [
        f"{folder}/news/0.md: toc: this key has no meaning here; it stays in the file only "
        "(and 2 more like this)"
    ]
    assert len([line for line in lines if ": Weight:" in line]) == 1
    assert export() == {name: text.encode() for name, text in texts.items()}


# ------------------------------------------------------------------------ shapes of values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ana Ruiz", ["Ana Ruiz"]),
        (["Ana Ruiz", "Bo Lind"], ["Ana Ruiz", "Bo Lind"]),
        ("Ana Ruiz, Bo Lind and Cy Day", ["Ana Ruiz", "Bo Lind", "Cy Day"]),
        ("Ana Ruiz, Bo Lind, and Cy Day", ["Ana Ruiz", "Bo Lind", "Cy Day"]),
        ("Ana Ruiz & Bo Lind", ["Ana Ruiz", "Bo Lind"]),
        ({"name": "Ana Ruiz", "url": "https://ana.example/"}, ["Ana Ruiz"]),
        ({"Name": "Ana Ruiz"}, ["Ana Ruiz"]),
        ([{"name": "Ana Ruiz"}, {"title": "Bo Lind"}, "Cy Day"], ["Ana Ruiz", "Bo Lind", "Cy Day"]),
        ({"ana": {"bio": "x"}, "bo": None}, ["ana", "bo"]),
        ({"ana": {"name": "Ana Ruiz"}, "bo": {}}, ["Ana Ruiz", "bo"]),
        ({"email": "ana@mail.example", "twitter": "ana"}, []),
        ([], []), ("", []), (None, []), ([None, "", " "], []),
        (["Ana Ruiz", "ana ruiz", "Ana Ruiz"], ["Ana Ruiz", "ana ruiz"]),
        (42, ["42"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["author", "Authors"])
def test_authors_in_each_shape(key, value, expected, bring, export):
    text = content_file({**BASE, key: value})
    ran = bring(text)
    assert ran.code == 0, ran.err
    assert names(Article.objects.get()) == expected
    assert export() == {"a.md": text.encode()}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Night", ["Night"]),
        ("Night, Beds", ["Beds", "Night"]),
        (["Night", "Beds"], ["Beds", "Night"]),
        ([{"name": "Night"}, {"label": "Beds"}], ["Beds", "Night"]),
        ({"Night": None, "Beds": {}}, ["Beds", "Night"]),
        ([2019, True], ["2019", "true"]),
        (None, []), ([], []), ("", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["tags", "categories"])
def test_tags_and_categories_in_each_shape(key, value, expected, bring, export):
    text = content_file({**BASE, key: value})
    ran = bring(text)
    assert ran.code == 0, ran.err
    article = Article.objects.get()
    if key == "tags":
        assert sorted(article.tags.names()) == expected
    elif value == "Night, Beds":  # one category may have a comma in its name
        assert [c.label for c in article.categories.all()] == ["Night, Beds"]
    else:
        assert sorted(c.label for c in article.categories.all()) == expected
    assert export() == {"a.md": text.encode()}


def test_authors_below_params_count(bring):
    bring(content_file({**BASE, "params": {"author": "Ana Ruiz"}}))
    assert names(Article.objects.get()) == ["Ana Ruiz"]


# ------------------------------------------------------------------------ edited at the desk


FOREIGN = {
    "Title": "Beds at night",
    "DATE": "2024-03-04",
    "updated": "2024-03-05",
    "authors": [{"name": "Ana Ruiz"}],
    "summary": "What is new.",
    "Tags": ["Night"],
    "category": "Beds",
    "lang": "fr",
    "image": "beds.jpg",
    "expires": "2090-01-01",
    "unknown": {"a": ["b", 1.50]},
}


@pytest.fixture
def foreign(bring):
    text = content_file(FOREIGN)
    assert bring(text).code == 0
    article = Article.objects.get()
    article.modified_at = datetime(2026, 1, 1, tzinfo=UTC)
    return article, text


EDITS = {
    "title": (lambda a: setattr(a, "title", "Desk title"), {"Title": "Desk title"}),
    "excerpt": (lambda a: setattr(a, "excerpt", "Desk."), {"summary": "Desk."}),
    "language": (lambda a: setattr(a, "content_language", "pt-BR"), {"lang": "pt-BR"}),
    "date": (
        lambda a: setattr(a, "published_at", datetime(2024, 4, 4, tzinfo=UTC)),
        {"DATE": "2024-04-04"},
    ),
    "expiry": (lambda a: setattr(a, "expires_at", None), {"expires": None}),
    "tags": (lambda a: a.tags.set(["Night", "Desk"]), {"Tags": ["Night", "Desk"]}),
    "categories": (lambda a: a.categories.set([a_category("Desk")]), {"category": "Desk"}),
    "curators": (
        lambda a: Byline.objects.update(curator=a_curator("Signe Holt")),
        {"authors": ["Signe Holt"]},
    ),
    "alternative text": (
        lambda a: setattr(a, "image_alt", "A bed"),
        {"image": {"href": "beds.jpg", "alt": "A bed"}},
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_written_under_the_files_own_key(edit, foreign, export):
    """Nothing else of the file changes, but the time of the change."""
    import yaml

    article, text = foreign
    change, expected = EDITS[edit]
    change(article)
    article.save()
    exported = export()["a.md"].decode()
    was, now = (yaml.safe_load(t.split("---\n")[1]) for t in (text, exported))
    changed = {key: now.get(key) for key in [*was, *now] if now.get(key) != was.get(key)}
    stamp = changed.pop("updated")
    assert str(stamp).startswith("2026-01-01")
    assert changed == expected
    assert list(now) == list(was)
    kept = [line for line in text.splitlines() if line.startswith(("unknown", "  ", "- b"))]
    assert all(line in exported.splitlines() for line in kept if "name:" not in line)


def test_an_edit_survives_what_the_file_changes_elsewhere(foreign, bring, export):
    article, text = foreign
    article.title = "Desk title"
    article.save()
    second = text.replace("What is new.", "What is newer.").replace("- Night", "- Late")
    ran = bring(second)
    assert ran.out == "0 created, 1 updated, 0 unchanged, 0 failed"
    article = Article.objects.get()
    assert (article.title, article.excerpt) == ("Desk title", "What is newer.")
    assert list(article.tags.names()) == ["Late"]
    exported = export()["a.md"].decode()
    assert "Title: Desk title" in exported
    assert "summary: What is newer." in exported
    assert bring(second).out.endswith("1 unchanged, 0 failed")


def test_where_both_changed_the_desk_stays_whatever_the_spelling(foreign, bring):
    article, text = foreign
    article.excerpt = "Desk."
    article.save()
    ran = bring(text.replace("What is new.", "What is newer."))
    assert "excerpt: the file and a curator both changed it" in ran.err
    assert Article.objects.get().excerpt == "Desk."


def test_a_status_of_the_desk_is_written_so_that_the_file_says_it(bring, export, db):
    """`Draft: true` becomes false when a curator publishes it, under its own spelling."""
    from curation import publishing

    bring(content_file({**BASE, "Draft": True}))
    publishing.publish(Article.objects.get())
    exported = export()["a.md"].decode()
    assert "Draft: false" in exported
    assert "draft:" not in exported
    Article.objects.all().delete()
    bring(exported, "b.md")
    assert Article.objects.filter(status="published").exists()


def test_a_list_of_pictures_keeps_them_when_the_alternative_text_is_edited(bring, export):
    bring(content_file({**BASE, "images": ["beds.jpg", "night.jpg"]}))
    article = Article.objects.get()
    article.image_alt = "A bed"
    article.save()
    exported = export()["a.md"].decode()
    assert "beds.jpg" in exported
    assert "A bed" in exported


def test_the_reference_dialect_keeps_its_own_keys(bring, export):
    text = a_file(tags=["A"], author=["Ines Varga"])
    bring(text)
    assert export() == {"a.md": text.encode()}
