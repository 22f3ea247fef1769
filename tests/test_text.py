"""Sentences, where their ends are hard to see."""

from __future__ import annotations

import pytest

from pipeline.text import bodies_in_one, sentences, signs, words


@pytest.mark.parametrize(
    "told",
    [
        ["It went to H.P.C.", "It was agreed there."],
        ["H.P.C. Lamps Group met.", "They agreed."],
        ["Members chose scheme B.", "NS to report."],
        ["Cllr. A. Lee and J. Roe left.", "The rest stayed."],
        ["Prof. J.R. Low spoke for 3.5 hours."],
        ["The wall is the owner's.", "Cllr Lee to write."],
        ["See ss. 4 and s. 7 of it."],
        ["See https://example.org/lamps", "The Panel agreed."],
        ["It is at www.example.org/lamps.", "Good."],
        ["Look (https://example.org) There", "and there"],
    ],
)
def test_sentences(told: list[str]) -> None:
    glue = "\n" if told[-1].startswith("and") else " "
    text = glue.join(told)
    assert [text[start:end] for start, end in sentences(text)] == told


def test_words_are_letters_and_figures_in_small_letters() -> None:
    assert words("The Tide-Watch's 3months, £20 café_Ŵyl (2015/16)…") == [
        "the", "tide", "watch", "s", "3months", "20", "café", "ŵyl", "2015", "16",
    ]  # fmt: skip


def test_signs_of_phrases_are_among_the_words_of_a_text_that_holds_one() -> None:
    asked = signs(["letter of thanks", "Tide-Watch", "…"])
    assert len(asked) == 2
    assert not asked.isdisjoint(words("A letter of thanks came."))
    assert not asked.isdisjoint(words("The tide-watch is over."))
    assert asked.isdisjoint(words("A tide of visitors came."))


def test_a_body_goes_by_the_commonest_of_its_names() -> None:
    health = ["Health and Wellbeing Board", "Health & Wellbeing Board", "The Health and Wellbeing Board"]
    named = bodies_in_one([*health, health[1], "Schools Forum"])
    assert [named[name] for name in health] == [health[1]] * 3
    assert named["Schools Forum"] == "Schools Forum"
