"""How linking grows with the number of statements: python -m benchmarks.trace [10000 20000 …] [--peer]

Makes up the logs of bodies that meet for years, in which actions come back reworded, with other owners, completed or
dropped; makes threads of all but the last paper, from what was gathered to what is kept, then adds that one; prints
seconds, of how many groups it was told anew, peak memory, and how well the made-up threads were found (B-cubed F1).
`--peer` also compares every pair of texts with rapidfuzz, while that can be waited for.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from pipeline.store import Store
from pipeline.trace.content import content
from pipeline.trace.keep import Kept
from pipeline.trace.records import Gathered, Note, Sighting
from pipeline.trace.renewal import renew
from pipeline.trace.traced import Done, lasting

SIZES = [10_000, 20_000, 50_000, 100_000, 200_000]
PER_BODY = 2_000  # statements of one body
ROWS = 25  # of a log
HEADS = {  # of the columns that are printed -> how wide each is
    "statements": 10, "link s": 8, "CPU s": 8, "add one s": 10, "CPU s ": 8, "told anew": 10, "peak MiB": 9, "links": 9,
    "groups": 9, "B3 F1": 6, "peer s": 8,
}  # fmt: skip


def main() -> None:
    """Measure each size in a process of its own, so that peaks do not add up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--peer", action="store_true", help="compare every pair as well, up to 2,000 statements")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one, options.peer)
        return
    print(" ".join(f"{head:>{width}}" for head, width in HEADS.items()), flush=True)
    for size in options.sizes:
        peer = ["--peer"] if options.peer and size <= 2_000 else []
        subprocess.run([sys.executable, "-m", "benchmarks.trace", "--one", str(size), *peer], check=True)


def measure(size: int, peer: bool) -> None:
    """Link `size` statements, as what a home's papers gave, then those and one paper more, and print a line."""
    sightings, truth = made_up(size)
    papers: defaultdict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        papers[sighting.paper].append(sighting)
    last = sightings[-1].paper
    with tempfile.TemporaryDirectory() as folder, Kept(Path(folder, "threads.sqlite")) as kept:
        began, worked = time.perf_counter(), time.process_time()
        done = renewed(kept, [papers[name] for name in papers if name != last])
        whole, cpu = time.perf_counter() - began, time.process_time() - worked
        began, worked = time.perf_counter(), time.process_time()
        added = renewed(kept, [papers[last]])
        one, one_cpu = time.perf_counter() - began, time.process_time() - worked
        groups = grouped(kept, sightings)
    beside = ""
    if peer:
        began = time.perf_counter()
        every_pair(sightings)
        beside = f"{time.perf_counter() - began:.1f}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(sightings):>10,} {whole:>8.1f} {cpu:>8.1f} {one:>10.1f} {one_cpu:>8.1f} {added.told:>10,} {peak:>9,.0f}"
        f" {done.links:>9,} {len(groups):>9,} {b_cubed(groups, truth):>6.3f} {beside:>8}", flush=True
    )  # fmt: skip


def renewed(kept: Kept, papers: list[list[Sighting]]) -> Done:
    """Add papers to what is kept, and bring it up to date."""
    gathered = {}
    for rows in papers:
        first = rows[0]
        note = Note(first.paper, first.document, first.path, first.form, date=first.date, body=first.body)
        gathered[first.paper] = Gathered(note, rows)
    kept.begin()
    done = Done()
    stamps = dict.fromkeys((*kept.stamps(), *gathered), "read")
    with lasting(), patch("pipeline.trace.renewal.gathered_from", lambda paper: gathered[paper.id]):
        renew(Read(gathered), stamps, [], kept, done, lambda said: None)
    kept.commit()
    return done


class Read(Store):
    """A store of papers of which nothing is known but what following needs of them."""

    def __init__(self, gathered: Iterable[str]) -> None:
        self._made = set(gathered)

    def papers(self, ids: Iterable[str] | None = None) -> Iterator[Any]:
        """Their ids."""
        return (SimpleNamespace(id=paper) for paper in ids or () if paper in self._made)


