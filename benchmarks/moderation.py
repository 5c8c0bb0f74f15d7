"""Measures receiving submissions, and the moderators' pages, with many submissions.

    python benchmarks/moderation.py [--open 5000] [--decided 20000]

Fills a temporary SQLite database. Each time is shown with its ratio to that of the desk's list of
articles in the same run: ratios can be compared between machines.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

ARTICLES = 2_000
RETOLD = 0.2  # the share of open submissions with the story of an earlier one


def words_of(chance: random.Random, number: int) -> str:
    """Return random words; a few are frequent, most are rare."""
    return " ".join(f"word{int(chance.paretovariate(0.6)) % 5000}" for _ in range(number))


def fill(waiting: int, decided: int, chance: random.Random):
    """Make articles and submissions. Returns a moderator, and the open submissions."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from curation.models import Decision, Sending, Submission
    from curation.sources.links.keys import link_key
    from tests.builders import an_article

    now = timezone.now()
    people = [
        get_user_model().objects.create_superuser(f"moderator{n}", f"m{n}@desk.example")
        for n in range(6)
    ]
    for n in range(ARTICLES):
        an_article(words_of(chance, 8), link_href=f"https://site{n % 300}.example/a{n}")
    rows = []
    for n in range(waiting + decided):
        url = f"https://site{chance.randrange(3000)}.example/s{n}"
        is_open = n >= decided
        state = "received" if is_open else chance.choice(["declined", "spam", "declined"])
        submission = Submission(
            url=url,
            href=url,
            link_key=link_key(url),
            domain=url.split("/")[2],
            title=words_of(chance, 8),
            state=state,
            assigned_to=chance.choice([None, None, *people]) if is_open else None,
            decided_at=None if is_open else now,
        )
        rows.append(submission)
    rows = Submission.objects.bulk_create(rows, batch_size=1000)
    for n, row in enumerate(rows):
        row.received_at = now - timedelta(minutes=60 * 24 * 60 * (len(rows) - n) / len(rows))
        if n > decided and chance.random() < RETOLD:
            row.story = chance.choice(rows[decided:n])
            row.story = row.story.story or row.story
    Submission.objects.bulk_update(rows, ["received_at", "story"], batch_size=500)
    Sending.objects.bulk_create(
        (
            Sending(submission=row, name="Ines Okafor", email=email, why=words_of(chance, 40))
            for row in rows
            for email in [f"reader{chance.randrange(4000)}@m.example"]
        ),
        batch_size=1000,
    )
    Decision.objects.bulk_create(
        (
            Decision(
                submission=row,
                what="spam",
                by=chance.choice(people),
                state_before="received",
                state_after="spam",
            )
            for row in rows[:decided]
        ),
        batch_size=1000,
    )
    return people[0], rows[decided:]


def median_time(function, rounds: int = 15) -> float:
    """Call function(0), function(1) … Returns the median time in milliseconds."""
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        function(number)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=5_000)
    parser.add_argument("--decided", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="moderation-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="config.settings",
            VAR_DIR=folder,
            DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3",
            SENDS_PER_HOUR="1000",
            SENDS_PER_DAY="1000",
        )
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test import Client

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.STORAGES["staticfiles"]["BACKEND"] = (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
        call_command("migrate", verbosity=0)
        chance = random.Random(7)
        user, waiting = fill(options.open, options.decided, chance)

        from curation.sources.links.link import Link
        from curation.submissions import moderating, receiving

        client = Client()
        client.force_login(user)

        def page(url):
            """Return a function that requests a URL, or the URL for a number."""

            def get(number):
                response = client.get(url(number) if callable(url) else url)
                assert response.status_code == 200, response.status_code
                assert b"".join(response)

            return get

        def receive(number):
            receiving.receive(
                receiving.IncomingSubmission(
                    link=Link.parse(f"https://new.example/{number}"),
                    name="Ines",
                    title=words_of(chance, 8),
                    email=f"new{number}@m.example",
                )
            )

        queue = "/admin/curation/submission/"
        functions = {
            "the desk's list of articles, for comparison": page("/admin/curation/article/"),
            "the queue, first page": page(queue),
            "the queue, last page": page(f"{queue}?page={options.open // 65}"),
            "the queue, of one domain": page(f"{queue}?domain=site7.example"),
            "one submission": page(lambda n: f"{queue}{waiting[n].pk}/change/"),
            "merge, with a search": page(lambda n: f"{queue}{waiting[n].pk}/merge/?q=word7"),
            "accept rates of a year": page(f"{queue}rates/?days=365"),
            "today": page("/admin/"),
            "the form": page("/submit/"),
            "receiving one": receive,
            "marking one as spam": lambda n: moderating.mark_spam(waiting[n], by=user),
        }
        times = {name: median_time(function) for name, function in functions.items()}
        reference = next(iter(times.values()))
        print(f"{options.open} open, {options.decided} decided, {ARTICLES} articles\n")
        print(f"{'median of 15':<46}{'ms':>8}{'ratio':>8}")
        for name, milliseconds in times.items():
            print(f"{name:<46}{milliseconds:>8.1f}{milliseconds / reference:>8.2f}")


if __name__ == "__main__":
    main()
