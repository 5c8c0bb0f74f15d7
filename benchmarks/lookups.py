"""Measures the search for duplicates and the suggestions on a large site.

    python benchmarks/lookups.py [--articles 100000]

Fills a temporary SQLite database with generated articles. The frequencies of their words follow
Zipf's law, as in real texts. Then it measures the look-ups for new links. The goal: under 50 ms.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

VOCABULARY = 30_000
CATEGORIES, OFFERINGS, PUBLISHERS = 150, 200, 60


def words_maker(chance: random.Random):
    """Return a function n -> n random words; a few words are frequent, most are rare."""
    letters = "bcdfghklmnprstvw"
    syllables = [a + v for a in letters for v in "aeiou"]
    generated = (
        "".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4))))
        for _ in range(VOCABULARY * 2)
    )
    vocabulary = list(dict.fromkeys(generated))[:VOCABULARY]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    return lambda n: " ".join(chance.choices(vocabulary, cum_weights=weights, k=n))


def fill(articles: int, words, chance: random.Random):
    """Make the articles, and what they are filed under."""
    from django.utils import timezone

    from curation.models import Address, Article, Publisher, Section
    from curation.sources.links.keys import link_key
    from offerings.models import Institution, Offering
    from taxonomy.models import Category, Taxonomy

    now = timezone.now()
    section = Section.objects.create(path="news", name="News")
    publishers = [
        Publisher.objects.create(brand=f"publisher{n}.example") for n in range(PUBLISHERS)
    ]
    taxonomies = [Taxonomy.objects.create(name=f"Scheme {n}", slug=f"scheme-{n}") for n in range(5)]
    categories = [
        Category.objects.create(taxonomy=chance.choice(taxonomies), label=f"{words(2)} {n}".title())
        for n in range(CATEGORIES)
    ]
    institutions = [Institution.objects.create(name=f"{words(2)} {n}".title()) for n in range(40)]
    for n in range(OFFERINGS):
        name = f"{words(2)} {n}".title()
        offering = Offering.objects.create(
            name=name, external_id=n, institution=chance.choice(institutions)
        )
        offering.categories.set(chance.sample(categories, 3))
    for start in range(0, articles, 2000):
        batch = []
        for n in range(start, min(start + 2000, articles)):
            href = f"https://publisher{n % PUBLISHERS}.example/{n}"
            text = words(chance.randint(60, 250))
            article = Article(
                title=words(9),
                slug=f"a{n}",
                section=section,
                publisher=publishers[n % PUBLISHERS],
                link_href=href,
                link_key=link_key(href),
                body=text,
                words=text,
                body_source=text,
                excerpt=text[:200],
                status="published",
                published_at=now - timedelta(minutes=chance.randint(0, 120 * 24 * 60)),
            )
            batch.append(article)
        made = Article.objects.bulk_create(batch)
        through = Article.categories.through
        through.objects.bulk_create(
            through(article=article, category=category)
            for article in made
            for category in chance.sample(categories, 2)
        )
        Address.objects.bulk_create(
            Address(path=f"/news/{article.slug}", article=article, is_live=True) for article in made
        )


def measure(name: str, function, rounds: int = 40):
    """Call function(0), function(1) … and print the median, the 95th percentile and the maximum."""
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        function(number)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    median, slow = statistics.median(times), times[int(rounds * 0.95) - 1]
    print(f"{name:<46}{median:>10.1f}{slow:>10.1f}{times[-1]:>10.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lookups-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="config.settings",
            VAR_DIR=folder,
            DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3",
        )
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        chance = random.Random(7)
        words = words_maker(chance)
        start = time.perf_counter()
        fill(options.articles, words, chance)
        print(f"{options.articles} articles made in {time.perf_counter() - start:.0f} s\n")

        from curation import duplicates, suggesting
        from curation.models import Article
        from curation.sources.links.keys import link_key

        known = list(Article.objects.order_by("?").values_list("link_href", "title")[:40])
        drafts = [
            Article(title=words(9), section_id=1, publisher_id=1 + n % PUBLISHERS)
            for n in range(40)
        ]
        for draft in drafts:
            draft.slug = ""
            draft.save()
        text = [words(600) for _ in range(40)]
        print(f"{'milliseconds':<46}{'median':>10}{'95 %':>10}{'worst':>10}")
        measure("duplicates: by URL", lambda n: duplicates.find_earlier(link_key(known[n][0])))
        measure("duplicates: by title", lambda n: duplicates.find_earlier(title=known[n][1]))
        measure(
            "duplicates: of a new link, by URL and title",
            lambda n: duplicates.find_earlier(link_key(f"https://x.example/{n}"), title=words(9)),
        )
        measure(
            "suggestions: categories", lambda n: suggesting.propose_categories(drafts[n], text[n])
        )
        measure(
            "suggestions: offerings",
            lambda n: suggesting.propose_offerings(drafts[n], text[n], [1, 2]),
        )
        measure("suggestions: all, saved", lambda n: suggesting.suggest(drafts[n], text[n]))


if __name__ == "__main__":
    main()
