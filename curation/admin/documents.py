"""PDF documents at the desk, to look at and to delete."""

from django.contrib import admin, messages
from django.db.models import ProtectedError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from curation.files_in_texts import rows_that_show
from media import removing
from media.models import Document


@admin.register(Document)
class DocumentAdmin(ModelAdmin):
    list_display = ("__str__", "kilobytes", "created_at")
    search_fields = ("original_name",)
    show_full_result_count = False
    readonly_fields = ("original_name", "link", "kilobytes", "digest", "created_at")
    fields = readonly_fields
    message_when_empty = gettext_lazy("No documents are stored: imports bring them.")

    def has_add_permission(self, request):
        return False

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def kilobytes(self, document):
        return _("%(number)s kB") % {"number": -(-document.size // 1024)}

    @admin.display(description=gettext_lazy("file"))
    def link(self, document):
        return format_html('<a href="{}">{}</a>', document.file.url, document)

    def get_deleted_objects(self, objs, request):
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        protected += [str(row) for document in objs for row in rows_that_show(document)]
        return to_delete, counts, permissions, protected

    def delete_model(self, request, obj):
        removing.remove_document(obj)

    def delete_queryset(self, request, queryset):
        for document in queryset:
            try:
                removing.remove_document(document)
            except ProtectedError:
                messages.error(request, _("%(name)s is in use.") % {"name": document})
