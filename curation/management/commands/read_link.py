"""Shows the draft that a link would become, without saving it."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from curation import previewing
from curation.sources.door.errors import FetchError
from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError


class Command(BaseCommand):
    help = "Fetch a link, read its page and print every field with its other candidates."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("url", help="an http or https URL")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, url, **options):
        try:
            found = previewing.preview(Link.parse(url))
        except (LinkError, FetchError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), ensure_ascii=False, indent=2))
            return
        for name, field in found.fields.items():
            self.stdout.write(f"{name}: {field['value']}  [{field['origin']}]")
            for other in field["others"]:
                self.stdout.write(f"    or: {other['value']}  [{other['origin']}]")
        for kind, rows in (found.suggested or {}).items():
            for row in rows:
                self.stdout.write(f"{kind}: {row['name']} ({row['reason']})")
        for row in found.earlier or ():
            self.stdout.write(f"ran already: {row['article']} {row['title']} ({row['why']})")
