"""Successions, measures, and recommendations beside resolutions."""

from __future__ import annotations

import pytest

from pipeline.model import Paper, Person
from pipeline.trace import measures, successions
from tests.trace.papers import log, minutes, report, whole

SAID = [
    ("The Estuary Forum was replaced by the Coast Partnership in May.", ("Estuary Forum", "Coast Partnership", "")),
    ("The Coast Partnership (formerly the Estuary Forum) met twice.", ("Estuary Forum", "Coast Partnership", "")),
    ("BerthLog, the old ledger of moorings, will be replaced in 2017 by Mariner.", ("BerthLog", "Mariner", "")),
    ("Bookings will move from BerthLog to Mariner, which replaces it, in June.", ("BerthLog", "Mariner", "")),
    ("The Dredging Strategy supersedes the Channel Plan 2010-13.", ("Channel Plan 2010-13", "Dredging Strategy", "")),
    ("The Board is to be renamed the Port Committee.", ("Harbour Board", "Port Committee", "")),
    (
        "The functions of the Pilotage Committee have been transferred to the Harbour Authority.",
        ("Pilotage Committee", "Harbour Authority", ""),
    ),
    ("The Safe Berths scheme was merged into the Quay Grant in 2015.", ("Safe Berths scheme", "Quay Grant", "")),
    (
        "The Chair welcomed Ann Reed, who succeeded Tom Bell as Harbour Master.",
        ("Tom Bell", "Ann Reed", "Harbour Master"),
    ),
    ("Welcome to Ann Reed, who has succeeded Tom Bell as Harbour Master.", ("Tom Bell", "Ann Reed", "Harbour Master")),
    ("The stores of the Pilotage Committee have been merged into the Harbour Authority.", None),
    ("The old winch had been replaced by a new one.", None),
    ("Cllr Vane replaced Cllr Moss.", None),
    ("The Group would become the Port Committee.", None),  # which group, this board's paper does not say
    ("Members thanked the Estuary Forum for its work with the Coast Partnership.", None),
]


#: Of people whose paper lists Ann Reed as Harbour Master, and Cllr Vane.
CAME: list[tuple[str, bool]] = [
    ("He introduced Ann Reed, who came in March when Tom Bell retired.", True),
    ("Ann Reed has joined us following Tom Bell's retirement.", True),
    ("Following the departure of Tom Bell, Ann Reed has taken over.", True),
    ("Tom Bell has left the Authority and Ann Reed has been appointed.", True),
    ("Ann Reed has taken over from Tom Bell.", True),
    ("Ann Reed left when Tom Bell had spoken.", False),
    ("Jo Lund came when Tom Bell retired.", False),  # as what, nobody says
    ("Cllr Vane joined the Board when Cllr Moss resigned.", False),
    ("Ann Reed joined the meeting as Tom Bell left.", False),
    ("Ann Reed came to the meeting when Tom Bell had finished.", False),
]


@pytest.mark.parametrize(("sentence", "expected"), CAME)
def test_people_that_followed_one_another(sentence: str, expected: bool) -> None:
    people = {"ann reed": "Harbour Master", "cllr vane": "Councillor"}
    found = successions.said_in(sentence, "Harbour Board", people)
    assert found == (("Tom Bell", "Ann Reed", "Harbour Master") if expected else None)


@pytest.mark.parametrize(("sentence", "expected"), SAID)
def test_successions(sentence: str, expected: tuple[str, str, str] | None) -> None:
    assert successions.said_in(sentence, "Harbour Board") == expected


def test_a_person_is_no_body_even_behind_the_name_of_one() -> None:
    paper = minutes("2014-01-07", ("outcome", "For Quay Housing Ann Reed had replaced Tom Bell in May."))
    assert len(list(successions.find(paper))) == 1
    paper.people.append(Person("Ann Reed", "", "present", ""))
    assert not list(successions.find(paper))


