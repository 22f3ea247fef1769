"""The glossary of a corpus."""

from __future__ import annotations

from pipeline import glossary
from pipeline.model import SCHEMA_VERSION, Paper, Passage, Source


def paper(number: int, body: str, date: str | None, abbreviations: dict[str, str], text: str = "") -> Paper:
    source = Source(f"{number}.pdf", "", 0, "application/pdf", None, "pdf")
    passages = [
        Passage("p1", "s1", "paragraph", "", "Nothing here"),
        Passage("p2", "s1", "paragraph", "", text, page=3),
    ]
    return Paper(
        SCHEMA_VERSION, str(number), source, None, body, date, None, "minutes",
        abbreviations=abbreviations, passages=passages,
    )  # fmt: skip


PAPERS = [
    paper(1, "Harbour Board", "2015-05-01", {"THA": "Tidal Harbours Act"}, "the Tidal Harbours Act (THA)"),
    paper(2, "Harbour Board", "2012-05-01", {"THA": "tidal harbour act"}),
    paper(3, "Housing Panel", "2016-05-01", {"THA": "Tall Houses Association", "CAF": "Common Assessment Framework"}),
]


def test_meanings_that_are_one_are_joined_and_the_rest_are_conflicts() -> None:
    entries = glossary.build(PAPERS)
    assert [(e.short, [m.text for m in e.meanings]) for e in entries] == [
        ("CAF", ["Common Assessment Framework"]),
        ("THA", ["Tidal Harbours Act", "Tall Houses Association"]),
    ]
    assert [e.short for e in glossary.conflicts(entries)] == ["THA"]


def test_where_and_when_a_meaning_was_defined() -> None:
    act = glossary.build(PAPERS)[1].meanings[0]
    assert (act.bodies, act.first, act.last) == (["Harbour Board"], "2012-05-01", "2015-05-01")
    assert [(d.document, d.page, d.passage) for d in act.definitions] == [("2.pdf", None, None), ("1.pdf", 3, "p2")]


def test_what_a_short_form_means_in_a_paper() -> None:
    entries = glossary.build(PAPERS)
    assert glossary.meaning(entries, "CAF") == "Common Assessment Framework"
    assert glossary.meaning(entries, "THA") is None
    assert glossary.meaning(entries, "THA", body="Housing Panel") == "Tall Houses Association"
    assert glossary.meaning(entries, "THA", date="2013-01-01") == "Tidal Harbours Act"
    assert glossary.meaning(entries, "NONE") is None
