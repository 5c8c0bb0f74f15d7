"""Fetches a URL and shows what the site would make of it."""

from django.core.management.base import BaseCommand, CommandError

from curation.sources.door.fetch import FetchError, fetch


class Command(BaseCommand):
    help = "Fetch a URL as the desk does, and print where it led and what was there."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("url", help="an http or https URL")
        parser.add_argument(
            "--bulk",
            action="store_true",
            help="obey the site's robots.txt, as fetching in bulk does",
        )

    def handle(self, *args, url, bulk, **options):
        try:
            fetched = fetch(url, bulk=bulk)
        except FetchError as error:
            raise CommandError(str(error)) from error
        declared = fetched.content_type or "not declared"
        charset = f", read as {fetched.charset}" if fetched.charset else ""
        cut = ", cut at the limit" if fetched.truncated else ""
        self.stdout.write(f"address: {fetched.url}")
        self.stdout.write(f"status: {fetched.status}")
        self.stdout.write(f"type: {fetched.kind} ({declared}{charset})")
        self.stdout.write(f"size: {len(fetched.body)} bytes{cut}")
