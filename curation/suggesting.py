"""Topics, offerings and tags proposed for an article, each with the reason that is shown.

Precedent speaks first: what the nearest published articles were filed under, what this publisher's
articles usually get, and which names stand in the text. Nothing is applied by itself.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation import search
from curation.models import Article, Suggestion
from offerings.models import Offering
from taxonomy.models import Category

NEAREST = 10
NEEDED_OF_NEAREST = 3  # of ten: fewer are chance
PUBLISHER_SAMPLE = 50
PUBLISHER_SHARE = 0.4
MOST_CATEGORIES, MOST_OFFERINGS, MOST_TAGS = 8, 5, 6
READ = 20_000  # characters of the text that are looked at


@dataclass(slots=True)
class _Proposal:
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, score: float, reason: str):
        self.score += score
        self.reasons.append(reason)


def names_in(text: str, names: Iterable[tuple[str, int]]) -> dict[int, int]:
    """Which (name, value) stand in a text on word boundaries: value -> position of the name.

    Case does not count, unless the name is an acronym or a short common word ("IT", "Epic"): names
    of up to four letters must be written as they are. Longer names hide the shorter inside them.
    Several values may share a name.
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
    """(category, reason) for an article, best first, eight at most."""
    proposals: dict[int, _Proposal] = defaultdict(_Proposal)
    near = [
        hit.pk for hit in search.nearest(f"{article.title} {text}", NEAREST, exclude=article.pk)
    ]
    counts = Counter(
        Article.categories.through.objects.filter(article__in=near).values_list(
            "category", flat=True
        )
    )
    for category, count in counts.items():
        if count >= min(NEEDED_OF_NEAREST, max(1, len(near) // 2)):
            reason = ngettext(
                "%(count)d of the %(all)d nearest articles",
                "%(count)d of the %(all)d nearest articles",
                count,
            )
            proposals[category].add(count / len(near), reason % {"count": count, "all": len(near)})
    if article.publisher_id:
        usual, seen = _usual_for_publisher(article)
        for category, count in usual.items():
            share = count / seen
            if seen >= 3 and share >= PUBLISHER_SHARE:
                reason = _("%(count)d of the last %(all)d articles from this publisher")
                proposals[category].add(share / 2, reason % {"count": count, "all": seen})
    labels = [row for row in Category.objects.values_list("label", "pk") if len(row[0]) > 1]
    for category in names_in(f"{article.title} . {text}", labels):
        proposals[category].add(0.6, _("its name stands in the text"))
    best = sorted(proposals, key=lambda pk: (-proposals[pk].score, pk))[:MOST_CATEGORIES]
    rows = Category.objects.select_related("taxonomy").in_bulk(best)
    return [(rows[pk], "; ".join(proposals[pk].reasons)) for pk in best]


def _usual_for_publisher(article: Article) -> tuple[Counter, int]:
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
    """(offering, reason): named in the text first, then its institution, then shared topics."""
    catalogue = list(
        Offering.objects.published().values_list("pk", "name", "institution__name", "institution")
    )
    whole = f"{article.title} . {text}"
    by_name = [(name, pk) for pk, name, _institution, _number in catalogue if len(name) > 2]
    chosen: dict[int, str] = {}
    named = names_in(whole, by_name)
    for pk in sorted(named, key=named.get):
        chosen[pk] = _("named in the text")
    sharing = list(Offering.objects.sharing(categories))
    places = {offering.pk: place for place, offering in enumerate(sharing)}
    mentioned = names_in(whole, {(name, number) for *_rest, name, number in catalogue if name})
    theirs = [row for row in catalogue if row[3] in mentioned]
    # A house with many offerings: those that share topics with the article first.
    for pk, _name, institution, _number in sorted(
        theirs, key=lambda row: (places.get(row[0], len(places)), row[1])
    ):
        chosen.setdefault(pk, _("%(name)s is named in the text") % {"name": institution})
    for offering in sharing[:MOST_OFFERINGS]:
        reason = ngettext("shares %(count)d topic", "shares %(count)d topics", offering.shared)
        chosen.setdefault(offering.pk, reason % {"count": offering.shared})
    best = list(chosen)[:MOST_OFFERINGS]
    rows = Offering.objects.in_bulk(best)
    return [(rows[pk], chosen[pk]) for pk in best]


def propose_tags(article: Article, text: str, keywords=()) -> list[tuple[str, str]]:
    """(tag, reason): tags in use that the page names as keywords, or that stand in the text."""
    from taggit.models import Tag

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
    """Make the open suggestions for an article anew; what was accepted or dropped stays so."""
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
    """Mark as accepted the open suggestions that the article has by now, however it got them."""
    open_ones = Suggestion.objects.filter(article=article, state=Suggestion.State.OPEN)
    taken = (
        Q(category__in=article.categories.all())
        | Q(offering__in=article.related.values("offering"))
        | Q(tag__in=list(article.tags.names()))
    )
    open_ones.filter(taken).update(state=Suggestion.State.ACCEPTED)


@transaction.atomic
def accept(suggestion: Suggestion) -> None:
    """Put what is suggested on its article; an offering goes behind those it has."""
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
    """Not for this article: it is not suggested again, whatever is read."""
    suggestion.state = Suggestion.State.DROPPED
    suggestion.save(update_fields=["state"])
