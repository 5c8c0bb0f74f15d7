"""Suggests topics, offerings and tags for an article, each with a reason that curators see.

Suggestions follow precedent: the topics of the most similar published articles, those that this
publisher's articles usually get, and names that occur in the text. A suggestion changes nothing
until a curator accepts it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from taggit.models import Tag

from curation import search
from curation.models import Article, Suggestion
from offerings.models import Offering
from taxonomy.models import Category

NEAREST = 10
NEEDED_OF_NEAREST = 3  # of ten; fewer may be chance
PUBLISHER_SAMPLE = 50
PUBLISHER_NEEDED = 3  # with fewer articles, a share says little
PUBLISHER_SHARE = 0.4
MOST_CATEGORIES, MOST_OFFERINGS, MOST_TAGS = 8, 5, 6
READ = 20_000  # characters of the text that are searched


@dataclass(slots=True)
class _Proposal:
    """The score of one category, and what it is made of."""

    score: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, score: float, reason: str):
        self.score += score
        self.reasons.append(reason)


def names_in(text: str, names: Iterable[tuple[str, int]]) -> dict[int, int]:
    """Find names in a text as whole words. Returns value -> position of its name.

    names: (name, value); several values may share a name. Case is ignored, except for names of up
    to four characters: "IT" and "Epic" are also common words. A name inside a longer name that was
    found, such as "Meditech" in "Meditech Expanse", does not count.
    """
    values = defaultdict(list)
    for name, value in names:
        values[" ".join(name.split())].append(value)
    text = " ".join(text.split())
    found: dict[int, int] = {}
    words = {word.lower() for word in re.findall(r"\w+", text)}
    spans: list[tuple[int, int]] = []
    for name in sorted(values, key=len, reverse=True):
        first = re.search(r"\w+", name)
        if first is None or first[0].lower() not in words:
            continue
        flags = 0 if len(name) <= 4 else re.IGNORECASE
        expression = rf"(?<!\w){re.escape(name)}(?!\w)"
        for match in re.finditer(expression, text, flags):
            if not any(start <= match.start() and match.end() <= end for start, end in spans):
                spans.append(match.span())
                for value in values[name]:
                    found.setdefault(value, match.start())
                break
    return found


def propose_categories(article: Article, text: str) -> list[tuple[Category, str]]:
    """Return (category, reason) for an article, best first, eight at most."""
    proposals: dict[int, _Proposal] = defaultdict(_Proposal)
    nearest = [
        hit.pk for hit in search.nearest(f"{article.title} {text}", NEAREST, exclude=article.pk)
    ]
    counts = Counter(
        Article.categories.through.objects.filter(article__in=nearest).values_list(
            "category", flat=True
        )
    )
    for category, count in counts.items():
        if count >= min(NEEDED_OF_NEAREST, max(1, len(nearest) // 2)):
            reason = ngettext(
                "%(count)d of the %(all)d nearest articles",
                "%(count)d of the %(all)d nearest articles",
                count,
            )
            numbers = {"count": count, "all": len(nearest)}
            proposals[category].add(count / len(nearest), reason % numbers)
    if article.publisher_id:
        usual, seen = _usual_for_publisher(article)
        for category, count in usual.items():
            share = count / seen
            if seen >= PUBLISHER_NEEDED and share >= PUBLISHER_SHARE:
                reason = _("%(count)d of the last %(all)d articles from this publisher")
                proposals[category].add(share / 2, reason % {"count": count, "all": seen})
    labels = [row for row in Category.objects.values_list("label", "pk") if len(row[0]) > 1]
    for category in names_in(f"{article.title} . {text}", labels):
        proposals[category].add(0.6, _("its name stands in the text"))
    best = sorted(proposals, key=lambda pk: (-proposals[pk].score, pk))[:MOST_CATEGORIES]
    rows = Category.objects.select_related("taxonomy").in_bulk(best)
    return [(rows[pk], "; ".join(proposals[pk].reasons)) for pk in best]


def _usual_for_publisher(article: Article) -> tuple[Counter, int]:
    """Return how often each category occurs in the publisher's last articles, and their number."""
    recent = list(
        Article.objects.published()
        .filter(publisher=article.publisher_id)
        .exclude(pk=article.pk)
        .newest_first()
        .values_list("pk", flat=True)[:PUBLISHER_SAMPLE]
    )
    through = Article.categories.through.objects.filter(article__in=recent)
    return Counter(through.values_list("category", flat=True)), len(recent)


