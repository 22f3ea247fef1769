"""Measure the pages: python -m benchmarks.web [--passages N] [--readers N] [--keep FOLDER] [--docs]

Fills a home with made-up papers, starts `papers serve` on it as a process of its own, and asks for pages over loopback:
how long until the first page, how long each sort of page takes for one reader, and how long for many readers, once with
a pause on each page and once with none at all. `--keep` keeps the home for another run; `--docs` writes the table into
docs/web.md.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from benchmarks import search_corpus
from benchmarks.tables import insert, markdown
from pipeline import model, trace
from pipeline.home import Home
from pipeline.ingest import refresh
from pipeline.model import Mention, Paper, Part, Passage, Section, Source, Statement
from pipeline.store import Entry

DOCS = Path(__file__).parents[1] / "docs" / "web.md"
A_PAPER = 100  # passages
PAGES_A_READER = 12
PAUSE = 2.0  # seconds, half of it to one and a half


class Times(NamedTuple):
    """Milliseconds a page, and how many answers were not the page."""

    label: str
    times: list[float]
    errors: int

    def row(self) -> list[str]:
        """A row of the table."""
        ordered = sorted(self.times)
        p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        shown = [f"{value:.0f}" for value in (statistics.median(ordered), p95, ordered[-1])]
        return [self.label, str(len(ordered)), *shown, str(self.errors)]


def main() -> None:
    """Fill, start, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        if not (folder / "extracted").exists():
            fill(folder, options.passages)
        starts = [start_seconds(folder) for _ in range(3)]
        with served(folder) as address:
            measured = asyncio.run(ask(address, options.readers))
    table = markdown(
        ["what", "pages", "median ms", "p95 ms", "worst ms", "errors"], [times.row() for times in measured]
    )
    start = f"From the command to the first page, {options.passages:,} passages: {min(starts):.2f} s, best of three."
    print(f"{start}\n\n{table}")
    if options.docs:
        insert(DOCS, "web", f"{start}\n\n{table}")


# ----------------------------------------------------------------------------------------------- the made-up home


def fill(folder: Path, passages: int) -> None:
    """A home in `folder` with so many passages, in papers of A_PAPER."""
    (folder / "corpus").mkdir(parents=True)
    home = Home(folder)
    source = search_corpus.passages(passages)
    with home.store(writable=True) as store:
        while group := list(itertools.islice(source, A_PAPER)):
            paper = made(group)
            content = model.encode(paper)
            store.save(
                paper.id,
                content,
                Entry(
                    paper.id,
                    paper.source.sha256,
                    paper.source.path,
                    "made",
                    "read",
                    0.1,
                    "2024-01-01",
                    stamp=model.stamp(content),
                    body=paper.body,
                    meeting_date=paper.meeting_date,
                    paper_type="minutes",
                    title=paper.title,
                    pages=A_PAPER // 8,
                    passages=len(group),
                    statements=len(paper.statements),
                ),
            )
        engine, _ = home.fresh_engine()
        refresh(store, engine)
        engine.close()
    trace.refresh(home).close()


