"""Which days a paper names as those of its body's meetings."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.trace.named import meetings_in

NAMED = {
    "minutes agreed": ("The minutes of the meeting held on 4 March 2014 were agreed.", ["2014-03-04"]),
    "the body's own name": (
        "To confirm the minutes of the Harbour Board meeting of Tuesday 4 March 2014.",
        ["2014-03-04"],
    ),
    "next": ("Date of next meeting: 6 May 2014, at 10 am", ["2014-05-06"]),
    "next, in a sentence": ("The next meeting of the Board will be held on Tuesday 6 May.", ["2014-05-06"]),
    "a report that looks back": ("The Board asked at its meeting on 4 February 2014 for costs.", ["2014-02-04"]),
    "two in one": (
        "Minutes of the last meeting held 4 February 2014. Date of next meeting: 6 May 2014",
        ["2014-02-04", "2014-05-06"],
    ),
    "another body's minutes": ("The minutes of the Trustees meeting on 3 October 2013 gave the figure.", []),
    "another body before it": ("The Quay Users Group minutes of 3 October 2013 gave the figure.", []),
    "a meeting with others": ("Minutes from the 20 February meeting with the ferry company were read.", []),
    "a meeting of others": ("The minutes of the meeting held on 20 February between anglers and divers", []),
    "somebody goes to a meeting": ("Mr Pell would be at the meeting on 25 June 2014 in Sandholm.", []),
    "a month": ("The next meeting would take place at the end of November.", []),
    "the next cell of a table": ("Report to the next meeting | MB/Clerk | 20/09/2014", []),
}


@pytest.mark.parametrize("case", NAMED)
def test_meetings_named(case: str) -> None:
    text, days = NAMED[case]
    assert meetings_in(text, "Harbour Board", date(2014, 3, 25)) == set(days)
