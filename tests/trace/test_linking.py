"""What is one thing, and what only looks like it."""

from __future__ import annotations

import pytest

from pipeline.model import Paper
from tests.trace.papers import log, minutes, report, threads, together, whole

# Rows that fill a log, so that it is one.
DREDGE = {"task": "JT to obtain three prices for dredging the outer basin", "owner": "JT", "due": "May 2014"}
LIGHTS = {"task": "PM to have the leading lights at the north pier rewired", "owner": "PM", "due": "June 2014"}

JOINED: dict[str, tuple[list[Paper], str, str]] = {
    "word for word": (
        [log("2014-03-04", [DREDGE, LIGHTS]), log("2014-05-06", [DREDGE, LIGHTS])],
        DREDGE["task"],
        DREDGE["task"],
    ),
    "reworded, with how it goes": (
        [
            log("2014-03-04", [DREDGE, LIGHTS]),
            log(
                "2014-05-06",
                [
                    {"task": "Obtain prices for dredging of the outer basin. Two received; one firm wants soundings."},
                    LIGHTS,
                ],
            ),
        ],
        DREDGE["task"],
        "Obtain prices for dredging",
    ),
    "re-owned and re-dated": (
        [
            log("2014-03-04", [DREDGE, LIGHTS]),
            log(
                "2014-05-06",
                [
                    {
                        "task": "RS to obtain three prices for dredging the outer basin",
                        "owner": "RS",
                        "due": "October 2014",
                    },
                    LIGHTS,
                ],
            ),
        ],
        DREDGE["task"],
        "RS to obtain",
    ),
    "from the minutes onto the log": (
        [
            minutes(
                "2014-03-04",
                ("action", "JT to obtain prices for dredging the outer basin by May 2014.", {"no": "2", "owner": "JT"}),
            ),
            log(
                "2014-05-06",
                [{"raised": "04/03/2014", "no": "2", **DREDGE}, {"raised": "04/03/2014", "no": "3", **LIGHTS}],
            ),
        ],
        "JT to obtain prices",
        DREDGE["task"],
    ),
    "a plan and the report on it, to another body": (
        [
            log(
                "2014-03-04",
                [
                    DREDGE,
                    LIGHTS,
                    {"task": "Plant marram grass along the eastern dune", "due": "2015"},
                    {"task": "Repair the slipway winch", "due": "2015"},
                    {"task": "Renew the fenders of the fuel berth", "due": "2015"},
                ],
                body="Estuary Council",
            ),
            log(
                "2015-03-03",
                [
                    DREDGE,
                    LIGHTS,
                    {"task": "Marram grass planted on eastern dune", "progress": "Done"},
                    {"task": "Repair the slipway winch", "progress": "Red"},
                    {"task": "Renew the fenders of the fuel berth", "progress": "Red"},
                ],
                body="Coast Scrutiny Panel",
            ),
        ],
        "Plant marram",
        "Marram grass planted",
    ),
    "an abbreviation and its words": (
        [
            log(
                "2014-03-04",
                [{"task": "Agree a ballast water management plan with the Maritime and Coastguard Agency"}, LIGHTS],
                abbreviations={"MCA": "Maritime and Coastguard Agency", "BWMP": "ballast water management plan"},
            ),
            log("2014-05-06", [{"task": "Agree the BWMP with the MCA"}, LIGHTS]),
        ],
        "Agree a ballast",
        "Agree the BWMP",
    ),
    "finished, then open again": (
        [
            log("2014-03-04", [{"raised": "07/01/2014", "progress": "Complete", **DREDGE}, LIGHTS]),
            log("2014-05-06", [{"raised": "07/01/2014", "progress": "On track", **DREDGE}, LIGHTS]),
        ],
        DREDGE["task"],
        DREDGE["task"],
    ),
    "what a later meeting tells of it": (
        [
            minutes(
                "2014-03-04", ("action", "JT to obtain three prices for dredging the outer basin.", {"owner": "JT"})
            ),
            minutes("2014-05-06", ("outcome", "Three prices for dredging the outer basin had been obtained.")),
        ],
        "JT to obtain",
        "Three prices",
    ),
    "in a body that was renamed": (
        [
            minutes(
                "2014-03-04",
                ("action", "JT to obtain three prices for dredging the outer basin.", {"owner": "JT"}),
                ("decision", "It was agreed that the Harbour Board be renamed the Port and Estuary Committee."),
            ),
            minutes(
                "2014-05-06",
                ("action", "Chase the third price for dredging the outer basin.", {"owner": "JT"}),
                body="Port and Estuary Committee",
            ),
        ],
        "JT to obtain",
        "Chase the third",
    ),
}

