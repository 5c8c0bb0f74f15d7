"""Measures the import of content files: speed, memory, and repeating an import that was killed.

    python benchmarks/import_content.py [--files 20000]

Each measurement is a process of its own with the project's settings and a new SQLite file; its
start and end are included. The goals: 300 new files a second, 1,000 unchanged files a second, and
no more memory for many files than for few.
"""

import argparse
import filecmp
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FEW = 1_000
WANTED_NEW, WANTED_UNCHANGED, WANTED_GROWTH = 300, 1_000, 1.15

WORDS = """hospital ward nurse record consent trial sensor triage claim outcome letter clinic
registry payer pathway referral audit model dataset device bed transfer discharge infusion
pharmacy dose monitor signal imaging report theatre rota shift handover screening vaccine region
budget licence standard interface message alarm privacy breach recovery backup training survey
patient carer surgeon midwife regulator supplier platform pilot rollout""".split()
SCHEMES = ["Ward Digital", "Northlight", "Care Radar", "Clinic & Code", "Payer Watch", "Five Maps"]
CURATORS = ["Mira Lindqvist", "Tomas Okafor", "Ines Varga", "Paul Adeyemi", "Signe Holt"]
PUBLISHERS = [
    f"{word}{end}" for word in WORDS[:15] for end in ("wire.example", "review.co.example")
]


def sentence(dice: random.Random, words: int) -> str:
    """Return a sentence of random words."""
    return " ".join(dice.choices(WORDS, k=words)).capitalize()


class World:
    """The categories and offerings that all files choose from."""

    def __init__(self):
        dice = random.Random(7)
        labels = [f"{a.title()} & {b.title()}" for a in WORDS[:5] for b in WORDS[5:10]]
        self.categories = [f"{scheme}: {label}" for scheme in SCHEMES for label in labels]
        self.offerings = [
            (f"{sentence(dice, 2)} {number}", 10_000 + number, dice.sample(self.categories, 3))
            for number in range(200)
        ]


def folded(text: str, indent: str) -> str:
    """Return a text as lines of a folded YAML scalar."""
    lines, line = [], indent
    for word in text.split():
        if len(line) + len(word) > 78:
            lines.append(line.rstrip())
            line = indent
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


def listed(items: list, indent: str = "  ") -> str:
    """Return items as lines of a YAML list."""
    return "\n".join(f"{indent}- '{item}'" for item in items)


def content_file(number: int, world: World) -> str:
    """Return a content file of random words, with the keys, structure and size of real ones."""
    dice = random.Random(number)
    name = uuid.UUID(int=dice.getrandbits(128))
    title = f"{sentence(dice, 8)} in round {number}"
    brand = dice.choice(PUBLISHERS)
    prefix = brand.rpartition(".")[0].replace(".", "-")
    alias = title.lower().replace(" ", "-")
    paragraphs = [". ".join(sentence(dice, 14) for _ in range(5)) + "." for _ in range(4)]
    excerpt = " ".join(paragraphs)[:200].rstrip()
    categories = dice.sample(world.categories, 3)
    labels = [category.partition(": ")[2] for category in categories]
    urls = [
        f"topic/{'-'.join(c.lower().replace(':', '').replace('&', ' ').split())}"
        for c in categories
    ]
    href = f"https://www.{brand}/articles/{number}?visit={dice.getrandbits(64):x}"
    date = f"{dice.randint(2017, 2025)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    metas = "\n".join(f"  meta_{word}: null" for word in WORDS[:20])
    related = "\n".join(
        f"  - label: {label}\n    permalink: /offering/{label.lower().replace(' ', '-')}\n"
        f"    categories:\n{listed(topics, '      ')}\n    offeringId: {external}"
        for label, external, topics in dice.sample(world.offerings, 5)
    )
    declared = folded(paragraphs[1], "    ")
    return f"""---
aliases: /news/{alias}
archetype: curated-content
author:
  - {dice.choice(CURATORS)}
basePath: /news/
breadcrumbLinks:
  - /
  - /news/
  - ''
breadcrumbs:
  - Home
  - News
  - {title}
categories:
{listed(categories)}
categorySlug:
{listed([category.lower() for category in categories])}
categoryUrl:
{listed(urls)}
categoryLabel:
{listed(labels)}
contentCategories: ward-desk-news
institution: null
offering: null
layOut: single
date: '{date}'
description: >-
{folded(excerpt, "  ")}
favIconImage: null
featuredImage:
  alt: {title}
  format: JPEG
  href: {name}-featuredImage.jpeg
  size:
    - 278
    - 685
  valid: true
  workPackage: {number}
  wpAttachment:
    fileName: Featured_Image.png
    link: /api/v3/attachments/{number + 9000}/content
featuredPdf: null
htmlMetaData:
{metas}
  ogdescription: >-
{declared}
id: {number}
identifier: News
lastMod: '{date}T23:00:13.736800Z'
link:
  brand: {brand}
  href: >-
    {href}
  original: 'https://www.{brand}/articles/{number}'
href: >-
  {href}
original: 'https://www.{brand}/articles/{number}'
mastHead: NEWS
mdName: {name}.md
openGraphMetaData:
  ogdescription: >-
{declared}
  ogtitle: {title}
  ogurl: null
openProjectCustomFields:
  cleanUrl: >-
    {href}
  medigyTopics:
{listed(categories, "    ")}
  sourceUrl: 'https://www.{brand}/articles/{number}'
openProjectWorkPackageType: Curated Content
searchCategory: News
slug: {prefix}-{alias}
source: bench-curations
status: ''
sub: brief
tags:
  - News
  - {dice.choice(WORDS).title()}
title: {title}
via: ' '
insights_description: null
insights_name: null
viaLink: null
relatedOfferings:
{related}
twitterMetaData:
  twittercard: null
  twitterdescription: >-
{declared}
  twittertitle: {title}
---
{"".join(f"<p>{paragraph}&nbsp;</p>" for paragraph in paragraphs)}"""


