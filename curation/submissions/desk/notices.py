"""Mails at the desk: what was sent, what waits, and what could not be sent, to send it again."""

import re
from datetime import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from curation.models import Notice
from curation.submissions import mailing
from curation.submissions.desk.mail_previews import previews

State = Notice.State
# The theme's name of each state's colour
COLOURS = {
    State.QUEUED: "info",
    State.SENDING: "info",
    State.SENT: "success",
    State.FAILED: "danger",
    State.CANCELLED: "default",
}


def without_keys(text: str) -> str:
    """A mail's text without the words that open private pages: they are the addressee's alone."""
    for name in ("submissions:status", "submissions:review"):
        before, after = reverse(name, args=["KEY"]).split("KEY")
        text = re.sub(rf"{re.escape(before)}[^/\s\"'<]+(?={re.escape(after)})", f"{before}…", text)
    return text


def isolated(html: str) -> str:
    """A mail's HTML within a page, in a tree of its own: neither's styles reach the other.

    The HTML is what `notifying.render` made of our own templates, in which all that others typed
    is escaped.
    """
    shown = mark_safe(html)  # noqa: S308
    return format_html(
        '<div class="desk-mail"><template shadowrootmode="open">{}</template></div>', shown
    )


def _when(moment: datetime | None) -> str:
    """As every page of moderation writes it."""
    return date_format(timezone.localtime(moment), "j M Y, H:i") if moment else "–"


class NoticeStateFilter(DropdownFilter):
    title = gettext_lazy("state")
    parameter_name = "state"
    TROUBLE = "trouble"

    def lookups(self, request, model_admin):
        return [(self.TROUBLE, _("tried in vain")), *State.choices]

    def queryset(self, request, queryset):
        if self.value() == self.TROUBLE:
            return queryset.in_trouble()
        return queryset.filter(state=self.value()) if self.value() in State else queryset


@admin.register(Notice)
class NoticeAdmin(ModelAdmin):
    """To read only; the one act is to send again what could not be sent."""

    fields = (
        "state", "problem", "attempt", "to", "kind", "written", "due", "sent", "about",
        "subject", "shown_text", "shown_html",
    )  # fmt: skip
    readonly_fields = fields
    list_display = ("kind", "to", "about", "standing", "problem", "written")
    list_filter = (NoticeStateFilter, ("kind", ChoicesDropdownFilter))
    list_filter_submit = True
    list_per_page = 50
    search_fields = ("to",)
    search_help_text = gettext_lazy("E-mail address")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("send_selected_again",)
    change_form_template = "submissions/desk/notices/change_form.html"
    change_list_template = "submissions/desk/notices/change_list.html"
    says_when_empty = gettext_lazy("No mails yet: each submission's receipt will stand here.")

    def get_queryset(self, request):
        notices = super().get_queryset(request)
        return notices.select_related("submission", "decision__article")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("curation.view_notice")

    def has_send_again_permission(self, request):
        return request.user.has_perm("curation.change_notice")

    # ------------------------------------------------------------ what it shows

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def standing(self, notice):
        return State.FAILED if notice.is_in_trouble else notice.state, notice.standing

    @admin.display(description=gettext_lazy("about"))
    def about(self, notice):
        if notice.submission:
            url = reverse("admin:curation_submission_change", args=[notice.submission_id])
            return format_html('<a href="{}">{}</a>', url, notice.submission)
        article = notice.decision and notice.decision.article
        if article:
            url = reverse("admin:curation_article_change", args=[article.pk])
            return format_html('<a href="{}">{}</a>', url, article)
        return "–"

    @admin.display(description=gettext_lazy("written at"), ordering="written_at")
    def written(self, notice):
        return _when(notice.written_at)

    @admin.display(description=gettext_lazy("due at"))
    def due(self, notice):
        return _when(notice.due_at)

    @admin.display(description=gettext_lazy("sent at"))
    def sent(self, notice):
        return _when(notice.sent_at)

    @admin.display(description=gettext_lazy("text"))
    def shown_text(self, notice):
        return format_html('<pre class="desk-raw">{}</pre>', without_keys(notice.text))

    @admin.display(description=gettext_lazy("HTML"))
    def shown_html(self, notice):
        return isolated(without_keys(notice.html))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        unsent = obj is not None and obj.is_in_trouble
        context["may_send_again"] = unsent and self.has_send_again_permission(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ sending again

    def get_urls(self):
        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"curation_notice_{name}")

        return [
            page("previews/", self.previews, "previews"),
            page("<int:pk>/send-again/", self.send_again, "send_again"),
            *super().get_urls(),
        ]

    @admin.action(
        description=gettext_lazy("Send again what could not be sent"), permissions=["send_again"]
    )
    def send_selected_again(self, request, queryset):
        queued = sum(mailing.send_again(notice) for notice in queryset.in_trouble())
        if queued:
            words = ngettext(
                "%(count)d mail is sent again.", "%(count)d mails are sent again.", queued
            )
            messages.success(request, words % {"count": queued})
        else:
            messages.info(request, _("None of these waits to be sent again."))

    def send_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _send_again(request, self, pk)

    # ------------------------------------------------------------ what mails look like

    def previews(self, request: HttpRequest) -> HttpResponse:
        """Every kind of mail with made-up facts, so that its wording can be read and judged."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What our mails look like"),
            "previews": [(preview, isolated(preview.html)) for preview in previews()],
        }
        return TemplateResponse(request, "submissions/desk/notices/previews.html", context)


@require_POST
def _send_again(request, desk, pk) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=pk)
    if not desk.has_view_permission(request, notice) or not desk.has_send_again_permission(request):
        raise PermissionDenied
    if mailing.send_again(notice):
        messages.success(request, _("The mail is sent again in a moment."))
    else:
        messages.info(request, _("This mail is %(state)s: there is nothing to send again.") % {
            "state": notice.get_state_display()
        })  # fmt: skip
    return HttpResponseRedirect(reverse("admin:curation_notice_change", args=[notice.pk]))
