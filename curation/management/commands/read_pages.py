"""Reads saved pages: one line of JSON in, one line out for each page."""

import json
import sys

from django.core.management.base import BaseCommand

from curation.sources.reading.markup import MAX_BYTES
from curation.sources.reading.page import Page, read_page

FIELDS = ("title", "description", "site_name", "author", "published", "language", "image")


class Command(BaseCommand):
    help = (
        'Reads lines of {"id", "url", "html_path"} and writes, for each, a line with the title, '
        "description, site name, author, date, language, image, canonical URL and DOI that the "
        "page gives. Needs neither the network nor the database."
    )
    requires_system_checks = []

    def handle(self, *args, **options):
        for number, line in enumerate(sys.stdin, start=1):
            if not line.strip():
                continue
            try:
                request = json.loads(line)
                name, url, path = request["id"], request["url"], request["html_path"]
            except (ValueError, KeyError, TypeError) as error:
                self.stderr.write(f'line {number}: needs "id", "url" and "html_path": {error}')
                continue
            try:
                with open(path, "rb") as file:
                    row = as_row(read_page(file.read(MAX_BYTES + 1), url))
            except (OSError, TypeError, ValueError) as error:
                self.stderr.write(f"{name}: the page cannot be read: {error}")
                row = dict.fromkeys((*FIELDS, "canonical_url", "doi"))
            self.stdout.write(json.dumps({"id": name, **row}))
            self.stdout.flush()


def as_row(page: Page) -> dict[str, object]:
    """Return the page's fields under their names in the output; None for what was not found."""
    return {
        "title": page.title.value,
        "description": page.description.value,
        "site_name": page.site_name.value,
        "author": list(page.authors.value or ()) or None,
        "published": page.published.value.isoformat() if page.published.value else None,
        "language": page.language.value,
        "image": page.image.value,
        "canonical_url": page.canonical_url.value,
        "doi": page.doi or None,
    }
