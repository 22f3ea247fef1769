"""Measure search: python -m benchmarks.search [--passages N ...] [--engines NAMES] [--keep FOLDER] [--docs] ...

Builds the same corpus in every engine that is installed and asks all of them the same queries in turn, query by query.
A query's time is the processor time of the quickest of its repeats, so that other work on the machine disturbs it
little: every engine answers on one thread, from memory. Medians and 95th percentiles are over the queries. Every engine
must count the same matches and the same facets; when one does not, it says so and the exit code is 1. `--keep` keeps
the indexes for another run; `--docs` writes the tables into docs/search.md.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from benchmarks import search_corpus
from benchmarks.search_engines import ENGINES, Answer, Engine
from benchmarks.tables import insert, markdown
from pipeline.search.fields import FIELDS

DOCS = Path(__file__).parents[1] / "docs" / "search.md"
_LEAST_REPEATS, _MOST_REPEATS = 1, 15
# A query is repeated until it has been measured for so long.
_SECONDS = 0.3


class Measured(msgspec.Struct):
    """One engine at one size. Times are in milliseconds a query, sizes in MB; None where it was not measured."""

    engine: str
    passages: int
    build_seconds: float | None
    index_mb: float
    memory_mb: float | None
    times: dict[str, float]  # query -> the quickest of its repeats
    kinds: dict[str, list[float]]  # sort of query -> times

    @property
    def median(self) -> float:
        """Of all queries."""
        return statistics.median(self.times.values())

    @property
    def p95(self) -> float:
        """The time that 19 of 20 queries stay under."""
        return sorted(self.times.values())[min(len(self.times) - 1, int(0.95 * len(self.times)))]


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="*", default=[20_000], metavar="N", help="none: only the tables")
    parser.add_argument("--engines", nargs="+", default=[engine.name for engine in ENGINES], metavar="NAME")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--json", type=Path, metavar="FILE", help="add what was measured to FILE")
    parser.add_argument("--docs", action="store_true", help="write the tables into docs/search.md")
    parser.add_argument("--memory", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        print(_memory_here(*options.memory))
        return
    measured: list[Measured] = []
    if options.json and options.json.exists():
        measured = msgspec.json.decode(options.json.read_bytes(), type=list[Measured])
    same = True
    with tempfile.TemporaryDirectory() as scratch:
        for passages in options.passages:
            found, agreed = run(options.keep or Path(scratch), passages, options.engines)
            measured = [m for m in measured if (m.engine, m.passages) not in {(f.engine, f.passages) for f in found}]
            measured += found
            same = same and agreed
    if options.json:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(measured), indent=1))
    for name, table in tables(measured).items():
        print(f"\n{table}")
        if options.docs:
            insert(DOCS, name, table)
    if options.docs:
        insert(DOCS, "fields", fields_table())
    sys.exit(not same)


def run(folder: Path, passages: int, names: list[str]) -> tuple[list[Measured], bool]:
    """Measure the engines `names` over so many passages; and whether all of them counted the same."""
    engines, measured = [], []
    for made in ENGINES:
        if made.name not in names:
            continue
        place = folder / f"{made.name.lower().replace(' ', '-')}-{passages}"
        try:
            engine = made(place)
        except ImportError:
            print(f"{made.name} is not installed and left out.", file=sys.stderr)
            continue
        seconds = _build(engine, place, passages)
        engine.open()
        size = sum(path.stat().st_size for path in place.rglob("*")) / 1e6
        engines.append(engine)
        memory = _memory(engine, place)
        measured.append(Measured(engine.name, passages, seconds, size, memory, {}, {}))
    return measured, _ask(engines, measured)


def _build(engine: Engine, place: Path, passages: int) -> float | None:
    """Build the index if it is not there; how many seconds it took, without those of making the passages."""
    noted = place.with_suffix(".seconds")
    if noted.exists():
        return float(noted.read_text())
    everything = list(search_corpus.passages(passages))
    began = time.perf_counter()
    engine.build(everything)
    seconds = time.perf_counter() - began
    noted.write_text(str(seconds))
    print(f"{engine.name}: {passages:,} passages in {seconds:.1f} s", file=sys.stderr)
    return seconds


def _ask(engines: list[Engine], measured: list[Measured]) -> bool:
    agreed = True
    for query in search_corpus.queries():
        answers = [engine.search(query) for engine in engines]  # not measured: it warms the caches
        agreed = _agree(query, engines, answers) and agreed
        times: list[list[float]] = [[] for _ in engines]
        for _ in range(_MOST_REPEATS):
            for engine, spent in zip(engines, times, strict=True):
                if len(spent) >= _LEAST_REPEATS and sum(spent) > _SECONDS:
                    continue
                began = time.process_time()
                engine.search(query)
                spent.append(time.process_time() - began)
        for one, spent in zip(measured, times, strict=True):
            one.times[repr(query)] = min(spent) * 1000
            one.kinds.setdefault(query.kind, []).append(min(spent) * 1000)
    return agreed


def _agree(query: search_corpus.Query, engines: list[Engine], answers: list[Answer]) -> bool:
    first = answers[0]
    for engine, answer in zip(engines[1:], answers[1:], strict=True):
        if (answer.total, answer.facets) != (first.total, first.facets):
            print(f"{engine.name} counts otherwise: {query}: {answer.total}, not {first.total}", file=sys.stderr)
            return False
    return True


def _memory(engine: Engine, place: Path) -> float:
    """The most memory, in MB, of a process that opens the index and asks every query once."""
    command = [sys.executable, "-m", "benchmarks.search", "--memory", engine.name, str(place)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _memory_here(name: str, folder: str) -> float:
    engine = next(made for made in ENGINES if made.name == name)(Path(folder))
    engine.open()
    for query in search_corpus.queries():
        engine.search(query)
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:", 1)[1].split()[0]) / 1024


def tables(measured: list[Measured]) -> dict[str, str]:
    """The tables of docs/search.md, by the name of their place in it."""
    engines = Counter(one.passages for one in measured)
    most = max(engines, key=lambda passages: (engines[passages], passages))  # where most engines were measured
    largest = sorted((one for one in measured if one.passages == most), key=lambda one: one.median)
    ours = next((one for one in largest if one.engine == "ours"), largest[0])
    head = ["engine", "median ms", "p95 ms", "times ours", "passages/s built", "index MB", "memory MB"]
    rows = [
        [
            one.engine, f"{one.median:.2f}", f"{one.p95:.1f}", f"{one.median / ours.median:.2f}",
            f"{most / one.build_seconds:,.0f}" if one.build_seconds else "", f"{one.index_mb:.0f}",
            f"{one.memory_mb:.0f}" if one.memory_mb else "",
        ]
        for one in largest
    ]  # fmt: skip
    kinds = list(ours.kinds)
    by_kind = [[one.engine, *(f"{statistics.median(one.kinds[kind]):.2f}" for kind in kinds)] for one in largest]
    sizes = sorted({one.passages for one in measured})
    growth: list[list[Any]] = []
    for name in dict.fromkeys(one.engine for one in sorted(measured, key=lambda one: one.median)):
        at = {one.passages: one for one in measured if one.engine == name}
        growth.append([name, *(f"{at[n].median:.2f} / {at[n].p95:.1f}" if n in at else "" for n in sizes)])
    return {
        "speed": f"{most:,} passages\n\n" + markdown(head, rows),
        "speed-by-query": "Median ms\n\n" + markdown(["engine", *kinds], by_kind),
        "growth": "Median / p95 ms\n\n" + markdown(["engine", *(f"{n:,} passages" for n in sizes)], growth),
    }


def fields_table() -> str:
    """The fields of the query grammar."""
    order = {"text": "words", "value": "names", "date": "dates", "number": "numbers"}
    rows = [
        [f"`{field.name}`", field.meaning, ", ".join(f"`{name}`" for name in field.aliases), order[field.holds]]
        for field in FIELDS.values()
    ]
    return markdown(["field", "what it is", "also called", "holds"], rows, numbers=False)


if __name__ == "__main__":
    main()