def propose_offerings(article: Article, text: str, categories) -> list[tuple[Offering, str]]:
    """Return (offering, reason), five at most.

    First the offerings that the text names, then those of institutions that it names, then those
    that share the most categories. categories: ids, rows or a queryset.
    """
    catalogue = list(
        Offering.objects.published().values_list("pk", "name", "institution__name", "institution")
    )
    whole = f"{article.title} . {text}"
    names = [(name, pk) for pk, name, _institution, _institution_pk in catalogue if len(name) > 2]
    chosen: dict[int, str] = {}
    named = names_in(whole, names)
    for pk in sorted(named, key=named.get):
        chosen[pk] = _("named in the text")
    sharing = list(Offering.objects.sharing(categories))
    rank = {offering.pk: place for place, offering in enumerate(sharing)}
    institutions = names_in(whole, {(name, pk) for *_offering, name, pk in catalogue if name})
    of_named_institutions = [row for row in catalogue if row[3] in institutions]
    # An institution may have many offerings: those that share categories come first.
    for pk, _name, institution, _institution_pk in sorted(
        of_named_institutions, key=lambda row: (rank.get(row[0], len(rank)), row[1])
    ):
        chosen.setdefault(pk, _("%(name)s is named in the text") % {"name": institution})
    for offering in sharing[:MOST_OFFERINGS]:
        reason = ngettext("shares %(count)d topic", "shares %(count)d topics", offering.shared)
        chosen.setdefault(offering.pk, reason % {"count": offering.shared})
    best = list(chosen)[:MOST_OFFERINGS]
    rows = Offering.objects.in_bulk(best)
    return [(rows[pk], chosen[pk]) for pk in best]


def propose_tags(article: Article, text: str, keywords=()) -> list[tuple[str, str]]:
    """Return (tag, reason), six at most: existing tags among the page's keywords or in the text."""
    tags = list(Tag.objects.values_list("name", "pk"))
    known = {name.lower(): name for name, _pk in tags}
    chosen = {
        known[word.lower()]: _("a keyword of the page")
        for word in keywords
        if word.lower() in known
    }
    names = {pk: name for name, pk in tags}
    for pk in names_in(f"{article.title} . {text}", tags):
        chosen.setdefault(names[pk], _("it stands in the text"))
    return list(chosen.items())[:MOST_TAGS]


@transaction.atomic
def suggest(article: Article, text: str = "", keywords=()) -> list[Suggestion]:
    """Replace the open suggestions of an article.

    What was accepted or dropped before, or is on the article already, is not suggested again.
    text: of the source's page. keywords: that the page declares.
    """
    text = text[:READ]
    Suggestion.objects.filter(article=article, state=Suggestion.State.OPEN).delete()
    decided = list(Suggestion.objects.filter(article=article))
    settled = {("category", one.category_id) for one in decided}
    settled |= {("offering", one.offering_id) for one in decided}
    settled |= {("tag", one.tag) for one in decided}
    settled |= {("category", pk) for pk in article.categories.values_list("pk", flat=True)}
    settled |= {("offering", pk) for pk in article.related.values_list("offering", flat=True)}
    settled |= {("tag", name) for name in article.tags.names()}
    categories = propose_categories(article, text)
    filed = [*article.categories.all(), *(category for category, _reason in categories)]
    rows = [
        Suggestion(article=article, category=category, reason=reason)
        for category, reason in categories
        if ("category", category.pk) not in settled
    ]
    rows += [
        Suggestion(article=article, offering=offering, reason=reason)
        for offering, reason in propose_offerings(article, text, filed)
        if ("offering", offering.pk) not in settled
    ]
    rows += [
        Suggestion(article=article, tag=tag, reason=reason)
        for tag, reason in propose_tags(article, text, keywords)
        if ("tag", tag) not in settled
    ]
    for position, row in enumerate(rows):
        row.position, row.reason = position, row.reason[:300]
    return Suggestion.objects.bulk_create(rows)


def settle(article: Article) -> None:
    """Mark as accepted the open suggestions that are on the article by now, however they came."""
    suggestions = Suggestion.objects.filter(article=article, state=Suggestion.State.OPEN)
    on_article = (
        Q(category__in=article.categories.all())
        | Q(offering__in=article.related.values("offering"))
        | Q(tag__in=list(article.tags.names()))
    )
    suggestions.filter(on_article).update(state=Suggestion.State.ACCEPTED)


@transaction.atomic
def accept(suggestion: Suggestion) -> None:
    """Add what is suggested to its article; an offering becomes the last of its offerings."""
    article = suggestion.article.hold()
    if suggestion.category_id:
        article.categories.add(suggestion.category_id)
    elif suggestion.offering_id:
        last = article.related.aggregate(last=Max("position"))["last"]
        article.related.get_or_create(
            offering=suggestion.offering, defaults={"position": 0 if last is None else last + 1}
        )
    else:
        article.tags.add(suggestion.tag)
    suggestion.state = Suggestion.State.ACCEPTED
    suggestion.save(update_fields=["state"])


def drop(suggestion: Suggestion) -> None:
    """Reject a suggestion: it is never made again for this article."""
    suggestion.state = Suggestion.State.DROPPED
    suggestion.save(update_fields=["state"])
