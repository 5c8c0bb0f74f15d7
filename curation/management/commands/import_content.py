"""Imports content files, with `curation.interchange.importing`."""

import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from curation.interchange.content_files import find_files
from curation.interchange.git_dates import GitDates, GitDatesError
from curation.interchange.import_fields import check_section_path, check_source
from curation.interchange.importing import ImportOptions, import_files
from curation.interchange.old_site.configuration import ConfigurationError
from curation.interchange.old_site.permalinks import unknown_tokens
from curation.interchange.reporting import Report
from curation.sources.door.downloads import download_image


class Command(BaseCommand):
    help = "Import content files (Markdown or HTML with YAML, TOML or JSON front matter)."

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a file, or a folder with all its subfolders"
        )
        parser.add_argument("--media", type=Path, help="the folder with the pictures of the files")
        parser.add_argument(
            "--fetch-pictures",
            action="store_true",
            help="take over pictures that lie on other hosts; else they become links",
        )
        parser.add_argument(
            "--section", default="", help="the section of files that lie in no section's folder"
        )
        parser.add_argument(
            "--old-address",
            default="",
            metavar="PATTERN",
            help="where the old site served its pages, as in /:year/:month/:slug/, "
            "if no configuration file above the content says it",
        )
        parser.add_argument(
            "--source", default="", help="the name of the old system, for files that name none"
        )
        parser.add_argument(
            "--git-dates",
            action="store_true",
            help="a missing lastMod is the time of the file's last commit",
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE.csv", help="write a line for each remark there"
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="do everything but saving, and count the remarks by their kind",
        )

    def handle(self, *args, paths, dry_run, **options):
        media = options["media"] and Path(options["media"])
        if media and not media.is_dir():
            raise CommandError(f"--media: {media} is no folder.")
        section, pattern = options["section"].strip("/"), options["old_address"]
        source = options["source"].strip()
        for option, check, value in (
            ("--section", check_section_path, section),
            ("--source", check_source, source),
        ):
            try:
                if value:
                    check(value)
            except ValueError as error:
                raise CommandError(f"{option}: {error}") from None
        if pattern and ":" not in pattern:
            raise CommandError("--old-address: write a pattern such as /:year/:month/:slug/.")
        if unknown := unknown_tokens(pattern):
            raise CommandError(f"--old-address: {unknown[0]!r} is no part of a pattern.")
        where = {"section": section, "pattern": pattern}
        try:
            git_dates = GitDates([Path(path) for path in paths]) if options["git_dates"] else None
            total = sum(1 for _ in find_files(paths, **where))
        except (FileNotFoundError, GitDatesError, ConfigurationError) as error:
            raise CommandError(f"{str(error).rstrip('.')}.") from None
        with ExitStack() as stack:
            csv_file = None
            if options["report"]:
                try:
                    csv_file = stack.enter_context(
                        Path(options["report"]).open("w", encoding="utf-8", newline="")
                    )
                except OSError as error:
                    raise CommandError(f"--report: {error}.") from None
            report = Report(self.write_remark, csv_file, write_all=not dry_run)
            # disable=None: no progress bar without a terminal.
            files = find_files(paths, report.add, **where)
            bar = stack.enter_context(tqdm(files, total=total, unit="file", disable=None))
            result = import_files(
                bar,
                report,
                ImportOptions(
                    media,
                    partial(download_image, bulk=True) if options["fetch_pictures"] else None,
                    source,
                    git_dates,
                    dry_run,
                ),
            )
        report.write_counted()
        if dry_run:
            for line in report.summary():
                self.stdout.write(line)
        self.stdout.write(f"{result}{' (dry run)' if dry_run else ''}")
        if result.interrupted or result.failed:
            sys.exit(130 if result.interrupted else 1)

    def write_remark(self, line: str):
        """Write a line above the progress bar."""
        with tqdm.external_write_mode(sys.stderr):
            self.stderr.write(line)
