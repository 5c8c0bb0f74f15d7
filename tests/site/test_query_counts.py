"""More rows do not mean more queries: at most six for every public page."""

from datetime import UTC, datetime, timedelta

import pytest

from media.models import Image
from tests.builders import (
    a_publisher,
    a_report,
    a_section,
    an_article,
    an_institution,
    an_offering,
)
from tests.media.pictures import photo

pytestmark = pytest.mark.django_db
SIX = 6
PAGES = (
    "/", "/news/", "/news/?year=2026&topic=ward-digital-t0", "/news/brief-0", "/topics/",
    "/topic/ward-digital-t0", "/tag/wards", "/publisher/p0.example", "/offerings/",
    "/offering/scribe-0", "/feed/", "/news/feed/", "/research/",
)  # fmt: skip


def publication(rows: int):
    """A publication of so many articles, each with everything that an article can have."""
    picture = Image.objects.store(photo(1600, 900), "ward.jpg")
    offerings = [
        an_offering(
            f"Scribe {n}", [f"Ward Digital: T{n % 7}", f"Alder: A{n}"], logo=picture,
            institution=an_institution(f"House {n}"),
        )
        for n in range(max(1, rows // 2))
    ]  # fmt: skip
    for n in range(rows):
        publisher = a_publisher(f"p{n % 5}.example", icon=picture)
        for section in ("news", "research"):
            article = an_article(
                slug=f"brief-{n}", section=a_section(section), publisher=publisher,
                featured_image=picture, image_alt="A ward", tags=["Wards", f"Tag {n}"],
                link_href="https://p.example/",
                categories=[f"Ward Digital: T{k}" for k in range(min(rows, 8))],
                curators=[f"Curator {k}" for k in range(min(rows, 4))],
                institution=offerings[0].institution, offering=offerings[0],
                related=offerings[:5] if n else [],
                published_at=datetime(2026, 3, 4, tzinfo=UTC) - timedelta(days=n),
            )  # fmt: skip
            for k in range(min(rows, 5)):
                a_report(article, f"https://other{k}.example/wards", "The same, told again")


@pytest.mark.parametrize("rows", [1, 60])
def test_pages_ask_at_most_six_times(client, rows, django_assert_max_num_queries):
    publication(rows)
    for page in PAGES:
        with django_assert_max_num_queries(SIX, info=page):
            assert client.get(page).status_code == 200
    assert b"https://other0.example/wards" in client.get("/news/brief-0").content


def test_later_articles_and_those_with_stored_offerings_ask_no_more(
    client, django_assert_max_num_queries
):
    publication(60)
    for page in ("/news/brief-30", "/research/brief-59", "/news/?page=3"):
        with django_assert_max_num_queries(SIX, info=page):
            assert client.get(page).status_code == 200


def test_robots_manifest_and_an_error_page_ask_little(client, django_assert_max_num_queries):
    publication(3)
    with django_assert_max_num_queries(0):
        client.get("/robots.txt")
        client.get("/site.webmanifest")
    with django_assert_max_num_queries(SIX + 1):  # the last one: folders of the former site
        assert client.get("/news/nothing").status_code == 404
