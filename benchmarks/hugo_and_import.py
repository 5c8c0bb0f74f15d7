"""Measures Hugo's build and our import of the same files, in one run.

    python benchmarks/hugo_and_import.py [--files 5000]

The files are those of `import_content.py`, with Markdown as text, in ten folders, dated and without
drafts. Hugo writes a page for each, its lists and its feeds, with the smallest layouts that show
the text; the import writes rows, converts and sanitises the texts, and keeps what came. The figures
stand beside each other for information. Without Hugo, only the import is measured.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from import_content import CURATORS, WORDS, Site, sentence

FOLDERS = 10
CONFIGURATION = """baseURL = "https://old.example/"
title = "Ward Letters"
[permalinks]
letters = "/:year/:month/:slug/"
"""
LAYOUTS = {
    "single.html": "<title>{{ .Title }}</title><main>{{ .Content }}</main>",
    "list.html": "<title>{{ .Title }}</title>{{ range (.Paginate .Pages).Pages }}"
    '<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}',
}


def content_file(number: int) -> str:
    """Return a content file as a Hugo site has it, of random words."""
    dice = random.Random(number)
    title = f"{sentence(dice, 8)} in round {number}"
    date = f"{dice.randint(2017, 2025)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    tags = ", ".join(dice.sample(WORDS, 3))
    paragraphs = [". ".join(sentence(dice, 14) for _ in range(5)) + "." for _ in range(4)]
    body = "\n\n".join(
        f"## {sentence(dice, 4)}\n\n{paragraph} See [{dice.choice(WORDS)}](https://example.org/)."
        for paragraph in paragraphs
    )
    return f"""---
title: {title}
date: {date}
description: {sentence(dice, 20)}
author: {dice.choice(CURATORS)}
categories: [{dice.choice(WORDS)}]
tags: [{tags}]
aliases: [/old/{number}/]
---
{body}
"""


def write_site(folder: Path, count: int):
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (folder / "hugo.toml").write_text(CONFIGURATION)
    for name, text in LAYOUTS.items():
        (layouts / name).write_text(text)
    for number in range(1, count + 1):
        section = "letters" if number % FOLDERS == 0 else f"news-{number % FOLDERS}"
        path = folder / "content" / section / f"{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content_file(number), encoding="utf-8")


def build(site: Path, public: Path) -> tuple[float, float, int]:
    """Build the site with Hugo. Returns (seconds, peak memory in MB, number of files written)."""
    beside_python = shutil.which("hugo", path=str(Path(sys.executable).parent))
    command = [beside_python or shutil.which("hugo"), "--quiet", "--source", str(site)]
    command += ["--destination", str(public), "--cacheDir", str(public.parent / "cache")]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"Hugo ended with {process.returncode}")
    seconds = time.perf_counter() - began
    written = sum(1 for path in public.rglob("*") if path.is_file())
    return seconds, used.ru_maxrss / 1024, written


def has_hugo() -> bool:
    return bool(shutil.which("hugo", path=str(Path(sys.executable).parent)) or shutil.which("hugo"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=5_000)
    count = parser.parse_args().files
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_site(folder / "site", count)
        size = sum(path.stat().st_size for path in (folder / "site").rglob("*.md")) / count
        print(f"{count:,} files of {size / 1000:.1f} kB on average")
        rows = []
        if has_hugo():
            seconds, memory, written = build(folder / "site", folder / "public")
            rows.append(("Hugo's build", seconds, memory, f"{written:,} files written"))
        (folder / "here").mkdir()
        here = Site(folder / "here")
        for what in ("our import", "again, unchanged"):
            seconds, memory, printed = here.run("import_content", str(folder / "site"))
            rows.append((what, seconds, memory, printed.splitlines()[-1]))
    print("\n| what | seconds | files/s | peak memory | result |\n|---|---|---|---|---|")
    for what, seconds, memory, result in rows:
        print(f"| {what} | {seconds:.1f} | {count / seconds:,.0f} | {memory:.0f} MB | {result} |")


if __name__ == "__main__":
    main()
