"""Text of pictures, through tesseract: the words of a page that was scanned."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline import tools
from pipeline.errors import ReadError

#: One page may take so long, and one paper so many pages and so long, in seconds.
_PAGE_SECONDS, _MOST_PAGES, _MOST_SECONDS = 60.0, 100, 200.0
#: Of 100; what tesseract is less sure of is a stain.
_STAIN = 15
_COLUMNS = 12


class Word(NamedTuple):
    """A word on a picture, in pixels from its top left corner; `line` tells words of one line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    line: tuple[int, int, int]
    certainty: float  # 0 to 1


@dataclass
class Budget:
    """What one paper's scans may still cost."""

    pages: int = _MOST_PAGES
    seconds: float = _MOST_SECONDS
    failed: list[str] = field(default_factory=list)

    def left(self) -> bool:
        """Whether another page may be read."""
        return self.pages > 0 and self.seconds > 1


def installed() -> bool:
    """Whether there is a program that reads pictures."""
    return tools.find("tesseract") is not None


def words(picture: bytes, dpi: int, budget: Budget) -> list[Word]:
    """The words of `picture`, a PGM file of `dpi` dots an inch, line by line.

    Raises ReadError when tesseract fails or takes too long. `budget` pays for it in any case.
    """
    budget.pages -= 1
    started = time.monotonic()
    try:
        found = tools.run(
            ["tesseract", "stdin", "stdout", "--dpi", str(dpi), "--psm", "1", "tsv"],
            input=picture,
            seconds=min(_PAGE_SECONDS, budget.seconds),
        )
    except ReadError as error:
        budget.failed.append(str(error))
        raise
    finally:
        budget.seconds -= time.monotonic() - started
    return parsed(found.decode("utf-8", "replace"))


def parsed(table: str) -> list[Word]:
    """The words in tesseract's table: one line a word, its columns apart by tabs, the text last."""
    found = []
    for row in table.splitlines()[1:]:
        values = row.split("\t", _COLUMNS - 1)
        if len(values) < _COLUMNS or values[0] != "5" or not values[11].strip():
            continue
        block, paragraph, line, _, x, y, wide, high = map(int, values[2:10])
        certainty = float(values[10])
        if certainty >= _STAIN:
            place = (x, y, x + wide, y + high)
            found.append(Word(values[11].strip(), *place, (block, paragraph, line), certainty / 100))
    return found
