"""Imports point one way; see docs/architecture.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"

#: From the bottom up. A module may import from the layers below its own, and from its own name; stages, which
#: share a layer, do not import each other.
LAYERS: list[set[str]] = [
    {"model", "errors", "text"},
    {"vocabulary", "tools"},
    {"dates", "glossary", "roles"},
    {"readers", "structure", "statements", "tagging"},
    {"store", "search"},
    {"home"},
    {"ingest", "trace", "export"},
    {"web"},
    {"cli"},
]


def imports(path: Path) -> set[str]:
    """The modules right under `pipeline` that the file `path` imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pipeline":
            inner = node.module.split(".")[1:2]
            found |= set(inner) if inner else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("pipeline.")}
    return {name for name in found if not name.startswith("__")}


def layer(name: str) -> int:
    return next(i for i, names in enumerate(LAYERS) if name in names)


def modules() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if p != PACKAGE / "__init__.py"]


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    own = named(path)
    for name in imports(path) - {own}:
        assert layer(name) < layer(own), f"{path} imports {name}, which is not below {own}"


def test_only_tagging_imports_spacy_and_only_search_imports_whoosh() -> None:
    for path in modules():
        for line in path.read_text().splitlines():
            words = line.split()
            if len(words) > 1 and words[0] in {"import", "from"}:
                top = words[1].split(".")[0]
                assert top != "spacy" or named(path) == "tagging", path
                assert top != "whoosh" or named(path) == "search", path
