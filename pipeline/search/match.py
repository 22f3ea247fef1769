"""A query tree, answered from a snapshot: which documents match, and how well (BM25 over the text fields, summed).

Scores are Whoosh's BM25F to the last detail for words in one form; what Whoosh has no like of (other forms, synonyms,
bags) counts as a word whose occurrences are those of all it stands for, each at its worth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.search import occurrences
from pipeline.search.arrays import Array
from pipeline.search.facets import Column
from pipeline.search.fields import FIELDS
from pipeline.search.occurrences import Occurrences
from pipeline.search.query import (
    And,
    Bag,
    Everything,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Value,
    Widened,
    Word,
)
from pipeline.search.ranking import Weights
from pipeline.search.snapshot import Snapshot
from pipeline.search.words import words

_Leaf = Word | Widened | Prefix | Fuzzy | Phrase

# Words with at most so many others among them are close together.
_CLOSE = 2


class Matches(NamedTuple):
    """Documents, ascending, and `scores(at)`: the scores of those at the places `at`, of all when it is None."""

    docs: Array
    scores: Callable[[Array | None], Array] | None  # None where nothing is ranked


class _Surroundings:
    """How much of a bag's words the sections, or the papers, hold that documents stand in."""

    def __init__(self, worth: float, runs: Array) -> None:
        self.worth, self.runs = worth, runs
        self.best = np.zeros(runs[-1] + 1 if len(runs) else 0, np.float32)
        self.holds = np.zeros(len(self.best), np.float32)

    def add(self, docs: Array, scores: Array) -> None:
        """Take in where a word stands: of each section or paper the best score counts."""
        runs = self.runs[docs]
        begins = np.flatnonzero(np.diff(runs, prepend=-1))
        self.best[runs[begins]] += np.maximum.reduceat(scores, begins)
        self.holds[runs[begins]] += 1


def match(snapshot: Snapshot, tree: Node, weights: Weights) -> tuple[Array, Array]:
    """The documents that match `tree`, ascending and none deleted, and their scores."""
    found = _Matcher(snapshot, weights).any(tree)
    docs, scores = found.docs, _scores(found)
    if snapshot.has_deletions:
        live = snapshot.live[docs]
        docs, scores = docs[live], scores[live]
    return docs, scores


