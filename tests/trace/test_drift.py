"""Linking where words drift: what stands beside them, and which words count."""

from __future__ import annotations

import pytest

from pipeline.model import Paper
from pipeline.trace.dating import dated
from pipeline.trace.families import Families, of_folders
from pipeline.trace.owners import alike
from pipeline.trace.records import Evidence
from tests.trace.papers import gathered, log, minutes, report, threads, together, whole

ALIKE: list[tuple[str, str, bool | None]] = [
    ("housing team", "council housing team", True),
    ("lb", "laura beech", True),
    ("mrs beech", "laura beech", True),
    ("al", "cllr larkin", True),
    ("cllr vane", "al", False),
    ("dw", "clerk", None),
    ("clerk", "secretary", False),
    ("ann reed", "tom bell", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), ALIKE)
def test_owners(one: str, other: str, expected: bool | None) -> None:
    assert alike(one, other) is expected
    assert alike(other, one) is expected


FIRST = [
    {"no": "1", "task": "Open a third reading room, at Tannery Street", "owner": "Jo Lund"},
    {"no": "2", "task": "Offer every pupil a morning in the boatyard", "owner": "Ann Reed"},
    {"no": "3", "task": "Sign up forty captains to the Clean Harbour Pledge", "owner": "Tom Bell"},
    {"no": "4", "task": "Start sewing classes in the net loft", "owner": "Sal Orme"},
]
THEN = [
    {"no": "1", "task": "Tannery Street", "progress": "Behind"},
    {"no": "2", "task": "Boatyard mornings", "progress": "On track"},
    {"no": "3", "task": "Pledge", "progress": "Behind"},
    {"no": "4", "task": "Net loft classes", "progress": "On track"},
]


def test_numbers_that_go_with_words_name_things() -> None:
    found = together(log("2016-06-09", FIRST), log("2016-11-17", THEN))
    assert {row["task"] for row in (FIRST[2], THEN[2])} in found
    shuffled = [{**row, "no": str(4 - at)} for at, row in enumerate(THEN)]
    assert {FIRST[2]["task"], THEN[2]["task"]} not in together(log("2016-06-09", FIRST), log("2016-11-17", shuffled))


def test_a_paper_of_another_body_that_takes_up_what_one_set_goes_on_with_it() -> None:
    later = log("2017-05-09", [{"task": row["task"]} for row in FIRST], body="Coast and Port Forum")
    other = log("2017-05-09", [{"task": "Hold a regatta"}, {"task": "Net loft classes"}], body="Coast and Port Forum")
    assert len(together(log("2016-06-09", FIRST), later)) == len(FIRST)
    assert together(log("2016-06-09", FIRST), other) == []


def test_the_month_in_which_it_was_raised() -> None:
    row = {"raised": "Mar 2014", "task": "Slipway barrier"}
    listed = log("2014-05-06", [row, {"raised": "Jan 2014", "task": "Paint for the launch"}])
    words = "Tom Bell to look at what it would cost to put a barrier across the slipway."
    assert {row["task"], words} in together(minutes("2014-03-04", ("action", words)), listed)
    assert together(minutes("2014-02-04", ("action", words)), listed) == []


NAMED = [
    ("Action log, May 2014", "log.pdf", "2014-05-01"),
    ("Action log", "harbour-actions-2014-05.html", "2014-05-01"),
    ("Action log", "Log of 6 May 2014.pdf", "2014-05-06"),
    ("Tasks to May 2014", "log.pdf", None),
]


@pytest.mark.parametrize(("title", "name", "expected"), NAMED)
def test_a_list_without_a_date_is_of_the_day_that_it_names(title: str, name: str, expected: str | None) -> None:
    rows = [{"task": "Buy rope", "owner": "JT"}, {"task": "Sell rope", "owner": "JT"}]
    paper = log("2014-05-06", rows, name, title=title)
    paper.meeting_date = None
    (one,) = dated(gathered(paper), Families())
    assert one.note.date == expected


def test_a_guessed_date_is_that_of_no_meeting() -> None:
    set_ = minutes("2014-03-04", ("action", "Ann Reed to sell the launch", {"due": "June 2014", "owner": "Ann Reed"}))
    plan = report("2014-12-09", "Plan of 9 December 2014", ("action", "Buy a crane"))
    assert [one.overdue for one in threads(set_, plan)] == [True, False]
    plan.meeting_date = None
    assert [one.overdue for one in threads(set_, plan)] == [False, False]


