"""Sample papers as Word makes them: bold lines for headings more often than styles, tables with merged cells, and
here and there numbering by Word itself, footnotes and tracked changes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from tests.sample.markup import Block, Inline, Table
from tests.sample.story import Told

COLOURS = {
    "red": "E06666", "overdue": "E06666", "amber": "FFC000", "plan in place": "FFC000", "slipping": "FFC000",
    "green": "92D050", "on track": "92D050", "complete": "8DB4E2", "completed": "8DB4E2", "blue": "8DB4E2",
}  # fmt: skip


#: What makes the sign of a footnote small and high.
RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


def draw(paper: Told) -> bytes:
    return _Word(paper).bytes()


def colour(text: str) -> str | None:
    """The fill of a status cell that says no more than its colour."""
    return COLOURS.get(text.strip().lower())


class _Word:
    def __init__(self, paper: Told) -> None:
        self.paper, self.look = paper, paper.look
        self.document = Document()
        self.changes = 0  # tracked so far
        self.notes = {b.marker: b.inline for b in paper.blocks if b.kind == "note"}
        self.auto = self._numbering() if self.look.get("numbering") == "auto" else 0
        self._page()
        for block in paper.blocks:
            self._add(block)
        if self.notes:
            self._footnotes()

    def bytes(self) -> bytes:
        properties = self.document.core_properties
        properties.author, properties.title = "Thornmere Council", ""
        properties.created = properties.modified = datetime.fromisoformat(self.paper.date or "2015-01-01")
        related = self.document.part.package.rels
        for name in [n for n, r in related.items() if r.reltype.endswith("/thumbnail")]:
            related.pop(name)
        written = io.BytesIO()
        self.document.save(written)
        return _undated(written.getvalue())

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        if self.look.get("landscape"):
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21.0)
        section.left_margin = section.right_margin = Cm(2.3)
        section.top_margin = section.bottom_margin = Cm(2.2)
        self.width = section.page_width - section.left_margin - section.right_margin
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = self.look.get("font", "Arial"), Pt(self.look.get("size", 11))
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), normal.font.name)
        normal.paragraph_format.space_after = Pt(self.look.get("space", 6))
        top, bottom = section.header, section.footer
        for place, name in ((top, "marking"), (top, "header"), (bottom, "marking"), (bottom, "footer")):
            if text := self.look.get(name):
                first = place.paragraphs[0]
                paragraph = place.add_paragraph() if first.text or first.runs else first
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                self._fields(paragraph, text)

    def _fields(self, paragraph: Any, text: str) -> None:
        """`text` with Word's own fields in the place of {page} and {pages}."""
        for piece in text.replace("{page}", "\0PAGE\0").replace("{pages}", "\0NUMPAGES\0").split("\0"):
            if piece in ("PAGE", "NUMPAGES"):
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), piece)
                run = OxmlElement("w:r")
                value = OxmlElement("w:t")
                value.text = "1"
                run.append(value)
                field.append(run)
                paragraph._p.append(field)
            elif piece:
                paragraph.add_run(piece)

    def _add(self, block: Block) -> None:
        match block.kind:
            case "break":
                self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case "table":
                assert block.table is not None
                self._table(block.table)
            case "heading":
                self._heading(block)
            case "part":
                paragraph = self.document.add_paragraph()
                paragraph.paragraph_format.page_break_before = block.part[0] == "appendix"
                self._runs(paragraph, block.inline, bold=True)
            case "note":
                pass
            case _:
                self._paragraph(block)

    def _heading(self, block: Block) -> None:
        style = self.look.get("headings", "bold")
        if style == "styles":
            paragraph = self.document.add_paragraph(style=f"Heading {block.level}")
            paragraph.add_run(" ".join(filter(None, (block.marker, block.inline.text))))
            return
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(6)
        if block.marker and self.auto and block.level == 1:
            self._number(paragraph, 0)
        elif block.marker:
            paragraph.add_run(block.marker + "\t").bold = True
        self._runs(paragraph, block.inline, bold=style != "plain", underline=style == "underline")
        if style == "big":
            for run in paragraph.runs:
                run.font.size = Pt(self.look.get("size", 11) + 5 - 1.5 * block.level)

    def _paragraph(self, block: Block) -> None:
        bullet = block.kind == "item" and not block.marker
        styled = bullet and self.look.get("bullets", "styles") == "styles"
        name = ("List Bullet" if block.level == 1 else "List Bullet 2") if styled else None
        paragraph = self.document.add_paragraph(style=name)
        shape = paragraph.paragraph_format
        if block.kind == "centred":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.kind == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif block.kind == "numbered" and self.auto:
            self._number(paragraph, 1)
        elif block.marker or (bullet and not styled):
            left = 1.2 * (block.level if block.kind == "item" else 1)
            shape.left_indent, shape.first_line_indent = Cm(left), Cm(-1.2)
            shape.tab_stops.add_tab_stop(Cm(left))
            paragraph.add_run((block.marker or "•") + "\t")
        self._runs(paragraph, block.inline)
        if block.aside:
            shape.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run("\t")
            paragraph.add_run(block.aside).bold = True

    def _runs(self, paragraph: Any, inline: Inline, bold: bool = False, underline: bool = False) -> None:
        for run in inline.runs:
            if run.note:
                self._reference(paragraph, run.note)
                continue
            added = paragraph.add_run(run.text)
            added.bold = (run.bold or bold) or None
            added.underline = underline or None
            if run.change:
                self._track(added._r, run.change)

    def _track(self, run: Any, change: str) -> None:
        """Put `run` inside a tracked insertion or deletion."""
        self.changes += 1
        wrapper = OxmlElement("w:ins" if change == "inserted" else "w:del")
        wrapper.set(qn("w:id"), str(self.changes))
        wrapper.set(qn("w:author"), "Democratic Services")
        wrapper.set(qn("w:date"), f"{self.paper.date}T09:00:00Z")
        run.addprevious(wrapper)
        wrapper.append(run)
        if change == "deleted":
            for text in run.findall(qn("w:t")):
                text.tag = qn("w:delText")

    def _table(self, table: Table) -> None:
        columns = max(len(row.cells) for row in table.rows)
        drawn = self.document.add_table(rows=0, cols=columns)
        drawn.style = "Table Grid" if table.options.get("style") != "none" else "Normal Table"
        drawn.autofit = False
        widths = [float(w) for w in table.option("widths")] or [100 / columns] * columns
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = int(self.width * width / sum(widths))
        for i, row in enumerate(table.rows):
            cells = drawn.add_row().cells
            for j, cell in enumerate(cells):
                cell.width = int(self.width * widths[j] / sum(widths))
            if row.title:
                self._cell(cells[0].merge(cells[-1]), row.cells[0], bold=True)
                continue
            for j, content in enumerate(row.cells):
                if row.above[j]:
                    drawn.cell(i - 1, j).merge(cells[j])
                else:
                    self._cell(cells[j], content, bold=row is table.head)
        if table.head is not None:
            mark = OxmlElement("w:tblHeader")
            drawn.rows[0]._tr.get_or_add_trPr().append(mark)
        self.document.add_paragraph()

    def _cell(self, cell: Any, content: list[Inline], bold: bool) -> None:
        for n, inline in enumerate(content):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2)
            self._runs(paragraph, inline, bold)
            for run in paragraph.runs:
                run.font.size = Pt(self.look.get("size", 11) - 1)
        fill = "D9D9D9" if bold else colour(content[0].text) if content else None
        if fill:
            cell._tc.get_or_add_tcPr().append(_xml(f'<w:shd w:val="clear" w:fill="{fill}"/>'))

    def _numbering(self) -> int:
        """A list of Word's own: '1.' for headings and '1.1' for the paragraphs below them; its number."""
        root = self.document.part.numbering_part.element
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="720"/></w:pPr></w:lvl>'
            for i, text in enumerate(("%1.", "%1.%2"))
        )
        kind = '<w:multiLevelType w:val="multilevel"/>'
        root.insert(0, _xml(f'<w:abstractNum w:abstractNumId="90">{kind}{levels}</w:abstractNum>'))
        root.append(_xml('<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        return 90

    def _number(self, paragraph: Any, level: int) -> None:
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{self.auto}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(_xml(number))

    def _reference(self, paragraph: Any, number: str) -> None:
        paragraph._p.append(_xml(f'<w:r>{RAISED}<w:footnoteReference w:id="{int(number) + 1}"/></w:r>'))

    def _footnotes(self) -> None:
        notes = "".join(
            f'<w:footnote w:id="{int(n) + 1}"><w:p><w:r>{RAISED}<w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(text.text)}</w:t></w:r></w:p></w:footnote>'
            for n, text in self.notes.items()
        )
        rules = "".join(
            f'<w:footnote w:type="{name}" w:id="{i}"><w:p><w:r><w:{name}/></w:r></w:p></w:footnote>'
            for i, name in enumerate(("separator", "continuationSeparator"))
        )
        main = self.document.part
        blob = f"<w:footnotes {nsdecls('w')}>{rules}{notes}</w:footnotes>"
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, blob.encode(), main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _xml(element: str) -> Any:
    """`element` with Word's namespace declared on it."""
    name = re.match(r"<[\w:]+", element)
    assert name is not None
    return parse_xml(f"{name[0]} {nsdecls('w')}{element[name.end() :]}")


def _undated(package: bytes) -> bytes:
    """The same package with no time of making in it, so that the same story gives the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            new.writestr(zipfile.ZipInfo(name, (2021, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
