from __future__ import annotations

from textwrap import dedent

import pytest

from pipeline.errors import EmptyFileError
from pipeline.readers import text
from pipeline.readers.lines import wrap_width
from tests.readers.lines import lines

# title, text, blocks
DIALECTS = [
    ("a paragraph between blank lines, or on a line of its own", """
        Parks Forum

        Minutes of the meeting
        The Forum met at the pavilion.
        """, ["Parks Forum", "Minutes of the meeting", "The Forum met at the pavilion."]),
    ("numbers behind a dash", """
        2. Background

        - 2.1 The pond was drained.
        - 2.2 It will be filled:
         - 2.2.1 by the council, and
        - ii. by rain.
        """, ["2. Background", "2.1 The pond was drained.",
              "2.2 It will be filled:", "2.2.1 by the council, and", "ii. by rain."]),
    ("a number alone, its text on the next line", """
        3.
        Risks

        3.1
        The roof may leak.
        """, ["3. Risks", "3.1 The roof may leak."]),
    ("bullets, and bullets below them", """
        · Paths
            · gravel
            · bark
        · Benches
        """, ["· Paths", "    · gravel", "    · bark", "· Benches"]),
    ("empty bullets and drawn lines are nothing", """
        - Paths
        -

        ----------
        ·
        Benches
        """, ["- Paths", "Benches"]),
    ("a paragraph that a page break cut", """
        - 1.1 The group will report to the officers who are working in

        Housing and to the tenants.
        - 1.2 A second item that is quite long as it stands,

        with its end on the next page.

        Heading without a full stop

        Another paragraph.
        """, [
            "1.1 The group will report to the officers who are working in Housing and to the tenants.",
            "1.2 A second item that is quite long as it stands, with its end on the next page.",
            "Heading without a full stop", "Another paragraph.",
        ]),
    ("a line that goes on with a small letter", """
        The Forum received a report on the PLAY
         programme for the summer.
        Contact Ada Lowe on extension 4711
        ada.lowe@example.org
        """, ["The Forum received a report on the PLAY programme for the summer.",
              "Contact Ada Lowe on extension 4711", "ada.lowe@example.org"]),
    ("a table with tabs between its cells", """
        Task\tOwner\tWhen
        --\t--\t--
        Mend the gate\tAB\tJune
        \tCD\tJuly
        """, ["[Task | Owner | When / Mend the gate | AB | June /  | CD | July]"]),
    ("a table over a page break", """
        Task\tOwner\tWhen
        Mend the gate, which has\tAB\tJune

        fallen off its post\t\t
        --\t--\t--
        """, ["[Task | Owner | When / Mend the gate, which has | AB | June / fallen off its post |  | ]"]),
    ("tags in cells", """
        <p>Strengths</p> <ul style="x"> • Staff • Site\t<p>Weaknesses</p> <li>Cost</li>
        """, ["[Strengths; Staff; Site | Weaknesses; Cost]"]),
    ("two columns are a name and a value", "Appendix 1\tTerms of reference\nAppendix 2\tMap\n",
     ["Appendix 1\tTerms of reference", "Appendix 2\tMap"]),
    ("footnotes", "A note[1] is named.\n\n[1] And written out.\n\n\ufffd An old mark.\n",
     ["A note[1] is named.", "note 1 And written out.", "note An old mark."]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), [d[1:] for d in DIALECTS], ids=[d[0] for d in DIALECTS])
def test_dialects(written: str, expected: list[str]) -> None:
    assert lines(text.read(dedent(written).encode(), "").blocks) == expected


WRAPPED = """\
The Forum heard that the pond in the upper park had been drained in spring and
that the clay at its bottom had cracked in two places. Officers had asked three
firms for a price and would report the answers at the next meeting. Members saw
no reason to wait and asked the Chair to act before the summer holidays if the
price was below the sum set aside.

Present
Ada Lowe
Bo Finch
Cy Marsh

The Forum agreed that the benches along the lime walk are to be painted, and
that the work is to be done by volunteers.
"""


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    made = lines(text.read(WRAPPED.encode(), "").blocks)
    assert wrap_width(WRAPPED.split("\n")) == 79
    assert [len(line.split()) for line in made] == [69, 1, 2, 2, 2, 24]


