"""URLs of stored files, included at MEDIA_URL: the URLs that the storage makes lead here."""

from django.urls import path, re_path

from media import views

app_name = "media"

urlpatterns = [
    path("renditions/<slug:digest>/<slug:key>/<str:filename>", views.rendition, name="rendition"),
    # Exactly the names that this app gives its files: no other file can be requested.
    re_path(
        r"^(?P<name>images/[0-9a-f]{2}/[0-9a-f]{64}\.(?:jpg|png|webp|avif))\Z",
        views.original,
        name="original",
    ),
    re_path(
        r"^(?P<name>documents/[0-9a-f]{2}/[0-9a-f]{64}\.pdf)\Z", views.document, name="document"
    ),
]
