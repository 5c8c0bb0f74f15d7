"""Addresses of Hugo, Jekyll and WordPress lead to the lists and feeds that they mean."""

import pytest

from curation.models import Address, Article
from slugs.hugo import hugo_path_segment
from tests.builders import a_category, a_section, an_article, an_offering

pytestmark = pytest.mark.django_db


def place(client, path):
    """Where an address leads; the page there has to open."""
    answer = client.get(path)
    assert answer.status_code == 301, (path, answer.status_code)
    target = answer["Location"]
    assert client.get(target.partition("#")[0]).status_code == 200, target
    return target


def is_nowhere(client, path):
    return client.get(path, follow=True).status_code == 404


@pytest.fixture
def _publication():
    """Two sections, a tag, a topic and a taxonomy of the old site."""
    an_article(
        section=a_section("news"),
        tags=["Remote care", "AI & ML"],
        categories=["Privacy", "Series: Night Shift"],
    )
    an_article(section=a_section("news/briefs"))


@pytest.mark.usefixtures("_publication")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/index.xml", "/feed/"),
        ("/feed.xml", "/feed/"),
        ("/atom.xml", "/feed/"),
        ("/rss.xml", "/feed/"),
        ("/feed/index.xml", "/feed/"),
        ("/feed/rss/", "/feed/"),
        ("/feed/rss2", "/feed/"),
        ("/feed/atom/", "/feed/"),
        ("/rss/", "/feed/"),
        ("/tags/index.xml", "/feed/"),
        ("/categories/index.xml", "/feed/"),
        ("/news/index.xml", "/news/feed/"),
        ("/news/feed.xml", "/news/feed/"),
        ("/news/briefs/index.xml", "/news/briefs/feed/"),
        ("/news/feed/atom/", "/news/feed/"),
        ("/tags/remote-care/index.xml", "/tag/remote-care/feed/"),
        ("/tag/remote-care/feed", "/tag/remote-care/feed/"),
        ("/tag/remote-care/rss/", "/tag/remote-care/feed/"),
        ("/categories/privacy/index.xml", "/topic/privacy/feed/"),
        ("/category/privacy/feed/", "/topic/privacy/feed/"),
        ("/series/night-shift/index.xml", "/topic/series-night-shift/feed/"),
        ("/en/sitemap.xml", None),
        ("/sitemap_index.xml", "/sitemap.xml"),
    ],
)
def test_a_feed_or_sitemap_leads_to_ours(client, old, new):
    if new is None:
        assert is_nowhere(client, old)
    else:
        assert place(client, old) == new


@pytest.mark.usefixtures("_publication")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/tags/", "/topics/"),
        ("/tags", "/topics/"),
        ("/categories/", "/topics/"),
        ("/series/", "/topics/#series"),
        ("/tags/remote-care/", "/tag/remote-care"),
        ("/tags/Remote%20Care/", "/tag/remote-care"),
        ("/tags/ai--ml/", "/tag/ai-ml"),
        ("/tag/remote-care/", "/tag/remote-care"),
        ("/tag/ai-ml/", "/tag/ai-ml"),
        ("/tag/AI-ML", "/tag/ai-ml"),
        ("/categories/privacy/", "/topic/privacy"),
        ("/category/privacy/", "/topic/privacy"),
        ("/category/care/privacy/", "/topic/privacy"),
        ("/topic/Privacy/", "/topic/privacy"),
        ("/categories/series-night-shift/", "/topic/series-night-shift"),
        ("/categories/night-shift/", "/topic/series-night-shift"),
        ("/series/night-shift/", "/topic/series-night-shift"),
        ("/index.html", "/"),
        ("/index.php", "/"),
        ("/news/index.html", "/news/"),
        ("/tags/index.html", "/topics/"),
        ("/topics/index.html", "/topics/"),
        ("/offerings/index.html", "/offerings/"),
        ("/tags/remote-care/index.html", "/tag/remote-care"),
    ],
)
def test_a_list_leads_to_ours(client, old, new):
    assert place(client, old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/page/1/", "/"),
        ("/page/2/", "/"),
        ("/page2/", "/"),
        ("/page/2/index.html", "/"),
        ("/news/page/1/", "/news/"),
        ("/news/page/2/", "/news/?page=2"),
        ("/news/page2/", "/news/?page=2"),
        ("/news/page/2/index.html", "/news/?page=2"),
        ("/news/page/2/?utm_source=x", "/news/?page=2"),
        ("/news/page/40/", "/news/"),
        ("/tags/wards/page/2/", "/tag/wards?page=2"),
        ("/tags/wards/page/3/", "/tag/wards"),
        ("/categories/privacy/page/2/", "/topic/privacy?page=2"),
        ("/tags/page/2/", "/topics/"),
    ],
)
def test_a_numbered_page_leads_to_the_same_page_or_to_the_list(client, old, new):
    for _ in range(26):
        an_article(tags=["wards"], categories=["Privacy"])
    assert place(client, old) == new


@pytest.mark.parametrize("path", ["/news/page/0/", "/news/page/999999/", "/news/page/x/", "/page/"])
def test_what_is_no_numbered_page_leads_at_most_to_the_list(client, path):
    an_article()
    answer = client.get(path)
    assert answer.status_code == 404 or answer["Location"] == "/news/"


TERMS = [
    "R&D", "A & B", "C++", "Hello, World!", "AI/ML", "Don't", "Node.js", ".NET", "été",
    "cafe\u0301", "a – b", "foo@bar", "100%", "trail -", "x (y)", "under_score", "कृषि अस्पताल",
    "โรงพยาบาล", "Здоровье", "医疗", "الصحة", "Υγεία ΟΔΟΣ", "İstanbul", "ＡＢ", "Straße",
]  # fmt: skip