class _Matcher:
    def __init__(self, snapshot: Snapshot, weights: Weights) -> None:
        self._snapshot = snapshot
        self._weights = weights
        self._around = (("opens", weights.section), ("record", weights.paper))
        self._known: dict[tuple[str, Node], Occurrences] = {}

    def any(self, node: Node) -> Matches:
        match node:
            case Word() | Widened() | Prefix() | Fuzzy():
                return self._in_fields(node)
            case Phrase():
                return self._phrase(node)
            case And():
                return self._and(node.children)
            case Or():
                return self._or([self.any(child) for child in node.children])
            case Bag():
                return self._bag(node.words)
            case _:
                return Matches(np.flatnonzero(self._mask(node)), None)

    # -------------------------------------------------------------------------------------- words

    def _in_fields(self, node: Word | Widened | Prefix | Fuzzy) -> Matches:
        field = node.word.field if isinstance(node, Widened) else node.field
        fields = self._weights.fields if field is None else {field: 1.0}
        found = [self._scored(name, boost, self._occurrences(name, node)) for name, boost in fields.items()]
        return found[0] if len(found) == 1 else self._or(found)

    def _occurrences(self, field: str, node: _Leaf) -> Occurrences:
        """Where the node occurs in the field; other names come with several words of a query and are looked up once."""
        if (field, node) not in self._known:
            self._known[field, node] = self._looked_up(field, node)
        return self._known[field, node]

    def _looked_up(self, field: str, node: _Leaf) -> Occurrences:
        match node:
            case Word():
                written = occurrences.of_word(self._snapshot, field, node.word)
                if node.exact or not self._weights.forms:
                    return written
                others = occurrences.of_forms(self._snapshot, field, node.word)
                return occurrences.joined(self._snapshot, [(written, 1.0), (others, self._weights.forms)])
            case Widened():
                parts = [(self._occurrences(field, node.word), 1.0)]
                parts += [(self._occurrences(field, other), worth) for other, worth in node.also]
                return occurrences.joined(self._snapshot, parts)
            case Prefix():
                return occurrences.of_prefix(self._snapshot, field, node.prefix)
            case Fuzzy():
                return occurrences.of_near(self._snapshot, field, node.word, node.edits)
            case Phrase():
                return occurrences.of_phrase(self._snapshot, field, node.words, node.slop)

    def _scored(self, field: str, boost: float, found: Occurrences) -> Matches:
        docs, counts = found
        idf = np.log(max(1, self._snapshot.size) / (len(docs) + 1)) + 1
        k1 = self._weights.k1
        norms = self._snapshot.norms(field, k1, self._weights.b)

        def scores(at: Array | None) -> Array:
            which, times = (docs, counts) if at is None else (docs[at], counts[at])
            tf = times.astype(np.float32)
            below = norms[which]
            below += tf
            tf *= np.float32(boost * idf * (k1 + 1))
            tf /= below
            return tf

        return Matches(docs, scores)

    def _phrase(self, node: Phrase) -> Matches:
        """Scored, as by Whoosh, as its words are, in the documents that hold the phrase."""
        fields = self._weights.fields if node.field is None else {node.field: 1.0}
        found = []
        for name, boost in fields.items():
            docs = occurrences.of_phrase(self._snapshot, name, node.words, node.slop).docs
            parts = [self._scored(name, boost, occurrences.of_word(self._snapshot, name, word)) for word in node.words]
            found.append(Matches(docs, self._sum_of(docs, parts)) if len(docs) else Matches(docs, None))
        return found[0] if len(found) == 1 else self._or(found)

    # ------------------------------------------------------------------------------- combinations

    def _and(self, children: Sequence[Node]) -> Matches:
        """Ranked children are intersected, the others are laid over as masks."""
        ranked = [self.any(child) for child in children if not _is_filter(child)]
        filters = [child for child in children if _is_filter(child)]
        if not ranked:
            return Matches(np.flatnonzero(np.logical_and.reduce([self._mask(child) for child in filters])), None)
        docs = occurrences.common([found.docs for found in ranked], self._snapshot.size)
        for child in filters:
            docs = docs[self._mask(child, docs)]
        return Matches(docs, self._sum_of(docs, ranked))

    def _or(self, parts: Sequence[Matches]) -> Matches:
        parts = [part for part in parts if len(part.docs)]
        if len(parts) < 2:
            return parts[0] if parts else Matches(occurrences.NONE.docs, None)
        total = np.zeros(self._snapshot.size, np.float32)
        matched = np.zeros(self._snapshot.size, bool)
        for part in parts:
            matched[part.docs] = True
            if part.scores is not None:
                total[part.docs] += part.scores(None)
        docs = np.flatnonzero(matched)
        return _settled(docs, total[docs])

    def _bag(self, nodes: Sequence[Node]) -> Matches:
        """Documents that hold enough of the words; those that hold few of them fall back.

        A word that stands elsewhere in the section or the paper counts too, for less.
        """
        size = self._snapshot.size
        total, holds = np.zeros(size, np.float32), np.zeros(size, np.float32)
        around = [_Surroundings(worth, self._snapshot.runs(of)) for of, worth in self._around if worth]
        for node in nodes:
            part = self.any(node)
            if len(part.docs):
                scores = _scores(part)
                holds[part.docs] += 1
                total[part.docs] += scores
                for surroundings in around:
                    surroundings.add(part.docs, scores)
        for first, second in pairwise(nodes) if self._weights.pairs else ():
            beside = self._beside(first, second)
            total[beside.docs] += _scores(beside)
        docs = np.flatnonzero(holds)
        holds, scores = holds[docs], total[docs]
        scores *= 1 - self._weights.together * (1 - holds / np.float32(len(nodes)))
        for surroundings in around:
            runs = surroundings.runs[docs]
            scores += np.float32(surroundings.worth) * surroundings.best[runs]
            holds += np.float32(surroundings.worth) * (surroundings.holds[runs] - holds)
        least = min(
            len(nodes) * self._weights.needed, holds.max(initial=0.0)
        )  # when none holds enough, those with most
        enough = holds >= least - 1e-3
        return _settled(docs[enough], scores[enough])

    def _beside(self, first: Node, second: Node) -> Matches:
        """Where two words of a bag stand close together in a field's text, whatever else is looked for."""
        words = [_written(node) for node in (first, second)]
        if None in words or words[0] == words[1]:
            return Matches(occurrences.NONE.docs, None)
        field = next(iter(self._weights.fields))
        found = occurrences.of_phrase(self._snapshot, field, [word for word in words if word is not None], _CLOSE)
        return self._scored(field, self._weights.pairs, found)

    def _sum_of(self, docs: Array, parts: Sequence[Matches]) -> Callable[[Array | None], Array]:
        """Scores that are the sum of those of `parts`, all of which hold all of `docs`."""

        def scores(at: Array | None) -> Array:
            which = docs if at is None else docs[at]
            total = np.zeros(len(which), np.float32)
            for part in parts:
                if part.scores is not None:
                    total += part.scores(occurrences.places_of(which, part.docs, self._snapshot.size))
            return total

        return scores

    # ------------------------------------------------------------------------------------ filters

    def _mask(self, node: Node, docs: Array | None = None) -> Array:
        """Of every document, or of `docs`, whether it matches."""
        if isinstance(node, Value | Range):
            column = self._snapshot.column(node.field)
            return column.having(_wanted(column, node), docs)
        mask = self._whole_mask(node)
        return mask if docs is None else mask[docs]

    def _whole_mask(self, node: Node) -> Array:
        match node:
            case Everything():
                passages: Array = self._snapshot.column("record").counts == 0
                return passages
            case Not():
                return ~self._mask(node.child) & self._mask(Everything())
            case And() if _is_filter(node):
                masks: Array = np.logical_and.reduce([self._mask(child) for child in node.children])
                return masks
            case _:
                return occurrences.marked(self.any(node).docs, self._snapshot.size)


