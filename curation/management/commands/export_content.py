"""Exports articles as content files, with `curation.interchange.exporting`."""

import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from curation.interchange.exporting import export_files
from curation.models import Section


class Command(BaseCommand):
    help = "Write every article as a content file: as it was imported, with edited keys changed."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--section", default="", help="only this section, for example news")
        parser.add_argument("--media", type=Path, help="also write pictures and documents here")

    def handle(self, *args, folder, section, media, **options):
        if section and not Section.objects.filter(path=section.strip("/")).exists():
            known = ", ".join(Section.objects.values_list("path", flat=True))
            raise CommandError(f"--section: there is no {section!r}; there are: {known or 'none'}.")
        try:
            written, failed = export_files(folder, self.stderr.write, section=section, media=media)
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: {error.strerror}.") from None
        self.stdout.write(f"{written} written, {failed} failed")
        if failed:
            sys.exit(1)
