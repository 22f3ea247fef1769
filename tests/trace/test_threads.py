"""What a thread tells: state, slips, silence, roles, contradictions."""

from __future__ import annotations

import pytest

from pipeline.trace import audit
from pipeline.trace.meetings import Gap
from pipeline.trace.records import Thread
from pipeline.trace.whole import Whole
from tests.trace.papers import Row, log, minutes, report, threads, whole

TASK = "JT to obtain three prices for dredging the outer basin"
OTHER = {"task": "PM to have the leading lights at the north pier rewired", "progress": "On track"}
THIRD = {"task": "RS to survey the moorings of the visiting yachts", "progress": "On track"}
DATES = ("2014-01-07", "2014-03-04", "2014-05-06", "2014-07-01")


def test_that_something_takes_place_on_a_day_calls_for_no_answer() -> None:
    milestone = ("milestone", "The regatta is to be sailed in June 2014.", {"due": "June 2014"})
    owned = ("milestone", "Ann Reed is to fly the flags in June 2014.", {"due": "June 2014", "owner": "Ann Reed"})
    lent = ("action", "JT to lend the launch from June 2014", {"due": "June 2014", "owner": "JT"})
    papers = [minutes("2014-05-06", milestone, owned, lent), *(minutes(day) for day in ("2014-07-01", "2014-09-02"))]  # type: ignore[arg-type]
    found = {thread.title.split()[0]: (thread.state, thread.overdue) for thread in threads(*papers)}
    assert found == {"The": ("open", False), "Ann": ("silent", True), "JT": ("silent", False)}


def followed(*rows: Row | None, first: int = 0) -> Thread:
    """The thread of TASK in logs that hold these rows; None where the log does not hold it."""
    papers = [
        log(day, [*([{"task": TASK, **row}] if row is not None else []), OTHER, THIRD])
        for day, row in zip(DATES[first:], rows, strict=False)
    ]
    return next(thread for thread in threads(*papers) if thread.title.startswith("JT to obtain"))


STATES: dict[str, tuple[list[Row | None], str]] = {
    "still on the last list": ([{"progress": "On track"}, {"progress": "Plan in place"}], "open"),
    "no status at all": ([{}, {}], "open"),
    "completed, and gone": ([{"progress": "On track"}, {"progress": "Complete"}, None, None], "completed"),
    "under the heading of what is completed": ([{}, {"done": "yes"}], "completed"),
    "misspelt": ([{}, {"progress": "Complted"}], "completed"),
    "gone without a word": ([{"progress": "On track"}, None, None], "silent"),
    "given up": ([{}, {"progress": "Withdrawn by the Board"}], "cancelled"),
    "gone into another": ([{}, {"progress": "Superseded by the new berth"}], "superseded"),
    "not yet complete": ([{}, {"progress": "Not yet complete"}], "open"),
    "80% complete": ([{}, {"progress": "80% complete"}], "open"),
    "on hold among what is completed": ([{}, {"done": "yes", "progress": "Action on hold"}, None], "silent"),
}


@pytest.mark.parametrize("case", STATES)
def test_state(case: str) -> None:
    rows, state = STATES[case]
    assert followed(*rows).state == state


SLIPS: dict[str, tuple[list[str], list[tuple[str, str, int | None]]]] = {
    "moved twice": (
        ["May 2014", "July 2014", "October 2014"],
        [("May 2014", "July 2014", 61), ("July 2014", "October 2014", 92)],
    ),
    "brought forward": (["July 2014", "May 2014"], [("July 2014", "May 2014", -61)]),
    "the same day in other words": (["31/05/2014", "May 2014", "end of May 2014"], []),
    "given up": (["May 2014", "Ongoing"], [("May 2014", "Ongoing", None)]),
    "a date for what had none": (["Ongoing", "May 2014"], [("Ongoing", "May 2014", None)]),
    "a date at last": (["asap", "May 2014"], []),
    "no date in other words": (["as soon as possible", "ASAP"], []),
    "never said": (["", "May 2014", "", "May 2014"], []),
}


