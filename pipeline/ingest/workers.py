"""Worker processes with limits, shaped like `concurrent.futures`, so that another executor can stand in for them."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

import msgspec
import pebble

from pipeline.ingest.extract import Job
from pipeline.store import Entry

P = ParamSpec("P")
T = TypeVar("T")

MEBIBYTE = 1 << 20
PAPERS_A_WORKER = 500  # then it is replaced, so that no leak of a library grows
_PR_SET_PDEATHSIG = 1


class Limits(msgspec.Struct, frozen=True):
    """What one paper may cost, and how many are read at a time."""

    seconds: float = 300.0
    megabytes: int = 900  # of data in memory, a worker
    workers: int = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class LimitedExecutor(Executor):
    """Processes that are killed and replaced when a paper takes longer than `limits` allow, or more memory."""

    def __init__(self, limits: Limits) -> None:
        # A server that has the stages imported forks a worker in a moment; forking this process, which has threads, is
        # not safe.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipeline.ingest.extract"])
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
            os.environ.setdefault(name, "1")  # each worker is one of as many as there are cores
        self._seconds = limits.seconds
        self._pool = pebble.ProcessPool(
            limits.workers, max_tasks=PAPERS_A_WORKER, initializer=_limit, initargs=(limits.megabytes,), context=context
        )

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn` in a worker. The future raises TimeoutError or pebble.ProcessExpired when a limit is passed."""
        future: Future[T] = self._pool.schedule(fn, args, kwargs, timeout=self._seconds)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the work end, or stop it where it is when something went wrong or `cancel_futures` says so."""
        if cancel_futures or sys.exc_info()[0] is not None:
            self._pool.stop()
        else:
            self._pool.close()
        if wait:
            self._pool.join()


def failure_of(job: Job, error: BaseException, limits: Limits) -> Entry:
    """The entry of a paper whose worker raised `error`, passed a limit or died."""
    entry = job.entry("failed", 0.0)
    if isinstance(error, TimeoutError):
        entry.code, entry.seconds = "timeout", limits.seconds
        entry.message = f"reading took longer than {limits.seconds:g} s"
        entry.hint = "Give it more with --time-limit, or split the file."
    elif isinstance(error, (MemoryError, pebble.ProcessExpired)):
        entry.code = "memory" if isinstance(error, MemoryError) else "crashed"
        entry.message = (
            f"reading took more than {limits.megabytes} MiB of memory"
            if isinstance(error, MemoryError)
            else f"the reader died (exit code {error.exitcode}), perhaps at the limit of {limits.megabytes} MiB"
        )
        entry.hint = "Give it more with --memory-limit, or split the file."
    else:
        entry.code = "error"
        entry.message = f"the program failed on it: {type(error).__name__}: {error}"
        entry.hint = "This is a fault of the program; please report it with the file."
    return entry


def _limit(megabytes: int) -> None:
    """Set up a worker: its memory is limited, Ctrl-C is left to the parent, and it dies with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import resource

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * MEBIBYTE, megabytes * MEBIBYTE))
