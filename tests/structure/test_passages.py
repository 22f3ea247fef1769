from __future__ import annotations

import pytest

from pipeline import structure
from pipeline.model import Block
from pipeline.structure.items import split_marker
from tests.structure.papers import blocks, outline, passages, reading

HEAD = "**Port Panel\n**3 June 2014\n**Dredging of the outer harbour\n**Survey\n"
PROSE = "The service was reviewed over the spring and the findings of that review are set out for members below."


@pytest.mark.parametrize(
    ("text", "number", "bullet", "rest"),
    [
        ("3.2 Risk", "3.2", False, "Risk"),
        ("4.RISK", "4", False, "RISK"),
        ("7 Transport", "7", False, "Transport"),
        ("10A. Lamps", "10A", False, "Lamps"),
        ("(a) first", "a", False, "first"),
        ("iv. fourth", "iv", False, "fourth"),
        ("• point", "", True, "point"),
        ("- point", "", True, "point"),
        ("Item 3: Lamps", "3", False, "Lamps"),
        ("Item 4.2 - Lamps", "4.2", False, "Lamps"),
        ("FGB07/1920 Lamps", "FGB07/1920", False, "Lamps"),
        ("24/004.1 Lamps in the lane", "24/004.1", False, "Lamps in the lane"),
        ("3 June 2014", "", False, "3 June 2014"),
        ("08.02.11", "", False, "08.02.11"),
        ("4.02.2014", "", False, "4.02.2014"),
        ("7.30 pm in the hall", "", False, "7.30 pm in the hall"),
        ("2014 was wet", "", False, "2014 was wet"),
        ("J. Smith spoke", "", False, "J. Smith spoke"),
        ("15 councils came", "", False, "15 councils came"),
        ("4.4.4.4.4.4.4.4.5vii) Seats", "4.4.4.4.4.4.4.4.5vii", False, "Seats"),
        ("15:30 Lamps", "", False, "15:30 Lamps"),
        ("10.00 Welcome", "", False, "10.00 Welcome"),
    ],
)
def test_markers(text: str, number: str, bullet: bool, rest: str) -> None:
    assert split_marker(text) == (number, bullet, rest)


def test_a_paragraph_goes_on_over_the_page() -> None:
    paper = outline(
        f"{HEAD}The wall was surveyed in March and the divers found that the foot of it had\nUNCLASSIFIED\n2\n===\n"
        "UNCLASSIFIED\nbeen worn away by the tide on its northern side.\nThe pier is sound."
    )
    assert [p.text for p in passages(paper, "Survey")] == [
        "The wall was surveyed in March and the divers found that the foot of it had been worn away by the tide on its "
        "northern side.",
        "The pier is sound.",
    ]


def test_hyphens_at_a_break_are_undone() -> None:
    paper = outline(
        f"{HEAD}The wall was surveyed in March by divers who found that the whole of the found-\n===\nation had gone."
    )
    assert passages(paper, "Survey")[0].text.endswith("the whole of the foundation had gone.")
    paper = outline(
        f"{HEAD}The wall was surveyed in March by divers who found that it would need long-\n===\nterm work."
    )
    assert passages(paper, "Survey")[0].text.endswith("it would need long-term work.")


def test_nested_lists() -> None:
    paper = outline(
        f"{HEAD}The divers found:\n• cracks\n(a) wide ones\n(b) deep ones\n• weed\nThat was all they found."
    )
    assert [(p.kind, p.number, p.level) for p in passages(paper, "Survey")] == [
        ("paragraph", "", 0),
        ("list_item", "", 0),
        ("list_item", "a", 1),
        ("list_item", "b", 1),
        ("list_item", "", 0),
        ("paragraph", "", 0),
    ]


def test_initials_at_the_right_edge_stand_beside_their_paragraph() -> None:
    text = f"{HEAD}{PROSE}\nThe lamp on the pier is to be mended before the winter.\n>>SQ/TL\n{PROSE}"
    found = passages(outline(text), "Survey")
    assert [p.aside for p in found] == ["", "SQ/TL", ""]


def test_an_aside_stands_beside_what_is_level_with_it() -> None:
    first = Block(text=PROSE, page=1, box=(72, 100, 450, 140))
    second = Block(text=PROSE.replace("service", "harbour"), page=1, box=(72, 150, 450, 190))
    note = Block(text="Clerk", page=1, box=(480, 102, 520, 112), align="right")
    found = structure.outline(reading([*blocks(HEAD), first, second, note]), "paper.pdf")
    assert [p.aside for p in passages(found, "Survey")] == ["Clerk", ""]


def test_a_footnote_stands_behind_what_it_annotates() -> None:
    notes = [Block(kind="footnote", marker="1", text="The Ports Act.", page=1)]
    body = [Block(text="The Act1 gives the power.", page=1), Block(text="It has been used twice.", page=1)]
    found = structure.outline(reading([*blocks(HEAD), *body, *notes]), "paper.docx")
    assert [(p.kind, p.number) for p in passages(found, "Survey")] == [
        ("paragraph", ""),
        ("footnote", "1"),
        ("paragraph", ""),
    ]


def test_what_stands_on_every_page_is_no_passage() -> None:
    pages = "\n===\n".join(
        f"Port Panel papers\n{PROSE.replace('spring', word)}" for word in ("summer", "autumn", "winter")
    )
    paper = outline(f"{HEAD}{PROSE}\n===\n{pages}")
    assert [p.text for p in paper.passages if p.text == "Port Panel papers"] == []


def test_items_numbered_by_letter_and_figure() -> None:
    lines = "R1. to mend the crane before May.\nR2. to tar the lofts by June.\nR3. to paint the office in July."
    paper = outline(f"**Harbour plan\n**1. Recommendations\nThe Panel asks Cabinet:\n{lines}\n**2. Money\n{PROSE}")
    found = [(p.number, p.text) for p in paper.passages if p.text.startswith("to ")]
    assert found == [
        ("R1", "to mend the crane before May."),
        ("R2", "to tar the lofts by June."),
        ("R3", "to paint the office in July."),
    ]
