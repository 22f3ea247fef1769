"""Definitions of short forms in one paper."""

from __future__ import annotations

import pytest

from pipeline.tagging import abbreviations, inferred

#: (title, passages, short forms and meanings)
CASES: list[tuple[str, list[str], dict[str, str]]] = [
    ("brackets after", ["the Common Assessment Framework (CAF) is used"], {"CAF": "Common Assessment Framework"}),
    ("brackets round the meaning", ["CAF (Common Assessment Framework)"], {"CAF": "Common Assessment Framework"}),
    ("small letters in the form", ["the Department for Education (DfE)"], {"DfE": "Department for Education"}),
    ("commas", ["Ministry of Housing, Communities and Local Government (MHCLG)"],
     {"MHCLG": "Ministry of Housing, Communities and Local Government"}),
    ("no word too many", ["Quay Clinical Commissioning Group (CCG)"], {"CCG": "Clinical Commissioning Group"}),
    ("a word after it", ["under the Review of Tidal Harbours Framework (RTH)"], {"RTH": "Review of Tidal Harbours"}),
    ("no small word first", ["the Office of the Tidal Envoy (OTE)"], {"OTE": "Office of the Tidal Envoy"}),
    ("plural", ["Education, Health and Care Plans (EHCPs)"], {"EHCP": "Education, Health and Care Plan"}),
    ("shared first words", ["National Tidal Access Nodes (NTAN), Register (NTR) and Data Store (NTDS)"],
     {"NTAN": "National Tidal Access Nodes", "NTR": "National Tidal Register", "NTDS": "National Tidal Data Store"}),
    ("a list", ["THA – Tidal Harbour Agency; TRO = Tidal Rights Officer. TV – what is on tonight; PM – Prime Movers"],
     {"THA": "Tidal Harbour Agency", "TRO": "Tidal Rights Officer", "PM": "Prime Movers"}),
    ("rows of a table", ["THA | Tidal Harbour Agency"], {"THA": "Tidal Harbour Agency"}),
    ("a small letter first", ["the improved Tidal Fund (iTF)"], {"iTF": "improved Tidal Fund"}),
    ("or", ["the Tidal Harbours Authority, or THA, met"], {"THA": "Tidal Harbours Authority"}),
    ("known as", ["the Tidal Harbours Authority, known as THA, met"], {"THA": "Tidal Harbours Authority"}),
    ("letters inside words", ["Disabled Access to Childcare (DATCH)"], {"DATCH": "Disabled Access to Childcare"}),
    ("the first definition counts", ["Tidal Harbour Act (THA)", "Tall House Act (THA)"], {"THA": "Tidal Harbour Act"}),
    ("letters that do not fit", ["the meeting was long (AGM)", "see below (XYZ)"], {}),
    ("no short forms", ["the table (2)", "the plan (draft)", "in part (ii)", "the year (2015)"], {}),
    ("never explained", ["the THA met the Tidal Harbour Agency"], {}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "texts", "expected"), CASES, ids=[case[0] for case in CASES])
def test_definitions(title: str, texts: list[str], expected: dict[str, str]) -> None:
    assert abbreviations.find(texts) == expected


def test_a_footnote_defines() -> None:
    texts = ["the DATCH programme runs", "Disabled Access to Childcare Hub"]
    assert abbreviations.find(texts, texts[1:]) == {"DATCH": "Disabled Access to Childcare Hub"}


#: (title, passages, the paper's own body, what is inferred)
INFERRED: list[tuple[str, list[str], str, dict[str, str]]] = [
    ("one name has the letters", ["the THA met", "the Tidal Harbour Agency"], "", {"THA": "Tidal Harbour Agency"}),
    ("two names have them", ["the THA met", "the Tidal Harbour Agency", "the Tall Houses Association"], "", {}),
    ("full stops between", ["the T.H.A. met", "the Tidal Harbour Agency"], "", {"T.H.A.": "Tidal Harbour Agency"}),
    ("an ampersand", ["from T&H Committee", "the Tide & Harbour Committee"], "", {"T&H": "Tide & Harbour"}),
    ("a hyphen", ["one TVC is needed", "a Tidal Visits Co-ordinator"], "", {"TVC": "Tidal Visits Co-ordinator"}),
    ("two letters of a body", ["the PC wrote", "a Parish Council"], "", {"PC": "Parish Council"}),
    ("two letters of no body", ["the PG wrote", "Patient Gardeners sing"], "", {}),
    ("two letters, the paper's own body", ["the CC wrote", "the City Council", "the Community Council"],
     "Quay Community Council", {"CC": "Community Council"}),
    ("small letters, well known", ["reports of ASB", "about anti-social behaviour"], "",
     {"ASB": "anti-social behaviour"}),
    ("small letters, not known", ["reports of TLW", "about the low water"], "", {}),
    ("ends in a small word", ["the CEO wrote", "Chief Executive of it"], "", {}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "texts", "body", "expected"), INFERRED, ids=[case[0] for case in INFERRED])
def test_unexplained_capitals(title: str, texts: list[str], body: str, expected: dict[str, str]) -> None:
    assert inferred.infer(texts, {}, [body] if body else []) == expected


def test_a_name_that_comes_first_introduces_its_short_form() -> None:
    def introduced(*texts: str, heading: bool = False, own: str = "") -> bool:
        running = [(text, heading and not place) for place, text in enumerate(texts)]
        return bool(inferred.introduced({"THA": "Tidal Harbour Agency"}, running, [own]))

    far = ["It rained."] * 9
    assert introduced("the Tidal Harbour Agency", "the THA met")
    assert introduced("a Tidal Harbour Agency: THA staff met")
    assert introduced("Tidal Harbour Agency", *far, "the THA met", heading=True)
    assert not introduced("the Tidal Harbour Agency", *far, "the THA met")
    assert not introduced("the THA met", "the Tidal Harbour Agency")
    assert not introduced("the Tidal Harbour Agency")
    assert not introduced("the Tidal Harbour Agency", "the THA met", own="Quay Tidal Harbour Agency")
