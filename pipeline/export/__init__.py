"""What was found, in the formats that other programs and committees read.

Tables (`csv`, `jsonl`), citations (`ris`, `bibtex`, `csl`) and the pack as `html` are streams of bytes: nothing but the
item at hand is in memory. `sqlite` writes a file as it goes; the pack as `docx` is built whole, so it is kept to a
number of threads. Each takes records of `pipeline.export.records`, which whoever calls fills in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.errors import PapersError
from pipeline.export import citations, tables
from pipeline.export.contacts import cleaned
from pipeline.export.records import Finding, Pack, Paper, Thread

__all__ = ["CITATIONS", "FORMATS", "TABLES", "Finding", "Pack", "Paper", "Thread", "cleaned", "save"]

TABLES: dict[str, Callable[[Iterable[Finding]], Iterator[bytes]]] = {
    "csv": tables.csv_lines,
    "jsonl": tables.json_lines,
}
CITATIONS: dict[str, Callable[[Iterable[Paper]], Iterator[bytes]]] = {
    "ris": citations.ris,
    "bibtex": citations.bibtex,
    "csl": citations.csl,
}
#: Every format -> the ending of its files.
FORMATS = {
    "csv": ".csv", "jsonl": ".jsonl", "sqlite": ".sqlite", "ris": ".ris", "bibtex": ".bib", "csl": ".csl.json",
    "docx": ".docx", "html": ".html",
}  # fmt: skip


def save(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a stream to `path`, whole or not at all. Raises PapersError when the file cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(path)
    except OSError as error:
        raise PapersError(
            f"{path} could not be written: {error.strerror}", hint="Make room, or name another file."
        ) from error
    finally:
        part.unlink(missing_ok=True)