def test_lines_set_in_below_an_item_and_sums_at_the_start_of_a_line_go_on() -> None:
    items = """
(a) FP7 - The notice board by the old mill at the ford is rotten.
    The Clerk has a price of £80. It will be put up in the spring.
    Nobody minds which colour it is painted so long as it is soon.
ii)  RESOLVED to pay the bills for the work that comes to
     £1,204.50 inc VAT.
iii) LAMPS BY THE BRIDGE ON THE ROAD TO THE UPPER COMMON
     The lamps are out.
The Forum chose the offer for the ferry at the cost of some
£300 a year, and no other.
"""
    made = lines(text.read((3 * f"{WRAPPED}\n" + items).encode(), "").blocks)
    assert [line.split()[-1] for line in made[18:]] == ["soon.", "VAT.", "COMMON", "out.", "other."]


def test_a_list_of_names_is_not_wrapped_text() -> None:
    names = ("Ada", "Bo", "Christopher", "Di", "Ed", "Fay", "Gwendoline", "Hal", "Ivy")
    assert wrap_width([f"Councillor {name} of the Parks and Gardens Forum" for name in names]) is None


def test_a_table_whose_second_line_marks_its_head_has_one() -> None:
    made = text.read(b"a\tb\tc\n--\t--\t--\nd\te\tf\n", "").blocks[0]
    assert (made.header_rows, len(made.rows)) == (1, 2)
    assert text.read(b"a\tb\tc\nd\te\tf\n--\t--\t--\n", "").blocks[0].header_rows == 0


def test_asterisks_make_bold() -> None:
    made = text.read(b"- **Paths** and benches\n", "").blocks[0]
    assert (made.text, made.lead) == ("Paths and benches", 5)


def test_a_form_feed_begins_a_page() -> None:
    reading = text.read(b"One\n\fTwo\n\fThree\n", "")
    assert [(block.text, block.page) for block in reading.blocks] == [("One", 1), ("Two", 2), ("Three", 3)]
    assert reading.pages == 3
    assert text.read(b"One\n", "").pages is None


def test_a_file_of_lines_alone_is_empty() -> None:
    with pytest.raises(EmptyFileError):
        text.read(b"-----\n=====\n", "")


ALIGNED = """
Action log

No.    Action                              Who          By when

1      Mend the lamp on the pier and       A Lee        May 2015
       paint its post

2      Move the buoys                      Chair        ASAP

3      Count the seals                     T Low        -

2. Next meeting
"""


def test_columns_set_apart_by_blanks_are_a_table() -> None:
    assert lines(text.read(ALIGNED.encode(), "").blocks) == [
        "Action log",
        "[No. | Action | Who | By when / 1 | Mend the lamp on the pier and paint its post | A Lee | May 2015 / "
        "2 | Move the buoys | Chair | ASAP / 3 | Count the seals | T Low | -]",
        "2. Next meeting",
    ]


def test_numbers_begin_the_rows_where_only_titles_stand_apart() -> None:
    plan = """Ref   Action                  Lead     By when

1     Lamps

1.1   Mend the lamp           A Lee    May 2016
      on the pier
1.2   Paint its post          T Low    June 2016

2     Buoys

2.1   Count the buoys         A Lee    July 2016
"""
    assert lines(text.read(plan.encode(), "").blocks) == [
        "[Ref | Action | Lead | By when / 1 | Lamps |  |  / 1.1 | Mend the lamp on the pier | A Lee | May 2016 / "
        "1.2 | Paint its post | T Low | June 2016 / 2 | Buoys |  |  / 2.1 | Count the buoys | A Lee | July 2016]"
    ]


def test_upright_strokes_part_the_cells_of_a_table() -> None:
    table = "Risk | Control | Score\n---|---|---\nThe lamp fails | A spare | C2\n| The post rots | Paint | B1 |"
    assert lines(text.read(table.encode(), "").blocks) == [
        "[Risk | Control | Score / The lamp fails | A spare | C2 / The post rots | Paint | B1]"
    ]
    assert lines(text.read(b"Tel: 12 | Fax: 34 | Post: Pier 5", "").blocks) == ["Tel: 12 | Fax: 34 | Post: Pier 5"]


