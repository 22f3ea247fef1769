"""Queries to trees, and the faults of queries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import QueryError
from pipeline.search.grammar import MOST_CHARACTERS, MOST_DEPTH, MOST_TERMS, parse
from pipeline.search.query import (
    And,
    Bag,
    Everything,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Value,
    Word,
)

a, b, c = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a", a),
        ("a b", Bag((a, b))),
        ("a AND b", And((a, b))),
        ("a OR b", Or((a, b))),
        ("a OR b c", Or((a, Bag((b, c))))),
        ("(a OR b) c", And((Or((a, b)), c))),
        ("a b AND c", And((b, c, a))),
        ("a -b", And((Not(b), a))),
        ("a NOT b", And((Not(b), a))),
        ("a and b", Bag((a, Word("and"), b))),
        ('"b a"', Phrase(("b", "a"))),
        ("“b a”", Phrase(("b", "a"))),
        ('"a"', Word("a", exact=True)),
        ('"a b"~5', Near((Word("a", exact=True), Word("b", exact=True)), 5)),
        ('heading:"a b"~5', Near((Word("a", "heading", True), Word("b", "heading", True)), 5, "heading")),
        ("a NEAR b", Near((a, b), 10)),
        ("a NEAR/3 b NEAR/3 hous*", Near((a, b, Prefix("hous")), 3)),
        ('"b a" NEAR c d', And((Near((Phrase(("b", "a")), c), 10), Word("d")))),
        ("(a OR b) NEAR/2 c", Or((Near((a, c), 2), Near((b, c), 2)))),
        ("NOT a NEAR b", Not(Near((a, b), 10))),
        ("a near b", Bag((a, Word("near"), b))),
        ('"a b" c', And((Phrase(("a", "b")), c))),
        ("hous*", Prefix("hous")),
        ("title:hous*", Prefix("hous", "title")),
        ("house~", Fuzzy("house", 1)),
        ("houses~", Fuzzy("houses", 2)),
        ("houses~1", Fuzzy("houses", 1)),
        ("CAF", Word("caf", capitals=True)),
        ("s.17(1)(b)", Phrase(("s", "17", "1", "b"))),
        ("TB(7)1.ii", Phrase(("tb", "7", "1", "ii"))),
        ("10:30", Phrase(("10", "30"))),
        ("https://a.b", Phrase(("https", "a", "b"))),
        ("a & b – c", Bag((a, b, c))),
        ("note: a", Bag((Word("note"), a))),
        ("kind:risk", Value("kind", "risk")),
        ("Kind:risk", Value("kind", "risk")),
        ('committee:"health and wellbeing"', Value("body", "health and wellbeing")),
        ("person:smi*", Value("person", "smi", prefix=True)),
        ("date:2015", Range("date", "2015-01-01", "2015-12-31")),
        ("date:2016-02", Range("date", "2016-02-01", "2016-02-29")),
        ("date:3/11/2015", Range("date", "2015-11-03", "2015-11-03")),
        ("date:2015..2016-02", Range("date", "2015-01-01", "2016-02-29")),
        ("date:..2016", Range("date", None, "2016-12-31")),
        ("date:>=2015", Range("date", "2015-01-01", None)),
        ("date:>2015", Range("date", "2016-01-01", None)),
        ("date:<2015", Range("date", None, "2014-12-31")),
        ("date:<=2015", Range("date", None, "2015-12-31")),
        ("page:>3", Range("page", "4", None)),
        ("year:2009..2015", Range("year", "2009", "2015")),
        ("", Everything()),
        (" * ", Everything()),
    ],
)
def test_trees(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "caret", "message"),
    [
        ("a OR", "    ^", "ends where something"),
        ("OR a", "^", "OR stands between"),
        ("AND a", "^", "nothing before"),
        ("a AND", "  ^", "nothing after"),
        ("a AND OR b", "  ^", "nothing after"),
        ("(a", "^", "never closed"),
        ("a b)", "   ^", "closes nothing"),
        ("a ()", "   ^", "nothing in these brackets"),
        ('a "b', "  ^", "quotation mark"),
        ('a "!"', "  ^", "nothing in these quotation marks"),
        ("a NOT", "  ^", "leave out"),
        ("!!", "^", "no word"),
        ("a h*", "   ^", "letters or more"),
        ("a ho*se", "    ^", "end of a word"),
        ("*house", "^", "end of a word"),
        ("a~", " ^", "wants one word"),
        ("house~7", "     ^", "wants one word"),
        ('"a b"~99', "^", "apart"),
        ("a NEAR/99 b", "  ^", "apart"),
        ("NEAR a", "^", "nothing before"),
        ("a NEAR", "  ^", "nothing after"),
        ("a NEAR/2 b NEAR/3 c", "           ^", "same number"),
        ("a NEAR kind:risk", "  ^", "NEAR stands between words"),
        ("a NEAR (b AND c)", "  ^", "NEAR stands between words"),
        ("a NEAR heading:b", "  ^", "NEAR stands between words"),
        ("bdy:board", "^", "no field 'bdy'"),
        ("a kind:", "  ^", "wants a value"),
        ("kind:>a", "     ^", "no order"),
        ("date:soon", "     ^", "date wants a date"),
        ("date:2015-13", "     ^", "date wants a date"),
        ("page:x", "     ^", "page wants a number"),
        ("date:2016..2015", "     ^", "before it begins"),
        ("date:..", "     ^", "at least one end"),
        ("a " * (MOST_TERMS + 1), " " * (2 * MOST_TERMS + 1) + "^", "more than"),
        ("(" * (MOST_DEPTH + 1) + "a" + ")" * (MOST_DEPTH + 1), " " * MOST_DEPTH + "^", "deep"),
        ("a" * (MOST_CHARACTERS + 1), " " * MOST_CHARACTERS + "^", "longer than"),
    ],
)
def test_faults(query: str, caret: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        parse(query)
    assert caught.value.caret() == f"{query}\n{caret}"


def test_an_unknown_field_is_told_the_nearest_one() -> None:
    with pytest.raises(QueryError) as caught:
        parse("bdy:board")
    assert caught.value.hint.startswith("Did you mean body:?")


@given(st.text(st.sampled_from('ab()"-*~:>.=ANDORNOT kindate 12'), max_size=40))
def test_every_text_is_a_tree_or_a_fault_within_it(query: str) -> None:
    position = 0
    try:
        parse(query)
    except QueryError as fault:
        position = fault.position
    assert 0 <= position <= len(query)
