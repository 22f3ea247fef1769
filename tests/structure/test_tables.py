from __future__ import annotations

import pytest

from pipeline import structure
from pipeline.model import Block, Cell
from pipeline.structure.columns import by_head, roles
from tests.structure.papers import blocks, headings, outline, passages, reading

HEAD = "**Port Panel\n**3 June 2014\n**Plan for the outer harbour\n**The plan\n"
PROSE = "The service was reviewed over the spring and the findings of that review are set out for members below."


def rows(text: str) -> list[list[list[str]]]:
    return [t.rows for t in outline(HEAD + text).tables]


def test_a_table_and_its_rows() -> None:
    paper = outline(
        f"{HEAD}| Action | Who | By when |\n| Mend the lamp on the pier | SQ | May 2015 |\n"
        "| Lay the moorings | TL | ongoing |"
    )
    (table,) = paper.tables
    assert table.columns == ["Action", "Who", "By when"]
    assert table.roles == ["task", "owner", "due"]
    found = passages(paper, "The plan")
    assert [(p.kind, p.text, p.table, p.row, p.page) for p in found] == [
        ("table_row", "Mend the lamp on the pier | SQ | May 2015", table.id, 0, 1),
        ("table_row", "Lay the moorings | TL | ongoing", table.id, 1, 1),
    ]


def test_a_column_of_posts_and_initials_without_a_head_is_of_owners() -> None:
    rows = [
        ["4", "Price of a new lamp for the pier", "TL/SQ", "9 May"],
        ["5", "Keys to the boat house and the shed", "Clerk", "next meeting"],
    ]
    assert roles([""] * 4, rows) == ["number", "task", "owner", "due"]


def test_a_table_goes_on_over_the_page() -> None:
    text = """
    | Action | What that involves | By when |
    | Revise the plan for the wall, in the light of | Agree its height with | May 2015 |
    ===
    | Action | What that involves | By when |
    | the survey | the divers | |
    | | Order the stone | June 2015 |
    """
    assert rows(text) == [
        [
            [
                "Revise the plan for the wall, in the light of the survey",
                "Agree its height with the divers",
                "May 2015",
            ],
            ["", "Order the stone", "June 2015"],
        ]
    ]


def divided() -> Block:
    """A table whose head is two rows: 'Timescale' over 'Start' and 'End'; the page is the first."""
    first = [Cell("Action", rowspan=2), Cell("Timescale", colspan=2), None, Cell("Who", rowspan=2)]
    rows = [first, [None, Cell("Start"), Cell("End"), None]]
    return Block(
        "table", page=1, rows=[*rows, [Cell("Mend the lamp"), Cell("May 2014"), Cell("June 2015"), Cell("SQ")]]
    )


def test_a_head_of_two_rows_names_its_columns_by_both_and_comes_again_overleaf() -> None:
    overleaf = divided()
    overleaf.page, overleaf.rows[2] = 2, [Cell("Lay the moorings"), Cell("May 2015"), Cell("July 2015"), Cell("TL")]
    (table,) = structure.outline(reading([*blocks(HEAD), divided(), overleaf]), "paper.txt").tables
    assert table.columns == ["Action", "Timescale Start", "Timescale End", "Who"]
    assert table.roles == ["task", "", "due", "owner"]
    assert [row[0] for row in table.rows] == ["Mend the lamp", "Lay the moorings"]


def test_a_row_of_cells_below_a_wide_head_and_others_is_no_head() -> None:
    table = divided()
    table.rows[1] = [Cell("Cut the hedge"), Cell("May 2014"), Cell("June 2014"), Cell("TL")]
    (found,) = structure.outline(reading([*blocks(HEAD), table]), "paper.txt").tables
    assert [row[0] for row in found.rows] == ["Cut the hedge", "Mend the lamp"]


