"""PDF: characters and rulings from pdfium, tables found by pdfplumber, paragraphs put together from lines.

The steps are one module each, in this order: pdfium (the file), words, rulings, grid (ruled tables), flow (columns,
lines, tables without rulings), furniture (over all pages), paragraphs, footnotes.
"""

from __future__ import annotations

from pipeline.errors import DamagedError
from pipeline.model import Block, Problem, Reading
from pipeline.readers.pdf import flow, furniture, grid, paragraphs, pdfium, rulings, words
from pipeline.readers.pdf.shapes import Grid, Line, Page

MEDIA_TYPE = "application/pdf"
_MOST_PAGES = 5_000


def read(content: bytes, name: str) -> Reading:
    """The PDF in `content` as blocks; `name` is for messages.

    Raises EmptyFileError, EncryptedError or DamagedError. A page that cannot be read is a problem of the reading.
    """
    problems: list[Problem] = []
    pages: list[Page] = []
    before: list[float] = []
    with pdfium.opened(content, name) as document:
        count = len(document)
        if not count:
            raise DamagedError(
                f"{name} is damaged: it has no pages", hint="Get the file again from where it came from."
            )
        for number in range(1, min(count, _MOST_PAGES) + 1):
            try:
                pages.append(_page(document, number, problems, before))
                before = _last_columns(pages[-1])
            except Exception as error:
                problems.append(Problem("page_failed", f"page {number} could not be read: {error}", number))
    furniture.mark(pages)
    blocks = [block for page in pages for block in _blocks(page)]
    return Reading("pdf", MEDIA_TYPE, blocks, pages=count, problems=problems)


def _page(document: object, number: int, problems: list[Problem], before: list[float]) -> Page:
    with pdfium.PageReader(document, number - 1) as reader:
        text = words.read(reader)
        drawn = rulings.read(reader)
        if drawn.spots:
            text.words = words.with_pictured_bullets(text.words, drawn.spots)
        try:
            found = grid.ruled(drawn.rulings)
        except grid.TooManyRulingsError:
            found = []
        grids, rest, _ = grid.tables(found, text.words, text.turned, before)
        return Page(number, reader.width, reader.height, flow.ordered(rest, grids))


def _last_columns(page: Page) -> list[float]:
    return next((item.marks for item in reversed(page.items) if isinstance(item, Grid)), [])


def _blocks(page: Page) -> list[Block]:
    found: list[Block] = []
    body = [item for item in page.items if isinstance(item, Line) and not item.furniture]
    left, right = flow.text_area(body)
    run: list[Line] = []

    def flush() -> None:
        for paragraph in paragraphs.paragraphs(run, right):
            found.append(paragraphs.block(paragraph, left, right))
            found.extend(paragraphs.block(paragraphs.Paragraph([line]), left, right) for line in paragraph.asides)
        run.clear()

    for item in page.items:
        if item.furniture or isinstance(item, Grid):
            flush()
            if isinstance(item, Grid):
                found.append(Block("furniture" if item.furniture else "table", box=item.box, rows=item.rows))
            else:
                found.append(Block("furniture", item.text, box=item.box))
        else:
            run.append(item)
    flush()
    for block in found:
        block.page = page.number
    return found
