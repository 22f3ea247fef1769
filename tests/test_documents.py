"""The documents say what is so: their sessions are what the program prints, their links lead somewhere."""

from __future__ import annotations

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


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("tesseract")), reason="the sample needs LibreOffice and tesseract"
)
def test_the_sessions_are_what_the_program_prints() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sessions", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
