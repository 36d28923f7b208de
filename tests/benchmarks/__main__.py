"""`make bench`: measure the figures of docs/benchmarks.md, each as a whole process.

The site is measured in a fresh clone of the last commit, in a scratch folder; the median of
several runs is printed, with the slowest, and whether the figure to reach is reached. What is
compared with other markers is printed as tables; they are installed in a scratch folder, too.
"""

import argparse
import asyncio
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import attacks, marking, tables
from tests.book.site import browser
from tests.book.site.server import serving
from tests.conftest import ROOT, find_chromium

CHAPTER = "1-security-dilemma"


def run(command, folder, **variables):
    """Run a command in a folder; returns its seconds. Fails with its output if it fails."""
    environment = {**os.environ, **variables}
    begun = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return time.monotonic() - begun


def clone_to_site(scratch):
    """Seconds from `git clone` to the built site, with no cache of any package."""
    clone, cache = scratch / "clone", scratch / "cache"
    for folder in (clone, cache):
        shutil.rmtree(folder, ignore_errors=True)
    cloned = run(["git", "clone", "--quiet", str(ROOT), str(clone)], scratch)
    caches = {"UV_CACHE_DIR": str(cache / "uv"), "PIP_CACHE_DIR": str(cache / "pip")}
    return cloned + run(["make", "book"], clone, **caches)


def have_clone(scratch):
    """The clone with its site, made if a run before this one did not."""
    if not (scratch / "clone/_build/html/index.html").exists():
        clone_to_site(scratch)
    return scratch / "clone"


def rebuild(scratch):
    """Seconds of `make book` after one sentence of one chapter changed."""
    clone = have_clone(scratch)
    path = clone / f"chapters/{CHAPTER}.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    prose = [cell for cell in book["cells"] if cell["cell_type"] == "markdown"][1]
    prose["source"] = [*prose["source"], " One more sentence."]
    path.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    seconds = run(["make", "book"], clone)
    run(["git", "checkout", "--quiet", str(path)], clone)
    return seconds


def check(scratch):
    """Seconds of `make check`."""
    return run(["make", "check"], have_clone(scratch))


def tests(scratch):
    """Seconds of `make test`."""
    return run(["make", "test"], have_clone(scratch))


def chapter_pages(html):
    """Names of the chapters' pages."""
    return sorted(path.relative_to(html).as_posix() for path in html.glob("chapters/[0-9]-*.html"))


def page_weight(scratch):
    """Megabytes of the heaviest chapter page, uncompressed, before any chart is touched."""
    html = have_clone(scratch) / "_build/html"
    with serving(html) as address:
        sizes = asyncio.run(browser.weigh(chromium(), address, chapter_pages(html)))
    return max(sum(parts.values()) for parts in sizes.values()) / 1e6


def page_gzipped(scratch):
    """Kilobytes of the heaviest chapter page, each file gzipped, before any chart is touched."""
    html = have_clone(scratch) / "_build/html"
    with serving(html) as address:
        sizes = asyncio.run(browser.weigh(chromium(), address, chapter_pages(html)))
    files = (
        [html / name.lstrip("/").partition("?")[0] for name in page] for page in sizes.values()
    )
    return max(sum(len(gzip.compress(file.read_bytes())) for file in page) for page in files) / 1e3


def charts_without_scripts(scratch):
    """Share of the chapters' figures that show a drawing with scripts off."""
    html = have_clone(scratch) / "_build/html"
    with serving(html) as address:
        blank, count = asyncio.run(
            browser.charts_without_scripts(chromium(), address, chapter_pages(html))
        )
    return 1 - sum(map(len, blank.values())) / count


def largest_table(scratch):
    """Seconds until the slowest of the largest tables is alive, the processor slowed to a phone's."""
    html = have_clone(scratch) / "_build/html"
    with serving(html) as address:
        return tables.slowest_opening(chromium(), address, tables.largest(html))


def chromium():
    """Path of Chromium, or an exit that says how to get it."""
    return find_chromium() or sys.exit("Chromium is not installed; `make test` says how to.")


# name: (what is measured, function, unit, figure to reach, is less better?, runs)
MEASURES = {
    "clone-to-site": ("fresh clone to built site", clone_to_site, " s", 180, True, 3),
    "rebuild": ("rebuild after editing one chapter", rebuild, " s", 15, True, 5),
    "check": ("make check", check, " s", 60, True, 3),
    "test": ("make test", tests, " s", 900, True, 3),
    "page-weight": ("heaviest chapter page, uncompressed", page_weight, " MB", 1.5, True, 1),
    "page-gzipped": ("heaviest chapter page, gzipped", page_gzipped, " kB", 210, True, 1),
    "without-scripts": ("figures drawn with scripts off", charts_without_scripts, "", 1, False, 1),
    "largest-table": ("largest tables alive on a phone", largest_table, " s", 1, True, 5),
    "help": ("foursteps --help", marking.answers_at_once, " s", 0.3, True, 20),
}
# name: what yields the lines to print
TABLES = {"marking": marking.side_by_side, "many": marking.many, "attacks": attacks.table}


def main():
    """Measure what is asked for and print one line each."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.split("\n\n")[0])
    names = [*MEASURES, *TABLES]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--runs", type=int, help="instead of the number given for each measure")
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, {sys.platform}")
    missed = False
    with tempfile.TemporaryDirectory(prefix="four-steps-bench-") as scratch:
        for name in chosen.only:
            if name in TABLES:
                for line in TABLES[name](Path(scratch)):
                    print(line, flush=True)
                continue
            what, measure, unit, reach, less, runs = MEASURES[name]
            values = [measure(Path(scratch)) for _ in range(chosen.runs or runs)]
            median = statistics.median(values)
            reached = median <= reach if less else median >= reach
            missed |= not reached
            verdict = f"{'reached' if reached else 'MISSED'} ({'≤' if less else '≥'} {reach}{unit})"
            spread = f"median of {len(values)}, {min(values):.3g} to {max(values):.3g}"
            print(f"{name:16} {what}: {median:.3g}{unit} [{spread}] {verdict}", flush=True)
    sys.exit(missed)


if __name__ == "__main__":
    main()
