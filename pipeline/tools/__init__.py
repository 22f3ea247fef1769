"""The only caller of outside programs: find one, run one under a time limit, leave none behind.

Every program runs below a small guard process (guard.py) that ends it, and everything it started, when its time is
up or when the process that asked for it is gone, even by SIGKILL. Where the kernel allows it, it has no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline.errors import MissingProgramError, ReadError, TooLargeError

GUARD = Path(__file__).with_name("guard.py")

#: Program -> the packages that hold it on Debian and Ubuntu.
PACKAGES = {
    "soffice": "libreoffice-writer-nogui and python3-uno",
    "tesseract": "tesseract-ocr and tesseract-ocr-eng",
}

#: What a program sees of our environment; the rest is none of its business.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
# Workers share the cores already: a program that starts a thread a core would only get in their way.
_ENVIRONMENT = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


class ProgramFailedError(ReadError):
    """An outside program ended with an error; `output` is the end of what it said."""

    code = "program_failed"

    def __init__(self, message: str, hint: str = "", output: str = "") -> None:
        super().__init__(message, hint)
        self.output = output


class ProgramTimeoutError(TooLargeError):
    """An outside program was stopped because its time was up."""

    code = "timeout"


@cache
def find(name: str) -> Path | None:
    """Where the program `name` is, None when it is not installed."""
    found = shutil.which(name)
    return Path(found) if found else None


def need(name: str) -> Path:
    """Where the program `name` is. Raises MissingProgramError, which names the package to install."""
    if path := find(name):
        return path
    package = PACKAGES.get(name, name)
    raise MissingProgramError(
        f"the program {name} is not installed",
        hint=f"On Debian and Ubuntu install {package}, then run the command again.",
    )


def run(args: list[str], *, input: bytes | None = None, seconds: float, folder: Path | None = None) -> bytes:
    """Run `args` in `folder`, feed it `input`, and return what it prints.

    Raises MissingProgramError, ProgramTimeoutError after `seconds` (everything it started is ended), and
    ProgramFailedError when its exit code is not 0.
    """
    name = Path(args[0]).name
    need(args[0])
    with Guarded(args, stdin=subprocess.PIPE if input is not None else subprocess.DEVNULL, folder=folder) as guarded:
        try:
            output, said = guarded.process.communicate(input, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise ProgramTimeoutError(f"{name} was stopped after {seconds:g} seconds") from None
        if guarded.process.returncode:
            last = said.decode(errors="replace").strip()[-500:]
            raise ProgramFailedError(f"{name} failed with exit code {guarded.process.returncode}", output=last)
        return output


@dataclass
class Guarded:
    """A program below its guard, used as a context: leaving it ends the program and all it started.

    `remove` names folders and files that go when the program does, whoever of us is left to see it.
    """

    args: list[str]
    stdin: int = subprocess.PIPE
    stderr: int = subprocess.PIPE
    folder: Path | None = None
    remove: list[Path] = field(default_factory=list)
    process: subprocess.Popen[bytes] = field(init=False)
    _alive: int = field(init=False, default=-1)

    def __enter__(self) -> Guarded:
        watched, self._alive = os.pipe()
        guard = [sys.executable, "-I", "-S", str(GUARD), str(watched), str(os.getpid())]
        guard.append(os.pathsep.join(map(str, self.remove)))
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | _ENVIRONMENT
        try:
            self.process = subprocess.Popen(
                [*guard, *self.args],
                stdin=self.stdin,
                stdout=subprocess.PIPE,
                stderr=self.stderr,
                cwd=self.folder,
                env=environment,
                pass_fds=[watched],
                start_new_session=True,
            )
        except OSError:
            os.close(self._alive)
            raise
        finally:
            os.close(watched)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the program and all it started. May be called twice."""
        if self._alive >= 0:
            os.close(self._alive)
            self._alive = -1
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe:
                with suppress(OSError):  # what was still to be written has no reader any more
                    pipe.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
