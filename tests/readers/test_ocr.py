"""Words from tesseract's table, and what reading pictures may cost."""

from __future__ import annotations

import pytest

from pipeline import tools
from pipeline.errors import ReadError
from pipeline.readers import ocr

TABLE = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
4\t1\t1\t1\t1\t0\t10\t20\t300\t40\t-1\t
5\t1\t1\t1\t1\t1\t10\t20\t60\t40\t96.1\tParish
5\t1\t1\t1\t1\t2\t80\t20\t90\t40\t91\tCouncil
5\t1\t1\t1\t2\t1\t10\t80\t5\t5\t3\t~
5\t1\t1\t1\t2\t2\t20\t80\t5\t5\t95\t \n"""


def test_words_have_places_and_a_certainty_and_stains_are_left_out() -> None:
    words = ocr.parsed(TABLE)
    assert [(w.text, w.x0, w.x1, w.bottom, w.line) for w in words] == [
        ("Parish", 10, 70, 60, (1, 1, 1)),
        ("Council", 80, 170, 60, (1, 1, 1)),
    ]
    assert words[1].certainty == 0.91


def test_a_picture_that_fails_is_paid_for_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(args: list[str], **_: object) -> bytes:
        raise tools.ProgramTimeoutError("tesseract was stopped after 60 seconds")

    monkeypatch.setattr(tools, "run", run)
    budget = ocr.Budget(pages=1)
    with pytest.raises(ReadError):
        ocr.words(b"P5 1 1 255\n\0", 300, budget)
    assert not budget.left()
