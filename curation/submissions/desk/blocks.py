"""Blocks at the desk: domains and senders from which no submission is accepted."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import DropdownFilter

from curation.models import Block


class InForceFilter(DropdownFilter):
    title = _("in force")
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("yes", _("in force")), ("no", _("over"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.in_force()
        if self.value() == "no":
            return queryset.filter(until__lte=timezone.now())
        return queryset


@admin.register(Block)
class BlockAdmin(ModelAdmin):
    """Blocks. `add/?kind=sender&value=eve@mail.example` opens the form with both filled in."""

    fields = ("kind", "value", "reason", "until", "made_by", "made_at")
    readonly_fields = ("made_by", "made_at")
    list_display = ("value", "kind", "reason", "until", "in_force", "made_by")
    list_select_related = ("made_by",)
    list_filter = (InForceFilter, "kind")
    list_per_page = 50
    search_fields = ("value", "reason")
    show_full_result_count = False
    message_when_empty = _(
        "Nobody is blocked. Block domains and senders here that send nothing but spam."
    )

    def get_fields(self, request, obj=None):
        return self.fields if obj else self.fields[:4]

    @admin.display(description=_("in force"), boolean=True)
    def in_force(self, block):
        return block.is_in_force

    def save_model(self, request, obj, form, change):
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)
