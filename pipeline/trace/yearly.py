"""What is set anew every year: 'the spring litter pick', 'the accounts for 2014/15'."""

from __future__ import annotations

import re
from functools import cache

from pipeline import vocabulary
from pipeline.text import lower

_YEARS = re.compile(r"(?<![\d/])(20\d\d) ?[-/–] ?(?:20)?\d\d(?![\d/])|\b(?:for|the) (20\d\d)\b(?! ?[-/–])")


def of_year(text: str) -> frozenset[str]:
    """The years that a text says it is for, each by the one it begins in; a day by which is none."""
    if "20" not in text:
        return frozenset()
    return frozenset(match[1] or match[2] for match in _YEARS.finditer(text))


def of_season(text: str) -> frozenset[str]:
    """The seasons and yearly feasts that a text is about; not those by which something is to be done."""
    return frozenset(match[1] for match in _season(id(vocabulary.load("trace"))).finditer(lower(text)))


@cache
def _season(source: int) -> re.Pattern[str]:
    lists = vocabulary.load("trace")["yearly"]
    return re.compile(
        rf"(?<!\w)(?<!by )(?<!in )(?<!by the )(?<!in the )(?<!until )(?<!next )(?<!before )({'|'.join(lists)})\b"
    )
