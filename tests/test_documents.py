"""The documents say what is so: their sessions are what the program prints, their links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click import Command, Context, Group

from pipeline.cli import COMMANDS, papers

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.M | re.S)
EXAMPLE = re.compile(r"\s*((?:papers|eval) .*?)(?:   +.*)?$")
#: What an example needs that the sample has not: a folder of one's own, a server that runs on, ids, a shell's folder.
NEEDS_MORE = ("ingest ~", "ingest --again", "papers serve", "papers judge", "~/.config")
COMMAND = re.compile(r"(?:^|`)(?:\$ )?papers ([a-z]+)((?: [^|>#\n`]*)?)", re.M)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text()):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_and_options_that_are_shown_exist(path: Path) -> None:
    for name, rest in COMMAND.findall("\n".join(CODE.findall(path.read_text()))):
        assert name in COMMANDS, f"{path.name} shows papers {name}"
        known = options(papers.get_command(Context(papers), name))
        for option in re.findall(r"(?<= )--[a-z-]+", rest):
            assert option in known, f"{path.name} shows papers {name} {option}"


def options(command: Command | None) -> set[str]:
    assert command is not None
    found = {name for parameter in command.params for name in parameter.opts} | {"--help", "--home", "--version"}
    if isinstance(command, Group):
        for inner in command.commands.values():
            found |= options(inner)
    return found


def test_every_command_has_help_with_an_example() -> None:
    for name in COMMANDS:
        command = papers.get_command(Context(papers), name)
        assert command is not None
        assert command.help
        inner = command.commands.values() if isinstance(command, Group) else [command]
        if name != "check":
            assert any(one.epilog and "Examples:" in one.epilog for one in inner), name


def shown_examples() -> list[str]:
    """The example lines of every command's help, what stands beside them left out."""
    lines = (papers.epilog or "").splitlines()
    for name in COMMANDS:
        command = papers.get_command(Context(papers), name)
        inner = command.commands.values() if isinstance(command, Group) else [command]
        lines += [line for one in inner if one is not None for line in (one.epilog or "").splitlines()]
    return [found[1] for line in lines if (found := EXAMPLE.match(line))]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not shutil.which("soffice"), reason="the sample needs LibreOffice")
def test_examples_of_the_help_run_as_written_on_the_sample(tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    for name in ("topics.txt", "topics.csv"):
        (tmp_path / name).write_text("topic\nlibraries\nflood wardens\n")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["papers", "ingest"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    ran = 0
    for example in shown_examples():
        if any(piece in example for piece in NEEDS_MORE):
            continue
        done = subprocess.run(
            ["bash", "-c", example], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{example}: {done.stderr}"
        ran += 1
    assert ran > 40


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("tesseract")), reason="the sample needs LibreOffice and tesseract"
)
def test_the_sessions_are_what_the_program_prints() -> None:
    try:
        for end in os.openpty():
            os.close(end)
    except OSError:
        pytest.skip("the sessions are shown as on a terminal, and this machine has none to give")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sessions", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
