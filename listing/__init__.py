"""Long lists in numbered pages, the same way in every list of the site."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _


def page_of(rows, number: str | None, size: int, count: int | None = None) -> Page:
    """Page `number` ("1" where there is none) of a queryset, `size` rows each.

    `count`: how many rows there are, where the caller knows already; else one query counts them.
    The page also carries `numbers`, those to be linked, with an ellipsis for what is left out.
    Raises Http404 for a number that no page has, and for what is no number.
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
