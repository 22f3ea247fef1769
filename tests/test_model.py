from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from pipeline import model
from pipeline.model import Mention, Problem
from tests.making import make_paper

SHIPPED = Path(model.__file__).with_name("paper.schema.json")


def test_the_shipped_schema_is_that_of_the_records() -> None:
    assert SHIPPED.read_bytes() == model.schema(), "write it anew: make schema"


def test_a_paper_fits_the_schema_and_comes_back() -> None:
    mention = Mention("date", "May 2015", "May 2015", "p1", 0, 8, {"start": "2015-05-01", "end": "2015-05-31"})
    paper = make_paper(kind="action", mentions=[mention], problems=[Problem("odd", "page 2 is odd", 2)])
    content = model.encode(paper)
    jsonschema.validate(json.loads(content), json.loads(SHIPPED.read_text()))
    assert model.decode(content) == paper


@pytest.mark.parametrize(
    ("field", "value"), [("paper_type", "letter"), ("statements", [{"kind": "wish"}]), ("source", None)]
)
def test_what_does_not_fit_is_refused_by_both(field: str, value: object) -> None:
    content = {**json.loads(model.encode(make_paper())), field: value}
    with pytest.raises(msgspec.ValidationError):
        model.decode(json.dumps(content).encode())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, json.loads(SHIPPED.read_text()))
