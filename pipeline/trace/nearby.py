"""Which sightings are worth comparing with those of a few papers: what `candidates` finds, from the postings alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.trace.known import ordinal
from pipeline.trace.postings import Entries, Postings, entries, whole_key
from pipeline.trace.weights import AGAIN, CANDIDATES, KEY_CROWD_ALL, KEY_CROWD_BODY

Spot = tuple[int, int]  # the number of a paper, and the place of a sighting in it


class Papers:
    """The papers that count, by their numbers: family, day and how many sightings there are in all."""

    def __init__(self, families: Mapping[int, str], days: Mapping[int, str], sightings: int) -> None:
        size = max(families, default=0) + 1
        codes: dict[str, int] = {}
        self.sightings = sightings
        self.family = np.full(size, -1, dtype=np.int64)
        self.day = np.zeros(size, dtype=np.float64)
        for number, family in families.items():
            self.family[number] = codes.setdefault(family, len(codes))
            self.day[number] = ordinal(days.get(number)) or 0


def nearby(
    fresh: Mapping[int, Sequence[Sequence[str]]], papers: Papers, postings: Postings
) -> Iterator[tuple[Spot, Spot]]:
    """Pairs of sightings worth comparing, of which one at least is of the papers `fresh` (number -> its texts)."""
    own = entries(fresh.items())
    held = postings.find(own["key"])
    held = held[(held["paper"] < len(papers.family))]
    held = held[papers.family[held["paper"]] >= 0]
    own = own[np.lexsort((own["place"], own["paper"]))]
    starts = np.searchsorted(held["key"], own["key"], "left")
    ends = np.searchsorted(held["key"], own["key"], "right")
    spots = own["paper"].astype(np.int64) << 32 | own["place"]
    for spot in np.unique(spots).tolist():
        number, place = spot >> 32, spot & 0xFFFFFFFF
        whole = whole_key(fresh[number][place])
        mine = np.flatnonzero(spots == spot)
        runs = [held[starts[at] : ends[at]] for at in mine if own["key"][at] != whole]
        others = _near(spot, number, runs, papers)
        again = next((held[starts[at] : ends[at]] for at in mine if own["key"][at] == whole), held[:0])
        for other in {*others, *_again(spot, number, again, papers)}:
            yield (number, place), (other >> 32, other & 0xFFFFFFFF)


def _near(spot: int, number: int, runs: Sequence[Entries], papers: Papers) -> Iterator[int]:
    """Those that share most with a sighting: words that few of its body hold, and words that very few of all do."""
    for by_body, crowd in ((True, KEY_CROWD_BODY), (False, KEY_CROWD_ALL)):
        found, bits = [], []
        for run in runs:
            kept = run[papers.family[run["paper"]] == papers.family[number]] if by_body else run
            if 1 < len(kept) <= crowd:
                found.append(_codes(kept))
                bits.append(np.full(len(kept), np.log2(papers.sightings / len(kept) + 1)))
        if not found:
            continue
        others, at = np.unique(np.concatenate(found), return_inverse=True)
        shared = np.bincount(at, np.concatenate(bits))
        shared, others = shared[others != spot], others[others != spot]
        if len(others) > CANDIDATES:
            apart = np.minimum(np.abs(papers.day[others >> 32] - papers.day[number]) / 365, 3)
            others = others[np.argpartition(apart - shared, CANDIDATES - 1)[:CANDIDATES]]
        yield from others.tolist()


def _again(spot: int, number: int, same: Entries, papers: Papers) -> Iterator[int]:
    """The last sightings of its body before it that have the very same words, and the next ones after it."""
    codes = _codes(same[papers.family[same["paper"]] == papers.family[number]])
    codes = codes[np.lexsort((codes, papers.day[codes >> 32]))]
    at = int(np.flatnonzero(codes == spot)[0]) if spot in codes else 0
    yield from (code for code in codes[max(0, at - AGAIN) : at + AGAIN + 1].tolist() if code != spot)


def _codes(run: Entries) -> NDArray[np.int64]:
    codes: NDArray[np.int64] = run["paper"].astype(np.int64) << 32 | run["place"]
    return codes
