"""Sentences, where their ends are hard to see."""

from __future__ import annotations

import pytest

from pipeline.text import sentences


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
