"""Submissions in the admin: the URLs of the queue, of each submission and of each act."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import path
from unfold.admin import ModelAdmin

from curation.models import Submission
from curation.submissions.desk import (
    acts,
    bulk,
    csv_export,
    declining,
    detail,
    merging,
    queue,
    rates,
)
from curation.submissions.desk.access import get_submission_to_read, submission_url


@admin.register(Submission)
class SubmissionAdmin(ModelAdmin):
    """Gives the pages their URLs; the admin's own forms are switched off."""

    def get_urls(self):
        def address(route, view, name):
            view = self.admin_site.admin_view(view)
            return path(route, view, name=f"curation_submission_{name}")

        return [
            address("rates/", rates.rates, "rates"),
            address("rates.csv", csv_export.export_rates, "rates_csv"),
            address("queue.csv", csv_export.export_queue, "queue_csv"),
            address("selected/decline/", bulk.decline_selected, "decline_selected"),
            address("selected/spam/", bulk.spam_selected, "spam_selected"),
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
        return detail.submission(request, object_id)

    def history_view(self, request, object_id, extra_context=None):
        """Redirect to the decisions on the submission's page: they are its history."""
        submission = get_submission_to_read(request, object_id)
        return HttpResponseRedirect(f"{submission_url(submission)}#decisions")
