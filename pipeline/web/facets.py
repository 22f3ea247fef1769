"""The filters beside the results: each value with how many passages it would leave, and the years as bars."""

from __future__ import annotations

import msgspec

from pipeline.search import Results
from pipeline.web.asked import FILTERS, VIEWS, Asked
from pipeline.web.library import Library
from pipeline.web.wording import first_up, named

#: In the order of the page; 'year' is drawn as bars.
ALL = [
    "year",
    "body",
    "kind",
    "type",
    "section",
    "service",
    "organisation",
    "programme",
    "legislation",
    "owner",
    "status",
]
SHOWN = 7  # values before 'more'
MOST = 27
_OPEN = ("body", "kind")
A_ROW = 11  # years at most
BAR = 40  # height of the tallest bar, in pixels


class Value(msgspec.Struct):
    """One value of a facet."""

    value: str
    name: str
    count: str  # as it is shown: '1,200'
    on: bool
    place: int  # in the facet, counted from 1


class Facet(msgspec.Struct):
    """One facet: the values shown at once, those behind 'more', and how many there are beyond."""

    field: str
    name: str
    first: list[Value]
    more: list[Value]
    beyond: int
    open: bool


class Year(msgspec.Struct):
    """One bar. `height` is in pixels, 0 to BAR."""

    year: str
    count: int
    height: int
    on: bool
    address: str


def shown(library: Library, asked: Asked, results: Results) -> list[Facet]:
    """The facets that have something to choose."""
    counted = _counted(library, asked, results)
    return [facet for field in ALL if field != "year" and (facet := _facet(field, asked, counted[field])) is not None]


def years(library: Library, asked: Asked, results: Results) -> list[list[Year]]:
    """The years from the first to the last that is found or chosen, in rows."""
    found = {int(year): number for year, number in _of(library, asked, results, "year")}
    on = {int(year) for year in asked.values("year") if year.isdigit() and len(year) == 4}
    within = sorted({*found, *on})
    if not within:
        return []
    tallest = max(found.values(), default=1)
    bars = [
        Year(
            str(year),
            found.get(year, 0),
            round(BAR * found.get(year, 0) / tallest),
            year in on,
            asked.toggled("year", str(year)),
        )
        for year in range(max(within[0], within[-1] - 79), within[-1] + 1)
    ]
    rows = -(-len(bars) // A_ROW)
    a_row = -(-len(bars) // rows)  # twelve years are two rows of six, and not eleven and one
    return [bars[at : at + a_row] for at in range(0, len(bars), a_row)]


def _counted(library: Library, asked: Asked, results: Results) -> dict[str, list[tuple[str, int]]]:
    return {field: _of(library, asked, results, field) for field in ALL}


def _of(library: Library, asked: Asked, results: Results, field: str) -> list[tuple[str, int]]:
    """The counts of a facet; of one that the search is narrowed by, as if it were not, so that values can be added."""
    if not asked.values(field):
        return results.facets[field]
    others = msgspec.structs.replace(asked, filters=tuple(pair for pair in asked.filters if pair[0] != field), page=1)
    return library.search(others.request(facets=[field], limit=0)).facets[field]


def _facet(field: str, asked: Asked, counted: list[tuple[str, int]]) -> Facet | None:
    on = asked.values(field)
    known = dict(counted)
    kinds = VIEWS[asked.view][1] if field == "kind" else ()
    # The index holds names as their papers write them; a filter may be written otherwise.
    unknown = [value for value in on if value not in known]
    wanted = [value for value in [*unknown, *known] if not kinds or value in kinds]
    wanted.sort(key=lambda value: value not in on)
    values = [
        Value(value, first_up(named(value)), f"{known.get(value, 0):,}", value in on, place)
        for place, value in enumerate(wanted[: max(MOST, len(on))], 1)
    ]
    if len(values) < 2 and not on:
        return None
    first = max(SHOWN, sum(value.on for value in values))
    return Facet(
        field,
        FILTERS[field],
        values[:first],
        values[first:MOST],
        max(0, len(wanted) - MOST),
        field in _OPEN or bool(on),
    )
