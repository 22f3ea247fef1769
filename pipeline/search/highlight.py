"""Where a text holds what a query looks for; worked out only for the hits that are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from pipeline import text as texts
from pipeline.search.forms import roots
from pipeline.search.query import And, Bag, Fuzzy, Near, Node, Or, Phrase, Prefix, Value, Widened, Word
from pipeline.search.words import spans, words

Test = Callable[[str], bool]
# The turn of a first word, and the one behind the last.
_Turns = tuple[int, int]


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
            elif isinstance(node, Phrase) and all(word.isalpha() for word in node.words):
                parts.append("(?:'s)?[^a-z0-9'$%]+".join(node.words))
            else:
                return None
        if not all(part.isascii() for part in parts):
            return None
        return re.compile(rf"(?:{'|'.join(parts)})(?:'s)?(?!'?[a-z0-9])")

    def _places(self, node: Node, cut: _Cut) -> Iterator[tuple[int, int]]:
        if isinstance(node, Near):
            parts = [list(self._turns(part, cut)) for part in node.parts]
            return (cut.place(*turns) for turns in _near(parts, node.others))
        if isinstance(node, Phrase):
            return (cut.place(*turns) for turns in cut.phrase(node.words))
        return cut.places(self._is_meant(node))

    def _turns(self, node: Node, cut: _Cut) -> Iterator[_Turns]:
        return cut.phrase(node.words) if isinstance(node, Phrase) else cut.single(self._is_meant(node))

    def _is_meant(self, node: Node) -> Test:
        if node not in self._tests:
            self._tests[node] = cache(self._test(node))  # most words come again in the next text
        return self._tests[node]

    def _test(self, node: Node) -> Test:
        match node:
            case Prefix():
                return lambda word: word.startswith(node.prefix)
            case Fuzzy():
                from pipeline.search import spelling

                return lambda word: spelling.edits(word, node.word) <= node.edits
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

    def single(self, is_meant: Test) -> Iterator[_Turns]:
        """The turns of every word that is meant."""
        return ((turn, turn + 1) for turn, word in enumerate(self._words) if is_meant(word))

    def phrase(self, phrase: Sequence[str]) -> Iterator[_Turns]:
        """The turns of the words where they stand one behind the other."""
        if not self._distinct.issuperset(phrase):
            return
        for turn in range(len(self._words) - len(phrase) + 1):
            if self._words[turn : turn + len(phrase)] == list(phrase):
                yield turn, turn + len(phrase)

    def place(self, first: int, behind: int) -> tuple[int, int]:
        """The offsets between which the words from one turn to another stand."""
        return self._found[first][1], self._found[behind - 1][2]

    @cached_property
    def _found(self) -> list[tuple[str, int, int]]:
        return list(spans(self._text))


def _near(parts: list[list[_Turns]], others: int) -> set[_Turns]:
    """Of the places of each part, those that stand near ones of all other parts, as `positions.of_near` has it."""
    near: set[_Turns] = set()
    for own, places in enumerate(parts):
        for begin in places:
            chosen = [begin]
            for other in (*parts[:own], *parts[own + 1 :]):
                following = [turns for turns in other if turns[0] >= begin[1] and turns not in chosen]
                chosen += [min(following)] if following else []
            length = max(behind for _, behind in chosen) - begin[0]
            if len(chosen) == len(parts) and length <= sum(b - a for a, b in chosen) + others:
                near.update(chosen)
    return near


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
            yield [tree.word, *(other for other, _ in tree.also if not isinstance(other, Value))]
        case Word() | Phrase() | Prefix() | Fuzzy() | Near():
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
