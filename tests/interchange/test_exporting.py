"""Every article goes out as a file: in its place, whole, and nowhere else."""

import os

import pytest
from django.core.management import CommandError

from curation.models import Article, Provenance
from tests.builders import a_section, an_article
from tests.interchange.conftest import a_file, keys_of, run


def test_only_the_section_that_was_asked_for(db, export):
    an_article("One", slug="one", section=a_section("news"))
    an_article("Two", slug="two", section=a_section("research"))
    assert list(export(section="/research/")) == ["research/two.md"]


def test_an_unknown_section_is_said_with_those_that_are(db, tmp_path):
    a_section("news")
    with pytest.raises(CommandError, match="there is no 'nwes'; there are: news"):
        run("export_content", tmp_path, section="nwes")


def test_the_count_is_said(db, tmp_path):
    an_article("One")
    assert run("export_content", tmp_path).out == "1 written, 0 failed"


@pytest.mark.parametrize("path", ["../out.md", "/nowhere/out.md", "a/../../out.md", ".."])
def test_no_file_leaves_the_folder(path, bring, export):
    """Whatever the database says of where a file came from."""
    bring(a_file())
    Provenance.objects.update(file_path=path)
    assert list(export()) == ["news/beds-that-know.md"]


def test_no_file_follows_a_link_out_of_the_folder(bring, tmp_path):
    bring(a_file(), "sub/a.md")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "exported").mkdir()
    (tmp_path / "exported" / "sub").symlink_to(tmp_path / "elsewhere")
    run("export_content", tmp_path / "exported")
    assert not list((tmp_path / "elsewhere").iterdir())
    assert (tmp_path / "exported" / "news" / "beds-that-know.md").exists()


def test_a_link_in_the_place_of_a_file_is_replaced_not_followed(bring, tmp_path):
    bring(a_file())
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "exported").mkdir()
    (tmp_path / "exported" / "a.md").symlink_to(victim)
    run("export_content", tmp_path / "exported")
    assert victim.read_text() == "mine"
    assert (tmp_path / "exported" / "a.md").read_text() == a_file()


def test_two_articles_never_share_a_file(bring, export):
    bring(a_file(id=1, slug="one"), "one.md")
    bring(a_file(id=2, slug="two"), "two.md")
    third = an_article("Third", slug="one", section=a_section("research"))
    Provenance.objects.update(file_path="research/one.md")
    names = ["news/two.md", f"research/one-{third.pk}.md", "research/one.md"]
    assert sorted(export()) == names


def test_a_file_is_written_whole_or_not_at_all(bring, tmp_path, monkeypatch):
    bring(a_file())
    run("export_content", tmp_path / "out")
    article = Article.objects.get()
    article.body_source = "<p>New</p>"
    article.save()

    def full(*paths):
        raise OSError(28, "No space left on device", str(paths[1]))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(CommandError, match="No space left on device"):
        run("export_content", tmp_path / "out")
    assert (tmp_path / "out" / "a.md").read_text() == a_file()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.md"]


def test_what_was_exported_before_and_edited_since_is_written_anew(bring, tmp_path):
    bring(a_file())
    run("export_content", tmp_path / "out")
    article = Article.objects.get()
    article.title = "Anew"
    article.save()
    run("export_content", tmp_path / "out")
    assert "title: Anew\n" in (tmp_path / "out" / "a.md").read_text()


def test_more_articles_do_not_mean_more_queries(db, tmp_path, django_assert_max_num_queries):
    for number in range(20):
        an_article(f"Brief {number}", tags=["A"], categories=["X: y"], curators=["Ines Varga"])
    with django_assert_max_num_queries(12):
        run("export_content", tmp_path)


@pytest.mark.parametrize(
    ("number", "expected"), [("12", 12), ("012", "012"), ("²", "²"), ("", None)]
)
def test_the_number_of_another_system_goes_out_as_it_is(number, expected, db, export):
    an_article("One", external_id=number)
    assert keys_of(next(iter(export().values())))["id"] == expected