def test_prose_with_two_blanks_behind_its_full_stops_is_none() -> None:
    prose = "The lamp is dim.  It was lit in May.  Nobody saw it.  The pier is dark.\n" * 4
    assert [block.kind for block in text.read(prose.encode(), "").blocks] == ["text"] * 4


def stacked(*cells: str) -> list[str]:
    return lines(text.read("\n\n".join(cells).encode(), "").blocks)


def test_cells_below_each_other_are_a_table() -> None:
    heads = ("Risk", "Description", "Rating")
    cells = ("Storms", "The wall may not hold", "B2", "Theft", "Lamps may be taken", "C3")
    table = "[Risk | Description | Rating / Storms | The wall may not hold | B2 / Theft | Lamps may be taken | C3]"
    assert stacked(*heads, *cells, "7. Costs", "There are none.") == [table, "7. Costs", "There are none."]


def test_dates_tell_titles_and_empty_cells_among_them() -> None:
    found = stacked(
        "Task", "Lead", "Start", "Finish", "Comments", "Part 1: Lamps",
        "Mend the lamp", "A Lee", "May 2015", "June 2015",
        "Paint the post", "T Low", "-", "7 July 2015", "Needs a ladder",
        "Move the buoys", "A Lee", "May 2015", "end 2015",
    )  # fmt: skip
    assert found == [
        "[Task | Lead | Start | Finish | Comments / Part 1: Lamps |  |  |  |  / "
        "Mend the lamp | A Lee | May 2015 | June 2015 |  / "
        "Paint the post | T Low |  | 7 July 2015 | Needs a ladder / Move the buoys | A Lee | May 2015 | end 2015 | ]"
    ]


HANGING = """
PRESENT:

Councillors  R Lee (Chairman)      Elm City Council
             Mrs E Low             Ash District Council

Co-opted     Mr A Roe (Independent Member)
members      Mrs Y Ray

Also in      Ms Ada Dyk, Chief Diver
attendance   Mr Kit Shaw
             (for minute 37)
"""


def test_labels_that_hang_beside_names() -> None:
    assert lines(text.read(HANGING.encode(), "").blocks) == [
        "PRESENT:",
        "[Councillors | R Lee (Chairman), Elm City Council; Mrs E Low, Ash District Council]",
        "[Co-opted members | Mr A Roe (Independent Member); Mrs Y Ray]",
        "[Also in attendance | Ms Ada Dyk, Chief Diver; Mr Kit Shaw (for minute 37)]",
    ]


def test_the_foot_of_a_page_without_page_breaks() -> None:
    foot = "\n\nPort Panel  Page {}\n\n".format
    pages = f"The wall was raised in the spring and it will{foot(1)}hold for some years to come.{foot(2)}"
    assert lines(text.read(pages.encode(), "").blocks) == [
        "furniture Port Panel  Page 1",
        "furniture Port Panel  Page 2",
        "The wall was raised in the spring and it will hold for some years to come.",
    ]


def test_a_name_at_the_right_edge_is_kept_and_a_line_that_breaks_off_goes_on() -> None:
    written = """
The pothole outside the shop was filled in May.        Clerk

(i) that the swings cost no more in the spring than
    £2,000;
"""
    assert [(block.text, block.align) for block in text.read(written.encode(), "").blocks] == [
        ("The pothole outside the shop was filled in May.", ""),
        ("Clerk", "right"),
        ("(i) that the swings cost no more in the spring than £2,000;", ""),
    ]


def test_references_and_roman_numbers_in_a_column_of_their_own_are_markers() -> None:
    written = """
The Harbour Board is asked to
  i    note the report on the state of the outer moorings, and the letter from
       the ferry company
  ii   agree the tolls
The working party found that
  R1  The Board should mend the lamps on the pier and the steps below the
      chandlery
  R2  The ferry company to print its times
The X40  bus and the ferry meet at noon.
"""
    assert [(block.marker, block.text) for block in text.read(written.encode(), "").blocks] == [
        ("", "The Harbour Board is asked to"),
        ("i", "note the report on the state of the outer moorings, and the letter from the ferry company"),
        ("ii", "agree the tolls"),
        ("", "The working party found that"),
        ("R1", "The Board should mend the lamps on the pier and the steps below the chandlery"),
        ("R2", "The ferry company to print its times"),
        ("", "The X40 bus and the ferry meet at noon."),
    ]
