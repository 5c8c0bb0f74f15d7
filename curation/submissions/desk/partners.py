"""Partners at the desk, and the tokens of their machines. A token's secret is shown once."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from curation.models import Partner, PartnerToken, Sending


class TokenForm(forms.ModelForm):
    class Meta:
        model = PartnerToken
        fields = ("label",)
        widgets = {"label": UnfoldAdminTextInputWidget()}

    def __init__(self, partner: Partner, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.partner = partner

    def clean_label(self):
        """Refuse a label in use: reloading the answer must not make a second, unnoticed token."""
        label = self.cleaned_data["label"]
        if self.partner.tokens.filter(label=label, revoked_at=None).exists():
            raise ValidationError(
                _("There is a token with this label. Revoke it first, or choose another label.")
            )
        return label


@admin.register(Partner)
class PartnerAdmin(ModelAdmin):
    fields = ("name", "email", "people", "is_active")
    autocomplete_fields = ("people",)
    list_display = ("name", "email", "is_active", "tokens_in_force", "last_used")
    list_filter = ("is_active",)
    list_per_page = 50
    search_fields = ("name", "email")
    show_full_result_count = False
    change_form_template = "submissions/desk/partners/change_form.html"
    says_when_empty = gettext_lazy("No partners yet: organisations that send in links regularly.")

    def get_queryset(self, request):
        valid = Q(tokens__revoked_at=None, tokens__isnull=False)
        partners = super().get_queryset(request)
        return partners.annotate(
            token_count=Count("tokens", filter=valid), used_at=Max("tokens__used_at")
        )

    @admin.display(description=gettext_lazy("tokens"), ordering="token_count")
    def tokens_in_force(self, partner):
        return partner.token_count

    @admin.display(description=gettext_lazy("last used"), ordering="used_at")
    def last_used(self, partner):
        return partner.used_at

    def get_deleted_objects(self, objs, request):
        """Refuse to delete partners that sent something in; they can be made inactive."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        sent = set(Sending.objects.filter(partner__in=objs).values_list("partner", flat=True))
        message = _("%(partner)s has sent something in: untick “active” instead.")
        refused = [message % {"partner": partner} for partner in objs if partner.pk in sent]
        if refused:  # shown instead of the list of protected rows and missing permissions
            return to_delete, counts, set(), refused
        return to_delete, counts, perms_needed, protected

    # ------------------------------------------------------------ tokens

    def get_urls(self):
        def page(route, view, name):
            view = self.admin_site.admin_view(view)
            return path(f"<int:pk>/tokens/{route}", view, name=f"curation_partner_{name}")

        return [
            page("new/", self.new_token, "new_token"),
            page("<int:token>/revoke/", self.revoke_token, "revoke_token"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context["tokens"] = obj.tokens.select_related("issued_by")
            context["may_issue"] = request.user.has_perm("curation.add_partnertoken")
            context["may_revoke"] = request.user.has_perm("curation.change_partnertoken")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def new_token(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _new_token(request, self, pk)

    def revoke_token(self, request: HttpRequest, pk: int, token: int) -> HttpResponse:
        return _revoke_token(request, self, pk, token)


def _get_partner(desk, request, pk, action: str) -> Partner:
    """The partner, for users with a permission on tokens. `action`: "add" or "change".

    Raises PermissionDenied and Http404.
    """
    partner = get_object_or_404(Partner, pk=pk)
    may_see = desk.has_view_permission(request, partner)
    if not may_see or not request.user.has_perm(f"curation.{action}_partnertoken"):
        raise PermissionDenied
    return partner


@require_http_methods(["GET", "HEAD", "POST"])
def _new_token(request, desk, pk) -> HttpResponse:
    """Make a token. Its secret is in this one response and is stored nowhere."""
    partner = _get_partner(desk, request, pk, "add")
    form = TokenForm(partner, request.POST or None)
    token, secret, status = None, "", 200
    if request.method == "POST":
        if form.is_valid():
            label = form.cleaned_data["label"]
            token, secret = PartnerToken.objects.issue(partner, label, by=request.user)
            desk.log_change(
                request, partner, [{"added": {"name": _("token"), "object": token.label}}]
            )
        else:
            status = 400
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("New token"),
        "object": partner,
        "partner": partner,
        "form": form,
        "token": token,
        "secret": secret,
    }
    return TemplateResponse(request, "submissions/desk/partners/token.html", context, status=status)


@require_POST
def _revoke_token(request, desk, pk, token_pk) -> HttpResponse:
    partner = _get_partner(desk, request, pk, "change")
    token = get_object_or_404(partner.tokens, pk=token_pk)
    token.revoke()
    desk.log_change(
        request, partner,
        [{"changed": {"name": _("token"), "object": token.label, "fields": ["revoked_at"]}}],
    )  # fmt: skip
    message = _("The token “%(token)s” is revoked.") % {"token": token.label}
    messages.success(request, message)
    return HttpResponseRedirect(reverse("admin:curation_partner_change", args=[partner.pk]))
