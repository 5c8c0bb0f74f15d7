"""Two files are two articles, and one file stays one article, whatever happens to it."""

import shutil

import pytest

from curation.models import Address, Article, Provenance, Revision
from tests.interchange.conftest import a_file, run
from tests.interchange.readers import content_file

UNCHANGED = "0 created, 0 updated, {} unchanged, 0 failed"


def a_text(title="Beds that know", body="A body.\n", **keys) -> str:
    """A file as other systems write it: without source and number."""
    return content_file({"title": title, "date": "2024-03-04", **keys}, body=body)


@pytest.fixture
def write(folder):
    """write("news/a.md", text) -> the file's path."""

    def write(name: str, text: str):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


def import_(folder, *others, **options) -> str:
    ran = run("import_content", folder, *others, **options)
    assert ran.code == 0, ran.err
    return ran.out


def by_file() -> dict[str, int]:
    """File -> the number of its article."""
    return dict(Provenance.objects.values_list("file_path", "article_id"))


def paths() -> dict[str, str]:
    """File -> path of its article."""
    return {told.file_path: told.article.path for told in Provenance.objects.all()}


TWINS = {
    "one title": (a_text(body="One.\n"), a_text(body="Two.\n")),
    "one slug": (a_text("One", slug="beds"), a_text("Two", slug="beds")),
    "one slug and title": (a_text(slug="beds", body="One.\n"), a_text(slug="beds", body="Two.\n")),
    "the same bytes": (a_text(), a_text()),
    "the same bytes with a slug": (a_text(slug="beds"), a_text(slug="beds")),
    "one link and title": (
        a_text(link="https://paper.example/1", body="One.\n"),
        a_text(link="https://paper.example/1", body="Two.\n"),
    ),
    "the same bytes with a link": (a_text(link="https://paper.example/1"),) * 2,
    "one source without number": (a_text(source="cms", slug="beds", body="One.\n"),
                                  a_text(source="cms", slug="beds", body="Two.\n")),
}  # fmt: skip


@pytest.mark.parametrize("twins", TWINS)
def test_two_files_are_two_articles_in_every_run(twins, db, folder, write, export):
    one, two = TWINS[twins]
    write("news/one.md", one)
    write("news/two.md", two)
    assert import_(folder).startswith("2 created")
    before, where = by_file(), paths()
    assert len(before) == len(set(before.values())) == len(set(where.values())) == 2
    for _again in range(2):
        assert import_(folder) == UNCHANGED.format(2)
        assert (by_file(), paths()) == (before, where)
    assert export() == {"news/one.md": one.encode(), "news/two.md": two.encode()}


@pytest.mark.parametrize("twins", TWINS)
def test_one_of_two_that_is_edited_changes_its_own_article(twins, db, folder, write):
    one, two = TWINS[twins]
    write("news/one.md", one)
    write("news/two.md", two)
    import_(folder)
    before = by_file()
    write("news/two.md", two.replace("A body.", "Edited.").replace("Two.", "Edited."))
    write("news/two.md", (folder / "news/two.md").read_text() + "And more.\n")
    assert import_(folder) == "0 created, 1 updated, 1 unchanged, 0 failed"
    assert by_file() == before
    bodies = {told.file_path: told.article.body_source for told in Provenance.objects.all()}
    assert "And more." in bodies["news/two.md"]
    assert "And more." not in bodies["news/one.md"]
    assert import_(folder) == UNCHANGED.format(2)


@pytest.mark.parametrize("twins", TWINS)
@pytest.mark.parametrize("name", ["news/one.md", "news/two.md"])
def test_one_of_two_that_is_renamed_stays_its_article(name, twins, db, folder, write):
    one, two = TWINS[twins]
    write("news/one.md", one)
    write("news/two.md", two)
    import_(folder)
    before = by_file()
    shutil.move(folder / name, folder / "news" / "three.md")
    out = import_(folder)
    assert out.startswith("0 created"), out
    assert by_file() == {
        "news/three.md" if file == name else file: pk for file, pk in before.items()
    }
    assert import_(folder) == UNCHANGED.format(2)


