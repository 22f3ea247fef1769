"""A YAML file of lists, read: a person's own with more care than those that ship."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import UsageError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(path: Path, own: bool) -> Any:
    """What the file holds. Raises UsageError, with the line, for what is no YAML."""
    try:
        return yaml.load(path.read_bytes(), Loader=_Careful if own else _LOADER)
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        hint = "A name with a colon or at a sign of YAML's own needs quotes; lines are set in with blanks, not tabs."
        raise UsageError(f"{where}: {problem}", hint=hint) from error


class _Careful(_LOADER):  # type: ignore[valid-type,misc]
    """Reads a person's file: names are text whatever they look like ('111', 'On'), and none stands twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                key.tag = "tag:yaml.org,2002:str"
                if key.value in seen:
                    raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands twice", problem_mark=key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)