@pytest.mark.parametrize("name", TERMS)
def test_hugos_address_of_a_tag_and_of_a_category_leads_there(client, name):
    article = an_article(tags=[name, "another"], categories=[name, "Another: one"])
    tag = article.tags.exclude(name="another").get()
    topic = article.categories.get(taxonomy=None)
    for folder, path in (("tags", f"/tag/{tag.slug}"), ("categories", f"/topic/{topic.slug}")):
        answer = client.get(f"/{folder}/{hugo_path_segment(name)}/", follow=True)
        assert answer.status_code == 200
        assert answer.wsgi_request.path == path


def test_of_two_names_with_like_slugs_each_keeps_its_own_address(client):
    an_article(tags=["C", "C++", "C#"])
    assert place(client, "/tags/c++/") == "/tag/c-2"
    assert place(client, "/tags/c%23/") == "/tag/c-3"
    assert place(client, "/tags/c/") == "/tag/c"


def test_a_name_that_only_looks_alike_is_not_taken(client):
    an_article(tags=["C++"])
    assert is_nowhere(client, "/tags/c%23/")


def test_a_tag_that_has_the_name_of_a_feed_keeps_its_page(client):
    an_article(tags=["RSS", "Feed"])
    assert place(client, "/tags/rss/") == "/tag/rss"
    assert place(client, "/tags/feed/") == "/tag/feed"
    assert place(client, "/tags/rss/index.xml") == "/tag/rss/feed/"


def test_nothing_hidden_has_an_old_address(client):
    an_article(
        status=Article.Status.DRAFT, tags=["Secret"], categories=["Secret", "Series: Secret"],
        section=a_section("news"),
    )  # fmt: skip
    a_category("Empty")
    for folder in ("tags", "tag", "categories", "category", "series"):
        for path in ("secret/", "secret/index.xml", "secret/page/2/", "empty/", "secret"):
            assert is_nowhere(client, f"/{folder}/{path}"), path
    assert is_nowhere(client, "/series/")
    assert is_nowhere(client, "/tag/secret/feed/")
    assert is_nowhere(client, "/topic/secret/feed/")


def test_a_topic_of_offerings_has_a_page_and_no_feed(client):
    an_offering(categories=["Pumps"])
    assert place(client, "/categories/pumps/") == "/topic/pumps"
    assert is_nowhere(client, "/categories/pumps/index.xml")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/fr/", "/fr/actus/"),
        ("/fr/index.xml", "/fr/actus/feed/"),
        ("/fr/tags/soins/", "/tag/soins"),
        ("/fr/tags/soins/index.xml", "/tag/soins/feed/"),
        ("/fr/tags/", "/topics/"),
        ("/fr/actus/index.xml", "/fr/actus/feed/"),
        ("/fr/actus/page/1/", "/fr/actus/"),
        ("/fr/sitemap.xml", "/sitemap.xml"),
        ("/FR/", "/fr/actus/"),
    ],
)
def test_a_language_that_has_sections_keeps_its_addresses(client, old, new):
    a_section("news")
    an_article(section=a_section("fr/actus"), tags=["soins"])
    assert place(client, old) == new


def test_a_language_without_sections_has_no_addresses(client):
    an_article(tags=["soins"])
    for path in ("/fr/", "/fr/index.xml", "/fr/tags/soins/"):
        assert is_nowhere(client, path)


def test_the_feed_of_a_language_with_two_sections_is_the_sites(client):
    a_section("fr/actus")
    a_section("fr/notes")
    assert place(client, "/fr/index.xml") == "/feed/"


def test_an_index_file_leads_to_its_article(client):
    article = an_article(slug="wards")
    Address.objects.create(article=article, path="/2019/wards")
    assert place(client, "/news/wards/index.html") == "/news/wards"
    assert place(client, "/2019/wards/index.html") == "/news/wards"
    an_article(slug="hidden", status=Article.Status.DRAFT)
    assert is_nowhere(client, "/news/hidden/index.html")
    an_article(slug="gone", status=Article.Status.WITHDRAWN)
    assert client.get("/news/gone/index.html").status_code == 410


def test_an_alias_and_a_page_of_ours_win(client):
    article = an_article(slug="brief", tags=["wards"])
    Address.objects.create(article=article, path="/tags/wards")
    Address.objects.create(article=article, path="/index.xml")
    assert place(client, "/tags/wards/") == "/news/brief"
    assert place(client, "/index.xml") == "/news/brief"
    a_section("categories")
    assert client.get("/categories/").status_code == 200


@pytest.mark.usefixtures("_publication")
@pytest.mark.parametrize(
    "path",
    [
        "/index.xml", "/news/index.xml", "/tags/", "/tags/remote-care/",
        "/tags/remote-care/index.xml", "/tags/ai--ml/page/2/", "/categories/privacy/",
        "/category/care/privacy/", "/series/night-shift/", "/series/", "/news/page/2/",
        "/news/index.html", "/fr/tags/x/", "/tags/nothing/", "/a/b/c/d/e/",
    ],
)  # fmt: skip
def test_an_old_address_asks_little(client, path, django_assert_max_num_queries):
    for number in range(30):
        an_article(tags=[f"Tag {number}"], categories=[f"Topic {number}"])
    # With the page of the 404 that it would have been: sections, article, newest articles.
    with django_assert_max_num_queries(8, info=path):
        client.get(path)
