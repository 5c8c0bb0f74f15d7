"""The page of an article."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User

from curation.models import Article
from taxonomy.models import Taxonomy
from tests.builders import (
    a_category,
    a_publisher,
    a_section,
    an_article,
    an_institution,
    an_offering,
)

pytestmark = pytest.mark.django_db


def html(client, article):
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    return page.content.decode()


@pytest.fixture
def full(picture):
    """An article that has everything."""
    scribe = an_offering("Quiet Scribe", ["Ward Digital: Telehealth"])
    return an_article(
        "A ward learns to listen",
        slug="ward-listens",
        excerpt="What changed on Ward 6.",
        body_source="<p>Nurses <em>hear</em> more.</p>",
        publisher=a_publisher("ledger.example", name="The Ledger"),
        link_original="https://ledger.example/listen?utm_source=x",
        link_href="https://ledger.example/listen",
        via_name="A reader",
        via_url="https://reader.example/",
        featured_image=picture,
        image_alt="A nurse listens at a door",
        categories=["Ward Digital: Telehealth", "Alder & Finch: Clinical Safety", "Plain label"],
        tags=["Wards"],
        curators=["Zoë Moss", "Ada Brandt"],
        institution=an_institution("Skerry Sound"),
        offering=scribe,
        related=[scribe],
        insights="Listening is cheap.",
        insights_name="Ada Brandt",
        published_at=datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
    )


def test_a_page_shows_everything_that_an_article_has(client, full):
    page = html(client, full)
    for fact in (
        "A ward learns to listen",
        "What changed on Ward 6.",
        "<p>Nurses <em>hear</em> more.</p>",
        "4 March 2026",
        'alt="A nurse listens at a door"',
        "Photograph: Ada Moss",
        'href="/tag/wards"',
        'href="/topic/ward-digital-telehealth"',
        'href="/topic/alder-finch-clinical-safety"',
        'href="/topic/plain-label"',
        "Skerry Sound",
        'href="/offering/quiet-scribe"',
        '<a href="https://reader.example/" rel="noopener">A reader</a>',
        "Listening is cheap.",
        "Ada Brandt’s view",
    ):
        assert fact in page, fact
    image = re.search(r'<img[^>]*alt="A nurse[^>]*>', page)[0]
    assert 'width="1280"' in image
    assert 'height="720"' in image


def test_breadcrumbs_lead_from_home_through_the_section(client, full):
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', html(client, full), re.S)[0]
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', crumbs) == [
        ("/", "Home"),
        ("/news/", "News"),
    ]
    assert "A ward learns to listen" in crumbs


def test_curators_stand_in_their_order(client, full):
    assert re.findall(r'story__curator">([^<]+)<', html(client, full)) == ["Zoë Moss", "Ada Brandt"]


def test_the_source_is_called_above_and_below_the_body(client, full):
    page = html(client, full)
    calls = [
        m.start()
        for m in re.finditer('<a href="https://ledger.example/listen" rel="noopener">', page)
    ]
    assert len(calls) == 2
    assert calls[0] < page.index("Nurses <em>") < calls[1]
    assert "utm_source" not in page


def test_topics_stand_under_their_taxonomies_in_their_order(client):
    Taxonomy.objects.create(name="Second", slug="second", position=2)
    Taxonomy.objects.create(name="First", slug="first", position=1, hue=204)
    article = an_article(categories=["Second: B", "Second: A", "First: Z", "None"])
    metadata = client.get(article.get_absolute_url()).context["metadata"]
    groups = [
        (taxonomy.name if taxonomy else None, [topic.label for topic in topics])
        for taxonomy, topics in metadata.topics_by_taxonomy
    ]
    assert groups == [("First", ["Z"]), ("Second", ["A", "B"]), (None, ["None"])]
    assert 'class="kicker hue-200"' in html(client, article)


def test_an_article_that_has_nothing_is_still_a_page(client):
    page = html(client, an_article("Bare", body_source=""))
    assert "Bare" in page
    for word in ("Read at", "Related offerings", "Via", "More from", "None"):
        assert word not in page


def test_an_excerpt_that_opens_the_body_is_not_said_twice(client):
    article = an_article(body_source="<p>It rained on the ward.</p>")
    assert article.excerpt == "It rained on the ward."
    assert html(client, article).split("<main", 1)[1].count("It rained on the ward.") == 1


def test_stored_related_offerings_keep_their_order_and_drafts_stay_hidden(client):
    b, a = an_offering("B"), an_offering("A")
    hidden = an_offering("Hidden", status="draft")
    article = an_article(related=[b, hidden, a])
    offerings = client.get(article.get_absolute_url()).context["offerings"]
    assert [offering.name for offering in offerings] == ["B", "A"]


def test_without_stored_ones_the_rule_names_the_related_offerings(client):
    one, two = "Ward Digital: One", "Ward Digital: Two"
    an_offering("Shares one, older", [one], external_id=5001)
    an_offering("Shares one, newer", [one], external_id=5002)
    an_offering("Shares both", [one, two], external_id=5000)
    an_offering("Shares none", ["Ward Digital: Three"])
    article = an_article(categories=[one, two])
    offerings = client.get(article.get_absolute_url()).context["offerings"]
    assert [o.name for o in offerings] == ["Shares both", "Shares one, newer", "Shares one, older"]


def test_previous_and_next_are_the_neighbours_in_the_section(client):
    times = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 2, 3)]
    first, second, third, fourth = (
        an_article(f"N{i}", published_at=t) for i, t in enumerate(times)
    )
    an_article("Elsewhere", section=a_section("research"), published_at=times[1])
    an_article("Draft", status=Article.Status.DRAFT, published_at=times[1])

    def around(article):
        nearby = client.get(article.get_absolute_url()).context["nearby"]
        return nearby.older, nearby.newer

    assert around(first) == (None, second)
    assert around(second) == (first, third)
    assert around(third) == (second, fourth)
    assert around(fourth) == (third, None)


def test_more_from_the_publisher_leaves_out_others_and_itself(client):
    ledger = a_publisher("ledger.example")
    others = [
        an_article(f"L{n}", publisher=ledger, published_at=datetime(2026, 3, n, tzinfo=UTC))
        for n in range(1, 7)
    ]
    an_article("Stranger", publisher=a_publisher("b.example"))
    nearby = client.get(others[5].get_absolute_url()).context["nearby"]
    assert [a.title for a in nearby.more] == ["L5", "L4", "L3", "L2"]


def test_head_names_canonical_address_and_link_preview(client, full, settings):
    page = html(client, full)
    address = f"{settings.SITE_URL}/news/ward-listens"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert '<meta property="og:title" content="A ward learns to listen">' in page
    assert '<meta name="description" content="What changed on Ward 6.">' in page
    assert '<meta property="article:published_time" content="2026-03-04T09:30:00+00:00">' in page
    picture = re.search(r'<meta property="og:image" content="([^"]+)">', page)[1]
    assert picture.startswith(f"{settings.SITE_URL}/media/")
    assert picture.endswith("/social.jpg")
    answer = client.get(picture.removeprefix(settings.SITE_URL))
    assert answer["Content-Type"] == "image/jpeg"


def test_structured_data_describes_the_article_and_its_source(client, full, settings):
    block = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', html(client, full), re.S
    )[1]
    article, crumbs = json.loads(block)["@graph"]
    assert article["headline"] == "A ward learns to listen"
    assert article["datePublished"] == "2026-03-04T09:30:00+00:00"
    assert [person["name"] for person in article["author"]] == ["Zoë Moss", "Ada Brandt"]
    assert article["isBasedOn"]["url"] == "https://ledger.example/listen"
    assert article["image"]["url"].startswith(settings.SITE_URL)
    assert [item["name"] for item in crumbs["itemListElement"]] == [
        "Home", "News", "A ward learns to listen",
    ]  # fmt: skip


def test_a_title_cannot_leave_the_structured_data(client):
    title = "</script><script>alert(1)</script><!-- & 'quotes'"
    page = html(client, an_article(title, excerpt=title))
    assert "<script>alert" not in page
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    assert json.loads(block)["@graph"][0]["headline"] == title


def test_a_body_that_came_with_scripts_is_shown_without(client):
    page = html(client, an_article(body_source="<p onclick=x()>Hi<script>alert(1)</script></p>"))
    assert "<p>Hi</p>" in page
    assert "alert(1)" not in page


# ---------------------------------------------------------------- who may see what


def unpublished():
    return [
        an_article("Draft", status=Article.Status.DRAFT),
        an_article("In review", status=Article.Status.IN_REVIEW),
        an_article("Scheduled", published_at=datetime.now(UTC) + timedelta(days=1)),
    ]


def test_strangers_get_404_for_what_is_not_live(client):
    for article in unpublished():
        page = client.get(article.get_absolute_url())
        assert page.status_code == 404
        assert article.title not in page.content.decode()


def test_curators_see_what_is_not_live_with_a_banner(client):
    user = User.objects.create_user("ada", is_staff=True)
    user.groups.add(Group.objects.get(name="curator"))
    client.force_login(user)
    for article in unpublished():
        page = client.get(article.get_absolute_url())
        assert page.status_code == 200
        assert "Only staff can see this page." in page.content.decode()
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert "no-store" in page["Cache-Control"]


def test_a_draft_without_a_date_can_be_looked_at(client):
    client.force_login(User.objects.create_superuser("root"))
    article = an_article("Dateless", status=Article.Status.DRAFT)
    assert article.published_at is None
    assert "Dateless" in html(client, article)


def test_accounts_without_the_right_get_404(client):
    article = an_article("Draft", status=Article.Status.DRAFT)
    client.force_login(User.objects.create_user("reader"))
    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get(article.get_absolute_url()).status_code == 404


def test_live_articles_have_no_banner_for_the_staff(client):
    client.force_login(User.objects.create_superuser("root"))
    assert "Only the staff" not in html(client, an_article())


def test_an_article_is_found_only_in_its_own_section(client):
    a_section("research")
    article = an_article("Here", slug="here", section=a_section("news"))
    assert client.get("/research/here").status_code == 404
    assert client.get(article.get_absolute_url()).status_code == 200


def test_slugs_in_other_scripts_have_pages(client, settings):
    article = an_article("Заголовок", slug="новость")
    page = html(client, article)
    assert f'<link rel="canonical" href="{settings.SITE_URL}/news/%D0%BD' in page


def test_categories_built_for_the_page_link_to_real_topics(client):
    category = a_category("Ward Digital: Telehealth")
    page = html(client, an_article(categories=[category]))
    assert f'href="{category.get_absolute_url()}"' in page
