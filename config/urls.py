"""All URLs of the project. Those of the public site come last: a section's path is data."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("media/", include("media.urls")),
    path("", include("offerings.urls")),
    path("", include("curation.submissions.pages.urls")),
    path("", include("curation.site.urls")),
]

handler404 = "curation.site.views.errors.not_found"
handler500 = "curation.site.views.errors.server_error"
