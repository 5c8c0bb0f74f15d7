"""How the desk builds its pages: URLs, look-ups with their permission, HTML, refused deletions.

A page beside those of Django's admin is a plain function `view(request, pk)`. It finds its object
together with the permission, and returns `desk_page(...)` or a redirect. The ModelAdmin only gives
it a URL, by `page_urls`.
"""

from collections.abc import Callable

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Manager, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path


def page_urls(model_admin: admin.ModelAdmin, *pages: tuple[str, Callable, str]) -> list[URLPattern]:
    """URL patterns for `get_urls`; each page is (route, view, name).

    Routes begin below the model's list. The pattern is named `<app>_<model>_<name>`, as Django
    names its own. The admin lets only staff through; the view checks all other permissions.
    Unfold's `custom_urls` does not fit: it passes the ModelAdmin to each view.
    """
    opts = model_admin.opts
    return [
        path(
            route,
            model_admin.admin_site.admin_view(view),
            name=f"{opts.app_label}_{opts.model_name}_{name}",
        )
        for route, view, name in pages
    ]


def desk_page(
    request: HttpRequest,
    model: type[Model],
    template: str,
    title: str,
    status: int = 200,
    **context,
) -> HttpResponse:
    """A page that belongs to `model` within the desk's frame: sidebar, breadcrumbs, messages."""
    shared = {**admin.site.each_context(request), "opts": model._meta, "title": title}
    return TemplateResponse(request, template, {**shared, **context}, status=status)


def get_row(rows: QuerySet | Manager, pk) -> Model:
    """The row with this key. Raises Http404 where there is none or the key is no number."""
    try:
        return get_object_or_404(rows, pk=pk)
    except ValueError as error:  # a form sent some other text
        raise Http404 from error


def get_row_to_read(request: HttpRequest, rows: QuerySet | Manager, pk) -> Model:
    """The row with this key, for users who may see it. Raises Http404 and PermissionDenied."""
    row = get_row(rows, pk)
    if not admin.site.get_model_admin(rows.model).has_view_permission(request, row):
        raise PermissionDenied
    return row


def get_row_to_change(request: HttpRequest, rows: QuerySet | Manager, pk) -> Model:
    """The row with this key, for users who may change it. Raises Http404 and PermissionDenied."""
    row = get_row(rows, pk)
    if not admin.site.get_model_admin(rows.model).has_change_permission(request, row):
        raise PermissionDenied
    return row


def refuse_deletion(deleted_objects: tuple, reasons: list[str]) -> tuple:
    """The answer of a `ModelAdmin.get_deleted_objects` that refuses for these reasons.

    deleted_objects: what Django's own method returned; it is returned unchanged without reasons.
    With reasons, the page shows them alone, and not the related rows and the missing permissions
    that stand in the way as well.
    """
    if not reasons:
        return deleted_objects
    to_delete, counts, _permissions_needed, _protected = deleted_objects
    return to_delete, counts, set(), reasons
