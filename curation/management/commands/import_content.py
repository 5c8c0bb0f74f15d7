"""Imports content files, with `curation.interchange.importing`."""

import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from curation.interchange.content_files import find_files
from curation.interchange.importing import import_files


class Command(BaseCommand):
    help = "Import content files (Markdown with YAML, TOML or JSON front matter), or folders."

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a file, or a folder with all its subfolders"
        )
        parser.add_argument("--media", type=Path, help="the folder with the pictures of the files")
        parser.add_argument("--dry-run", action="store_true", help="do everything but saving")

    def handle(self, *args, paths, media, dry_run, **options):
        media = media and Path(media)
        if media and not media.is_dir():
            raise CommandError(f"--media: {media} is no folder.")
        try:
            total = sum(1 for _ in find_files(paths))
        except FileNotFoundError as error:
            raise CommandError(f"{error}.") from None
        # disable=None: no progress bar without a terminal.
        with tqdm(find_files(paths), total=total, unit="file", disable=None) as bar:
            result = import_files(bar, self.report, media=media, dry_run=dry_run)
        self.stdout.write(f"{result}{' (dry run)' if dry_run else ''}")
        if result.interrupted or result.failed:
            sys.exit(130 if result.interrupted else 1)

    def report(self, line: str):
        """Write a line above the progress bar."""
        with tqdm.external_write_mode(sys.stderr):
            self.stderr.write(line)
