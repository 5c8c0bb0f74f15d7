"""Every address of the site. The sections' own pages come last: their paths are data."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("media/", include("media.urls")),
    path("", include("offerings.urls")),
    path("", include("curation.submitting.urls")),
    path("", include("curation.reading.urls")),
]

handler404 = "curation.reading.views.errors.not_found"
handler500 = "curation.reading.views.errors.server_error"
