"""Tags at the desk: their list, and the field that suggests existing tags while one types."""

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import Script
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagWidget
from taggit.models import Tag
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from curation.desk_pages import page_urls
from curation.models.tags import find_tag
from slugs.fields import SlugFormField, normal_form

MAX_SUGGESTIONS = 10


class TagsWidget(TagWidget, UnfoldAdminTextInputWidget):
    """The field of taggit with the theme's styles; `static/desk/tags.js` suggests tags."""

    def __init__(self, attrs=None):
        url = reverse_lazy("admin:taggit_tag_suggest")
        super().__init__({"data-suggest": url, "autocomplete": "off", **(attrs or {})})

    class Media:
        js = (Script("desk/tags.js", defer=True),)


class TagForm(forms.ModelForm):
    """A tag's name, which no other tag may have in other letters, and its slug."""

    slug = SlugFormField(
        label=_("slug"),
        max_length=100,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Address of the tag's page; made from the name where empty."),
    )

    class Meta:
        model = Tag
        fields = ("name", "slug")

    def clean_name(self):
        name = normal_form(self.cleaned_data["name"]).strip()
        found = find_tag(name)
        if found and found.pk != self.instance.pk:
            raise forms.ValidationError(_("There is a tag “%(name)s” already.") % {"name": found})
        return name


admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(ModelAdmin):
    form = TagForm
    fields = ("name", "slug")
    list_display = ("name", "slug", "uses")
    search_fields = ("name",)
    ordering = ("name",)
    list_per_page = 100
    show_full_result_count = False
    message_when_empty = _("No tags yet: they are made where an article gets them.")

    def get_queryset(self, request):
        return with_uses(super().get_queryset(request))

    @admin.display(description=_("articles"), ordering="uses")
    def uses(self, tag):
        return tag.uses

    def get_urls(self):
        return page_urls(self, ("suggest/", suggest_tags, "suggest")) + super().get_urls()


def with_uses(tags: QuerySet[Tag]) -> QuerySet[Tag]:
    """Tags with `uses`: how many objects have the tag."""
    return tags.annotate(uses=Count("taggit_taggeditem_items", distinct=True))


def suggest_tags(request: HttpRequest) -> JsonResponse:
    """The names that begin with `?q=`, the most used first, as {"names": [...]}.

    The list is empty for users who may not see tags.
    """
    prefix = request.GET.get("q", "").strip()
    if not prefix or not admin.site.get_model_admin(Tag).has_view_permission(request):
        return JsonResponse({"names": []})
    tags = with_uses(Tag.objects.filter(name__istartswith=prefix)).order_by("-uses", "name")
    return JsonResponse({"names": list(tags.values_list("name", flat=True)[:MAX_SUGGESTIONS])})
