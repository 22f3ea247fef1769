"""Names by what a text says they are, laws by their longer names, names cut where they end."""

from __future__ import annotations

import pytest

from pipeline import tagging
from pipeline.model import Outline, Passage

NAMED = ("organisation", "service", "programme", "legislation")


def named(text: str) -> list[tuple[str, str]]:
    paper = Outline(meeting_date="2016-03-10", passages=[Passage("p1", "s1", "paragraph", "", text)])
    return [(m.label, m.name) for m in tagging.tag(paper).mentions if m.label in NAMED]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ebb and Flow, our kayaking service, grew.", [("service", "Ebb and Flow")]),
        ("We spoke of Tidal Futures, a mentoring programme in two schools.", [("programme", "Tidal Futures")]),
        ("We opened a new hub, Safe Harbour Quay, in May.", [("service", "Safe Harbour Quay")]),
        ("They use a model of care. An app called Harbour Ear helps.", [("service", "Harbour Ear")]),
        ("The mowing is done by Saltmarsh Mowers (a social enterprise).", [("organisation", "Saltmarsh Mowers")]),
        ("The practice model, Three Tides, is new.", []),
        ("It uses a practice model, Three Tides, in all teams.", [("programme", "Three Tides")]),
        ("Ann Example, our team manager, spoke of the programme.", []),
        ("In Kent, our programme for families grew.", []),
        ("Nationally, a campaign to recruit carers began.", []),
        ("The project, Harbour Council, and others agreed.", [("organisation", "Harbour Council")]),
    ],
)
def test_a_name_is_what_the_text_says_it_is(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ferry and Quay Fares (England) Regulations 2013 apply.", "Ferry and Quay Fares (England) Regulations 2013"),
        (
            "under the Tide Mills (Private Land) (England and Wales) Order 2015",
            "Tide Mills (Private Land) (England and Wales) Order 2015",
        ),
        ("the aims of EU Directive 2012/29 were met", "EU Directive 2012/29"),
        ("as Regulation (EU) 2016/679 says", "Regulation (EU) 2016/679"),
        ("There were 31 section 47 enquiries.", "Section 47"),
        ("A Section 215 notice was served.", "Section 215"),
        ("Mowing: Harbour Walls Act 1906 s.10", "Harbour Walls Act 1906"),
        ("the Code of Practice for Tidal Works was read", "Code of Practice for Tidal Works"),
    ],
)  # fmt: skip
def test_laws_by_their_longer_names(text: str, name: str) -> None:
    assert named(text) == [("legislation", name)]


def test_a_section_of_the_paper_itself_is_no_law() -> None:
    assert named("See section 12 below and section 31 of this report, signed by the Section 151 Officer.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Ferry Working Party’s advice", [("organisation", "Ferry Working Party")]),
        ("the Harbour and Quay Fire and Rescue Service Draft Tidal Plan", [
            ("organisation", "Harbour and Quay Fire and Rescue Service"), ("programme", "Tidal Plan")]),
        ("the Ebb Police and Crime Panel met", [("organisation", "Ebb Police and Crime Panel")]),
        ("the Community and Town Council Tidal Forum", [("organisation", "Community and Town Council Tidal Forum")]),
        ("the All Age Tidal Strategy", [("programme", "All Age Tidal Strategy")]),
        ("our Safe Quays, Safe Boats Strategy", [("programme", "Safe Quays, Safe Boats Strategy")]),
        ("the Harbour Wall Plan review", [("programme", "Harbour Wall Plan")]),
        ("the Harbour Board’s initiative", [("organisation", "Harbour Board")]),
        ("a ‘Drift by Night’ award", [("programme", "Drift by Night")]),
        ("Home Office grant was cut", [("organisation", "Home Office")]),
        ("the Ebb Bureau of Tides", [("organisation", "Ebb Bureau of Tides")]),
        ("a Tidal Safety Unit", [("service", "Tidal Safety Unit")]),
        ("the Library at Home service", [("service", "Library at Home Service")]),
        ("the Trading Standards team", [("service", "Trading standards")]),
        ("Tier 2 CAMHS", [("service", "Tier 2 Child and Adolescent Mental Health Services")]),
        ("Ferrymouth Citizens Advice", [("organisation", "Ferrymouth Citizens Advice")]),
        ("Pupil Premium and Sure Start Ferry Board", [
            ("programme", "Pupil Premium"), ("organisation", "Sure Start Ferry Board")]),
    ],
)  # fmt: skip
def test_where_names_begin_and_end(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected
