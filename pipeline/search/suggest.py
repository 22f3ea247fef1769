"""Did you mean: for words that no paper holds, the likeliest words that papers do hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.search import occurrences
from pipeline.search.query import And, Bag, Near, Node, Or, Word
from pipeline.search.snapshot import Snapshot

_SHORTEST = 4
# So many matches are enough not to ask.
_FEW = 3


def suggestions(snapshot: Snapshot, query: str, tree: Node, fields: list[str], found: int) -> list[str]:
    """`query` with every word that nothing holds replaced by the nearest that something holds; [] if none is near."""
    if found >= _FEW:
        return []
    better = query
    for word in _words(tree):
        if len(word) < _SHORTEST or any(_held(snapshot, field, word) for field in fields):
            continue
        if (near := _nearest(snapshot, fields, word)) is None:
            return []
        better = re.sub(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", near, better)
    return [better] if better != query else []


def _nearest(snapshot: Snapshot, fields: list[str], word: str) -> str | None:
    """The nearest word, of equally near ones the commonest."""
    from pipeline.search import spelling

    near: dict[str, int] = {}
    edits = 1 if len(word) < 6 else 2
    for segment in snapshot.segments:
        for field in fields:
            if (postings := segment.postings.get(field)) is not None:
                near.update(spelling.alike(word, occurrences.vocabulary(postings), edits))
    if not near:
        return None
    return min(
        near, key=lambda term: (near[term], -sum(len(occurrences.of_word(snapshot, f, term)) for f in fields), term)
    )


def _held(snapshot: Snapshot, field: str, word: str) -> bool:
    return bool(snapshot.terms(field, word) or occurrences.forms(snapshot, field, word))


def _words(tree: Node) -> Iterator[str]:
    match tree:
        case Word():
            yield tree.word
        case And() | Or():
            for child in tree.children:
                yield from _words(child)
        case Bag():
            for child in tree.words:
                yield from _words(child)
        case Near():
            for part in tree.parts:
                yield from _words(part)
