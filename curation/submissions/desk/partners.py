"""Partners at the desk, and the tokens of their machines. A token's secret is shown once."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from curation.desk_pages import desk_page, get_row_to_read, page_urls, refuse_deletion
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
    message_when_empty = gettext_lazy(
        "No partners yet: organisations that send in links regularly."
    )

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
        sent = set(Sending.objects.filter(partner__in=objs).values_list("partner", flat=True))
        message = _("%(partner)s has sent something in: untick “active” instead.")
        reasons = [message % {"partner": partner} for partner in objs if partner.pk in sent]
        return refuse_deletion(super().get_deleted_objects(objs, request), reasons)

    # ------------------------------------------------------------ tokens

    def get_urls(self):
        pages = page_urls(
            self,
            ("<int:pk>/tokens/new/", new_token, "new_token"),
            ("<int:pk>/tokens/<int:token>/revoke/", revoke_token, "revoke_token"),
        )
        return pages + super().get_urls()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context["tokens"] = obj.tokens.select_related("issued_by")
            context["may_issue"] = request.user.has_perm("curation.add_partnertoken")
            context["may_revoke"] = request.user.has_perm("curation.change_partnertoken")
        return super().render_change_form(request, context, add, change, form_url, obj)


def _get_partner(request: HttpRequest, pk: int, action: str) -> Partner:
    """The partner, for users who may see it and "add" or "change" its tokens.

    Raises Http404 and PermissionDenied.
    """
    partner = get_row_to_read(request, Partner.objects, pk)
    if not request.user.has_perm(f"curation.{action}_partnertoken"):
        raise PermissionDenied
    return partner


def _log(request: HttpRequest, partner: Partner, message: list[dict]) -> None:
    """Write to the admin's log, which is the partner's history."""
    admin.site.get_model_admin(Partner).log_change(request, partner, message)


@require_http_methods(["GET", "HEAD", "POST"])
def new_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a token. Its secret is in this one response and is stored nowhere."""
    partner = _get_partner(request, pk, "add")
    form = TokenForm(partner, request.POST or None)
    token, secret, status = None, "", 200
    if request.method == "POST":
        if form.is_valid():
            label = form.cleaned_data["label"]
            token, secret = PartnerToken.objects.issue(partner, label, by=request.user)
            _log(request, partner, [{"added": {"name": _("token"), "object": token.label}}])
        else:
            status = 400
    return desk_page(
        request,
        Partner,
        "submissions/desk/partners/token.html",
        _("New token"),
        status,
        object=partner,
        partner=partner,
        form=form,
        token=token,
        secret=secret,
    )


@require_POST
def revoke_token(request: HttpRequest, pk: int, token: int) -> HttpResponse:
    """Revoke a token at once, and go back to the partner's page."""
    partner = _get_partner(request, pk, "change")
    revoked = get_object_or_404(partner.tokens, pk=token)
    revoked.revoke()
    change = {"name": _("token"), "object": revoked.label, "fields": ["revoked_at"]}
    _log(request, partner, [{"changed": change}])
    message = _("The token “%(token)s” is revoked.") % {"token": revoked.label}
    messages.success(request, message)
    return HttpResponseRedirect(reverse("admin:curation_partner_change", args=[partner.pk]))