def test_a_succession_has_its_sentences_in_order_of_time() -> None:
    papers = [
        minutes("2014-05-06", ("decision", "The Estuary Forum was replaced by the Coast Partnership.")),
        minutes("2014-03-04", ("decision", "It was agreed that the Estuary Forum become the Coast Partnership.")),
    ]
    (found,) = whole(*papers).followed
    assert (found.kind, found.former, found.later, found.said) == ("body", "Estuary Forum", "Coast Partnership", True)
    assert [proof.date for proof in found.evidence] == ["2014-03-04", "2014-05-06"]
    assert found.evidence[0].page == 2


def test_a_body_that_goes_on_under_another_name_is_seen_though_nobody_says_so() -> None:
    rows = [
        {"raised": "07/01/2014", "no": str(n), "task": task}
        for n, task in enumerate(
            (
                "Dredge the outer basin",
                "Rewire the leading lights",
                "Survey the visitors' moorings",
                "Tar the net lofts",
            ),
            1,
        )
    ]
    old, new = log("2014-03-04", rows, body="Estuary Forum"), log("2014-07-01", rows, body="Coast Partnership")
    (found,) = whole(old, new).followed
    assert (found.former, found.later, found.said) == ("Estuary Forum", "Coast Partnership", False)
    assert found.shown_by.startswith("4 actions of the one go on with the other")


FIGURES = [
    (
        "The number of licensed moorings was 212 at the end of March 2014.",
        "number of licensed moorings",
        212,
        "2014-03-31",
        True,
    ),
    ("There were 198 licensed moorings on 31 March 2012.", "licensed moorings", 198, "2012-03-31", True),
    ("On 31 March 2013 the harbour had 205 licensed moorings.", "licensed moorings", 205, "2013-03-31", True),
    (
        "Nineteen per cent of visiting yachts stayed for a week.",
        "visiting yachts stayed for a week",
        19,
        "2014-05-06",
        False,
    ),
    ("The cost of the pontoon stood at £1.4 million.", "cost of the pontoon", 1_400_000, "2014-05-06", False),
]


@pytest.mark.parametrize(("sentence", "name", "value", "at", "stated"), FIGURES)
def test_figures(sentence: str, name: str, value: float, at: str, stated: bool) -> None:
    figures = list(measures.find(minutes("2014-05-06", ("milestone", sentence))))
    assert (name, value, at, stated) in [(f.name, f.value, f.at, f.stated) for f in figures]


@pytest.mark.parametrize(
    "sentence",
    [
        "See section 14 of the report.",
        "The meeting began at 7.30 pm.",
        "Action 12 is complete.",
        "Page 3 of 9",
        "Berth 12b was let in 2014.",
    ],
)
def test_numbers_that_count_nothing(sentence: str) -> None:
    assert list(measures.find(minutes("2014-05-06", ("milestone", sentence)))) == []


def test_a_second_value_in_a_sentence_has_the_name_of_the_first() -> None:
    paper = minutes(
        "2014-05-06", ("milestone", "The number of moorings fell to 180 at 31 March 2014, from 212 at the end of 2012.")
    )
    (measure,) = measures.collect(measures.find(paper), "moorings")
    assert [(f.value, f.at) for f in measure.figures] == [(212, "2012-12-31"), (180, "2014-03-31")]


def test_two_papers_that_disagree_on_one_day_are_shown() -> None:
    one = minutes("2014-05-06", ("milestone", "The number of moorings was 212 on 31 March 2014."))
    other = report("2014-06-03", "Review", ("milestone", "There were 209 moorings at the end of March 2014."))
    (measure,) = measures.collect([*measures.find(one), *measures.find(other)], "moorings")
    assert measure.disagree == [(0, 1)]


def decided(recommendation: str, decision: str, heading: str = "Pontoon") -> list[Paper]:
    return [
        report("2014-03-04", "Pontoon", ("recommendation", recommendation)),
        minutes("2014-03-04", ("decision", decision, {"heading": heading})),
    ]


