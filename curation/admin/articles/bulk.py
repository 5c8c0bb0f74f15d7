"""The actions of the list of articles: change the status of all that are ticked."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from curation import publishing
from curation.admin.articles.access import may_write
from curation.desk_pages import desk_page
from curation.models import Article


@admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
def publish_selected(model_admin, request, queryset):
    number = _change_each(request, queryset, publishing.publish)
    _report(
        request,
        ngettext("%(count)d article is published.", "%(count)d articles are published.", number),
        number,
    )


@admin.action(description=gettext_lazy("Send to review"), permissions=["change"])
def send_selected_to_review(model_admin, request, queryset):
    number = _change_each(request, queryset, publishing.send_to_review)
    _report(
        request,
        ngettext("%(count)d article is in review.", "%(count)d articles are in review.", number),
        number,
    )


@admin.action(description=gettext_lazy("Back to the drafts"), permissions=["publish"])
def unpublish_selected(model_admin, request, queryset):
    number = _change_each(request, queryset, publishing.unpublish)
    _report(
        request,
        ngettext("%(count)d article is a draft.", "%(count)d articles are drafts.", number),
        number,
    )


@admin.action(description=gettext_lazy("Withdraw, with a reason"), permissions=["publish"])
def withdraw_selected(model_admin, request, queryset):
    """Ask for the reason on a page of its own, which sends the action again with it."""
    reason = request.POST.get("reason", "").strip()[:500]
    if not reason:
        return desk_page(
            request,
            Article,
            "admin/curation/article/withdraw.html",
            _("Withdraw articles"),
            articles=queryset,
            action_checkbox_name=ACTION_CHECKBOX_NAME,
            asked="reason" in request.POST,
        )
    number = _change_each(request, queryset, publishing.withdraw, reason=reason)
    _report(
        request,
        ngettext("%(count)d article is withdrawn.", "%(count)d articles are withdrawn.", number),
        number,
    )
    return None


def _change_each(request, queryset, change_status, **arguments) -> int:
    """Change each article for which it is possible; say why each other one stays as it is.

    Returns the number of changed articles.
    """
    number = 0
    for pk in queryset.values_list("pk", flat=True):
        article = Article.objects.get(pk=pk)  # with its text, which the list does not load
        try:
            if not may_write(request, article):
                raise ValidationError(_("Only an editor may change it."))
            change_status(article, by=request.user, **arguments)
            number += 1
        except ValidationError as error:
            messages.error(request, f"{article}: {' '.join(error.messages)}")
    return number


def _report(request, message: str, number: int) -> None:
    if number:
        messages.success(request, message % {"count": number})
