"""Pictures of pages with passages marked, drawn in a worker process: a hostile file harms nobody but that.

A passage is looked for by its letters, so that the mark fits the words and not only their block, and so that pages that
LibreOffice laid out, which have no boxes of ours, are marked as well. Scans have boxes and no letters.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.model import Box

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 1100  # pixels of a picture
TALLEST = 2600
HEAD = 200  # letters that may stand above what goes on from the page before
LEAST = 24  # letters that must agree where not all of a passage is found
MOST_PAGES = 400  # that are looked through for a passage
FILL, EDGE = (255, 224, 102), (214, 158, 0)
MEGABYTES = 1500
PROCESSOR_SECONDS = 900  # of some hundred pages


class Mark(msgspec.Struct, frozen=True):
    """What to mark: the words of a passage, and where it is held to be."""

    text: str
    page: int | None = None
    box: Box | None = None


class Job(msgspec.Struct, frozen=True):
    """A page to draw: of the PDF `pdf` or, when that is '', of what LibreOffice makes of `source`, kept as `kept`."""

    pdf: str
    source: str
    kept: str
    page: int  # 0: where the first mark is
    marks: tuple[Mark, ...] = ()


class Drawn(msgspec.Struct):
    """A picture, which page of how many it is of, and how far down the first mark is, in thousandths; -1: none."""

    png: bytes
    page: int
    pages: int
    top: int


def limit() -> None:
    """Set up a worker: its memory and its time on the processor are limited, and Ctrl-C is left to the server.

    The kernel is not asked to end it with its parent: it would do so with the thread that happened to start it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))


def draw(job: Job) -> Drawn:
    """The picture. Raises ValueError when there is no such page, and what LibreOffice and pdfium raise."""
    import pypdfium2

    pdf: Any = pypdfium2.PdfDocument(job.pdf or _converted(job))
    try:
        page, rects = _place(pdf, job)
        if not 1 <= page <= len(pdf):
            raise ValueError(f"there is no page {page}")
        leaf = pdf[page - 1]
        width, height = leaf.get_size()
        scale = min(WIDTH / max(width, 1), TALLEST / max(height, 1))
        image: Image = leaf.render(scale=scale).to_pil().convert("RGB")
        if rects:
            image = _marked(image, rects, scale)
        top = round(1000 * min(rect[1] for rect in rects) / max(height, 1)) if rects else -1
        file = io.BytesIO()
        image.quantize(128, method=2).save(file, "PNG", compress_level=6)
        return Drawn(file.getvalue(), page, len(pdf), max(-1, min(top, 1000)))
    finally:
        pdf.close()


def _converted(job: Job) -> str:
    """The PDF that LibreOffice makes of a document, made when it is not there yet."""
    from pipeline.tools import office

    kept = Path(job.kept)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=kept.parent) as folder:
            made = Path(folder, "made.pdf")
            office.to_pdf(Path(job.source), made)
            os.replace(made, kept)
    return str(kept)


def _place(pdf: Any, job: Job) -> tuple[int, list[Box]]:
    """The page to draw and what to mark on it, from the top left in points."""
    asked = job.page or next((mark.page for mark in job.marks if mark.page), 1)
    own = [rect for mark in job.marks for rect in _rects(pdf, asked, mark)]
    if own or not job.marks or job.pdf:
        return asked, own
    for page in range(1, min(len(pdf), MOST_PAGES) + 1):  # LibreOffice may lay it out otherwise than Word
        if page != asked and (found := [rect for mark in job.marks for rect in _rects(pdf, page, mark)]):
            return (asked, []) if job.page else (page, found)
    return asked, []


def _rects(pdf: Any, page: int, mark: Mark) -> list[Box]:
    """Where a mark is on a page: a box for each line of its words, or its own box when the words are not found."""
    if not 1 <= page <= len(pdf):
        return []
    leaf = pdf[page - 1]
    words = leaf.get_textpage()
    try:
        known = mark.box if mark.page == page else None
        height = leaf.get_height()
        found = [rect for span in _spans(words, mark.text, known, height) for rect in _lines(words, span, height)]
        return found or ([known] if known else [])
    finally:
        words.close()
        leaf.close()


