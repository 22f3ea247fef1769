"""What no paper holds of what is asked, and did you mean: the likeliest words and values that papers do hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.search import occurrences, positions
from pipeline.search.filters import wanted
from pipeline.search.query import And, Bag, Near, Node, Or, Phrase, Value, Widened, Word
from pipeline.search.snapshot import Snapshot

_SHORTEST = 4
# So many matches are enough not to ask.
_FEW = 3


def suggestions(snapshot: Snapshot, query: str, tree: Node, fields: list[str], found: int) -> list[str]:
    """`query` with every word and value that nothing holds replaced by the nearest that something holds.

    Empty if there is none, or if one is near to nothing.
    """
    if found >= _FEW:
        return []
    better = query
    for value in values(tree):
        if value.prefix or wanted(column := snapshot.column(value.field), value).any():
            continue
        if (name := _likest(value.value, column.names)) is None:
            return []
        name = f'"{name}"' if " " in name else name
        better = re.sub(rf'(?i):\s*"?{re.escape(value.value)}(?!\w)"?', f":{name}".replace("\\", r"\\"), better)
    for word in _words(tree):
        if len(word) < _SHORTEST or any(_held(snapshot, field, word) for field in fields):
            continue
        if (near := _nearest(snapshot, fields, word)) is None:
            return []
        better = re.sub(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", near, better)
    return [better] if better != query else []


def unheld(snapshot: Snapshot, tree: Node, fields: list[str], forms: bool) -> list[str]:
    """The plain words of a query that no passage holds, by another name or, with `forms`, in another form either.

    Words that have to be there are not told: without them nothing is found.
    """
    if isinstance(tree, And):
        return [word for child in tree.children for word in unheld(snapshot, child, fields, forms)]
    if not isinstance(tree, Bag):
        return []
    nowhere = [node for node in tree.words if not _anywhere(snapshot, node, fields, forms)]
    plain = [node.word if isinstance(node, Widened) else node for node in nowhere]
    return list(dict.fromkeys(node.word for node in plain if isinstance(node, Word)))


def _anywhere(snapshot: Snapshot, node: Node, fields: list[str], forms: bool) -> bool:
    match node:
        case Word():
            return any(
                snapshot.terms(field, node.word) or (forms and occurrences.forms(snapshot, field, node.word))
                for field in fields
            )
        case Phrase():
            return any(len(positions.of_phrase(snapshot, field, node.words).docs) for field in fields)
        case Widened():
            return any(_anywhere(snapshot, one, fields, forms) for one in (node.word, *(one for one, _ in node.also)))
        case _:
            return True


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


def _likest(value: str, names: list[str]) -> str | None:
    from pipeline.search import spelling

    return next(iter(spelling.likest(value, names, 1)), None)


def _held(snapshot: Snapshot, field: str, word: str) -> bool:
    return bool(snapshot.terms(field, word) or occurrences.forms(snapshot, field, word))


def values(tree: Node) -> Iterator[Value]:
    """The values the query asks for in a field, those it leaves out not among them."""
    if isinstance(tree, Value):
        yield tree
    elif isinstance(tree, (And, Or)):
        for child in tree.children:
            yield from values(child)


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
