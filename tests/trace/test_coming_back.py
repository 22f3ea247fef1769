"""What later papers come back to: matters by name, pledges, sets of promises, figures and intervals."""

from __future__ import annotations

import pytest

from pipeline.model import Due, Paper, Statement
from pipeline.trace import amounts, audit, standing, topics
from pipeline.trace.records import Thread
from tests.trace.papers import log, minutes, report, threads
from tests.trace.test_tidings import said

TOPICS = [
    ("The slipway. Two prices had come.", "The slipway"),
    ("Slipway lamps: the Clerk to ask again.", "Slipway lamps"),
    ("Slipway lamps - the Clerk to ask again.", "Slipway lamps"),
    ("With regard to the slipway lamps, two prices had come.", "slipway lamps"),
    ("Further to the storm, the boom was gone.", "storm"),
    ("It was noted. The boom was gone.", ""),
    ("Cllr Vane: the boom was gone.", ""),
    ("The boom was gone.", ""),
    ("Clerk to write again. No reply.", ""),
]


@pytest.mark.parametrize(("text", "expected"), TOPICS)
def test_the_words_that_name_a_matter(text: str, expected: str) -> None:
    assert topics.topic(text) == expected


def under(lead: str, paper: Paper) -> Paper:
    """The paper with `lead` before the statement of its last passage."""
    passage, statement = paper.passages[-1], paper.statements[-1]
    passage.text = f"{lead} {statement.text}"
    statement.start, statement.end = len(lead) + 1, len(passage.text)
    return paper


def of(word: str, *papers: Paper) -> Thread:
    (found,) = [thread for thread in threads(*papers) if word in thread.title]
    return found


def findings(*papers: Paper) -> dict[str, list[str]]:
    return {item.title: [str(finding) for finding in item.findings] for item in audit(threads(*papers))}


ARISING = {"heading": "Matters arising", "owner": "Clerk"}


def test_what_minutes_set_next_under_the_same_name_is_the_same_matter() -> None:
    first = under("The slipway lamp.", minutes("2014-03-04", ("action", "Clerk to get three prices.", ARISING)))
    other = minutes("2014-05-06", ("action", "Clerk to chase the third and bring all.", ARISING))
    assert len(of("three prices", first, under("Slipway lamp.", other)).rows) == 2
    assert len(of("three prices", first, under("Regatta.", other)).rows) == 1


def test_what_leads_up_to_an_action_says_what_it_is_about() -> None:
    lead = "The harbour bakery wrote again to ask that gulls be kept off its roof with netting."
    first = under(lead, minutes("2014-03-04", ("action", "Ann Reed to reply.", {"heading": "Letters"})))
    later = said(minutes("2014-05-06"), "Matters arising", "The bakery was told that netting kills gulls.")
    assert len(of("reply", first, later).rows) == 2


def test_only_what_is_more_than_a_promise_recalled_is_news() -> None:
    assert standing.of_tidings("Nets had been promised in 2010.") == ""
    assert standing.of_tidings("The pledge of dry berths has been kept, a year late.") == "closed"
    assert standing.of_tidings("The target was never met.") == "late"


PLEDGES = [
    ("priority", "Every berth holder will have a fire blanket by March 2013."),
    ("priority", "No more than one boat in nine will lie on the mud by March 2014."),
    ("priority", "Each child who learns to row will have a cork jacket."),
]


def pledged() -> Paper:
    paper = report("2012-06-05", "Yearly account", *PLEDGES)  # type: ignore[arg-type]
    for passage, statement in zip(paper.passages, paper.statements, strict=True):
        passage.section = statement.section = "s1"
    return paper


def kept(*told: str) -> Paper:
    return report(
        "2015-06-02", "Later account", *[("milestone", text, {"heading": "The pledge of 2012"}) for text in told]
    )


def test_a_report_that_takes_up_two_promises_is_silent_on_the_third() -> None:
    blanket = "Since the pledge was made, 31 berth holders have been given a fire blanket."
    mud = "The promise that no more than one boat in nine would lie on the mud has been kept."
    assert "Each child who learns to row will have a cork jacket." not in findings(pledged(), kept(blanket))
    found = findings(pledged(), kept(blanket, mud))
    assert found["Each child who learns to row will have a cork jacket."] == ["silent", "never_reported"]
    assert of("mud", pledged(), kept(blanket, mud)).state == "completed"


