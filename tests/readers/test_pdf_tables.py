"""Tables of PDF pages: ruled ones, held against pdfplumber's, and those told by white alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import reading
from pipeline.model import Block
from pipeline.readers import pdf
from tests.readers.lines import lines
from tests.readers.sheets import PROSE, Sheet, made

PAPERS = Path(__file__).parents[2].parent / "shared" / "papers"


def blocks(*pages: object) -> list[Block]:
    return pdf.read(made(*pages), "a paper").blocks  # type: ignore[arg-type]


def action_log(sheet: Sheet) -> None:
    """Four columns and three rows; the first column's cell spans two rows, the last row is one cell."""
    sheet.put(72, 60, "Action log")
    xs, ys = [72, 140, 350, 430, 520], [90, 120, 150, 180, 210]
    for x in xs[1:-1]:
        sheet.line(x, ys[0], x, ys[-2])
    for x in (xs[0], xs[-1]):
        sheet.line(x, ys[0], x, ys[-1])
    for y in (ys[0], ys[1], ys[3], ys[4]):
        sheet.line(xs[0], y, xs[-1], y)
    sheet.line(xs[1], ys[2], xs[-1], ys[2])
    for row, texts in enumerate((["Date", "Action", "By", "Status"], ["1 May", "Cut the hedge", "Clerk", "Done"])):
        for x, text in zip(xs, texts, strict=False):
            sheet.put(x + 4, ys[row] + 5, text)
    for x, text in zip(xs[1:], ["Paint the bench", "All", "Open"], strict=False):
        sheet.put(x + 4, ys[2] + 5, text)
    sheet.put(76, ys[3] + 5, "Nothing else was open")
    sheet.put(72, 230, "The log was noted.")


def test_a_ruled_table_has_its_merged_cells_and_its_text_stands_nowhere_else() -> None:
    found = blocks(action_log)
    assert lines(found) == [
        "Action log",
        "[Date | Action | By | Status / 1 May | Cut the hedge | Clerk | Done"
        " / ^ | Paint the bench | All | Open / Nothing else was open | ^ | ^ | ^]",
        "The log was noted.",
    ]
    spans = [(cell.text, cell.colspan, cell.rowspan) for row in found[1].rows for cell in row if cell]
    assert ("1 May", 1, 2) in spans
    assert ("Nothing else was open", 4, 1) in spans


def test_paragraphs_and_list_items_of_a_cell_are_lines_of_its_text() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([72, 200, 520], [90, 300])
        sheet.put(76, 95, "Library")
        top = sheet.prose(204, 95, PROSE[:120].rstrip(), width=300)
        for text in ("first point", "second point"):
            sheet.put(210, top, "•")
            sheet.put(224, top, text)
            top += 14

    (table,) = blocks(draw)
    assert lines([table]) == [f"[Library | {PROSE[:120].rstrip()}; • first point; • second point]"]


def test_a_word_broken_by_a_narrow_column_is_mended_when_it_is_known_or_lacks_a_letter() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.put(72, 60, "The programme, as it was agreed")
        sheet.grid([72, 130, 200, 520], [90, 200])
        for x, top, text in (
            (76, 95, "Septembe"), (76, 109, "r 2021"), (76, 140, "program"), (76, 154, "me board"),
            (134, 95, "Environment"), (134, 109, "and roads"), (204, 95, "Open"),
        ):  # fmt: skip
            sheet.put(x, top, text)

    assert lines(blocks(draw))[1] == "[September 2021; programme board | Environment and roads | Open]"


def test_a_heading_in_a_cell_may_fill_its_line() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([72, 100, 240, 520], [90, 160])
        sheet.put(76, 95, "4")
        sheet.put(104, 95, "Finance and Premises", font="Helvetica-Bold")
        sheet.prose(104, 109, "The budget was agreed as it stood before them all.", width=130)
        sheet.put(244, 95, "Clerk")

    assert lines(blocks(draw)) == [
        "[4 | Finance and Premises; The budget was agreed as it stood before them all. | Clerk]"
    ]


def test_a_row_left_open_at_the_end_of_a_page_is_a_row() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([72, 200, 520], [90, 110, 130])
        for x in (72, 200, 520):
            sheet.line(x, 130, x, 160)
        for y, task, status in ((92, "Cut the hedge", "On track"), (112, "Paint it", "Done"), (132, "Mend", "and fit")):
            sheet.put(76, y, task)
            sheet.put(204, y, status)
        sheet.put(204, 145, "the lamp")

    assert lines(blocks(draw)) == ["[Cut the hedge | On track / Paint it | Done / Mend | and fit; the lamp]"]


@pytest.mark.parametrize("rows", [[90, 200], [90, 120, 200]])
def test_a_box_around_text_is_no_table(rows: list[float]) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 540], rows)
        sheet.prose(72, 130, PROSE)

    assert lines(blocks(draw)) == [PROSE]


def test_shading_that_ends_short_of_the_rulings_makes_no_rows_or_columns() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.box(300.5, 90.5, 520, 104, fill=0.8)
        sheet.box(300.5, 120.5, 520, 134, fill=0.8)
        sheet.grid([72, 300, 520], [90, 120, 150])
        for y, task, status in ((92, "Cut the hedge", "On track"), (122, "Paint the bench", "Done")):
            sheet.put(76, y, task)
            sheet.put(304, y, status)

    assert lines(blocks(draw)) == ["[Cut the hedge | On track / Paint the bench | Done]"]


