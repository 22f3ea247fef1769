"""Lines, paragraphs, lists and columns of PDF pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Block
from pipeline.readers import pdf
from tests.readers.lines import lines
from tests.readers.sheets import HEIGHT, PROSE, WIDTH, Sheet, made

CORPUS = Path(__file__).parents[2] / "corpus"


def blocks(*pages: object) -> list[Block]:
    return pdf.read(made(*pages), "a paper").blocks  # type: ignore[arg-type]


def test_a_word_has_the_size_it_is_shown_in_and_its_place_on_the_page() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.put(72, 100, "Plain")
        sheet.canvas.saveState()
        sheet.canvas.scale(2, 2)
        sheet.canvas.setFont("Helvetica-BoldOblique", 10)
        sheet.canvas.drawString(36, (HEIGHT - 200) / 2, "Scaled")
        sheet.canvas.restoreState()

    plain, scaled = blocks(draw)
    assert (plain.size, plain.bold, plain.italic) == (11, 0, 0)
    assert (scaled.size, scaled.bold, scaled.italic) == (20, 1, 1)
    assert plain.box == pytest.approx((72, 100, 98, 113), abs=4)
    assert scaled.box is not None
    assert scaled.box[3] == pytest.approx(204, abs=3)


def test_wrapped_lines_are_one_paragraph_and_white_parts_two() -> None:
    def draw(sheet: Sheet) -> None:
        top = sheet.prose(72, 80, PROSE)
        sheet.prose(72, top + 10, PROSE)

    assert lines(blocks(draw)) == [PROSE, PROSE]


def test_wide_line_spacing_is_no_white_between_paragraphs() -> None:
    def draw(sheet: Sheet) -> None:
        top = sheet.prose(72, 80, PROSE, pitch=22)
        sheet.prose(72, top + 16, PROSE, pitch=22)

    assert lines(blocks(draw)) == [PROSE, PROSE]


def test_a_short_line_ends_a_paragraph() -> None:
    def draw(sheet: Sheet) -> None:
        top = sheet.prose(72, 80, PROSE)
        for name in ("Ann Archer", "Bea Butler", "Cal Carter"):
            sheet.put(72, top, name)
            top += 14

    assert lines(blocks(draw)) == [PROSE, "Ann Archer", "Bea Butler", "Cal Carter"]


@pytest.mark.parametrize("bullet", ["•", "-"])
def test_a_bullet_is_a_marker_and_a_number_stays_in_the_text(bullet: str) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.put(72, 80, "2.1")
        top = sheet.prose(100, 80, PROSE, width=420)
        for x in (90, 110):
            sheet.put(x, top, bullet)
            top = sheet.prose(x + 16, top, PROSE, width=400)

    found = blocks(draw)
    assert lines(found) == [f"2.1 {PROSE}", f"{bullet} {PROSE}", f"  {bullet} {PROSE}"]


def test_list_items_with_numbers_or_references_are_paragraphs_of_their_own() -> None:
    items = ["(a) a first thing", "(b) a second", "PC07/21 The bench by the pond", "PC08/21 The hedge in Long Lane"]

    def draw(sheet: Sheet) -> None:
        top = sheet.prose(72, 60, PROSE)
        for i, item in enumerate(items):
            sheet.put(72, top + 14 * i, item)

    assert lines(blocks(draw)) == [PROSE, *items]


def test_a_name_goes_on_after_its_title_on_the_line_above() -> None:
    def draw(sheet: Sheet) -> None:
        top = sheet.prose(72, 60, PROSE)
        sheet.put(
            72,
            top + 14,
            "iv. A gift to the lifeboat for the new rope. It was proposed by Cllr. B. Hay, seconded by Cllr.",
        )
        sheet.put(72, top + 28, "A. Moss and agreed to give £50.")

    assert [line.split()[-1] for line in lines(blocks(draw))] == [PROSE.split()[-1], "£50."]


def test_a_bold_label_that_runs_into_its_paragraph_is_its_lead() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.put(72, 80, "Action:", font="Helvetica-Bold")
        sheet.put(
            72 + sheet.canvas.stringWidth("Action: ", "Helvetica-Bold", 11), 80, "the clerk to write to the owner"
        )

    (block,) = blocks(draw)
    assert block.text[: block.lead] == "Action:"
    assert 0 < block.bold < 0.5


def test_a_ruling_under_words_underlines_them() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.put(72, 80, "Highways")
        sheet.line(72, 92.5, 118, 92.5)
        sheet.put(72, 110, "Nothing was said of them.")

    assert [block.underline for block in blocks(draw)] == [1, 0]


def test_an_owner_at_the_right_edge_stands_apart_beside_its_paragraph() -> None:
    def draw(sheet: Sheet) -> None:
        top = sheet.prose(72, 60, PROSE)
        sheet.put(72, top, "Members asked that the hedge be cut.")
        sheet.right(522, top, "Clerk")
        sheet.prose(72, top + 14, PROSE)
        sheet.right(522, top + 70, "Cllr B. Butler")

    assert lines(blocks(draw)) == [PROSE, "Members asked that the hedge be cut.", "> Clerk", PROSE, "> Cllr B. Butler"]


def test_a_wide_gap_in_a_justified_line_is_no_column() -> None:
    def draw(sheet: Sheet) -> None:
        for i in range(4):
            sheet.put(72, 80 + 14 * i, "The committee heard that the library in the high street had opened again aft")
        for x, words in zip((72, 150, 228, 310, 390), ("and so", "that more", "came to it", "in spring"), strict=False):
            sheet.put(x, 136, words)

    (block,) = blocks(draw)
    assert block.text.endswith("and so that more came to it in spring")


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    other = PROSE.replace("library", "museum")

    def draw(sheet: Sheet) -> None:
        sheet.put(72, 50, "Two matters", size=16)
        sheet.prose(72, 90, PROSE, width=210)
        sheet.prose(310, 93, other, width=210)

    assert lines(blocks(draw)) == ["Two matters", PROSE, other]


NAMES = ["Councillor Ann Archer (Chair)", "Councillor Bea Butler", "Councillor Cal Carter", "Councillor Dot Dean"]


def test_a_table_stands_in_the_column_that_it_is_drawn_in() -> None:
    other = PROSE.replace("library", "museum")

    def draw(sheet: Sheet) -> None:
        top = sheet.prose(72, 90, PROSE, width=210)
        for x, y in ((66, top + 6), (304, 90)):
            sheet.grid([x, x + 110, x + 220], [y, y + 18, y + 36])
            for row, (one, two) in enumerate((("Plot", "Owner"), ("Seven", "A. Archer"))):
                sheet.put(x + 6, y + 2 + 18 * row, one)
                sheet.put(x + 116, y + 2 + 18 * row, two)
        sheet.prose(310, 140, other, width=210)

    table = "[Plot | Owner / Seven | A. Archer]"
    assert lines(blocks(draw)) == [PROSE, table, table, other]


def test_drawn_boxes_side_by_side_are_read_one_after_the_other() -> None:
    texts = [PROSE[:110].replace("library", name).rstrip() for name in ("museum", "ferry", "market")]

    def draw(sheet: Sheet) -> None:
        top = sheet.prose(72, 60, PROSE) + 10
        for x, text in zip((72, 230, 388), texts, strict=True):
            sheet.box(x, top, x + 134, top + 90)
            sheet.prose(x + 6, top + 6, text, width=124)
        sheet.prose(72, top + 110, PROSE)

    assert lines(blocks(draw)) == [PROSE, *texts, PROSE]


def test_a_third_column_is_read_after_the_second() -> None:
    texts = [PROSE.replace("library", name) for name in ("museum", "ferry", "market")]

    def draw(sheet: Sheet) -> None:
        for x, text in zip((50, 225, 400), texts, strict=True):
            sheet.prose(x, 90, text, width=150)

    assert lines(blocks(draw)) == texts


def test_a_list_of_members_beside_the_agenda_is_read_before_it() -> None:
    items = [f"{n}. To receive the report on the {name}." for n, name in enumerate(("ferry", "hedge", "pond"), 1)]

    def draw(sheet: Sheet) -> None:
        top = 100.0
        for text in [*NAMES, "The quorum is three members.", "Contact: the Clerk", "Telephone 01632 960 111"]:
            sheet.put(60, top, text)
            top += 19
        top = sheet.prose(270, 100, PROSE, width=260) + 8
        for item in items:
            top = sheet.prose(270, top, item, width=260) + 8

    found = lines(blocks(draw))
    assert found[:4] == NAMES
    assert found[-4:] == [PROSE, *items]


def test_columns_go_on_where_the_last_page_has_a_few_lines_of_the_second() -> None:
    rest = "A few words that were left over for the second column, and that end soon after they began."

    def last(sheet: Sheet) -> None:
        sheet.prose(72, 250, PROSE, width=210)
        sheet.prose(310, 250, rest, width=210)

    def first(sheet: Sheet) -> None:
        for x in (72, 310):
            sheet.prose(x, 90, PROSE, width=210)

    assert lines(blocks(first, last)) == [PROSE, PROSE, PROSE, rest]


def test_cells_that_begin_on_one_level_are_no_columns_of_running_text() -> None:
    tasks = ["Mend the lamp at the end of the pier before the first boats come in", "Ask the diver what the wall needs"]
    notes = ["The lamp has been dark since the storm and two boats came to grief on the steps below it", "No diver yet"]

    def draw(sheet: Sheet) -> None:
        top = 90.0
        for task, note in list(zip(tasks, notes, strict=True)) * 4:
            ends = sheet.prose(72, top, task, width=200), sheet.prose(310, top, note, width=200)
            top = max(ends) + 12

    text = " ".join(lines(blocks(draw)))
    assert text.index("Mend") < text.index("dark since") < text.index("diver")


def beside(sheet: Sheet, top: float, headings: list[str], text: str, font: str = "Helvetica") -> None:
    """Headings in a column of 100 points, each beside a paragraph."""
    for heading in headings:
        for i, line in enumerate(heading.split("/")):
            sheet.put(72, top + 14 * i, line, font=font)
        top = sheet.prose(190, top, text, width=330) + 8


def test_headings_in_a_column_of_their_own_stand_before_the_text_beside_them() -> None:
    heads = ["Public question/time", "The library in/the high/street", "Finance"]

    def first(sheet: Sheet) -> None:
        sheet.put(72, 60, "Minutes of the meeting of the Library Committee held on 3 May 2021 at seven")
        beside(sheet, 100, heads, PROSE)

    def second(sheet: Sheet) -> None:
        beside(sheet, 100, ["Date of next/meeting"], PROSE)

    found = lines(blocks(first, second))[1:]
    assert found[::2] == ["Public question time", "The library in the high street", "Finance", "Date of next meeting"]
    assert found[1::2] == [PROSE] * 4


@pytest.mark.parametrize("labels", [["Chair:", "Clerk:", "Guests:"], ["Item 1", "Item 2", "Item 3"]])
def test_labels_and_numbers_before_paragraphs_are_no_headings_beside_them(labels: list[str]) -> None:
    assert lines(blocks(lambda sheet: beside(sheet, 100, labels, PROSE))) == [f"{label} {PROSE}" for label in labels]


def test_a_note_at_the_right_edge_that_goes_on_below_is_one() -> None:
    def draw(sheet: Sheet) -> None:
        for top in (80, 200):
            sheet.prose(72, top, PROSE, width=330)
        for top, text in ((80, "Clerk to ask the"), (94, "county council"), (200, "A. Archer"), (214, "B. Butler")):
            sheet.put(430, top, text)

    assert lines(blocks(draw)) == [PROSE, "> Clerk to ask the county council", PROSE, "> A. Archer", "> B. Butler"]


def test_a_broken_word_is_mended_when_it_is_known_whole() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.prose(72, 60, PROSE)
        sheet.put(72, 140, "Of those who came to it, many asked that the com-")
        sheet.put(72, 154, "mittee look again at the long-")
        sheet.put(72, 168, "term plan.")

    assert blocks(draw)[-1].text == (
        "Of those who came to it, many asked that the committee look again at the long-term plan."
    )


def test_a_layer_that_is_drawn_twice_is_read_once() -> None:
    def draw(sheet: Sheet) -> None:
        for x in (72, 72.4):
            sheet.prose(x, 80, PROSE)

    assert lines(blocks(draw)) == [PROSE]


def test_hidden_text_is_left_out_unless_there_is_no_other() -> None:
    def hidden(sheet: Sheet) -> None:
        text = sheet.canvas.beginText(72, 400)
        text.setFont("Helvetica", 11)
        text.setTextRenderMode(3)
        text.textOut("read by a machine")
        sheet.canvas.drawText(text)

    def both(sheet: Sheet) -> None:
        sheet.prose(72, 80, PROSE)
        hidden(sheet)

    assert lines(blocks(both)) == [PROSE]
    assert lines(blocks(hidden)) == ["read by a machine"]


def test_letters_set_wide_apart_make_words() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.put(72, 80, "P A R I S H   C O U N C I L", size=16)

    assert lines(blocks(draw)) == ["PARISH COUNCIL"]


def test_an_ordinal_is_part_of_its_number_and_a_note_number_is_not() -> None:
    def draw(sheet: Sheet) -> None:
        top = sheet.prose(72, 60, PROSE) + 10
        sheet.put(72, top, "The 9")
        end = 72 + sheet.canvas.stringWidth("The 9", "Helvetica", 11)
        sheet.put(end, top - 1, "th", size=7)
        sheet.put(end + 10, top, "of May was agreed")
        end += 10 + sheet.canvas.stringWidth("of May was agreed", "Helvetica", 11)
        sheet.put(end, top - 1, "1", size=7)
        sheet.put(end + 6, top, "by all.")
        sheet.put(72, 770, "1", size=6)
        sheet.put(77, 770, "One member had left by then.", size=9)

    assert lines(blocks(draw)) == [PROSE, "The 9th of May was agreed by all.", "note 1 One member had left by then."]


def test_running_headers_page_numbers_and_markings_are_furniture() -> None:
    def page(number: int) -> object:
        def draw(sheet: Sheet) -> None:
            sheet.put(270, 20, "OFFICIAL", size=9)
            sheet.put(72, 40, f"Parish Council, {number} May")
            sheet.prose(72, 130, f"On day {number}. " + PROSE)
            sheet.put(280, 800, f"Page {number} of 3")

        return draw

    found = blocks(*(page(n) for n in (1, 2, 3)))
    assert [b.text for b in found if b.kind == "furniture"][:3] == ["OFFICIAL", "Parish Council, 1 May", "Page 1 of 3"]
    assert [b.text[:9] for b in found if b.kind == "text"] == ["On day 1.", "On day 2.", "On day 3."]


def test_what_stands_on_one_page_only_is_no_furniture() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.put(72, 40, "Minutes of the meeting")
        sheet.prose(72, 90, PROSE)

    assert [block.kind for block in blocks(draw)] == ["text", "text"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(turn: int) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setPageRotation(turn)  # the sheet itself lies on its side then
        sheet.canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        sheet.canvas.rotate(turn)
        sheet.prose(72, 100, PROSE)
        sheet.grid([72, 200, 400], [200, 220, 240])
        for x, top, text in ((76, 203, "Item"), (204, 203, "Notes"), (76, 223, "1"), (204, 223, "None")):
            sheet.put(x, top, text)

    text, table = blocks(draw)
    assert lines([text, table]) == [PROSE, "[Item | Notes / 1 | None]"]
    assert text.box == pytest.approx((72, 100, 520, 155), abs=12)
    assert table.box == pytest.approx((72, 200, 400, 240), abs=2)


def test_a_page_whose_text_runs_sideways_is_turned_to_be_read() -> None:
    def draw(sheet: Sheet) -> None:
        for i, text in enumerate(("A line that runs up the page", "and one to the right of it.")):
            sheet.turned(100 + 14 * i, 500, text)

    (block,) = blocks(draw)
    assert block.text == "A line that runs up the page and one to the right of it."
    assert block.box == pytest.approx((92, 385, 116, 500), abs=8)


def test_text_at_an_angle_is_kept_apart_and_a_stamp_is_furniture() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.prose(72, 80, PROSE)
        sheet.turned(40, 300, "Along the margin")
        sheet.turned(200, 600, "DRAFT", angle=45, size=80)

    found = blocks(draw)
    assert lines(found) == [PROSE, "furniture DRAFT", "Along the margin"]


def test_letters_that_share_one_sign_do_not_break_their_word() -> None:
    printed = CORPUS / "corporate-parenting" / "Annual report 2011-12.pdf"
    text = " ".join(block.text for block in pdf.read(printed.read_bytes(), printed.name).blocks)
    for word in ("Parenting", "Odette", "left", "eleven times"):
        assert word in text