def test_labels_and_what_they_label_by_turns_are_no_head() -> None:
    text = "| Date of meeting | 4 May 2020 | Agenda item | 7.2 |\n| Lead | Chief Nurse | Author | Head of Safety |"
    assert rows(text) == [
        [["Date of meeting", "4 May 2020", "Agenda item", "7.2"], ["Lead", "Chief Nurse", "Author", "Head of Safety"]]
    ]


def test_a_short_text_is_no_heading_between_the_items_of_minutes_in_a_table() -> None:
    prose = f"{PROSE} {PROSE}"
    text = f"| 1 | Apologies | Cllr A Archer |\n| 2 | Finance | {prose} |\n| 3 | Planning | {prose} |"
    found = outline(HEAD + text)
    assert headings(found)[-3:] == [("1", "Apologies"), ("2", "Finance"), ("3", "Planning")]


def test_a_cell_goes_on_beside_a_new_row() -> None:
    text = """
    | Action | What that involves | By when |
    | Revise the plan for the wall, in the light of | Agree its height with the divers | May 2015 |
    ===
    | the survey | Order the stone from the quarry | June 2015 |
    """
    assert rows(text) == [
        [
            [
                "Revise the plan for the wall, in the light of the survey",
                "Agree its height with the divers",
                "May 2015",
            ],
            ["", "Order the stone from the quarry", "June 2015"],
        ]
    ]


def test_rows_inside_a_row() -> None:
    text = """
    | Action | Steps | By when | Who |
    | Build the wall | Order stone//Lay stone | May 2015//June 2015 | SQ//TL |
    | Light it | Buy lamps//Fix them//Test them | July 2015 | SQ |
    """
    assert rows(text) == [
        [
            ["Build the wall", "Order stone", "May 2015", "SQ"],
            ["", "Lay stone", "June 2015", "TL"],
            ["Light it", "Buy lamps\nFix them\nTest them", "July 2015", "SQ"],
        ]
    ]


def test_title_rows_are_headings() -> None:
    paper = outline(
        f"""{HEAD}
        | Action | How | Who |
        | Make the wall safe | | |
        | Order stone | From the quarry | SQ |
        | Light the harbour | | |
        | Buy lamps | At auction | TL |
        """
    )
    assert headings(paper)[1:] == [("", "Make the wall safe"), ("", "Light the harbour")]
    assert [t.rows for t in paper.tables] == [
        [["Order stone", "From the quarry", "SQ"]],
        [["Buy lamps", "At auction", "TL"]],
    ]
    assert all(t.columns == ["Action", "How", "Who"] for t in paper.tables)


def test_a_repeated_head_with_another_word_titles_what_follows() -> None:
    paper = outline(
        f"""{HEAD}
        | Meeting date | Action | Deadline | Progress |
        | 01/02/2011 | Mend the lamp | Ongoing | On track |
        ===
        | Meeting date | Actions completed | Deadline | Progress |
        | 03/02/2011 | Lay the moorings | May 2011 | Complete |
        """
    )
    assert ("", "Actions completed") in headings(paper)
    assert [len(t.rows) for t in paper.tables] == [1, 1]
    assert paper.tables[1].roles == ["origin", "task", "due", "status"]


def test_a_merged_cell_holds_for_its_rows_but_a_task_is_said_once() -> None:
    table = Block(
        kind="table",
        rows=[
            [Cell("Issue"), Cell("Action"), Cell("What"), Cell("Who")],
            [Cell("Lamps", rowspan=2), Cell("Mend the lamps", rowspan=2), Cell("Buy bulbs"), Cell("SQ")],
            [None, None, Cell("Fix them"), Cell("TL")],
        ],
    )
    found = structure.outline(reading([*blocks(HEAD), table]), "paper.docx")
    assert found.tables[0].rows == [["Lamps", "Mend the lamps", "Buy bulbs", "SQ"], ["Lamps", "", "Fix them", "TL"]]


