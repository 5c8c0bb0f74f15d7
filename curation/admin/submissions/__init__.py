"""Submissions at the desk: the moderators' queue, one submission's page, and what is done there.

`queue` lists, `page` shows one; `acts`, `declining`, `merging` and `many` decide; `rates` counts
and `spreadsheet` exports. Who may do what stands in `access`.
"""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from unfold.admin import ModelAdmin

from curation.admin.submissions import (
    acts,
    declining,
    many,
    merging,
    page,
    queue,
    rates,
    spreadsheet,
)
from curation.models import Submission


@admin.register(Submission)
class SubmissionAdmin(ModelAdmin):
    """Gives the pages their addresses; the admin's own forms add, change and remove nothing."""

    def get_urls(self):
        def address(route, view, name):
            view = self.admin_site.admin_view(view)
            return path(route, view, name=f"curation_submission_{name}")

        return [
            address("rates/", rates.rates, "rates"),
            address("rates.csv", spreadsheet.export_rates, "rates_csv"),
            address("queue.csv", spreadsheet.export_queue, "queue_csv"),
            address("selected/decline/", many.decline_selected, "decline_selected"),
            address("selected/spam/", many.spam_selected, "spam_selected"),
            address("<int:pk>/accept/", acts.accept, "accept"),
            address("<int:pk>/decline/", declining.decline, "decline"),
            address("<int:pk>/merge/", merging.merge, "merge"),
            address("<int:pk>/spam/", acts.spam, "spam"),
            address("<int:pk>/take/", acts.take, "take"),
            address("<int:pk>/assign/", acts.assign, "assign"),
            address("<int:pk>/reopen/", acts.reopen, "reopen"),
            address("<int:pk>/comment/", acts.comment, "comment"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return queue.queue(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return page.submission(request, object_id)

    def history_view(self, request, object_id, extra_context=None):
        """The decisions are the history, and stand on the submission's own page."""
        one = page.found(request, object_id)
        url = reverse("admin:curation_submission_change", args=[one.pk])
        return HttpResponseRedirect(f"{url}#decisions")
