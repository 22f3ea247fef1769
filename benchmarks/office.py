"""Old Word, RTF and OpenDocument to DOCX: one LibreOffice that stays open beside a process a file, in one run.

    python -m benchmarks.office FOLDER [--files 10]

Prints seconds a document of both and their ratio. The start of the listener is given apart: a worker pays it once.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.tools import office

SUFFIXES = {".doc", ".odt", ".rtf"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=10, help="how many documents to convert each way")
    asked = parser.parse_args()
    files = sorted(path for path in asked.folder.rglob("*") if path.suffix.lower() in SUFFIXES)[: asked.files]
    if not files:
        parser.error(f"no .doc, .odt or .rtf file in {asked.folder}")
    with TemporaryDirectory() as folder:
        target = Path(folder, "made.docx")
        start = seconds(office.to_docx, files[:1], target)
        listener = seconds(office.to_docx, files, target)
        alone = seconds(office.convert_alone, files, target)
    print(f"documents                 {len(files):8}")
    print(f"start and first document  {start:8.3f} s")
    print(f"listener                  {listener:8.3f} s a document")
    print(f"a process a file          {alone:8.3f} s a document")
    print(f"ratio                     {alone / listener:8.1f}")


def seconds(convert: Callable[[Path, Path], None], files: list[Path], target: Path) -> float:
    """Seconds a document that `convert` takes."""
    start = time.perf_counter()
    for path in files:
        convert(path, target)
    return (time.perf_counter() - start) / len(files)


if __name__ == "__main__":
    main()
