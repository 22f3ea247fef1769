"""Definitions of short forms in one paper."""

from __future__ import annotations

import pytest

from pipeline.tagging import abbreviations

#: (title, passages, short forms and meanings)
CASES: list[tuple[str, list[str], dict[str, str]]] = [
    ("brackets after", ["the Common Assessment Framework (CAF) is used"], {"CAF": "Common Assessment Framework"}),
    ("brackets round the meaning", ["CAF (Common Assessment Framework)"], {"CAF": "Common Assessment Framework"}),
    ("small letters in the form", ["the Department for Education (DfE)"], {"DfE": "Department for Education"}),
    ("commas", ["Ministry of Housing, Communities and Local Government (MHCLG)"],
     {"MHCLG": "Ministry of Housing, Communities and Local Government"}),
    ("no word too many", ["Quay Clinical Commissioning Group (CCG)"], {"CCG": "Clinical Commissioning Group"}),
    ("a word after it", ["under the Review of Tidal Harbours Framework (RTH)"], {"RTH": "Review of Tidal Harbours"}),
    ("plural", ["Education, Health and Care Plans (EHCPs)"], {"EHCP": "Education, Health and Care Plan"}),
    ("shared first words", ["National Tidal Access Nodes (NTAN), Register (NTR) and Data Store (NTDS)"],
     {"NTAN": "National Tidal Access Nodes", "NTR": "National Tidal Register", "NTDS": "National Tidal Data Store"}),
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


def test_unexplained_capitals_are_inferred_from_one_name_only() -> None:
    one = ["the THA met", "the Tidal Harbour Agency"]
    assert abbreviations.infer(one, {}, {}) == {"THA": "Tidal Harbour Agency"}
    assert abbreviations.infer([*one, "the Tall Houses Association"], {}, {}) == {}
    assert abbreviations.infer(one, {}, {"THA"}) == {}
    assert abbreviations.infer(["the THA met", "to hold all"], {}, {}) == {}
