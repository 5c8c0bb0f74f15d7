"""Every address of the site. The sections' own pages come last: their paths are data."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("media/", include("media.urls")),
]
