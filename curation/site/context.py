"""What every template knows of the publication. Asks the database only when shown."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from curation.models import Section
from curation.site.sections import all_sections


@dataclass(frozen=True, slots=True)
class Publication:
    """Name, tagline and address of the site, and the sections of its masthead."""

    request: HttpRequest | None
    name: str
    tagline: str
    url: str

    @property
    def sections(self) -> list[Section]:
        """The first-level sections; their subsections stand on their own pages."""
        return [section for section in all_sections(self.request) if "/" not in section.path]


def publication(request: HttpRequest | None) -> dict[str, Publication]:
    """Context processor: `{{ publication.name }}` and so on."""
    return {
        "publication": Publication(
            request, settings.SITE_NAME, settings.SITE_TAGLINE, settings.SITE_URL
        )
    }
