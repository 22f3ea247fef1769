"""Score the reading of the gold papers: python -m benchmarks.accuracy [--misses N] [--papers PATTERN] [SHARED]

SHARED is the folder with `papers/` and `evaluate/` (default: the one beside the project). Prints the table of
`evaluate/score.py`; `--keep FOLDER` keeps the extracted JSON there.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from pipeline import ingest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def main() -> None:
    """Read the gold papers anew, score them, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="list up to N misses for each figure")
    parser.add_argument("--papers", default="*", metavar="PATTERN", help="only the gold papers whose name fits")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the extracted JSON in FOLDER")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch) / "extracted"
        folder.mkdir(parents=True, exist_ok=True)
        gold = Path(scratch) / "gold"
        gold.mkdir()
        for answer in sorted((options.shared / "evaluate" / "gold").glob("*.json")):
            if not fnmatch.fnmatch(answer.stem, options.papers):
                continue
            (gold / answer.name).write_bytes(answer.read_bytes())
            name = json.loads(answer.read_text())["document"]
            (path,) = (options.shared / "papers").rglob(name)
            paper = ingest.extract(path, options.shared / "papers", Path(tempfile.gettempdir()) / "papers-converted")
            (folder / f"{paper.id}.json").write_bytes(msgspec.json.format(msgspec.json.encode(paper), indent=1))
        score = [sys.executable, str(options.shared / "evaluate" / "score.py"), str(gold), str(folder)]
        subprocess.run([*score, "--misses", str(options.misses), *(["--json"] if options.json else [])], check=True)


if __name__ == "__main__":
    main()
