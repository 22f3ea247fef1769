"""A paper is the same bytes whenever it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import model
from pipeline.ingest.extract import extract

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize("path", sorted(CORPUS.rglob("*.pdf")), ids=lambda path: path.stem)
def test_a_paper_is_written_as_it_is_read_again(path: Path) -> None:
    """Store and index tell by its bytes whether they hold the same one."""
    written = model.encode(extract(path, CORPUS))
    assert model.encode(model.decode(written)) == written
