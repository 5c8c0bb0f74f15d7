"""The publication's sections, with one query for each request."""

from django.http import Http404, HttpRequest

from curation.models import Section


def all_sections(request: HttpRequest) -> list[Section]:
    """Return every section in the masthead's order; kept on the request after the first call."""
    if not hasattr(request, "_sections"):
        request._sections = list(Section.objects.all())
    return request._sections


def get_section(request: HttpRequest, path: str) -> Section:
    """Return the section with a path, written without slashes around it. Raises Http404."""
    for section in all_sections(request):
        if section.path == path:
            return section
    raise Http404


def subsections(request: HttpRequest, parent: Section) -> list[Section]:
    """Return the sections whose paths are below the given section's."""
    return [s for s in all_sections(request) if s.path.startswith(f"{parent.path}/")]
