"""Recomputes the comparison keys of links after the rules for cleaning URLs have changed."""

from django.core.management.base import BaseCommand

from curation import recleaning


class Command(BaseCommand):
    help = (
        "Recompute the keys by which links are compared, if older rules made them, and list the "
        "articles that turn out to have the same link. The links that readers follow stay."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only tell what would change")

    def handle(self, *args, dry_run, **options):
        done = recleaning.reclean(dry_run)
        for collision in done.collisions:
            self.stdout.write(f"The same link, {collision.key}:")
            for pk, title in zip(collision.articles, collision.titles, strict=True):
                self.stdout.write(f"  article {pk}: {title}")
        for pk in done.kept_reports:
            self.stdout.write(f"Further report {pk} is on its article twice; its key stays.")
        for pk in done.kept_submissions:
            self.stdout.write(f"Submission {pk} is open twice; its key stays.")
        would = "would get" if dry_run else "got"
        self.stdout.write(
            f"{done.looked_at} articles looked at: {done.articles} {would} new keys, as did "
            f"{done.reports} further reports; {len(done.collisions)} pairs share a link."
        )
        if done.submissions:
            self.stdout.write(f"{done.submissions} submissions {would} new keys.")
