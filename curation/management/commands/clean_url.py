"""Prints cleaned URLs, one a line."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from curation.sources.links.cleaning import clean_url
from curation.sources.links.parsing import LinkError


class Command(BaseCommand):
    help = (
        "Print URLs without tracking parameters, session ids and redirectors. "
        "What is not a URL is printed as it came."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("urls", nargs="*", metavar="URL")
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='read lines of {"id", "url"} from standard input, with an optional "canonical", '
            'and write lines of {"id", "clean"}',
        )

    def handle(self, *, urls, jsonl, **options):
        if jsonl == bool(urls):
            raise CommandError("Give one or more URLs, or --jsonl and lines on standard input.")
        if jsonl:
            self.answer_lines(sys.stdin.buffer)
        for url in urls:
            self.stdout.write(_cleaned(url))

    def answer_lines(self, lines):
        """Answer lines of JSON, one by one. Raises CommandError at the end if any is invalid."""
        invalid = 0
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig", errors="surrogateescape"))
                answer = {"id": row["id"], "clean": _cleaned(**row)}
            except (ValueError, TypeError, LookupError):
                invalid += 1
                self.stderr.write(f'line {number}: no JSON object with "id" and "url"; skipped')
            else:
                self.stdout.write(json.dumps(answer))
                self.stdout.flush()
        if invalid:
            raise CommandError(f"{invalid} of the lines could not be read; see above.")


def _cleaned(url, canonical=None, **_other):
    """Return the cleaned form of a URL, or the value as it came if it is not a URL."""
    if not isinstance(url, str):
        return url
    try:
        return clean_url(url, canonical if isinstance(canonical, str) else None)
    except LinkError:
        return url