@pytest.mark.parametrize("case", SLIPS)
def test_slips(case: str) -> None:
    dues, slips = SLIPS[case]
    found = followed(*({"due": due} for due in dues)).slips
    assert [(slip.before, slip.after, slip.days) for slip in found] == slips


def gaps_in(made: Whole) -> list[Gap]:
    return [gap for found in made.gaps().values() for gap in found]


def test_silence_says_when_last_seen_and_what_was_read_since() -> None:
    rows = [[{"task": TASK}, OTHER, THIRD], [OTHER, THIRD], [OTHER, THIRD]]
    logs = [
        log(day, row, name=f"HB({n}) log.pdf")
        for day, row, n in zip((*DATES[:2], DATES[3]), rows, (1, 2, 4), strict=True)
    ]
    notes = minutes(DATES[2], ("decision", "The Board noted the accounts."), name="HB(3) minutes.pdf")
    thread = next(thread for thread in threads(*logs, notes) if thread.title.startswith("JT"))
    assert thread.state == "silent"
    assert thread.silence is not None
    assert thread.silence.message == (
        "last seen 7 January 2014, not in the 2 later logs read; not in the corpus: the log of 6 May 2014"
    )
    assert thread.silence.papers == ["HB(2) log.pdf", "HB(4) log.pdf"]


def test_a_log_of_another_plan_is_no_silence() -> None:
    plan = log("2014-01-07", [{"task": TASK}, OTHER], title="Dredging plan")
    other = log("2014-05-06", [{"task": "Feed the harbour cat"}, {"task": "Oil the winch"}], title="Welfare of animals")
    (thread,) = [thread for thread in threads(plan, other) if thread.title.startswith("JT")]
    assert thread.state == "open"


def test_what_minutes_set_is_looked_for_in_the_minutes_where_there_are_no_lists() -> None:
    papers = [minutes("2014-01-07", ("action", TASK)), *(minutes(d, ("decision", "Noted.")) for d in DATES[1:])]
    (thread,) = threads(*papers)
    assert thread.silence is not None
    assert thread.silence.message == "last seen 7 January 2014, not in the minutes of 3 later meetings read"


def test_roles_tell_how_a_thing_went() -> None:
    thread = followed(
        {"progress": "On track"}, {"progress": "Complete"}, {"progress": "On track"}, {"progress": "Complete"}
    )
    assert [row.role for row in thread.rows] == ["raised", "completed", "reopened", "completed"]


def test_owners_and_statuses_over_time() -> None:
    thread = followed({"owner": "JT", "progress": "On track"}, {"owner": "JT"}, {"owner": "RS", "progress": "Delayed"})
    assert [(c.before, c.after, c.date) for c in thread.owners] == [("JT", "RS", "2014-05-06")]
    assert [(c.before, c.after) for c in thread.statuses] == [("On track", "Delayed")]


