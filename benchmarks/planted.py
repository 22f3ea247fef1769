"""What `papers audit` finds of the cases planted in the sample corpus: python -m benchmarks.planted [--names]

Reads corpus/, traces it, and prints for each sort of finding how many of the planted cases it has and what it claims
of other known threads beyond them. A thread of the answers is found in those that hold its rows: same paper, words
that overlap by 0.8 at least.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import yaml

from pipeline import ingest
from pipeline.home import Home
from pipeline.text import fold
from pipeline.trace import Traced, audit, refresh

ROOT = Path(__file__).parents[1]
SAME = 0.8  # share of the words of two texts that must overlap


class Score(msgspec.Struct):
    """Of one sort of finding: the planted cases found, those missed, and what else was claimed, by their keys."""

    found: list[str]
    missed: list[str]
    beyond: list[str]


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


def answers() -> dict[str, Any]:
    """The known answers of the sample corpus."""
    known: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "sample" / "answers.yaml").read_text())
    return known


def score(traced: Traced, known: dict[str, Any]) -> dict[str, Score]:
    """What the audit says of the known threads, by sort of finding, and how many resolutions come out as known."""
    threads = list(traced.threads())
    findings = {item.thread: set(item.findings) for item in audit(threads)}
    names = _names(known)
    rows = [
        (_words(row.text), {names.get(name, name) for name in (row.document, *row.copies)}, thread.id)
        for thread in threads for row in thread.rows
    ]  # fmt: skip
    said: dict[str, set[str]] = {}
    for one in known["threads"]:
        ids = {at for row in one["rows"] if (at := _best(row, names, rows))}
        said[one["key"]] = {str(finding) for at in ids for finding in findings.get(at, ())}
    made = {}
    for finding, keys in known["audit"].items():
        hit = [key for key in keys if finding in said[key]]
        beyond = [key for key in said if key not in keys and finding in said[key]]
        made[finding] = Score(sorted(hit), sorted(set(keys) - {*hit}), sorted(beyond))
    return made


def _names(known: dict[str, Any]) -> dict[str, str]:
    """Every file name of a paper -> the name that the answers give it."""
    return {
        path.rsplit("/", 1)[-1]: paper["document"]
        for paper in known["papers"] for path in (*paper["files"], *paper["copies"])
    }  # fmt: skip


def _best(row: dict[str, Any], names: dict[str, str], rows: list[tuple[Counter[str], set[str], str]]) -> str:
    """The thread with the row that says most nearly what `row` says; of equals the first by id, '' for none."""
    wanted, document = _words(row["text"]), names.get(row["document"], row["document"])
    alike = [(-_overlap(wanted, words), thread) for words, documents, thread in rows if document in documents]
    best = min(alike, default=(0.0, ""))
    return best[1] if -best[0] >= SAME else ""


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", fold(text)))


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


if __name__ == "__main__":
    main()
