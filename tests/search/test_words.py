"""How text is cut into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.search.words import spans, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foster carers", "foster carers"),
        ("the council's and the councils' plans", "the council and the councils plans"),
        ("the Board’s view; don’t", "the board view dont"),
        ("Café, naïve, Ärger", "cafe naive arger"),
        ("Cafe\u0301s", "cafes"),
        ("£10,000 or £1,250,000", "£ 10000 or £ 1250000"),
        ("95% of 2016/17", "95 % of 2016 17"),
        ("items 1,2 and 3,45", "items 1 2 and 3 45"),
        ("under s.17(1)(b)", "under s 17 1 b"),
        ("TB(7)1.ii", "tb 7 1 ii"),
        ("16-18-year-olds", "16 18 year olds"),
        ("self_help – really…", "self help really"),
        ("O'Neill's", "oneill"),
        ("", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@given(st.text(st.sampled_from("aZ9 ,.'’s£$%é½-\u0301_(\1ﬁ²™"), max_size=30) | st.text(max_size=30))
def test_the_quick_way_and_the_way_with_offsets_find_the_same(text: str) -> None:
    assert words(text) == [word for word, _, _ in spans(text)]
    assert all(text[start:end] for _, start, end in spans(text))


@given(st.text(max_size=40))
def test_words_are_plain(text: str) -> None:
    for word in words(text):
        assert word == word.lower()
        assert word.isalnum() or word in "£€$%"
