"""What the configuration of an old site says: which texts it hid, and which files it read."""

import pytest

from curation.interchange.old_site.configuration_files import find_configuration
from curation.models import Article
from tests.interchange.readers import live_titles

HUGO = {"baseURL": "https://old.example/"}


# ------------------------------------------------------------------------ where it lies


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hugo.toml", "cascade = {draft = true}\n"),
        ("hugo.yaml", "cascade: {draft: true}\n"),
        ("hugo.yml", "CASCADE: {Draft: true}\n"),
        ("hugo.json", '{"cascade": {"draft": true}}'),
        ("config.toml", "[cascade]\nDRAFT = true\n"),
        ("config.yaml", "Cascade: [{draft: true}]\n"),
        ("config/_default/hugo.toml", "cascade = {draft = true}\n"),
        ("config/_default/config.yaml", "cascade: {draft: true}\n"),
        ("config/_default/cascade.toml", "draft = true\n"),
        ("config/production/hugo.toml", "cascade = {draft = true}\n"),
    ],
)
@pytest.mark.parametrize("part", ["", "content", "content/news", "content/news/secretone.md"])
def test_a_configuration_counts_from_every_folder_below(part, name, text, old):
    old.write(name, text)
    old.page("content/news/secretone.md")
    ran = old.bring(part)
    assert ran.code == 0, ran.err
    assert Article.objects.count() == 1
    assert live_titles() == set()


def test_the_first_of_several_counts_as_in_hugo(old):
    old.write("hugo.toml", "baseURL = 'https://first.example/'\n")
    old.write("config.toml", "baseURL = 'https://second.example/'\n")
    (old.path / "content").mkdir()
    assert find_configuration(old.path).base_url == "https://first.example/"


def test_the_environment_outweighs_the_default_where_both_say_something(old):
    old.write("config/_default/hugo.toml", "title = 'x'\n[permalinks]\nnews = '/a/:slug/'\n")
    old.write("config/production/hugo.toml", "[permalinks]\nnews = '/b/:slug/'\n")
    old.write("config/staging/hugo.toml", "[permalinks]\nnews = '/c/:slug/'\n")
    (old.path / "content").mkdir()
    assert find_configuration(old.path).permalinks["news"] == "/b/:slug/"


@pytest.mark.parametrize("name", ["config.toml", "config.yaml", "config.json"])
def test_a_config_of_another_program_above_does_not_count(name, old):
    """Many programs have such a file; it belongs to the site only if its content folder is here."""
    text = {"config.toml": "draft = true\n", "config.yaml": "cascade: {draft: true}\n"}
    old.write(name, text.get(name, '{"cascade": {"draft": true}}'))
    old.page("texts/news/a.md")
    assert find_configuration(old.path / "texts").system == ""
    assert old.bring("texts").code == 0
    assert Article.objects.get().status == "published"


def test_a_folder_without_any_has_none(tmp_path):
    assert find_configuration(tmp_path).system == ""


# ------------------------------------------------------------------------ which pages it means

