"""An evidence pack as a Word document that can be handed to a committee."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from pipeline.errors import PapersError
from pipeline.export import telling
from pipeline.export.crops import Crops
from pipeline.export.records import Pack, Row, Thread
from pipeline.text import paged

#: Characters that XML cannot hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PAGE = (8.27, 11.69)  # inches: A4
_WIDTHS = (0.85, 1.1, 2.0, 0.75, 0.8, 1.1)  # inches, of the columns of a thread's table
PICTURE = 6.3  # inches wide


def write(path: Path, pack: Pack, pictures: bool = True) -> None:
    """Write the pack to `path`, whole or not at all. Raises PapersError when the file cannot be written."""
    from docx import Document
    from docx.shared import Inches

    document: Any = Document()
    for section in document.sections:
        section.page_width, section.page_height = map(Inches, _PAGE)
        section.left_margin = section.right_margin = Inches(0.8)
    document.core_properties.title = _text(f"Evidence: {pack.question}")[:250]
    document.core_properties.author = ""
    _front(document, pack)
    crops = Crops(pack.files if pictures else {}, {paper.id: paper.sha256 for paper in pack.papers.values()})
    try:
        for number, thread in enumerate(pack.threads, 1):
            _thread(document, number, thread, crops)
    finally:
        crops.close()
    _back(document, pack, crops)
    part = path.with_name(f".{path.name}.part")
    try:
        document.save(part)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise PapersError(f"{path} could not be written: {error.strerror}", hint="Make room on the disk.") from error


def _front(document: Any, pack: Pack) -> None:
    document.add_heading("Evidence pack", 0)
    table = document.add_table(rows=0, cols=2)
    for head, words in (
        ("Question", pack.question),
        ("Narrowed to", "; ".join(pack.filters)),
        ("Made", pack.made.replace("T", " ")),
        ("Corpus", pack.corpus),
        ("Found", telling.summary(pack)),
    ):
        if words:
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(head).bold = True
            cells[1].text = _text(words)
    _fit(table, (1.2, 5.5))


def _thread(document: Any, number: int, thread: Thread, crops: Crops) -> None:
    document.add_heading(_text(f"{number}. {thread.title}"), 1)
    document.add_paragraph(_text(" · ".join(filter(None, (thread.body, thread.kind, f"thread {thread.id}")))))
    for line in telling.facts(thread):
        document.add_paragraph(_text(line), style="List Bullet")
    _table(document, telling.COLUMNS, [telling.cells(row) for row in thread.rows], _WIDTHS)
    for row in thread.rows:
        _picture(document, row, crops)


def _picture(document: Any, row: Row, crops: Crops) -> None:
    from docx.shared import Inches

    if (picture := crops.picture(row.paper, row.page, row.box)) is None:
        return
    document.add_picture(io.BytesIO(picture), width=Inches(PICTURE))
    caption = document.add_paragraph(style="Caption")
    caption.add_run(_text(f"{row.document}{paged(row.page)}, {telling.day(row.date) or 'no date'}"))


def _back(document: Any, pack: Pack, crops: Crops) -> None:
    document.add_heading("What was not found", 1)
    for line in pack.not_found or ["Nothing that was looked for is missing, as far as the papers show it."]:
        document.add_paragraph(_text(line), style="List Bullet")
    document.add_heading("What could not be read", 1)
    for unread in pack.unread:
        document.add_paragraph(_text(f"{unread.path}: {unread.message}"), style="List Bullet")
    if not pack.unread:
        document.add_paragraph("Every paper of the corpus was read without a problem.")
    for paper in sorted(crops.changed):
        name = pack.papers[paper].path if paper in pack.papers else paper
        document.add_paragraph(_text(f"{name}: the file is gone or has changed since it was read"), style="List Bullet")
    document.add_heading("Papers quoted", 1)
    papers = sorted(pack.papers.values(), key=lambda paper: (paper.meeting_date or "", paper.path))
    _table(
        document,
        ("Paper", "File", "Size", "SHA-256"),
        [telling.source(paper) for paper in papers],
        (2.0, 1.8, 0.7, 2.1),
    )
    if pack.program:
        document.add_paragraph(_text(f"Made by {pack.program}."))


def _table(document: Any, head: tuple[str, ...], rows: list[tuple[str, ...]], widths: tuple[float, ...]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    repeat = OxmlElement("w:tblHeader")  # the head again on every page
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _text(words)
    _fit(table, widths)
    for line in table.rows:
        whole = OxmlElement("w:cantSplit")  # no row over two pages
        line._tr.get_or_add_trPr().append(whole)
        for cell in line.cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(8.5)


def _fit(table: Any, widths: tuple[float, ...]) -> None:
    from docx.shared import Inches

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
        for cell in column.cells:
            cell.width = Inches(width)


def _text(words: str) -> str:
    return _CONTROL.sub("", words)
