"""clean_url URL…: prints the cleaned addresses, one a line."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from curation.sources.links.cleaning import clean_url
from curation.sources.links.parsing import LinkError


class Command(BaseCommand):
    help = (
        "Print addresses without tracking, session junk and redirectors. "
        "What cannot be read as an address is printed as it came."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("urls", nargs="*", metavar="URL")
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='read {"id", "url"} lines on standard input (a page\'s own "canonical" may be '
            'added), write {"id", "clean"} lines',
        )

    def handle(self, *, urls, jsonl, **options):
        if jsonl == bool(urls):
            raise CommandError("Give one or more addresses, or --jsonl and lines on stdin.")
        if jsonl:
            self.answer_lines(sys.stdin.buffer)
        for url in urls:
            self.stdout.write(_cleaned(url))

    def answer_lines(self, lines):
        unread = 0
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig", errors="surrogateescape"))
                answer = {"id": row["id"], "clean": _cleaned(**row)}
            except (ValueError, TypeError, LookupError):
                unread += 1
                self.stderr.write(f'line {number}: no JSON object with "id" and "url"; skipped')
            else:
                self.stdout.write(json.dumps(answer))
                self.stdout.flush()
        if unread:
            raise CommandError(f"{unread} of the lines could not be read; see above.")


def _cleaned(url, canonical=None, **_other):
    if not isinstance(url, str):
        return url
    try:
        return clean_url(url, canonical if isinstance(canonical, str) else None)
    except LinkError:
        return url
