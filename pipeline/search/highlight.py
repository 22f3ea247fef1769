"""Where a text holds what a query looks for; worked out only for the hits that are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from pipeline import text as texts
from pipeline.search.forms import roots
from pipeline.search.query import And, Bag, Fuzzy, Node, Or, Phrase, Prefix, Widened, Word
from pipeline.search.words import spans, words

Test = Callable[[str], bool]


class Mark(NamedTuple):
    """A place in a text: its offsets and the number of the query's term that it is of."""

    start: int
    end: int
    term: int


class Highlighter:
    """Marks texts for one query; `forms` is whether other forms of its words count."""

    def __init__(self, tree: Node, forms: bool) -> None:
        self._terms = list(_terms(tree))
        self._forms = forms
        self._quick = [self._pattern(term) for term in self._terms]
        self._tests: dict[Node, Test] = {}

    def marks(self, text: str) -> list[Mark]:
        """Everything in `text` that the query looks for, in order."""
        marks: list[Mark] = []
        plain = texts.plain(text).lower()
        cut: _Cut | None = None
        for number, (term, pattern) in enumerate(zip(self._terms, self._quick, strict=True)):
            if pattern is not None and plain.isascii():
                marks += [Mark(*place, number) for place in _whole(pattern, plain)]
                continue
            cut = cut or _Cut(text, plain)
            for alternative in term:
                marks += [Mark(*place, number) for place in self._places(alternative, cut)]
        return sorted(marks)

    def _pattern(self, term: Sequence[Node]) -> re.Pattern[str] | None:
        """An expression that finds the term in plain ASCII text, None when only its words one by one will do."""
        parts = []
        for node in term:
            if isinstance(node, Word) and (node.exact or not self._forms) and node.word.isalpha():
                parts.append(node.word)
            elif isinstance(node, Prefix) and node.prefix.isalpha():
                parts.append(node.prefix + "[a-z0-9]*")
            elif isinstance(node, Phrase) and not node.slop and all(word.isalpha() for word in node.words):
                parts.append("(?:'s)?[^a-z0-9'$%]+".join(node.words))
            else:
                return None
        if not all(part.isascii() for part in parts):
            return None
        return re.compile(rf"(?:{'|'.join(parts)})(?:'s)?(?!'?[a-z0-9])")

    def _places(self, node: Node, cut: _Cut) -> Iterator[tuple[int, int]]:
        if isinstance(node, Phrase):
            return cut.phrase(node)
        if node not in self._tests:
            self._tests[node] = cache(self._test(node))  # most words come again in the next text
        return cut.places(self._tests[node])

    def _test(self, node: Node) -> Test:
        match node:
            case Prefix():
                return lambda word: word.startswith(node.prefix)
            case Fuzzy():
                return lambda word: OSA.distance(word, node.word) <= node.edits
            case Word() if self._forms and not node.exact:
                own = roots(node.word)
                return lambda word: word == node.word or not own.isdisjoint(roots(word))
            case Word():
                return lambda word: word == node.word
            case _:
                return lambda word: False


class _Cut:
    """A text cut into words; where each stands is worked out only for those that are looked for."""

    def __init__(self, text: str, plain: str) -> None:
        self._text, self._plain = text, plain
        self._words = words(text)
        self._distinct = set(self._words)

    def places(self, is_meant: Test) -> Iterator[tuple[int, int]]:
        """Of every word that is meant."""
        meant = {word for word in self._distinct if is_meant(word)}
        if not meant:
            return
        if self._plain.isascii() and all(map(str.isalpha, meant)):
            found = list(_whole(_any_of(frozenset(meant)), self._plain))
            if len(found) == sum(word in meant for word in self._words):  # not so for "don't", which is 'dont'
                yield from found
                return
        yield from ((start, end) for word, start, end in self._found if word in meant)

    def phrase(self, node: Phrase) -> Iterator[tuple[int, int]]:
        """Of the phrase as a whole or, where other words may come between, of each of its words."""
        if not self._distinct.issuperset(node.words):
            return
        length = len(node.words)
        for turn, (word, start, end) in enumerate(self._found):
            if node.slop and word in node.words:
                near = length + node.slop
                if set(self._words[max(0, turn - near) : turn + near]).issuperset(node.words):
                    yield start, end
            elif not node.slop and self._words[turn : turn + length] == list(node.words):
                yield start, self._found[turn + length - 1][2]

    @cached_property
    def _found(self) -> list[tuple[str, int, int]]:
        return list(spans(self._text))


@lru_cache(maxsize=1000)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest_first)})(?:'s)?(?!'?[a-z0-9])")


def _whole(pattern: re.Pattern[str], plain: str) -> Iterator[tuple[int, int]]:
    """The places of the pattern that do not begin within a word; looking for that here is quicker than in it."""
    for place in pattern.finditer(plain):
        start = place.start()
        before = plain[max(0, start - 2) : start]
        if not (before[-1:].isalnum() or (before[-1:] == "'" and before[0].isalnum())):
            yield start, place.end()


def _terms(tree: Node) -> Iterator[list[Node]]:
    """The query's terms, each with what may stand for it; what is to be left out is none."""
    match tree:
        case And() | Or():
            for child in tree.children:
                yield from _terms(child)
        case Bag():
            for child in tree.words:
                yield from _terms(child)
        case Widened():
            yield [tree.word, *(other for other, _ in tree.also)]
        case Word() | Phrase() | Prefix() | Fuzzy():
            yield [tree]


def merged(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The marks' offsets, those that overlap made one."""
    whole: list[tuple[int, int]] = []
    for start, end, _ in marks:
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def terms_within(marks: Sequence[Mark], start: int, end: int) -> int:
    """How many of the query's terms stand between two offsets."""
    return len({mark.term for mark in marks if start <= mark.start < end})


def best_sentence(text: str, marks: Sequence[Mark]) -> tuple[int, int]:
    """The first of the sentences that hold the most of the query's terms."""
    sentences = list(texts.sentences(text)) or [(0, len(text))]
    return max(sentences, key=lambda place: terms_within(marks, *place))


def snippet(text: str, marks: Sequence[Mark], width: int) -> tuple[int, int]:
    """About `width` characters of `text`, whole words, that begin a little before where most of the marks are."""
    if len(text) <= width or not marks:
        return 0, min(len(text), width)
    first = max(marks, key=lambda mark: terms_within(marks, mark.start, mark.start + width))
    start = max(0, min(first.start - width // 5, len(text) - width))
    start = text.rfind(" ", 0, start + 1) + 1
    end = text.find(" ", min(len(text), start + width))
    return start, end if end >= 0 else len(text)
