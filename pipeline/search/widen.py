"""Understanding a query: which of its words count, what else they may be called, which kind of statement they name.

Other names come from two places: `vocabulary/synonyms.yaml`, and the abbreviations that the papers themselves explain,
both ways. What was added is told, so that the page can say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from pipeline import vocabulary
from pipeline.search.forms import roots
from pipeline.search.query import And, Bag, Node, Not, Or, Phrase, Widened, Word
from pipeline.search.words import words

# Of several things an abbreviation stands for in the papers, the commonest.
_MOST_MEANINGS = 3
# What an occurrence of another name is worth, an occurrence of the word itself being worth 1.
_WORTH = 0.8

Name = tuple[str, ...]


class Understood(NamedTuple):
    """The query's tree as it is searched, what else is searched for, and the kinds of statement it names."""

    tree: Node
    expanded: dict[str, list[str]]
    kinds: set[str]


class Glossary:
    """The other names of names, as words: from the synonyms and from the papers' abbreviations."""

    def __init__(self, abbreviations: Iterable[tuple[str, str]]) -> None:
        """`abbreviations` are (short, long), the commonest first."""
        self._others: dict[Name, list[str]] = {}
        self._shouted: set[Name] = set()
        _, stopwords = _lists()
        for group in vocabulary.load("synonyms")["groups"]:
            for name in group:
                self._add(name, [other for other in group if other != name])
        for short, long in abbreviations:
            self._add(long, [short])
            self._add(short, [long])
            if tuple(words(short)) and words(short)[0] in stopwords:
                self._shouted.add(tuple(words(short)))
        self.longest = max(map(len, self._others), default=0)

    def _add(self, name: str, others: list[str]) -> None:
        known = self._others.setdefault(_key(words(name)), [])
        known += [other for other in others if other not in known and _key(words(other)) != _key(words(name))]

    def others(self, name: Sequence[Word]) -> list[str]:
        """What else the words `name`, taken together, may be called."""
        key = tuple(word.word for word in name)
        if key in self._shouted and not name[0].capitals:
            return []
        return self._others.get(_key(key), [])


def understand(tree: Node, glossary: Glossary) -> Understood:
    """Drop what means nothing, widen plain words, notice kinds of statement."""
    expanded: dict[str, list[str]] = {}
    kinds: set[str] = set()

    def through(node: Node) -> Node:
        match node:
            case Word(exact=False):
                return _widened([node], glossary, expanded, kinds)[0]
            case Bag():
                return _bag(node, glossary, expanded, kinds)
            case And():
                return And(tuple(through(child) for child in node.children))
            case Or():
                return Or(tuple(through(child) for child in node.children))
            case Not():
                return node  # what is left out is left out as written
            case _:
                return node

    return Understood(through(tree), expanded, kinds)


def _bag(bag: Bag, glossary: Glossary, expanded: dict[str, list[str]], kinds: set[str]) -> Node:
    _, stopwords = _lists()
    meaning = [node for node in bag.words if not (isinstance(node, Word) and _is_empty(node, stopwords))]
    found: list[Node] = []
    plain: list[Word] = []
    # Stopwords stay while names are looked for: 'children in care' is one.
    for node in bag.words if meaning else ():
        if isinstance(node, Word) and not node.exact:
            plain.append(node)
        else:
            found += [*_widened(plain, glossary, expanded, kinds), node]
            plain = []
    found += _widened(plain, glossary, expanded, kinds)
    if not found:
        return bag
    return found[0] if len(found) == 1 else Bag(tuple(found))


def _widened(plain: list[Word], glossary: Glossary, expanded: dict[str, list[str]], kinds: set[str]) -> list[Node]:
    """Words that stand side by side: the longest names among them are found first, stopwords outside names go."""
    kinds_of, stopwords = _lists()
    found: list[Node] = []
    at = 0
    while at < len(plain):
        for length in range(min(glossary.longest, len(plain) - at), 0, -1):
            name = plain[at : at + length]
            if others := glossary.others(name)[: _MOST_MEANINGS * 4]:
                break
        else:
            name, others = plain[at : at + 1], []
        if others:
            expanded[" ".join(word.word for word in name)] = others
        also = tuple((_as_node(other, name[0].field), _WORTH) for other in others)
        for word in name:
            if not _is_empty(word, stopwords) or len(plain) == 1:
                found.append(Widened(word, also) if also else word)
                kinds |= kinds_of.get(word.word, set())
        at += len(name)
    return found


def _as_node(name: str, field: str | None) -> Word | Phrase:
    found = words(name)
    return Word(found[0], field, exact=name.isupper()) if len(found) == 1 else Phrase(tuple(found), field)


def _is_empty(word: Word, stopwords: frozenset[str]) -> bool:
    return word.word in stopwords and not word.exact and not word.capitals


def _key(name: Sequence[str]) -> Name:
    """Names are the same in singular and plural."""
    return tuple(min(roots(word)) for word in name)


@cache
def _lists() -> tuple[dict[str, set[str]], frozenset[str]]:
    lists = vocabulary.load("search")
    kinds: dict[str, set[str]] = {}
    for kind, named in lists["kinds"].items():
        for word in named:
            kinds.setdefault(word, set()).add(kind)
    return kinds, frozenset(lists["stopwords"])
