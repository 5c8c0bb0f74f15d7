"""The ModelAdmin of articles: the URLs of its pages, the list, the form, and who may do what."""

from django.contrib import admin, messages
from django.db import connection
from django.forms import Script
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from curation.admin.articles import bulk, changelist, filters, from_link, history, source_panel
from curation.admin.articles.access import may_write, to_form
from curation.admin.articles.deleting import may_be_deleted, reasons_to_keep, was_public
from curation.admin.articles.form import ArticleForm
from curation.admin.articles.inlines import (
    AliasInline,
    BylineInline,
    FurtherReportInline,
    RelatedOfferingInline,
    own_byline,
)
from curation.admin.articles.provenance import provenance_of
from curation.admin.articles.saving import FILL_RELATED, finish_saving, stored_article
from curation.admin.articles.states import STATES, state_of
from curation.admin.articles.status_buttons import pressed_button, status_buttons_for
from curation.admin.articles.submission_record import submission_record_of
from curation.desk_pages import page_urls, refuse_deletion
from curation.models import Article, Section
from curation.submissions.desk import reviews
from media.desk import preview

HISTORY_ENTRIES = 10  # below the form; the others stand on the page of the history


@admin.register(Article)
class ArticleAdmin(ModelAdmin):
    list_display = (
        changelist.thumbnail,
        changelist.headline,
        changelist.state,
        "publisher",
        changelist.topics,
        changelist.date,
        changelist.modified,
    )
    list_display_links = (changelist.headline,)
    list_select_related = ("publisher", "featured_image", "section")
    list_filter = (
        filters.StateFilter,
        filters.MissingFilter,
        filters.SectionFilter,
        filters.TaxonomyFilter,
        ("categories", AutocompleteSelectFilter),
        ("publisher", AutocompleteSelectFilter),
        ("curators", AutocompleteSelectFilter),
        ("published_at", filters.DaysFilter),
    )
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count the whole list
    ordering = ("-modified_at", "-pk")
    search_fields = (
        "title",
        "excerpt",
        "slug",
        "publisher__brand",
        "external_id",
        "link_href",
        "link_original",
    )
    search_help_text = gettext_lazy("Title, excerpt, slug, publisher, number or link")
    actions = (
        bulk.publish_selected,
        bulk.send_selected_to_review,
        bulk.unpublish_selected,
        bulk.withdraw_selected,
    )

    form = ArticleForm
    inlines = (FurtherReportInline, BylineInline, RelatedOfferingInline, AliasInline)
    autocomplete_fields = ("publisher", "featured_image", "categories", "institution", "offering")
    readonly_fields = ("image_preview", "shown_body", "featured_pdf")
    warn_unsaved_form = False  # static/desk/drafts.js warns, and knows the rich text

    class Media:
        js = tuple(
            Script(f"desk/{name}.js", defer=True) for name in ("drafts", "pictures", "source")
        )

    # ------------------------------------------------------------ pages

    def get_urls(self):
        pages = page_urls(
            self,
            ("from-link/", from_link.from_link, "from_link"),
            ("from-link/bookmarklet/", from_link.bookmarklet, "bookmarklet"),
            ("from-link/clipping/", from_link.clipping, "clipping"),
            ("from-link/attach/", from_link.add_further_report, "attach"),
            ("<int:pk>/source/", source_panel.source_state, "source"),
            ("<int:pk>/source/again/", source_panel.read_again, "source_again"),
            ("<int:pk>/source/use/", source_panel.use_value, "source_use"),
            ("<int:pk>/source/suggestion/", source_panel.answer_suggestion, "source_suggestion"),
            ("<int:pk>/reviews/", reviews.reviews, "reviews"),
            ("<int:pk>/reviews/<int:link>/revoke/", reviews.revoke_review, "revoke_review"),
        )
        return pages + super().get_urls()

    def get_changelist(self, request, **kwargs):
        return changelist.ArticleChangeList

    def history_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, object_id)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return history.history_page(request, article.pk)

    # ------------------------------------------------------------ who may do what

    def has_publish_permission(self, request):
        return request.user.has_perm("curation.publish_article")

    def has_change_permission(self, request, obj=None):
        """Curators change drafts; what readers see or saw is changed by editors."""
        may_change = super().has_change_permission(request, obj)
        was_live = obj is not None and obj.status in (
            Article.Status.PUBLISHED,
            Article.Status.WITHDRAWN,
        )
        return may_change and (not was_live or self.has_publish_permission(request))

    # ------------------------------------------------------------ the form

    def get_object(self, request, object_id, from_field=None):
        """The article; its row is locked while its form is being saved."""
        article = super().get_object(request, object_id, from_field)
        if article and request.method == "POST" and connection.in_atomic_block:
            article.hold()
        return article

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def get_fieldsets(self, request, obj=None):
        body, picture_fields = "shown_body", ["image_preview", "featured_image", "image_alt"]
        publication_fields = ["published_at", "slug", "content_language"]
        if may_write(request, obj):
            body = "body_source"
            picture_fields[2:2] = ["upload", "upload_credit"]
            if obj:
                publication_fields.append("reason")
        return [
            (None, {"fields": ["title", ("section", "kind"), "excerpt", body]}),
            (
                _("Source"),
                {
                    "fields": [
                        "link_original",
                        "link_href",
                        "publisher",
                        ("source_author", "source_date"),
                        "canonical_url",
                        "language",
                        ("via_name", "via_url"),
                        "featured_pdf",
                    ]
                },
            ),
            (_("Image"), {"fields": picture_fields}),
            (_("Classification"), {"fields": ["categories", "tags", "institution", "offering"]}),
            (_("The editor's insight"), {"fields": ["insights_name", "insights"]}),
            (_("Publication"), {"fields": publication_fields}),
        ]

    def get_changeform_initial_data(self, request):
        first = Section.objects.first()
        return {"section": first and first.pk, **super().get_changeform_initial_data(request)}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, BylineInline) and obj.pk is None:
            kwargs["initial"] = own_byline(request.user)
        return kwargs

    @admin.display(description=gettext_lazy("preview"))
    def image_preview(self, article):
        image = article.featured_image if article else None
        if image is None:
            return preview(None)
        url = reverse("admin:media_image_change", args=[image.pk])
        return format_html(
            '{}<br><a href="{}">{}</a>', preview(image), url, _("Focal point and credit")
        )

    @admin.display(description=gettext_lazy("body"))
    def shown_body(self, article):
        # `body` is the sanitiser's output, so it is safe.
        return format_html('<div class="desk-body">{}</div>', mark_safe(article.body))  # noqa: S308

    def view_on_site(self, article):
        """The URL of the public page; before publication, staff see a preview there."""
        # A refused form has put its values, such as an invalid slug, into `article`.
        stored = Article.objects.select_related("section").get(pk=article.pk)
        return None if stored.is_gone else stored.get_absolute_url()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["show_save_and_add_another"] = False
        if obj:
            # A refused form has put its values into `obj`; the page shows what is stored.
            obj = Article.objects.select_related("section").get(pk=obj.pk)
            context |= self._stored_context(request, obj)
        if may_write(request, obj):
            context["status_buttons"] = status_buttons_for(request.user, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _stored_context(self, request, article: Article) -> dict:
        """What the page shows of a stored article around its form."""
        name = state_of(article)
        state = STATES[name]
        revisions = article.revisions.select_related("by")
        sees_provenance = request.user.has_perm("curation.view_provenance")
        return {
            "stored": article,
            "state": {"name": name, "label": state.label, "colour": state.colour},
            "show_delete": may_be_deleted(article),
            "source": source_panel.panel(article, may_write(request, article)),
            "provenance": provenance_of(article) if sees_provenance else None,
            "submission_record": submission_record_of(article, request.user),
            "history": history.history_entries(revisions[:HISTORY_ENTRIES]),
            "history_goes_on": revisions.count() > HISTORY_ENTRIES,
        }

    # ------------------------------------------------------------ saving

    def save_model(self, request, obj, form, change):
        form.before = stored_article(obj.pk) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        finish_saving(request, form, form.before)

    def response_add(self, request, obj, post_url_continue=None):
        if self._returns_to_form(request):
            return to_form(obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if self._returns_to_form(request):
            return HttpResponseRedirect(request.get_full_path())
        return super().response_change(request, obj)

    def _returns_to_form(self, request) -> bool:
        return FILL_RELATED in request.POST or pressed_button(request.POST) is not None

    # ------------------------------------------------------------ deleting

    def get_deleted_objects(self, objs, request):
        return refuse_deletion(super().get_deleted_objects(objs, request), reasons_to_keep(objs))

    def delete_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, object_id)
        if article and self.has_delete_permission(request, article) and was_public(article):
            words = _("Readers may know this article's address: withdraw it instead of deleting.")
            messages.error(request, words)
            return to_form(article)
        return super().delete_view(request, object_id, extra_context)
