"""Understanding a query: which of its words count, what else they may be called, what they name in passing.

Other names come from two places: `vocabulary/synonyms.yaml`, and the abbreviations that the papers themselves explain,
both ways. What was added is told, so that the page can say so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from pipeline import vocabulary
from pipeline.search.forms import roots, singular
from pipeline.search.query import And, Bag, Fuzzy, Near, Node, Not, Or, Phrase, Prefix, Value, Widened, Word
from pipeline.search.words import words
from pipeline.text import fold_body

# What an occurrence of another name, or of a word that is near in meaning, is worth; one of the word itself is worth 1.
_WORTH_SAME = 0.8
_WORTH_NEAR = 0.3
# What being of a kind of statement is worth to the word that names the kind: few risks say that they are one.
_WORTH_KIND = 0.1

Name = tuple[str, ...]
Named = dict[str, set[str]]
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEARABLE = (Word, Phrase, Prefix, Fuzzy)


class Understood(NamedTuple):
    """The query's tree as it is searched, what else is searched for, and the values it names in passing, by field.

    They are kinds of statement, bodies and years; passages that have them come first.
    """

    tree: Node
    expanded: dict[str, list[str]]
    named: dict[str, set[str]]


class Glossary:
    """The other names of names, as words: from the synonyms and from the papers' abbreviations."""

    def __init__(self, abbreviations: Iterable[tuple[str, str]], bodies: Iterable[str] = ()) -> None:
        """`abbreviations` are (short, long), the commonest first; `bodies` the names of boards and committees."""
        self._bodies: dict[Name, set[str]] = {}
        for body in bodies:
            for name in (body, body.replace("&", " and "), fold_body(body)):
                self._bodies.setdefault(_key(words(name), False), set()).add(body)
        self._same: dict[Name, list[str]] = {}
        self._near: dict[str, list[str]] = {}
        synonyms = vocabulary.load("synonyms")
        groups, related = ([line.split(", ") for line in synonyms[kind]] for kind in ("groups", "related"))
        unfit = set(vocabulary.load("search")["begin_no_name"])
        explained = (pair for pair in abbreviations if unfit.isdisjoint(words(pair[1])[:1]))
        for group in (*groups, *explained):
            keys = [_key(words(name), name.isupper()) for name in group]
            for key in keys:
                known = self._same.setdefault(key, [])
                known += [name for name, its in zip(group, keys, strict=True) if its != key and name not in known]
        for group in related:
            for name in group:
                self._near.setdefault(min(roots(name)), []).extend(other for other in group if other != name)
        self.longest = max(map(len, self._same), default=0)
        self._longest_body = max(map(len, self._bodies), default=0)

    def others(self, name: Sequence[Word]) -> dict[str, float]:
        """What else the words `name`, taken together, may be called, and what each is worth."""
        found = [word.word for word in name]
        same = self._same.get(_key(found, False), [])
        near: list[str] = []
        if len(name) == 1:
            if not _means_something_else(name[0]):
                same = self._short(found[0]) or same
            near = self._near.get(min(roots(found[0])), [])
        return dict.fromkeys(near, _WORTH_NEAR) | dict.fromkeys(same, _WORTH_SAME)

    def bodies(self, name: Sequence[Word]) -> set[str]:
        """The bodies whose whole name, of two words or more, stands among the words `name`."""
        key = _key([word.word for word in name], False)
        longest = min(self._longest_body, len(key))
        runs = (key[at : at + length] for length in range(2, longest + 1) for at in range(len(key) - length + 1))
        return {body for run in runs for body in self._bodies.get(run, ())}

    def _short(self, word: str) -> list[str]:
        """What the abbreviation stands for; 'CAFs' is 'CAF'."""
        return self._same.get((word.upper(),)) or self._same.get((word.removesuffix("s").upper(),), [])


def understand(tree: Node, glossary: Glossary) -> Understood:
    """Drop what means nothing, widen plain words, notice kinds of statement."""
    expanded: dict[str, list[str]] = {}
    named: dict[str, set[str]] = defaultdict(set)

    def through(node: Node) -> Node:
        match node:
            case Word(exact=False):
                return _widened([node], glossary, expanded, named)[0]
            case Bag():
                return _bag(node, glossary, expanded, named)
            case And():
                return And(tuple(through(child) for child in node.children))
            case Or():
                return Or(tuple(through(child) for child in node.children))
            case Not():
                return node  # what is left out is left out as written
            case _:
                return node

    return Understood(through(tree), expanded, named)


