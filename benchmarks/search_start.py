"""Measure a search from a cold start: python -m benchmarks.search_start [--passages N] [--home FOLDER] [--docs] ...

Makes papers of the passages that `benchmarks.search` uses, 100 a paper, indexes them in a home and runs the command
again and again, each time a new process. Prints what a person waits for (by the clock, with whatever else the machine
does), the processor time, and beside them those of a Python that only imports numpy. `--home` keeps the home for
another run; `--docs` writes the table into docs/search.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks import search_corpus
from benchmarks.search import DOCS
from benchmarks.tables import insert, markdown
from pipeline import search
from pipeline.model import Paper, Section, Source
from pipeline.model import Passage as Text

_A_PAPER = 100


def main() -> None:
    """Build, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=200_000, metavar="N")
    parser.add_argument("--repeats", type=int, default=15, metavar="N")
    parser.add_argument("--home", type=Path, metavar="FOLDER")
    parser.add_argument("--docs", action="store_true", help="write the table into docs/search.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = options.home or Path(scratch)
        build(home, options.passages)
        papers = [str(Path(sys.executable).with_name("papers")), "--home", str(home), "search"]
        runs = {
            "import numpy": [sys.executable, "-c", "import numpy"],
            "papers search, two words": [*papers, "housing repairs"],
            "papers search, five words and facets": [*papers, "foster carers adoption risk budget", "--facets"],
        }
        rows = [[name, *measure(command, options.repeats)] for name, command in runs.items()]
    head = [f"{options.passages:,} passages", "processor seconds", "by the clock, quickest", "median"]
    table = markdown(head, rows)
    print(table)
    if options.docs:
        insert(DOCS, "start", table)


def build(home: Path, passages: int) -> None:
    """Index so many passages in `home`, unless they are there."""
    index = home / "index"
    index.mkdir(parents=True, exist_ok=True)
    engine = search.open(index)
    if not engine.papers():
        engine.replace(_papers(passages))
    engine.close()


def _papers(passages: int) -> Iterator[Paper]:
    everything = search_corpus.passages(passages)
    for number, some in enumerate(iter(lambda: list(islice(everything, _A_PAPER)), [])):
        source = Source(f"{number}.pdf", f"{number:064}", 1, "application/pdf", 1, "pdf")
        first = some[0]
        yield Paper(
            1, f"{number:016}", source, None, first.committee, first.date, first.heading, "report",
            sections=[Section(f"s{one.id}", 0, "", "", one.heading, 1, ["other"]) for one in some],
            passages=[Text(f"p{one.id}", f"s{one.id}", "paragraph", "", one.text, 1) for one in some],
        )  # fmt: skip


def measure(command: list[str], repeats: int) -> list[str]:
    """Seconds of `repeats` runs after a first: the least processor time, the least and the median by the clock."""
    clock, processor = [], []
    for _ in range(repeats + 1):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
        clock.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    seconds = (min(processor[1:]), min(clock[1:]), statistics.median(clock[1:]))
    return [f"{one:.2f}" for one in seconds]


if __name__ == "__main__":
    main()