@pytest.mark.parametrize("name", ["news/one.md", "news/two.md"])
def test_the_other_of_two_that_is_left_stays_its_article(name, db, folder, write):
    """A file that is deleted takes no article with it, and gives it to no other file."""
    write("news/one.md", a_text(slug="beds"))
    write("news/two.md", a_text(slug="beds"))
    import_(folder)
    before = by_file()
    (folder / name).unlink()
    assert import_(folder) == UNCHANGED.format(1)
    assert import_(folder) == UNCHANGED.format(1)
    assert by_file() == before
    # and when it comes back, it is the article that it was
    write(name, a_text(slug="beds"))
    assert import_(folder) == UNCHANGED.format(2)
    assert by_file() == before


def test_a_file_that_was_moved_and_edited_at_once_is_known_by_its_slug_and_title(db, folder, write):
    write("news/one.md", a_text(slug="beds"))
    import_(folder)
    number = Article.objects.get().pk
    (folder / "news/one.md").unlink()
    write("news/new-name.md", a_text(slug="beds", body="Another body.\n"))
    assert import_(folder) == "0 created, 1 updated, 0 unchanged, 0 failed"
    assert by_file() == {"news/new-name.md": number}


def test_a_new_file_at_the_slug_of_one_that_is_gone_is_another_article(db, folder, write):
    """Last year's report was deleted; this year's has its slug and another title."""
    write("news/2023.md", a_text("Report of 2023", slug="report"))
    import_(folder)
    (folder / "news/2023.md").unlink()
    write("news/2024.md", a_text("Report of 2024", slug="report", body="New.\n"))
    assert import_(folder).startswith("1 created")
    assert sorted(Article.objects.values_list("title", "slug")) == [
        ("Report of 2023", "report"), ("Report of 2024", "report-2"),
    ]  # fmt: skip
    assert import_(folder) == UNCHANGED.format(1)


def test_two_files_that_change_places_keep_the_articles_of_their_paths(db, folder, write):
    write("news/one.md", a_text("One", slug="beds"))
    write("news/two.md", a_text("Two", slug="beds"))
    import_(folder)
    before = by_file()
    texts = {told.file_path: told.article.title for told in Provenance.objects.all()}
    assert texts == {"news/one.md": "One", "news/two.md": "Two"}
    write("news/one.md", a_text("Two", slug="beds"))
    write("news/two.md", a_text("One", slug="beds"))
    import_(folder)
    assert by_file() == before
    assert {told.file_path: told.article.title for told in Provenance.objects.all()} == {
        "news/one.md": "Two", "news/two.md": "One",
    }  # fmt: skip
    assert import_(folder) == UNCHANGED.format(2)


def test_a_chain_of_renames_mixes_nothing_up(db, folder, write):
    """a goes, b becomes a, c becomes b: bytes and paths point to different articles."""
    for name in "abc":
        write(f"news/{name}.md", a_text(f"Story {name}", body=f"Text {name}.\n"))
    import_(folder)
    (folder / "news/a.md").unlink()
    shutil.move(folder / "news/b.md", folder / "news/a.md")
    shutil.move(folder / "news/c.md", folder / "news/b.md")
    import_(folder)
    stories = {told.article.title: told.article.body_source for told in Provenance.objects.all()}
    for title, body in stories.items():
        assert body == f"Text {title[-1]}.\n"
    assert {"Story b", "Story c"} <= stories.keys()
    assert import_(folder) == UNCHANGED.format(2)


# ------------------------------------------------------------------------ two sites


def test_files_of_two_sites_with_equal_names_are_two(db, tmp_path):
    texts = {}
    for site in ("east", "west"):
        path = tmp_path / site / "news" / "welcome.md"
        path.parent.mkdir(parents=True)
        path.write_text(a_text(f"Welcome to the {site}"))
        texts[site] = path
    for site in texts:
        assert import_(tmp_path / site).startswith("1 created")
    for site in texts:
        assert import_(tmp_path / site) == UNCHANGED.format(1)
    assert import_(tmp_path / "east", tmp_path / "west") == UNCHANGED.format(2)
    texts["west"].write_text(a_text("Welcome to the wild west"))
    assert import_(tmp_path / "west") == "0 created, 1 updated, 0 unchanged, 0 failed"
    assert sorted(Article.objects.values_list("title", flat=True)) == [
        "Welcome to the east", "Welcome to the wild west",
    ]  # fmt: skip