def together(tree: Node, others: int) -> Node:
    """The tree whose words and phrases stand near each other, with at most so many other words among them."""
    match tree:
        case Or():
            return Or(tuple(together(child, others) for child in tree.children))
        case Bag() | And():
            held = (tree,) if isinstance(tree, Bag) else tree.children
            inner = [part for node in held for part in (_meaning(node) if isinstance(node, Bag) else [node])]
            near = tuple(part for part in inner if isinstance(part, _NEARABLE) and part.field is None)
            if len(near) < 2:
                return tree
            rest = [part for part in inner if part not in near]
            return And((Near(near, others), *rest)) if rest else Near(near, others)
        case _:
            return tree


def _meaning(bag: Bag) -> list[Node]:
    """The words of the bag that mean something."""
    _, stopwords = _lists()
    return [node for node in bag.words if not (isinstance(node, Word) and _is_empty(node, stopwords))]


def _bag(bag: Bag, glossary: Glossary, expanded: dict[str, list[str]], named: Named) -> Node:
    found: list[Node] = []
    plain: list[Word] = []
    # Stopwords stay while names are looked for: 'children in care' is one.
    for node in bag.words if _meaning(bag) else ():
        if isinstance(node, Word) and not node.exact:
            plain.append(node)
        else:
            found += [*_widened(plain, glossary, expanded, named), node]
            plain = []
    found += _widened(plain, glossary, expanded, named)
    if not found:
        return bag
    return found[0] if len(found) == 1 else Bag(tuple(found))


def _widened(plain: list[Word], glossary: Glossary, expanded: dict[str, list[str]], named: Named) -> list[Node]:
    """Words that stand side by side: the longest names among them are found first, stopwords outside names go."""
    kinds_of, stopwords = _lists()
    found: list[Node] = []
    named["body"] |= glossary.bodies(plain)
    named["year"] |= {word.word for word in plain if _YEAR.fullmatch(word.word)}
    at = 0
    while at < len(plain):
        for length in range(min(glossary.longest, len(plain) - at), 0, -1):
            name = plain[at : at + length]
            if others := glossary.others(name):
                break
        else:
            name, others = plain[at : at + 1], {}
        if others:
            expanded[" ".join(word.word for word in name)] = list(others)
        also = tuple((_as_node(other, name[0].field), worth) for other, worth in others.items())
        for word in name:
            if not _is_empty(word, stopwords) or len(plain) == 1:
                kinds = kinds_of.get(word.word, set()) if word.field is None else set()
                all_of = (*also, *((Value("kind", kind), _WORTH_KIND) for kind in sorted(kinds)))
                found.append(Widened(word, all_of) if all_of else word)
                named["kind"] |= kinds
        at += len(name)
    return found


def _as_node(name: str, field: str | None) -> Word | Phrase:
    found = words(name)
    return Word(found[0], field, exact=name.isupper()) if len(found) == 1 else Phrase(tuple(found), field)


def _is_empty(word: Word, stopwords: frozenset[str]) -> bool:
    return word.word in stopwords and not word.exact and not word.capitals


def _key(name: Sequence[str], short: bool) -> Name:
    """Names are the same in singular and plural; abbreviations stay apart from words that are spelled alike."""
    if short and len(name) == 1:
        return (name[0].upper(),)
    return tuple(singular(word) for word in name)


def _means_something_else(word: Word) -> bool:
    """Whether the word, not being in capitals, is no abbreviation though it may be spelled like one: 'can', 'need'."""
    _, stopwords = _lists()
    return not word.capitals and (word.word in stopwords or word.word in vocabulary.load("search")["not_abbreviations"])


@cache
def _lists() -> tuple[dict[str, set[str]], frozenset[str]]:
    lists = vocabulary.load("search")
    kinds: dict[str, set[str]] = {}
    for kind, named in lists["kinds"].items():
        for word in named:
            kinds.setdefault(word, set()).add(kind)
    return kinds, frozenset(lists["stopwords"])
