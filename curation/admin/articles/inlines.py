"""The inline rows of an article's form: further reports, byline, related offerings, aliases."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from curation.admin.articles.formsets import ConcurrentFormSet, OrderedInline
from curation.models import (
    Address,
    Byline,
    Curator,
    FurtherReport,
    Publisher,
    RelatedOffering,
    Section,
)
from curation.models.sections import RESERVED
from curation.sources.links.keys import link_key
from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError, brand_of

# ---------------------------------------------------------------- further reports


class FurtherReportForm(forms.ModelForm):
    """Stores the pasted URL in its cleaned form, and the publisher that it names."""

    class Meta:
        model = FurtherReport
        fields = ("href", "title")
        widgets = {
            "href": UnfoldAdminTextInputWidget(
                attrs={"inputmode": "url", "placeholder": "https://example.org/story"}
            ),
            "title": UnfoldAdminTextInputWidget(),
        }

    def clean_href(self):
        if "href" not in self.changed_data:
            return self.instance.href
        try:
            return Link.in_text(self.cleaned_data["href"]).href
        except LinkError as error:
            raise ValidationError(str(error)) from error

    def save(self, commit=True):
        if self.instance._state.adding or "href" in self.changed_data:
            self.instance.publisher = Publisher.objects.of_brand(brand_of(self.instance.href))
        return super().save(commit)


class FurtherReportFormSet(ConcurrentFormSet):
    """Refuses a URL that occurs twice and the article's own; the error stands at its field."""

    def clean(self):
        super().clean()
        article, used = self.instance, set()
        own_keys = {
            link_key(article.link_href or article.link_original),
            link_key(article.canonical_url),
        }
        stored_own_keys = {article.link_key, article.canonical_key}
        stored = self._stored_keys()
        for form in self.forms:
            href = getattr(form, "cleaned_data", {}).get("href")
            if not href or self._should_delete_form(form):
                continue
            key, row = link_key(href), form.instance
            # An import may store such a row; the article can still be saved with it.
            was_stored_so = not form.has_changed() and key in stored_own_keys
            if key in own_keys and not was_stored_so:
                form.add_error("href", _("This is the article's own address."))
            elif key in used or self._is_taken(key, row, stored):
                form.add_error("href", _("The article has this address already."))
            used.add(key)

    def _stored_keys(self) -> dict[str, int]:
        """Link key -> primary key of the article's stored reports."""
        if self.instance.pk is None:
            return {}
        return dict(self.instance.further_reports.values_list("link_key", "pk"))

    def _is_taken(self, key: str, row: FurtherReport, stored: dict[str, int]) -> bool:
        """Whether saving the row would violate the constraint that a URL occurs once.

        Changed and removed rows are saved before new ones, but in no defined order among
        themselves: so only a new row may take the URL of a row of this form that changes.
        """
        if key not in stored or stored[key] == row.pk:
            return False
        pks_in_form = {form.instance.pk for form in self.initial_forms}
        return not row._state.adding or stored[key] not in pks_in_form


class FurtherReportInline(TabularInline):
    model = FurtherReport
    form = FurtherReportForm
    formset = FurtherReportFormSet
    extra = 0
    hide_title = True
    verbose_name_plural = gettext_lazy("also reported by: other addresses of the same story")


# ---------------------------------------------------------------- byline


class BylineInline(OrderedInline):
    model = Byline
    fields = ("curator", "position")
    autocomplete_fields = ("curator",)
    verbose_name_plural = gettext_lazy("curators, in the order of the byline")

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1  # a new article has a row for its author: see `own_byline`

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("curator")


def own_byline(user) -> list[dict]:
    """The initial rows of a new article's byline: the user, if there is a curator of that name."""
    curator = Curator.objects.known_as(user)
    return [{"curator": curator.pk}] if curator else []


# ---------------------------------------------------------------- related offerings


class RelatedOfferingInline(OrderedInline):
    model = RelatedOffering
    fields = ("offering", "position")
    autocomplete_fields = ("offering",)
    template_after = "admin/curation/article/fill_related.html"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("offering")


# ---------------------------------------------------------------- aliases


class AliasForm(forms.ModelForm):
    """A former path of the article's page, or another one that redirects to it."""

    class Meta:
        model = Address
        fields = ("path",)
        widgets = {"path": UnfoldAdminTextInputWidget(attrs={"placeholder": "/news/former-slug"})}

    def clean_path(self):
        path = Address.normalise(self.cleaned_data["path"])
        if path.split("/")[1] in {"", *RESERVED}:
            raise ValidationError(_("The site itself uses this address."))
        if Section.objects.filter(path=path.strip("/")).exists():
            raise ValidationError(_("A section's list stands at this address."))
        taken = Address.objects.at(path).exclude(pk=self.instance.pk).select_related("article")
        if address := taken.first():
            if address.article_id == self.instance.article_id:
                raise ValidationError(_("This article answers there already."))
            raise ValidationError(
                _("Another article answers there: “%(title)s”.") % {"title": address.article}
            )
        return path


class AliasInline(TabularInline):
    model = Address
    form = AliasForm
    extra = 0
    hide_title = True
    verbose_name = gettext_lazy("former address")
    verbose_name_plural = gettext_lazy("former addresses: each leads readers here")

    def get_queryset(self, request):
        return super().get_queryset(request).aliases()
