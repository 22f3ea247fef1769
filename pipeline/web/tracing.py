"""What became of things, brought up to date beside the server: linking many papers takes longer than a reader waits."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.web.errors import BusyError
from pipeline.web.library import Library

if TYPE_CHECKING:
    from pipeline.trace import Thread, Traced

PATIENCE = 20.0  # seconds that a page waits for threads
T = TypeVar("T")
RETRY = 5.0  # seconds after a failure


class Tracing:
    """The threads of a library. What is kept answers while a process of its own makes it anew."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._own = threading.local()
        self._ready = threading.Condition()
        self._done: object = None
        self._running = False
        self._seen = False
        self._made: dict[str, tuple[object, object]] = {}

    def get(self, newest: bool = False) -> Traced:
        """The threads, as this thread has them open; with `newest`, waits for those that are being made.

        Raises BusyError when there are none yet after PATIENCE seconds.
        """
        for _ in range(2 if newest else 1):  # what runs now may have begun before the latest change
            self._begin()
            if newest or not self._usable():
                with self._ready:
                    self._ready.wait_for(lambda: not self._running, PATIENCE)
        if not self._usable():
            raise BusyError(
                "What became of each thing is still being worked out.",
                "This happens once after papers were added. Look again in a minute.",
            )
        return self._opened()

    def peek(self) -> Traced | None:
        """The threads if there are any now; nothing waits for them."""
        self._begin()
        return self._opened() if self._usable() else None

    def thread(self, statement: str, newest: bool = False) -> Thread | None:
        """The thread that a statement is in."""
        return self.get(newest=newest).thread(statement)

    def kept(self, name: str, make: Callable[[Traced], T], newest: bool = False) -> T:
        """What `make` gives of the threads, made anew only when they have changed."""
        traced = self.get(newest)
        stats = [path.stat() for path in (self._path, self._path.with_name(self._path.name + "-wal")) if path.exists()]
        state = [(stat.st_ino, stat.st_size, stat.st_mtime_ns) for stat in stats]
        held = self._made.get(name)
        if held is None or held[0] != state:
            held = self._made[name] = (state, make(traced))
        return held[1]  # type: ignore[return-value]

    @property
    def _path(self) -> Path:
        return self._library.home.folder / "index" / "threads.sqlite"

    def _usable(self) -> bool:
        """Whether threads were ever made: the file is there before the first of them is in it."""
        if self._done is None and not self._seen and self._path.exists():
            self._seen = any(True for _ in self._opened().threads())
        return self._path.exists() and (self._done is not None or self._seen)

    def _key(self) -> object:
        judged = self._library.home.folder / "judgements.jsonl"
        stat = judged.stat() if judged.exists() else None
        return (self._library.state(), stat and (stat.st_size, stat.st_mtime_ns))

    def _begin(self) -> None:
        """Start bringing the threads up to date, when papers or judgements have changed and nothing does it already."""
        with self._ready:
            if self._running or (self._done == self._key() and self._path.exists()):
                return
            self._running = True
        threading.Thread(target=self._work, name="threads", daemon=True).start()

    def _work(self) -> None:
        key, good = self._key(), False
        process = multiprocessing.get_context("spawn").Process(
            target=bring_up_to_date, args=(str(self._library.home.folder),), daemon=True
        )
        try:
            process.start()
            process.join()
            good = process.exitcode == 0
        finally:
            if not good:
                time.sleep(RETRY)  # whatever went wrong is not tried again at once
            with self._ready:
                self._done = key if good else self._done
                self._running = False
                self._ready.notify_all()

    def _opened(self) -> Traced:
        from pipeline.trace.keep import Kept
        from pipeline.trace.traced import Done, Traced

        inode = self._path.stat().st_ino if self._path.exists() else 0
        held: tuple[int, Traced] | None = getattr(self._own, "traced", None)
        if held is None or held[0] != inode:
            held = self._own.traced = (inode, Traced(Kept(self._path), Done()))
        return held[1]


def bring_up_to_date(folder: str) -> None:
    """Bring the threads of the home in `folder` up to date: run in a process of its own."""
    from pipeline.home import Home
    from pipeline.trace import refresh

    refresh(Home(Path(folder))).close()
