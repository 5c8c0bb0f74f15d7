"""Every address at which the old site served an article answers, and leads to it."""

from urllib.parse import quote

import pytest

from curation.interchange.old_site.permalinks import PageFacts, old_path
from curation.interchange.old_site.place import Place
from curation.models import Article


def answers(client, *paths) -> dict[str, str]:
    """Path -> where a reader ends up, for those that do not lead to the only article."""
    article = Article.objects.get()
    wrong = {}
    for path in paths:
        answer = client.get(path, follow=True)
        if answer.status_code != 200 or answer.context["article"] != article:
            wrong[path] = f"{answer.status_code} {answer.request['PATH_INFO']}"
    return wrong


# ------------------------------------------------------------------------ by the configuration


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/:year/:month/:slug/", "/2018/05/open-beds/"),
        ("/:year/:month/:day/:title/", "/2018/05/06/beds-at-night/"),
        ("/:section/:filename/", "/news/2018-beds/"),
        ("/:contentbasename/", "/2018-beds/"),
        ("/blog/:slugorfilename/", "/blog/open-beds/"),
        ("/blog/:slugorcontentbasename", "/blog/open-beds/"),
        ("/:sections/:slug/", "/news/open-beds/"),
        ("/:yearday/:weekday/:slug/", "/126/0/open-beds/"),
        ("/:monthname/:weekdayname/:slug/", "/may/sunday/open-beds/"),
        ("posts/:slug.html", "/posts/open-beds.html"),
    ],
)
@pytest.mark.parametrize("form", ["old", "new"])
def test_hugos_permalinks(form, pattern, path, old, client):
    permalinks = {"news": pattern} if form == "old" else {"page": {"news": pattern}}
    old.config("hugo.yaml", permalinks=permalinks)
    old.page("content/news/2018-beds.md", title="Beds at night", slug="open-beds",
             date="2018-05-06")  # fmt: skip
    assert old.bring().code == 0
    assert answers(client, path) == {}


@pytest.mark.parametrize(
    ("permalink", "path"),
    [
        (None, "/wards/2018/05/06/beds.html"),
        ("date", "/wards/2018/05/06/beds.html"),
        ("pretty", "/wards/2018/05/06/beds/"),
        ("ordinal", "/wards/2018/126/beds.html"),
        ("none", "/wards/beds.html"),
        ("/:year/:title/", "/2018/beds/"),
        ("/blog/:year-:month-:day/:title.html", "/blog/2018-05-06/beds.html"),
        ("/:categories/:slug", "/wards/beds"),
    ],
)
def test_jekylls_permalinks(permalink, path, old, client):
    old.config("_config.yml", **({"permalink": permalink} if permalink else {"title": "Old"}))
    old.page("_posts/2018-05-06-beds.md", title="Beds at night", date=None, categories="Wards")
    assert old.bring().code == 0
    assert answers(client, path) == {}


def test_a_jekyll_site_that_stood_in_a_folder_of_its_host(old, client):
    old.config("_config.yml", baseurl="/blog", permalink="/:year/:title/")
    old.page("_posts/2018-05-06-beds.md", title="Beds", date=None)
    old.bring()
    assert answers(client, "/blog/2018/beds/", "/2018/beds/") == {}


def test_a_hugo_site_that_stood_in_a_folder_of_its_host(old, client):
    old.config("hugo.yaml", baseURL="https://old.example/blog/")
    old.page("content/news/beds.md", title="Beds", slug="open-beds")
    old.bring()
    assert answers(client, "/blog/news/open-beds/", "/news/open-beds/") == {}


# ------------------------------------------------------------------------ by the file


