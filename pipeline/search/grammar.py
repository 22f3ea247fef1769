"""The query grammar: text to tree, with the place of every fault.

    query    = any { "OR" any }
    any      = item { ["AND"] item }
    item     = ("NOT" | "-") item | one { "NEAR" ["/" words between] one }
    one      = "(" query ")" | [field ":"] term
    term     = word | word "*" | word "~" [edits] | '"' words '"' ["~" [words between]]
             | low ".." high | ">=" value | ">" value | "<=" value | "<" value

Words side by side are a bag: a passage needs enough of them. Everything else side by side is needed, and what is joined
by AND is needed as well. docs/search.md explains it to the reader of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from math import prod

from pipeline.errors import QueryError
from pipeline.search import fields
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
    Word,
)
from pipeline.search.ranges import COMPARISON, interval
from pipeline.search.tokens import OPERATORS, Token, cut
from pipeline.search.words import words

MOST_CHARACTERS = 2_000
MOST_TERMS = 64
MOST_DEPTH = 16
MOST_EDITS = 2
#: How many other words may be among words that are near each other.
MOST_BETWEEN = 50
_SHORTEST_PREFIX = 2


def parse(query: str) -> Node:
    """The tree of `query`. Raises QueryError, which knows where the fault is."""
    if len(query) > MOST_CHARACTERS:
        raise QueryError(f"The query is longer than {MOST_CHARACTERS} characters.", query, MOST_CHARACTERS)
    return _Parser(query).parse()


class _Parser:
    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = cut(query)
        self._next = 0
        self._depth = 0
        if sum(token.kind in {"word", "quote"} for token in self._tokens) > MOST_TERMS:
            raise self._fault(f"The query has more than {MOST_TERMS} terms.", len(query) - 1)

    def parse(self) -> Node:
        if not self._tokens or [token.text for token in self._tokens] == ["*"]:
            return Everything()
        tree = self._alternatives()
        if (token := self._peek()) is not None:
            raise self._fault("This bracket closes nothing.", token.at)
        return tree

    def _fault(self, message: str, at: int, hint: str = "") -> QueryError:
        return QueryError(message, self._query, at, hint)

    # ------------------------------------------------------------------------------------- tokens

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> Token:
        self._next += 1
        return self._tokens[self._next - 1]

    # --------------------------------------------------------------------------------------- rules

    def _alternatives(self) -> Node:
        found = [self._together()]
        while (token := self._peek()) and token.kind == "OR":
            self._take()
            found.append(self._together())
        return found[0] if len(found) == 1 else Or(tuple(found))

    def _together(self) -> Node:
        """Items side by side. An item next to an AND is needed; plain words elsewhere go into the bag."""
        needed: list[Node] = []
        loose: list[Node] = []
        joined = False
        begin = self._peek()
        while (token := self._peek()) and token.kind not in {"OR", "close"}:
            if token.kind in {"AND", "NEAR"} and not needed and not loose:
                raise self._fault(f"{token.kind} stands between two things; there is nothing before it.", token.at)
            if token.kind == "AND":
                self._take()
                self._check_after(token)
                joined = True
                continue
            if token.kind == "word" and not words(token.text) and len(self._tokens) > 1:
                self._take()  # a dash or an ampersand between words
                continue
            item = self._item()
            followed = (after := self._peek()) is not None and after.kind == "AND"
            plain = isinstance(item, (Word, Prefix, Fuzzy)) or (isinstance(item, Phrase) and token.kind == "word")
            (loose if plain and not joined and not followed else needed).append(item)
            joined = False
        if not needed and not loose:
            if begin is None:
                raise self._fault("The query ends where something to search for should stand.", len(self._query))
            message = "OR stands between two things." if begin.kind == "OR" else "There is nothing in these brackets."
            raise self._fault(message, begin.at)
        if loose:
            needed.append(loose[0] if len(loose) == 1 else Bag(tuple(loose)))
        return needed[0] if len(needed) == 1 else And(tuple(needed))

    def _check_after(self, token: Token) -> None:
        if not (after := self._peek()) or after.kind in {"AND", "OR", "NEAR", "close"}:
            raise self._fault(f"{token.kind} stands between two things; there is nothing after it.", token.at)

    def _item(self) -> Node:
        if (token := self._peek()) is not None and token.kind in {"NOT", "minus"}:
            self._take()
            if not (after := self._peek()) or after.kind in OPERATORS - {"NOT"} | {"close"}:
                raise self._fault("There is nothing here to leave out.", token.at)
            return Not(self._nested(self._item, token))
        found = self._one()
        return self._near(found) if (after := self._peek()) and after.kind == "NEAR" else found

    def _near(self, first: Node) -> Node:
        """What stands on the sides of one or more NEAR: of alternatives, each with each."""
        sides, joints = [first], []
        while (joint := self._peek()) and joint.kind == "NEAR":
            joints.append(self._take())
            self._check_after(joint)
            sides.append(self._one())
        between = {joint.between or 0 for joint in joints}
        if len(between) > 1:
            raise self._fault("One NEAR after another wants the same number.", joints[-1].at)
        if max(between) > MOST_BETWEEN:
            raise self._fault(f"Words can be at most {MOST_BETWEEN} apart.", joints[0].at)
        choices = [_alternatives(side) for side in sides]
        where = {part.field for choice in choices if choice for part in choice}
        if not all(choices) or len(where) > 1 or prod(map(len, choices)) > MOST_TERMS:
            message = "NEAR stands between words and phrases of one field, or some of them in brackets with OR."
            raise self._fault(message, joints[0].at)
        nears = [Near(parts, max(between), *where) for parts in product(*choices)]
        return nears[0] if len(nears) == 1 else Or(tuple(nears))

    def _one(self) -> Node:
        token = self._take()
        if token.kind == "open":
            inner = self._nested(self._alternatives, token)
            if not (after := self._peek()) or after.kind != "close":
                raise self._fault("This bracket is never closed.", token.at)
            self._take()
            return inner
        if token.kind == "field":
            return self._in_field(token)
        return self._term(token, None)

    def _nested(self, rule: Callable[[], Node], token: Token) -> Node:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise self._fault(f"Brackets are nested more than {MOST_DEPTH} deep.", token.at)
        found = rule()
        self._depth -= 1
        return found

    def _in_field(self, name: Token) -> Node:
        field = fields.known(name.text)
        if field is None:
            from pipeline.search import spelling

            near = spelling.nearest(name.text.casefold(), list(fields.FIELDS))
            hint = f"Did you mean {near}:? " if near else ""
            hint += (
                f'Fields: {", ".join(fields.FIELDS)}. To search for the words, put them in quotes: "{name.text}: ..."'
            )
            raise self._fault(f"There is no field {name.text!r}.", name.at, hint)
        token = self._peek()
        if token is None or token.kind not in {"word", "quote"}:
            raise self._fault(f"{name.text}: wants a value behind it.", name.at)
        self._take()
        return self._term(token, field.name) if field.holds == "text" else self._value(token, field)

    def _value(self, token: Token, field: fields.Field) -> Node:
        if field.holds != "value":
            try:
                low, high = interval(token.text, field.holds)
            except ValueError as error:
                raise self._fault(f"{field.name} wants {error}.", token.at) from error
            return Range(field.name, low, high)
        if token.kind == "word" and COMPARISON.match(token.text):
            raise self._fault(f"{field.name} has no order: a range makes no sense.", token.at)
        prefix = token.kind == "word" and token.text.endswith("*")
        if not words(token.text):
            raise self._fault(f"{field.name}: wants a value behind it.", token.at)
        return Value(field.name, token.text.rstrip("*") if prefix else token.text, prefix)

    def _term(self, token: Token, field: str | None) -> Node:
        if token.kind == "quote":
            return self._quoted(token, field)
        if fuzzy := re.fullmatch(r"(.+)~(\d*)", token.text):
            return self._fuzzy(fuzzy, token, field)
        if "*" in token.text.rstrip("*") or token.text.startswith("*"):
            raise self._fault("A * can only stand at the end of a word.", token.at + token.text.index("*"))
        found = words(token.text)
        if not found:
            raise self._fault("There is no word here to search for.", token.at)
        if token.text.endswith("*"):
            if len(found) > 1 or len(found[0]) < _SHORTEST_PREFIX:
                message = f"A * wants one word of {_SHORTEST_PREFIX} letters or more before it."
                raise self._fault(message, token.at + len(token.text) - 1)
            return Prefix(found[0], field)
        if len(found) > 1:
            return Phrase(tuple(found), field)
        return Word(found[0], field, capitals=token.text.isupper() and len(found[0]) > 1)

    def _quoted(self, token: Token, field: str | None) -> Node:
        found = words(token.text)
        if not found:
            raise self._fault("There is nothing in these quotation marks to search for.", token.at)
        if len(found) == 1:
            return Word(found[0], field, exact=True)
        if (token.between or 0) > MOST_BETWEEN:
            raise self._fault(f"Words can be at most {MOST_BETWEEN} apart.", token.at)
        if token.between:
            return Near(tuple(Word(word, field, exact=True) for word in found), token.between, field)
        return Phrase(tuple(found), field)

    def _fuzzy(self, parts: re.Match[str], token: Token, field: str | None) -> Node:
        found = words(parts[1])
        edits = int(parts[2] or (1 if len(parts[1]) < 6 else 2))
        if len(found) != 1 or not 1 <= edits <= MOST_EDITS or len(found[0]) <= edits + 1:
            message = f"A ~ wants one word before it, and behind it nothing or a number up to {MOST_EDITS}."
            raise self._fault(message, token.at + len(parts[1]))
        return Fuzzy(found[0], edits, field)


def _alternatives(side: Node) -> list[Word | Phrase | Prefix | Fuzzy]:
    """What may stand on a side of NEAR; nothing where it makes no sense there."""
    match side:
        case Word() | Phrase() | Prefix() | Fuzzy():
            return [side]
        case Or():
            found = [_alternatives(child) for child in side.children]
            return [part for parts in found for part in parts] if all(found) else []
        case _:
            return []
