"""The publication's sections, asked for once a request: for the masthead and to find the page's."""

from django.http import Http404, HttpRequest

from curation.models import Section


def all_sections(request: HttpRequest) -> list[Section]:
    """Every section in the masthead's order; one query a request, made when first asked."""
    if not hasattr(request, "_sections"):
        request._sections = list(Section.objects.all())
    return request._sections


def get_section(request: HttpRequest, path: str) -> Section:
    """The section at `path`, without slashes around it. Raises Http404."""
    for section in all_sections(request):
        if section.path == path:
            return section
    raise Http404


def subsections(request: HttpRequest, parent: Section) -> list[Section]:
    """The sections whose paths lie below the given one's."""
    return [s for s in all_sections(request) if s.path.startswith(f"{parent.path}/")]
