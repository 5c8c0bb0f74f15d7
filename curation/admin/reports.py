"""“Also reported by” in an article's form: other publishers' addresses of its story."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from curation.admin.rows import StandingRowsFormSet
from curation.models import FurtherReport, Publisher
from curation.sources.links.keys import link_key
from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError, brand_of


class ReportForm(forms.ModelForm):
    """An address as it was pasted -> the cleaned one, and the publisher that it names."""

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
            return Link.parse(self.cleaned_data["href"]).href
        except LinkError as error:
            raise ValidationError(str(error)) from error

    def save(self, commit=True):
        if self.instance._state.adding or "href" in self.changed_data:
            self.instance.publisher = Publisher.objects.of_brand(brand_of(self.instance.href))
        return super().save(commit)


class ReportFormSet(StandingRowsFormSet):
    """No address twice, and never the article's own; each fault is told beside its field."""

    def clean(self):
        super().clean()
        article, given = self.instance, set()
        own = {
            link_key(article.link_href or article.link_original),
            link_key(article.canonical_url),
        }
        before = {article.link_key, article.canonical_key}
        stored = self._stored_keys()
        for form in self.forms:
            href = getattr(form, "cleaned_data", {}).get("href")
            if not href or self._should_delete_form(form):
                continue
            key, row = link_key(href), form.instance
            # What somebody else's import made so must not keep the article from being saved.
            stood = not form.has_changed() and key in before
            if key in own and not stood:
                form.add_error("href", _("This is the article's own address."))
            elif key in given or self._meets_stored(key, row, stored):
                form.add_error("href", _("The article has this address already."))
            given.add(key)

    def _stored_keys(self) -> dict[str, int]:
        if self.instance.pk is None:
            return {}
        return dict(self.instance.further_reports.values_list("link_key", "pk"))

    def _meets_stored(self, key, row, stored) -> bool:
        """Whether saving the row would meet one in the database.

        Changed and removed rows are saved before new ones, but not in an order among themselves:
        only a new row may take the address that another has in this form until now.
        """
        if key not in stored or stored[key] == row.pk:
            return False
        return not row._state.adding or stored[key] not in {
            form.instance.pk for form in self.initial_forms
        }


class FurtherReportInline(TabularInline):
    model = FurtherReport
    form = ReportForm
    formset = ReportFormSet
    extra = 0
    hide_title = True
    verbose_name_plural = gettext_lazy("also reported by: other addresses of the same story")
