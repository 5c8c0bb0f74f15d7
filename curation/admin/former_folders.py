"""Former folders at the desk: the import makes them, administrators correct them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from curation.models import FormerFolder


@admin.register(FormerFolder)
class FormerFolderAdmin(ModelAdmin):
    fields = ("path", "leads_to")
    list_display = ("path", "leads_to")
    search_fields = ("path", "leads_to")
    list_per_page = 100
    show_full_result_count = False
    message_when_empty = _("No former folders: the import of an old site makes them.")
