"""Notices at the desk: mails that were sent, that wait, and that could not be sent."""

import re
from datetime import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
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

from curation.desk_pages import desk_page, get_row_to_read, page_urls
from curation.models import Notice
from curation.submissions import mailing
from curation.submissions.desk.mail_previews import previews

State = Notice.State
# The colours of the admin theme's labels
COLOURS = {
    State.QUEUED: "info",
    State.SENDING: "info",
    State.SENT: "success",
    State.FAILED: "danger",
    State.CANCELLED: "default",
}


def may_view(user) -> bool:
    return user.has_perm("curation.view_notice")


def may_send_again(user) -> bool:
    return user.has_perm("curation.change_notice")


def redact_private_links(text: str) -> str:
    """The text or HTML of a mail without the tokens of private links, which are the recipient's."""
    for name in ("submissions:status", "submissions:review"):
        before, after = reverse(name, args=["TOKEN"]).split("TOKEN")
        token = rf"{re.escape(before)}[^/\s\"'<]+(?={re.escape(after)})"
        text = re.sub(token, f"{before}…", text)
    return text


def in_shadow_root(html: str) -> str:
    """The HTML of a mail in a shadow root, so that the page's and the mail's CSS stay apart.

    html: made by `notifying.render` from our own templates, which escape what others typed.
    """
    safe_html = mark_safe(html)  # noqa: S308
    return format_html(
        '<div class="desk-mail"><template shadowrootmode="open">{}</template></div>', safe_html
    )


def _format_time(time: datetime | None) -> str:
    return date_format(timezone.localtime(time), "j M Y, H:i") if time else "–"


class NoticeStateFilter(DropdownFilter):
    title = gettext_lazy("state")
    parameter_name = "state"
    NEEDS_ATTENTION = "trouble"

    def lookups(self, request, model_admin):
        return [(self.NEEDS_ATTENTION, _("needs attention")), *State.choices]

    def queryset(self, request, queryset):
        if self.value() == self.NEEDS_ATTENTION:
            return queryset.needing_attention()
        return queryset.filter(state=self.value()) if self.value() in State else queryset


@admin.register(Notice)
class NoticeAdmin(ModelAdmin):
    """Read only, except for one act: to send again what could not be sent."""

    fields = (
        "state", "problem", "attempt", "to", "kind", "written", "due", "sent", "about",
        "subject", "shown_text", "shown_html",
    )  # fmt: skip
    readonly_fields = fields
    list_display = ("kind", "to", "about", "state_label", "problem", "written")
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
    message_when_empty = gettext_lazy(
        "No mails yet: each submission's receipt will be listed here."
    )

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
        return may_view(request.user)

    def has_send_again_permission(self, request):
        return may_send_again(request.user)

    # ------------------------------------------------------------ columns and fields

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_label(self, notice):
        colour = State.FAILED if notice.needs_attention else notice.state
        return colour, notice.state_label

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
        return _format_time(notice.written_at)

    @admin.display(description=gettext_lazy("due at"))
    def due(self, notice):
        return _format_time(notice.due_at)

    @admin.display(description=gettext_lazy("sent at"))
    def sent(self, notice):
        return _format_time(notice.sent_at)

    @admin.display(description=gettext_lazy("text"))
    def shown_text(self, notice):
        return format_html('<pre class="desk-raw">{}</pre>', redact_private_links(notice.text))

    @admin.display(description=gettext_lazy("HTML"))
    def shown_html(self, notice):
        return in_shadow_root(redact_private_links(notice.html))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        is_unsent = obj is not None and obj.needs_attention
        context["may_send_again"] = is_unsent and self.has_send_again_permission(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ sending again

    def get_urls(self):
        pages = page_urls(
            self,
            ("previews/", show_previews, "previews"),
            ("<int:pk>/send-again/", send_again, "send_again"),
        )
        return pages + super().get_urls()

    @admin.action(
        description=gettext_lazy("Send again what could not be sent"), permissions=["send_again"]
    )
    def send_selected_again(self, request, queryset):
        unsent = queryset.needing_attention()
        queued = [notice for notice in unsent if mailing.send_again(notice)]
        if queued:
            message = ngettext(
                "%(count)d mail is sent again.", "%(count)d mails are sent again.", len(queued)
            )
            messages.success(request, message % {"count": len(queued)})
        else:
            messages.info(request, _("None of these mails needs to be sent again."))


def show_previews(request: HttpRequest) -> HttpResponse:
    """Every kind of mail with sample data, so that its wording can be checked."""
    if not may_view(request.user):
        raise PermissionDenied
    return desk_page(
        request,
        Notice,
        "submissions/desk/notices/previews.html",
        _("What our mails look like"),
        previews=[(preview, in_shadow_root(preview.html)) for preview in previews()],
    )


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a mail that could not be sent, and go back to its page."""
    notice = get_row_to_read(request, Notice.objects, pk)
    if not may_send_again(request.user):
        raise PermissionDenied
    if mailing.send_again(notice):
        messages.success(request, _("The mail will be sent again in a moment."))
    else:
        message = _("This mail is %(state)s: there is nothing to send again.")
        messages.info(request, message % {"state": notice.get_state_display()})
    return HttpResponseRedirect(reverse("admin:curation_notice_change", args=[notice.pk]))
