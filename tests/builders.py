"""Makes real rows for tests: each builder needs nothing, takes anything, and saves."""

from datetime import UTC, datetime
from itertools import count

from django.utils import timezone

from curation.models import (
    Article,
    Byline,
    Curator,
    FurtherReport,
    Partner,
    Publisher,
    RelatedOffering,
    Section,
    Sending,
    Submission,
)
from curation.sources.links.parsing import brand_of
from offerings.models import Institution, Offering
from taxonomy.models import Category, Taxonomy, split_name

_numbers = count(1)


def a_section(path="news", **facts) -> Section:
    facts.setdefault("name", path.title())
    return Section.objects.get_or_create(path=path, defaults=facts)[0]


def a_publisher(brand="wardandwire.example", **facts) -> Publisher:
    return Publisher.objects.get_or_create(brand=brand, defaults=facts)[0]


def a_curator(name="Mira Lindqvist", **facts) -> Curator:
    return Curator.objects.get_or_create(name=name, defaults=facts)[0]


def a_category(name="Ward Digital: Telehealth") -> Category:
    taxonomy, label = split_name(name)
    scheme = None
    if taxonomy:
        slug = taxonomy.lower().replace(" ", "-").replace("&", "and")
        scheme = Taxonomy.objects.get_or_create(name=taxonomy, defaults={"slug": slug})[0]
    return Category.objects.get_or_create(taxonomy=scheme, label=label)[0]


def an_institution(name="Northharbour Trust", **facts) -> Institution:
    return Institution.objects.get_or_create(name=name, defaults=facts)[0]


def an_offering(name=None, categories=(), **facts) -> Offering:
    number = next(_numbers)
    facts.setdefault("external_id", number)
    offering = Offering.objects.create(name=name or f"Offering {number}", **facts)
    offering.categories.set([a_category(c) if isinstance(c, str) else c for c in categories])
    return offering


def an_article(title=None, *, categories=(), tags=(), curators=(), related=(), **facts) -> Article:
    """A published brief in News, unless told otherwise."""
    facts.setdefault("section", None)
    facts["section"] = facts["section"] or a_section()
    facts.setdefault("body_source", "<p>A short brief, written for a test.</p>")
    facts.setdefault("status", Article.Status.PUBLISHED)
    if facts["status"] in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN):
        facts.setdefault("published_at", datetime(2026, 3, 4, 9, 30, tzinfo=UTC))
    if facts["status"] == Article.Status.WITHDRAWN:
        facts.setdefault("withdrawn_at", datetime(2026, 3, 5, 9, 30, tzinfo=UTC))
    article = Article.objects.create(title=title or f"Brief number {next(_numbers)}", **facts)
    article.categories.set([a_category(c) if isinstance(c, str) else c for c in categories])
    article.tags.set(tags)
    for position, name in enumerate(curators):
        Byline.objects.create(article=article, curator=a_curator(name), position=position)
    for position, offering in enumerate(related):
        RelatedOffering.objects.create(article=article, offering=offering, position=position)
    return article


def a_report(article, href="https://ledger.example/wards", title="", **facts) -> FurtherReport:
    facts.setdefault("publisher", Publisher.objects.of_brand(brand_of(href)))
    return FurtherReport.objects.create(article=article, href=href, title=title, **facts)


def a_submission(url=None, *, state=None, email=None, at=None, **facts) -> Submission:
    """A submission as the form makes one, received unless told otherwise.

    `state` is put past the moves: tests of the way there use `moderating`.
    """
    number = next(_numbers)
    sending = {"name": "Ines Okafor", "email": email or f"reader{number}@mail.example"}
    for name in ("name", "why", "has_relationship", "wants_credit", "partner"):
        if name in facts:
            sending[name] = facts.pop(name)
    submission = Submission.objects.create(
        url=url or f"https://ledger.example/story-{number}", title=facts.pop("title", "")
    )
    a_sending(submission, **sending)
    if state in Submission.DECIDED:
        facts.setdefault("decided_at", timezone.now())
    if state == Submission.State.ACCEPTED:
        facts["article"] = facts.get("article") or an_article(status=Article.Status.DRAFT)
    if state == Submission.State.MERGED and not facts.get("merged_into"):
        facts["article"] = facts.get("article") or an_article()
    if state or at or facts:
        rows = Submission.objects.filter(pk=submission.pk)
        times = {"received_at": at} if at else {}
        rows.update(state=state or submission.state, **times, **facts)
    return Submission.objects.get(pk=submission.pk)


def a_sending(submission, name="Ines Okafor", email="", **facts) -> Sending:
    number = next(_numbers)
    return Sending.objects.create(
        submission=submission, name=name, email=email or f"reader{number}@mail.example", **facts
    )


def a_partner(name="Harbour Wire", **facts) -> Partner:
    facts.setdefault("email", "desk@harbourwire.example")
    return Partner.objects.get_or_create(name=name, defaults=facts)[0]
