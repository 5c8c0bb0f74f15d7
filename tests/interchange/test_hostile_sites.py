"""A stranger's folder: links, tricks in paths, floods and configurations that cannot be read."""

import os
import time
import tracemalloc

import pytest
from django.core.management import CommandError

from curation.interchange.old_site.configuration_files import MAX_BYTES
from curation.models import Address, Article
from tests.interchange.conftest import run
from tests.interchange.readers import content_file, found_by_readers

BASE = {"title": "Beds", "date": "2024-03-04"}
RLO = "\u202e"  # turns the direction of the text that follows


@pytest.fixture
def write(tmp_path):
    def write(name: str, text: str | bytes):
        path = tmp_path / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def import_(tmp_path, **options):
    return run("import_content", tmp_path / "old", **options)


# ------------------------------------------------------------------------ links in the folder


def test_a_link_to_a_folder_outside_brings_nothing_from_there(db, tmp_path, write):
    write("content/news/own.md", content_file({**BASE, "title": "Own"}))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(content_file({**BASE, "title": "Secret"}))
    (tmp_path / "old/content/news/link").symlink_to(outside)
    (tmp_path / "old/content/loop").symlink_to(tmp_path / "old")
    ran = import_(tmp_path)
    assert [article.title for article in Article.objects.all()] == ["Own"]
    assert "news/link: left out: it is a link to a folder" in ran.err


def test_a_link_to_a_file_outside_brings_nothing_from_there(db, tmp_path, write):
    """Such as ~/.config/notes.md of whoever imports a stranger's folder."""
    write("content/news/own.md", content_file({**BASE, "title": "Own"}))
    outside = tmp_path / "secret.md"
    outside.write_text(content_file({**BASE, "title": "Secret"}))
    (tmp_path / "old/content/news/secret.md").symlink_to(outside)
    ran = import_(tmp_path)
    assert [article.title for article in Article.objects.all()] == ["Own"]
    assert "news/secret.md: left out: it is a link to a file outside of the folder" in ran.err


def test_a_link_within_the_folder_is_a_file_of_its_own(db, tmp_path, write):
    target = write("content/news/own.md", content_file(BASE))
    (tmp_path / "old/content/news/second.md").symlink_to(target)
    assert import_(tmp_path).out == "2 created, 0 updated, 0 unchanged, 0 failed"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_file(db, tmp_path, write):
    write("content/news/own.md", content_file(BASE))
    os.mkfifo(tmp_path / "old/content/news/pipe.md")
    assert import_(tmp_path).out == "1 created, 0 updated, 0 unchanged, 0 failed"


# ------------------------------------------------------------------------ tricks in paths


