"""Word lists and patterns as data: one YAML file a subject, and a folder of the user's own merged in.

`load("headings")` gives the contents of `headings.yaml` in this folder, merged with the file of the same name in
the user's folder (`use(folder)`): lists are joined, mappings merged key by key, anything else is the user's.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import UsageError

HERE = Path(__file__).parent
_user_folder: Path | None = None


def use(folder: Path | None) -> None:
    """Merge the YAML files of `folder` into what `load` gives from now on; None for the shipped lists alone."""
    global _user_folder
    _user_folder = folder
    load.cache_clear()


def used() -> Path | None:
    """The folder that `use` named."""
    return _user_folder


@cache
def load(name: str) -> Any:
    """The vocabulary `name`, parsed and merged. Shared by all callers: treat as read-only.

    Raises UsageError when a user's file is no YAML or has another shape than the shipped one.
    """
    shipped = _parse(HERE / f"{name}.yaml")
    if _user_folder is None or not (own := _user_folder / f"{name}.yaml").exists():
        return shipped
    return _merge(shipped, _parse(own), own)


def check() -> None:
    """Load every list the user's folder adds to. Raises UsageError for a file that is wrong or adds to no list."""
    if _user_folder is None:
        return
    shipped = {path.stem for path in HERE.glob("*.yaml")}
    for path in sorted(_user_folder.glob("*.yaml")):
        if path.stem not in shipped:
            raise UsageError(
                f"{path} adds to no list: there is none called {path.stem}",
                hint="papers vocabulary lists names them.",
            )
        load(path.stem)


def digest() -> str:
    """A digest of every list in force, for telling whether a paper was read with the same ones."""
    digest = sha256()
    for folder in filter(None, (HERE, _user_folder)):
        for path in sorted(folder.glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _parse(path: Path) -> Any:
    try:
        return yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise UsageError(f"{path} is not valid YAML: {error}", hint="Correct the file or move it away.") from error


def _merge(shipped: Any, own: Any, path: Path) -> Any:
    if own is None:
        return shipped
    if isinstance(shipped, dict) and isinstance(own, dict):
        return {**shipped, **{k: _merge(shipped[k], v, path) if k in shipped else v for k, v in own.items()}}
    if isinstance(shipped, list) and isinstance(own, list):
        return shipped + [item for item in own if item not in shipped]
    if type(shipped) is not type(own):
        raise UsageError(
            f"{path} holds a {type(own).__name__} where the shipped list has a {type(shipped).__name__}",
            hint="docs/vocabulary.md shows the shape of each file.",
        )
    return own
