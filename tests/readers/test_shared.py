"""Every real paper and every file that breaks readers, where that folder stands beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import readers, tools
from pipeline.errors import ReadError

SHARED = Path(__file__).parents[2].parent / "shared"
NEEDS_OFFICE = {".doc", ".odt", ".rtf"}


def files(folder: str) -> list[Path]:
    return sorted(
        path
        for path in (SHARED / folder).rglob("*")
        if path.is_file() and path.suffix.lower() != ".pdf" and path.name != "MANIFEST.tsv"
    )


pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason=f"there is no folder of real papers at {SHARED.name}/"),
]


def needs_office(path: Path) -> None:
    if path.suffix.lower() in NEEDS_OFFICE and tools.find("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")


@pytest.mark.parametrize("path", files("papers"), ids=lambda path: path.name)
def test_a_paper_is_read(path: Path) -> None:
    needs_office(path)
    reading = readers.read(path)
    assert reading.blocks or [problem.code for problem in reading.problems] == ["no_text"]
    for block in reading.blocks:
        assert "\ufffd" not in block.text
        assert block.text == block.text.strip()
        assert 0 <= block.lead <= len(block.text)
        assert len({len(row) for row in block.rows}) <= 1


@pytest.mark.parametrize("path", files("hostile"), ids=lambda path: path.name)
def test_a_hostile_file_ends_in_a_stated_outcome(path: Path) -> None:
    needs_office(path)
    outcome = _outcome(path)
    assert all(outcome), outcome


def _outcome(path: Path) -> tuple[object, ...]:
    """What came of `path`: what was read of it, or the reason and the hint."""
    try:
        reading = readers.read(path)
    except ReadError as error:
        return str(error), error.hint
    return (reading.blocks or reading.problems,)
