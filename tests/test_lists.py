"""The shipped word lists as any reader of YAML has them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipeline import vocabulary


@pytest.mark.parametrize("path", sorted(vocabulary.HERE.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_list_reads_the_same_without_the_c_library(path: Path) -> None:
    """libyaml takes some texts, such as an unquoted question mark in [a?, b], that PyYAML by itself refuses."""
    assert yaml.safe_load(path.read_bytes()) == vocabulary.load(path.stem)
