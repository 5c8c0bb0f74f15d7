"""Curators at the desk: the names in the bylines."""

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from curation.models import Curator


@admin.register(Curator)
class CuratorAdmin(ModelAdmin):
    fields = ("name", "slug", "biography", "user")
    autocomplete_fields = ("user",)
    list_display = ("name", "user", "articles_here")
    list_select_related = ("user",)
    list_per_page = 50
    search_fields = ("name",)
    show_full_result_count = False
    message_when_empty = _("No curators yet: whoever writes an article becomes one.")

    def get_readonly_fields(self, request, obj=None):
        # Only users who may see accounts may link one.
        return () if request.user.has_perm("auth.view_user") else ("user",)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(article_count=Count("bylines"))

    @admin.display(description=_("articles"), ordering="article_count")
    def articles_here(self, curator):
        url = reverse("admin:curation_article_changelist")
        return format_html(
            '<a href="{}?curators__id__exact={}">{}</a>', url, curator.pk, curator.article_count
        )
