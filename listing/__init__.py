"""Pagination: long lists in numbered pages, in the same way everywhere on the site."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _


def page_of(rows, number: str | None, size: int, count: int | None = None) -> Page:
    """Return one page of a queryset. Raises Http404 for a number that no page has.

    number: as it is in the URL; None or "" for the first page. size: rows on each page. count: the
    number of all rows, if the caller knows it; otherwise it is queried. The page's attribute
    `numbers` has the numbers to link, with an ellipsis for those left out.
    """
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.count = count
    try:
        page = paginator.page(number or 1)
    except InvalidPage as error:
        raise Http404(
            _("This list has %(pages)s pages.") % {"pages": paginator.num_pages}
        ) from error
    page.numbers = list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return page
