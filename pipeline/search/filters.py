"""What only selects and ranks nothing: values, ranges, exclusions."""

from __future__ import annotations

import numpy as np

from pipeline.search.arrays import Array
from pipeline.search.facets import Column
from pipeline.search.fields import FIELDS, NAMES_OF_BODIES
from pipeline.search.query import And, Everything, Node, Not, Range, Value
from pipeline.search.words import words
from pipeline.text import fold_body


def is_filter(node: Node) -> bool:
    """Whether the node only selects and ranks nothing."""
    if isinstance(node, And):
        return all(is_filter(child) for child in node.children)
    return isinstance(node, (Value, Range, Not, Everything))


def wanted(column: Column, value: Value | Range) -> Array:
    """Of each name of the column, whether it is meant by `value`."""
    marked = np.zeros(len(column.names), bool)
    if isinstance(value, Range):
        marked[column.between(value.low, value.high, FIELDS[value.field].holds == "number")] = True
        return marked
    if not value.prefix and (place := column.places.get(value.value)) is not None:
        marked[column.same == column.same[place] if value.field in NAMES_OF_BODIES else place] = True
        return marked
    if value.field in NAMES_OF_BODIES:
        return _of_bodies(column, value)
    named = words(value.value)
    if not value.prefix:
        marked[[place for place, name in enumerate(column.worded) if name == named]] = True
    if named and not marked.any():
        marked[[place for place, name in enumerate(column.worded) if _contains(name, named, value.prefix)]] = True
    return marked


def _of_bodies(column: Column, value: Value) -> Array:
    """The names that are the value or, where none is, hold its words; 'and' is no word of a name."""
    sought = fold_body(value.value)
    folded = [fold_body(name) for name in column.names]
    marked = np.array([name == sought and not value.prefix for name in folded], bool)
    if sought and not marked.any():
        names = [name.split() for name in folded]
        marked = np.array([_contains(name, sought.split(), value.prefix) for name in names], bool)
    return marked


def _contains(name: list[str], wanted: list[str], prefix: bool) -> bool:
    """Whether the words of a name hold the wanted ones, side by side; with `prefix`, the last may go on."""
    *firm, last = wanted
    for start in range(len(name) - len(wanted) + 1):
        there = name[start : start + len(wanted)]
        if there[:-1] == firm and (there[-1] == last or (prefix and there[-1].startswith(last))):
            return True
    return False
