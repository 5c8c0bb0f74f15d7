"""Loads the sample publication. Loading it again changes nothing."""

from django.core.management import BaseCommand, call_command
from django.db import transaction

from curation.interchange.sample import SAMPLE, load_catalogue


class Command(BaseCommand):
    help = "Load the sample catalogue, briefs and pictures."

    @transaction.atomic  # all or nothing: if a start is interrupted, the next one loads it
    def handle(self, *args, **options):
        made = load_catalogue()
        self.stdout.write(f"Catalogue: {made} made.")
        call_command(
            "import_content",
            str(SAMPLE / "content"),
            media=str(SAMPLE / "media"),
            stdout=self.stdout,
            stderr=self.stderr,
        )
