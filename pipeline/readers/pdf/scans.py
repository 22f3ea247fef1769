"""Pages that are pictures of text: told by what is on them, drawn by pdfium and read by OCR."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

import numpy as np

from pipeline.errors import ReadError
from pipeline.model import Problem
from pipeline.readers import ocr
from pipeline.readers.pdf.pdfium import PageReader
from pipeline.readers.pdf.rulings import Drawn
from pipeline.readers.pdf.shapes import Word
from pipeline.readers.pdf.words import Text

#: A page with fewer letters than this, and this share of it pictures, is a scan.
_LETTERS, _PICTURES = 60, 0.25
#: A page without letters and with so many drawings has its letters drawn.
_PATHS = 80
#: A page with this share of letters that no one can name is as good as a picture.
_LOST = 0.3
#: How pages are drawn, and at most how big, in pixels.
_DPI, _PIXELS = 300, 40_000_000
#: Below this certainty, 0 to 1, a person should know.
_DOUBTFUL = 0.6

_DESCENDERS = frozenset("gjpqy,;()[]{}|/Q_")


def is_scan(text: Text, drawn: Drawn) -> bool:
    """Whether the page shows text that its file does not hold."""
    letters = sum(len(w.text) for w in text.words) + sum(len(w.text) for w in text.turned)
    if text.lost > _LOST * max(1, text.letters):
        return True
    if letters < _LETTERS and drawn.pictures > _PICTURES:
        return True
    return letters == 0 and drawn.paths > _PATHS


def read(page: PageReader, number: int, budget: ocr.Budget, problems: list[Problem]) -> list[Word]:
    """The words of a scanned page; none, and a problem, when they could not be read."""
    if not ocr.installed():
        reason = "holds a picture and no text; to read it install the package tesseract-ocr"
    elif not budget.left():
        reason = "holds a picture and no text; OCR had stopped before it because its limit was reached"
    else:
        picture, dpi = _picture(page)
        try:
            found = ocr.words(picture, dpi, budget)
        except ReadError as error:
            reason = f"holds a picture and no text; OCR failed: {error}"
        else:
            if found and sum(w.certainty for w in found) < _DOUBTFUL * len(found):
                message = f"page {number} is a picture that could only be read with doubt"
                problems.append(Problem("ocr_doubtful", message, number))
            return _words(found, 72 / dpi)
    problems.append(Problem("page_without_text", f"page {number} {reason}", number))
    return []


def _picture(page: PageReader) -> tuple[bytes, int]:
    """The page drawn in grey as a PGM file, and its dots an inch."""
    area = max(1.0, page.width * page.height) / 72**2
    dpi = max(1, min(_DPI, int((_PIXELS / area) ** 0.5)))
    bitmap = page.page.render(scale=dpi / 72, grayscale=True)
    pixels = np.ascontiguousarray(bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width])
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels.tobytes(), dpi


def _words(found: list[ocr.Word], scale: float) -> list[Word]:
    """Words in points, those of one line on one level and in one size."""
    by_line: dict[tuple[int, int, int], list[ocr.Word]] = defaultdict(list)
    for word in found:
        by_line[word.line].append(word)
    measured = [(line, *_measure(line)) for line in by_line.values()]
    usual = median([size for _, _, size in measured] or [0.0])
    words = []
    for line, base, size in measured:
        size = usual if abs(size - usual) < 0.2 * usual else size
        for w in sorted(line, key=lambda w: w.x0):
            x0, top, x1, bottom, foot = (v * scale for v in (w.x0, w.top, w.x1, w.bottom, base))
            words.append(Word(w.text, x0, top, x1, bottom, foot, round(size * scale, 1)))
    return words


def _measure(line: list[ocr.Word]) -> tuple[float, float]:
    """Where the letters of a line stand and their size, in pixels."""
    feet = [w.bottom for w in line if not _DESCENDERS & set(w.text)] or [
        w.bottom - 0.2 * (w.bottom - w.top) for w in line
    ]
    base = median(feet)
    tall = [base - w.top for w in line if any(x.isupper() or x.isdigit() or x in "bdfhklt" for x in w.text)]
    high = median(tall or [1.4 * (base - w.top) for w in line])
    return base, max(1.0, high / 0.72)