def _is_filter(node: Node) -> bool:
    """Whether the node only selects and ranks nothing."""
    if isinstance(node, And):
        return all(_is_filter(child) for child in node.children)
    return isinstance(node, (Value, Range, Not, Everything))


def _written(node: Node) -> str | None:
    """The plain word that the node is of."""
    if isinstance(node, Widened):
        return node.word.word
    return node.word if isinstance(node, Word) else None


def _settled(docs: Array, scores: Array) -> Matches:
    return Matches(docs, lambda at: scores if at is None else scores[at])


def _scores(found: Matches) -> Array:
    return np.zeros(len(found.docs), np.float32) if found.scores is None else found.scores(None)


def _wanted(column: Column, value: Value | Range) -> Array:
    """Of each name of the column, whether it is meant by `value`."""
    marked = np.zeros(len(column.names), bool)
    if isinstance(value, Range):
        marked[column.between(value.low, value.high, FIELDS[value.field].holds == "number")] = True
        return marked
    if not value.prefix and (place := column.places.get(value.value)) is not None:
        marked[place] = True
        return marked
    wanted = words(value.value)
    if not value.prefix:
        marked[[place for place, name in enumerate(column.worded) if name == wanted]] = True
    if wanted and not marked.any():
        marked[[place for place, name in enumerate(column.worded) if _contains(name, wanted, value.prefix)]] = True
    return marked


def _contains(name: list[str], wanted: list[str], prefix: bool) -> bool:
    """Whether the words of a name hold the wanted ones, side by side; with `prefix`, the last may go on."""
    *firm, last = wanted
    for start in range(len(name) - len(wanted) + 1):
        there = name[start : start + len(wanted)]
        if there[:-1] == firm and (there[-1] == last or (prefix and there[-1].startswith(last))):
            return True
    return False