def test_a_row_split_by_a_line_of_one_cell_is_one() -> None:
    table = Block(
        kind="table",
        rows=[
            [Cell("Action"), Cell("Due"), Cell("Status")],
            [Cell("Mend the lamps", rowspan=2), Cell("May", rowspan=2), Cell("On track for")],
            [None, None, Cell("due date")],
        ],
    )
    found = structure.outline(reading([*blocks(HEAD), table]), "paper.pdf")
    assert found.tables[0].rows == [["Mend the lamps", "May", "On track for due date"]]


def test_panes_are_headings_with_lists() -> None:
    paper = outline(
        f"{HEAD}| Strengths//Sound pier//Keen crew | Weaknesses//Worn wall//Few lamps |\n"
        "| Threats//Storms//Silt | Hopes//Grants//Trade |"
    )
    assert paper.tables == []
    assert [h for _, h in headings(paper)][1:] == ["Strengths", "Weaknesses", "Threats", "Hopes"]
    assert [(p.kind, p.text) for p in passages(paper, "Threats")] == [("list_item", "Storms"), ("list_item", "Silt")]


def test_minutes_in_a_table_are_sections_with_notes_beside() -> None:
    paper = outline(
        f"""{HEAD}
        | **Item | | **Notes | **Action |
        | 01/20 | Welcome | {PROSE} {PROSE} | |
        | 02/20 | Lamps | {PROSE} {PROSE}//Tom Low is to buy the bulbs. | Tom Low |
        | 03/20 | Close | {PROSE} {PROSE} | Clerk to post |
        """
    )
    assert headings(paper)[1:] == [("01/20", "Welcome"), ("02/20", "Lamps"), ("03/20", "Close")]
    assert [p.aside for p in passages(paper, "Lamps")] == ["", "Tom Low"]
    assert [p.aside for p in passages(paper, "Close")] == ["Clerk to post"]
    assert paper.tables == []


def test_two_tables_of_one_page_stay_apart() -> None:
    one = Block(
        kind="table", page=1, rows=[[Cell("Lamps bought last year"), Cell("12")], [Cell("Lamps lost"), Cell("3")]]
    )
    two = Block(
        kind="table", page=1, rows=[[Cell("Moorings laid last year"), Cell("9")], [Cell("Moorings lost"), Cell("1")]]
    )
    assert len(structure.outline(reading([*blocks(HEAD), one, two]), "paper.pdf").tables) == 2


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("By whom", "owner"), ("Lead officer", "owner"), ("Timescale", "due"), ("Target date", "due"),
        ("What that involves", "detail"), ("RAG Oct 16", "status"), ("Progress", "status"), ("Baseline", "baseline"),
        ("How will we measure success", "impact"), ("Mitigation", "control"), ("Likelihood", "likelihood"),
        ("Meeting date & action number", "origin"), ("Action", "task"), ("KPI", "measure"),
        ("Ref", "number"), ("Colour", ""), ("Timescale start", ""), ("RA G", "status"),
    ],
)  # fmt: skip
def test_roles_of_heads(head: str, role: str) -> None:
    assert by_head(head) == role


def test_roles_of_columns_without_heads() -> None:
    cells = [
        ["1", "Mend the lamp on the outer pier", "SQ", "May 2015", "Red"],
        ["2", "Lay moorings along the inner wall", "TL/SQ", "end June", "Amber"],
        ["3", "Write to the board about the dues", "AMcN", "ongoing", "Green"],
    ]
    assert roles([""] * 5, cells) == ["number", "task", "owner", "due", "status"]


def test_by_says_by_whom_or_by_when() -> None:
    heads = ["Min.", "Item", "By"]
    said = "Slipway winch not mended yet, ask again"
    assert roles(heads, [["4", said, "Clerk"], ["5", said, "TO"]]) == ["number", "task", "owner"]
    assert roles(["Action", "By"], [[said, "May 2014"], [said, "June"]]) == ["task", "due"]