def grouped(kept: Kept, sightings: list[Sighting]) -> list[list[int]]:
    """The places of the sightings of each group that is kept."""
    first = {statement: first for statement, (first, *_) in kept.groups().items()}
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for place, sighting in enumerate(sightings):
        groups[first[sighting.statement]].append(place)
    return list(groups.values())


def every_pair(sightings: list[Sighting]) -> int:
    """What linking would cost without candidates: the likeness of every two texts."""
    import numpy as np
    from rapidfuzz import fuzz, process

    texts = [sighting.text for sighting in sightings]
    found = 0
    for start in range(0, len(texts), 500):
        found += int(
            (process.cdist(texts[start : start + 500], texts, scorer=fuzz.token_set_ratio, dtype=np.uint8) > 85).sum()
        )
    return found


def made_up(size: int, seed: int = 1) -> tuple[list[Sighting], list[int]]:
    """`size` sightings of made-up bodies, and the number of the thread that each belongs to."""
    chance = random.Random(seed)
    words = [
        f"{a}{b}{c}"
        for a in ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v"]
        for b in ["a", "e", "i", "o", "u"]
        for c in ["ding", "lor", "mer", "nock", "pel", "ston", "ter", "wick"]
    ]
    weights = [1 / (rank + 5) for rank in range(len(words))]
    sightings: list[Sighting] = []
    truth: list[int] = []
    thread = 0
    body = 0
    while len(sightings) < size:
        body += 1
        day = date(1990, 1, 10) + timedelta(days=chance.randrange(700))
        own = chance.sample(words, 60)  # words that this body uses all the time
        names = [w.title() for w in chance.sample(words, 12)]
        open_: list[tuple[int, list[str], str, date]] = []
        made = 0
        while made < PER_BODY and len(sightings) < size:
            day += timedelta(days=chance.randrange(35, 60))
            for _ in range(chance.randrange(4, 9)):
                thread += 1
                text = chance.choices(words, weights, k=chance.randrange(5, 14)) + chance.choices(own, k=4)
                chance.shuffle(text)
                open_.append((thread, text, chance.choice(names), day))
            rows = []
            for number, text, owner, raised in open_[-ROWS:]:
                if chance.random() < 0.15:  # reworded
                    text[chance.randrange(len(text))] = chance.choice(words)
                rows.append(
                    (
                        number,
                        text,
                        chance.choice(names) if chance.random() < 0.05 else owner,
                        raised,
                        chance.random() < 0.2,
                    )
                )
            for place, (number, text, owner, raised, done) in enumerate(rows):
                said = f"{owner} to " + " ".join(text)
                paper = f"{body}-{day.isoformat()}"
                sightings.append(
                    Sighting(
                        statement=f"{paper}-{place}", paper=paper, kind="action", text=said, document=f"{paper}.pdf",
                        path=f"{body}/{paper}.pdf", place=place, words=content(said), form="log", date=day.isoformat(),
                        body=f"Board {body}", owners=[owner], origin=raised.isoformat() if body % 2 else None,
                        standing="closed" if done else "moving",
                    )
                )  # fmt: skip
                truth.append(number)
                made += 1
            finished = {number for number, _, _, _, done in rows if done}
            open_ = [item for item in open_[-ROWS:] if item[0] not in finished]
    return sightings, truth


def b_cubed(groups: list[list[int]], truth: list[int]) -> float:
    """B-cubed F1 of groups of places against the true number of each place."""
    true: defaultdict[int, set[int]] = defaultdict(set)
    for place, number in enumerate(truth):
        true[number].add(place)
    precision = recall = 0.0
    for group in groups:
        members = set(group)
        for place in group:
            same = len(true[truth[place]] & members)
            precision += same / len(members)
            recall += same / len(true[truth[place]])
    precision, recall = precision / len(truth), recall / len(truth)
    return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
