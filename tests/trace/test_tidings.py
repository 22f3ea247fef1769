"""Sentences that are no statements and tell what became of a thing; plans and drafts that bear no date of their own."""

from __future__ import annotations

import pytest

from pipeline.model import Paper, Passage, Section, Statement
from pipeline.trace import standing
from pipeline.trace.dating import dated
from pipeline.trace.families import Families
from pipeline.trace.gather import sightings
from pipeline.trace.records import Thread
from pipeline.trace.whole import echoes, representatives
from tests.trace.papers import gathered, minutes, report, threads, whole

TOLD = [
    ("The bollard is up.", "closed"),
    ("Copies of the tide table were circulated to berth holders.", "closed"),
    ("No reply had been received from the dredging firm.", "late"),
    ("Nobody could say whether the crane had been finished.", "moving"),
    ("It was hoped that the ladder had been delivered.", "moving"),
    ("Ann Reed reported on the ladder.", "moving"),
    ("The ladder is up to ten metres long.", ""),
    ("The harbour is deep.", ""),
]


@pytest.mark.parametrize(("sentence", "expected"), TOLD)
def test_what_a_sentence_in_passing_tells(sentence: str, expected: str) -> None:
    assert standing.of_tidings(sentence) == expected


def said(paper: Paper, heading: str, text: str) -> Paper:
    """The paper with a paragraph that holds no statement."""
    section = f"s{len(paper.sections) + 1}"
    paper.sections.append(Section(section, 0, "", "", heading, 1, ["other"], 1))
    paper.passages.append(Passage(f"q{len(paper.passages)}", section, "paragraph", "", text, page=3))
    return paper


SET = minutes("2014-03-04", ("action", "Tom Bell to put up a bollard that keeps cars off the slipway."))


def of_bollard(*papers: Paper) -> Thread:
    (found,) = [thread for thread in threads(*papers) if "bollard" in thread.title]
    return found


def test_the_next_minutes_tell_that_it_is_done() -> None:
    later = said(minutes("2014-05-06"), "Matters arising", "The slipway. The bollard is up.")
    thread = of_bollard(SET, later)
    assert [(row.text, row.role, row.plain) for row in thread.rows[1:]] == [("The bollard is up.", "completed", True)]
    assert thread.state == "completed"
    assert thread.rows[1].certainty < 0.9
    assert "a sentence in passing" in thread.rows[1].why


def test_what_has_not_been_done_is_not_done() -> None:
    later = said(minutes("2014-05-06"), "Matters arising", "The bollard for the slipway had not been put up.")
    assert of_bollard(SET, later).state != "completed"


def test_what_was_done_is_opened_again_by_what_is_told() -> None:
    done = minutes("2014-04-01", ("outcome", "Tom Bell had put up a bollard that keeps cars off the slipway."))
    later = said(minutes("2014-05-06"), "Matters arising", "The bollard on the slipway had not been put up.")
    thread = of_bollard(SET, done, later)
    assert thread.rows[-1].role == "reopened"


def test_what_was_achieved_does_not_finish_what_the_same_paper_sets_on() -> None:
    asked = ("outcome", "Tom Bell had priced a bollard that keeps cars off the slipway.")
    rest = ("action", "Ann Reed to buy the bollard that keeps cars off the slipway.")
    assert of_bollard(SET, minutes("2014-05-06", asked)).state == "completed"  # type: ignore[arg-type]
    going_on = of_bollard(SET, minutes("2014-05-06", asked, rest))  # type: ignore[arg-type]
    assert (going_on.state, going_on.contradictions) == ("open", [])


def test_a_sentence_that_names_the_owner_by_initials_and_puts_it_back() -> None:
    task = ("action", "Apply for the licence", {"owner": "TB", "due": "end June 2014"})
    later = said(minutes("2014-05-06"), "Light", "TB said that the licence would be applied for by 30 September 2014.")
    (thread,) = threads(minutes("2014-03-04", task, people={"TB": "Tom Bell"}), later)  # type: ignore[arg-type]
    assert [slip.days for slip in thread.slips] == [92]
    assert "names TB" in thread.rows[1].why


def test_what_leads_up_to_a_task_may_be_a_statement_of_its_own() -> None:
    paper = minutes("2014-03-04")
    text = "The regatta will be held on 2 August 2014. Tom Bell to write to the Commodore."
    passage = Passage("q1", "s1", "paragraph", "", text, page=3)
    paper.sections.append(Section("s1", 0, "", "", "Letters", 1, ["other"], 1))
    paper.passages.append(passage)
    paper.statements += [Statement("a", "milestone", "q1", 0, 43, "s1", text[:43], 0.9),
                         Statement("b", "action", "q1", 44, len(text), "s1", text[44:], 0.9)]  # fmt: skip
    (_, task) = sightings(paper)
    assert "regatta" in " ".join(task.context)


def test_a_sentence_of_the_minutes_decides_on_a_recommendation() -> None:
    words = "note the progress that was made with the dredging of the inner basin"
    paper = report("2014-03-04", "Winter Works", ("recommendation", words))
    decided = said(minutes("2014-03-04"), "Reports", words.replace("note", "noted", 1) + "; and")
    (found,) = whole(paper, decided).resolutions()
    assert (found.outcome, found.decision is not None) == ("agreed", True)
    opens = said(minutes("2014-03-04"), "Reports", words.replace("note", "noted", 1) + " that:")
    assert whole(paper, opens).resolutions()[0].outcome == "no minute"
    elsewhere = said(minutes("2014-03-04", body="Port Club"), "Reports", words.replace("note", "noted", 1))
    assert whole(paper, elsewhere).resolutions()[0].outcome == "no minute"


def test_two_things_that_would_do_equally_leave_it_alone() -> None:
    other = ("action", "Ann Reed to put up a bollard that keeps boats off the slipway.")
    both = minutes("2014-03-04", ("action", SET.statements[0].text), other)  # type: ignore[arg-type]
    later = said(minutes("2014-05-06"), "Matters arising", "The bollard is up.")
    assert all(len(thread.rows) == 1 for thread in threads(both, later))


def test_years_later_one_word_in_common_says_nothing() -> None:
    later = said(minutes("2019-05-06"), "Visitors", "A bollard was painted by the school.")
    assert len(of_bollard(SET, later).rows) == 1


def test_a_plan_without_a_date_is_as_old_as_the_years_of_its_title() -> None:
    plan = report("2014-01-01", "Harbour Strategy 2014-2017", ("action", "Buy a second crane for the east quay"))
    plan.meeting_date = None
    (one,) = dated(gathered(plan), Families())
    assert (one.note.date, one.sightings[0].date) == (None, "2014-01-01")
    assert "2014-2017" in one.sightings[0].guessed
    yearly = report("2014-01-01", "Annual Report 2014-2015", ("action", "Buy a second crane for the east quay"))
    yearly.meeting_date = None
    assert dated(gathered(yearly), Families())[0].sightings[0].date is None


def test_a_statement_of_a_draft_goes_with_that_of_the_final() -> None:
    words = "Tom Bell to mend the east crane before the regatta"
    draft = minutes("2014-03-04", ("action", words + ", if he can"), name="draft.pdf", copies=["papers/final.pdf"])
    final = minutes("2014-03-04", ("action", words), ("action", "Ann Reed to buy rope"), name="final.pdf",
                    copies=["papers/draft.pdf"])  # fmt: skip
    papers = gathered(draft, final)
    (found,) = echoes(papers, representatives(papers))
    assert (found[0].paper, found[1]) == (draft.id, final.statements[0].id)
