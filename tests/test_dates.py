"""Date expressions and the days they cover. The paper's own date is 10 March 2016 where a case gives no other."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from pipeline import dates

ANCHOR = date(2016, 3, 10)

#: (text, [(expression, first day, last day)])
CASES: list[tuple[str, list[tuple[str, str, str]]]] = [
    # days
    ("held on 3rd November 2015.", [("3rd November 2015", "2015-11-03", "2015-11-03")]),
    ("on Tuesday, 3 November 2015 at 7.30pm", [("3 November 2015", "2015-11-03", "2015-11-03")]),
    ("week ending Friday 6 May 2016", [("week ending Friday 6 May 2016", "2016-04-30", "2016-05-06")]),
    ("Monday 4 April to Friday 8 April", [("4 April to Friday 8 April", "2016-04-04", "2016-04-08")]),
    ("on the last Friday in May 2016", [("last Friday in May 2016", "2016-05-27", "2016-05-27")]),
    ("Balance at 29.02.16, paid by DD 4.3.16", [("29.02.16", "2016-02-29", "2016-02-29"),
                                               ("4.3.16", "2016-03-04", "2016-03-04")]),
    ("until January 31 2011", [("January 31 2011", "2011-01-31", "2011-01-31")]),
    ("the 27th of May", [("27th of May", "2016-05-27", "2016-05-27")]),
    ("08.02.11", [("08.02.11", "2011-02-08", "2011-02-08")]),
    ("3/4/2015 and 03-04-15", [("3/4/2015", "2015-04-03", "2015-04-03"), ("03-04-15", "2015-04-03", "2015-04-03")]),
    ("2015-11-03", [("2015-11-03", "2015-11-03", "2015-11-03")]),
    ("23-Mar | 23 Mar 15", [("23-Mar", "2016-03-23", "2016-03-23"), ("23 Mar 15", "2015-03-23", "2015-03-23")]),
    ("12fed Chwefror 2020", [("12fed Chwefror 2020", "2020-02-12", "2020-02-12")]),
    ("24 – 28 February 2016", [("24 – 28 February 2016", "2016-02-24", "2016-02-28")]),
    ("on 18th and 19th March 2016", [("18th and 19th March 2016", "2016-03-18", "2016-03-19")]),
    ("1 April 2015 to 31 March 2016", [("1 April 2015 to 31 March 2016", "2015-04-01", "2016-03-31")]),
    ("w/c 29 August", [("w/c 29 August", "2016-08-29", "2016-09-04")]),
    ("week beginning 4 April 2016", [("week beginning 4 April 2016", "2016-04-04", "2016-04-10")]),
    ("by Easter 2017", [("Easter 2017", "2017-04-16", "2017-04-16")]),
    # months
    ("In December 2015", [("December 2015", "2015-12-01", "2015-12-31")]),
    ("Mar-2011 | 10/2012 | Oct 15", [("Mar-2011", "2011-03-01", "2011-03-31"), ("10/2012", "2012-10-01", "2012-10-31"),
                                     ("Oct 15", "2015-10-01", "2015-10-31")]),
    ("January – March 2015", [("January – March 2015", "2015-01-01", "2015-03-31")]),
    ("November 2015 – January 2016", [("November 2015 – January 2016", "2015-11-01", "2016-01-31")]),
    ("November – January 2016", [("November – January 2016", "2015-11-01", "2016-01-31")]),
    ("August, September and October 2015", [("August, September and October 2015", "2015-08-01", "2015-10-31")]),
    ("between January and May 2015", [("between January and May 2015", "2015-01-01", "2015-05-31")]),
    ("By end November 2015", [("By end November 2015", "2015-11-30", "2015-11-30")]),
    ("It is due by the end of April.", [("by the end of April", "2016-04-30", "2016-04-30")]),
    ("mid September 2015", [("mid September 2015", "2015-09-10", "2015-09-20")]),
    ("Early December 2015", [("Early December 2015", "2015-12-01", "2015-12-10")]),
    ("late February 2016", [("late February 2016", "2016-02-21", "2016-02-29")]),
    ("in the first week of June", [("first week of June", "2016-06-01", "2016-06-07")]),
    ("Task | To June 2016", [("To June 2016", "2016-06-01", "2016-06-30")]),
    # seasons, terms, quarters
    ("Summer 2016", [("Summer 2016", "2016-06-01", "2016-08-31")]),
    ("winter 2015/16", [("winter 2015/16", "2015-12-01", "2016-02-29")]),
    ("Late Spring 2011", [("Late Spring 2011", "2011-05-01", "2011-05-31")]),
    ("summer term 2018", [("summer term 2018", "2018-04-01", "2018-07-31")]),
    ("It will be published in the autumn.", [("autumn", "2016-09-01", "2016-11-30")]),
    ("quieter over the summer months", [("the summer months", "2016-06-01", "2016-08-31")]),
    ("on 21 June, 20 September and 29 November 2017", [
        ("21 June", "2017-06-21", "2017-06-21"), ("20 September", "2017-09-20", "2017-09-20"),
        ("29 November 2017", "2017-11-29", "2017-11-29")]),
    ("to be done by next April", [("next April", "2016-04-01", "2016-04-30")]),
    ("Work will start in May.", [("May", "2016-05-01", "2016-05-31")]),
    ("| Sept - Nov | Dec - Feb | February + |", [("Sept - Nov", "2015-09-01", "2015-11-30"),
                                                ("Dec - Feb", "2015-12-01", "2016-02-29"),
                                                ("February", "2016-02-01", "2016-02-29")]),
    ("Leaflets go out over the following week.", [("over the following week", "2016-03-10", "2016-03-17")]),
    ("A tutor will call in the next few weeks.", [("in the next few weeks", "2016-03-10", "2016-03-31")]),
    ("Figures are to be sent by month end.", [("by month end", "2016-03-31", "2016-03-31")]),
    ("She would send them within a week.", [("within a week", "2016-03-10", "2016-03-17")]),
    ("before the end of June", [("before the end of June", "2016-06-30", "2016-06-30")]),
    ("in the twelve months to September 2015", [("twelve months to September 2015", "2014-10-01", "2015-09-30")]),
    ("over the two years to March 2018", [("March 2018", "2018-03-01", "2018-03-31")]),
    ("version 2, Nov. 2015; in May. 2014 was wet", [
        ("Nov. 2015", "2015-11-01", "2015-11-30"), ("May", "2016-05-01", "2016-05-31"),
        ("2014", "2014-01-01", "2014-12-31")]),
    ("It will start in the new year.", [("new year", "2017-01-01", "2017-01-01")]),
    ("A reply will be sent within ten working days.", [("within ten working days", "2016-03-10", "2016-03-24")]),
    ("In 2012 it closed. It will open in June.", [("2012", "2012-01-01", "2012-12-31"),
                                                 ("June", "2016-06-01", "2016-06-30")]),
    ("due later in April", [("later in April", "2016-04-21", "2016-04-30")]),
    ("meets in March, June, September and December", [
        ("March", "2016-03-01", "2016-03-31"), ("June", "2016-06-01", "2016-06-30"),
        ("September", "2016-09-01", "2016-09-30"), ("December", "2016-12-01", "2016-12-31")]),
    ("Q1 2015/16", [("Q1 2015/16", "2015-04-01", "2015-06-30")]),
    ("the first quarter of 2011", [("first quarter of 2011", "2011-01-01", "2011-03-31")]),
    # years
    ("reviewed in 2009", [("2009", "2009-01-01", "2009-12-31")]),
    ("in 2020/21 and 2016-7", [("2020/21", "2020-04-01", "2021-03-31"), ("2016-7", "2016-04-01", "2017-03-31")]),
    ("priorities in 2019-2020", [("2019-2020", "2019-04-01", "2020-03-31")]),
    ("2015-2018", [("2015-2018", "2015-01-01", "2018-12-31")]),
    ("during 2014 and 2016", [("2014 and 2016", "2014-01-01", "2016-12-31")]),
    ("the academic year 2015/16", [("academic year 2015/16", "2015-09-01", "2016-08-31")]),
    ("the 2015/16 financial year", [("2015/16 financial year", "2015-04-01", "2016-03-31")]),
    ("year ending December 2015", [("year ending December 2015", "2015-01-01", "2015-12-31")]),
    ("early 2015", [("early 2015", "2015-01-01", "2015-03-31")]),
    ("the programme (2015 – 2020)", [("2015 – 2020", "2015-01-01", "2020-12-31")]),
    # from the paper's own date
    ("within the next two weeks", [("within the next two weeks", "2016-03-10", "2016-03-24")]),
    ("over the next 3-6 months", [("over the next 3-6 months", "2016-03-10", "2016-09-10")]),
    ("over the coming year", [("over the coming year", "2016-03-10", "2017-03-10")]),
    ("by the end of the month", [("by the end of the month", "2016-03-31", "2016-03-31")]),
    ("this financial year", [("this financial year", "2015-04-01", "2016-03-31")]),
    ("to report next month", [("next month", "2016-04-01", "2016-04-30")]),
    ("We are to report within two weeks.", [("within two weeks", "2016-03-10", "2016-03-24")]),
    ("homes without carbon by 2050", [("2050", "2050-01-01", "2050-12-31")]),
    ("The mayor marched in May 2015.", [("May 2015", "2015-05-01", "2015-05-31")]),
    ("Then theatres closed by the end of the month.", [("by the end of the month", "2016-03-31", "2016-03-31")]),
    # seasons and feasts
    ("It will be mown by the summer.", [("by the summer", "2016-06-01", "2016-08-31")]),
    ("second week of the autumn term 2015", [("second week of the autumn term 2015", "2015-09-08", "2015-09-14")]),
    ("to be in use by October this year", [("October this year", "2016-10-01", "2016-10-31")]),
    ("spending of quarters 1 & 2", [("quarters 1 & 2", "2015-04-01", "2015-09-30")]),
    ("built in the 1970s", [("1970s", "1970-01-01", "1979-12-31")]),
    ("a plan for the next 6 months", [("for the next 6 months", "2016-03-10", "2016-09-10")]),
    ("this coming autumn", [("this coming autumn", "2016-09-01", "2016-11-30")]),
    ("It will be done before Christmas.", [("before Christmas", "2016-12-25", "2016-12-25")]),
    ("to be ended before the New Year", [("before the New Year", "2016-12-31", "2016-12-31")]),
    ("towards the end of May 2016", [("towards the end of May 2016", "2016-05-21", "2016-05-31")]),
    ("Quotes to be in by half term.", [("by half term", "2016-05-30", "2016-06-03")]),
    ("Half-term", [("Half-term", "2016-05-30", "2016-06-03")]),
    ("to be hung before the end of half term", [("before the end of half term", "2016-06-03", "2016-06-03")]),
    # a year from the context
    ("She was appointed in October.", [("October", "2015-10-01", "2015-10-31")]),
    ("It will be launched in November.", [("November", "2016-11-01", "2016-11-30")]),
    ("In March 2009 it began; in May it ended.", [("March 2009", "2009-03-01", "2009-03-31"),
                                                  ("May", "2009-05-01", "2009-05-31")]),
]  # fmt: skip

NONE = [
    "the Children Act 2004 and the 2014 Care Act",
    "under another Act of 2016",
    "the Sharing Agreement (2013) and the 2011 Census",
    "repairs needed in the next three years",
    "over the Christmas period and the Easter holiday",
    "It was painted in half term, and twice this half term.",
    "see example.gov.uk/2018/04/27/notes and minute (2011/)",
    "Council Plan 2013-15",
    "the early help strategy 2015-17",
    "planning ref 3/16/2768",
    "Minute 105/2021, FGB 02/1920",
    "see paragraph 2.8.10",
    "2.8.10 A group of staff met.",
    "2060 families and 2000 people",
    "from 19.30 to 21.00",
    "it may be so; they may march",
    "Theresa May and Cllr June Smith spoke",
    "the Autumn Statement and the Summer School",
    "£2015",
    "version 1.1 may be used",
    "over the last few years",
    "Three meetings were held in the last month.",
    "a library for the next 40 years",
    "[4.4.15]iii) The seat was painted.",
    "this would start next year",
    "the previous month it had rained",
    "judged poor twice within five years",
    "ISO 6391:2002 applies",
    "draft the 2014-17 strategy for consultation",
    "the 2013 Review of Harbour Wards in Wales",
    "see example.org.uk/planning-policy/harbour-plan-2013-40/",
    "spending over the next few years",
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_expressions_and_their_days(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(f.text, *((f.value.start, f.value.end) if f.value else ("", ""))) for f in dates.find(text, ANCHOR)]
    assert found == expected
    assert all(text[f.start : f.end] == f.text for f in dates.find(text, ANCHOR))


@pytest.mark.parametrize("text", NONE)
def test_no_dates(text: str) -> None:
    assert dates.find(text, ANCHOR) == []


def test_found_without_a_value_when_it_cannot_be_resolved() -> None:
    assert [(f.text, f.value) for f in dates.find("31 February 2015", ANCHOR)] == [("31 February 2015", None)]
    assert [(f.text, f.value) for f in dates.find("to report in June and within two weeks")] == [
        ("June", None),
        ("within two weeks", None),
    ]
    assert dates.find("3 June 2014")[0].value is not None


def test_precision() -> None:
    texts = [
        "3 June 2014",
        "June 2014",
        "summer 2014",
        "Q2 2014/15",
        "2014/15",
        "mid June 2014",
        "1-3 June 2014",
        "within ten days",
    ]
    assert [dates.find(text, ANCHOR)[0].precision for text in texts] == [
        "day", "month", "season", "quarter", "year", "part", "range", "relative",
    ]  # fmt: skip


def test_only_inside_the_plausible_window() -> None:
    assert dates.find("in 1849 and in 2027", ANCHOR) == []
    assert [f.text for f in dates.find("in 1850 and in 2026", ANCHOR)] == ["1850", "2026"]


def test_imports_no_spacy() -> None:
    code = "import sys, pipeline.dates; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
