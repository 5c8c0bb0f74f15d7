"""What a revision records of an article: the names are stored, and stay."""

from datetime import UTC, datetime

import pytest

from curation.models import Revision
from curation.models.revisions import snapshot
from tests.builders import a_publisher, a_section, an_article, an_institution, an_offering

pytestmark = pytest.mark.django_db


def test_the_names_and_values_of_a_snapshot_stay():
    """Revisions of all installations hold these names."""
    section, publisher = a_section("news"), a_publisher()
    offering = an_offering("Lantern")
    article = an_article(
        "Quiet wards",
        section=section,
        publisher=publisher,
        offering=offering,
        slug="quiet-wards",
        body_source="<p>Body</p>",
        excerpt="Excerpt",
        link_href="https://ledger.example/story",
        published_at=datetime(2026, 3, 4, 9, 30, 0, 5, tzinfo=UTC),
        categories=["Ward Digital: Falls"],
        tags=["News", "Beds"],
        curators=["Tomas Okafor", "Ines Varga"],
        related=[an_offering("Second"), offering],
    )
    values = {
        "title": "Quiet wards",
        "slug": "quiet-wards",
        "section_id": section.pk,
        "kind": "brief",
        "excerpt": "Excerpt",
        "body_source": "<p>Body</p>",
        "link_original": "",
        "link_href": "https://ledger.example/story",
        "publisher_id": publisher.pk,
        "via_name": "",
        "via_url": "",
        "featured_image_id": None,
        "image_alt": "",
        "featured_pdf_id": None,
        "institution_id": None,
        "offering_id": offering.pk,
        "insights_name": "",
        "insights": "",
        "status": "published",
        "published_at": "2026-03-04T09:30:00.000005+00:00",
        "withdrawal_reason": "",
        "canonical_url": "",
        "source_author": "",
        "source_date": "",
        "language": "",
        "rejection_reason": "",
        "curators": ["Tomas Okafor", "Ines Varga"],
        "categories": ["Ward Digital: Falls"],
        "tags": ["Beds", "News"],
        "related_offerings": ["Second", "Lantern"],
    }
    assert {name: snapshot(article)[name] for name in values} == values


def test_only_differences_are_saved():
    article = an_article("Before", published_at=datetime(2026, 3, 4, tzinfo=UTC))
    before = snapshot(article)
    article.title, article.institution = "After", an_institution()
    article.published_at = None
    after = snapshot(article)
    revision = Revision.objects.record(article, before, after)
    revision.refresh_from_db()
    assert revision.changes == {
        "title": ["Before", "After"],
        "institution_id": [None, article.institution_id],
        "published_at": ["2026-03-04T00:00:00+00:00", None],
    }
    assert Revision.objects.record(article, after, after) is None
