"""`extracted/`: one JSON a paper, the truth, and a catalogue of what was read, when, by which version, and what failed.

The JSON of a paper is written before the catalogue knows of it and the catalogue before the index, each atomically, so
that a run killed at any instant leaves nothing half said: the next run goes on from there.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import TracebackType

import msgspec

from pipeline import model
from pipeline.errors import StoreError, UsageError
from pipeline.model import Paper
from pipeline.store.catalogue import Catalogue, Entry, File
from pipeline.store.copies import related, sketch

__all__ = ["Entry", "File", "Store", "sketch"]


class Store:
    """The folder `extracted/` of a home, opened. A context manager; `writable` takes the one writer's lock."""

    def __init__(self, folder: Path, writable: bool = False) -> None:
        """Open `folder`, making it when `writable`. Raises UsageError when it is missing, StoreError when locked."""
        if writable:
            folder.mkdir(parents=True, exist_ok=True)
        elif not (folder / "catalogue.sqlite").exists():
            raise UsageError(f"{folder} holds no papers yet", hint="Read some first: papers ingest")
        self.folder = folder
        self._lock = _locked(folder / ".lock") if writable else None
        self.catalogue = Catalogue(folder / "catalogue.sqlite", writable)
        if writable:
            for left in folder.glob(".*.part"):
                left.unlink(missing_ok=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the catalogue and let the next writer in."""
        self.catalogue.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def converted(self) -> Path:
        """The folder of conversions, kept by content."""
        return self.folder / "converted"

    def path(self, paper: str) -> Path:
        """Where the JSON of the paper with id `paper` is."""
        return self.folder / f"{paper}.json"

    def save(self, paper: str, content: bytes, entry: Entry) -> None:
        """Write a paper's JSON and enter it in the catalogue. Raises StoreError when the disk will not take it."""
        target, part = self.path(paper), self.folder / f".{paper}.part"
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(
                f"{target} could not be written: {error.strerror}",
                hint="Make room on the disk and run the command again; what was read so far is kept.",
            ) from error
        self.catalogue.enter(entry)
        if state := self.state(paper):
            self.catalogue.note_written({paper: state})

    def fail(self, entry: Entry) -> None:
        """Enter a paper that could not be read; what an older version of the program read of it is dropped."""
        self.path(entry.id).unlink(missing_ok=True)
        self.catalogue.enter(entry)

    def drop(self, paper: str) -> None:
        """Forget a paper that no file holds any more."""
        self.catalogue.drop(paper)
        self.path(paper).unlink(missing_ok=True)

    def load(self, paper: str) -> Paper:
        """The paper with id `paper`, validated. Raises StoreError when its JSON is missing or damaged."""
        return model.decode(self.content(paper))

    def content(self, paper: str) -> bytes:
        """The JSON of a paper, validated. Raises StoreError when it is missing or damaged."""
        path = self.path(paper)
        try:
            content = path.read_bytes()
            model.decode(content)
        except OSError as error:
            raise StoreError(f"{path} could not be read: {error.strerror}", hint=REPAIR) from error
        except msgspec.MsgspecError as error:
            raise StoreError(f"{path} is damaged: {error}", hint=REPAIR) from error
        return content

    def papers(self, ids: Iterable[str] | None = None) -> Iterator[Paper]:
        """The papers with these ids (all that were read, without), one at a time.

        One whose JSON is missing or damaged is left out, with a warning that names it: it costs no other paper.
        """
        for paper in sorted(self.catalogue.stamps()) if ids is None else ids:
            try:
                record = self.load(paper)
            except StoreError as error:
                entry = self.catalogue.entry(paper)
                _warn(f"{_plain(entry.path) if entry else paper} is left out: {error}. {error.hint}")
                continue
            yield record

    def holding(self, statement: str) -> str:
        """The id of the paper that holds a statement, '' when none does; looks through the papers' JSON."""
        wanted = f'"id": "{statement}"'.encode()
        for paper in self.catalogue.stamps():
            with contextlib.suppress(OSError):
                if wanted in self.path(paper).read_bytes():
                    return paper
        return ""

    def state(self, paper: str) -> tuple[int, int] | None:
        """The size of a paper's JSON in bytes and when it was written, in nanoseconds since 1970; None without one."""
        try:
            stat = self.path(paper).stat()
        except OSError:
            return None
        return stat.st_size, stat.st_mtime_ns

    def damaged(self) -> set[str]:
        """The ids of the papers whose JSON is gone or not what was written; only files that were touched are read."""
        known, whole, found = self.catalogue.written(), {}, set()
        for paper, stamp in self.catalogue.stamps().items():
            state = self.state(paper)
            if state is None or (known.get(paper) != state and not self._is(paper, stamp)):
                found.add(paper)
            elif known.get(paper) != state:
                whole[paper] = state
        self.catalogue.note_written(whole)
        return found

    def _is(self, paper: str, stamp: str) -> bool:
        try:
            return model.stamp(self.path(paper).read_bytes()) == stamp
        except OSError:
            return False

    def relate(self) -> list[str]:
        """Bring each paper's path and copies up to date with the files there are; the ids of those that changed."""
        changed = []
        for paper, (path, copies) in related(self.catalogue).items():
            entry = self.catalogue.entry(paper)
            if entry is None:
                continue
            if entry.outcome == "failed":
                self.catalogue.enter(msgspec.structs.replace(entry, path=path, copies=copies))
                continue
            record = next(self.papers([paper]), None)
            if record is None:
                continue
            record.source.path, record.source.copies = path, copies
            content = model.encode(record)
            self.save(
                paper, content, msgspec.structs.replace(entry, path=path, stamp=model.stamp(content), copies=copies)
            )
            changed.append(paper)
        return changed


REPAIR = "Mend it with: papers ingest (or, when its file is gone, papers check --repair)"
_log = logging.getLogger("papers.store")


@cache
def _warn(message: str) -> None:
    """Say it once, however often the papers are gone through."""
    _log.warning(message)


def _plain(name: str) -> str:
    """The name of a file without what could steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in name)


def _locked(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.close(lock)
        raise StoreError(
            f"another run is writing to {path.parent}", hint="Wait for it to end, then try again."
        ) from error
    return lock
