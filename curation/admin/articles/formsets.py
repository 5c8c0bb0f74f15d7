"""Inline rows of an article's form: rows that others remove meanwhile, and rows with an order."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminIntegerFieldWidget

LAST_POSITION = 32767  # the largest value of the column: a row without a number goes last


class ConcurrentFormSet(PaginationInlineFormSet):
    """Rows that can be saved although somebody else has removed one since the form was opened.

    Django's formset would refuse the number of the removed row each time.
    """

    def __init__(self, data=None, **kwargs):
        super().__init__(data=self._with_removed_rows_as_new(data, kwargs), **kwargs)

    def _with_removed_rows_as_new(self, data, kwargs):
        """The form data, in which rows that are no longer stored come last, as new ones.

        A formset expects the stored rows first, `INITIAL_FORMS` of them.
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
        pk_name = self.model._meta.pk.name
        rows = self.model._default_manager.filter(**{self.fk.name: article})
        stored_pks = {str(pk) for pk in rows.values_list("pk", flat=True)}
        numbers = range(int(total))
        stored = [n for n in numbers if data.get(f"{prefix}-{n}-{pk_name}") in stored_pks]
        if len(stored) == int(initial):
            return data
        others = [n for n in numbers if n not in stored]
        renumbered = data.copy()
        for old in numbers:
            for key in [key for key in renumbered if key.startswith(f"{prefix}-{old}-")]:
                del renumbered[key]
        for new, old in enumerate(stored + others):
            for key in data:
                if key.startswith(f"{prefix}-{old}-"):
                    field = key.removeprefix(f"{prefix}-{old}-")
                    value = "" if field == pk_name and old not in stored else data[key]
                    renumbered[f"{prefix}-{new}-{field}"] = value
        renumbered[f"{prefix}-INITIAL_FORMS"] = str(len(stored))
        return renumbered


class OrderedFormSet(ConcurrentFormSet):
    """Rows with a position: dragged with the theme's script, typed as a number without it.

    A row without a number goes last. Positions are stored as 0, 1, 2 and so on, whatever was typed.
    """

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["position"].required = False
        if not form.instance.pk:
            form.fields["position"].initial = None

    def save(self, commit=True):
        saved = super().save(commit)
        if commit:
            deleted = {row.pk for row in self.deleted_objects}
            forms_of_rows = [form for form in self.forms if form.instance.pk]
            kept = [form for form in forms_of_rows if form.instance.pk not in deleted]
            kept.sort(key=lambda form: form.cleaned_data["position"])  # equal ones stay in order
            for position, form in enumerate(kept):
                row = form.instance
                if row.position != position:
                    row.position = position
                    row.save(update_fields=["position"])
        return saved


class OrderedRowForm(forms.ModelForm):
    """One row; a new one is saved even if nobody changed what was chosen for it beforehand."""

    def has_changed(self):
        is_new = self.instance._state.adding
        has_initial_choice = any(self.data.get(self.add_prefix(name)) for name in self.initial)
        return (is_new and has_initial_choice) or super().has_changed()

    def clean_position(self):
        position = self.cleaned_data["position"]
        return LAST_POSITION if position is None else position


class OrderedInline(TabularInline):
    form = OrderedRowForm
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
