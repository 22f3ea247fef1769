"""SQLite files opened for reading, also where nothing can be written."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path


def reading(path: Path) -> sqlite3.Connection:
    """The file opened for reading. Raises sqlite3.Error when it cannot be, or is not there.

    Where nothing can be written SQLite cannot make the files beside it that it shares with a writer; but then there is
    none, unless one was killed.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    made = sqlite3.connect(address, uri=True)
    try:
        made.execute("PRAGMA user_version")
    except sqlite3.OperationalError:
        made.close()
        if path.with_name(f"{path.name}-wal").exists() or os.access(path.parent, os.W_OK):
            raise
        made = sqlite3.connect(f"{address}&immutable=1", uri=True)
    return made
