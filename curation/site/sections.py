"""The publication's sections, with one query for each request."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest

from curation.models import Article, Section


def read_sections() -> list[Section]:
    """Return every section in the masthead's order, with one query.

    `is_public`: whether readers find an article there, or in a section below. No page links to a
    section whose articles are all drafts: an import makes sections of hidden folders, too.
    """
    published = Article.objects.published().filter(section=OuterRef("pk"))
    sections = list(Section.objects.annotate(has_published=Exists(published)))
    shown = [section.path for section in sections if section.has_published]
    for section in sections:
        inner = f"{section.path}/"
        section.is_public = section.has_published or any(path.startswith(inner) for path in shown)
    return sections


def all_sections(request: HttpRequest) -> list[Section]:
    """Return what `read_sections` does; kept on the request after the first call."""
    if not hasattr(request, "_sections"):
        request._sections = read_sections()
    return request._sections


def public_sections(request: HttpRequest) -> list[Section]:
    """Return the sections in which readers find something, in the masthead's order."""
    return [section for section in all_sections(request) if section.is_public]


def get_section(request: HttpRequest, path: str) -> Section:
    """Return the section with a path, written without slashes around it. Raises Http404."""
    for section in all_sections(request):
        if section.path == path:
            return section
    raise Http404


def subsections(request: HttpRequest, parent: Section) -> list[Section]:
    """Return the sections whose paths are below the given section's, and which readers may see."""
    return [s for s in public_sections(request) if s.path.startswith(f"{parent.path}/")]
