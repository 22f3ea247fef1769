"""The scorer of `benchmarks/`: what it pairs and counts, and that it agrees with the one beside the real papers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.accuracy import figures, misses, score
from benchmarks.answers import Action, Answer, Entity, Metadata, Section, real
from benchmarks.answers import Statement as Expected
from benchmarks.scoring import NOTHING, Score, pair
from pipeline.model import Due, Mention, Statement
from pipeline.model import Section as Found

REAL = real()


@pytest.mark.parametrize(
    ("title", "gold", "found", "pairs"),
    [
        ("case and punctuation do not count", ["The bins, emptied!"], ["the bins emptied"], [(0, 0)]),
        ("four words of five are enough", ["mend the old sea wall"], ["mend the old sea gate"], [(0, 0)]),
        ("three of four are not", ["mend the sea wall"], ["mend the sea gate"], []),
        ("a part of a text is another text", ["mend the wall"], ["mend the wall and then paint all of it"], []),
        ("the likest go first", ["a b c d e"], ["a b c d x", "a b c d e"], [(0, 1)]),
        ("each text is paired once", ["a b c", "a b c"], ["a b c"], [(0, 0)]),
        ("nothing pairs with nothing", [""], ["", "..."], []),
    ],
)  # fmt: skip
def test_pairs(title: str, gold: list[str], found: list[str], pairs: list[tuple[int, int]]) -> None:
    assert pair(gold, found) == pairs, title


def test_counts_what_is_found_missed_and_too_much() -> None:
    action = Action(["Clerk", "KB"], "by 1 May", "2024-05-01", "2024-05-01", status={"RAG": "Green"})
    answer = Answer(
        document="minutes.txt",
        metadata=Metadata(body="Harbour Board", title="Minutes"),
        parts=[],
        sections=[Section(0, "Dredging", ["actions"]), Section(0, "Any other business", ["other"])],
        statements=[
            Expected("s1", 0, 0, "action", "Clerk to ask for three quotes", action=action),
            Expected("s2", 0, 0, "risk", "the channel may silt up"),
        ],
        dates=[],
        abbreviations={"HB": "Harbour Board"},
        entities={"organisation": [Entity("Harbour Board", ["HB"]), Entity("Crown Estate", [])]},
    )
    paper = type(NOTHING)(
        1, "", NOTHING.source, None, "HARBOUR BOARD", None, "Notes", "other",
        sections=[Found("s1", 0, "", "", "Dredging", 1, ["actions"])],
        statements=[
            Statement("a", "action", "p1", 0, 9, "s1", "Clerk to ask for three quotes.", 0.9, "", ["Clerk"],
                      Due("by 1 May", "2024-05-01", "2024-05-01"), status={"RAG": "Red"}),
            Statement("b", "outcome", "p2", 0, 9, "s1", "The channel may silt up", 0.5),
        ],
        mentions=[Mention("organisation", "HB", "Harbour Board", "p1", 0, 2)],
    )  # fmt: skip
    result = Score()
    result.add(answer, paper)
    shares = {name: (round(f.f1, 2), f.gold, f.found) for name, f in result.figures().items()}
    assert shares["metadata"] == (0.5, 2, 2)
    assert shares["sections.headings"] == (0.67, 2, 1)
    assert shares["statements.detected"] == (1.0, 2, 2)
    assert shares["statements.typed"] == (0.5, 2, 2)
    assert shares["statements.outcome"] == (0.0, 0, 1)
    assert shares["actions.owners"] == (0.67, 2, 1)
    assert shares["actions.due"] == (1.0, 1, 1)
    assert shares["actions.status"] == (0.0, 1, 1)
    assert shares["abbreviations"] == (0.0, 1, 0)
    assert shares["entities.organisation.recall"] == (0.5, 2, 2)
    assert shares["entities.organisation.precision"] == (1.0, 1, 1)
    assert (result.certain.hit, result.certain.found) == (1, 1)
    assert ("statements.typed", "minutes.txt") in {(miss.figure, miss.document) for miss in result.misses}


def test_a_paper_that_could_not_be_read_holds_nothing() -> None:
    answer = Answer("lost.doc", Metadata(paper_type="other"), [], [Section(0, "Bins", ["other"])], [], [], {}, {})
    result = Score()
    result.add(answer, None)
    assert {name: figure.recall for name, figure in result.figures().items() if figure.gold} == {
        "metadata": 0, "metadata.paper_type": 0, "sections.headings": 0, "sections.kinds": 0,
    }  # fmt: skip


def test_what_is_missed_in_the_set_held_back_is_not_shown() -> None:
    result = Score()
    result.add(Answer("a.txt", Metadata(), [], [Section(0, "Bins", ["other"])], [], [], {}, {}), NOTHING)
    assert any("Bins" in line for line in misses(result, 1, hidden=False))
    assert not any("Bins" in line for line in misses(result, 1, hidden=True))
    assert list(misses(result, 0, hidden=False)) == list(misses(result, 0, hidden=True)) == []


@pytest.mark.shared
@pytest.mark.skipif(not REAL.answers.is_dir(), reason="the folder of real papers is not beside the project")
def test_agrees_with_the_scorer_of_the_real_papers(tmp_path: Path) -> None:
    ours = figures(score(REAL, keep=tmp_path))
    command = [sys.executable, str(REAL.answers.parent / "score.py"), str(REAL.answers), str(tmp_path), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert ours.keys() == theirs.keys()
    apart = {
        (name, key): (ours[name][key], value)
        for name, figure in theirs.items()
        for key, value in figure.items()
        if abs(ours[name][key] - value) > 0.001
    }
    assert apart == {}
