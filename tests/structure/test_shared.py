"""The papers that people annotated: what structure finds in them stays above its floors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
FLOORS = {"metadata": 0.95, "people": 0.92, "sections.headings": 0.93, "sections.kinds": 0.88}


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "evaluate").is_dir(), reason="the folder of real papers is not beside the project")
def test_text_papers_stay_above_the_floors() -> None:
    command = [sys.executable, "-m", "benchmarks.accuracy", str(SHARED), "--papers", "00*", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    figures = json.loads(done.stdout)
    assert {name: figures[name]["f1"] for name in FLOORS if figures[name]["f1"] < FLOORS[name]} == {}
