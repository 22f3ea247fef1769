"""Is `certainty` honest? Measured on the papers that a person annotated.

`pytest tests/statements/test_certainty.py -s` prints the table: how many statements carry each certainty, and the
share of them that the annotator has too, with the same kind.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.answers import real
from benchmarks.scoring import pair
from pipeline import ingest
from pipeline.errors import NeedsProgramError

REAL = real()
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REAL.answers.is_dir(), reason="the annotated papers are not here"),
]


def test_nine_in_ten_of_the_certain_are_right() -> None:
    right: dict[float, list[bool]] = defaultdict(list)
    for answer, source in REAL.each():
        try:
            paper = ingest.extract(source, REAL.papers, Path(tempfile.gettempdir()) / "papers-converted")
        except NeedsProgramError:
            continue
        pairs = pair([s.text for s in answer.statements], [s.text for s in paper.statements])
        partner = {j: answer.statements[i] for i, j in pairs}
        for j, statement in enumerate(paper.statements):
            right[statement.certainty].append(j in partner and partner[j].kind == statement.kind)
    print("\ncertainty  statements  right")
    for certainty, each in sorted(right.items()):
        print(f"{certainty:9.2f} {len(each):11} {sum(each) / len(each):6.2f}")
    certain = [same for certainty, each in right.items() if certainty >= 0.9 for same in each]
    assert sum(certain) / len(certain) >= 0.9
    assert sum(sum(each) / len(each) < certainty - 0.2 for certainty, each in right.items() if len(each) > 9) == 0
