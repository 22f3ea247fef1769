from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import tools
from pipeline.errors import MissingProgramError
from pipeline.tools import Guarded, ProgramFailedError, ProgramTimeoutError

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")


def running(mark: str) -> list[int]:
    """The processes that have `mark` on their command line."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if mark in words:
                found.append(int(folder.name))
    return found


def until(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether `holds` comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


@pytest.fixture
def mark(request: pytest.FixtureRequest) -> str:
    """A word that no other process has on its command line."""
    return f"mark-{os.getpid()}-{request.node.name}"


def sleepers(mark: str) -> list[str]:
    """A program that starts another; both carry `mark` and would sleep for a minute."""
    sleep = "import time; time.sleep(60)"
    start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{sleep}', sys.argv[1]])"
    return [sys.executable, "-c", f"{start}; print('up', flush=True); {sleep}", mark]


def test_a_program_gets_its_input_and_gives_its_output() -> None:
    big = b"x" * 1_000_000
    assert tools.run(["cat"], input=big, seconds=10) == big


def test_a_program_runs_in_the_folder_it_is_given(tmp_path: Path) -> None:
    assert tools.run(["pwd"], seconds=10, folder=tmp_path).decode().strip() == str(tmp_path.resolve())


def test_a_program_that_fails_says_why() -> None:
    with pytest.raises(ProgramFailedError, match="sh failed with exit code 3") as error:
        tools.run(["sh", "-c", "echo no such page >&2; exit 3"], seconds=10)
    assert error.value.output == "no such page"


def test_a_missing_program_names_the_package() -> None:
    with pytest.raises(MissingProgramError) as error:
        tools.run(["no-such-program"], seconds=10)
    assert "no-such-program" in error.value.hint
    assert tools.find("no-such-program") is None


def test_a_program_that_takes_too_long_is_ended_with_what_it_started(mark: str) -> None:
    with pytest.raises(ProgramTimeoutError):
        tools.run(sleepers(mark), seconds=1)
    assert until(lambda: not running(mark))


def test_what_a_program_leaves_running_is_ended_when_it_ends(mark: str) -> None:
    tools.run(["sh", "-c", f"{sys.executable} -c 'import time; time.sleep(60)' {mark} >/dev/null 2>&1 &"], seconds=10)
    assert until(lambda: not running(mark))


def test_nothing_is_left_behind_when_the_asking_process_is_killed(mark: str, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    folder.mkdir()
    code = (
        "import sys, time; from pathlib import Path; from pipeline.tools import Guarded\n"
        "with Guarded(sys.argv[2:], remove=[Path(sys.argv[1])]) as guarded:\n"
        "    print(guarded.process.stdout.readline().decode(), flush=True); time.sleep(60)"
    )
    asking = subprocess.Popen([sys.executable, "-c", code, str(folder), *sleepers(mark)], stdout=subprocess.PIPE)
    assert asking.stdout
    assert asking.stdout.readline() == b"up\n"
    assert len(running(mark)) >= 3  # the asking process, the guard and both sleepers carry the mark
    os.kill(asking.pid, signal.SIGKILL)
    asking.communicate()
    assert until(lambda: not running(mark))
    assert until(lambda: not folder.exists())


def test_closing_twice_is_fine_and_removes_what_was_named(mark: str, tmp_path: Path) -> None:
    named = tmp_path / "socket"
    named.touch()
    with Guarded(sleepers(mark), remove=[named, tmp_path / "never there"]) as guarded:
        assert guarded.process.stdout
        assert guarded.process.stdout.readline() == b"up\n"
        guarded.close()
    assert not named.exists()
    assert not running(mark)


def test_a_program_sees_little_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERS_SECRET", "1")
    assert b"PAPERS_SECRET" not in tools.run(["env"], seconds=10)


def test_a_program_has_no_network_where_the_kernel_allows_that() -> None:
    outside, inside = os.readlink("/proc/self/ns/net"), tools.run(["readlink", "/proc/self/ns/net"], seconds=10)
    if inside.decode().strip() == outside:
        pytest.skip("this kernel does not let a process have a network of its own")
    with socket.create_server(("127.0.0.1", 0)) as server:
        call = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 5)"
        subprocess.run([sys.executable, "-c", call], check=True)
        with pytest.raises(ProgramFailedError, match="exit code 1"):
            tools.run([sys.executable, "-c", call], seconds=10)
