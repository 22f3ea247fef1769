"""What tracing finds of the cases planted in the sample corpus: python -m benchmarks.planted [--names]

Reads corpus/, traces it, and prints for each sort of case how many of those planted it has, and what it claims of other
known threads beyond them: the findings of `papers audit`, each move of a due date, what was opened again, what took the
place of what, and what became of recommendations. A row of the answers is found in the row of a thread of the same
paper whose words overlap by 0.8 at least; of several, in the one with its owners and due date.

Of threads that the answers call doubtful, because two careful auditors could decide otherwise, nothing counts as
claimed beyond. What was opened again belongs on the auditor's list among what is contradicted. A move of a due date is
found when it is of as many days, give or take a fortnight, for a holiday has no day; one to an earlier day is no slip.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import yaml

from pipeline import ingest
from pipeline.home import Home
from pipeline.text import fold
from pipeline.trace import Row, Thread, Traced, audit, refresh

ROOT = Path(__file__).parents[1]
SAME = 0.8  # share of the words of two texts that must overlap
NEAR = 14  # days between two accounts of how far a due date moved
Known = dict[str, Any]


class Score(msgspec.Struct):
    """Of one sort of case: those planted that were found, those missed, and what else was claimed, by their keys."""

    found: list[str]
    missed: list[str]
    beyond: list[str]

    @classmethod
    def of(cls, wanted: Iterable[str], claimed: Iterable[str], doubtful: Iterable[str] = ()) -> Score:
        """How `claimed` stands against `wanted`."""
        right, said = Counter(wanted), Counter(claimed)
        beyond = (said - right).elements()
        return cls(
            sorted((right & said).elements()), sorted((right - said).elements()),
            sorted(key for key in beyond if key not in set(doubtful)),
        )  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", action="store_true", help="name what was missed and what was claimed beyond")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        ingest.run(home, [ROOT / "corpus"])
        with refresh(home) as traced:
            scores = score(traced, answers())
    print("| planted | found | claimed beyond |\n|---|---|---|")
    for name, one in scores.items():
        total = len(one.found) + len(one.missed)
        print(f"| {name.replace('_', ' ')} | {len(one.found)} of {total} | {len(one.beyond)} |")
        if options.names:
            print(f"  missed: {', '.join(one.missed)}\n  beyond: {', '.join(one.beyond)}")


def answers() -> Known:
    """The known answers of the sample corpus."""
    known: Known = yaml.safe_load((ROOT / "tests" / "sample" / "answers.yaml").read_text())
    return known


def score(traced: Traced, known: Known) -> dict[str, Score]:
    """What tracing says of the sample corpus beside what is known of it, by sort of case."""
    threads = list(traced.threads())
    found = _Found(threads, known)
    doubtful = {one["key"] for one in known["threads"] if "doubtful" in one}
    reopened = [one["key"] for one in known["threads"] if "reopened" in one]
    findings = {item.thread: set(item.findings) for item in audit(threads)}
    made = {}
    for finding, keys in known["audit"].items():
        wanted = {*keys, *reopened} if finding == "contradicted" else {*keys}
        claimed = [key for key, own in found.threads.items() if any(finding in findings.get(t.id, ()) for t in own)]
        made[finding] = Score.of(wanted, claimed, doubtful)
    moves = [f"{one['key']} {_days(*move)}" for one in known["threads"] for move in one["moves"]]
    slips = [f"{key} {days}" for key, own in found.threads.items() for days in _nearly(_slipped(own), key, moves)]
    made["slips"] = Score.of(moves, slips, {slip for slip in slips if slip.split()[0] in doubtful})
    again = [key for key, own in found.threads.items() if any(_opened_again(thread) for thread in own)]
    made["opened_again"] = Score.of(reopened, again, doubtful)
    made["successions"] = _successions(traced, known)
    made["resolutions"] = _resolutions(traced, known, found)
    return made


class _Found:
    """The rows of all threads, to be asked which says what a row of the answers says."""

    def __init__(self, threads: list[Thread], known: Known) -> None:
        self.names = {
            path.rsplit("/", 1)[-1]: paper["document"]
            for paper in known["papers"] for path in (*paper["files"], *paper["copies"])
        }  # fmt: skip
        self._rows = [
            (_words(row.text), {self.names.get(name, name) for name in (row.document, *row.copies)}, row, thread)
            for thread in threads for row in thread.rows
        ]  # fmt: skip
        #: The key of each known thread -> the threads that hold its rows.
        self.threads: dict[str, list[Thread]] = {}
        for one in known["threads"]:
            own = {thread.id: thread for row in one["rows"] if (thread := self._holding(row))}
            self.threads[one["key"]] = list(own.values())

    def _holding(self, row: Known) -> Thread | None:
        """The thread with the row that says most nearly what `row` says; None when none does."""
        wanted, document = _words(row["text"]), self.names.get(row["document"], row["document"])
        alike = [
            (overlap(wanted, words), _beside(row, other), thread.id, thread)
            for words, documents, other, thread in self._rows if document in documents
        ]  # fmt: skip
        best = max(alike, key=lambda item: item[:3], default=None)
        return best[3] if best and best[0] >= SAME else None


def _beside(known: Known, row: Row) -> int:
    """How much of what stands beside the words of two rows is the same: owners, due date."""
    due = row.due.end if row.due else None
    return (sorted(map(fold, known["owners"])) == sorted(map(fold, row.owners))) + (str(known["due_end"]) == str(due))


def _opened_again(thread: Thread) -> bool:
    return any(one.code == "reopened" for one in thread.contradictions)


def _slipped(threads: Iterable[Thread]) -> list[int]:
    """By how many days the due date was moved to a later day, each time."""
    return [slip.days for thread in threads for slip in thread.slips if slip.days and slip.days > 0]


def _nearly(found: Iterable[int], key: str, moves: Iterable[str]) -> Iterable[int]:
    """The days of each move found, as the answers have them where they are near."""
    wanted = [int(move.split()[1]) for move in moves if move.split()[0] == key]
    return (min((d for d in wanted if abs(d - one) <= NEAR), key=lambda d: abs(d - one), default=one) for one in found)


def _days(before: str, after: str) -> int:
    return (date.fromisoformat(str(after)) - date.fromisoformat(str(before))).days


def _successions(traced: Traced, known: Known) -> Score:
    said = [f"{fold(one.former)} > {fold(one.later)}" for one in traced.successions()]
    return Score.of([f"{fold(one['before'])} > {fold(one['after'])}" for one in known["successions"]], said)


def _resolutions(traced: Traced, known: Known, found: _Found) -> Score:
    """The recommendations with what became of them; an amended one with the words that were changed."""
    wanted = {
        one["key"]: (one["recommendation"], _outcome(one["outcome"], one["words"])) for one in known["resolutions"]
    }
    claimed = []
    for one in traced.resolutions():
        document = found.names.get(one.recommendation.document, one.recommendation.document)
        words = _words(one.recommendation.text)
        keys = [
            (overlap(_words(other["text"]), words), key) for key, (other, _) in wanted.items()
            if other["document"] == document
        ]  # fmt: skip
        best = max(keys, default=(0.0, ""))
        if best[0] >= SAME:
            changes = dict(one.changes)
            right = wanted[best[1]][1]
            amended = any(right == _outcome(one.outcome, {"recommended": a, "resolved": b}) for a, b in changes.items())
            claimed.append(f"{best[1]} {right if amended else _outcome(one.outcome, {})}")
    return Score.of([f"{key} {outcome}" for key, (_, outcome) in wanted.items()], claimed)


def _outcome(outcome: str, words: Known) -> str:
    """'amended: 1 june 2011 > 1 september 2011', by the last words of what was changed."""
    ends = (" ".join(fold(words[name]).split()[-3:]) for name in ("recommended", "resolved") if name in words)
    return f"{outcome}: {' > '.join(ends)}" if words else outcome


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", fold(text)))


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """Share of the words of two texts that both have."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())


if __name__ == "__main__":
    main()
