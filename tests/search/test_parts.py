"""Forms of words, widening, highlights and the units of a paper: the parts of search that are no engine's own."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Part, Section, Statement
from pipeline.search.arrays import within
from pipeline.search.forms import roots, stem_prefix
from pipeline.search.grammar import parse
from pipeline.search.highlight import Highlighter, best_sentence, merged, snippet
from pipeline.search.query import Bag, Phrase, Widened, Word
from pipeline.search.units import documents
from pipeline.search.widen import Glossary, understand
from tests.making import make_paper

# ------------------------------------------------------------------------------------- forms


@pytest.mark.parametrize(
    "forms",
    [
        "assess assesses assessed assessing assessment assessments",
        "recruit recruits recruited recruiting recruitment",
        "plan plans planned planning",
        "save saves saved saving savings",
        "use uses used using",
        "care cares caring",
        "policy policies",
        "child children",
        "consult consulted consultation consultations",
        "register registers registered",
        "coordinate coordinated coordinating coordination",
        "expel expelled expelling",
        "close closed closing",
        "agree agreed agreeing",
    ],
)
def test_forms_of_a_word_belong_together(forms: str) -> None:
    first, *others = forms.split()
    for other in others:
        assert roots(first) & roots(other), other
        assert other.startswith(stem_prefix(first)) or other == "children"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("car", "care"),
        ("police", "policy"),
        ("department", "departed"),
        ("statement", "state"),
        ("universal", "university"),
        ("general", "generation"),
        ("bus", "busy"),
        ("news", "new"),
        ("organ", "organisation"),
    ],
)
def test_words_that_only_look_alike_do_not(one: str, other: str) -> None:
    assert not roots(one) & roots(other)


# ---------------------------------------------------------------------------------- widening

GLOSSARY = Glossary([("CAF", "Common Assessment Framework"), ("NEED", "National Energy Data")])


def also(query: str) -> dict[str, list[str]]:
    return understand(parse(query), GLOSSARY).expanded


@pytest.mark.parametrize(
    ("query", "name", "other"),
    [
        ("CAF", "caf", "Common Assessment Framework"),
        ("cafs", "cafs", "Common Assessment Framework"),
        ("common assessment framework training", "common assessment framework", "CAF"),
        ("children in care", "children in care", "LAC"),
        ("jobs for LAC", "lac", "looked after children"),
        ("foster parent", "foster parent", "foster carers"),
        ("NEED data", "need", "National Energy Data"),
        ("roads AND budget", "roads", "highways"),
        ("improved", "improved", "enhance"),
    ],
)
def test_other_names(query: str, name: str, other: str) -> None:
    assert other in also(query)[name]


@pytest.mark.parametrize("query", ["need data", '"foster parents"', "-CAF", "xylophone", "foster"])
def test_no_other_names(query: str) -> None:
    assert not any(
        "National" in other or "foster" in other or "Common" in other
        for others in also(query).values()
        for other in others
    )


def test_words_without_meaning_are_dropped_from_plain_queries_alone() -> None:
    assert understand(parse("what of the xylophone"), GLOSSARY).tree == Word("xylophone")
    assert understand(parse("of the"), GLOSSARY).tree == Bag((Word("of"), Word("the")))
    assert understand(parse('"of the"'), GLOSSARY).tree == Phrase(("of", "the"))


def test_every_word_of_a_name_is_widened_by_the_other_name() -> None:
    tree = understand(parse("children in care"), GLOSSARY).tree
    assert isinstance(tree, Bag)
    assert [node.word.word for node in tree.words if isinstance(node, Widened)] == ["children", "care"]
    assert all((Word("lac", exact=True), 0.8) in node.also for node in tree.words if isinstance(node, Widened))


@pytest.mark.parametrize(
    ("query", "kinds"), [("risks of fire", {"risk"}), ("what was decided", {"decision"}), ("fire", set())]
)
def test_kinds_that_a_query_names(query: str, kinds: set[str]) -> None:
    assert understand(parse(query), GLOSSARY).named["kind"] == kinds


def test_bodies_and_years_that_a_query_names() -> None:
    glossary = Glossary([], ["Health and Wellbeing Board", "Cabinet"])
    named = understand(parse("minutes of the health and wellbeing board 2015"), glossary).named
    assert (named["body"], named["year"]) == ({"Health and Wellbeing Board"}, {"2015"})
    assert not understand(parse("cabinet board of health 1066"), glossary).named["body"]


def test_a_short_form_that_was_misread_is_none() -> None:
    assert Glossary([("ATM", "and the MP")]).others([Word("atm", capitals=True)]).keys().isdisjoint({"and the MP"})


# -------------------------------------------------------------------------------- highlights


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("foster carers", "Foster the carer’s carers", "[Foster] the [carer’s] [carers]"),
        ("council", "the council's, O'Council", "the [council's], O'Council"),
        ('"care"', "care of carers", "[care] of carers"),
        ('"foster carers"', "Foster-carers, foster and carers", "[Foster-carers], foster and carers"),
        ("hous*", "Houses of housing", "[Houses] of [housing]"),
        ("hosue~2", "The house", "The [house]"),
        ("10000", "a cost of £10,000", "a cost of £[10,000]"),
        ("2016/17", "in 2016/17 and 2016", "in [2016/17] and 2016"),
        ("cafe", "the café", "the [café]"),
        ('"a c"~1', "a b c d a", "[a] b [c] d [a]"),
        ("plan -money", "plan the money", "[plan] the money"),
        ("children in care", "LAC and children in care", "[LAC] and [children in care]"),
    ],
)
def test_highlights(query: str, text: str, expected: str) -> None:
    marked, shift = text, 0
    for start, end in merged(Highlighter(understand(parse(query), GLOSSARY).tree, forms=True).marks(text)):
        marked = f"{marked[: start + shift]}[{marked[start + shift : end + shift]}]{marked[end + shift :]}"
        shift += 2
    assert marked.replace("[children] in [care]", "[children in care]") == expected


@given(st.text(st.sampled_from("abc ’'-é,1"), max_size=40), st.sampled_from(["ab", '"a b"', "ab*", "abc~1", "a OR b"]))
def test_highlights_are_in_order_and_within_the_text(text: str, query: str) -> None:
    for forms in (True, False):
        places = merged(Highlighter(parse(query), forms).marks(text))
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_the_sentence_and_the_snippet_are_where_most_of_the_words_are() -> None:
    text = "It is about plans. " + "Nothing more is said of it. " * 10 + "Foster carers have plans. The end."
    marks = Highlighter(parse("foster carers plans"), forms=True).marks(text)
    start, end = best_sentence(text, marks)
    assert text[start:end] == "Foster carers have plans."
    start, end = snippet(text, marks, 60)
    assert "Foster carers have plans." in text[start:end]
    assert end - start < 90


# ------------------------------------------------------------------------------------- units


def test_a_passage_carries_the_headings_above_it_and_the_kinds_of_the_section() -> None:
    paper = make_paper("a.pdf", ("The text.",))
    paper.parts = [Part("Report", "main"), Part("Fostering group", "group_report")]
    paper.sections = [
        Section("s0", 1, "", "2", "Key risks", 1, ["risks"]),
        Section("s1", 1, "s0", "2.1", "Money", 2, ["other"]),
    ]
    record, passage = documents(paper)
    assert record["record"] == [paper.id]
    assert passage["heading"] == "Fostering group Key risks Money"
    assert passage["section"] == ["risks"]
    assert passage["shown"]["section"] == "2.1 Money"


def test_a_heading_stands_for_itself_only_when_nothing_is_under_it() -> None:
    paper = make_paper("a.pdf", ("Money", "The text.", "Annex"))
    paper.sections.append(Section("s2", 0, "", "", "Annex", 1, ["other"]))
    for at, section in ((0, "s1"), (2, "s2")):
        paper.passages[at].kind, paper.passages[at].section = "heading", section
    assert [unit["text"] for unit in documents(paper) if "text" in unit] == ["The text.", "Annex"]


def test_statements_keep_their_places() -> None:
    paper = make_paper("a.pdf", ("One. Two.",))
    paper.statements = [Statement("x", "risk", "p1", 5, 9, "s1", "Two.", 0.9)]
    _, passage = documents(paper)
    assert passage["shown"]["statements"] == [["x", "risk", 5, 9]]
    assert passage["kind"] == ["risk"]


# ------------------------------------------------------------------------------------ arrays


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 4)), max_size=8))
def test_places_within_runs(runs: list[tuple[int, int]]) -> None:
    starts, counts = (np.array([run[i] for run in runs], np.int64) for i in (0, 1))
    assert within(starts, counts).tolist() == [start + step for start, count in runs for step in range(count)]
