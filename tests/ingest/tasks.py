"""What the tests let a worker do; workers import it by name."""

from __future__ import annotations

import os
import signal
import time


def answer(number: int) -> int:
    return number * 2


def hang() -> None:
    time.sleep(600)


def hoard() -> int:
    return len(b"x" * (4 << 30))


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def pid() -> int:
    return os.getpid()
