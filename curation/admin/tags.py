"""Tags: free words, suggested while they are typed."""

from django.contrib import admin
from django.db.models import Count
from django.forms import Script
from django.http import JsonResponse
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagWidget
from taggit.models import Tag
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

SUGGESTIONS = 10


class TagsWidget(TagWidget, UnfoldAdminTextInputWidget):
    """taggit's field in the theme's dress; `static/desk/tags.js` offers the tags that exist."""

    def __init__(self, attrs=None):
        url = reverse_lazy("admin:taggit_tag_suggest")
        super().__init__({"data-suggest": url, "autocomplete": "off", **(attrs or {})})

    class Media:
        js = (Script("desk/tags.js", defer=True),)


admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(ModelAdmin):
    list_display = ("name", "slug", "uses")
    search_fields = ("name",)
    ordering = ("name",)
    list_per_page = 100
    show_full_result_count = False
    prepopulated_fields = {"slug": ["name"]}
    says_when_empty = _("No tags yet: they are made where an article gets them.")

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(uses=Count("taggit_taggeditem_items", distinct=True))
        )

    @admin.display(description=_("articles"), ordering="uses")
    def uses(self, tag):
        return tag.uses

    def get_urls(self):
        suggest = self.admin_site.admin_view(self.suggest)
        return [path("suggest/", suggest, name="taggit_tag_suggest"), *super().get_urls()]

    def suggest(self, request):
        """The names that begin with `q`, most used first, as {"names": [...]}."""
        word = request.GET.get("q", "").strip()
        if not self.has_view_permission(request) or not word:
            return JsonResponse({"names": []})
        found = self.get_queryset(request).filter(name__istartswith=word)
        names = found.order_by("-uses", "name").values_list("name", flat=True)[:SUGGESTIONS]
        return JsonResponse({"names": list(names)})
