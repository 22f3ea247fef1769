"""The papers that people annotated: what structure finds in them stays above its floors."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import score
from benchmarks.answers import real

FLOORS = {"metadata": 0.95, "people": 0.92, "sections.headings": 0.93, "sections.kinds": 0.88}


@pytest.mark.shared
@pytest.mark.skipif(not real().answers.is_dir(), reason="the folder of real papers is not beside the project")
def test_text_papers_stay_above_the_floors() -> None:
    figures = score(real(), only="00*").figures()
    assert {name: figures[name].f1 for name in FLOORS if figures[name].f1 < FLOORS[name]} == {}
