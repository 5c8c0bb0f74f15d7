"""Reasons to decline at the desk: the list from which moderators choose."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from curation.desk_pages import refuse_deletion
from curation.models import Decision, DeclineReason


@admin.register(DeclineReason)
class DeclineReasonAdmin(ModelAdmin):
    fields = ("label", "sentence", "position", "is_active")
    list_display = ("label", "sentence", "position", "is_active")
    list_editable = ("position", "is_active")
    list_per_page = 100
    show_full_result_count = False
    message_when_empty = gettext_lazy("No reasons yet: submissions cannot be declined without one.")

    def get_deleted_objects(self, objs, request):
        """Refuse to delete reasons that decisions name; they can be made inactive."""
        used = set(Decision.objects.filter(reason__in=objs).values_list("reason", flat=True))
        message = _("“%(reason)s” is used in decisions: untick “offered” instead.")
        reasons = [message % {"reason": reason} for reason in objs if reason.pk in used]
        return refuse_deletion(super().get_deleted_objects(objs, request), reasons)
