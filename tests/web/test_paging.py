"""The page of a list that an address asks for."""

from __future__ import annotations

import pytest

from pipeline.web import paging


@pytest.mark.parametrize(
    ("asked", "page"),
    [(None, 1), ("", 1), ("3", 3), ("0", 1), ("-2", 1), ("two", 1), ("²", 1), ("5000", 1000), ("9" * 400, 1)],
)
def test_the_page_asked_for(asked: str | None, page: int) -> None:
    assert paging.number(asked) == page


def test_a_page_of_a_list_and_how_many_there_are() -> None:
    assert paging.cut(range(95), 3) == {"found": range(80, 95), "total": 95, "page": 3, "pages": 3}
