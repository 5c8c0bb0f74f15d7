"""URLs of the catalogue."""

from django.urls import path

from offerings import views

app_name = "offerings"

urlpatterns = [
    path("offerings/", views.offerings, name="list"),
    path("offering/<str:slug>", views.offering, name="detail"),
]
