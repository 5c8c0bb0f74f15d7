"""What every template knows of the publication."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from curation.models import Section
from curation.site.sections import all_sections


@dataclass(frozen=True, slots=True)
class Publication:
    """The site's name, tagline and URL, and the sections of its masthead."""

    request: HttpRequest | None
    name: str
    tagline: str
    url: str

    @property
    def sections(self) -> list[Section]:
        """The first-level sections. A template that does not use them causes no query."""
        return [section for section in all_sections(self.request) if "/" not in section.path]


def publication(request: HttpRequest | None) -> dict[str, Publication]:
    """Add `publication` to the context of every template."""
    return {
        "publication": Publication(
            request, settings.SITE_NAME, settings.SITE_TAGLINE, settings.SITE_URL
        )
    }