def _spans(words: Any, text: str, box: Box | None, height: float) -> Iterator[Sequence[int]]:
    """The characters of the page that are those of `text`, by their places; of a table row, cell by cell."""
    letters = [(at, char) for at in range(min(words.count_chars(), 60_000)) if (char := _letter(words, at))]
    page = "".join(char for _, char in letters)
    for piece in [text, *text.split(" | ")] if " | " in text else [text]:
        wanted = "".join(filter(str.isalnum, piece.casefold()))
        if not wanted or (piece is not text and len(wanted) < 4):
            continue
        starts = _starts(page, wanted)
        if not starts and len(wanted) > LEAST:
            wanted = _share(page, wanted)
            starts = _starts(page, wanted) if wanted else []
        spans = [[at for at, _ in letters[start : start + len(wanted)]] for start in starts]
        if box:
            spans = [span for span in spans if _within(words, span[0], box, height)]
        elif piece is not text and len(spans) > 1:
            continue  # a cell that stands more than once tells nothing
        if spans:
            yield spans[0]
            if piece is text:
                return


def _share(page: str, wanted: str) -> str:
    """As much of `wanted` as is on a page when the rest is on the next or the one before; '' for less than LEAST."""
    begun = [_agreeing(page[at:], wanted) for at in _starts(page, wanted[:LEAST])]
    if begun:
        return wanted[: max(begun)]
    for at in _starts(page, wanted[-LEAST:]):
        ended = _agreeing(page[: at + LEAST][::-1], wanted[::-1])
        if at + LEAST - ended < HEAD:
            return wanted[-ended:]
    return ""


def _agreeing(one: str, other: str) -> int:
    """How many letters two texts have in common from their beginnings on."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _letter(words: Any, at: int) -> str:
    from pypdfium2 import raw

    code = raw.FPDFText_GetUnicode(words.raw, at)
    char = chr(code).casefold() if code < 0x110000 else ""
    return char if char.isalnum() and len(char) == 1 else ""


def _starts(page: str, wanted: str) -> list[int]:
    found: list[int] = []
    at = page.find(wanted)
    while at >= 0 and len(found) < 50:
        found.append(at)
        at = page.find(wanted, at + 1)
    return found


def _within(words: Any, at: int, box: Box, height: float) -> bool:
    left, bottom, right, top = words.get_charbox(at)
    x, y = (left + right) / 2, height - (top + bottom) / 2
    return bool(box[0] - 6 <= x <= box[2] + 6 and box[1] - 6 <= y <= box[3] + 6)


def _lines(words: Any, span: Sequence[int], height: float) -> list[Box]:
    """The boxes of the lines that the characters stand in."""
    lines: list[list[float]] = []
    for at in span:
        left, bottom, right, top = words.get_charbox(at, loose=True)
        one = [left, height - top, right, height - bottom]
        last = lines[-1] if lines else None
        if last and min(last[3], one[3]) - max(last[1], one[1]) > 0.5 * (one[3] - one[1]) and one[0] > last[0] - 2:
            lines[-1] = [min(last[0], one[0]), min(last[1], one[1]), max(last[2], one[2]), max(last[3], one[3])]
        else:
            lines.append(one)
    return [(line[0], line[1], line[2], line[3]) for line in lines]


def _marked(image: Image, rects: Sequence[Box], scale: float) -> Image:
    """The picture as if a highlighter had gone over it, with a bar at the left edge for who does not see the colour."""
    from PIL import Image as images
    from PIL import ImageChops, ImageDraw

    layer = images.new("RGB", image.size, (255, 255, 255))
    pen = ImageDraw.Draw(layer)
    boxes = [
        (int(x0 * scale) - 3, int(top * scale) - 2, int(x1 * scale) + 3, int(bottom * scale) + 2)
        for x0, top, x1, bottom in rects
    ]
    for box in boxes:
        pen.rectangle(box, fill=FILL)
    image = ImageChops.multiply(image, layer)
    left = max(0, min(box[0] for box in boxes) - 14)
    bar = (left, min(box[1] for box in boxes), left + 6, max(box[3] for box in boxes))
    ImageDraw.Draw(image).rectangle(bar, fill=EDGE)
    return image