def test_files_of_two_sites_with_equal_names_and_bytes_are_two(db, tmp_path):
    for site in ("east", "west"):
        path = tmp_path / site / "news" / "welcome.md"
        path.parent.mkdir(parents=True)
        path.write_text(a_text("Welcome"))
        assert import_(tmp_path / site).startswith("1 created")
    assert import_(tmp_path / "west") == UNCHANGED.format(1)
    assert import_(tmp_path / "east") == UNCHANGED.format(1)
    assert Article.objects.count() == 2


def test_a_site_that_was_moved_as_a_whole_stays_its_articles(db, tmp_path):
    """Somebody checked the repository out at another place; one file has changed by then."""
    for name in ("one", "two"):
        path = tmp_path / "old" / "news" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(a_text(name, body=f"{name}\n"))
    import_(tmp_path / "old")
    before = by_file()
    shutil.move(tmp_path / "old", tmp_path / "new")
    (tmp_path / "new" / "news" / "two.md").write_text(a_text("two", body="changed\n"))
    assert import_(tmp_path / "new") == "0 created, 1 updated, 1 unchanged, 0 failed"
    assert by_file() == before


def test_a_part_of_a_site_is_known_when_it_is_imported_alone(db, folder, write):
    write("news/one.md", a_text("One"))
    write("news/deep/two.md", a_text("Two"))
    import_(folder)
    assert import_(folder / "news" / "deep") == UNCHANGED.format(1)
    assert import_(folder / "news") == UNCHANGED.format(2)
    assert import_(folder / "news" / "one.md") == UNCHANGED.format(1)
    write("news/deep/two.md", a_text("Two, edited"))
    assert import_(folder / "news" / "deep" / "two.md").startswith("0 created, 1 updated")
    assert Article.objects.count() == 2


# ------------------------------------------------------------------------ the desk between


def test_a_slug_that_was_changed_at_the_desk_stays_and_the_file_stays_known(db, folder, write):
    write("news/one.md", a_text(slug="beds"))
    import_(folder)
    article = Article.objects.get()
    article.slug = "better-beds"
    article.save()
    write("news/one.md", a_text(slug="beds", body="Edited.\n"))
    assert import_(folder) == "0 created, 1 updated, 0 unchanged, 0 failed"
    article.refresh_from_db()
    assert (article.slug, article.body_source) == ("better-beds", "Edited.\n")
    assert Address.objects.at("/news/beds").get().article == article


def test_a_number_that_a_slug_got_stays_its_own_when_the_first_is_edited(db, folder, write):
    write("news/one.md", a_text("One", slug="beds"))
    write("news/two.md", a_text("Two", slug="beds"))
    import_(folder)
    where = paths()
    assert where == {"news/one.md": "/news/beds", "news/two.md": "/news/beds-2"}
    write("news/one.md", a_text("One", slug="beds", body="Edited.\n"))
    write("news/two.md", a_text("Two", slug="beds", body="Edited.\n"))
    import_(folder)
    assert paths() == where


def test_an_article_of_the_desk_is_not_taken_by_a_file_of_another_slug(db, folder, write):
    desk = Article.objects.create(
        title="Desk", section=_news(), slug="beds", published_at="2024-01-01T00:00Z"
    )
    desk.slug = "better-beds"
    desk.save()  # /news/beds is a former address of it now
    write("news/one.md", a_text("File", slug="beds"))
    import_(folder)
    assert sorted(Article.objects.values_list("title", "slug")) == [
        ("Desk", "better-beds"), ("File", "beds-2"),
    ]  # fmt: skip


def _news():
    from tests.builders import a_section

    return a_section("news")


# ------------------------------------------------------------------------ an earlier version


def as_an_older_version_left_it():
    """It knew files by their slugs, and neither roots nor places."""
    Provenance.objects.update(reader_version=0, place={}, file_root="")
    for told in Provenance.objects.all():
        told.baseline.pop("expires_at", None)
        told.baseline.pop("content_language", None)
        told.save()


