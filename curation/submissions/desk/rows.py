"""The rows of the queue: one submission each, with all that a moderator wants to know beforehand.

Whatever the page shows is looked up for all its rows together: fifty rows ask as much as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, Lower, RowNumber
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation.duplicates import SIMILAR_DAYS
from curation.models import Article, Block, Decision, FurtherReport, Sending, Submission

State = Submission.State
MOST_OF_A_STORY = 20  # shown with one row; a story that floods in would fill the page
MANY_DECLINES = 3  # of one domain: from then on a moderator is told
# How a state looks; its word always stands beside the colour.
COLOURS = {
    State.RECEIVED: "new",
    State.IN_REVIEW: "busy",
    State.ACCEPTED: "good",
    State.MERGED: "good",
    State.DECLINED: "bad",
    State.SPAM: "bad",
    State.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to know before deciding. `tone`: stop, look or plain."""

    words: str
    tone: str = "look"
    article: Article | None = None
    submission: int | None = None


@dataclass(slots=True)
class Row:
    submission: Submission
    seen: int
    sender: Sending
    record: str
    partners: list = field(default_factory=list)
    others: list = field(default_factory=list)
    further: int = 0  # of the same story, beyond the others that are shown
    hints: list = field(default_factory=list)
    stay: str = ""  # where an act leads back to while the row stays in the list
    then: str = ""  # where it leads when the row leaves it

    @property
    def age(self) -> str:
        return age_of(self.submission)

    @property
    def colour(self) -> str:
        return COLOURS[self.submission.state]

    @property
    def further_senders(self) -> int:
        return len(self.submission.sendings.all()) - 1

    @property
    def others_number(self) -> int:
        return len(self.others) + self.further

    @property
    def story(self) -> int:
        """The first of its story: by this number the queue shows them all."""
        return story_of(self.submission)

    @property
    def has_relationship(self) -> bool:
        told = [self.submission, *self.others]
        return any(sending.has_relationship for one in told for sending in one.sendings.all())

    @property
    def chosen(self) -> str:
        """The value of its checkbox: which submission, and the last decision that is shown."""
        return f"{self.submission.pk}-{self.seen}"


def story_of(submission: Submission) -> int:
    """The number of the first of its story, which is its own where it stands alone."""
    return submission.story_id or submission.pk


def age_of(submission: Submission) -> str:
    """How long ago it came in, as in "3 days"."""
    return timesince(submission.received_at, timezone.now(), depth=1)


def with_seen(submissions):
    """Submissions with the number of their last decision, 0 where there is none, as `seen`."""
    decisions = Decision.objects.filter(submission=OuterRef("pk")).order_by("-made_at", "-pk")
    last = Coalesce(Subquery(decisions.values("pk")[:1]), Value(0))
    return submissions.annotate(seen=last)


def rows_of(submissions, others_too: bool = False) -> list[Row]:
    """What the queue says of these submissions (a page of a queryset).

    others_too: also the other open ones that tell the same story, the first of them.
    """
    submissions = list(with_seen(submissions.for_desk()))
    records = Records({sending for one in submissions for sending in one.sendings.all()})
    others, further = _others(submissions) if others_too else ({}, {})
    hints = _hints(submissions, others)
    return [
        Row(
            one,
            one.seen,
            one.sender,
            records.words(one.sender, one),
            sorted({str(s.partner) for s in one.sendings.all() if s.partner}),
            others.get(one.pk, []),
            further.get(one.pk, 0),
            hints[one.pk],
        )
        for one in submissions
    ]


# ---------------------------------------------------------------- senders' records


class Records:
    """How earlier submissions of some senders ended, in words; one query for all of them."""

    def __init__(self, sendings: Iterable[Sending]):
        self._found = Sending.objects.records({sending.email for sending in sendings})

    def words(self, sending: Sending, submission: Submission) -> str:
        """As in "4 accepted, 1 declined before"; the submission itself does not count."""
        numbers = dict(self._found.get(sending.email, {}))
        if numbers.get(submission.state):
            numbers[submission.state] -= 1
        accepted = numbers.get(State.ACCEPTED, 0) + numbers.get(State.MERGED, 0)
        parts = [
            (accepted, _("%(number)d accepted")),
            (numbers.get(State.DECLINED, 0), _("%(number)d declined")),
            (numbers.get(State.SPAM, 0), _("%(number)d spam")),
        ]
        said = [words % {"number": number} for number, words in parts if number]
        if said:
            return _("%(record)s before") % {"record": ", ".join(said)}
        waiting = sum(numbers.get(state, 0) for state in Submission.OPEN)
        return _("nothing decided yet") if waiting else _("first time")


# ---------------------------------------------------------------- the same story


def _others(submissions) -> tuple[dict[int, list[Submission]], dict[int, int]]:
    """For each submission the first of the other open ones of its story, oldest first; and how
    many more there are."""
    firsts = {one.pk: story_of(one) for one in submissions}
    wanted = Q(story__in=firsts.values()) | Q(pk__in=firsts.values())
    story = Coalesce("story", "pk")
    place = Window(RowNumber(), partition_by=story, order_by=[F("received_at"), F("pk")])
    told = Submission.objects.open().filter(wanted)
    counted = told.order_by().values_list(story).annotate(number=Count("pk"))
    numbers = dict(counted)
    # One more than is shown: the row itself may be among them.
    shown = told.annotate(place=place).filter(place__lte=MOST_OF_A_STORY + 1)
    by_story: dict[int, list[Submission]] = {}
    for other in with_seen(shown).prefetch_related("sendings").oldest_first():
        by_story.setdefault(story_of(other), []).append(other)
    others, further = {}, {}
    for one in submissions:
        first = firsts[one.pk]
        same = [other for other in by_story.get(first, []) if other.pk != one.pk]
        others[one.pk] = same[:MOST_OF_A_STORY]
        further[one.pk] = numbers.get(first, 0) - one.is_open - len(others[one.pk])
    return others, further


