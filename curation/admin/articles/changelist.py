"""The list of articles: what it loads, and the columns that are no fields of the model."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.views import ChangeList

from curation.admin.articles.states import COLOURS, EMPTY_LIST, STATES, state_of
from media.templatetags.pictures import picture

MAX_TOPICS = 3  # shown of one article


class ArticleChangeList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        articles = super().get_queryset(request, exclude_parameters)
        return articles.without_text().prefetch_related("categories__taxonomy")

    @property
    def message_when_empty(self):
        state = STATES.get(self.params.get("state"))
        return state.empty_list if state else EMPTY_LIST


@admin.display(description="")
def thumbnail(article):
    return format_html(
        '<span class="desk-thumb">{}</span>', picture(article.featured_image, "thumb", alt="")
    )


@admin.display(description=gettext_lazy("title"), ordering="title")
def headline(article):
    return format_html('<span class="desk-headline">{}</span>', article.title)


@display(description=gettext_lazy("status"), ordering="status", label=COLOURS)
def state(article):
    name = state_of(article)
    return name, STATES[name].label


@admin.display(description=gettext_lazy("topics"))
def topics(article):
    """The first topics, and how many more there are, as in "Imaging, Wards, Import +2"."""
    labels = [category.label for category in article.categories.all()]
    more = len(labels) - MAX_TOPICS
    return format_html(
        '<span class="desk-topics">{}{}</span>',
        ", ".join(labels[:MAX_TOPICS]),
        f" +{more}" if more > 0 else "",
    )


@admin.display(description=gettext_lazy("date"), ordering="published_at")
def date(article):
    return article.published_at and timezone.localdate(article.published_at)


@admin.display(description=gettext_lazy("changed"), ordering="modified_at")
def modified(article):
    return timezone.localdate(article.modified_at)
