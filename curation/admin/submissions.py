"""Submissions at the desk."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from curation.models import Submission


@admin.register(Submission)
class SubmissionAdmin(ModelAdmin):
    list_display = ("__str__", "domain", "state", "received_at")