def made(group: list[search_corpus.Passage]) -> Paper:
    """A paper of these passages: of the body and the day of the first."""
    first, digest = group[0], sha256(str(group[0].id).encode()).hexdigest()
    sections = [Section(f"s{at}", 0, "", str(at), p.heading, 1, ["other"], 1 + at // 8) for at, p in enumerate(group)]
    passages = [
        Passage(
            f"p{at}",
            f"s{at}",
            "paragraph",
            "",
            p.text,
            1 + at // 8,
            (72.0, 90.0 + 80 * (at % 8), 520.0, 160.0 + 80 * (at % 8)),
        )
        for at, p in enumerate(group)
    ]
    statements = [
        Statement(
            sha256(f"{digest}{at}".encode()).hexdigest()[:16],
            p.kind,  # type: ignore[arg-type]
            f"p{at}",
            0,
            len(p.text),
            f"s{at}",
            p.text,
            0.9,
            owners=[p.owner],
        )
        for at, p in enumerate(group)
        if p.kind != "none" and at % 10 == 0
    ]
    mentions = [Mention("service", name, name, f"p{at}", 0, 1) for at, p in enumerate(group) for name in p.service]
    return Paper(
        schema_version=model.SCHEMA_VERSION,
        id=digest[:16],
        council="Made-up Council",
        body=first.committee,
        meeting_date=first.date,
        source=Source(f"{first.id}.pdf", digest, 1000, "application/pdf", A_PAPER // 8, "pdf"),
        title=f"Minutes {first.id}",
        paper_type="minutes",
        parts=[Part("Minutes", "main", 1)],
        sections=sections,
        passages=passages,
        statements=statements,
        mentions=mentions,
    )


# ---------------------------------------------------------------------------------------------------- the server


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """`papers serve` on a home; its address."""
    command = [str(Path(sys.executable).with_name("papers")), "--home", str(folder), "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.terminate()
        process.wait(20)


def start_seconds(folder: Path) -> float:
    """From the command to the first page."""
    began = time.perf_counter()
    with served(folder) as address:
        httpx.get(f"{address}/").raise_for_status()
        return time.perf_counter() - began


async def ask(address: str, readers: int) -> list[Times]:
    """One reader, sort of page by sort of page; then many at once."""
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=httpx.Limits(max_connections=readers)) as client:
        results: dict[str, Any] = (await client.get("/api/search", params={"q": "housing budget", "limit": 20})).json()
        some = [hit for hit in results["hits"] if hit["statement"]]
        searches = [("/search", {"q": query}) for query in queries()]
        narrowed = [("/search", {"q": query, "body": "Housing Committee", "from": "2010"}) for query in queries()[:10]]
        papers = [(f"/paper/{hit['paper']}", {"q": "housing"}) for hit in some]
        evidence = [(f"/statement/{hit['statement']}", {"q": "housing"}) for hit in some]
        await client.get("/search", params={"q": "first"})
        sorts = {
            "page of results": searches,
            "page of results, narrowed": narrowed,
            "paper": papers,
            "statement": evidence,
        }
        one = [await _times(client, f"one reader: {name}", pages * 2) for name, pages in sorts.items()]
        mixed = [*searches, *searches, *narrowed, *papers, *evidence]
        turns = [
            [mixed[(reader * 7 + at * 3) % len(mixed)] for at in range(PAGES_A_READER)] for reader in range(readers)
        ]
        paused = await asyncio.gather(
            *(_times(client, "", pages, PAUSE * (0.5 + number / readers)) for number, pages in enumerate(turns))
        )
        at_once = await asyncio.gather(*(_times(client, "", pages) for pages in turns))
    every = f"{readers} readers, all of these,"
    return [
        *one,
        _together(f"{every} {PAUSE:g} s on each page", paused),
        _together(f"{every} without a pause", at_once),
    ]


def _together(label: str, runs: list[Times]) -> Times:
    return Times(label, [value for run in runs for value in run.times], sum(run.errors for run in runs))


async def _times(
    client: httpx.AsyncClient, label: str, pages: list[tuple[str, dict[str, str]]], pause: float = 0.0
) -> Times:
    times, errors = [], 0
    for path, params in pages:
        await asyncio.sleep(pause)
        began = time.perf_counter()
        answer = await client.get(path, params=params)
        times.append((time.perf_counter() - began) * 1000)
        errors += answer.status_code != 200
    return Times(label, times, errors)


def queries() -> list[str]:
    """What is searched for: those of the search benchmark, as one types them."""
    found = []
    for query in search_corpus.queries():
        words = " ".join(query.words)
        found.append(
            {"any": " OR ".join(query.words), "phrase": f'"{words}"', "prefix": f"{words}*"}.get(query.op, words)
        )
    return list(dict.fromkeys(found))


if __name__ == "__main__":
    main()