PATHS = [
    "//evil.example/x", "///evil.example/x", "/\\evil.example/x", "\\\\evil.example\\x",
    "https://evil.example/x", "//evil.example", "javascript:alert(1)", "/../../etc/passwd",
    "/news/../admin/", "/admin/", "/%61dmin/x",
    "/static/x.js", "/media/x.png", "/\x07bell", "/a\tb", "/a\nb", f"/a{RLO}b", "/a%00b",
    "/a%0d%0aSet-Cookie:x=1", "/a%ff", "/%", "/%zz", "?x", "#x", "/", "//", "", " ", "/a/./b",
    "/" + "x" * 600, "/" + "x/" * 300, "/<script>alert(1)</script>", "/a'\"b", "/healthz",
    "/feed/", "/sitemap.xml", "/robots.txt", "/topic/x", "/api/submissions/",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("key", ["aliases", "redirect_from", "url", "permalink"])
def test_no_path_of_a_file_leads_readers_astray(key, db, tmp_path, write, client):
    """Every address that came of it is a path of ours, and answers with the article."""
    for number, path in enumerate(PATHS):
        value = [path] if key in ("aliases", "redirect_from") else path
        text = content_file({**BASE, "title": f"story{number:02}", key: value}, "json")
        write(f"content/news/n{number:02}.md", text)
    before = time.process_time()
    ran = import_(tmp_path)
    assert time.process_time() - before < 20
    assert ran.code in (0, 1)
    created = Article.objects.count()
    failed = int(ran.out.split(", ")[3].split()[0])
    assert created + failed == len(PATHS)
    assert failed <= 4, ran.err  # a control character fails its file, with its name
    for address in Address.objects.select_related("article__section"):
        assert address.path.startswith("/")
        assert not address.path.startswith("//")
        assert not set(address.path) & set(f"\0\n\r\t\x07{RLO}"), ascii(address.path)
        assert ".." not in address.path.split("/")
        answer = client.get(address.path)
        assert answer.status_code in (200, 301), address.path
        if answer.status_code == 301:
            assert answer["Location"] == address.article.get_absolute_url()
    for path in ("/admin/login/", "/feed/", "/sitemap.xml", "/robots.txt", "/healthz", "/"):
        assert client.get(path).status_code == 200
    assert not set(ran.err) & {RLO, "\x07", "\x1b"}


@pytest.mark.parametrize("path", ["/%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc"])
def test_no_path_of_a_file_leads_upwards_in_disguise(path, db, tmp_path, write):
    write("content/news/a.md", content_file({**BASE, "aliases": [path]}))
    import_(tmp_path)
    assert not Address.objects.filter(path__contains="..").exists()


SLUGS = [
    "//evil.example/x", "..", ".", "../../etc", "%2e%2e", "%2e%2e%2fadmin", "a%2fb", "a\\b",
    f"a{RLO}b", "\u200b", "\ufeffa", "a\u00a0b", "-", "--", "~", "_", "<b>", "a?b=c", "a#b", "a b",
    "index.html", "feed", "page", "x" * 300, "x" * 5000, "%", "%ff", "%00", "a%0ab", "é", "e\u0301",
    "ﬁ", "ＡＢＣ", "😀", "١٢٣", "ก็", "क्षि", "a&b", "a;b", "a'b", 'a"b', "con", "NUL", "0", "١",
]  # fmt: skip


@pytest.mark.slow
def test_no_slug_of_a_file_makes_a_page_that_does_not_open(db, tmp_path, write, client):
    for number, slug in enumerate(SLUGS):
        text = content_file({**BASE, "title": f"story{number:02}", "slug": slug}, "json")
        write(f"content/news/n{number:02}.md", text)
    ran = import_(tmp_path)
    failed = int(ran.out.split(", ")[3].split()[0])
    assert Article.objects.count() + failed == len(SLUGS)
    assert "Traceback" not in ran.err
    for article in Article.objects.select_related("section"):
        assert article.slug
        assert article.slug.isprintable()
        assert len(article.slug) <= 255
        article.full_clean()  # the desk can save it
        assert client.get(article.get_absolute_url()).status_code == 200, article.slug
    assert client.get("/news/feed/").status_code == 200
    assert client.get("/sitemap-articles.xml").status_code == 200


def test_folders_of_any_name_become_sections_that_open(db, tmp_path, write, client):
    names = [
        "admin", "static", "feed", "page", "Blog Posts", "日本語", "a.b", "-x-", "__init__",
        "%2e%2e", "😀", "x" * 200, "news'\"<b>", f"r{RLO}l", "con", "e\u0301",
    ]  # fmt: skip
    for number, name in enumerate(names):
        write(f"content/{name}/deep/n.md", content_file({**BASE, "title": f"story{number:02}"}))
    ran = import_(tmp_path)
    assert ran.code == 0, ran.err
    assert Article.objects.count() == len(names)
    for article in Article.objects.select_related("section"):
        assert client.get(article.get_absolute_url()).status_code == 200, article.path
        assert client.get(article.section.get_absolute_url()).status_code == 200
    assert client.get("/admin/login/").status_code == 200


def test_ten_thousand_aliases_take_no_quadratic_time(db, tmp_path, write):
    aliases = [f"/old/{number}/" for number in range(10_000)]
    write("content/news/a.md", content_file({**BASE, "aliases": aliases}, "json"))
    before = time.process_time()
    ran = import_(tmp_path)
    assert ran.code == 0, ran.err
    assert Address.objects.aliases().count() >= 10_000
    assert time.process_time() - before < 8


def test_titles_and_names_of_control_characters_reach_no_page(db, tmp_path, write, client):
    """A feed with one is no XML, and its readers get nothing at all."""
    hostile = "a\x07b\x1b[2J\x00c\ufffe"
    for number, key in enumerate(("title", "description", "author", "tags", "categories", "via")):
        write(f"content/news/n{number}.md", content_file({**BASE, key: hostile}, "json"))
        value = {hostile: {"x": 1}}
        write(f"content/news/m{number}.md", content_file({**BASE, key: value}, "json"))
    import_(tmp_path)
    from xml.etree import ElementTree

    ElementTree.fromstring(client.get("/feed/").content)
    ElementTree.fromstring(client.get("/sitemap-articles.xml").content)
    for article in Article.objects.all():
        assert not set(article.title + article.excerpt) & set(hostile[1::2])


# ------------------------------------------------------------------------ the configuration


UNREADABLE = {
    "no YAML": ("_config.yml", "defaults: [\n"),
    "no TOML": ("hugo.toml", "cascade = {\n"),
    "no JSON": ("hugo.json", "{"),
    "a list": ("hugo.yaml", "- a\n"),
    "not UTF-8": ("hugo.yaml", b"title: \xff\n"),
    "a tag": ("_config.yml", "defaults: !ruby/object:Gem::Requirement {}\n"),
    "laughs": ("_config.yml", "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{c}: &{c} [{', '.join(['*' + p] * 9)}]\n"
        for p, c in zip("abcdef", "bcdefg", strict=True))),
    "two megabytes": ("hugo.toml", "x = '" + "x" * (2 * MAX_BYTES) + "'\n"),
    "one of several": ("config/_default/params.toml", "x = \n"),
    "a doubled key": ("hugo.yaml", "cascade: {draft: true}\ncascade: {}\n"),
    "deep": ("hugo.yaml", "a: " + "[" * 5000 + "\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_configuration_that_cannot_be_read_ends_the_run_in_one_line(name, db, tmp_path, write):
    """It may say which texts are hidden."""
    file, text = UNREADABLE[name]
    write("content/news/a.md", content_file(BASE))
    path = write(file, text)
    before = time.process_time()
    with pytest.raises(CommandError) as error:
        import_(tmp_path)
    assert time.process_time() - before < 3
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 500 + len(str(path))
    assert not Article.objects.exists()


def test_a_configuration_without_permission_ends_the_run(db, tmp_path, write):
    """As root everything can be read, so it is a folder of that name in a link that loops."""
    write("content/news/a.md", content_file(BASE))
    loop = tmp_path / "old" / "config" / "_default"
    loop.mkdir(parents=True)
    path = write("hugo.toml", "title = 'x'\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(CommandError, match="cannot be read"):
        import_(tmp_path)
    assert not Article.objects.exists()


def test_a_configuration_of_wrong_types_is_read_as_far_as_it_goes(db, tmp_path, write, client):
    values = {
        "permalinks": [1], "taxonomies": 3, "languages": "en", "cascade": "x", "baseURL": ["x"],
        "contentDir": {"a": 1}, "frontmatter": 1, "uglyURLs": [], "disableLanguages": {"a": 1},
        "timeZone": "../../etc/passwd",
    }  # fmt: skip
    for number, (key, value) in enumerate(values.items()):
        folder = tmp_path / f"site{number}"
        (folder / "content/news").mkdir(parents=True)
        text = content_file({**BASE, "title": f"story{number}"})
        (folder / "content/news" / f"n{number}.md").write_text(text)
        (folder / "hugo.json").write_text(content_file({key: value}, "json", ""))
        ran = run("import_content", folder)
        assert ran.code == 0, (key, ran.err)
    assert len(found_by_readers(client)) == len(values)


@pytest.mark.parametrize(
    "content",
    [
        "../../outside",
        "/etc",
        "..",
        "content/../../outside",
    ],
)
def test_a_configuration_leads_to_no_folder_outside(content, db, tmp_path, write):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(content_file({**BASE, "title": "Secret"}))
    write("content/news/own.md", content_file({**BASE, "title": "Own"}))
    write("hugo.toml", f"contentDir = '{content}'\n")
    import_(tmp_path)
    assert not Article.objects.filter(title="Secret").exists()


def test_a_section_page_that_cannot_be_read_holds_back_its_folder_only(db, tmp_path, write):
    write("content/news/_index.md", "---\ncascade: {draft: [\n---\n")
    write("content/news/a.md", content_file({**BASE, "title": "Below"}))
    write("content/research/b.md", content_file({**BASE, "title": "Beside"}))
    ran = import_(tmp_path)
    assert (ran.code, ran.out) == (1, "1 created, 0 updated, 0 unchanged, 1 failed")
    assert "news/_index.md, line 3, which may hide this file, cannot be read" in ran.err
    assert [article.title for article in Article.objects.all()] == ["Beside"]


def test_a_section_page_of_any_size_takes_little_memory(db, tmp_path, write):
    """A sparse file, which takes no room on the disk."""
    path = write("content/news/_index.md", "---\ntitle: News\n---\n")
    os.truncate(path, 64 * 2**20)
    write("content/news/a.md", content_file(BASE))
    tracemalloc.start()
    ran = import_(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ran.code == 1
    assert peak < 32 * 2**20
