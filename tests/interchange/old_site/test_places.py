"""Where a file stood in its old site: its section, its language, its bundle, its name."""

import pytest

from curation.models import Article, Section
from tests.interchange.readers import live_titles


def where() -> dict[str, str]:
    """Title -> path."""
    return {a.title: a.path for a in Article.objects.select_related("section")}


# ------------------------------------------------------------------------ sections


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("content/news/beds.md", "/news/beds"),
        ("content/News/beds.md", "/news/beds"),
        ("content/Blog Posts/beds.md", "/blog-posts/beds"),
        ("content/news/deep/beds.md", "/news/beds"),
        ("content/beds.md", "/pages/beds"),
        ("content/page/beds.md", "/page-articles/beds"),
        ("content/news/beds/index.md", "/news/beds"),
        ("content/news/deep/beds/index.md", "/news/beds"),
        ("content/news/beds.html", "/news/beds"),
        ("content/news/beds.markdown", "/news/beds"),
    ],
)
def test_a_folder_of_the_content_is_a_section(name, path, old, client):
    old.page(name, title="Beds at night")
    assert old.bring().code == 0
    assert where() == {"Beds at night": path}
    assert client.get(path).status_code == 200


def test_a_folder_with_a_page_of_its_own_is_a_section_in_the_section(old, client):
    old.write("content/news/_index.md", "---\ntitle: All the news\ndescription: Daily.\n---\n")
    old.write("content/news/deep/_index.md", "---\ntitle: Deep news\n---\nIts text.\n")
    old.page("content/news/deep/beds.md")
    old.page("content/news/deep/deeper/night.md")
    ran = old.bring()
    assert where() == {"beds": "/news/deep/beds", "night": "/news/deep/night"}
    assert Section.objects.get(path="news/deep").name == "Deep news"
    assert "news/deep/_index.md: left out: it is the page of a section" in ran.err
    # The whole former paths lead there.
    assert client.get("/news/deep/deeper/night/", follow=True).status_code == 200


def test_a_sections_page_gives_its_name_and_description(old):
    old.write("content/news/_index.md", "---\ntitle: All the news\ndescription: Daily.\n---\n")
    old.page("content/news/beds.md")
    old.bring()
    section = Section.objects.get()
    assert (section.name, section.description) == ("All the news", "Daily.")


def test_the_page_of_a_hidden_section_names_nothing(old):
    old.write("content/news/_index.md", "---\ntitle: Secret plans\ndraft: true\n---\n")
    old.page("content/news/beds.md")
    old.bring()
    assert Section.objects.get().name == "News"


@pytest.mark.parametrize(
    "keys",
    [
        "Draft: true",
        "draft: [x]",
        "build: {render: never}",
        "expiryDate: 2020-01-01",
        "publishDate: 2090-01-01",
    ],
)
def test_a_section_page_that_readers_could_not_see_names_nothing(keys, old):
    old.write("content/news/_index.md", f"---\ntitle: Secret plans\n{keys}\n---\n")
    old.page("content/news/beds.md")
    old.bring()
    assert "Secret" not in Section.objects.get().name


# ------------------------------------------------------------------------ page bundles


def test_a_bundle_is_one_article_and_its_other_texts_are_hidden(old):
    old.page("content/news/beds/index.md", title="Beds")
    old.page("content/news/beds/notes.md", title="Notes")
    old.page("content/news/beds/more/notes.md", title="More notes")
    old.bring()
    assert live_titles() == {"Beds"}
    assert where()["Beds"] == "/news/beds"


def test_a_section_with_an_index_file_in_jekyll_is_no_bundle(old):
    old.config("_config.yml", title="Old")
    old.page("news/index.md", title="All news")
    old.page("news/beds.md", title="Beds")
    old.bring()
    assert live_titles() == {"All news", "Beds"}


# ------------------------------------------------------------------------ languages


def languages() -> dict[str, str]:
    return dict(Article.objects.values_list("title", "content_language"))


def test_texts_side_by_side_in_several_languages_are_articles_of_their_own(old, client):
    """Without a configuration: the same name with codes of languages."""
    old.page("content/news/beds.md", title="Beds", slug="same")
    old.page("content/news/beds.fr.md", title="Lits", slug="same")
    old.page("content/news/beds.pt-br.md", title="Camas", slug="same")
    assert old.bring().code == 0
    assert languages()["Lits"] == "fr"
    assert languages()["Camas"].lower() == "pt-br"
    assert len(set(where().values())) == 3
    page = client.get(where()["Lits"]).content.decode()
    assert 'lang="fr"' in page
    assert old.bring().out == "0 created, 0 updated, 3 unchanged, 0 failed"