APART: dict[str, tuple[list[Paper], str, str]] = {
    "look-alikes open side by side": (
        [
            log(
                "2014-03-04",
                [
                    DREDGE,
                    {
                        "task": "JT to obtain three prices for dredging the inner basin",
                        "owner": "JT",
                        "due": "May 2014",
                    },
                    LIGHTS,
                ],
            ),
            log(
                "2014-05-06",
                [
                    DREDGE,
                    {
                        "task": "JT to obtain three prices for dredging the inner basin",
                        "owner": "JT",
                        "due": "May 2014",
                    },
                    LIGHTS,
                ],
            ),
        ],
        "the outer",
        "the inner",
    ),
    "one set as the other was closed": (
        [
            log(
                "2014-03-04",
                [
                    {"raised": "07/01/2014", "progress": "Complete", "task": "Write to the yacht club about moorings"},
                    LIGHTS,
                ],
            ),
            log(
                "2015-03-03",
                [
                    {
                        "raised": "06/01/2015",
                        "progress": "On track",
                        "task": "Write to the yacht club about its moorings",
                    },
                    LIGHTS,
                ],
            ),
        ],
        "about moorings",
        "about its moorings",
    ),
    "the same organisation, another task": (
        [
            minutes("2014-03-04", ("action", "Write to the Maritime and Coastguard Agency about pilotage charges.")),
            minutes("2014-05-06", ("action", "Invite the Maritime and Coastguard Agency to the regatta dinner.")),
        ],
        "about pilotage",
        "regatta",
    ),
    "told of before it was set": (
        [
            minutes("2014-03-04", ("outcome", "The buoys at the bar had been counted.")),
            minutes("2014-05-06", ("action", "PM to count the buoys at the bar.")),
        ],
        "had been counted",
        "PM to count",
    ),
    "kinds that never are one": (
        [
            minutes("2014-03-04", ("risk", "The swing bridge may fail in a gale.")),
            minutes("2014-05-06", ("action", "Test the swing bridge, which may fail in a gale.")),
        ],
        "may fail in a gale.",
        "Test the",
    ),
    "a word of small letters is no abbreviation": (
        [
            log(
                "2014-03-04",
                [{"task": "Send the seals survey to staff"}, LIGHTS],
                abbreviations={"SEND": "special educational needs"},
            ),
            minutes("2014-05-06", ("action", "Appoint a governor for special educational needs")),
        ],
        "seals survey",
        "Appoint a governor",
    ),
}


@pytest.mark.parametrize("case", JOINED)
def test_joined(case: str) -> None:
    papers, one, other = JOINED[case]
    groups = together(*papers)
    assert any(any(one in text for text in texts) and any(other in text for text in texts) for texts in groups), groups


@pytest.mark.parametrize("case", APART)
def test_apart(case: str) -> None:
    papers, one, other = APART[case]
    for texts in together(*papers):
        assert not (any(one in text for text in texts) and any(other in text for text in texts))


def test_the_same_words_for_two_subjects_follow_each_its_own() -> None:
    def both(when: str) -> Paper:
        rows = [
            {"subject": "Fish quay", "task": "Develop benefits case", "owner": "GP"},
            {"subject": "Marina", "task": "Develop benefits case", "owner": "IV"},
        ]
        return log(when, rows)

    owners = [{row.owners[0] for row in thread.rows} for thread in threads(both("2014-03-04"), both("2014-05-06"))]
    assert sorted(map(sorted, owners)) == [["GP"], ["IV"]]


def test_a_tie_is_left_alone() -> None:
    twins = [{"task": "Renew the insurance of the launch and its trailer", "due": due} for due in ("May", "June")]
    rows = [{"task": "Renew the insurance of the launch and its trailer"}, {"task": "Paint the ferry steps"}]
    papers = log("2014-03-04", [*twins, {"task": "Paint the ferry steps"}]), log("2014-05-06", rows)
    groups = [{row.text for row in thread.rows} for thread in threads(*papers) if len(thread.rows) > 1]
    # The twins are two things or one printed twice; nothing says which of them comes back, so none is said to.
    assert {"Paint the ferry steps"} in groups


def test_a_task_set_anew_in_minutes_after_minutes_is_no_thread() -> None:
    papers = [
        minutes(f"2014-{month:02}-04", ("action", "Clerk to place the minutes on the website", {"owner": "Clerk"}))
        for month in range(1, 9)
    ]
    assert all(len(thread.rows) <= 2 for thread in threads(*papers))


def test_a_row_printed_twice_is_one_thing() -> None:
    row = {"raised": "07/01/2014", "task": "Ask the fire brigade for a drill on the fuel berth with the tug alongside"}
    found = threads(log("2014-03-04", [{**row, "due": "May 2014"}, {**row, "due": "June 2014"}, LIGHTS]))
    (drill,) = [thread for thread in found if "fire brigade" in thread.title]
    assert len(drill.rows) == 2
    assert [item.code for item in drill.contradictions] == ["two_deadlines"]


def test_what_speaks_for_a_link_is_kept_and_shown() -> None:
    found = whole(*JOINED["from the minutes onto the log"][0])
    (link,) = [link for link in found.links if any(e.feature == "number" for e in link.evidence)]
    assert {"words", "origin", "number", "owner"} <= {evidence.feature for evidence in link.evidence}
    assert "raised at the meeting of 2014-03-04 (+4.0)" in link.why
    assert 0.9 < link.certainty <= 1


def test_copies_of_a_paper_count_once() -> None:
    final = log("2014-03-04", [DREDGE, LIGHTS], name="log.pdf", copies=["papers/log draft.doc"])
    draft = log("2014-03-04", [DREDGE, LIGHTS], name="log draft.doc", copies=["papers/log.pdf"])
    found = threads(final, draft)
    assert [len(thread.rows) for thread in found] == [1, 1]
    assert found[0].rows[0].document == "log.pdf"
    assert found[0].rows[0].copies == ["log draft.doc"]


def test_a_report_is_no_part_of_another_councils_plan() -> None:
    papers = (
        report("2014-03-04", "Winter plan", ("action", "Grit the harbour road"), council="Eastshire", body="Cabinet"),
        report("2014-05-06", "Winter plan", ("action", "Grit the harbour road"), council="Westshire", body="Cabinet"),
    )
    assert together(*papers) == []