# ---------------------------------------------------------------- hints


def _hints(submissions, others: dict[int, list[Submission]]) -> dict[int, list[Hint]]:
    articles = _articles_at({one.link_key for one in submissions})
    titled = _articles_titled(submissions)
    blocks = _blocks({one.pk: [one, *others.get(one.pk, [])] for one in submissions})
    same_address = _same_address(submissions)
    declines = _declines({one.domain for one in submissions})
    hints = {}
    for one in submissions:
        found = blocks[one.pk] + [
            hint for hint in articles.get(one.link_key, []) if hint.article.pk != one.article_id
        ]
        at_address = {hint.article.pk for hint in articles.get(one.link_key, [])}
        found += [
            hint
            for hint in titled.get(one.title.lower(), [])
            if hint.article.pk not in {*at_address, one.article_id}
        ]
        found += same_address[one.pk]
        number = declines.get(one.domain, 0) - (one.state in (State.DECLINED, State.SPAM))
        if number >= MANY_DECLINES:
            words = _("%(number)d declined or spam from this domain")
            found.append(Hint(words % {"number": number}, "plain"))
        hints[one.pk] = found
    return hints


def _articles_at(keys) -> dict[str, list[Hint]]:
    """Articles that have one of these addresses: their own, the page's canonical, or a report's."""
    found: dict[str, list[Hint]] = {}
    same = Q(link_key__in=keys) | Q(canonical_key__in=keys)
    for article in Article.objects.for_desk().filter(same).order_by("-pk"):
        hint = Hint(_("duplicate of: %(state)s") % {"state": state_of(article)}, article=article)
        for key in {article.link_key, article.canonical_key} & keys:
            found.setdefault(key, []).append(hint)
    reports = FurtherReport.objects.filter(link_key__in=keys).order_by("-pk")
    for report in reports.select_related("article__section"):
        state = {"state": state_of(report.article)}
        hint = Hint(_("further report of: %(state)s") % state, article=report.article)
        found.setdefault(report.link_key, []).append(hint)
    return found


def _articles_titled(submissions) -> dict[str, list[Hint]]:
    """Recent articles with the very title; nearly the same ones are looked for on accepting."""
    titles = {one.title.lower() for one in submissions} - {""}
    recent = Q(published_at__gte=timezone.now() - timedelta(days=SIMILAR_DAYS))
    standing = recent | Q(status__in=[Article.Status.DRAFT, Article.Status.IN_REVIEW])
    same = Article.objects.for_desk().filter(standing).annotate(lower=Lower("title"))
    found: dict[str, list[Hint]] = {}
    for article in same.filter(lower__in=titles).order_by("-pk"):
        hint = Hint(_("same title: %(state)s") % {"state": state_of(article)}, article=article)
        found.setdefault(article.title.lower(), []).append(hint)
    return found


def state_of(article: Article) -> str:
    """An article's state as a noun phrase with its kind, as in "published article"."""
    if article.is_scheduled:
        return _("scheduled article")
    return {
        Article.Status.DRAFT: _("draft"),
        Article.Status.IN_REVIEW: _("draft in review"),
        Article.Status.PUBLISHED: _("published article"),
        Article.Status.WITHDRAWN: _("withdrawn article"),
        Article.Status.REJECTED: _("rejected draft"),
    }[article.status]


def _blocks(stories: dict[int, list[Submission]]) -> dict[int, list[Hint]]:
    """Row -> who of its story, the folded ones included, is blocked."""
    pairs = {
        (pk, s.email, one.domain): (one.domain, s.email)
        for pk, told in stories.items()
        for one in told
        for s in one.sendings.all()
    }
    met = Block.objects.against_each(set(pairs.values()))
    hints: dict[int, list[Hint]] = {pk: [] for pk in stories}
    for (pk, *_pair), pair in pairs.items():
        if block := met.get(pair):
            words = _("domain is blocked") if block.kind == "domain" else _("sender is blocked")
            hint = Hint(words, "stop")
            if hint not in hints[pk]:
                hints[pk].append(hint)
    return hints


def _same_address(submissions) -> dict[int, list[Hint]]:
    """How other submissions of the same page ended."""
    keys = {one.link_key for one in submissions}
    rows = Submission.objects.filter(link_key__in=keys).order_by("-pk")
    by_key: dict[str, list] = {}
    for pk, key, state in rows.values_list("pk", "link_key", "state"):
        by_key.setdefault(key, []).append((pk, state))
    hints = {}
    for one in submissions:
        by_state: dict[str, list[int]] = {}
        for pk, state in by_key[one.link_key]:
            if pk != one.pk:
                by_state.setdefault(state, []).append(pk)
        hints[one.pk] = [
            Hint(
                ngettext(
                    "same address: %(number)d is %(state)s",
                    "same address: %(number)d are %(state)s",
                    len(pks),
                )
                % {"number": len(pks), "state": State(state).label},
                "look" if state in (State.DECLINED, State.SPAM) else "plain",
                submission=pks[0],
            )
            for state, pks in sorted(by_state.items())
        ]
    return hints


def _declines(domains) -> dict[str, int]:
    refused = Submission.objects.filter(domain__in=domains, state__in=[State.DECLINED, State.SPAM])
    counted = refused.order_by().values_list("domain").annotate(number=Count("pk"))
    return dict(counted)
