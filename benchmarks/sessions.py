"""Run the commands that documents show and put in what they print: python -m benchmarks.sessions [--check] [FILE...]

In a fenced block marked `console`, each line that begins with `$ ` is run in a home that holds the sample corpus, and
the lines up to the next command become what it printed. With `--check` nothing is written; the exit code says whether
anything would be.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ["README.md"]
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.M | re.S)
STYLES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
TIMES = re.compile(r"\b\d+\.\d s\b")


def main() -> None:
    """Refresh or check the documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[ROOT / name for name in DOCUMENTS])
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something would change")
    options = parser.parse_args()
    stale = [path for path in options.files if refresh(path, write=not options.check)]
    if options.check and stale:
        sys.exit(f"{', '.join(path.name for path in stale)}: refresh with `python -m benchmarks.sessions`")


def refresh(path: Path, write: bool) -> bool:
    """Run the sessions of one document; whether what they print has changed, times aside."""
    text = path.read_text()
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(ROOT / "corpus", Path(home, "corpus"))
        made = BLOCK.sub(lambda block: "".join(run(line, home) for line in commands(block.group())), text)
    if write:
        path.write_text(made)
    before, after = (TIMES.sub("… s", version).splitlines() for version in (text, made))
    changes = list(difflib.unified_diff(before, after, path.name, "now", lineterm="", n=1))
    print("\n".join(changes), file=sys.stderr)
    return bool(changes)


def commands(block: str) -> list[str]:
    """The commands of a block, without their prompt."""
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def run(command: str, home: str) -> str:
    """A command with its prompt, and what it prints on a terminal of 100 columns, colours aside."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "PAPERS_HOME": home, "TERM": "xterm"}
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        ["bash", "-c", command], cwd=home, env=environment, stdin=end, stdout=end, stderr=subprocess.DEVNULL
    )
    os.close(end)
    said = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while piece := os.read(terminal, 65536):
            said += piece
    os.close(terminal)
    process.wait()
    lines = [line.rstrip() for line in STYLES.sub("", said.decode()).rstrip().splitlines()]
    return "\n".join([f"$ {command}", *lines, "", ""])


if __name__ == "__main__":
    main()