ORDERED = [
    {"task": "Dredge the outer basin", "owner": "JT"},
    {"task": "Rewire the leading lights", "owner": "PM"},
    {"task": "Pilot a ferry for schools in two villages", "owner": "AR"},
    {"task": "Repair the slipway winch", "owner": "JT"},
    {"task": "Renew the fenders of the fuel berth", "owner": "PM"},
]


def _evidence(*papers: Paper) -> list[Evidence]:
    return [one for link in whole(*papers).links for one in link.evidence]


def _speaks_for(feature: str, *papers: Paper) -> bool:
    return any(one.feature == feature and one.bits > 0 for one in _evidence(*papers))


def test_a_list_that_is_carried_on_keeps_its_order() -> None:
    """Two rows that share one word are one thing where they stand between the same rows, and not elsewhere."""
    then = [dict(row) for row in ORDERED]
    then[2] = {"task": "School boats", "owner": "CD"}
    moved = [then[2], *then[:2], *then[3:]]
    said = {ORDERED[2]["task"], "School boats"}
    assert said in together(log("2014-03-04", ORDERED), log("2014-05-06", then))
    assert _speaks_for("between", log("2014-03-04", ORDERED), log("2014-05-06", then))
    assert said not in together(log("2014-03-04", ORDERED), log("2014-05-06", moved))


def test_what_was_finished_and_comes_back_in_other_words_is_another_thing() -> None:
    done = {"task": "Set up a brokerage for small boatyards", "progress": "Complete"}
    for later, one in (
        ("Set up a brokerage for sail makers above grade 3", False),
        ("Set up a brokerage for small boatyards", True),
        ("Brokerage for small boatyards REOPENED: two yards have left it", True),
    ):
        found = together(
            log("2014-03-04", [done, *ORDERED]), log("2014-05-06", [{"task": later, "progress": "Open"}, *ORDERED])
        )
        assert any({done["task"], later} <= texts | {done["task"]} and later in texts for texts in found) is one


def test_what_was_raised_in_another_month_must_be_the_surer() -> None:
    """A plan, and the carrying out of it that was set later, though nothing else comes near."""
    plan = {"raised": "04/03/2014", "task": "Bring a plan for the cold water campaign", "owner": "JT"}
    run = {"raised": "08/07/2014", "task": "Evaluate the cold water campaign in the yards", "owner": "PM"}
    first = log("2014-05-06", [plan, *({"raised": "04/03/2014", **row} for row in ORDERED)])
    set_ = minutes("2014-07-08", ("action", "PM to evaluate the cold water campaign in the yards.", {"owner": "PM"}))
    then = log("2014-09-02", [run, *({"raised": "04/03/2014", **row} for row in ORDERED)])
    (found,) = [texts for texts in together(first, set_, then) if run["task"] in texts]
    assert plan["task"] not in found


def test_a_paper_that_names_no_body_is_of_that_of_its_folder() -> None:
    papers = [("Harbour Board", f"logs/{at}.pdf") for at in range(3)]
    (pair,) = of_folders([*papers, ("", "logs/4.pdf"), ("Coast Forum", "reports/5.pdf"), ("", "reports/6.pdf")])
    families = Families([pair])
    assert families.named("", "logs/4.pdf") == families.named("Harbour Board", "logs/0.pdf")
    assert families.named("", "reports/6.pdf") != families.named("Coast Forum", "reports/5.pdf")


def test_what_had_one_number_is_split() -> None:
    same = [{"no": "5", "task": "Repaint the beacon"}, {"no": "6", "task": "Sell the old tender"}]
    split = {"no": "4a", "task": "Net loft classes, day", "progress": "On track"}
    papers = log("2016-06-09", [*FIRST, *same]), log("2016-11-17", [*THEN[:3], split, *same])
    assert {FIRST[3]["task"], "Net loft classes, day"} in together(*papers)
    assert ("numbers 4 and 4a", True) in [(one.words, one.bits > 0) for one in _evidence(*papers)]


@pytest.mark.parametrize(
    ("first", "then", "one"),
    [
        ("JT to organise the spring regatta", "JT to organise the spring regatta", False),
        ("JT to organise the regatta by the spring", "JT to organise the regatta by the spring", True),
        ("JT to bring the accounts for 2014/15", "JT to bring the accounts for 2015/16", False),
        ("JT to bring the accounts for 2014/15", "JT to bring the accounts for 2014/15", True),
    ],
)
def test_what_comes_every_year_is_another_thing_each_year(first: str, then: str, one: bool) -> None:
    papers = (
        minutes(day, ("action", said, {"owner": "JT"})) for day, said in (("2015-01-06", first), ("2016-01-05", then))
    )
    assert bool(together(*papers)) is one
