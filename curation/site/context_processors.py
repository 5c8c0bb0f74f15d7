"""What every template knows of the publication."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from curation.models import Section
from curation.site.sections import public_sections


@dataclass(frozen=True, slots=True)
class Publication:
    """The site's name, tagline and URL, and the sections of its masthead."""

    request: HttpRequest | None
    name: str
    tagline: str
    url: str

    @property
    def sections(self) -> list[Section]:
        """The public sections that are below no other. A template without them asks nothing.

        A section such as fr/news, whose first part is a language and no section, is one of them.
        """
        sections = public_sections(self.request)
        paths = {section.path for section in sections}
        return [section for section in sections if not paths.intersection(_above(section.path))]


def _above(path: str) -> list[str]:
    """The paths above a section's: of "a/b/c", "a" and "a/b"."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def publication(request: HttpRequest | None) -> dict[str, Publication]:
    """Add `publication` to the context of every template."""
    return {
        "publication": Publication(
            request, settings.SITE_NAME, settings.SITE_TAGLINE, settings.SITE_URL
        )
    }
