"""An article's former addresses, each of which leads readers to it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from curation.models import Address, Section
from curation.models.sections import RESERVED


class AliasForm(forms.ModelForm):
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
