"""What the pages ask of a home: the index, the papers, where their files are. Opened once and kept for the process.

SQLite connections belong to the thread that opened them, so each thread keeps its own; decoded papers are shared.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from hashlib import file_digest
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline import model
from pipeline.errors import StoreError
from pipeline.home import Home
from pipeline.model import Paper, Statement
from pipeline.search import Engine, Request, Results
from pipeline.store import Entry, File, Store
from pipeline.store.names import located
from pipeline.text import bodies_in_one
from pipeline.web.errors import NotFoundError

ID = re.compile(r"[0-9a-f]{16}")
PAPERS = 96  # decoded papers kept in memory
LARGEST = 4 << 20  # bytes of JSON of a paper that is kept
T = TypeVar("T")
State = tuple[int, ...]


class Library:
    """The papers of `home`, for many threads."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._lock = threading.Lock()
        self._engine: tuple[State, Engine] | None = None
        self._own = threading.local()
        self._papers: OrderedDict[tuple[str, int], Paper] = OrderedDict()
        self._kept: dict[str, tuple[State, object]] = {}
        self._places: dict[str, str] = {}

    # -------------------------------------------------------------------------------------- index

    def engine(self) -> Engine:
        """The index, opened anew when it was made anew. Raises IndexUnusableError."""
        state = _state(self.home.folder / "index" / "FORMAT")
        with self._lock:
            if self._engine is None or self._engine[0] != state:
                self._engine = (state, self.home.engine())
            return self._engine[1]

    def search(self, request: Request) -> Results:
        """Answer a search. Raises QueryError, UsageError, IndexUnusableError."""
        return self.engine().search(request)

    # -------------------------------------------------------------------------------------- papers

    def store(self) -> Store:
        """The store as this thread has it open. Raises UsageError when nothing was read yet."""
        path = self.home.folder / "extracted" / "catalogue.sqlite"
        inode = path.stat().st_ino if path.exists() else 0
        held: tuple[int, Store] | None = getattr(self._own, "store", None)
        if held is None or held[0] != inode:
            held = self._own.store = (inode, self.home.store())
        return held[1]

    def state(self) -> State:
        """What changes whenever the catalogue does."""
        path = self.home.folder / "extracted" / "catalogue.sqlite"
        return (*_state(path), *_state(path.with_name(path.name + "-wal")))

    def paper(self, paper: str) -> Paper:
        """The paper with this id. Raises NotFoundError when none was read, StoreError when it is damaged."""
        if not ID.fullmatch(paper):
            raise NotFoundError("There is no such paper.", "A paper's address ends in 16 letters and digits.")
        path = self.store().path(paper)
        try:
            stat = path.stat()
        except FileNotFoundError:
            raise self._missing(paper) from None
        key = (paper, stat.st_mtime_ns)
        with self._lock:
            if key in self._papers:
                self._papers.move_to_end(key)
                return self._papers[key]
        loaded = self._load(path)
        if stat.st_size <= LARGEST:
            with self._lock:
                self._papers[key] = loaded
                while len(self._papers) > PAPERS:
                    self._papers.popitem(last=False)
        return loaded

    def _load(self, path: Path) -> Paper:
        try:
            return model.decode(path.read_bytes())
        except msgspec.MsgspecError as error:
            raise StoreError(f"{path.name} is damaged: {error}", "Mend it with: papers ingest") from error

    def _missing(self, paper: str) -> NotFoundError:
        entry = self.store().catalogue.entry(paper)
        if entry is not None and entry.outcome == "failed":
            return NotFoundError(f"{entry.path} could not be read: {entry.message}", entry.hint)
        return NotFoundError("There is no such paper.", "It may have been taken out of the corpus.")

    def entries(self) -> list[Entry]:
        """What the catalogue says of every paper."""
        return self.kept("entries", lambda: list(self.store().catalogue.entries()))

    def entry(self, paper: str) -> Entry | None:
        """What the catalogue says of one paper."""
        return self.kept("by id", lambda: {entry.id: entry for entry in self.entries()}).get(paper)

    def bodies(self) -> list[str]:
        """The bodies that the papers are of, in order of name."""
        return self.kept("bodies", lambda: sorted({*bodies_in_one(e.body for e in self.entries() if e.body).values()}))

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made anew only when the catalogue has changed."""
        state = self.state()
        held = self._kept.get(name)
        if held is None or held[0] != state:
            held = self._kept[name] = (state, make())
        return held[1]  # type: ignore[return-value]

    # ---------------------------------------------------------------------------------- statements

    def statement(self, statement: str) -> tuple[Paper, Statement]:
        """A statement and the paper it stands in. Raises NotFoundError."""
        gone = NotFoundError(
            "No paper that was read holds this statement.",
            "The file it stood in was taken out of the corpus or replaced by another.",
        )
        if not ID.fullmatch(statement) or not (where := self._where(statement)):
            raise gone
        paper = self.paper(where)
        found = next((one for one in paper.statements if one.id == statement), None)
        if found is None:
            raise gone
        return paper, found

    def remember(self, statement: str, paper: str) -> None:
        """Note where a statement stands, so that it need not be looked for."""
        if len(self._places) > 200_000:
            self._places.clear()
        self._places[statement] = paper

    def _where(self, statement: str) -> str:
        """The paper that holds a statement; one that was never met is looked for in all of them."""
        known = self._places.get(statement)
        if known and self.store().path(known).exists():
            return known
        missing = self.kept("no such statement", set[str])
        if statement in missing:
            return ""
        with self._lock:  # a walk through every file: one at a time
            paper = self.store().holding(statement)
        if paper:
            self.remember(statement, paper)
        elif len(missing) < 10_000:
            missing.add(statement)
        return paper

    # --------------------------------------------------------------------------------------- files

    def file(self, paper: str) -> Path:
        """The file a paper was read from, as it was then. Raises NotFoundError when it is gone or another."""
        files = self.kept("files", self._files).get(paper, [])
        for file in files:
            root, path = located(file.root).resolve(), file.place.resolve()
            if path.is_relative_to(root) and path.is_file() and _unchanged(path, file):
                return path
        if not files:
            raise NotFoundError("There is no such paper.")
        raise NotFoundError(
            f"{files[0].path} is no longer where it was read, or has changed since.",
            "Its text is still here. Run papers ingest to bring the corpus up to date.",
        )

    def _files(self) -> dict[str, list[File]]:
        found: defaultdict[str, list[File]] = defaultdict(list)
        for file in self.store().catalogue.files():
            found[file.paper].append(file)
        return found


def _unchanged(path: Path, file: File) -> bool:
    """Whether a file holds what was read from it: by size and time or, when they differ, by its digest."""
    stat = path.stat()
    if (stat.st_size, stat.st_mtime_ns) == (file.size, file.modified):
        return True
    if stat.st_size != file.size:
        return False
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest() == file.sha256


def _state(path: Path) -> State:
    try:
        stat = path.stat()
    except OSError:
        return (0, 0, 0)
    return (stat.st_ino, stat.st_size, stat.st_mtime_ns)
