"""Sample papers as PDF, by reportlab: ruled tables that run over pages, furniture, an action column at the edge."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import CondPageBreak, PageBreak, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from tests.sample.layouts.word import colour
from tests.sample.markup import Block, Inline, Table
from tests.sample.story import Told

#: Name -> (regular, bold). Vera comes with reportlab and is embedded, the others are every reader's own.
FONTS = {
    "Helvetica": ("Helvetica", "Helvetica-Bold"),
    "Times": ("Times-Roman", "Times-Bold"),
    "Vera": ("Vera", "VeraBd"),
}
MARGIN = 2.2 * cm


def draw(paper: Told) -> bytes:
    pages = _Pages(paper)
    written = pages.build(0)
    return pages.build(pages.count) if "{pages}" in str(paper.look) else written


class _Pages:
    def __init__(self, paper: Told) -> None:
        self.paper, self.look, self.count = paper, paper.look, 0
        self.font, self.bold = FONTS[self.look.get("font", "Helvetica")]
        if self.font == "Vera":
            for name in FONTS["Vera"]:
                pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
        self.size = self.look.get("size", 10.5)
        self.page = landscape(A4) if self.look.get("landscape") else A4
        self.width = self.page[0] - 2 * MARGIN

    def build(self, total: int) -> bytes:
        written = io.BytesIO()
        document = SimpleDocTemplate(
            written, pagesize=self.page, invariant=1, title="", author=self.paper.council or "",
            leftMargin=MARGIN, rightMargin=MARGIN, topMargin=2.4 * cm, bottomMargin=2.2 * cm,
        )  # fmt: skip
        story: list[Any] = []
        for block in self.paper.blocks:
            story += self._drawn(block)

        def furnish(canvas: Any, document: Any) -> None:
            self.count = document.page
            canvas.setFont(self.font, 8.5)
            middle, top = self.page[0] / 2, self.page[1] - 1.2 * cm
            if header := self.look.get("header"):
                canvas.drawString(MARGIN, top, header)
            if marking := self.look.get("marking"):
                canvas.drawCentredString(middle, top + 12, marking)
                canvas.drawCentredString(middle, 0.7 * cm, marking)
            if footer := self.look.get("footer"):
                canvas.drawCentredString(middle, 1.2 * cm, footer.format(page=document.page, pages=total))

        document.build(story, onFirstPage=furnish, onLaterPages=furnish)
        return written.getvalue()

    def _style(self, **more: Any) -> ParagraphStyle:
        usual = {"fontName": self.font, "fontSize": self.size, "leading": self.size * 1.22, "spaceAfter": 6}
        return ParagraphStyle("body", **{**usual, **more})

    def _drawn(self, block: Block) -> list[Any]:
        match block.kind:
            case "break":
                return [PageBreak()]
            case "table":
                assert block.table is not None
                return [self._table(block.table), Spacer(1, 8)]
            case "heading":
                return [CondPageBreak(3 * cm), self._heading(block)]
            case "part":
                before = [PageBreak()] if block.part[0] == "appendix" else [Spacer(1, 8)]
                return [*before, Paragraph(self._words(block.inline, bold=True), self._style(keepWithNext=1))]
            case "centred" | "right":
                side = TA_CENTER if block.kind == "centred" else TA_RIGHT
                return [Paragraph(self._words(block.inline), self._style(alignment=side))]
            case "note":
                words = f"<super>{block.marker}</super> {self._words(block.inline)}"
                return [Paragraph(words, self._style(fontSize=8, leading=9.5))]
        return [self._paragraph(block)]

    def _heading(self, block: Block) -> Any:
        look = self.look.get("headings", "bold")
        size = self.size + {"big": 5 - 1.5 * block.level}.get(look, 0)
        words = self._words(block.inline, bold=look != "plain")
        words = f"<u>{words}</u>" if look == "underline" else words
        indent = 1.2 * cm if block.marker else 0
        style = self._style(
            fontSize=size, leading=size * 1.22, spaceBefore=6, leftIndent=indent, bulletIndent=0,
            bulletFontName=self.bold if look != "plain" else self.font, bulletFontSize=size,
        )  # fmt: skip
        return Paragraph(words, style, bulletText=block.marker or None)

    def _paragraph(self, block: Block) -> Any:
        """Text with its number or bullet hanging at the left, and its owner at the right edge."""
        step = {"numbered": 1.2 * cm, "item": (1.0 if block.marker else 0.7) * cm}.get(block.kind, 0.0)
        indent = step * (block.level if block.kind == "item" else 1)
        if block.kind == "item" and self.look.get("indent_items"):
            indent += 1.2 * cm
        style = self._style(
            leftIndent=indent, bulletIndent=indent - step, bulletFontName=self.font, bulletFontSize=self.size
        )
        marker = block.marker or ({1: "•", 2: "–"}[block.level] if block.kind == "item" else None)
        paragraph = Paragraph(self._words(block.inline), style, bulletText=marker)
        return self._beside(paragraph, block.aside) if block.aside else paragraph

    def _beside(self, paragraph: Any, aside: str) -> Any:
        owner = Paragraph(f"<b>{escape(aside)}</b>", self._style(alignment=TA_RIGHT))
        beside = Grid([[paragraph, owner]], colWidths=[0.86 * self.width, 0.14 * self.width])
        beside.setStyle(
            [
                *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP")),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ("VALIGN", (1, 0), (1, 0), self.look.get("asides", "BOTTOM")),
            ]
        )
        return beside

    def _words(self, inline: Inline, bold: bool = False) -> str:
        words = []
        for run in inline.runs:
            if run.change == "deleted":
                continue
            text = f"<super>{run.note}</super>" if run.note else escape(run.text)
            words.append(f"<b>{text}</b>" if (run.bold or bold) and text.strip() else text)
        return "".join(words).strip()

    def _table(self, table: Table) -> Any:
        columns = max(len(row.cells) for row in table.rows)
        shares = [float(w) for w in table.option("widths")] or [1.0] * columns
        size = self.look.get("table_size", self.size - 1.5)
        plain = self._style(fontSize=size, leading=size * 1.2, spaceAfter=2)
        rules: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 4)]
        ruled = table.options.get("style") != "none"
        if ruled:
            rules += [("BOX", (0, 0), (-1, -1), 0.5, colors.black)]
        rows = []
        for i, row in enumerate(table.rows):
            head = row is table.head or row.title
            drawn = [[Paragraph(self._words(p, bold=head), plain) for p in cell] for cell in row.cells]
            rows.append(drawn + [[]] * (columns - len(drawn)))
            if row.title:
                rules += [("SPAN", (0, i), (-1, i)), ("BACKGROUND", (0, i), (-1, i), colors.HexColor("#E8E8E8"))]
            elif head and ruled:
                rules += [("BACKGROUND", (0, i), (-1, i), colors.HexColor("#D9D9D9"))]
            for j in range(columns):
                merged = j < len(row.above) and row.above[j]
                if ruled and not merged:
                    rules.append(("LINEABOVE", (j, i), (j, i), 0.5, colors.black))
                if ruled and not row.title and j:
                    rules.append(("LINEBEFORE", (j, i), (j, i), 0.5, colors.black))
                fill = colour(row.cells[j][0].text) if not head and j < len(row.cells) and row.cells[j] else None
                if fill:
                    rules.append(("BACKGROUND", (j, i), (j, i), colors.HexColor(f"#{fill}")))
        # A row is divided at the foot of a page where the head is not repeated; reportlab cannot do both.
        repeated = int(table.head is not None and table.options.get("repeat") != "no")
        widths = [self.width * share / sum(shares) for share in shares]
        grid = Grid(rows, colWidths=widths, repeatRows=repeated, splitInRow=1 - repeated)
        grid.setStyle(rules)
        return grid
