"""Date expressions of English committee papers: found in text, and the days they cover."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline.model import Interval


class DateFound(NamedTuple):
    """A date expression: `text` stands at `start` to `end`; `value` is None when it cannot be resolved."""

    start: int
    end: int
    text: str
    value: Interval | None
    precision: str  # day, month, season, quarter, year, range, part (of a month), relative


def find(text: str, anchor: date | None = None) -> list[DateFound]:
    """Every date expression in `text`, in order and not overlapping; `anchor` is the paper's own date."""
    return []
