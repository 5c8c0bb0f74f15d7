"""Says what the site answers at each address of a list, such as the former site's sitemap."""

import csv
import logging
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from curation.site.address_check import Answer, SiteError, check_addresses
from curation.site.address_lists import AddressListError, read_addresses


class Command(BaseCommand):
    help = (
        "Say what the site answers at each address of a list: live, redirects to, gone, missing. "
        "The list is a sitemap (an index with its sitemaps beside it, packed or not), a text with "
        "an address a line, a CSV file, or the folder of a built site. Hosts are ignored. The "
        "exit status is 1 where an address is missing or fails."
    )

    def add_arguments(self, parser):
        parser.add_argument("list", type=Path, metavar="LIST")
        parser.add_argument("--base-path", default="/", help="of the former site, as in /blog/")
        parser.add_argument("--only", choices=Answer.values, help="print these alone")
        parser.add_argument("--csv", action="store_true", help="columns: address, answer, …")

    def handle(self, *, base_path, only, **options):
        counts = Counter()
        write = self.csv_writer() if options["csv"] else self.write_line
        try:
            with no_warnings():
                for checked in check_addresses(read_addresses(options["list"]), base_path):
                    counts[checked.answer] += 1
                    if only in (None, checked.answer):
                        write(checked)
        except (AddressListError, SiteError) as error:
            raise CommandError(str(error)) from error
        words = ", ".join(f"{counts[answer]} {answer.label}" for answer in Answer)
        summary = f"{counts.total()} addresses: {words}."
        if counts[Answer.MISSING] or counts[Answer.ERROR]:
            raise CommandError(summary)
        self.stderr.write(summary, self.style.SUCCESS)

    def write_line(self, checked):
        self.stdout.write(f"{checked.address}: {checked}")

    def csv_writer(self):
        rows = csv.writer(self.stdout)
        rows.writerow(["address", "answer", "target", "reason"])
        return lambda checked: rows.writerow(
            [checked.address, checked.answer.value, checked.target, checked.reason]
        )


@contextmanager
def no_warnings():
    """Django would log a warning for each 404; these are the answers here."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