@pytest.mark.parametrize(
    ("name", "keys", "path"),
    [
        ("content/news/beds.md", {}, "/news/beds/"),
        ("content/news/deep/beds.md", {}, "/news/deep/beds/"),
        ("content/news/beds/index.md", {}, "/news/beds/"),
        ("content/News/Beds.md", {}, "/news/beds/"),
        ("content/news/Open Beds.md", {}, "/news/open-beds/"),
        ("content/news/beds.md", {"slug": "Open-Beds"}, "/news/open-beds/"),
        ("content/news/beds.md", {"slug": "Open Beds"}, "/news/open-beds/"),
        ("content/news/beds.md", {"url": "/2013/02/own.html"}, "/2013/02/own.html"),
        ("content/news/beds.md", {"url": "2013/02/own/"}, "/2013/02/own/"),
        ("content/news/beds.md", {"URL": "/Own/Url/"}, "/Own/Url/"),
        ("content/news/beds.md", {"url": "https://old.example/own/?x=1"}, "/own/"),
        ("content/news/beds.md", {"aliases": ["/was/here/"]}, "/was/here/"),
        ("content/news/beds.md", {"aliases": ["was-here"]}, "/news/was-here/"),
        ("content/news/beds.md", {"aliases": ["../up/"]}, "/up/"),
        ("content/news/beds.md", {"aliases": "/was/here.html"}, "/was/here.html"),
        ("content/news/beds.md", {"redirect_from": ["/was/here/"]}, "/was/here/"),
        ("content/news/beds.md", {"permalink": "/own/way/"}, "/own/way/"),
        ("content/news/frå.md", {}, "/news/fr%C3%A5/"),
        ("content/news/क्षि.md", {}, "/news/%E0%A4%95%E0%A5%8D%E0%A4%B7%E0%A4%BF/"),
        ("content/news/fra\u030a.md", {}, "/news/fr%C3%A5/"),
        ("content/news/beds.md", {"slug": "fr%C3%A5"}, "/news/fr%C3%A5/"),
        ("content/beds.md", {}, "/beds/"),
        ("content/news/2018-05-06-beds.md", {}, "/news/2018-05-06-beds/"),
    ],
)
def test_the_address_of_a_file(name, keys, path, old, client):
    old.page(name, title="Something else", **keys)
    ran = old.bring()
    assert ran.code == 0, ran.err
    assert answers(client, path, path.rstrip("/"), path.rstrip("/") + "/?utm_source=x") == {}


def test_a_file_with_publisher_and_link_has_the_slug_by_rule_and_its_name_leads_there(old, client):
    old.page("content/news/2018-beds.md", title="Beds", link="https://www.paper.example/1")
    old.bring()
    assert Article.objects.get().path == "/news/paper-beds"
    assert answers(client, "/news/2018-beds/", "/news/2018-beds") == {}


def test_an_alias_that_is_escaped_and_one_that_is_not_are_one(old, client):
    old.page("content/news/beds.md", aliases=["/gå/her/", quote("/gå/her/"), "/ga\u030a/her"])
    ran = old.bring()
    assert ran.code == 0
    assert Article.objects.get().addresses.filter(is_live=False).count() == 1
    assert answers(client, "/gå/her/", quote("/gå/her"), "/ga%CC%8A/her/") == {}


def test_an_article_of_an_old_address_that_is_hidden_does_not_answer_there(old, client):
    old.page("content/news/beds.md", draft=True, aliases=["/was/here/"])
    old.bring()
    for path in ("/news/beds/", "/was/here/"):
        assert client.get(path, follow=True).status_code == 404


# ------------------------------------------------------------------------ pure


@pytest.mark.parametrize(
    "pattern",
    [
        "/" + ":year/" * 200, "/:slug" * 300, "/:" + "x" * 400, "/:[[[[[", "/:sections[" + "0" * 99,
        "/:sections[1:2:3]/:slug/", "/:sections[last]/:slug", "/:sections[99:]/:slug", "::::",
        "/:slug/../../:slug", "/\x00/:slug", "/:year[0]/",
    ],
)  # fmt: skip
def test_a_strange_pattern_gives_a_path_or_none(pattern):
    place = Place("beds", folders=("news",), sections=("news",), section="news", pattern=pattern)
    path = old_path(place, PageFacts("Beds", slug="beds"))
    assert path == "" or (path.startswith("/") and len(path) <= 500 and "\0" not in path)
    assert "//" not in path
