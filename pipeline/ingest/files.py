"""Which files there are, which of them are new or changed since the last walk, and which are gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

import msgspec

from pipeline import vocabulary
from pipeline.errors import UsageError
from pipeline.store.catalogue import Catalogue, File


class Survey(msgspec.Struct):
    """What a walk found: the files of this run, and whether any of them is new, changed or gone."""

    files: list[File] = []
    gone: int = 0
    changed: bool = False
    passed_over: list[str] = []
    missing_roots: list[str] = []


def survey(catalogue: Catalogue, paths: list[Path], corpus: Path) -> Survey:
    """Walk `paths` (without any: the corpus and the folders read before) and note in the catalogue what is there.

    A path inside a folder that is known narrows the walk to that part of it. Only files whose size or time of change
    differ from the last walk's are read for their digest. Raises UsageError for a path that does not exist.
    """
    found = Survey()
    for root, part in _parts(catalogue, paths, corpus, found):
        known = {file.path: file for file in catalogue.files(str(root)) if _within(file.path, part)}
        here = {}
        for path in _walk(root / part if part else root, found):
            file = _file(root, path, known.get(path.relative_to(root).as_posix()))
            here[file.path] = file
        changed = [file for path, file in here.items() if known.get(path) != file]
        gone = known.keys() - here.keys()
        catalogue.set_files(str(root), changed, gone)
        found.files += sorted(here.values(), key=lambda file: file.path)
        found.gone += len(gone)
        found.changed |= bool(changed or gone)
    return found


def _parts(catalogue: Catalogue, paths: list[Path], corpus: Path, found: Survey) -> Iterator[tuple[Path, str]]:
    """The folders to walk: a root and the part below it, '' for all of it."""
    roots = {corpus.resolve(), *map(Path, catalogue.roots())}
    if not paths:
        for root in sorted(roots):
            if root.is_dir():
                yield root, ""
            elif catalogue.files(str(root)):
                found.missing_roots.append(str(root))
            elif len(roots) == 1:
                raise UsageError(f"there is no folder {corpus}", hint="Make it and put papers there, or name a folder.")
        return
    for path in map(Path.resolve, paths):
        if not path.exists():
            raise UsageError(f"{path} does not exist", hint="Name a file or a folder of papers.")
        for root in roots:
            if path.is_relative_to(root):
                part = path.relative_to(root).as_posix()
                yield root, "" if part == "." else part
                break
        else:
            if path.is_dir():
                yield path, ""
            else:
                yield path.parent, path.name


def _within(path: str, part: str) -> bool:
    return not part or path == part or path.startswith(part + "/")


def _walk(path: Path, found: Survey) -> Iterator[Path]:
    """The files at or below `path`, in order, hidden ones and those that are no papers by their name left out."""
    if path.is_file():
        yield path
        return
    beside = vocabulary.load("files")
    seen = set()
    for folder, below, names in os.walk(path, followlinks=True):
        if (inode := os.stat(folder).st_ino) in seen:
            below.clear()  # a link that leads back up
            continue
        seen.add(inode)
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if name.startswith((".", "~$")) or name.lower() in beside["names"]:
                continue
            if file.suffix.lower() in beside["suffixes"]:
                found.passed_over.append(str(file))
            elif file.is_file():
                yield file


def _file(root: Path, path: Path, known: File | None) -> File:
    """The file as it is now; its digest is taken from the last walk when size and time are the same."""
    stat = path.stat()
    if known is not None and (known.size, known.modified) == (stat.st_size, stat.st_mtime_ns):
        return known
    try:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except OSError:
        digest = ""  # its reading will fail with the reason
    return File(str(root), path.relative_to(root).as_posix(), stat.st_size, stat.st_mtime_ns, digest)