OUTCOMES = [
    (
        "That a pontoon be built at the fish quay in 2015.",
        "That a pontoon be built at the fish quay in 2015.",
        "agreed",
        [],
    ),
    (
        "approve a pontoon at the fish quay for £90,000",
        "The Board approved a pontoon at the fish quay for £70,000.",
        "amended",
        [("quay for £90,000", "quay for £70,000")],
    ),
    (
        "charge visitors from 1 June 2014 for the pontoon",
        "The Board agreed to charge visitors from 1 September 2014 for the pontoon.",
        "amended",
        [("from 1 June 2014", "from 1 September 2014")],
    ),
    ("note the progress of the pontoon", "The progress of the pontoon was noted.", "agreed", []),
    (
        "build the pontoon at the fish quay",
        "The Board deferred the building of the pontoon at the fish quay.",
        "deferred",
        [],
    ),
    ("build the pontoon at the fish quay", "The Board rejected the pontoon at the fish quay.", "rejected", []),
    ("build the pontoon at the fish quay", "The proposal for a pontoon at the fish quay was noted.", "noted", []),
    ("build the pontoon at the fish quay", "The Board thanked the band.", "no minute", []),
]


@pytest.mark.parametrize(("recommended", "resolved", "outcome", "changes"), OUTCOMES)
def test_recommended_against_resolved(
    recommended: str, resolved: str, outcome: str, changes: list[tuple[str, str]]
) -> None:
    heading = "Pontoon" if outcome != "no minute" else "Thanks"
    (found,) = whole(*decided(recommended, resolved, heading)).resolutions()
    assert (found.outcome, found.changes) == (outcome, changes)


def test_a_decision_on_the_whole_report_stands_for_each_recommendation() -> None:
    papers = [
        report(
            "2014-03-04",
            "Pontoon at the fish quay",
            ("recommendation", "adopt option B;"),
            ("recommendation", "ask for three prices."),
        ),
        minutes(
            "2014-03-04",
            ("decision", "Consideration of the report was deferred to May.", {"heading": "Pontoon at the fish quay"}),
        ),
    ]
    assert [found.outcome for found in whole(*papers).resolutions()] == ["deferred", "deferred"]


def test_whether_the_minutes_are_there_at_all_is_said() -> None:
    alone = report("2014-03-04", "Pontoon", ("recommendation", "build it at the fish quay"))
    (found,) = whole(alone).resolutions()
    assert found.message == "the minutes of the meeting are not in the corpus"
    (found,) = whole(alone, minutes("2014-03-04", ("decision", "The Board thanked the band."))).resolutions()
    assert found.message == "no minute found in minutes 2014-03-04.pdf"


def test_a_report_is_known_by_its_name_and_not_by_that_of_its_body() -> None:
    text = "The mole should be lit by lamps that burn whale oil."
    paper = report(
        "2014-03-04", "Harbour Board - report", ("recommendation", text), name="Discussion paper - Mole lamps.pdf"
    )
    endorsed = "The Board endorsed the suggestions of the note, and asked Ann Reed to price them."
    under = minutes("2014-03-04", ("action", endorsed, {"heading": "Lamps on the mole", "owner": "Ann Reed"}))
    (found,) = whole(paper, under).resolutions()
    assert (found.outcome, found.decision and found.decision.text) == ("agreed", endorsed)
    elsewhere = minutes("2014-03-04", ("action", endorsed, {"heading": "Pilot fees", "owner": "Ann Reed"}))
    assert whole(paper, elsewhere).resolutions()[0].outcome == "no minute"
    mole = "The Board agreed that the fees be lit by lamps."
    other = minutes("2014-03-04", ("decision", mole, {"heading": "Pilot fees"}))
    assert whole(paper, other).resolutions()[0].outcome == "no minute"
