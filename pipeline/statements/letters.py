"""The letters that a pattern cannot fit without, so that a text need not be searched for most patterns."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")  # what `re` itself reads patterns with; there is no public door to it

#: Texts that any text holds: nothing is known of what the pattern needs.
NONE: frozenset[str] = frozenset({""})


def needed(pattern: str) -> frozenset[str]:
    """Strings in small letters one of which stands in whatever `pattern` fits, whichever case it minds."""
    return _of(_parser.parse(pattern, re.IGNORECASE))


def _of(tree: Any) -> frozenset[str]:
    """The best of what the parts of a pattern, which follow each other, need."""
    found, run = [NONE], ""
    for name, part in ((str(operation), part) for operation, part in tree):
        if name == "LITERAL":
            run += chr(part).lower()
            continue
        if name in {"AT", "ASSERT_NOT"}:
            continue  # has no width: the letters go on behind it
        found.append(frozenset({run}))
        run = ""
        if name == "SUBPATTERN":
            found.append(_of(part[-1]))
        elif name == "BRANCH":
            found.append(frozenset().union(*map(_of, part[1])))
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and part[0] > 0:
            found.append(_of(part[-1]))
    return max(*found, frozenset({run}), key=_worth)


def _worth(strings: frozenset[str]) -> tuple[int, int]:
    """What cannot be found by chance is best: none of them short, then few."""
    return min(8, *(len(string.strip()) for string in strings)), -len(strings)
