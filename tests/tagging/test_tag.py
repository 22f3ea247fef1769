"""Mentions of a paper: what is tagged in a passage, under which label and name."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest

from pipeline import tagging
from pipeline.model import Mention, Outline, Passage, Person

NAMED = ("organisation", "service", "programme", "legislation")


def paper(*texts: str, **facts: object) -> Outline:
    passages = [Passage(f"p{n}", "s1", "paragraph", "", text) for n, text in enumerate(texts, 1)]
    return Outline(passages=passages, **{"meeting_date": "2016-03-10", **facts})  # type: ignore[arg-type]


def mentions(outline: Outline, *labels: str) -> list[tuple[str, str, str]]:
    return [(m.label, m.text, m.name) for m in tagging.tag(outline).mentions if m.label in (labels or NAMED)]


#: (text, [(label, text, normal name)])
CASES: list[tuple[str, list[tuple[str, str, str]]]] = [
    # lists
    ("Officers met DfE and the care quality commission.", [
        ("organisation", "DfE", "Department for Education"),
        ("organisation", "care quality commission", "Care Quality Commission")]),
    ("Referrals to CAMHS and to short breaks rose.", [
        ("service", "CAMHS", "Child and Adolescent Mental Health Services"),
        ("service", "short breaks", "Short breaks")]),
    ("Kent Police and NHS Kent CCG attended.", [
        ("organisation", "Kent Police", "Kent Police"),
        ("organisation", "NHS Kent CCG", "Kent Clinical Commissioning Group")]),
    ("We have much in mind, a crisis, and no shelter.", []),
    # names by their shape
    ("The Riverside Schools Partnership Group agreed.", [
        ("organisation", "Riverside Schools Partnership Group", "Riverside Schools Partnership Group")]),
    ("The Harbour Board and the Dredging Sub-Committee met.", [
        ("organisation", "Harbour Board", "Harbour Board"),
        ("organisation", "Dredging Sub-Committee", "Dredging Sub-Committee")]),
    ("HARBOUR AND TIDAL WATERS BOARD", [
        ("organisation", "HARBOUR AND TIDAL WATERS BOARD", "Harbour and Tidal Waters Board")]),
    ("Papers for the Department for Tides, via the LWT Operational group.", [
        ("organisation", "Department for Tides", "Department for Tides"),
        ("organisation", "LWT Operational group", "LWT Operational Group")]),
    ("A talk was held at Westbrook Institute.", [("organisation", "Westbrook Institute", "Westbrook Institute")]),
    ("The working group has an action plan for the team.", []),
    ("The Home Office team and the Home Office Tidal Data team.", [
        ("organisation", "Home Office", "Home Office"),
        ("organisation", "Home Office Tidal Data team", "Home Office Tidal Data Team")]),
    ("The draft Harbour Strategy 2015-18 and the Tidal Defence Programme.", [
        ("programme", "Harbour Strategy 2015-18", "Harbour Strategy"),
        ("programme", "Tidal Defence Programme", "Tidal Defence Programme")]),
    ("A scheme called Care4Tides and the ‘swim for all’ programme.", [
        ("programme", "Care4Tides", "Care4Tides"), ("programme", "‘swim for all’ programme", "Swim for All")]),
    ("our early help strategy and the harbour flood defence project", [
        ("programme", "early help strategy", "Early Help Strategy"),
        ("programme", "harbour flood defence project", "Harbour Flood Defence Project")]),
    ("The Harbour Watch team uses tides.gov.uk daily.", [
        ("service", "Harbour Watch team", "Harbour Watch Team"), ("service", "tides.gov.uk", "tides.gov.uk")]),
    ("The Friends of Quay Park and the Centre for Tidal Studies met at the Ship Inn.", [
        ("organisation", "Friends of Quay Park", "Friends of Quay Park"),
        ("organisation", "Centre for Tidal Studies", "Centre for Tidal Studies"),
        ("organisation", "Ship Inn", "Ship Inn")]),
    ("The Strategy for Tidal Growth, the Pilot Boats review and our lone working policy", [
        ("programme", "Strategy for Tidal Growth", "Strategy for Tidal Growth"),
        ("programme", "Pilot Boats review", "Pilot Boats Review"),
        ("programme", "lone working policy", "Lone Working Policy")]),
    ("The Home Office consultation, the Charity Commission’s review and the council's website", [
        ("organisation", "Home Office", "Home Office"),
        ("organisation", "Charity Commission", "Charity Commission")]),
    ("It has a tides.gov.uk page in the gov.uk domain.", [("service", "tides.gov.uk", "tides.gov.uk")]),
    # law
    ("the Piers Act 1984, as the 1984 Act says", [
        ("legislation", "Piers Act 1984", "Piers Act 1984"), ("legislation", "1984 Act", "Piers Act 1984")]),
    ("Section 10 of the Children Act 2004 and the 2014 Care Act", [
        ("legislation", "Section 10 of the Children Act 2004", "Children Act 2004"),
        ("legislation", "2014 Care Act", "Care Act 2014")]),
    ("the Tides (Wales) Measure 2011 and the Short Piers regulations", [
        ("legislation", "Tides (Wales) Measure 2011", "Tides (Wales) Measure 2011"),
        ("legislation", "Short Piers regulations", "Short Piers regulations")]),
    ("An Act of kindness; the standing of orders.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_names(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert mentions(paper(text)) == expected


def test_a_team_is_part_of_a_body_in_papers_of_central_government() -> None:
    central = paper("The Cabinet Office and the Home Office met the Tidal Data Team.")
    assert ("organisation", "Tidal Data Team", "Tidal Data Team") in mentions(central)
    of_a_council = paper("The Cabinet Office and the Home Office met the Tidal Data Team.", council="Kent Council")
    assert ("service", "Tidal Data Team", "Tidal Data Team") in mentions(of_a_council)


def test_offsets_are_those_of_the_passage() -> None:
    outline = paper("The “Harbour Board” met on 3 May 2015 – it agreed £1.2m.")
    text = outline.passages[0].text
    found = tagging.tag(outline).mentions
    assert {m.label for m in found} == {"organisation", "date", "money"}
    assert all(text[m.start : m.end] == m.text and m.passage == "p1" for m in found)


def test_a_short_form_is_resolved_to_what_the_paper_says_it_means() -> None:
    outline = paper("The Tidal Assessment Framework (TAF) is new.", "All TAFs and the TAF were checked.")
    assert tagging.tag(outline).abbreviations == {"TAF": "Tidal Assessment Framework"}
    assert {(m[0], m[2]) for m in mentions(outline)} == {("programme", "Tidal Assessment Framework")}


def test_short_forms_of_people_and_of_other_offices_are_left_out() -> None:
    outline = paper(
        "Zoe Quillfeather (ZQ) spoke of Safe Tides (ST).", "ZQ asked for safe tides; the Minister of Justice came.",
        "The MoJ agreed.",
    )  # fmt: skip
    assert tagging.tag(outline).abbreviations == {"ST": "Safe Tides"}


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("It was for the triage panel to say.", "organisation", "Triage Panel"),
        ("A solar panel was fitted.", "", ""),
        ("He was told by police on Friday.", "", ""),
        ("Cheque 12: Mole & Son, LGA 1972 s.111", "legislation", "LGA 1972"),
        ("The Regulation 14 plan", "legislation", "Regulation 14"),
        ("a grant under s.137", "legislation", "Section 137"),
        ("The Harbour Services and Piers Act 2023 came in.", "legislation", "Harbour Services and Piers Act 2023"),
        ("pupils of The Quay School", "organisation", "The Quay School"),
        ("It was for the Friends of Quay Park group.", "organisation", "Friends of Quay Park"),
        ("lorries of the Tidal Nursery", "organisation", "Tidal Nursery"),
        ("The Ebb Arts Café opened.", "organisation", "Ebb Arts Café"),
        ("the Quay Parish Council review of it", "organisation", "Quay Parish Council"),
        ("under the Tidal Harbours Framework for Wales", "programme", "Tidal Harbours Framework for Wales"),
        ("Ratify Tidal Appraisal Panel", "organisation", "Tidal Appraisal Panel"),
        ("in Tidal Heritage Week", "programme", "Tidal Heritage Week"),
        ("the fire service came", "service", "Fire service"),
        ("B TIDAL SAFETY GROUP", "organisation", "Tidal Safety Group"),
        ("Jo wrote to Quay East CC.", "organisation", "Quay East CC"),
        ("The police station is shut.", "", ""),
        ("The wider programme was agreed.", "", ""),
        ("Healthwatch Westbrook wrote.", "organisation", "Healthwatch Westbrook"),
        ("It was at St Anne’s school.", "organisation", "St Anne's School"),
        ("Central school services grew.", "", ""),
        ("J Sample, Tidal Services", "service", "Tidal Services"),
        ("The Crisis Café opened.", "service", "Crisis Café"),
        ("Police began Operation Harbour.", "programme", "Operation Harbour"),
        ("Our s175 audit is due.", "legislation", "Section 175"),
        ("The Piers (Amendment) Bill passed.", "legislation", "Piers (Amendment) Bill"),
        ("The River Quay flood walls scheme began.", "programme", "River Quay Flood Walls Scheme"),
        ("Vulnerable groups came.", "", ""),
        ("Use ISO 8601:2019 here.", "programme", "ISO 8601:2019"),
        ("Quay Association of Tidal Services wrote.", "organisation", "Quay Association of Tidal Services"),
        ("At Quay C of E Primary School they sang.", "organisation", "Quay C of E Primary School"),
        ("The London Borough of Westbrook came.", "organisation", "London Borough of Westbrook"),
        ("We heard Seafarers UK and replaced GB with UK.", "organisation", "Seafarers UK"),
        ("The Tidal Flats Grant was paid.", "programme", "Tidal Flats Grant"),
        ("the Government’s transparency agenda", "programme", "Transparency Agenda"),
        ("Quay Harbour Council on Thursday", "organisation", "Quay Harbour Council"),
    ],
)
def test_one_name_by_its_shape(text: str, label: str, name: str) -> None:
    assert {(label, name) for label, _, name in mentions(paper(text))} == ({(label, name)} if label else set())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Agreed to pay £562.10 to Pattersons for mowing; £80 to Ann Example for stamps.", ["Pattersons"]),
        ("£40.00 to Rook & Co for insurance", ["Rook & Co"]),
        ("Harbour Talking Books, request for a donation.", ["Harbour Talking Books"]),
        ("Cllr Sample, letter of thanks.", []),
        ("Two residents representing Tidewatch spoke.", ["Tidewatch"]),
        ("A quote has been received from Pebbleworks.", ["Pebbleworks"]),
        ("A quote was received from Ann Example.", []),
        ("The contract was awarded to Saltmarsh Mowers.", ["Saltmarsh Mowers"]),
        ("She is a director of Ebb Community Power.", ["Ebb Community Power"]),
        ("The survey was run by Tidal Choices.", ["Tidal Choices"]),
        ("Land owned by the Crown is dry.", []),
        ("Bo Sample, UNISON Policy Officer, spoke.", ["UNISON"]),
        ("A talk was given by Jo Sample from Youth Signpost and others.", ["Youth Signpost"]),
        ("A talk was given by Jo Sample from Upper Slaughter Street.", []),
        ("They spoke to representatives of Whitehall.", []),
        ("Jo Sample, Office for National Statistics", ["Office for National Statistics"]),
        ("Office for National Statistics Final Report", ["Office for National Statistics"]),
        ("the closure of the Bank of Tidewater's branch", ["Bank of Tidewater"]),
    ],
)
def test_bodies_by_what_stands_beside_them(text: str, names: list[str]) -> None:
    assert [name for _, _, name in mentions(paper(text), "organisation")] == names


def test_roles_of_people_are_no_bodies() -> None:
    roles = ["Cllr", "Sample and Pattern", "representing Tidewatch", "assistant of Jo Sample MP"]
    people = [Person(f"Ann {name}", role, "present") for name, role in zip("BCDE", roles, strict=True)]
    outline = paper("Cllr, Sample and Pattern, Tidewatch and Jo Sample MP came.", people=people)
    assert mentions(outline) == [("organisation", "Tidewatch", "Tidewatch")]


def test_councils_go_by_their_initials_in_papers_of_parishes() -> None:
    assert mentions(paper("EWDC replied.", body="Quay Parish Council")) == [("organisation", "EWDC", "EWDC")]
    assert mentions(paper("EWDC replied.", body="Harbour Board")) == []


def test_the_board_is_the_papers_own_body() -> None:
    outline = paper(
        "The Board thanked the Council.", "A board was painted.", body="Harbour Board", council="Westbrook Council"
    )
    assert mentions(outline) == [
        ("organisation", "The Board", "Harbour Board"),
        ("organisation", "the Council", "Westbrook Council"),
    ]


def test_a_school_and_its_governors_are_two_bodies() -> None:
    outline = paper(
        "QUAY PRIMARY SCHOOL GOVERNING BODY", "The Governing Body met.", body="Quay Primary School Governing Body"
    )
    assert {name for _, _, name in mentions(outline)} == {"Quay Primary School", "Governing Body"}
    assert [name for _, _, name in mentions(paper("PRIMARY SCHOOL BOARD OF GOVERNORS"))] == ["Board of Governors"]


def test_forms_of_one_name_are_merged() -> None:
    outline = paper("Westbrook Parents Forum met.", "The Parents Forum agreed.", "the westbrook parents forum")
    assert {name for _, _, name in mentions(outline)} == {"Westbrook Parents Forum"}


def test_a_longer_name_of_another_body_is_not_the_papers_own() -> None:
    outline = paper("East Quay Harbour Board wrote to the Harbour Board.", body="Harbour Board")
    assert [name for _, _, name in mentions(outline)] == ["East Quay Harbour Board", "Harbour Board"]


def test_capitals_that_act_are_a_body() -> None:
    outline = paper("WTCH launched a survey.", "We work with KQPT on this.", "He was ASKED to wait, and asked again.")
    assert [text for _, text, _ in mentions(outline)] == ["WTCH", "KQPT"]


def test_areas_mean_their_councils_only_where_they_act() -> None:
    local = paper("We share a team with Dover and Kent.", "Roads in Kent are wet.", council="Thanet Council")
    assert [(m.text, m.passage) for m in tagging.tag(local).mentions if m.label == "organisation"] == [
        ("Dover", "p1"), ("Kent", "p1"),
    ]  # fmt: skip
    national = paper("Hampshire has published its data.", "Roads in Kent are wet.", body="Tidal Data Panel")
    assert [text for label, text, _ in mentions(national) if label == "organisation"] == ["Hampshire"]


def test_people_and_what_they_hold() -> None:
    people = [
        Person("Ann McExample", "Head of Early Help", "report_from", "AMcE"),
        Person("Joe Sample", "Tide Trust", "chair", "JS"),
    ]
    outline = paper("A. McExample and JS spoke; Cllr Pattern left.", "The Chair thanked the Tide Trust.", people=people)
    assert mentions(outline, "person") == [
        ("person", "A. McExample", "Ann McExample"),
        ("person", "JS", "Joe Sample"),
        ("person", "Cllr Pattern", "Pattern"),
    ]
    assert ("organisation", "Tide Trust", "Tide Trust") in mentions(outline)
    (chair,) = (m for m in tagging.tag(outline).mentions if m.text == "Chair")
    assert chair.value == {"person": "Joe Sample"}


def test_titles_before_a_listed_name_belong_to_it() -> None:
    people = [Person("Ann Example", "", "chair", "AE")]
    outline = paper("Cllr Mrs A. Example spoke. Mr. Sample and Ann Example left; the AEA did not.", people=people)
    assert mentions(outline, "person") == [
        ("person", "Cllr Mrs A. Example", "Ann Example"),
        ("person", "Mr. Sample", "Sample"),
        ("person", "Ann Example", "Ann Example"),
    ]


def test_a_name_is_found_again_however_it_is_written() -> None:
    outline = paper(
        "The Tidal Improvement Plan was agreed.", "our tidal-improvement plan's costs", "tidal improvement | plan"
    )
    assert mentions(outline) == [
        ("programme", "Tidal Improvement Plan", "Tidal Improvement Plan"),
        ("programme", "tidal-improvement plan", "Tidal Improvement Plan"),
    ]


def test_a_name_is_no_office_and_an_office_no_body() -> None:
    outline = paper("The Director of Public Health and the Clerk wrote to Mill Lane and Westbrook Road.")
    assert mentions(outline, "role", "service", "place") == [
        ("role", "Director of Public Health", "Director of Public Health"),
        ("role", "Clerk", "Clerk"),
        ("place", "Mill Lane", "Mill Lane"),
        ("place", "Westbrook Road", "Westbrook Road"),
    ]


def test_money_and_measures() -> None:
    found = tagging.tag(paper("£1,250.50, £3.4 million and 75p for 12.5% of 68 per 10,000 over 3 miles.")).mentions
    assert [(m.text, m.value) for m in found] == [
        ("£1,250.50", {"amount": 1250.5, "currency": "GBP"}),
        ("£3.4 million", {"amount": 3400000.0, "currency": "GBP"}),
        ("75p", {"amount": 0.75, "currency": "GBP"}),
        ("12.5%", {"value": 12.5, "unit": "%"}),
        ("68 per 10,000", {"value": 68.0, "unit": "per 10,000"}),
        ("3 miles", {"value": 3.0, "unit": "mile"}),
    ]


def test_dates_of_an_undated_paper_take_their_year_from_the_days_it_names() -> None:
    outline = paper("08/02/2011 | 02/03/2011 | June", meeting_date=None)
    june = tagging.tag(outline).mentions[-1]
    assert (june.text, june.value) == ("June", {"start": "2011-06-01", "end": "2011-06-30"})


def test_dates_of_an_undated_paper_take_their_year_from_its_title() -> None:
    report = paper("The hall flooded at the end of August.", title="Annual Report 2014-15", meeting_date=None)
    plan = paper("The hall opens in June.", title="Plan 2017-2020", meeting_date=None)
    assert mentions(report, "date") == [("date", "end of August", "2014-08-31")]
    assert mentions(plan, "date") == [("date", "June", "2017-06-01/2017-06-30")]


def test_no_passages() -> None:
    assert tagging.tag(Outline()).mentions == []


def test_spacy_is_imported_only_when_tagging() -> None:
    code = "import sys, pipeline.tagging; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_mentions_do_not_overlap() -> None:
    outline = paper(
        "The Early Help Strategy 2015-18 of the Early Help Board, Section 10 of the Children Act 2004, May 2016."
    )
    found: list[Mention] = tagging.tag(outline).mentions
    assert all(a.end <= b.start for a, b in pairwise(found))
