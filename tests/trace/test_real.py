"""Tracing real logs and the sample corpus, held against what a careful reader made of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from benchmarks import planted
from pipeline import ingest
from pipeline.home import Home
from pipeline.text import fold
from pipeline.trace import Traced, audit, refresh

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
#: Of what is planted in the sample corpus: cases found at least, others claimed at most.
LEVELS = {
    "overdue": (24, 0), "silent": (14, 0), "contradicted": (10, 0), "never_reported": (8, 1), "slips": (31, 0),
    "opened_again": (2, 0), "successions": (6, 0), "resolutions": (21, 0),
}  # fmt: skip
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real papers is not beside the project")


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    home = Home(tmp_path_factory.mktemp("logs"))
    ingest.run(home, [SHARED / "papers" / "uk-transparency-board"])
    with refresh(home) as traced:
        yield traced


@pytest.mark.shared
@pytest.mark.slow
@needs_shared
def test_threads_of_real_logs(logs: Traced, tmp_path: Path) -> None:
    found = tmp_path / "threads.json"
    found.write_bytes(msgspec.json.encode(list(logs.threads())))
    gold = SHARED / "evaluate" / "threads" / "tb.json"
    score = [sys.executable, str(SHARED / "evaluate" / "score_threads.py"), str(gold), str(found), "--json"]
    figures = json.loads(subprocess.run(score, check=True, capture_output=True).stdout)
    assert figures["rows_found"] >= 0.97
    assert figures["bcubed_f1"] >= 0.95
    assert figures["pairs_f1"] >= 0.92


@pytest.mark.shared
@pytest.mark.slow
@needs_shared
def test_what_was_dropped_or_opened_again_is_on_the_auditors_list(logs: Traced) -> None:
    gold = json.loads((SHARED / "evaluate" / "threads" / "tb.json").read_text())
    threads = list(logs.threads())
    items = {item.thread: item for item in audit(threads)}
    by_row = {(row.document, fold(row.text)): thread for thread in threads for row in thread.rows}
    seen: dict[str, list[bool]] = defaultdict(list)
    for thread in gold["threads"]:
        last = thread["rows"][-1]
        found = by_row.get((last["document"], fold(last["text"])))
        item = items.get(found.id) if found else None
        if thread["outcome"] == "dropped without closure":
            seen["dropped"].append(item is not None and "silent" in item.findings)
        if "reopened" in thread.get("note", ""):
            seen["reopened"].append(item is not None and "contradicted" in item.findings)
    assert seen["reopened"] == [True, True]
    assert sum(seen["dropped"]) >= 6


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    home = Home(tmp_path_factory.mktemp("sample"))
    ingest.run(home, [ROOT / "corpus"])
    with refresh(home) as traced:
        yield traced


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    known: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "sample" / "answers.yaml").read_text())
    return known


@pytest.mark.slow
def test_successions_of_the_sample(sample: Traced, answers: dict[str, Any]) -> None:
    found = {(fold(s.former), fold(s.later)) for s in sample.successions()}
    wanted = {
        (fold(s["before"]), fold(s["after"])) for s in answers["successions"] if s["said"] and s["kind"] != "role"
    }
    assert wanted <= found


@pytest.mark.slow
def test_the_number_of_looked_after_children(sample: Traced, answers: dict[str, Any]) -> None:
    (wanted,) = [m for m in answers["measures"] if m["name"] == "number of looked after children"]
    figures = [f for measure in sample.measures("looked after children") for f in measure.figures]
    for value in (312, 357, 371, 377, 355):
        assert value in [f.value for f in figures]
        assert value in [v["value"] for v in wanted["values"]]
    pairs = [
        {measure.figures[i].value, measure.figures[j].value}
        for measure in sample.measures("looked after children")
        for i, j in measure.disagree
    ]
    assert set(wanted["disagree"]) in pairs


@pytest.mark.slow
def test_what_is_planted_in_the_sample_is_found(sample: Traced, answers: dict[str, Any]) -> None:
    scores = planted.score(sample, answers)
    assert scores.keys() == LEVELS.keys()
    for sort, (least, most) in LEVELS.items():
        assert len(scores[sort].found) >= least, (sort, scores[sort].missed)
        assert len(scores[sort].beyond) <= most, (sort, scores[sort].beyond)


@pytest.mark.slow
def test_gaps_of_the_sample(sample: Traced, answers: dict[str, Any]) -> None:
    found = {gap.date for gap in sample.gaps() if not gap.guess}
    wanted = {str(gap["date"]) for gap in answers["missing"]}
    assert len(wanted & found) >= 0.8 * len(wanted)
    assert len(found - wanted) <= 0.2 * len(wanted)