def test_a_report_every_six_months_that_comes_after_two_years() -> None:
    rows = [{"task": text, "owner": "Ann Reed", "due": "May 2016"} for text in ("Buy a crane", "Sink a caisson")]
    plan = log("2014-01-07", rows)
    plan.passages.append(type(plan.passages[0])("p9", "s1", "paragraph", "", "", page=1))
    text = "The harbour master will report on this plan every six months."
    plan.statements.append(Statement("six", "commitment", "p9", 0, len(text), "s1", text, 0.9))
    soon, late = log("2014-07-01", rows), log("2016-01-05", rows)
    assert [c.code for c in of("harbour master", plan, soon, late).contradictions] == []
    found = of("harbour master", plan, late)
    assert [c.code for c in found.contradictions] == ["interval_missed"]
    assert found.state == "open"  # the later paper is what was to be given


FIGURES = [
    ("Bring the wait down to ten working days", "A boat now waits nine working days.", "nine working days"),
    ("Bring the wait down to ten working days", "A boat now waits twelve working days.", ""),
    ("Lift the share of dry berths to at least 40 berths", "There are 43 berths that are dry.", "43 berths that are"),
    ("Wait ten working days", "A boat now waits nine working days.", ""),
]


@pytest.mark.parametrize(("wanted", "told", "expected"), FIGURES)
def test_a_figure_that_was_to_be_reached(wanted: str, told: str, expected: str) -> None:
    found = amounts.met(wanted, told)
    assert (found.written if found else "") == expected


def test_less_than_was_to_be_and_says_so() -> None:
    task = "Set aside six moorings a year for visitors"
    found = amounts.short(task, "Four moorings were let to visitors in 2019, against the six that were agreed.")
    assert found
    assert [one.value for one in found] == [4, 6]
    assert amounts.short(task, "Four moorings were let to visitors in 2019.") is None
    assert amounts.differ("make safe within 24 hours a hole of 40 feet", "has 72 hours for a hole of 40 feet")
    assert amounts.differ("make safe within 24 hours", "72 hours and a hole of 40 feet") is None


def test_the_next_meeting_is_another_day_each_time() -> None:
    first = minutes("2014-03-04", ("action", "Send the tide certificates to the office"))
    again = minutes("2014-05-06", ("action", "Send the tide certificates to the office"))
    for paper, day in ((first, "2014-05-06"), (again, "2014-07-01")):
        paper.statements[0].due = Due("Next meeting", day, day)
    assert [slip.days for slip in of("tide", first, again).slips] == [56]


def test_the_list_of_a_meeting_comes_before_what_it_set() -> None:
    task = "Tom Bell to clear the silt trap below the east weir"
    before = log("2014-03-04", [{"task": task, "owner": "Tom Bell", "due": "March 2014"}])
    listed = log("2014-05-06", [{"task": task, "owner": "Tom Bell", "due": "March 2014"}])
    put_back = minutes("2014-05-06", ("action", task, {"owner": "Tom Bell", "due": "July 2014"}), name="a minutes.pdf")
    assert [slip.days for slip in of("silt", before, listed, put_back).slips] == [122]


def test_a_sentence_that_puts_a_day_back_is_a_slip() -> None:
    task = {"task": "Submit the dredging licence application", "owner": "Tom Bell", "due": "May 2014"}
    later = said(
        minutes("2014-05-06"), "Licences", "Tom Bell said that the dredging licence would go in on 31 July 2014."
    )
    assert [slip.days for slip in of("licence", log("2014-03-04", [task]), later).slips] == [61]


def test_a_modal_is_no_deed_and_a_state_that_lasts_is_one() -> None:
    assert standing.of_cell("Soundings can only be done at neaps") == "moving"
    assert standing.of_cell("Fortnightly since 3 June") == "closed"
    assert not standing.in_doubt("The count was made in May.")


def test_a_task_and_what_it_involves_are_one_thing() -> None:
    plan = log("2014-03-04", [{"task": "Open a night watch on the outer mole", "due": "May 2014", "owner": "Ann Reed"}])
    detail = "Write to the pilots, hire a hut, set the first rota"
    plan.tables[0].columns.append("What that involves")
    plan.tables[0].roles.append("detail")
    plan.tables[0].rows[0].append(detail)
    first = plan.statements[0]
    plan.passages[0].text += f" | {detail}"
    start = len(first.text) + 3
    plan.statements.append(
        Statement("detail", "action", first.passage, start, start + len(detail), first.section, detail, 0.9)
    )
    later = log(
        "2014-05-06", [{"task": "Open a night watch on the outer mole", "owner": "Ann Reed", "progress": "Done"}]
    )
    assert of("night watch", plan, later).state == "completed"
    assert len(of("night watch", plan, later).rows) == 3
