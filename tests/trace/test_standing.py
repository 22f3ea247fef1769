"""How a thing stands, by the words of its status."""

from __future__ import annotations

import pytest

from pipeline.trace import standing


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Complete", "closed"),
        ("Completed. See the note attached; a further report will follow.", "closed"),
        ("DONE", "closed"),
        ("Discharged", "closed"),
        ("Comlete", "closed"),
        ("No further action required", "closed"),
        ("Not complete", "late"),
        ("Incomplete", "late"),
        ("Overdue", "late"),
        ("Red", "late"),
        ("Partly met", "moving"),
        ("60% complete", "moving"),
        ("To be completed by June", "moving"),
        ("9 done", "moving"),
        ("Form half done", "moving"),
        ("All 9 done", "closed"),
        ("On track", "moving"),
        ("Ongoing. The first stage was completed in May.", "moving"),
        ("Green", "moving"),
        ("Plan in place", "moving"),
        ("Not started", "not_started"),
        ("No action taken yet", "not_started"),
        ("On hold", "paused"),
        ("Deferred to the autumn", "paused"),
        ("Withdrawn", "cancelled"),
        ("No longer required", "cancelled"),
        ("Superseded by action 12", "superseded"),
        ("Cllr Vane to report", ""),
        ("", ""),
    ],
)
def test_a_cell(cell: str, expected: str) -> None:
    assert standing.of_cell(cell) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Actions completed", "closed"),
        ("Completed actions since the last meeting", "closed"),
        ("Closed items", "closed"),
        ("Outstanding actions", "moving"),
        ("Actions carried forward", "moving"),
        ("Actions", ""),
        ("Completion certificates", ""),
    ],
)
def test_a_heading(heading: str, expected: str) -> None:
    assert standing.of_heading(heading) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to the pilots' association (completed)", "closed"),
        ("The survey of the piles has now been completed.", "closed"),
        ("The survey of the piles had not been completed.", "late"),
        ("It was agreed not to proceed with the ferry terminal.", "cancelled"),
        ("RS to complete the survey of the piles.", ""),
        ("Ask for a completed application form.", ""),
    ],
)
def test_a_sentence(text: str, expected: str) -> None:
    assert standing.of_text(text) == expected


def test_words_count_before_colours_and_the_first_column_before_comments() -> None:
    assert standing.of_status({"Progress": "Complete", "Comment": "Ongoing elsewhere"}) == ("closed", "Complete")
    assert standing.of_status({"RAG": "Green", "Comment": "Done; all berths since May"}) == (
        "closed",
        "Done; all berths since May",
    )
    assert standing.of_status({"RAG April": "Red", "RAG October": "Green"}) == ("moving", "Green")
    assert standing.of_status({"Update": "Cllr Vane spoke to them"}) == ("", "Cllr Vane spoke to them")


def test_a_cell_that_says_nothing_else_counts_before_a_comment() -> None:
    said = {"Update": "Consultation finished; nine answers.", "Open/closed": "Open"}
    assert standing.of_status(said) == ("moving", "Open")


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2. Completed", "closed"),
        ("Closed since the last meeting", "closed"),
        ("4. Ended", "cancelled"),
        ("3. To be carried forward", "moving"),
        ("Completed works at the basin", ""),
    ],
)
def test_headings_of_lists_in_parts(heading: str, expected: str) -> None:
    assert standing.of_heading(heading) == expected
