"""Who held an office, by what the papers list."""

from __future__ import annotations

import pytest

from pipeline import roles
from pipeline.model import SCHEMA_VERSION, Paper, Person, Source

BOARD, COUNCIL = "Harbour Board", "Westbrook Council"


def paper(date: str | None, *people: Person) -> Paper:
    source = Source(path=f"{date}.pdf", sha256="", size=0, media_type="", pages=None, reader="")
    return Paper(SCHEMA_VERSION, f"id{date}", source, COUNCIL, BOARD, date, None, "minutes", people=list(people))


PAPERS = [
    paper("2015-01-10", Person("Ann Example", "", "chair"), Person("J Sample", "Head of Piers", "author")),
    paper("2015-03-10", Person("Cllr Ann Example", "", "chair")),
    paper("2015-05-10", Person("Bob Example", "", "chair"), Person("Jo Sample", "Head of Piers", "report_from")),
    paper("2015-07-10", Person("Bob Example", "", "chair"), Person("C Pattern", "", "chair")),
    paper("2015-09-10", Person("Bob Example", "", "chair"), Person("C Pattern", "Head of Piers", "present")),
    paper("2015-11-10", Person("Cllr Zoe Bridge", "Clerk", "present")),
    paper("2016-01-10", Person("Cllr Bridge", "Clerk", "present")),
    paper(None, Person("D Nobody", "", "chair")),
]
HELD = roles.register(listing for one in PAPERS for listing in roles.listings(one))


@pytest.mark.parametrize(
    ("title", "role", "body", "date", "expected"),
    [
        ("listed on the day", "Chair", BOARD, "2015-01-10", "Ann Example"),
        ("the same before and after", "Chair", BOARD, "2015-02-01", "Cllr Ann Example"),
        ("other words for it", "the chairman", "HARBOUR BOARD", "2015-05-10", "Bob Example"),
        ("changed in between", "Chair", BOARD, "2015-04-01", None),
        ("two on one day", "Chair", BOARD, "2015-07-10", None),
        ("two at the next listing", "Chair", BOARD, "2015-06-01", None),
        ("before the first", "Chair", BOARD, "2014-12-31", None),
        ("after the last", "Chair", BOARD, "2015-12-31", None),
        ("an office of the council", "Head of Piers", COUNCIL, "2015-02-01", "Jo Sample"),
        ("an office passed on", "Head of Piers", COUNCIL, "2015-06-01", None),
        ("the council has no chair listed", "Chair", COUNCIL, "2015-01-10", None),
        ("a surname alone may be another", "Clerk", BOARD, "2015-12-01", None),
        ("an office nobody has", "Head of Tides", COUNCIL, "2015-01-10", None),
    ],
)
def test_holder(title: str, role: str, body: str, date: str, expected: str | None) -> None:
    assert roles.holder(HELD, role, body, date) == expected


def test_tenures_end_where_another_is_listed() -> None:
    chairs = [(one.person, one.first, one.last) for one in roles.tenures(HELD) if one.role == "Chair"]
    assert chairs == [
        ("Cllr Ann Example", "2015-01-10", "2015-03-10"),
        ("Bob Example", "2015-05-10", "2015-09-10"),
        ("C Pattern", "2015-07-10", "2015-07-10"),
    ]
    [head, later] = [one for one in roles.tenures(HELD) if one.role == "Head of Piers" and one.body == COUNCIL]
    assert (head.person, [listing.document for listing in head.listings]) == (
        "Jo Sample", ["2015-01-10.pdf", "2015-05-10.pdf"])  # fmt: skip
    assert (later.person, later.first) == ("C Pattern", "2015-09-10")
