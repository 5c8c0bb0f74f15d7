#!/usr/bin/env python3
"""Measures how long reading a page takes, compared with trafilatura on the same pages.

    python benchmarks/read_pages.py [folder of .html files]

Without a folder, pages are generated. Both read each page, in three rounds; the best time of each
counts. Exits with 1 if ours takes more than 1.5 times as long, the limit that the project set.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from curation.sources.reading.page import read_page  # noqa: E402

BOUND = 1.5
ROUNDS = 3
WORDS = (
    "river council budget vote season harbour school teacher engine winter report survey patient "
    "hospital market price train station bridge museum record storm forest village minister"
).split()


def generated(number: int) -> str:
    """Return a typical news page: a short article among menus, teasers and comments.

    Of four pages, one has its metadata in JSON-LD, one in meta tags only, one in a byline that is
    marked up, and one only in its text.
    """
    chance = random.Random(number)
    kind = number % 4

    def sentence() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(8, 22))).capitalize() + "."

    title = sentence()[:60].strip(" .")
    head = f"<title>{title} | The Example</title>"
    byline = '<div class="text-small">Text: Ada Example, 2. März 2024</div>'
    if kind != 3:
        head += f'<meta property="og:title" content="{title}">'
        head += f'<meta name="description" content="{sentence()}">'
        byline = '<p class="byline">By <a rel="author" href="/authors/ada">Ada Example</a></p>'
        byline += '<span class="post-date">March 2, 2024</span>'
    if kind == 0:
        head += (
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":'
            f'"NewsArticle","headline":"{title}","datePublished":"2024-03-02T08:00:00+01:00",'
            '"author":{"@type":"Person","name":"Ada Example"}}</script>'
        )
    if kind == 1:
        head += '<meta name="author" content="Ada Example">'
        head += '<meta property="article:published_time" content="2024-03-02T08:00:00+01:00">'
    frame = "".join(
        f'<li class="menu-item menu-item-{n}"><a class="menu-link" href="/section/{n}">'
        f'<span class="menu-label">Section {n}</span></a></li>'
        for n in range(80)
    )
    paragraphs = "".join(
        f'<p class="article-paragraph">{" ".join(sentence() for _ in range(4))} <a href="/s/{n}">'
        f"{chance.choice(WORDS)}</a></p>"
        for n in range(chance.randint(6, 40))
    )
    teasers = "".join(
        f'<div class="col"><div class="teaser card"><a href="/story/{n}"><img src="/i/{n}.jpg" '
        f'class="card-image" alt=""><h3 class="teaser-title">{sentence()}</h3></a>'
        f"<p>{sentence()}</p></div></div>"
        for n in range(40)
    )
    comments = "".join(
        f'<div class="comment depth-1"><span class="fn">Reader {n}</span><div><p>{sentence()}</p>'
        "</div></div>"
        for n in range(chance.randint(0, 40))
    )
    script = "<script>" + "window.settings = {};" * 2000 + "</script>"
    return (
        f'<!doctype html><html lang="en"><head>{head}{script}</head><body class="single">'
        f'<header class="site-header"><nav><ul class="menu">{frame}</ul></nav></header><main>'
        f'<article class="post"><h1 class="entry-title">{title}</h1>{byline}'
        f'<div class="entry-content">{paragraphs}</div></article></main>'
        f'<aside class="sidebar">{teasers}</aside><section class="comments">{comments}</section>'
        f'<footer class="site-footer"><ul>{frame}</ul>The Example</footer>{script}</body></html>'
    )


def best_of_rounds(readers: dict, pages: list[tuple[bytes, str]]) -> dict[str, list[float]]:
    """Return the CPU time for each page in milliseconds, by reader: the best of all rounds.

    The readers take turns page by page, so that other load on the machine affects both equally.
    """
    best = {name: [float("inf")] * len(pages) for name in readers}
    for _ in range(ROUNDS):
        for number, (data, url) in enumerate(pages):
            for name, read in readers.items():
                start = time.process_time()
                read(data, url)
                taken = (time.process_time() - start) * 1000
                best[name][number] = min(best[name][number], taken)
    return best


def main() -> int:
    if len(sys.argv) > 1:
        files = sorted(Path(sys.argv[1]).rglob("*.html"))
        pages = [(file.read_bytes(), "https://example.org/" + file.stem) for file in files]
    else:
        pages = [(generated(n).encode(), f"https://example.org/news/{n}") for n in range(60)]
    if not pages:
        print(f"no .html files under {sys.argv[1]}", file=sys.stderr)
        return 2
    from trafilatura import extract_metadata

    readers = {
        "read_page": read_page,
        "trafilatura": lambda data, url: extract_metadata(data, default_url=url),
    }
    best = best_of_rounds(readers, pages)
    print(f"{len(pages)} pages of {statistics.mean(len(data) for data, _ in pages) / 1024:.0f} kB")
    for name, taken in best.items():
        ordered = sorted(taken)
        print(
            f"{name:12} {statistics.mean(taken):7.2f} ms a page,"
            f" median {ordered[len(taken) // 2]:.2f}, slowest {ordered[-1]:.1f}"
        )
    ratio = sum(best["read_page"]) / sum(best["trafilatura"])
    print(f"ratio        {ratio:7.2f} (bound {BOUND})")
    return 0 if ratio <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