def test_each_language_in_a_folder_of_its_own(old, client):
    for code, title in (("en", "Beds"), ("fr", "Lits"), ("hi", "बिस्तर")):
        old.page(f"content/{code}/news/beds.md", title=title)
    assert old.bring().code == 0
    assert languages()["Lits"] == "fr"
    assert languages()["बिस्तर"] == "hi"
    assert len(set(where().values())) == 3
    for path in ("/fr/news/beds/", "/hi/news/beds/", "/en/news/beds/"):
        assert client.get(path, follow=True).status_code == 200


@pytest.mark.parametrize("is_in_folder", [False, True])
def test_the_configurations_languages_say_which_code_is_one(is_in_folder, old, client):
    old.config(
        "hugo.yaml", defaultContentLanguage="en", defaultContentLanguageInSubdir=is_in_folder,
        languages={"en": {}, "fr": {}},
    )  # fmt: skip
    old.page("content/news/beds.md", title="Beds")
    old.page("content/news/beds.fr.md", title="Lits")
    old.page("content/news/version.de.md", title="Version.de")
    assert old.bring().code == 0
    assert languages()["Lits"] == "fr"
    assert languages()["Version.de"] in ("", "en")  # de is no language of that site
    assert client.get("/fr/news/beds/", follow=True).status_code == 200
    prefix = "/en" if is_in_folder else ""
    assert client.get(f"{prefix}/news/beds/", follow=True).status_code == 200


def test_a_content_folder_for_each_language(old):
    old.config(
        "hugo.yaml", defaultContentLanguage="en",
        languages={"en": {"contentDir": "english"}, "fr": {"contentDir": "francais"}},
    )  # fmt: skip
    old.page("english/news/beds.md", title="Beds")
    old.page("francais/news/beds.md", title="Lits")
    assert old.bring().code == 0
    assert languages()["Lits"] == "fr"
    assert len(set(where().values())) == 2


@pytest.mark.parametrize("name", ["jquery.min.md", "notes.en.fr.draft.md", "v1.2.md", "a.to.md"])
def test_a_dot_in_a_name_is_no_language_by_itself(name, old):
    old.page(f"content/news/{name}", title="Beds")
    assert old.bring().code == 0
    assert languages() == {"Beds": ""}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("fr", "fr"), ("pt_BR", "pt-BR"), ("zh-Hant", "zh-Hant"), ("French", ""), (["fr"], ""),
        ('fr" onload="x', ""), ("", ""), (None, ""), (12, ""), ("x" * 90, ""),
    ],
)  # fmt: skip
def test_a_language_that_a_file_names_itself(written, code, old):
    old.page("content/news/beds.md", title="Beds", lang=written)
    assert old.bring().code == 0
    assert languages() == {"Beds": code}


# ------------------------------------------------------------------------ which files


def test_every_text_that_is_left_out_is_told(old):
    names = {
        "content/news/notes.org": "texts in the form .org are not read",
        "content/news/notes.adoc": "texts in the form .adoc are not read",
        "content/news/notes.rst": "texts in the form .rst are not read",
        "content/news/notes.ipynb": "texts in the form .ipynb are not read",
        "content/news/plain.html": "it has no front matter, so it is a file and no article",
        "content/news/_index.md": "it is the page of a section",
    }
    for name in names:
        old.write(name, "just text\n")
    old.page("content/news/beds.md")
    ran = old.bring()
    assert ran.code == 0
    for name, words in names.items():
        assert f"{name}: left out: {words}" in ran.err
    assert Article.objects.count() == 1


def test_other_files_are_no_texts_and_no_remark(old):
    for name in ("a.jpg", "a.css", "README", "a.md.bak"):
        old.write(f"content/news/{name}", "x")
    old.page("content/news/beds.md")
    assert "left out" not in old.bring().err


def test_of_a_whole_hugo_site_the_content_is_read(old):
    old.config("hugo.yaml", title="Old")
    old.page("content/news/beds.md", title="Beds")
    for name in ("README.md", "themes/x/content/a.md", "archetypes/default.md", "layouts/b.md",
                 "public/news/beds.md", "static/c.md"):  # fmt: skip
        old.page(name, title=name)
    assert old.bring().code == 0
    assert set(where()) == {"Beds"}


def test_a_content_folder_of_another_name(old):
    old.config("hugo.yaml", contentDir="texts")
    old.page("texts/news/beds.md", title="Beds")
    old.page("content/news/old.md", title="Old")
    assert old.bring().code == 0
    assert set(where()) == {"Beds"}
