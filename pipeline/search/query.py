"""What a query is once it is parsed: a tree that every engine understands. `grammar.parse` makes it."""

from __future__ import annotations

import msgspec


class Word(msgspec.Struct, frozen=True):
    """Passages with the word, in `field` or, when that is None, in any text field. `word` is as `words` gives it."""

    word: str
    field: str | None = None
    exact: bool = False  # only this form of it
    capitals: bool = False  # written in capitals: may be an abbreviation that is also a common word


class Phrase(msgspec.Struct, frozen=True):
    """Passages with the words one behind the other."""

    words: tuple[str, ...]
    field: str | None = None


class Prefix(msgspec.Struct, frozen=True):
    """Passages with a word that begins so."""

    prefix: str
    field: str | None = None


class Fuzzy(msgspec.Struct, frozen=True):
    """Passages with a word that differs by at most so many letters."""

    word: str
    edits: int
    field: str | None = None


class Near(msgspec.Struct, frozen=True):
    """Passages with all the parts in one field, in any order, with at most `others` other words among them.

    The parts' own fields do not count.
    """

    parts: tuple[Word | Phrase | Prefix | Fuzzy, ...]
    others: int
    field: str | None = None


class Value(msgspec.Struct, frozen=True):
    """Passages with a value, or with one that holds all its words; with `prefix`, one with a word that begins so."""

    field: str
    value: str
    prefix: bool = False


class Range(msgspec.Struct, frozen=True):
    """Passages with a value from `low` to `high`, both included; None where it is open. Dates are ISO days."""

    field: str
    low: str | None
    high: str | None


class Not(msgspec.Struct, frozen=True):
    """Passages that are not of `child`."""

    child: Node


class And(msgspec.Struct, frozen=True):
    """Passages of every child."""

    children: tuple[Node, ...]


class Or(msgspec.Struct, frozen=True):
    """Passages of any child."""

    children: tuple[Node, ...]


class Bag(msgspec.Struct, frozen=True):
    """Plain words side by side: passages with enough of them, the ones with more first."""

    words: tuple[Node, ...]


class Widened(msgspec.Struct, frozen=True):
    """A plain word with what means the same, each worth so much of an occurrence of the word itself.

    A value stands for the passages that have it, whatever their words.
    """

    word: Word
    also: tuple[tuple[Word | Phrase | Value, float], ...]


class Everything(msgspec.Struct, frozen=True):
    """Every passage."""


Node = Word | Widened | Phrase | Prefix | Fuzzy | Near | Value | Range | Not | And | Or | Bag | Everything