class Site:
    """An empty site in its own folder."""

    def __init__(self, folder: Path):
        self.database = folder / "db.sqlite3"
        url = f"sqlite:///{self.database}"
        self.env = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": url}
        self.run("migrate", "--verbosity=0")

    def start(self, *command: str) -> subprocess.Popen:
        """Start a command of manage.py."""
        return subprocess.Popen(
            [sys.executable, ROOT / "manage.py", *command],
            env=self.env,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> tuple[float, float, str]:
        """Run a command. Returns (seconds, peak memory in MB, output); raises RuntimeError."""
        began = time.perf_counter()
        process = self.start(*command)
        printed = process.stdout.read().strip()
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{command} ended with {process.returncode}: {printed}")
        return time.perf_counter() - began, used.ru_maxrss / 1024, printed

    def articles(self) -> int:
        """Return the number of articles."""
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute("SELECT COUNT(*) FROM curation_article").fetchone()[0]


def write_files(folder: Path, numbers: range, world: World):
    folder.mkdir()
    for number in numbers:
        (folder / f"{number:06}.md").write_text(content_file(number, world), encoding="utf-8")


def same_files(one: Path, other: Path) -> bool:
    """Whether two folders have the same files with the same content."""
    names = sorted(path.name for path in one.iterdir())
    if names != sorted(path.name for path in other.iterdir()):
        return False
    _same, different, unreadable = filecmp.cmpfiles(one, other, names, shallow=False)
    return not different and not unreadable


def finish_a_killed_import(site: Site, files: Path, exported: Path) -> str:
    """Kill an import at about half, run it again, and compare an export with the files."""
    count = sum(1 for _ in files.iterdir())
    process = site.start("import_content", str(files))
    while site.articles() < count // 2 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    before = site.articles()
    _seconds, _memory, printed = site.run("import_content", str(files))
    expected = f"{count - before} created, 0 updated, {before} unchanged, 0 failed"
    site.run("export_content", str(exported))
    equal = same_files(files, exported)
    if printed != expected or not equal:
        raise RuntimeError(f"after the kill: {printed!r}, not {expected!r}; equal: {equal}")
    return f"killed after {before:,} of {count:,}; then {printed}; export equals input"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=20_000)
    many = parser.parse_args().files
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        world = World()
        few = min(FEW, many)
        write_files(folder / "few", range(1, few + 1), world)
        write_files(folder / "many", range(1, many + 1), world)
        size = sum(path.stat().st_size for path in (folder / "few").iterdir()) / few
        print(f"{many:,} files of {size / 1000:.1f} kB on average\n")

        _seconds, few_memory, _printed = Site(folder / "a").run(
            "import_content", str(folder / "few")
        )
        site = Site(folder / "b")
        new, many_memory, _printed = site.run("import_content", str(folder / "many"))
        again, _memory, _printed = site.run("import_content", str(folder / "many"))
        out, out_memory, _printed = site.run("export_content", str(folder / "out"))
        killed = finish_a_killed_import(Site(folder / "c"), folder / "few", folder / "killed")

        print("| what | measured | wanted |\n|---|---|---|")
        print(f"| first import | {many / new:,.0f} files/s | {WANTED_NEW} |")
        print(f"| unchanged again | {many / again:,.0f} files/s | {WANTED_UNCHANGED:,} |")
        print(f"| export | {many / out:,.0f} files/s, {out_memory:.0f} MB | |")
        growth = f"{few_memory:.0f} MB, {many_memory:.0f} MB | at most {WANTED_GROWTH:.0%}"
        print(f"| peak memory, {few:,} and {many:,} files | {growth} |")
        print(f"| import killed and repeated | {killed} | adds up |")
    reached = (
        many / new >= WANTED_NEW
        and many / again >= WANTED_UNCHANGED
        and many_memory <= few_memory * WANTED_GROWTH
    )
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
