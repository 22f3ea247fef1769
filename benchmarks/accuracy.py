"""Score the reading of papers that people annotated: python -m benchmarks.accuracy [SHARED] [--gold FOLDER]

SHARED is the folder with `papers/` and `evaluate/` (default: the one beside the project). Prints the table of
`evaluate/score.py` for its gold answers; `--gold FOLDER` scores the answers in that folder as well, papers being
looked up in the same `papers/`. `--write docs/accuracy.md` puts the figures of both between the markers of that file.
`--keep FOLDER` keeps the extracted JSON there.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline import ingest

SHARED = Path(__file__).resolve().parents[2] / "shared"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"

Rows = dict[str, dict[str, float]]


def main() -> None:
    """Read the annotated papers anew, score them, print or write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--gold", type=Path, metavar="FOLDER", help="score the gold answers in FOLDER as well")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the figures between the markers of FILE")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="list up to N misses for each figure")
    parser.add_argument("--papers", default="*", metavar="PATTERN", help="only the gold papers whose name fits")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the extracted JSON in FOLDER")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()

    scored: list[tuple[int, Rows]] = []
    for number, answers in enumerate(filter(None, (options.shared / "evaluate" / "gold", options.gold))):
        with tempfile.TemporaryDirectory() as scratch:
            gold = Path(scratch) / "gold"
            folder = options.keep / str(number) if options.keep else Path(scratch) / "extracted"
            count = extract(answers, options, gold, folder)
            command = [sys.executable, str(options.shared / "evaluate" / "score.py"), str(gold), str(folder)]
            if options.write:
                done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
                scored.append((count, json.loads(done.stdout)))
            else:
                shown = ["--misses", str(options.misses), *(["--json"] if options.json else [])]
                subprocess.run([*command, *shown], check=True)
    if options.write:
        write(options.write, "\n".join(table(scored)))


def extract(answers: Path, options: argparse.Namespace, gold: Path, folder: Path) -> int:
    """Copy the wanted `answers` to `gold` and the JSON of their papers to `folder`; gives how many there are."""
    gold.mkdir(parents=True)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [path for path in sorted(answers.glob("*.json")) if fnmatch.fnmatch(path.stem, options.papers)]
    for answer in wanted:
        (gold / answer.name).write_bytes(answer.read_bytes())
        name = json.loads(answer.read_text())["document"]
        (path,) = (options.shared / "papers").rglob(name)
        paper = ingest.extract(path, options.shared / "papers", Path(tempfile.gettempdir()) / "papers-converted")
        (folder / f"{paper.id}.json").write_bytes(msgspec.json.format(msgspec.json.encode(paper), indent=1))
    return len(wanted)


def table(scored: list[tuple[int, Rows]]) -> Iterator[str]:
    """The lines of a Markdown table: a figure a row, and for each set F1, precision, recall and how many there are."""
    heads = [f"F1 | precision | recall | in {count} papers" for count, _ in scored]
    yield f"| figure | {' | '.join(heads)} |"
    yield "|---|" + "--:|" * 4 * len(scored)
    for name in sorted({name for _, rows in scored for name in rows}):
        cells = [row(rows[name]) if name in rows else "| | |" for _, rows in scored]
        yield f"| {name} | {' | '.join(cells)} |"


def row(figure: dict[str, float]) -> str:
    """The four cells of a figure."""
    return f"{figure['f1']:.2f} | {figure['precision']:.2f} | {figure['recall']:.2f} | {figure['gold']:.0f}"


def write(path: Path, lines: str) -> None:
    """Put `lines` between the markers of the file at `path`."""
    head, begin, rest = path.read_text().partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{path} has no place for the figures: it needs the lines {BEGIN} and {END}")
    path.write_text(f"{head}{BEGIN}\n{lines}\n{END}{tail}")


if __name__ == "__main__":
    main()