def test_what_an_earlier_version_stored_is_recognised(db, folder, write):
    write("news/one.md", a_text("One", slug="one"))
    write("news/two.md", a_text("Two", link="https://paper.example/1"))
    write("news/three.md", a_file(id=3, slug="three"))
    import_(folder)
    before = by_file()
    as_an_older_version_left_it()
    import_(folder)
    assert by_file() == before
    assert Article.objects.count() == 3
    assert not Revision.objects.exists()
    assert import_(folder) == UNCHANGED.format(3)
    assert all(Provenance.objects.values_list("file_root", flat=True))


def test_what_an_earlier_version_stored_is_recognised_after_it_was_moved_and_edited(
    db, folder, write
):
    """Then its slug was what it was known by, whatever its title."""
    write("news/one.md", a_text("One", slug="one"))
    import_(folder)
    number = Article.objects.get().pk
    as_an_older_version_left_it()
    (folder / "news/one.md").unlink()
    write("news/new.md", a_text("One, again", slug="one", body="Edited.\n"))
    assert import_(folder) == "0 created, 1 updated, 0 unchanged, 0 failed"
    assert by_file() == {"news/new.md": number}


# ------------------------------------------------------------------------ --source


def test_source_names_the_system_of_files_that_name_none(db, folder, write):
    write("news/one.md", a_text("One", id=7))
    write("news/two.md", a_text("Two", id=7, source="other"))
    assert import_(folder, source="old-blog").startswith("2 created")
    found = Article.objects.order_by("title").values_list("title", "source", "external_id")
    assert list(found) == [("One", "old-blog", "7"), ("Two", "other", "7")]
    assert import_(folder, source="old-blog") == UNCHANGED.format(2)


def test_a_number_without_a_system_is_no_identity(db, folder, write):
    """Every theme has its own `id`: two posts may have the same."""
    write("news/one.md", a_text("One", id=7))
    write("news/two.md", a_text("Two", id=7))
    assert import_(folder).startswith("2 created")
    assert import_(folder) == UNCHANGED.format(2)
    assert set(Article.objects.values_list("external_id", flat=True)) == {""}


# ------------------------------------------------------------------------ a run that was killed


@pytest.mark.parametrize("stopped_after", [0, 1, 2])
def test_a_run_that_was_stopped_is_finished_by_the_next(stopped_after, db, folder, write):
    """Equal files, of which some came in: the others become articles of their own."""
    for name in ("one", "two", "three"):
        write(f"news/{name}.md", a_text(slug="beds"))
    files = sorted(folder.glob("news/*.md"))[:stopped_after]
    if files:
        import_(*files)
    assert import_(folder) == f"{3 - stopped_after} created, 0 updated, {stopped_after} " + (
        "unchanged, 0 failed"
    )
    assert sorted(paths().values()) == ["/news/beds", "/news/beds-2", "/news/beds-3"]
    assert import_(folder) == UNCHANGED.format(3)


def test_a_file_that_was_moved_to_another_section_and_changed_is_the_same(bring, folder):
    text = a_file(id=None, source=None, basePath=None, slug="two")
    bring(text, "content/alpha/two.md")
    (folder / "content/beta").mkdir()
    (folder / "content/alpha/two.md").unlink()
    ran = bring(text.replace("A body.", "Another body."), "content/beta/two.md")
    assert ran.out == "0 created, 1 updated, 0 unchanged, 0 failed"
    article = Article.objects.get()
    assert (article.path, article.body) == ("/beta/two", "<p>Another body.</p>")
    assert article.addresses.filter(path="/alpha/two", is_live=False).exists()


def test_of_two_files_that_are_gone_neither_is_the_new_one(bring, folder):
    text = a_file(id=None, source=None, basePath=None, slug="two")
    bring(text, "content/alpha/two.md")
    bring(text, "content/beta/two.md")
    for section in ("alpha", "beta"):
        (folder / f"content/{section}/two.md").unlink()
    bring(text.replace("A body.", "Another body."), "content/gamma/two.md")
    assert Article.objects.count() == 3
