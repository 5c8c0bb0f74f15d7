#!/usr/bin/env python3
"""How long reading a page takes, beside trafilatura's own reading of the same pages, in one run.

  benchmarks/read_pages.py [folder of .html files]

Without a folder, pages are generated. Each is read by both in turn, three rounds, the best round of
each counts. Exits with 1 when ours takes more than 1.5 times as long: the bound that the project
set itself.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from curation.sources.page import read_page  # noqa: E402

BOUND = 1.5
ROUNDS = 3
WORDS = (
    "river council budget vote season harbour school teacher engine winter report survey patient "
    "hospital market price train station bridge museum record storm forest village minister"
).split()


def generated(number: int) -> str:
    """A news page of a usual size: head, menu, article, related links, comments."""
    chance = random.Random(number)

    def sentence() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(8, 22))).capitalize() + "."

    title = sentence()[:60]
    paragraphs = "".join(
        f"<p>{' '.join(sentence() for _ in range(4))}</p>" for _ in range(chance.randint(6, 30))
    )
    teasers = "".join(
        f'<li class="teaser"><a href="/story/{n}"><img src="/i/{n}.jpg" alt=""><h3>{sentence()}</h3>'
        f"</a><time>2 March 2024</time></li>"
        for n in range(40)
    )
    comments = "".join(
        f'<div class="comment"><span class="author">Reader {n}</span><p>{sentence()}</p></div>'
        for n in range(chance.randint(0, 60))
    )
    declared = (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",'
        f'"headline":"{title}","datePublished":"2024-03-02T08:00:00+01:00",'
        '"author":{"@type":"Person","name":"Ada Example"}}</script>'
        if number % 2
        else ""
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | The Example</title>{declared}'
        f'<meta property="og:title" content="{title}"><meta name="description" content="'
        f'{sentence()}"></head><body><nav><ul>{"<li><a href=/x>Section</a></li>" * 60}</ul></nav>'
        f'<article><h1>{title}</h1><p class="byline">By Ada Example, March 2, 2024</p>{paragraphs}'
        f"</article><aside><ul>{teasers}</ul></aside>{comments}<footer>The Example</footer>"
        "</body></html>"
    )


def best_round(read, pages: list[tuple[bytes, str]]) -> list[float]:
    """Milliseconds for each page, in the best of the rounds."""
    best: list[float] = []
    for _ in range(ROUNDS):
        taken = []
        for data, url in pages:
            start = time.perf_counter()
            read(data, url)
            taken.append((time.perf_counter() - start) * 1000)
        if not best or sum(taken) < sum(best):
            best = taken
    return best


def main() -> int:
    if len(sys.argv) > 1:
        files = sorted(Path(sys.argv[1]).rglob("*.html"))
        pages = [(file.read_bytes(), "https://example.org/" + file.stem) for file in files]
    else:
        pages = [
            (generated(n).encode(), f"https://example.org/2024/03/02/{n}") for n in range(60)
        ]
    if not pages:
        print(f"no .html files under {sys.argv[1]}", file=sys.stderr)
        return 2
    from trafilatura import extract_metadata

    peer = best_round(lambda data, url: extract_metadata(data, default_url=url), pages)
    ours = best_round(read_page, pages)
    print(f"{len(pages)} pages of {statistics.mean(len(data) for data, _ in pages) / 1024:.0f} kB")
    for name, taken in (("read_page", ours), ("trafilatura", peer)):
        ordered = sorted(taken)
        print(
            f"{name:12} {statistics.mean(taken):7.2f} ms a page, median {ordered[len(taken) // 2]:.2f},"
            f" slowest {ordered[-1]:.1f}"
        )
    ratio = sum(ours) / sum(peer)
    print(f"ratio        {ratio:7.2f} (bound {BOUND})")
    return 0 if ratio <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
