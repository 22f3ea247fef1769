"""Personal contact details left out: e-mail addresses, telephone numbers, postcodes with the street before them."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from pipeline.export.records import Pack

LEFT_OUT = "[contact left out]"
_DETAILS = re.compile(
    r"""
      [\w.+%-]+(?:@|\s?\[at\]\s?|\s?\(at\)\s?)[\w-]+(?:\.[\w-]+)+          # ann.lee@council.gov.uk
    | (?<![\w.,/£-])(?:\+\d{2}\s?(?:\(0\)\s?)?|\(?0)[\d\s()-]{8,14}\d(?![\w/])   # 01634 331 000, +44 20 7946 0000
    | (?:\d{1,4}[A-Za-z]?\s(?:[A-Z][\w'’.-]*\s){1,4}          # 1 High Street, Hull, HU1 2AA
        (?:Street|Road|Lane|Avenue|Close|Drive|Way|Place|Court|Terrace|Gardens|Crescent|Hill|Row|Green)
        (?:,\s?[A-Z][\w'’. -]*){0,3},?\s+)?\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b
    """,
    re.VERBOSE,
)
T = TypeVar("T")


def without(text: str) -> str:
    """`text` with a mark where contact details were."""
    return _DETAILS.sub(LEFT_OUT, text)


def cleaned(record: T) -> T:
    """A record, its lists and mappings included, with no contact details in any of its texts.

    A pack loses its pictures: nobody can tell what else stands on the page.
    """
    made = msgspec.convert(_cleaned(msgspec.to_builtins(record)), type(record))
    if isinstance(made, Pack):
        made.files = {}
    return made


#: Fields that name things to programs, and so stay as they are.
_NAMES = frozenset(
    ("id", "paper", "statement", "thread", "sha256", "path", "document", "copies", "passage", "media_type")
)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return without(value)
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {
            key: item if key in _NAMES and isinstance(item, str | list) else _cleaned(item)
            for key, item in value.items()
        }
    return value