TARGETS = {
    "everything": {},
    "a path": {"path": "/news/secret**"},
    "a path without slash": {"path": "news/secret**"},
    "a path in capitals": {"path": "/News/Secret*"},
    "any depth": {"path": "**/secret*"},
    "one of two": {"path": "{/news/secret*,/other/**}"},
    "the kind": {"kind": "page"},
    "kinds": {"kind": "{home,page}"},
    "the language": {"lang": "en"},
    "languages": {"lang": "{en,fr}"},
    "the environment": {"environment": "production"},
    "environments": {"environment": "{production,staging}"},
    "every environment": {"environment": "*"},
    "all of them": {"path": "/news/**", "kind": "page", "lang": "*", "environment": "prod*"},
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("key", ["target", "_target"])
def test_a_cascade_hides_the_pages_of_its_target(key, target, old):
    old.config("hugo.yaml", **HUGO, cascade=[{key: TARGETS[target], "draft": True}])
    old.page("content/news/secretone.md")
    old.page("content/news/secrettwo/index.md", title="secrettwo")
    assert old.bring().code == 0
    assert Article.objects.count() == 2
    assert live_titles() == set()


@pytest.mark.parametrize(
    "target",
    [
        {"path": "/other/**"}, {"kind": "section"}, {"kind": "home"}, {"lang": "fr"},
        {"environment": "staging"}, {"path": "/news"},
    ],
)  # fmt: skip
def test_a_cascade_leaves_all_other_pages_alone(target, old):
    old.config("hugo.yaml", **HUGO, cascade=[{"target": target, "draft": True}])
    old.page("content/news/openone.md")
    assert old.bring().code == 0
    assert live_titles() == {"openone"}


def test_a_cascade_of_one_language_hides_its_pages_only(old):
    old.config(
        "hugo.yaml", **HUGO, defaultContentLanguage="en", languages={"en": {}, "fr": {}},
        cascade=[{"target": {"lang": "fr"}, "draft": True}],
    )  # fmt: skip
    old.page("content/news/openone.md")
    old.page("content/news/secretone.fr.md")
    assert old.bring().code == 0
    assert live_titles() == {"openone"}


def test_a_nearer_cascade_outweighs_the_configurations(old):
    old.config("hugo.yaml", **HUGO, cascade={"draft": True})
    old.write("content/news/_index.md", "---\ncascade: {draft: false}\n---\n")
    old.page("content/news/openone.md")
    old.page("content/research/secretone.md")
    assert old.bring().code == 0
    assert live_titles() == {"openone"}


@pytest.mark.parametrize(
    "name",
    [
        "_index.md",
        "_index.html",
        "_index.markdown",
        "_index.en.md",
        "_index.adoc",
    ],
)
def test_a_section_page_of_any_form_hides(name, old):
    old.config("hugo.yaml", **HUGO)
    old.write(f"content/news/{name}", "---\ncascade: {draft: true}\n---\n")
    old.page("content/news/secretone.md")
    old.bring()
    assert live_titles() == set()


# ------------------------------------------------------------------------ names of its own


@pytest.mark.parametrize(
    ("front_matter", "keys"),
    [
        ({"publishDate": ["released", ":default"]}, {"released": "2090-01-01"}),
        ({"expiryDate": ["takedown", ":default"]}, {"takedown": "2020-01-01"}),
        ({"date": ["released"]}, {"date": None, "released": "2090-01-01"}),
    ],
    ids=["embargo", "expiry", "date"],
)
def test_a_date_under_a_key_that_the_configuration_names_hides(front_matter, keys, old):
    old.config("hugo.yaml", **HUGO, frontmatter=front_matter)
    old.page("content/news/secretone.md", **keys)
    old.bring()
    assert live_titles() == set()


@pytest.mark.parametrize(
    "config",
    [
        {"ignoreFiles": ["secret.*\\.md$"]},
        {"ignoreFiles": ["/private/"]},
        {"module": {"mounts": [{"source": "content", "target": "content",
                                    "excludeFiles": ["**/private/**"]}]}},
        {"disableKinds": ["page"]},
    ],
    ids=["ignoreFiles", "ignoreFiles folder", "mounts", "disableKinds"],
)  # fmt: skip
def test_a_file_that_the_configuration_leaves_out_is_hidden(config, old):
    old.config("hugo.yaml", **HUGO, **config)
    old.page("content/private/secretone.md")
    old.bring()
    assert live_titles() == set()


# ------------------------------------------------------------------------ Jekyll's


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        ({"path": ""}, "news/secretone.md"),
        ({"path": "news"}, "news/secretone.md"),
        ({"path": "news/"}, "news/deep/secretone.md"),
        ({"path": "secretone.md"}, "secretone.md"),
        ({"path": "news/secretone.md"}, "news/secretone.md"),
        ({"path": "news/*"}, "news/secretone.md"),
        ({"path": "news/**/*.md"}, "news/deep/secretone.md"),
        ({"path": "*/secretone.md"}, "news/secretone.md"),
        ({"path": "", "type": "pages"}, "news/secretone.md"),
        ({"path": "", "type": "posts"}, "_posts/2024-03-04-secretone.md"),
        ({"path": "_posts"}, "_posts/2024-03-04-secretone.md"),
        ({"path": "_posts", "type": "posts"}, "_posts/2024-03-04-secretone.md"),
        ({"type": "posts"}, "news/_posts/2024-03-04-secretone.md"),
        ({"path": "news", "type": "posts"}, "news/_posts/2024-03-04-secretone.md"),
        ({"path": "", "type": "notes"}, "_notes/secretone.md"),
        ({"path": "_notes/deep"}, "_notes/deep/secretone.md"),
    ],
)
def test_defaults_hide_what_is_in_their_scope(scope, name, old):
    old.config(
        "_config.yml", collections={"notes": {"output": True}},
        defaults=[{"scope": scope, "values": {"published": False}}],
    )  # fmt: skip
    old.page(name, title="secretone")
    assert old.bring().code == 0
    assert Article.objects.count() == 1
    assert live_titles() == set()


@pytest.mark.parametrize(
    "scope",
    [{"path": "other"}, {"path": "new"}, {"path": "", "type": "posts"}, {"path": "news/deep"}],
)
def test_defaults_leave_everything_else_alone(scope, old):
    old.config("_config.yml", defaults=[{"scope": scope, "values": {"published": False}}])
    old.page("news/openone.md")
    assert old.bring().code == 0
    assert live_titles() == {"openone"}


def test_the_narrower_scope_outweighs_the_wider(old):
    old.config(
        "_config.yml",
        defaults=[
            {"scope": {"path": "news"}, "values": {"published": True}},
            {"scope": {"path": ""}, "values": {"published": False}},
        ],
    )
    old.page("news/openone.md")
    old.page("research/secretone.md")
    assert old.bring().code == 0
    assert live_titles() == {"openone"}


@pytest.mark.parametrize(
    ("exclude", "name"),
    [
        (["private"], "private/secretone.md"),
        (["private/"], "private/deep/secretone.md"),
        (["/private"], "private/secretone.md"),
        (["news/private"], "news/private/secretone.md"),
        (["secretone.md"], "secretone.md"),
        (["news/secretone.md"], "news/secretone.md"),
        (["*.secret.md"], "one.secret.md"),
        (["news/*"], "news/secretone.md"),
        (["**/private"], "news/private/secretone.md"),
        ([], "_secretone.md"),
        ([], "news/_secretone.md"),
        ([], "_includes/secretone.md"),
        ([], "_private/secretone.md"),
        ([], "_site/secretone.md"),
        ([], "_posts/secretone.md"),
        ([], "#secretone.md"),
    ],
)
def test_what_jekyll_does_not_read_is_hidden(exclude, name, old):
    old.config("_config.yml", title="Old", exclude=exclude)
    old.page(name, title="secretone")
    old.page("news/openone.md")
    old.bring()
    assert live_titles() <= {"openone"}


def test_what_jekyll_was_told_to_read_is_read(old):
    old.config("_config.yml", title="Old", include=["_pages", "_extra.md"])
    old.page("_pages/openone.md")
    assert old.bring().code == 0
    assert live_titles() == {"openone"}


def test_a_future_post_is_scheduled(old):
    old.config("_config.yml", title="Old")
    old.page("_posts/2090-03-04-secretone.md", title="secretone", date=None)
    old.bring()
    assert Article.objects.get().is_scheduled
    assert live_titles() == set()
