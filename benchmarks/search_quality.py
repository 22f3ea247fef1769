"""Score search against readers' questions: python -m benchmarks.search_quality HOME [--docs] [--misses] [SHARED]

HOME is a folder in which `papers ingest` has read all the papers of SHARED (default: the folder beside the project).
Runs `evaluate/score_search.py`, which asks every question through the command and grades the answers beside a plain
BM25 over the papers' paragraphs; `--docs` writes the table into docs/search.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from benchmarks.search import DOCS
from benchmarks.tables import insert, markdown

SHARED = Path(__file__).resolve().parents[2] / "shared"


def main() -> None:
    """Ask, grade, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--docs", action="store_true", help="write the table into docs/search.md")
    parser.add_argument("--misses", action="store_true", help="list the questions that are answered badly")
    options = parser.parse_args()
    folder = options.shared / "evaluate"
    command = str(Path(sys.executable).with_name("papers"))
    papers = [command, "--home", str(options.home.resolve()), "search", "--json", "--limit", "10"]
    score = [sys.executable, str(folder / "score_search.py"), str(folder / "gold"), str(folder / "text")]
    score += ["--misses"] if options.misses else ["--json"]
    printed = subprocess.run([*score, "--", *papers], capture_output=True, text=True, check=True).stdout
    if options.misses:
        print(printed)
        return
    scored = json.loads(printed)
    named = {"papers": "this project", "plain_bm25": "BM25 over paragraphs"}
    rows = [
        [name, *(f"{scored[key][figure]:.2f}" for figure in ("ndcg10", "recall10", "mrr"))]
        for key, name in named.items()
    ]
    head = [f"{scored['questions']} questions", "nDCG@10", "recall@10", "reciprocal rank"]
    table = markdown(head, rows)
    print(table)
    if options.docs:
        insert(DOCS, "quality", table)


if __name__ == "__main__":
    main()
