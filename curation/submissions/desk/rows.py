"""The rows of the queue: one submission each, with what a moderator wants to know before deciding.

Everything is looked up for all rows together: the number of queries does not grow with the rows.
"""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from curation.models import Decision, Sending, Submission
from curation.submissions.desk.hints import Hint, hints_for

State = Submission.State
MAX_SHOWN_OF_STORY = 20  # with one row; a story may have very many submissions
# Modifiers of a CSS class; the state's label is always shown beside the colour.
COLOURS = {
    State.RECEIVED: "new",
    State.IN_REVIEW: "busy",
    State.ACCEPTED: "good",
    State.MERGED: "good",
    State.DECLINED: "bad",
    State.SPAM: "bad",
    State.WITHDRAWN: "quiet",
}


@dataclass(slots=True)
class Row:
    """One row of the queue.

    last_seen_decision: the number of the latest decision, 0 for none; forms send it back.
    sender_history: how earlier submissions of the first sender ended, in words.
    same_story: other open submissions of the story; further_of_story: how many more there are.
    url_if_row_stays, url_if_row_leaves: where an act redirects to, depending on whether the row is
    still in the list afterwards.
    """

    submission: Submission
    last_seen_decision: int
    first_sending: Sending
    sender_history: str
    partners: list[str]
    same_story: list[Submission]
    further_of_story: int
    hints: list[Hint]
    url_if_row_stays: str = ""
    url_if_row_leaves: str = ""

    @property
    def age(self) -> str:
        return age_of(self.submission)

    @property
    def colour(self) -> str:
        return COLOURS[self.submission.state]

    @property
    def other_senders(self) -> int:
        return len(self.submission.sendings.all()) - 1

    @property
    def number_of_story(self) -> int:
        """How many other open submissions of the story there are."""
        return len(self.same_story) + self.further_of_story

    @property
    def has_relationship(self) -> bool:
        """Whether any sender of the story declares a relationship with the company."""
        return any(
            sending.has_relationship
            for submission in [self.submission, *self.same_story]
            for sending in submission.sendings.all()
        )

    @property
    def checkbox_value(self) -> str:
        """What the row's checkbox sends: the submission, and the last decision shown."""
        return f"{self.submission.pk}-{self.last_seen_decision}"


def age_of(submission: Submission) -> str:
    """How long ago it was received, for example "3 days"."""
    return timesince(submission.received_at, timezone.now(), depth=1)


def with_last_decision(submissions):
    """Annotate submissions with `last_seen_decision`: the latest one's number, 0 for none."""
    decisions = Decision.objects.filter(submission=OuterRef("pk")).order_by("-made_at", "-pk")
    latest = Coalesce(Subquery(decisions.values("pk")[:1]), Value(0))
    return submissions.annotate(last_seen_decision=latest)


def rows_of(submissions, with_same_story: bool = False) -> list[Row]:
    """The rows of these submissions (a queryset, usually one page of it).

    with_same_story: fill `Row.same_story` and `Row.further_of_story`.
    """
    submissions = list(with_last_decision(submissions.for_desk()))
    histories = SenderHistories(
        {sending for submission in submissions for sending in submission.sendings.all()}
    )
    same_story, further = _same_story(submissions) if with_same_story else ({}, {})
    hints = hints_for(submissions, same_story)
    rows = []
    for submission in submissions:
        sendings = submission.sendings.all()
        first = submission.first_sending
        row = Row(
            submission=submission,
            last_seen_decision=submission.last_seen_decision,
            first_sending=first,
            sender_history=histories.in_words(first, submission),
            partners=sorted({str(sending.partner) for sending in sendings if sending.partner}),
            same_story=same_story.get(submission.pk, []),
            further_of_story=further.get(submission.pk, 0),
            hints=hints[submission.pk],
        )
        rows.append(row)
    return rows


class SenderHistories:
    """How earlier submissions of these senders ended. One query for all senders."""

    def __init__(self, sendings):
        emails = {sending.email for sending in sendings}
        self._outcomes = Sending.objects.outcomes_by_sender(emails)

    def in_words(self, sending: Sending, submission: Submission) -> str:
        """For example "4 accepted, 1 declined before"; `submission` itself is not counted."""
        numbers = dict(self._outcomes.get(sending.email, {}))
        if numbers.get(submission.state):
            numbers[submission.state] -= 1
        accepted = numbers.get(State.ACCEPTED, 0) + numbers.get(State.MERGED, 0)
        outcomes = [
            (accepted, _("%(number)d accepted")),
            (numbers.get(State.DECLINED, 0), _("%(number)d declined")),
            (numbers.get(State.SPAM, 0), _("%(number)d spam")),
        ]
        parts = [text % {"number": number} for number, text in outcomes if number]
        if parts:
            return _("%(record)s before") % {"record": ", ".join(parts)}
        is_waiting = any(numbers.get(state) for state in Submission.OPEN)
        return _("nothing decided yet") if is_waiting else _("first time")


def _same_story(
    submissions: list[Submission],
) -> tuple[dict[int, list[Submission]], dict[int, int]]:
    """For each submission the other open ones of its story, and how many more there are.

    The oldest come first; at most MAX_SHOWN_OF_STORY for each submission.
    """
    firsts = {submission.first_of_story_id for submission in submissions}
    in_stories = Submission.objects.open().filter(Q(story__in=firsts) | Q(pk__in=firsts))
    story = Coalesce("story", "pk")
    totals = dict(in_stories.order_by().values_list(story).annotate(number=Count("pk")))
    place = Window(RowNumber(), partition_by=story, order_by=[F("received_at"), F("pk")])
    # One more than is shown, because the submission itself may be among them.
    loaded = in_stories.annotate(place=place).filter(place__lte=MAX_SHOWN_OF_STORY + 1)
    by_story: dict[int, list[Submission]] = {}
    for other in with_last_decision(loaded).prefetch_related("sendings").oldest_first():
        by_story.setdefault(other.first_of_story_id, []).append(other)
    same_story, further = {}, {}
    for submission in submissions:
        first = submission.first_of_story_id
        others = [other for other in by_story.get(first, []) if other.pk != submission.pk]
        total = totals.get(first, 0)
        if submission.is_open:
            total -= 1
        same_story[submission.pk] = others[:MAX_SHOWN_OF_STORY]
        further[submission.pk] = total - len(same_story[submission.pk])
    return same_story, further
