"""Makes a fresh clone ready to serve. On a site that is ready, it changes nothing."""

from django.conf import settings
from django.core.management import BaseCommand, call_command

from curation import preparing, recleaning


class Command(BaseCommand):
    help = (
        "Migrate, collect static files, renew bodies and keys made by older rules, load the sample "
        "content into an empty database, make a first administrator. Run it before every start."
    )

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0)
        if not settings.DEBUG and preparing.static_files_changed():
            call_command("collectstatic", interactive=False, verbosity=0)
            preparing.remember_static_files()
        if remade := preparing.remake_stale_bodies():
            self.stdout.write(f"Remade {remade} bodies by the present policy.")
        if recleaning.stale_articles().exists():
            call_command("reclean_addresses", stdout=self.stdout)
        if settings.LOAD_SAMPLE and preparing.is_empty():
            call_command("load_sample", stdout=self.stdout, stderr=self.stderr)
        if made := preparing.first_administrator():
            name, password = made
            self.stdout.write(
                f"\n  First administrator: {name}\n  Password:            {password}\n"
                "  It is shown this once; change it at the desk.\n"
            )
