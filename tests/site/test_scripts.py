"""Names and titles in any script: every page opens, and every link to it is a valid URL."""

import re
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError

from curation.models.sections import valid_path
from tests.builders import a_section, an_article, an_institution, an_offering
from tests.site.atom import check_atom

pytestmark = pytest.mark.django_db
SITE = "https://news.example.org"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
WORDS = {
    "Hindi": "ग्रामीण अस्पताल में नई सेवा",
    "Thai": "โรงพยาบาลใหม่ในชนบท",
    "Arabic": "الرعاية الصحية عن بُعد",
    "Persian": "می‌خواهم سلامت",
    "Chinese": "医疗信息会议开幕",
    "Korean": "병원 뉴스",
    "Cyrillic": "Новости телемедицины",
    "Greek": "Υγεία και ΟΔΟΣ",
    "emoji": "🙂",
    "signs": "+ % #",
    "accents": "Cafe\u0301 a\u0300 l'hôpital",
}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def links(text: str) -> set[str]:
    return {unescape(link) for link in re.findall(r'href="(/[^"]*)"', text)}


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_an_article_and_all_that_it_links_to_opens(client, word):
    house = an_institution(word)
    offering = an_offering(word, [f"{word}: {word}"], institution=house)
    article = an_article(
        word, tags=[word], categories=[word, f"{word}: {word}"], curators=[word],
        institution=house, offering=offering,
    )  # fmt: skip
    path = article.get_absolute_url()
    assert path.isascii()
    assert client.get(article.path).status_code == 200
    page = client.get(path).content.decode()
    assert f'<link rel="canonical" href="{SITE}{path}">' in page
    found = links(page)
    assert any(link.startswith("/tag/") for link in found)
    for link in found:
        assert link.isascii()
        if not link.startswith(("/static/", "/admin/")):
            assert client.get(link).status_code in (200, 302), link


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_lists_feeds_and_sitemaps_lead_there_with_escaped_addresses(client, word):
    article = an_article(word, tags=[word], categories=[word])
    an_offering(word)
    check_atom(client.get("/feed/").content, f"{SITE}/feed/")
    tag, topic = article.tags.get(), article.categories.get()
    for place in (f"/tag/{quote(tag.slug)}", f"/topic/{quote(topic.slug)}"):
        page = client.get(place).content.decode()
        assert f'<link rel="canonical" href="{SITE}{place}">' in page
        check_atom(client.get(f"{place}/feed/").content, f"{SITE}{place}/feed/")
    for name in ("articles", "topics", "offerings"):
        sitemap = ElementTree.fromstring(client.get(f"/sitemap-{name}.xml").content)
        (url,) = [loc.text for loc in sitemap.iter(f"{MAP}loc")]
        assert url.isascii()
        assert client.get(url.removeprefix(SITE)).status_code == 200


def test_an_address_in_the_other_form_of_unicode_leads_to_the_page(client):
    article = an_article("Йод в ворде", tags=["Йод"])
    assert article.slug == "йод-в-ворде"
    decomposed = quote("/news/и\u0306од-в-ворде")
    assert client.get(decomposed, follow=True).status_code == 200
    assert client.get(quote("/tag/и\u0306од"), follow=True).status_code == 200
    assert client.get(quote("/tags/и\u0306од/"), follow=True).status_code == 200


@pytest.mark.parametrize("path", ["новости", "ข่าว/สั้น", "खबर", "ä--b", "my_section"])
def test_a_section_in_any_script_has_its_pages(client, path):
    article = an_article("Wards", section=a_section(path, name="News"))
    article.section.full_clean()
    place = article.section.get_absolute_url()
    assert place.isascii()
    assert client.get(place).status_code == 200
    assert client.get(article.get_absolute_url()).status_code == 200
    check_atom(client.get(f"{place}feed/").content, f"{SITE}{place}feed/")
    for old in (f"/{path}", f"/{path}/index.xml", f"/{path}/page/1/"):
        assert client.get(old).status_code == 301
        assert client.get(old, follow=True).status_code == 200


@pytest.mark.parametrize(
    "path", ["News", "a b", "-a", "_a", "a/", "/a", "a//b", "a.b", "../a", "", "🙂", "\u0301a"]
)
def test_what_is_no_path_of_a_section_is_refused(path):
    with pytest.raises(ValidationError):
        valid_path(path)
