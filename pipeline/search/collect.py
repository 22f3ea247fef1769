"""From matches to a page of results: copies collapsed, facets counted, the best or newest first."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipeline.search.arrays import Array
from pipeline.search.engine import Request
from pipeline.search.facets import Column
from pipeline.search.fields import NAMES_OF_BODIES
from pipeline.search.snapshot import Snapshot
from pipeline.search.words import words

Counts = dict[str, list[tuple[str, int]]]

# Hits of one paper that stand together when a page is grouped.
MOST_OF_A_PAPER = 3


def without_twins(snapshot: Snapshot, docs: Array, scores: Array) -> tuple[Array, Array]:
    """Of passages that say the same in papers that are copies of each other, the best one, of equals a final one."""
    twins = snapshot.column("twin")
    if not len(twins.codes):
        return docs, scores
    codes = twins.first[docs]
    among = np.flatnonzero(codes >= 0)
    if not len(among):
        return docs, scores
    drafts = snapshot.column("draft").counts[docs[among]]
    best_first = among[np.lexsort((docs[among], drafts, -scores[among]))]
    _, first = np.unique(codes[best_first], return_index=True)
    keep = codes < 0
    keep[best_first[first]] = True
    return docs[keep], scores[keep]


def counts(snapshot: Snapshot, docs: Array, fields: Iterable[str], request: Request) -> Counts:
    """How many of `docs` have each value of each field, as many and in the order that `request` wants."""
    found: Counts = {}
    for field in fields:
        column = snapshot.column(field)
        if not len(column.names):
            found[field] = []
            continue
        counted = column.counted(docs)
        if field in NAMES_OF_BODIES:
            counted = _in_one(column, counted)
        held = np.flatnonzero(counted)
        if sought := words(request.facet_find):
            held = held[[_begin(column.worded[code], sought) for code in held.tolist()]]
        if request.facet_sort == "count":
            held = held[np.argsort(-counted[held], kind="stable")]
        else:
            held = np.array(sorted(held.tolist(), key=lambda code: _by_name(column.names[code])), np.intp)
        held = held[: request.facet_limit]
        found[field] = list(zip(map(column.names.__getitem__, held.tolist()), counted[held].tolist(), strict=True))
    return found


def _in_one(column: Column, counted: Array) -> Array:
    """The counts with those of names that are the same put together, under the commonest of them."""
    together = np.bincount(column.same, counted, len(counted)).astype(counted.dtype)
    commonest = np.lexsort((-counted, column.same))
    _, first = np.unique(column.same[commonest], return_index=True)
    found = np.zeros_like(counted)
    found[commonest[first]] = together[column.same[commonest[first]]]
    return found


def _by_name(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdigit() else (0, name.casefold())


def _begin(name: list[str], sought: list[str]) -> bool:
    """Whether each of the words sought begins a word of the name."""
    return all(any(word.startswith(one) for word in name) for one in sought)


def by_score(docs: Array, scores: Array, most: int) -> Array:
    """The places of the `most` best, the best first; of equals the earlier document first."""
    if len(docs) > most > 0:
        least = np.partition(scores, len(scores) - most)[len(scores) - most]
        better = np.flatnonzero(scores > least)
        # Of those that are just good enough, the earliest.
        places = np.concatenate((better, np.flatnonzero(scores == least)[: most - len(better)]))
    else:
        places = np.arange(min(len(docs), most))
    return places[np.lexsort((docs[places], -scores[places]))]


def without_repeats(snapshot: Snapshot, docs: Array, order: Array) -> Array:
    """Of `order`, places in `docs`, the first of those that say the same in whatever papers."""
    said = snapshot.numbers("repeat")[docs[order]]
    _, first = np.unique(said, return_index=True)
    keep = said == 0
    keep[first] = True
    kept: Array = order[keep]
    return kept


def without_drafts(snapshot: Snapshot, docs: Array, order: Array) -> Array:
    """Of `order`, places in `docs`, one of those that say nearly the same in versions of one paper, a final one first.

    Texts are compared, so `order` should not be long.
    """
    versions = snapshot.column("version")
    if not len(versions.names):
        return order
    from pipeline.search.spelling import nearly_the_same

    kept: list[int] = []
    shown: dict[int, list[int]] = {}  # of the versions of a paper, which of `kept` are theirs
    drafts = snapshot.column("draft").counts
    for place in order.tolist():
        doc = int(docs[place])
        group = int(versions.first[doc])
        for at in shown.get(group, ()) if group >= 0 else ():
            other = int(docs[kept[at]])
            if snapshot.record_of(other) == snapshot.record_of(doc):
                continue
            if nearly_the_same(snapshot.stored(doc)["text"], snapshot.stored(other)["text"]):
                if drafts[other] > drafts[doc]:
                    kept[at] = place
                break
        else:
            shown.setdefault(group, []).append(len(kept))
            kept.append(place)
    return np.array(kept, np.intp)


def saying_the_same(snapshot: Snapshot, docs: Array, shown: list[int]) -> dict[int, list[int]]:
    """Of each of the documents `shown`, the others of `docs` that say the same."""
    said = snapshot.numbers("repeat")
    wanted = said[shown]
    same = docs[np.isin(said[docs], wanted[wanted != 0])]
    return {doc: same[(said[same] == said[doc]) & (same != doc)].tolist() for doc in shown}


def by_date(snapshot: Snapshot, docs: Array, scores: Array, most: int) -> Array:
    """The places of the `most` newest, the newest first, those without a date last; of one day the best first."""
    dates = snapshot.column("date").first[docs]  # codes are in the order of their names
    return np.lexsort((docs, -scores, -dates))[:most]


def grouped(snapshot: Snapshot, docs: Array, order: Array, page: int, limit: int) -> Array:
    """One page of `limit` papers in the order of their first hit in `order`, each with its first few hits."""
    papers = snapshot.column("paper").first[docs[order]]
    _, first, which = np.unique(papers, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    rank = rank[which]
    together = np.argsort(rank, kind="stable")
    ranks = rank[together]
    within = np.arange(len(ranks)) - np.searchsorted(ranks, ranks)
    shown = (within < MOST_OF_A_PAPER) & (ranks >= (page - 1) * limit) & (ranks < page * limit)
    chosen: Array = order[together[shown]]
    return chosen
