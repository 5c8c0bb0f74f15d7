"""Makes the renditions that are missing, so that no reader has to wait for one."""

from django.core.management.base import BaseCommand, CommandError

from media.models import Image
from media.renditions import SPECS, make_missing


class Command(BaseCommand):
    help = "Make the renditions that are missing: all of them, or those of the given specs."

    def add_arguments(self, parser):
        parser.add_argument(
            "--spec",
            action="append",
            choices=SPECS,
            metavar="SPEC",
            help=f"one of {', '.join(SPECS)}; may be repeated (default: all)",
        )

    def handle(self, *, spec, **options):
        count = make_missing(Image.objects.order_by("pk"), spec or list(SPECS))
        for problem in count.problems:
            self.stderr.write(problem)
        self.stdout.write(
            f"{count.images} images: {count.made} renditions made, {count.there} already there, "
            f"{len(count.problems)} images failed."
        )
        if count.problems:
            raise CommandError("Some images have no renditions; see above. Upload them again.")
