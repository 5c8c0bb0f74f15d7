"""What the queue can be narrowed to, and the order in which it is worked through."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from curation.models import Sending, Submission
from curation.models.people import display_name, moderators
from curation.submissions.desk.access import LARGEST, may_moderate

OPEN, ALL = "open", "all"
STATES = [(OPEN, _("Open")), (ALL, _("All")), *Submission.State.choices]
ME, NOBODY = "me", "nobody"


class SubmissionFilter(django_filters.FilterSet):
    """A plain GET form; a value that is no choice gets a sentence beside its field.

    `qs`: each submission that fits. `rows`: the same, with those of one story as one row where
    the whole queue is shown. Both oldest first while undecided, else the last decided first.
    """

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=None, method="of_state"
    )
    sender = django_filters.CharFilter(label=_("Sender"), method="of_sender", max_length=254)
    domain = django_filters.CharFilter(
        label=_("Domain"), field_name="domain", lookup_expr="icontains", max_length=253
    )
    assigned = django_filters.ChoiceFilter(
        label=_("Assigned to"), empty_label=_("Anybody"), method="of_assigned"
    )
    # Reached by links only: the number of the first of a story
    story = django_filters.NumberFilter(
        label=_("Story"), method="of_story", widget=forms.HiddenInput,
        min_value=1, max_value=LARGEST, decimal_places=0,
    )  # fmt: skip

    class Meta:
        model = Submission
        fields = ()

    def __init__(self, data, user):
        known = {name: data[name] for name in self.base_filters if data.get(name)}
        super().__init__({"state": OPEN, **known}, Submission.objects.all())
        self.user, self.narrowed = user, set(known) - {"state"}
        people = [(str(one.pk), display_name(one)) for one in moderators()]
        self.filters["assigned"].extra["choices"] = [
            (ME, _("Me")), (NOBODY, _("Nobody")), *people
        ]  # fmt: skip

    # ------------------------------------------------------------ what is asked

    @property
    def state_shown(self) -> str:
        self.is_valid()  # reads the form
        return self.form.cleaned_data.get("state", OPEN)

    @property
    def is_whole_queue(self) -> bool:
        return self.state_shown == OPEN and not self.narrowed

    def filter_queryset(self, queryset):
        if "state" not in self.form.cleaned_data:  # a state that there is not
            queryset = queryset.open()
        return super().filter_queryset(queryset).order_by(*self.order)

    def of_state(self, submissions, name, value):
        if value == OPEN:
            return submissions.open()
        return submissions if value == ALL else submissions.filter(state=value)

    def of_sender(self, submissions, name, value):
        """By a part of the name; of the e-mail address too, for those who may see addresses."""
        wanted = Q(name__icontains=value)
        if may_moderate(self.user):
            wanted |= Q(email__icontains=value)
        return submissions.filter(Exists(Sending.objects.filter(wanted, submission=OuterRef("pk"))))

    def of_story(self, submissions, name, value):
        return submissions.filter(Q(pk=int(value)) | Q(story=int(value)))

    def of_assigned(self, submissions, name, value):
        if value == NOBODY:
            return submissions.filter(assigned_to=None)
        return submissions.filter(assigned_to=self.user if value == ME else value)

    # ------------------------------------------------------------ in which order

    @property
    def _time(self) -> str:
        decided = self.state_shown in Submission.DECIDED
        return "decided_at" if decided else "received_at"

    @property
    def _is_oldest_first(self) -> bool:
        return self.state_shown == OPEN or self.state_shown in Submission.OPEN

    @property
    def order(self) -> tuple[str, str]:
        return (self._time, "pk") if self._is_oldest_first else (f"-{self._time}", "-pk")

    @property
    def rows(self):
        # Narrowed to a sender, say, the first of a story may not fit where the second does.
        return self.qs.leading() if self.is_whole_queue else self.qs

    def beside(self, submission: Submission) -> tuple[int | None, int | None]:
        """The numbers of the rows before and behind a submission, wherever it stands by now."""
        time, pk = getattr(submission, self._time), submission.pk
        if time is None:
            return None, None
        same = Q(**{self._time: time})
        earlier = self.rows.filter(Q(**{f"{self._time}__lt": time}) | same & Q(pk__lt=pk))
        later = self.rows.filter(Q(**{f"{self._time}__gt": time}) | same & Q(pk__gt=pk))
        before, behind = (
            earlier.order_by(f"-{self._time}", "-pk").values_list("pk", flat=True).first(),
            later.order_by(self._time, "pk").values_list("pk", flat=True).first(),
        )
        return (before, behind) if self._is_oldest_first else (behind, before)
