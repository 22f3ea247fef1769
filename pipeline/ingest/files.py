"""Which files there are, which of them are new or changed since the last walk, and which are gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from stat import S_ISREG

import msgspec

from pipeline import vocabulary
from pipeline.errors import UsageError
from pipeline.store.catalogue import Catalogue, File
from pipeline.store.names import located, written

#: A folder with such a file is a home; what the program makes in it is no paper, though one names the home to be read.
CATALOGUE = "extracted/catalogue.sqlite"
OURS = ("extracted", "index", "vocabulary")
NEVER = -1  # the time of change of a file that could not be opened, so that the next walk tries it again


class Survey(msgspec.Struct):
    """What a walk found: the files of this run, and whether any of them is new, changed or gone."""

    files: list[File] = []
    gone: int = 0
    changed: bool = False
    passed_over: list[str] = []
    missing_roots: list[str] = []
    closed: list[str] = []  # folders, links and files that cannot be opened; what was read of them before is kept


def check_there_is_something(paths: list[Path], corpus: Path, known: bool) -> None:
    """Raise UsageError when a path does not exist, or there is none, no corpus and no paper is `known`."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"{written(path)} does not exist", hint="Name a file or a folder of papers.")
    if not paths and not corpus.is_dir() and not known:
        raise UsageError(
            f"there is no folder {corpus}",
            hint="Make it and put papers there, or name a folder of papers: papers ingest FOLDER",
        )


def survey(catalogue: Catalogue, paths: list[Path], corpus: Path) -> Survey:
    """Walk `paths` (without any: the corpus and the folders read before) and note in the catalogue what is there.

    A path inside a folder that is known narrows the walk to that part of it; a file elsewhere is read, now and later,
    without its neighbours. Only files whose size or time of change
    differ from the last walk's are read for their digest.
    """
    found = Survey()
    for root, part, alone in _parts(catalogue, paths, corpus, found):
        text = written(root)
        known = {file.path: file for file in catalogue.files(text) if _within(file.path, part)}
        place = located(f"{text}/{part}") if part else root
        walked = _walk(place, found) if not alone or os.path.lexists(place) else iter(())
        files = filter(None, (_file(root, path, known, found) for path in walked))
        here = {file.path: file for file in files}
        changed = [file for path, file in here.items() if known.get(path) != file]
        closed = [Path(path).relative_to(text).as_posix() for path in found.closed if Path(path).is_relative_to(text)]
        gone = {path for path in known.keys() - here.keys() if not any(_within(path, name) for name in closed)}
        catalogue.set_files(text, changed, gone)
        if alone and here:
            catalogue.set_alone(text, part)
        elif not part:
            catalogue.set_whole(text)
        found.files += sorted(here.values(), key=lambda file: file.path)
        found.gone += len(gone)
        found.changed |= bool(changed or gone)
    return found


def _parts(catalogue: Catalogue, paths: list[Path], corpus: Path, found: Survey) -> Iterator[tuple[Path, str, bool]]:
    """What to walk: a root, the part below it, '' for all of it, and whether that is a file named by itself."""
    roots = {corpus.resolve(), *map(located, catalogue.roots())}
    if not paths:
        for root in sorted(roots):
            if root.is_dir():
                yield root, "", False
            elif catalogue.files(written(root)):
                found.missing_roots.append(written(root))
        for folder, name in catalogue.alone():
            if located(folder).is_dir():
                yield located(folder), name, True
            elif folder not in found.missing_roots:
                found.missing_roots.append(folder)
        return
    for path in map(Path.resolve, paths):
        for root in roots:
            if path.is_relative_to(root):
                part = written(path.relative_to(root))
                yield root, "" if part == "." else part, False
                break
        else:
            if path.is_dir():
                yield path, "", False
            else:
                yield path.parent, written(Path(path.name)), True


def _within(path: str, part: str) -> bool:
    return part in ("", ".", path) or path.startswith(part + "/")


def _walk(path: Path, found: Survey) -> Iterator[Path]:
    """The files at or below `path`, in order, hidden ones and those that are no papers by their name left out."""
    if path.is_file():
        yield path
        return
    beside = vocabulary.load("files")
    seen = set()
    shut = lambda error: _shut(Path(error.filename), found)  # noqa: E731
    for folder, below, names in os.walk(path, followlinks=True, onerror=shut):
        stat = os.stat(folder)
        if (stat.st_dev, stat.st_ino) in seen:
            below.clear()  # a link that leads back up
            continue
        seen.add((stat.st_dev, stat.st_ino))
        ours = OURS if Path(folder, CATALOGUE).exists() else ()
        below[:] = sorted(name for name in below if not name.startswith(".") and name not in ours)
        for name in sorted(names):
            file = Path(folder, name)
            if name.startswith((".", "~$")) or name.lower() in beside["names"]:
                continue
            if file.suffix.lower() in beside["suffixes"]:
                found.passed_over.append(written(file))
            else:
                yield from _openable(file, found)


def _openable(file: Path, found: Survey) -> Iterator[Path]:
    """`file`, when it is one: a link that leads nowhere is noted as closed, a pipe or device as no paper."""
    try:
        stat = file.stat()
    except OSError:
        if file.is_symlink() or os.path.lexists(file):
            _shut(file, found)
        return
    if S_ISREG(stat.st_mode):
        yield file
    else:
        found.passed_over.append(written(file))


def _shut(path: Path, found: Survey) -> None:
    found.closed.append(written(path))


def _file(root: Path, path: Path, known: dict[str, File], found: Survey) -> File | None:
    """The file as it is now; its digest is taken from the last walk when size and time are the same.

    None when it vanished since. One that cannot be opened is what it was at the last walk or, when it is new, has a
    digest of its name, so that it gets an outcome of its own: its reading fails, with the reason.
    """
    name = written(path.relative_to(root))
    before = known.get(name)
    try:
        stat = path.stat()
        if before is not None and (before.size, before.modified) == (stat.st_size, stat.st_mtime_ns):
            return before
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError:
        if before is not None and before.modified != NEVER:
            _shut(path, found)
            return before
        return File(written(root), name, 0, NEVER, sha256(f"{root}\0{name}".encode(errors="replace")).hexdigest())
    return File(written(root), name, stat.st_size, stat.st_mtime_ns, digest)