CONTRADICTIONS: dict[str, tuple[list[Row | None], list[tuple[str, str]]]] = {
    "past its deadline and on track": (
        [{"due": "January 2014", "progress": "On track"}, {"due": "January 2014", "progress": "On track"}],
        [("past_deadline", "'On track' on 4 March 2014, after it was due (January 2014)")],
    ),
    "complete, then open": (
        [{"progress": "Complete"}, {"progress": "On track"}],
        [("reopened", "'Complete' on 7 January 2014, then 'On track' on 4 March 2014")],
    ),
    "listed as completed, but on hold": (
        [{"done": "yes", "progress": "On hold"}],
        [("listed_otherwise", "listed among what is finished on 7 January 2014, but 'On hold'")],
    ),
    "raised after the paper": (
        [{"raised": "07/01/2015", "progress": "On track"}],
        [("raised_later", "said to have been raised on 7 January 2015, after the paper's own date (7 January 2014)")],
    ),
    "finished with less than was to be done": (
        [{"task": TASK + " of 40 berths", "progress": "Complete: 31 berths"}],
        [("figures_disagree", "'Complete: 31 berths' with 31 of 40")],
    ),
    "going on past its deadline, which nobody says is in time": (
        [{"due": "January 2014"}, {"due": "January 2014", "progress": "Plan in place"}],
        [],
    ),
    "a baseline that changes": (
        [{"baseline": "41 berths"}, {"baseline": "44 berths", "progress": "46 berths"}],
        [("baseline_changed", "baseline '41 berths', then '44 berths'")],
    ),
    "a baseline that nobody reports on": (
        [{"baseline": "41 berths"}, {"progress": "On track"}],
        [("baseline_not_reported", "baseline '41 berths' on 7 January 2014; no figure is reported later")],
    ),
    "from a day on is no deadline": (
        [{"due": "From January 2014", "progress": "On track"}, {"due": "From January 2014", "progress": "On track"}],
        [],
    ),
    "late, and said to be": ([{"due": "January 2014"}, {"due": "January 2014", "progress": "Overdue"}], []),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_contradictions(case: str) -> None:
    rows, expected = CONTRADICTIONS[case]
    assert [(c.code, c.message) for c in followed(*rows).contradictions] == expected


def test_a_list_without_a_date_is_taken_for_the_next_meetings() -> None:
    raised = [
        {"raised": "04/03/2014", "task": "Mend the crane at the fish quay"},
        {"raised": "04/03/2014", "task": "Tar the net lofts"},
    ]
    undated = log(None, [{"raised": "07/01/2014", "task": TASK}, *raised], name="log.pdf")
    before = log("2014-03-04", [{"raised": "07/01/2014", "task": TASK}, OTHER])
    after = minutes("2014-05-06", ("decision", "The Board noted the accounts."))
    thread = next(thread for thread in threads(undated, before, after) if thread.title.startswith("JT"))
    assert [row.date for row in thread.rows] == ["2014-03-04", "2014-05-06"]
    assert "the paper bears no date: its last actions were raised on 2014-03-04" in thread.rows[1].why


def test_gaps_in_the_corpus() -> None:
    papers = [
        minutes("2014-01-07", ("decision", "Next meeting on 4 March 2014.")),
        minutes("2014-05-06", ("decision", "The minutes of the meeting of 4 March 2014 were agreed.")),
        report("2014-03-25", "Dredging", ("recommendation", "Note the report")),
    ]
    gaps = gaps_in(whole(*papers))
    assert [(gap.date, gap.lacks) for gap in gaps] == [("2014-03-04", "everything"), ("2014-03-25", "minutes")]


def test_numbers_of_meetings_show_a_gap() -> None:
    days = {1: "2014-01-07", 2: "2014-03-04", 3: "2014-05-06", 5: "2014-09-02"}
    papers = [minutes(day, ("decision", "Noted."), name=f"HB({number}) minutes.pdf") for number, day in days.items()]
    (gap,) = [gap for gap in gaps_in(whole(*papers)) if not gap.guess]
    assert gap.what == "the papers of meeting 4, between 6 May 2014 and 2 September 2014"
    assert gap.why == "HB 3 is followed by 5"


def test_the_auditors_list() -> None:
    papers = [
        log("2014-01-07", [{"task": TASK, "due": "February 2014"}, OTHER, THIRD]),
        log("2014-05-06", [OTHER, THIRD]),
        minutes("2014-01-07", ("action", "MB to paint the harbour office", {"due": "March 2014"})),
        minutes("2014-05-06", ("decision", "Noted.")),
    ]
    items = {item.title: item for item in audit(threads(*papers))}
    assert items[TASK].findings == ["overdue", "silent", "never_reported"]
    assert items[TASK].messages[0] == "due February 2014, and not finished when last seen on 7 January 2014"
    assert (items[TASK].document, items[TASK].page) == ("log 2014-01-07.pdf", 2)
    assert "MB to paint the harbour office" in items
    assert OTHER["task"] not in items
