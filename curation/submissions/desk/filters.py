"""The filters of the queue, and its order."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from curation.models import Sending, Submission
from curation.models.people import display_name, moderators
from curation.submissions.desk.access import MAX_PK, may_moderate

OPEN, ALL = "open", "all"
STATES = [(OPEN, _("Open")), (ALL, _("All")), *Submission.State.choices]
ME, NOBODY = "me", "nobody"


class SubmissionFilter(django_filters.FilterSet):
    """The filters, as a plain GET form; an invalid value gets a message beside its field.

    qs: all submissions that match. rows: the same, but only one submission per story where the
    whole queue is shown. Open submissions come oldest first, decided ones newest first.
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
    # Only links set it: the number of the first submission of a story
    story = django_filters.NumberFilter(
        label=_("Story"),
        method="of_story",
        widget=forms.HiddenInput,
        min_value=1,
        max_value=MAX_PK,
        decimal_places=0,
    )

    class Meta:
        model = Submission
        fields = ()

    def __init__(self, data, user):
        given = {name: data[name] for name in self.base_filters if data.get(name)}
        super().__init__({"state": OPEN, **given}, Submission.objects.all())
        self.user, self.narrowed = user, set(given) - {"state"}
        people = [(str(user.pk), display_name(user)) for user in moderators()]
        choices = [(ME, _("Me")), (NOBODY, _("Nobody")), *people]
        self.filters["assigned"].extra["choices"] = choices

    # ------------------------------------------------------------ filters

    @property
    def state_shown(self) -> str:
        self.is_valid()  # fills cleaned_data
        return self.form.cleaned_data.get("state", OPEN)

    @property
    def is_whole_queue(self) -> bool:
        return self.state_shown == OPEN and not self.narrowed

    def filter_queryset(self, queryset):
        if "state" not in self.form.cleaned_data:  # an unknown state
            queryset = queryset.open()
        return super().filter_queryset(queryset).order_by(*self.order)

    def of_state(self, submissions, name, value):
        if value == OPEN:
            return submissions.open()
        return submissions if value == ALL else submissions.filter(state=value)

    def of_sender(self, submissions, name, value):
        """By part of the name; for moderators, who may see them, also of the e-mail address."""
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

    # ------------------------------------------------------------ order

    @property
    def _time_field(self) -> str:
        is_decided = self.state_shown in Submission.DECIDED
        return "decided_at" if is_decided else "received_at"

    @property
    def _is_oldest_first(self) -> bool:
        return self.state_shown == OPEN or self.state_shown in Submission.OPEN

    @property
    def order(self) -> tuple[str, str]:
        if self._is_oldest_first:
            return self._time_field, "pk"
        return f"-{self._time_field}", "-pk"

    @property
    def rows(self):
        # With another filter the first submission of a story may not match though another does.
        return self.qs.one_per_story() if self.is_whole_queue else self.qs

    def neighbours(self, submission: Submission) -> tuple[int | None, int | None]:
        """The keys of the previous and following rows, in the order of the list.

        The submission itself need not match the filters (any longer).
        """
        field = self._time_field
        time, pk = getattr(submission, field), submission.pk
        if time is None:
            return None, None
        same_time = Q(**{field: time})
        older = self.rows.filter(Q(**{f"{field}__lt": time}) | same_time & Q(pk__lt=pk))
        newer = self.rows.filter(Q(**{f"{field}__gt": time}) | same_time & Q(pk__gt=pk))
        last_older = older.order_by(f"-{field}", "-pk").values_list("pk", flat=True).first()
        first_newer = newer.order_by(field, "pk").values_list("pk", flat=True).first()
        if self._is_oldest_first:
            return last_older, first_newer
        return first_newer, last_older