def test_heads_that_say_something_beside_tasks() -> None:
    rows = [["Mend the slipway winch at last", "JT", "Open"], ["Buy new rope for the launch", "PM", "Closed"]]
    assert roles(["Task", "Councillor / Clerk", "Open/closed"], rows) == ["task", "owner", "status"]
    assert roles(["Ward", "Councillor / Clerk", "Open/closed"], rows)[2] == ""


def test_a_head_that_says_as_much_of_a_state_is_told_by_its_days() -> None:
    heads = ["Action", "Responsible", "Completion"]
    tasks = ["Paint the harbour office and its gate", "Tar the roofs of the net lofts", "Mend both cranes at the quay"]
    dated = [[task, "Piers Team", when] for task, when in zip(tasks, ["Q3 2025/26", "2027", "End of May"], strict=True)]
    assert roles(heads, dated) == ["task", "owner", "due"]
    told = [[task, "Piers Team", how] for task, how in zip(tasks, ["Done", "Half done", "Not begun"], strict=True)]
    assert roles(heads, told) == ["task", "owner", "status"]


def test_a_table_of_sums_has_no_roles() -> None:
    assert roles(["", "", ""], [["Lamps", "1,200", "900"], ["Moorings", "300", "450"]]) == ["", "", ""]


def test_a_title_behind_an_empty_number() -> None:
    paper = outline(
        f"""{HEAD}
        | No | Action | Lead | By when |
        | | Priority 1 Lamps | | |
        | 1.1 | Mend the lamp on the pier | Ann Lee | May 2015 |
        | | Priority 2 Buoys | | |
        | 2.1 | Move the buoys out | Tom Low | June 2015 |
        """
    )
    assert [s.heading for s in paper.sections if s.heading] == ["The plan", "Priority 1 Lamps", "Priority 2 Buoys"]
    assert [table.rows[0][0] for table in paper.tables] == ["1.1", "2.1"]


def test_months_head_their_columns_and_narrow_cells_are_not_cut() -> None:
    (table,) = outline(HEAD + "| Promise | Dec 2015 | Jan 2016 |\n| Count the//boats | Print the//forms | |").tables
    assert table.columns == ["Promise", "Dec 2015", "Jan 2016"]
    assert table.rows == [["Count the\nboats", "Print the\nforms", ""]]


def test_notes_of_minutes_in_a_table_stand_where_they_are_printed() -> None:
    said = f"a. {PROSE}\nb. {PROSE}\nc. {PROSE}"
    rows: list[list[Cell | None]] = [
        [Cell("1"), Cell("Lamps"), Cell(said, tops=[100.0, 140.0, 180.0]), Cell("Clerk\nTom Low", tops=[112.0, 180.4])],
        [Cell("2"), Cell("Seats"), Cell(PROSE, tops=[220.0]), Cell("")],
        [Cell("3"), Cell("Close"), Cell(PROSE, tops=[260.0]), Cell("Ann Lee", tops=[260.0])],
    ]
    paper = structure.outline(
        reading([*blocks("**Minutes of the Port Panel\n**3 June 2014"), Block(kind="table", rows=rows)]), "a.pdf"
    )
    assert [p.aside for p in passages(paper, "Lamps")] == ["Clerk", "", "Tom Low"]


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("What are we going to do?", "task"),
        ("What we said we would do", "task"),
        ("SRO", "owner"),
        ("By (date)", "due"),
        ("What difference will this make?", "impact"),
        ("How will we know?", "impact"),
        ("Starting position", "baseline"),
        ("BRAG", "status"),
        ("How will this be mitigated?", "control"),
    ],
)
def test_heads_of_plans_as_councils_word_them(head: str, role: str) -> None:
    assert by_head(head) == role


def test_completion_over_yes_and_no_is_a_status() -> None:
    rows = [["Mend the pier before the winter", "Yes"], ["Paint the lamps along the quay", "No"]]
    assert roles(["Action", "Completion"], rows) == ["task", "status"]
