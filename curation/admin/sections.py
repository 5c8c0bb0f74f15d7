"""Sections at the desk. A section with articles keeps its path, which begins theirs."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from curation.models import Section


@admin.register(Section)
class SectionAdmin(ModelAdmin):
    fieldsets = (
        (None, {"fields": ("name", "path", "description", "position")}),
        (_("In content files"), {"fields": ("facet", "banner", "content_set")}),
    )
    list_display = ("name", "address", "articles_here", "position")
    search_fields = ("name", "path")
    message_when_empty = _("No sections yet. Add one, such as News at news: articles need it.")

    def get_readonly_fields(self, request, obj=None):
        return ("path",) if obj and obj.articles.exists() else ()

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description=_("address"), ordering="path")
    def address(self, section):
        return f"/{section.path}/"

    @admin.display(description=_("articles"), ordering="article_count")
    def articles_here(self, section):
        return section.article_count
