"""The form of an article: what a save changes, and what it must not change."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.forms import TagField
from unfold.widgets import (
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from curation.admin.articles.status_buttons import pressed_button
from curation.admin.tags import TagsWidget
from curation.autofill import FILLED_FIELDS
from curation.models import Article, Publisher, SourceFetch
from curation.models.articles import YEARS
from curation.models.people import display_name
from curation.publishing import problems_before_publishing
from curation.sources.links.fields import validate_web_url
from curation.sources.links.parsing import LinkError, brand_of
from curation.sources.links.pasting import address_in
from markup import editor, sanitise
from media.desk import PictureFormMixin

LINKS = ("link_original", "link_href", "canonical_url")


class ArticleForm(PictureFormMixin):
    """Every field of an article that curators write.

    The status is not among them: the buttons change it (see `status_buttons`).
    """

    picture_field = "featured_image"

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)
    save_anyway = forms.BooleanField(
        label=gettext_lazy("Save anyway: the other version stays in the history"),
        required=False,
        widget=UnfoldBooleanWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget(),
        help_text=gettext_lazy(
            "Needed to withdraw an article, whose page then shows it, and to reject a draft: "
            "then the next curator with this link sees it."
        ),
    )
    tags = TagField(
        label=gettext_lazy("Tags"),
        required=False,
        widget=TagsWidget,
        help_text=gettext_lazy("Keywords, separated by commas."),
    )

    class Meta:
        model = Article
        fields = "__all__"  # the admin's fieldsets say which
        widgets = {
            "title": UnfoldAdminExpandableTextareaWidget(),
            "excerpt": UnfoldAdminExpandableTextareaWidget(),
            "insights": UnfoldAdminTextareaWidget(attrs={"rows": 4}),
            **{name: UnfoldAdminTextInputWidget(attrs={"inputmode": "url"}) for name in LINKS},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        article = self.instance
        self.source_before = article.body_source
        self.problems_before = problems_before_publishing(article)
        self.button = None
        self.in_conflict = False
        self.filled_by_fetch = ()
        if article.pk and SourceFetch.objects.filter(article=article).exists():
            # A fetch may fill these while the form is open: hidden fields say what the form showed.
            self.filled_by_fetch = tuple(
                name for name in (*FILLED_FIELDS, "categories") if name in self.fields
            )
            for name in self.filled_by_fetch:
                self.fields[name].show_hidden_initial = True
        if article.pk:
            self.fields["opened_at"].initial = article.modified_at.isoformat()
        if body := self.fields.get("body_source"):
            body.strip = False
            if reason := editor.why_plain(article.body_source):
                body.widget = UnfoldAdminTextareaWidget(attrs={"rows": 18, "class": "desk-source"})
                body.help_text = reason
            else:
                body.widget = editor.BodyWidget(article.body_source)
        if article.published_at and "slug" in self.fields:
            words = _("If you change it, the old address leads to the new one.")
            self.fields["slug"].help_text = words

    # ------------------------------------------------------------ the fields

    def clean(self):
        cleaned = super().clean()
        self._keep_fetched_values(cleaned)
        self._keep_untouched(cleaned)
        self._check_links(cleaned)
        self._check_year(cleaned)
        self._find_publisher(cleaned)
        self._derive_excerpt(cleaned)
        self._take_alt_text(cleaned)
        self._check_button(cleaned)
        self._check_nobody_saved_since(cleaned)
        return cleaned

    def _keep_fetched_values(self, cleaned):
        """Keep what a fetch has filled in since the form was opened, where nobody edited it."""
        for name in set(self.filled_by_fetch).intersection(cleaned).difference(self.changed_data):
            if name == "categories":
                cleaned[name] = self.instance.categories.all()
            else:
                cleaned[name] = getattr(self.instance, name)

    def _keep_untouched(self, cleaned):
        """Undo that a form strips blanks, changes line ends and drops microseconds.

        A field that nobody edited keeps its value byte for byte: an export must find no change.
        """
        columns = {field.name for field in Article._meta.concrete_fields}
        for name in columns.intersection(cleaned, self.fields):
            before, after = getattr(self.instance, name, None), cleaned[name]
            if name == "body_source":
                as_opened = self.data.get(self.add_prefix(editor.opened(name)), "")
                cleaned[name] = editor.kept(before, after, as_opened)
            elif isinstance(after, str):
                same = editor.kept(before.strip(), after) == before.strip()
                cleaned[name] = before if same else editor.kept(before, after)
                if name == "title" and not same:
                    cleaned[name] = " ".join(after.splitlines())  # the field is a textarea
            elif name == "published_at" and name not in self.changed_data:
                cleaned[name] = before

    def _changed(self, name) -> bool:
        return name in self.cleaned_data and self.cleaned_data[name] != getattr(self.instance, name)

    def _check_links(self, cleaned):
        """Find the address in what was pasted; a whole one stays as it was typed."""
        for name in LINKS:
            if cleaned.get(name) and self._changed(name):
                try:
                    validate_web_url(cleaned[name])
                except ValidationError:
                    try:
                        cleaned[name] = address_in(cleaned[name])
                    except LinkError as error:
                        self.add_error(name, str(error))

    def _check_year(self, cleaned):
        at = cleaned.get("published_at")
        if at and self._changed("published_at") and at.year not in YEARS:
            words = _("The year must be between %(first)d and %(last)d.")
            self.add_error("published_at", words % {"first": YEARS[0], "last": YEARS[-1]})

    def _find_publisher(self, cleaned):
        """Take the publisher from the source URL if none was chosen."""
        if "publisher" not in cleaned or cleaned["publisher"] or self.errors:
            return
        if not any(self._changed(name) for name in ("publisher", "link_href", "link_original")):
            return
        if href := cleaned.get("link_href") or cleaned.get("link_original"):
            try:
                cleaned["publisher"] = Publisher.objects.of_brand(brand_of(href))
            except LinkError as error:
                self.add_error("link_href", str(error))

    def _derive_excerpt(self, cleaned):
        """Let an excerpt that was derived from the old body follow the new body."""
        if "excerpt" not in cleaned or self._changed("excerpt") or not self._changed("body_source"):
            return
        if cleaned["excerpt"] == sanitise.excerpt(sanitise.render(self.source_before)):
            cleaned["excerpt"] = ""  # saving derives it

    def _take_alt_text(self, cleaned):
        """Take the alternative text that is stored with a newly chosen image."""
        image = cleaned.get("featured_image")
        if image and self._changed("featured_image") and not cleaned.get("image_alt"):
            cleaned["image_alt"] = image.alt[:500]

    # ------------------------------------------------------------ the status

    def _check_button(self, cleaned):
        """Refuse a status change that the user may not make, or that the article does not allow."""
        article = self.instance
        button = pressed_button(self.data)
        if button:
            if not button.may_be_pressed_by(self.request.user):
                raise PermissionDenied
            if not button.fits(article):
                message = _("“%(act)s” is not possible: the article is %(status)s now.")
                status = article.get_status_display()
                raise ValidationError(message % {"act": button.label, "status": status})
            if button.needs_reason and not cleaned.get("reason"):
                self.add_error("reason", _("Say why."))
        self.button = button
        stays_published = article.status == Article.Status.PUBLISHED and not button
        if stays_published and not cleaned.get("published_at") and "published_at" in cleaned:
            self.add_error("published_at", _("A published article needs a date."))
        if stays_published or (button and button.publishes):
            draft = Article(
                body_source=cleaned.get("body_source", article.body_source),
                featured_image=cleaned.get("featured_image", article.featured_image),
                image_alt=cleaned.get("image_alt", article.image_alt),
            )
            for name, sentence in problems_before_publishing(draft).items():
                # Old articles with the problem can still be edited; an edit must not add one.
                if not (stays_published and name in self.problems_before):
                    self.add_error(name, sentence)

    def _check_nobody_saved_since(self, cleaned):
        """Optimistic locking: whoever saves second is told who saved first, and may save anyway."""
        if not self.instance.pk:
            return
        now = Article.objects.select_for_update().filter(pk=self.instance.pk)
        modified_at = now.values_list("modified_at", flat=True).get()
        if cleaned.get("opened_at") == modified_at.isoformat() or cleaned.get("save_anyway"):
            return
        self.in_conflict = True
        last = self.instance.revisions.select_related("by").first()
        raise ValidationError(
            _(
                "%(who)s saved this article at %(when)s, after you opened it. Your changes are not "
                "lost: compare them with the history below, then save anyway or start again."
            )
            % {
                "who": (last and last.by and display_name(last.by)) or _("Somebody"),
                "when": date_format(timezone.localtime(modified_at), "DATETIME_FORMAT"),
            },
            code="conflict",
        )