def test_a_white_ground_under_the_page_cuts_no_cells() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.box(0, 0, 330, 840, fill=1)
        sheet.grid([72, 200, 520], [90, 110, 130])
        for y in (92, 112):
            sheet.put(76, y, "Library")
            sheet.put(204, y, "opened again after the repairs of last year")

    row = "Library | opened again after the repairs of last year"
    assert lines(blocks(draw)) == [f"[{row} / {row}]"]


def test_dates_that_run_up_the_head_of_an_attendance_table_are_read() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([72, 200, 230, 260], [90, 160, 180, 200])
        sheet.put(76, 140, "Name")
        sheet.turned(219, 156, "14/05/2019")
        sheet.turned(249, 156, "11/06/2019")
        for y, name in ((162, "Ann Archer"), (182, "Bea Butler")):
            sheet.put(76, y, name)
            sheet.put(210, y, "P")

    assert lines(blocks(draw)) == ["[Name | 14/05/2019 | 11/06/2019 / Ann Archer | P |  / Bea Butler | P | ]"]


def test_a_table_that_goes_on_stays_one_though_a_single_cell_has_text() -> None:
    def first(sheet: Sheet) -> None:
        sheet.grid([72, 140, 430, 520], [90, 120, 790])
        for x, text in ((76, "Item"), (144, "Notes"), (434, "Action")):
            sheet.put(x, 92, text)
        sheet.put(76, 122, "1")
        sheet.prose(144, 122, PROSE, width=270)

    def second(sheet: Sheet) -> None:
        sheet.grid([72, 140, 430, 520], [60, 400])
        sheet.prose(144, 62, PROSE, width=270)

    assert lines(blocks(first, second))[-1] == f"[ | {PROSE} | ]"


def test_aligned_columns_without_rulings_are_a_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.prose(72, 60, PROSE)
        for i, row in enumerate(
            [
                ("Date", "Payee", "For", "Amount"),
                ("1 May", "A Archer", "Grass", "120.00"),
                ("9 May", "B Butler", "Paper", "8.50"),
                ("12 May", "Post Office", "Stamps", "17.00"),
            ]
        ):
            for x, text in zip((72, 140, 260), row[:3], strict=True):
                sheet.put(x, 150 + 15 * i, text)
            sheet.right(420, 150 + 15 * i, row[3])
        sheet.prose(72, 240, PROSE)

    table = (
        "[Date | Payee | For | Amount / 1 May | A Archer | Grass | 120.00"
        " / 9 May | B Butler | Paper | 8.50 / 12 May | Post Office | Stamps | 17.00]"
    )
    assert lines(blocks(draw)) == [PROSE, table, PROSE]


def test_a_cell_of_an_unruled_table_goes_on_below() -> None:
    def draw(sheet: Sheet) -> None:
        rows = [
            ("1", "Cut the hedge in Long Lane", "Clerk", "June"),
            ("", "before the fair", "", ""),
            ("2", "Paint the bench", "All", "July"),
            ("3", "Order new paper", "Clerk", "July"),
        ]
        for i, row in enumerate(rows):
            for x, text in zip((72, 110, 330, 430), row, strict=True):
                if text:
                    sheet.put(x, 90 + 14 * i, text)

    (table,) = blocks(draw)
    assert [row[1].text for row in table.rows if row[1]] == [
        "Cut the hedge in Long Lane before the fair",
        "Paint the bench",
        "Order new paper",
    ]


def test_labels_beside_prose_and_owners_beside_items_are_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        for top, label in ((60, "Present:"), (140, "Apologies:"), (220, "Also there:")):
            sheet.put(72, top, label)
            sheet.prose(150, top, PROSE, width=370)
        for i, item in enumerate(("i) The bank's letter", "ii) The hedge in Long Lane", "iii) A licence for the fair")):
            sheet.put(72, 320 + 14 * i, item)
            sheet.right(520, 320 + 14 * i, "Noted")

    found = blocks(draw)
    assert {block.kind for block in found} == {"text"}
    assert [b.text for b in found if b.align == "right"] == ["Noted"] * 3


def drawn_with_rectangles(sheet: Sheet) -> None:
    """The way word processors rule tables: thin filled rectangles."""
    for x in (72, 200, 400):
        sheet.box(x, 90, x + 0.5, 150, fill=0)
    for y in (90, 120, 150):
        sheet.box(72, y, 400.5, y + 0.5, fill=0)
    for x, y, text in ((76, 94, "Item"), (204, 94, "Notes"), (76, 124, "1"), (204, 124, "Nothing to report")):
        sheet.put(x, y, text)


def within_a_form(sheet: Sheet) -> None:
    sheet.canvas.beginForm("table")
    action_log(sheet)
    sheet.canvas.endForm()
    sheet.canvas.translate(10, -40)
    sheet.canvas.doForm("table")


@pytest.mark.parametrize("draw", [action_log, drawn_with_rectangles, within_a_form])
def test_ruled_tables_are_those_of_pdfplumber(draw: object) -> None:
    found = reading.agreement(made(draw))  # type: ignore[arg-type]
    assert found.tables == 1
    assert found.full


@pytest.mark.shared
@pytest.mark.skipif(not PAPERS.exists(), reason="there is no folder of real papers beside the project")
def test_ruled_tables_of_real_papers_are_those_of_pdfplumber() -> None:
    total = reading.Agreement()
    for body in sorted(PAPERS.iterdir()):
        for paper in sorted(body.rglob("*.pdf"))[:2]:
            total.add(reading.agreement(paper.read_bytes()))
    assert total.cells > 500
    assert (total.same_tables, total.same_cells, total.surplus) == (total.tables, total.cells, 0)
    assert total.same_texts >= 0.999 * total.cells
