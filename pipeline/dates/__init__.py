"""Date expressions of English committee papers: found in text, and the days they cover.

Three steps: `forms.scan` finds single expressions, `doubts` drops what is none, `joins` makes ranges of them, takes
in the words before ('by the end of') and settles years that only the context gives. The words and patterns are read
when the first text is looked through, so that `vocabulary.use` in time is all a user's own words need.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model import Interval

if TYPE_CHECKING:
    from collections.abc import Callable


class DateFound(NamedTuple):
    """A date expression: `text` stands at `start` to `end`; `value` is None when it cannot be resolved."""

    start: int
    end: int
    text: str
    value: Interval | None
    precision: str  # day, month, season, quarter, year, range, part (of a month), relative


def find(text: str, anchor: date | None = None) -> list[DateFound]:
    """Every date expression in `text`, in order and not overlapping; `anchor` is the paper's own date.

    Without an anchor an expression that needs one ('March', 'within two weeks') has no value.
    """
    return _find()(text, anchor)


@cache
def _find() -> Callable[[str, date | None], list[DateFound]]:
    from pipeline.dates import finding

    return finding.find
