"""Where a user's papers are: the folder that holds `corpus/`, `extracted/`, `index/` and perhaps `vocabulary/`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import search, vocabulary
from pipeline.errors import IndexUnusableError, UsageError

if TYPE_CHECKING:
    from pipeline.search import Engine
    from pipeline.store import Store


class Home:
    """The home in `folder`. Raises UsageError when the folder does not exist."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UsageError(f"{folder} is not a folder", hint="Make it, or name another one with --home.")
        self.folder = folder.resolve()
        vocabulary.use(self.vocabulary)

    @property
    def corpus(self) -> Path:
        """The papers to read."""
        return self.folder / "corpus"

    @property
    def vocabulary(self) -> Path | None:
        """The user's own word lists, if there are any."""
        own = self.folder / "vocabulary"
        return own if own.is_dir() else None

    @property
    def known(self) -> bool:
        """Whether papers were read here before."""
        return (self.folder / "extracted" / "catalogue.sqlite").exists()

    def store(self, writable: bool = False) -> Store:
        """Open `extracted/`. Raises UsageError when nothing was read yet, StoreError when another run is writing."""
        from pipeline.store import Store  # searching does without

        return Store(self.folder / "extracted", writable)

    def engine(self) -> Engine:
        """Open the index. Raises IndexUnusableError when it is missing, damaged or made by another version."""
        if not (self.folder / "index").is_dir():
            raise IndexUnusableError("there is no index yet", hint="Make it with: papers ingest")
        return search.open(self.folder / "index")

    def fresh_engine(self) -> tuple[Engine, str]:
        """Open the index, made anew when it cannot be used, and say why it had to be ('' when it had not)."""
        folder = self.folder / "index"
        folder.mkdir(exist_ok=True)
        try:
            return search.open(folder), ""
        except IndexUnusableError as error:
            for left in folder.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            return search.open(folder), str(error)
