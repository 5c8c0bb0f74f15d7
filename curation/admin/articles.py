"""The form of an article at the desk, and what a save sets in motion."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import connection
from django.forms import Script
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from curation import suggesting
from curation.admin.acts import act_of, acts_for, is_on_record, was_published
from curation.admin.addresses import AliasInline
from curation.admin.article_form import ArticleForm
from curation.admin.article_list import ArticleList
from curation.admin.filters import COLOURS, STATES, state_of
from curation.admin.from_link import FromLink
from curation.admin.history import entries, facts
from curation.admin.origins import origins_of
from curation.admin.provenance import provenance_of
from curation.admin.reports import FurtherReportInline
from curation.admin.rows import (
    BylineInline,
    RelatedOfferingInline,
    fill_related,
    own_byline,
)
from curation.admin.source_panel import SourcePanel, panel
from curation.models import Article, Byline, Curator, Revision, Section, Submission
from curation.submissions.desk.reviews import OutsideReviews
from media.desk import preview

HISTORY_ON_FORM, HISTORY_ON_PAGE = 10, 50


@admin.register(Article)
class ArticleAdmin(FromLink, SourcePanel, OutsideReviews, ArticleList, ModelAdmin):
    form = ArticleForm
    inlines = (FurtherReportInline, BylineInline, RelatedOfferingInline, AliasInline)
    autocomplete_fields = ("publisher", "featured_image", "categories", "institution", "offering")
    readonly_fields = ("image_preview", "shown_body", "featured_pdf")

    warn_unsaved_form = False  # static/desk/drafts.js warns, and knows the rich text

    class Media:
        js = tuple(
            Script(f"desk/{name}.js", defer=True) for name in ("drafts", "pictures", "source")
        )

    # ------------------------------------------------------------ who may do what

    def has_publish_permission(self, request):
        return request.user.has_perm("curation.publish_article")

    def has_change_permission(self, request, obj=None):
        """Curators draft; what readers see, or saw, is the editors'."""
        may = super().has_change_permission(request, obj)
        seen = obj is not None and obj.status in (
            Article.Status.PUBLISHED,
            Article.Status.WITHDRAWN,
        )
        return may and (not seen or self.has_publish_permission(request))

    def _may_write(self, request, obj) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    # ------------------------------------------------------------ the form

    def get_object(self, request, object_id, from_field=None):
        """The article; while a form of it is saved, its row is locked."""
        article = super().get_object(request, object_id, from_field)
        if article and request.method == "POST" and connection.in_atomic_block:
            article.hold()
        return article

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def get_fieldsets(self, request, obj=None):
        may_write = self._may_write(request, obj)
        body = "body_source" if may_write else "shown_body"
        picture_fields = ["image_preview", "featured_image", "image_alt"]
        if may_write:
            picture_fields[2:2] = ["upload", "upload_credit"]
        standing = ["published_at", "slug"]
        if may_write and obj:
            standing.append("reason")
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
            (_("Where it stands"), {"fields": standing}),
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
        shown = preview(image)
        if image is None:
            return shown
        url = reverse("admin:media_image_change", args=[image.pk])
        return format_html('{}<br><a href="{}">{}</a>', shown, url, _("Focal point and credit"))

    @admin.display(description=gettext_lazy("body"))
    def shown_body(self, article):
        # `body` is what the sanitiser made: safe by construction
        return format_html('<div class="desk-body">{}</div>', mark_safe(article.body))  # noqa: S308

    def view_on_site(self, article):
        """The public page; before it is live, its preview for the staff."""
        # A refused form has put its values, an odd slug among them, into `article`.
        stored = Article.objects.select_related("section").get(pk=article.pk)
        return None if stored.is_gone else stored.get_absolute_url()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["show_save_and_add_another"] = False
        if obj:
            # A refused form has put its values into `obj`; what stands is in the database.
            obj = context["stored"] = Article.objects.select_related("section").get(pk=obj.pk)
            name = state_of(obj)
            context["state"] = {"name": name, "label": STATES[name][0], "colour": COLOURS[name]}
            context["show_delete"] = not (was_published(obj) or is_on_record(obj))
            context["origins"] = origins_of(obj, request.user)
            context["source"] = panel(obj, self._may_write(request, obj))
            revisions = obj.revisions.select_related("by")
            context["history"] = entries(revisions[:HISTORY_ON_FORM])
            context["history_goes_on"] = revisions.count() > HISTORY_ON_FORM
            if request.user.has_perm("curation.view_provenance"):
                context["provenance"] = provenance_of(obj)
        context["acts"] = acts_for(request.user, obj) if self._may_write(request, obj) else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ saving

    def save_model(self, request, obj, form, change):
        form.before = facts(Article.objects.get(pk=obj.pk)) if change else None
        form.path_before = obj.addresses.filter(is_live=True).first() if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """The rows, then the record of it all, then the act whose button was pressed."""
        super().save_related(request, form, formsets, change)
        article = form.instance
        if not article.bylines.exists() and (not change or self._is_first_hand(article)):
            Byline.objects.create(article=article, curator=Curator.objects.of(request.user))
        if "_fill_related" in request.POST:
            form.filled = fill_related(article)
        suggesting.settle(article)
        after = facts(article)
        if change:
            revision = Revision.objects.record(article, form.before, after, by=request.user)
        else:
            blank = {name: value for name, value in after.items() if not value}
            revision = Revision.objects.record(
                article, blank, after, by=request.user, act=_("created")
            )
        if revision and change:
            article.modified_at = timezone.now()
            Article.objects.filter(pk=article.pk).update(modified_at=article.modified_at)
        if form.act:
            form.act.do(article, by=request.user, reason=form.cleaned_data.get("reason", ""))
        self._tell(request, form)

    def _is_first_hand(self, article) -> bool:
        """Whether it is the draft of an accepted submission, and nobody's yet: whoever saves it
        first writes it. Not so where somebody took every name out of its byline."""
        return (
            article.status == Article.Status.DRAFT
            and article.submissions.filter(state=Submission.State.ACCEPTED).exists()
            and not article.revisions.filter(changes__has_key="curators").exists()
        )

    def _tell(self, request, form):
        article = form.instance
        before = form.path_before
        if form.act:
            done = form.act.done % {"title": article.title}
            if article.is_scheduled:
                when = timezone.localtime(article.published_at)
                done = _("“%(title)s” will be published on %(when)s.") % {
                    "title": article.title,
                    "when": f"{when:%Y-%m-%d %H:%M}",
                }
            messages.success(request, done)
        if hasattr(form, "filled"):
            words = _("Related offerings by the rule: %(number)s.") % {"number": form.filled}
            messages.success(request, words)
        if before and before.path != article.path and article.published_at:
            words = _("Readers of %(old)s are led to %(new)s from now on.")
            messages.info(request, words % {"old": before.path, "new": article.path})

    def response_add(self, request, obj, post_url_continue=None):
        if self._stays(request):
            return HttpResponseRedirect(reverse("admin:curation_article_change", args=[obj.pk]))
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if self._stays(request):
            return HttpResponseRedirect(request.get_full_path())
        return super().response_change(request, obj)

    def _stays(self, request) -> bool:
        return "_fill_related" in request.POST or act_of(request.POST) is not None

    # ------------------------------------------------------------ removing

    def get_deleted_objects(self, objs, request):
        """What was published is withdrawn instead: its address says so for ever. What came from a
        submission, or was shown to a reviewer, is rejected instead: the record points to it."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        published = _(
            "“%(title)s” was published: withdraw it instead, so that its address says why."
        )
        decided = _("“%(title)s” stands in decisions or reviews: reject it instead, with a reason.")
        kept = [
            (published if was_published(article) else decided) % {"title": article}
            for article in objs
            if was_published(article) or is_on_record(article)
        ]
        if kept:  # the plain reason, in place of rows and rights that stand in the way too
            return to_delete, counts, set(), kept
        return to_delete, counts, perms_needed, protected

    def delete_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, object_id)
        if article and self.has_delete_permission(request, article) and was_published(article):
            words = _("Readers may know this article's address: withdraw it instead of deleting.")
            messages.error(request, words)
            return HttpResponseRedirect(reverse("admin:curation_article_change", args=[article.pk]))
        return super().delete_view(request, object_id, extra_context)

    # ------------------------------------------------------------ the history's own page

    def history_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, object_id)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        pages = Paginator(article.revisions.select_related("by"), HISTORY_ON_PAGE)
        page = pages.get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(title)s") % {"title": article},
            "opts": self.opts,
            "object": article,
            "page": page,
            "history": entries(page.object_list),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/curation/article/history.html", context)
