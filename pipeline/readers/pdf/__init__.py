"""PDF: characters and rulings from pdfium, tables found by pdfplumber, paragraphs put together from lines.

The steps, in the order in which a page goes through them, are one module each:

    pdfium      the file, and what pdfium says of a page's characters
    words       characters to words (unmapped: letters the file does not name)
    rulings     the lines drawn on the page, and how much of it is pictures
    grid        ruled tables (cells: the text of one cell)
    panels      boxes of text side by side
    underline   words with a ruling under them
    flow        reading order (columns, sides: headings beside their text, lines, unruled: tables without rulings)
    furniture   over all pages: running headers and footers, page numbers, protective markings
    paragraphs  lines to paragraphs and list items (broken: words broken at the end of a line)
    footnotes   what stands in small type at the foot of a page
"""

from __future__ import annotations

from typing import Any

from pipeline.errors import DamagedError
from pipeline.model import Problem, Reading
from pipeline.readers import ocr
from pipeline.readers.pdf import blocks, flow, furniture, grid, lines, panels, pdfium, rulings, scans, underline, words
from pipeline.readers.pdf.shapes import Grid, Page

MEDIA_TYPE = "application/pdf"
_MOST_PAGES = 5_000


def read(content: bytes, name: str) -> Reading:
    """The PDF in `content` as blocks; `name` is for messages.

    Raises EmptyFileError, EncryptedError or DamagedError. A page that cannot be read is a problem of the reading.
    """
    reading = Reading("pdf", MEDIA_TYPE, [])
    pages: list[Page] = []
    budget = ocr.Budget()
    with pdfium.opened(content, name) as document:
        reading.pages = len(document)
        if not reading.pages:
            raise DamagedError(
                f"{name} is damaged: it has no pages", hint="Get the file again from where it came from."
            )
        _note_limits(document, reading)
        for number in range(1, min(reading.pages, _MOST_PAGES) + 1):
            before = pages[-1] if pages else None
            try:
                pages.append(_page(document, number, before, budget, reading))
            except Exception as error:  # whatever it is, the other pages are read
                reading.problems.append(Problem("page_failed", f"page {number} could not be read: {error}", number))
    furniture.mark(pages)
    reading.blocks = blocks.made(pages)
    if not reading.blocks and not reading.problems:
        reading.problems.append(Problem("no_text", f"{name} holds neither text nor pictures"))
    return reading


def _note_limits(document: Any, reading: Reading) -> None:
    if (reading.pages or 0) > _MOST_PAGES:
        message = f"only the first {_MOST_PAGES} of {reading.pages} pages were read"
        reading.problems.append(Problem("too_many_pages", message))
    if names := pdfium.attachments(document):
        message = f"{len(names)} attached file(s) were not read: {', '.join(names[:5])}"
        reading.problems.append(Problem("attachments", message))


def _page(document: Any, number: int, before: Page | None, budget: ocr.Budget, reading: Reading) -> Page:
    """One page as lines and tables; `before` is the page before it."""
    with pdfium.PageReader(document, number - 1) as reader:
        text = words.read(reader)
        if turn := words.sideways(text):
            reader.turn_by(turn)
            text = words.read(reader)
        drawn = rulings.read(reader)
        if scans.is_scan(text, drawn) and (found := scans.read(reader, number, budget, reading.problems)):
            reading.ocr_pages.append(number)
            text, drawn = words.Text(found, []), drawn._replace(rulings=[], spots=[])
        if text.guessed:
            message = (
                f"{text.guessed} letters on page {number} have no code in the file; their place in the font told them"
            )
            reading.problems.append(Problem("letters_guessed", message, number))
        text.words = words.with_pictured_bullets(text.words, drawn.spots)
        ruled = _ruled(drawn, number, reading)
        grids, rest, turned = grid.tables(ruled.tables, text.words, text.turned, _marks(before))
        underline.mark(text.words, drawn.rulings, grids)
        boxed, rest = panels.found(ruled.boxes, rest)
        laid = flow.ordered(rest, grids, boxed, reader.width, before)
        return Page(
            number, reader.width, reader.height, laid.items, laid.columns, laid.side, lines.turned(turned), turn
        )


def _ruled(drawn: rulings.Drawn, number: int, reading: Reading) -> grid.Ruled:
    if drawn.too_many:
        message = f"page {number} has more lines than are read; a table among the rest was read as text"
        reading.problems.append(Problem("rulings_left_out", message, number))
    try:
        return grid.ruled(drawn.rulings)
    except grid.TooManyRulingsError:
        message = f"page {number} has so many lines that tables were not looked for; its text was read"
        reading.problems.append(Problem("table_too_large", message, number))
        return grid.Ruled([], [])


def _marks(page: Page | None) -> list[float]:
    """Where the columns of the last table of a page begin and end."""
    grids = [item for item in page.items if isinstance(item, Grid)] if page else []
    return grids[-1].marks if grids else []
