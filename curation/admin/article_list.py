"""The list of articles at the desk: its columns, its filters, and what it does to many at once."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display
from unfold.views import ChangeList

from curation import publishing
from curation.admin.filters import (
    COLOURS,
    SAYS_WHEN_EMPTY,
    STATES,
    DaysFilter,
    MissingFilter,
    SectionFilter,
    StateFilter,
    TaxonomyFilter,
    state_of,
)
from curation.models import Article
from media.templatetags.pictures import picture

TOPICS_IN_LIST = 3


class ArticleChangeList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        articles = super().get_queryset(request, exclude_parameters)
        return articles.without_text().prefetch_related("categories__taxonomy")

    @property
    def says_when_empty(self):
        return SAYS_WHEN_EMPTY.get(self.params.get("state"), SAYS_WHEN_EMPTY[None])


class ArticleList(admin.ModelAdmin):
    """The half of the articles' ModelAdmin that is about the list."""

    list_display = ("thumbnail", "headline", "state", "publisher", "topics", "date", "modified")
    list_display_links = ("headline",)
    list_select_related = ("publisher", "featured_image", "section")
    list_filter = (
        StateFilter,
        MissingFilter,
        SectionFilter,
        TaxonomyFilter,
        ("categories", AutocompleteSelectFilter),
        ("publisher", AutocompleteSelectFilter),
        ("curators", AutocompleteSelectFilter),
        ("published_at", DaysFilter),
    )
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each counts the whole list
    ordering = ("-modified_at", "-pk")
    search_fields = (
        "title",
        "excerpt",
        "slug",
        "publisher__brand",
        "external_id",
        "link_href",
        "link_original",
    )
    search_help_text = gettext_lazy("Title, excerpt, slug, publisher, number or link")
    actions = (
        "publish_selected",
        "send_selected_to_review",
        "unpublish_selected",
        "withdraw_selected",
    )

    def get_changelist(self, request, **kwargs):
        return ArticleChangeList

    @admin.display(description="")
    def thumbnail(self, article):
        return format_html(
            '<span class="desk-thumb">{}</span>', picture(article.featured_image, "thumb", alt="")
        )

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def headline(self, article):
        return format_html('<span class="desk-headline">{}</span>', article.title)

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label=COLOURS,
    )
    def state(self, article):
        name = state_of(article)
        return name, STATES[name][0]

    @admin.display(description=gettext_lazy("topics"))
    def topics(self, article):
        labels = [category.label for category in article.categories.all()]
        more = len(labels) - TOPICS_IN_LIST
        words = ", ".join(labels[:TOPICS_IN_LIST])
        return format_html(
            '<span class="desk-topics">{}{}</span>', words, f" +{more}" if more > 0 else ""
        )

    @admin.display(description=gettext_lazy("date"), ordering="published_at")
    def date(self, article):
        return article.published_at and timezone.localdate(article.published_at)

    @admin.display(description=gettext_lazy("changed"), ordering="modified_at")
    def modified(self, article):
        return timezone.localdate(article.modified_at)

    # ------------------------------------------------------------ many at once

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        done = self._do_to_each(request, queryset, publishing.publish)
        words = ngettext(
            "%(count)d article is published.", "%(count)d articles are published.", done
        )
        self._say(request, words, done)

    @admin.action(description=gettext_lazy("Send to review"), permissions=["change"])
    def send_selected_to_review(self, request, queryset):
        done = self._do_to_each(request, queryset, publishing.send_to_review)
        words = ngettext(
            "%(count)d article is in review.", "%(count)d articles are in review.", done
        )
        self._say(request, words, done)

    @admin.action(description=gettext_lazy("Back to the drafts"), permissions=["publish"])
    def unpublish_selected(self, request, queryset):
        done = self._do_to_each(request, queryset, publishing.unpublish)
        words = ngettext("%(count)d article is a draft.", "%(count)d articles are drafts.", done)
        self._say(request, words, done)

    @admin.action(description=gettext_lazy("Withdraw, with a reason"), permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        reason = request.POST.get("reason", "").strip()[:500]
        if not reason:
            context = {
                **self.admin_site.each_context(request),
                "title": _("Withdraw articles"),
                "opts": self.opts,
                "articles": queryset,
                "action_checkbox_name": ACTION_CHECKBOX_NAME,
                "asked": "reason" in request.POST,
            }
            return TemplateResponse(request, "admin/curation/article/withdraw.html", context)
        done = self._do_to_each(request, queryset, publishing.withdraw, reason=reason)
        words = ngettext(
            "%(count)d article is withdrawn.", "%(count)d articles are withdrawn.", done
        )
        self._say(request, words, done)
        return None

    def _do_to_each(self, request, queryset, verb, **facts) -> int:
        """Do it to every article that lets it; say of each other one what hinders it."""
        done = 0
        for pk in queryset.values_list("pk", flat=True):
            article = Article.objects.get(pk=pk)  # whole: the list leaves the text away
            try:
                if not self.has_change_permission(request, article):
                    raise ValidationError(_("Only an editor may change it."))
                verb(article, by=request.user, **facts)
                done += 1
            except ValidationError as error:
                messages.error(request, f"{article}: {' '.join(error.messages)}")
        return done

    def _say(self, request, words, count):
        if count:
            messages.success(request, words % {"count": count})
