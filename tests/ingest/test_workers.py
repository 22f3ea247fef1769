from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor

import pytest

from pipeline.ingest import Limits
from pipeline.ingest.extract import Job
from pipeline.ingest.workers import LimitedExecutor, failure_of
from tests.ingest import tasks

LIMITS = Limits(seconds=1.0, megabytes=600, workers=1)
JOB = Job("/papers", "minutes.pdf", "ab" * 32, "0.1.0+x", "/cache", "")


def test_it_is_an_executor_that_gives_results() -> None:
    with LimitedExecutor(LIMITS) as workers:
        assert isinstance(workers, Executor)
        assert [workers.submit(tasks.answer, n).result(30) for n in range(5)] == [0, 2, 4, 6, 8]


@pytest.mark.parametrize(
    ("task", "code", "says"),
    [
        (tasks.hang, "timeout", "longer than 1 s"),
        (tasks.hoard, "memory", "more than 600 MiB"),
        (tasks.crash, "crashed", "the reader died"),
        (tasks.answer, "error", "TypeError"),
    ],
)
def test_what_passes_a_limit_or_dies_is_an_outcome_and_the_next_paper_is_read(
    task: Callable[[], object], code: str, says: str
) -> None:
    with LimitedExecutor(LIMITS) as workers:
        error = workers.submit(task).exception(30)
        assert error is not None
        entry = failure_of(JOB, error, LIMITS)
        assert entry.code == code
        assert says in entry.message
        assert entry.hint
        assert workers.submit(tasks.answer, 4).result(30) == 8


def test_an_interrupted_run_ends_at_once() -> None:
    began = time.perf_counter()

    def interrupted() -> None:
        with LimitedExecutor(Limits(seconds=60, workers=1)) as workers:
            workers.submit(tasks.hang)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.perf_counter() - began < 20
