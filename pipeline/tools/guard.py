"""Run a program, and end it with all it started when the process that asked for it is gone.

A script of its own, started as `python -I -S guard.py FD PARENT REMOVE PROGRAM [ARGUMENT...]`. FD is the reading end of
a pipe whose other end the asking process PARENT holds: it closes when that process says so or dies, however it dies.
REMOVE names folders and files that go with the program, joined as in PATH. Exits as the program does.
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_ADOPT = 36  # PR_SET_CHILD_SUBREAPER: what loses its parent becomes our child
_REAP_SECONDS = 1.0
_LOOK_EVERY = 1.0  # seconds between looks at who our parent is


def main(watched: int, parent: int, remove: str, args: list[str]) -> int:
    """Run `args` until it ends or the end of `watched`; the exit code."""
    without_network()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    try:
        program = subprocess.Popen(args, start_new_session=True)
    except OSError as error:
        print(f"{args[0]}: {error.strerror}", file=sys.stderr)
        return 127
    threading.Thread(target=watch, args=(watched, parent, program.pid), daemon=True).start()
    code = program.wait()
    end(program.pid)  # what it started may outlive it
    reap()
    for path in filter(None, remove.split(os.pathsep)):
        clear(path)
    return code if code >= 0 else 128 - code


def watch(watched: int, parent: int, group: int) -> None:
    """End the process group `group` once the pipe is closed or `parent` is no longer our parent."""
    while os.getppid() == parent:
        readable, _, _ = select.select([watched], [], [], _LOOK_EVERY)
        if readable:
            break
    end(group)


def end(group: int) -> None:
    """SIGKILL to every process of the group, if there is any."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def reap() -> None:
    """Take leave of what the program started and did not wait for, so that no dead process stays in the table."""
    end = time.monotonic() + _REAP_SECONDS
    with suppress(ChildProcessError):
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.01)


def clear(path: str) -> None:
    """Remove the folder or file `path`, if it is there."""
    if os.path.isdir(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            os.unlink(path)


def without_network() -> None:
    """Move into a network of our own that has no devices. Not every kernel lets us; then nothing changes."""
    user, group = os.getuid(), os.getgid()
    with suppress(OSError, AttributeError):
        if ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK):
            return
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)  # our life ends with the pipe, so that the program's does first
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]))
