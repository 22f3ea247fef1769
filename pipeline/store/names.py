"""Names of files as text. On Linux a name is bytes, and not always UTF-8; SQLite and JSON take only text."""

from __future__ import annotations

import os
import re
from pathlib import Path

_ESCAPED = re.compile(rb"\\x([89a-f][0-9a-f])")


def written(path: Path) -> str:
    """`path` as text; a byte that is no UTF-8 is written as four characters, such as '\\xe9'."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def located(text: str) -> Path:
    """The path that `written` gave as `text`."""
    plain = text.encode()
    path = Path(os.fsdecode(plain))
    if os.path.lexists(path):
        return path
    return Path(os.fsdecode(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), plain)))
