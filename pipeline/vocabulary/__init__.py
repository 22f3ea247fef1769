"""Word lists and patterns as data: one YAML file a subject, and a folder of the user's own merged in.

`load("headings")` gives the contents of `headings.yaml` in this folder, merged with the file of the same name in
the user's folder (`use(folder)`): lists are joined, mappings merged key by key, anything else is the user's.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

HERE = Path(__file__).parent
_SHAPES: dict[type, str] = {list: "a list ([one, two])", dict: "names with a colon behind each", str: "a text"}
_TEXTS = [""]  # stands for a list that is empty and to be of texts
_user_folder: Path | None = None


def use(folder: Path | None) -> None:
    """Merge the YAML files of `folder` into what `load` gives from now on; None for the shipped lists alone."""
    global _user_folder
    _user_folder = folder
    load.cache_clear()
    digest.cache_clear()


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
    return _merge(shipped, _parse(own, own=True), own)


def check() -> None:
    """Load every list the user's folder adds to. Raises UsageError for a file that is wrong or adds to no list."""
    if _user_folder is None:
        return
    shipped = {path.stem for path in HERE.glob("*.yaml")}
    for path in sorted(_user_folder.iterdir()):
        if path.suffix != ".yaml" and path.stem in shipped and not path.name.startswith("."):
            raise UsageError(f"{path} is not read", hint=f"Call it {path.stem}.yaml, or move it away.")
        if path.suffix == ".yaml" and path.stem not in shipped:
            raise UsageError(
                f"{path} adds to no list: there is none called {path.stem}",
                hint="papers vocabulary lists names them.",
            )
        if path.suffix == ".yaml":
            load(path.stem)


@cache
def digest() -> str:
    """A digest of every list in force, for telling whether a paper was read with the same ones."""
    digest = sha256()
    for folder in filter(None, (HERE, _user_folder)):
        for path in sorted(folder.glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _parse(path: Path, own: bool = False) -> Any:
    from pipeline.vocabulary.parsing import parse  # not every command needs a list

    return parse(path, own)


def _merge(shipped: Any, own: Any, path: Path, name: str = "") -> Any:
    """`shipped` with what a person's file adds to it under `name`. Raises UsageError where their shapes differ."""
    if own is None:
        return [] if shipped == _TEXTS else shipped
    if isinstance(shipped, dict) and isinstance(own, dict):
        if not name and (strange := next((key for key in own if key not in shipped), None)):
            from difflib import get_close_matches

            like = " or ".join(get_close_matches(strange, shipped, 2, cutoff=0.5))
            lists = ", ".join(shipped)
            raise UsageError(
                f"{path}: {path.stem} has no list {strange!r}",
                hint=f"Did you mean {like}?" if like else f"It has: {lists}",
            )
        return {**shipped, **{key: _merge(shipped.get(key, _like(shipped)), own[key], path, key) for key in own}}
    if isinstance(shipped, list) and isinstance(own, list):
        if odd := [item for item in own if shipped and isinstance(shipped[0], str) and not isinstance(item, str)]:
            raise UsageError(f"{path}: {name}: {odd[0]!r} is no text", hint=f"Write it in quotes: '{odd[0]}'")
        return [*(shipped if shipped != _TEXTS else ()), *(item for item in own if item not in shipped)]
    if shipped is None:
        return own
    if type(shipped) is not type(own):
        raise UsageError(
            f"{path}: {name or 'the file'} holds {_SHAPES.get(type(own), repr(own))} "
            f"where {_SHAPES.get(type(shipped), 'something else')} is due",
            hint="docs/vocabulary.md shows the shape of each file.",
        )
    return own


def _like(shipped: dict[str, Any]) -> Any:
    """An empty value of the kind that every value of `shipped` is: what is added under a new name has to be like it."""
    values = list(shipped.values())
    if values and all(isinstance(value, list) for value in values):
        return _TEXTS if all(isinstance(item, str) for value in values for item in value) else []
    return {} if values and all(isinstance(value, dict) for value in values) else None
