"""Which program read a paper: its version and a digest of all that decides what it makes of one."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from pipeline import __version__, vocabulary

PACKAGE = Path(__file__).parents[1]
DECIDES = [
    "model.py",
    "text.py",
    "dates*",
    "tools*",
    "readers",
    "structure",
    "statements",
    "tagging",
    "ingest/extract.py",
]


def program(model: str = "") -> str:
    """For example '0.1.0+5d41402abc4b2a76'; another one means that papers are to be read again."""
    digest = sha256(f"{vocabulary.digest()}\0{model}".encode())
    for pattern in DECIDES:
        for entry in sorted(PACKAGE.glob(pattern)):
            for path in sorted(entry.rglob("*.py")) if entry.is_dir() else [entry]:
                digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{__version__}+{digest.hexdigest()[:16]}"
