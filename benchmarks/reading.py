"""Measure reading PDFs: python -m benchmarks.reading [FOLDER] [--repeats N]

Reads every PDF under FOLDER (default: the papers beside the project) with pdfplumber alone (words with fonts and
sizes, tables with their text) and with ours (everything up to blocks), by turns, paper by paper, so that a busy
moment of the machine meets both. Prints pages a second, the ratio, and whether tables, cells and the text of cells
agree; when they do not, the exit code is 1.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber

from pipeline.model import Box
from pipeline.readers import pdf
from pipeline.readers.pdf import grid, pdfium, rulings

PAPERS = Path(__file__).resolve().parents[2] / "shared" / "papers"
#: Letters and the middles of their boxes.
Letters = list[tuple[float, float, str]]
#: Points by which a cell may differ.
_NEAR = 1.0


@dataclass
class Agreement:
    """How far two readers find the same: tables and cells of pdfplumber's, and which of them ours has as well."""

    tables: int = 0
    same_tables: int = 0
    cells: int = 0
    same_cells: int = 0
    same_texts: int = 0
    surplus: int = 0  # cells that only ours has

    def add(self, other: Agreement) -> None:
        """Count those of `other` as well."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def full(self) -> bool:
        """Whether nothing differs."""
        same = (self.same_tables, self.same_cells, self.same_texts, self.surplus)
        return same == (self.tables, self.cells, self.cells, 0)


def by_pdfplumber(content: bytes) -> int:
    """Words with fonts and tables with text, the way pdfplumber is used alone. Gives the number of pages."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.extract_words(extra_attrs=["fontname", "size"])
            page.extract_tables()
            page.close()
        return len(document.pages)


def by_us(content: bytes) -> int:
    """Everything our reader does. Gives the number of pages."""
    return pdf.read(content, "a paper").pages or 0


def agreement(content: bytes) -> Agreement:
    """The ruled tables of a PDF as pdfplumber finds them, held against ours."""
    total = Agreement()
    with pdfplumber.open(io.BytesIO(content)) as document, pdfium.opened(content, "a paper") as ours:
        for i, page in enumerate(document.pages):
            with pdfium.PageReader(ours, i) as reader:
                drawn = rulings.read(reader)
                # Ours leaves out the edges of a white ground, which pdfplumber takes for lines.
                found = grid.ruled(drawn.rulings + drawn.ground).tables
                letters = _letters(reader)
            total.add(_compared(page, found, letters))
            page.close()
    return total


def _compared(page: Any, found: list[list[Box]], letters: Letters) -> Agreement:
    counts = Agreement()
    mine = [box for boxes in found for box in boxes]
    taken: set[int] = set()
    for table in page.find_tables():
        counts.tables += 1
        matches = []
        for row, texts in zip(table.rows, table.extract(), strict=True):
            for cell, expected in zip(row.cells, texts, strict=True):
                if cell is None:
                    continue
                counts.cells += 1
                match = next((k for k, box in enumerate(mine) if k not in taken and _near(box, cell)), None)
                matches.append(match)
                if match is not None:
                    taken.add(match)
                    counts.same_cells += 1
                    counts.same_texts += _squeezed(expected or "") == _squeezed(_inside(mine[match], letters))
        counts.same_tables += None not in matches
    counts.surplus = len(mine) - len(taken)
    return counts


def _near(one: Box, two: Box) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(one, two, strict=True))


def _letters(reader: pdfium.PageReader) -> Letters:
    """Each letter of a page with the middle of its box."""
    characters = reader.characters()
    boxes = characters.loose()
    turned = [i for i, box in enumerate(boxes.tolist()) if box[3] - box[1] < 0.1 or box[2] - box[0] < 0.1]
    boxes[turned] = characters.tight(turned)
    middles = ((boxes[:, :2] + boxes[:, 2:]) / 2).tolist()
    return [(x, y, letter) for (x, y), letter in zip(middles, characters.text, strict=True)]


def _inside(box: Box, letters: Letters) -> str:
    return "".join(letter for x, y, letter in letters if box[0] <= x < box[2] and box[1] <= y < box[3])


def _squeezed(text: str) -> str:
    """The letters and digits of a cell in alphabetical order: pdfplumber reads turned text letter by letter."""
    return "".join(sorted(x for x in text if x.isalnum()))


def _timed(read: Callable[[bytes], int], content: bytes) -> tuple[float, int]:
    started = time.perf_counter()
    pages = read(content)
    return time.perf_counter() - started, pages


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=PAPERS)
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="read each paper N times, keep the best")
    options = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)

    papers = [path.read_bytes() for path in sorted(options.folder.rglob("*.pdf"))]
    if not papers:
        sys.exit(f"there is no PDF under {options.folder}")
    by_us(papers[0])  # what is imported and loaded once is not counted
    pages, theirs, ours = 0, 0.0, 0.0
    same = Agreement()
    for content in papers:
        best = [float("inf"), float("inf")]
        for _ in range(options.repeats):
            for k, read in enumerate((by_pdfplumber, by_us)):
                seconds, count = _timed(read, content)
                best[k] = min(best[k], seconds)
        pages, theirs, ours = pages + count, theirs + best[0], ours + best[1]
        same.add(agreement(content))
    print(f"{len(papers)} PDFs, {pages} pages, best of {options.repeats}")
    print(f"pdfplumber alone, words and tables   {pages / theirs:7.1f} pages/s")
    print(f"ours, up to blocks                   {pages / ours:7.1f} pages/s   {theirs / ours:.1f} times")
    print(f"tables {same.same_tables} of {same.tables}, cells {same.same_cells} of {same.cells} within {_NEAR:g} pt,")
    print(f"text of cells {same.same_texts} of {same.cells}, cells that only ours has {same.surplus}")
    sys.exit(0 if same.full else 1)


if __name__ == "__main__":
    main()
