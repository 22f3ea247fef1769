"""Labels in plain text that hang to the left of what they label, over one line or more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.text import collapse, fold
from pipeline.vocabulary import load

#: What a label stands before begins at most so far to the right.
_WIDEST = 34

_OPENS = re.compile(r"(\S+(?: \S+){0,3}?):?\s{2,}(?=\S)")
_WHITE = re.compile(r"(?<=[\w).])\s{2,}(?=[A-Z(])")


def labelled(lines: Sequence[str], at: int) -> tuple[int, str, list[str]] | None:
    """(the line after it, the label, the entries it labels) of the block at `lines[at]`; None when there is none.

    Labels are those that stand before people. An entry that begins with a bracket belongs to the one above it.
    """
    opening = _OPENS.match(lines[at].expandtabs())
    if not opening or opening.end() > _WIDEST:
        return None
    column = opening.end()
    label, entries = [opening[1]], [lines[at].expandtabs()[column:]]
    end = at + 1
    while end < len(lines) and (line := lines[end].expandtabs().rstrip()):
        beside = line[:column].strip()
        if len(line) <= column or line[column - 1] != " " or line[column] == " ":
            break
        if _known(beside) and _known(" ".join(label)):
            break
        label += [beside] if beside else []
        entries.append(line[column:])
        end += 1
    if not _known(collapse(" ".join(label).rstrip(":"))) or len(entries) < 2:
        return None
    return end, " ".join(label), _whole(entries)


def _whole(entries: list[str]) -> list[str]:
    whole: list[str] = []
    for entry in entries:
        said = _WHITE.sub(", ", entry.strip())
        if whole and said.startswith("("):
            whole[-1] = f"{whole[-1]} {said}"
        else:
            whole.append(said)
    return whole


def _known(label: str) -> bool:
    return bool(label) and fold(label) in _labels()


@cache
def _labels() -> frozenset[str]:
    return frozenset(fold(label) for labels in load("masthead")["people_labels"].values() for label in labels)
