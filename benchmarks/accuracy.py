"""Score the reading of papers that people annotated: python -m benchmarks.accuracy [SHARED] [options]

Scores the sets of `annotated/` and, where SHARED (the folder of real papers beside the project) is there, its papers.
`--gold FOLDER --papers FOLDER [--label NAME]`, once or more often, adds sets of your own: answers, and their papers.
"""

from __future__ import annotations

import argparse
import fnmatch
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.answers import HELD_BACK, HERE, SHARED, TRIED, Annotated, real
from benchmarks.scoring import CERTAIN, Score
from benchmarks.tables import insert, markdown
from pipeline import ingest, model
from pipeline.errors import ReadError

FLOORS = HERE / "floors.yaml"
#: The figures that stand for the rest: shown side by side, and held by `tests/test_accuracy.py`.
MAIN = [
    "metadata", "people", "sections.headings", "sections.kinds", "statements.detected", "statements.typed",
    "dates.text", "dates.normalised", "entities.organisation.recall",
]  # fmt: skip


def main() -> None:
    """Read the annotated papers anew, score them, print or write the figures."""
    options = parsed()
    if options.floors:
        write_floors()
        return
    sets = wanted(options)
    scores = {each.name: score(each, options.only, options.keep) for each in sets}
    if options.write:
        insert(options.write, "figures", "\n\n".join(document(scores)))
    elif options.json:
        print(json.dumps({name: figures(each) for name, each in scores.items()}, indent=1))
    else:
        for each in sets:
            shown = misses(scores[each.name], options.misses, each.held_back and not options.really)
            print("\n".join([*block(each.name, scores[each.name]), *shown, ""]))


def parsed() -> argparse.Namespace:
    """What the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    add = parser.add_argument
    add("--gold", type=Path, metavar="FOLDER", action="append", default=[], help="score the answers in FOLDER as well")
    add("--papers", type=Path, metavar="FOLDER", action="append", default=[], help="where the papers of --gold are")
    add("--label", metavar="NAME", action="append", default=[], help="what to call the set of --gold")
    add("--set", metavar="NAME", action="append", default=[], help="only this set (may be repeated)")
    add("--only", default="*", metavar="PATTERN", help="only the papers whose file name fits")
    add("--misses", type=int, default=0, metavar="N", help="list up to N misses for each figure")
    add("--really", action="store_true", help="list them for the set held back too, which is then held back no more")
    add("--write", type=Path, metavar="FILE", help="put the figures between the markers of FILE")
    add("--floors", action="store_true", help=f"set {FLOORS.name} anew, from the project's own sets")
    add("--keep", type=Path, metavar="FOLDER", help="keep the extracted JSON in FOLDER")
    add("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    if len(options.gold) != len(options.papers) or len(options.label) > len(options.gold):
        parser.error("each --gold needs its --papers, in the same order")
    return options


def wanted(options: argparse.Namespace) -> list[Annotated]:
    """The sets to score: the project's own, the real ones where they are, those of the command line."""
    sets = [HELD_BACK, TRIED]
    if real(options.shared).answers.is_dir():
        sets.append(real(options.shared))
    for gold, papers, label in itertools.zip_longest(options.gold, options.papers, options.label):
        sets.append(Annotated(label or gold.name, gold, papers, held_back=gold.resolve() == HELD_BACK.answers))
    if unknown := set(options.set) - {each.name for each in sets}:
        sys.exit(f"There is no set {', '.join(sorted(unknown))}; there are {', '.join(each.name for each in sets)}.")
    return [each for each in sets if not options.set or each.name in options.set]


def score(annotated: Annotated, only: str = "*", keep: Path | None = None) -> Score:
    """Read the papers of a set whose name fits `only` and score them; their JSON is kept below the folder `keep`."""
    result = Score()
    converted = Path(tempfile.gettempdir()) / "papers-converted"
    for answer, path in annotated.each():
        if not fnmatch.fnmatch(path.name, only):
            continue
        paper = None
        try:
            paper = ingest.extract(path, annotated.papers, converted)
        except ReadError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
        result.add(answer, paper)
        if keep and paper:
            (keep / annotated.name).mkdir(parents=True, exist_ok=True)
            (keep / annotated.name / f"{paper.id}.json").write_bytes(model.encode(paper))
    return result


def figures(score: Score) -> dict[str, dict[str, float]]:
    """The figures of a set, to four places."""
    return {
        name: {key: round(value, 4) for key, value in figure._asdict().items()}
        for name, figure in score.figures().items()
    }


def block(name: str, score: Score) -> Iterator[str]:
    """The figures of a set as lines for a terminal."""
    yield f"{name}, {score.papers} papers"
    yield f"{'':31}{'F1':>6}{'precision':>11}{'recall':>8}{'gold':>6}{'found':>7}"
    for key, figure in score.figures().items():
        f1, precision, recall, gold, found = figure
        yield f"{key:31}{f1:6.3f}{precision:11.3f}{recall:8.3f}{gold:6}{found:7}"


def misses(score: Score, limit: int, hidden: bool) -> Iterator[str]:
    """Up to `limit` misses of each figure; of a set that is held back only a word on why there are none."""
    if limit and hidden:
        yield "What is missed here is held back, so that the figures say what to expect of papers never met."
        yield "Look at the other sets. --really shows it all the same; the set is then no longer held back."
        return
    for _, group in itertools.groupby(sorted(score.misses), key=lambda miss: miss.figure):
        yield from (" | ".join(miss) for miss in itertools.islice(group, limit))


def document(scores: dict[str, Score]) -> Iterator[str]:
    """Tables for a document: the main figures of all sets side by side, then one table a set."""
    every = {name: score.figures() for name, score in scores.items()}
    yield "F1 of the main figures:"
    heads = [f"{name} ({score.papers} papers)" for name, score in scores.items()]
    rows = [[key, *(f"{each[key].f1:.2f}" if key in each else "" for each in every.values())] for key in MAIN]
    certain = [f"{score.certain.figure().precision:.2f}" for score in scores.values()]
    yield markdown(
        ["figure", *heads], [*rows, [f"right of the statements with certainty {CERTAIN} and more", *certain]]
    )
    for name, each in every.items():
        yield f"### {name}"
        cells = [[key, f"{f.f1:.2f}", f"{f.precision:.2f}", f"{f.recall:.2f}", str(f.gold)] for key, f in each.items()]
        yield markdown(["figure", "F1", "precision", "recall", "in the papers"], cells)


def write_floors() -> None:
    """Keep the main figures of the project's own sets, for the test that holds them."""
    reached = {each.name: score(each).figures() for each in (HELD_BACK, TRIED)}
    held = {name: {key: round(each[key].f1, 3) for key in MAIN} for name, each in reached.items()}
    head = "# F1 when last set by `python -m benchmarks.accuracy --floors`; tests/test_accuracy.py holds them.\n"
    FLOORS.write_text(head + yaml.safe_dump(held, sort_keys=False))


if __name__ == "__main__":
    main()
