"""Addresses for those who send something in, and for outside reviewers."""

from django.urls import path

from curation.submitting import views

app_name = "submitting"

urlpatterns = [
    path("submit/", views.submit, name="submit"),
    path("submit/status/<str:token>/", views.status, name="status"),
    path("review/<str:token>/", views.review, name="review"),
]
