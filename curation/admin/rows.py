"""Ordered rows in an article's form: its curators and its related offerings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from curation.models import Byline, Curator, RelatedOffering

LAST = 32767  # the column's largest number: a row without one goes behind the others


class OrderedFormSet(PaginationInlineFormSet):
    """Rows with a position: dragged with a script, typed as a number without one.

    A row without a number goes last. Positions are stored as 0, 1, 2 …, whatever was typed.
    """

    def __init__(self, data=None, **kwargs):
        super().__init__(data=self._without_gone_rows(data, kwargs), **kwargs)

    def _without_gone_rows(self, data, kwargs):
        """What was sent, with rows as new that somebody else removed since the form was opened.

        Otherwise the form would refuse their numbers and could never be saved.
        """
        prefix = kwargs.get("prefix") or self.get_default_prefix()
        initial, total = (
            (data or {}).get(f"{prefix}-{name}_FORMS", "") for name in ("INITIAL", "TOTAL")
        )
        article = kwargs.get("instance")
        if article is None or article.pk is None:
            return data
        if not (initial.isdigit() and total.isdigit() and int(total) <= self.absolute_max):
            return data
        name = self.model._meta.pk.name
        there = self.model._default_manager.filter(**{self.fk.name: article})
        known = {str(pk) for pk in there.values_list("pk", flat=True)}
        numbers = range(int(total))
        kept = [n for n in numbers if data.get(f"{prefix}-{n}-{name}") in known]
        if len(kept) == int(initial):
            return data
        others = [n for n in numbers if n not in kept]
        renumbered = data.copy()
        for old in numbers:
            for key in [key for key in renumbered if key.startswith(f"{prefix}-{old}-")]:
                del renumbered[key]
        for new, old in enumerate(kept + others):
            for key in data:
                if key.startswith(f"{prefix}-{old}-"):
                    field = key.removeprefix(f"{prefix}-{old}-")
                    value = "" if field == name and old not in kept else data[key]
                    renumbered[f"{prefix}-{new}-{field}"] = value
        renumbered[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
        return renumbered

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["position"].required = False
        if not form.instance.pk:
            form.fields["position"].initial = None

    def save(self, commit=True):
        saved = super().save(commit)
        if commit:
            rows = [form.instance for form in self.forms if form.instance.pk]
            gone = {row.pk for row in self.deleted_objects}
            rows = sorted((row for row in rows if row.pk not in gone), key=self._place)
            for position, row in enumerate(rows):
                if row.position != position:
                    row.position = position
                    row.save(update_fields=["position"])
        return saved

    def _place(self, row):
        index = next(n for n, form in enumerate(self.forms) if form.instance is row)
        return self.forms[index].cleaned_data["position"], index


class RowForm(forms.ModelForm):
    """One row; a new one counts as filled in, too, where it holds what was chosen beforehand."""

    def has_changed(self):
        is_new = self.instance._state.adding
        chosen = any(self.data.get(self.add_prefix(name)) for name in self.initial)
        return (is_new and chosen) or super().has_changed()

    def clean_position(self):
        position = self.cleaned_data["position"]
        return LAST if position is None else position


class RowInline(TabularInline):
    form = RowForm
    formset = OrderedFormSet
    extra = 0
    ordering_field = "position"
    hide_title = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "position":
            kwargs["widget"] = UnfoldAdminIntegerFieldWidget(
                attrs={"class": "desk-position", "aria-label": _("Position")}
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class BylineInline(RowInline):
    model = Byline
    fields = ("curator", "position")
    autocomplete_fields = ("curator",)
    verbose_name_plural = _("curators, in the order of the byline")

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1  # a new article begins with the row of who writes it

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("curator")


class RelatedOfferingInline(RowInline):
    model = RelatedOffering
    fields = ("offering", "position")
    autocomplete_fields = ("offering",)
    template_after = "admin/curation/article/fill_related.html"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("offering")


def fill_related(article) -> int:
    """Put the offerings that the rule gives in place of the present ones; returns how many."""
    by_rule = list(article.offerings_by_rule())
    article.related.exclude(offering__in=by_rule).delete()
    for position, offering in enumerate(by_rule):
        article.related.update_or_create(offering=offering, defaults={"position": position})
    return len(by_rule)


def own_byline(user) -> list[dict]:
    """What a new article's byline begins with: the user's own name, where it is known."""
    curator = Curator.objects.known_as(user)
    return [{"curator": curator.pk}] if curator else []
