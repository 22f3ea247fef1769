"""A query tree, answered from a snapshot: which documents match, and how well (BM25 over the text fields, summed).

Scores are Whoosh's BM25F to the last detail for words in one form; what Whoosh has no like of (other forms, synonyms,
bags) counts as a word whose occurrences are those of all it stands for, each at its worth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from pipeline.search import occurrences, positions
from pipeline.search.arrays import Array
from pipeline.search.filters import is_filter, wanted
from pipeline.search.matches import NOTHING, Matches, Surroundings, bag, either, scores_of, summed
from pipeline.search.occurrences import Occurrences
from pipeline.search.query import (
    And,
    Bag,
    Everything,
    Fuzzy,
    Near,
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

_Leaf = Word | Widened | Prefix | Fuzzy | Phrase | Value

# Words with at most so many others among them are close together.
_CLOSE = 2


def match(snapshot: Snapshot, tree: Node, weights: Weights) -> tuple[Array, Array]:
    """The documents that match `tree`, ascending and none deleted, and their scores."""
    found = _Matcher(snapshot, weights).any(tree)
    docs, scores = found.docs, scores_of(found)
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
            case Near():
                return self._near(node)
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
                return occurrences.of_fuzzy(self._snapshot, field, node.word, node.edits)
            case Phrase():
                return positions.of_phrase(self._snapshot, field, node.words)
            case Value():
                docs = np.flatnonzero(self._mask(node)) if field == "text" else occurrences.NO_DOCS
                return Occurrences(docs, np.ones(len(docs), np.float32))

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
        words = [Word(word, exact=True) for word in node.words]
        return self._together(words, node.field, lambda field: self._occurrences(field, node))

    def _near(self, node: Near) -> Matches:
        """Scored as its parts are, in the documents that hold them near each other."""

        def near(field: str) -> Occurrences:
            rows = [self._rows(field, part) for part in node.parts]
            return positions.of_near(self._snapshot, field, rows, node.others)

        return self._together(node.parts, node.field, near)

    def _together(self, parts: Sequence[_Leaf], field: str | None, where: Callable[[str], Occurrences]) -> Matches:
        """The documents of `where`, which hold all the parts in a field, with the sum of the parts' scores there."""
        fields = self._weights.fields if field is None else {field: 1.0}
        found = []
        for name, boost in fields.items():
            docs = where(name).docs
            scored = [self._scored(name, boost, self._occurrences(name, part)) for part in parts] if len(docs) else []
            found.append(summed(docs, scored, self._snapshot.size))
        return found[0] if len(found) == 1 else self._or(found)

    def _rows(self, field: str, part: Word | Phrase | Prefix | Fuzzy) -> positions.Alternatives:
        """What may stand for a part of what is near: the words themselves, in all their forms when those count."""
        match part:
            case Phrase():
                return [part.words]
            case Prefix():
                found = occurrences.beginning(self._snapshot, field, part.prefix)
            case Fuzzy():
                found = occurrences.like(self._snapshot, field, part.word, part.edits)
            case Word():
                loose = self._weights.forms and not part.exact
                found = [part.word, *(occurrences.forms(self._snapshot, field, part.word) if loose else ())]
        return [[word] for word in found]

    # ------------------------------------------------------------------------------- combinations

    def _and(self, children: Sequence[Node]) -> Matches:
        """Ranked children are intersected, the others are laid over as masks."""
        ranked = [self.any(child) for child in children if not is_filter(child)]
        filters = [child for child in children if is_filter(child)]
        if not ranked:
            return Matches(np.flatnonzero(np.logical_and.reduce([self._mask(child) for child in filters])), None)
        docs = occurrences.common([found.docs for found in ranked], self._snapshot.size)
        for child in filters:
            docs = docs[self._mask(child, docs)]
        return summed(docs, ranked, self._snapshot.size)

    def _or(self, parts: Sequence[Matches]) -> Matches:
        return either(parts, self._snapshot.size)

    def _bag(self, nodes: Sequence[Node]) -> Matches:
        around = [Surroundings(worth, self._snapshot.runs(of)) for of, worth in self._around if worth]
        pairs = pairwise(nodes) if self._weights.pairs else ()
        beside = (self._beside(first, second) for first, second in pairs)
        return bag([self.any(node) for node in nodes], beside, around, self._weights, self._snapshot.size)

    def _beside(self, first: Node, second: Node) -> Matches:
        """Where two words of a bag stand close together in a field's text, whatever else is looked for."""
        words = [_written(node) for node in (first, second)]
        if None in words or words[0] == words[1]:
            return NOTHING
        field = next(iter(self._weights.fields))
        found = positions.of_near(self._snapshot, field, [[[word]] for word in words if word is not None], _CLOSE)
        return self._scored(field, self._weights.pairs, found)

    # ------------------------------------------------------------------------------------ filters

    def _mask(self, node: Node, docs: Array | None = None) -> Array:
        """Of every document, or of `docs`, whether it matches."""
        if isinstance(node, Value | Range):
            column = self._snapshot.column(node.field)
            return column.having(wanted(column, node), docs)
        mask = self._whole_mask(node)
        return mask if docs is None else mask[docs]

    def _whole_mask(self, node: Node) -> Array:
        match node:
            case Everything():
                passages: Array = self._snapshot.column("record").counts == 0
                return passages
            case Not():
                return ~self._mask(node.child) & self._mask(Everything())
            case And() if is_filter(node):
                masks: Array = np.logical_and.reduce([self._mask(child) for child in node.children])
                return masks
            case _:
                return occurrences.marked(self.any(node).docs, self._snapshot.size)


def _written(node: Node) -> str | None:
    """The plain word that the node is of."""
    if isinstance(node, Widened):
        return node.word.word
    return node.word if isinstance(node, Word) else None


def _settled(docs: Array, scores: Array) -> Matches:
    return Matches(docs, lambda at: scores if at is None else scores[at])
