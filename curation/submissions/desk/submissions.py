"""Submissions in the admin: the URLs of the queue, of each submission and of each act."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from unfold.admin import ModelAdmin

from curation.desk_pages import page_urls
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
        pages = page_urls(
            self,
            ("rates/", rates.rates, "rates"),
            ("rates.csv", csv_export.export_rates, "rates_csv"),
            ("queue.csv", csv_export.export_queue, "queue_csv"),
            ("selected/decline/", bulk.decline_selected, "decline_selected"),
            ("selected/spam/", bulk.spam_selected, "spam_selected"),
            ("<int:pk>/accept/", acts.accept, "accept"),
            ("<int:pk>/decline/", declining.decline, "decline"),
            ("<int:pk>/merge/", merging.merge, "merge"),
            ("<int:pk>/spam/", acts.spam, "spam"),
            ("<int:pk>/take/", acts.take, "take"),
            ("<int:pk>/assign/", acts.assign, "assign"),
            ("<int:pk>/reopen/", acts.reopen, "reopen"),
            ("<int:pk>/comment/", acts.comment, "comment"),
        )
        return pages + super().get_urls()

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
