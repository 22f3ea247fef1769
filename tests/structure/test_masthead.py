from __future__ import annotations

import pytest

from pipeline import structure
from pipeline.model import Block
from tests.structure.papers import blocks, headings, outline, reading

PROSE = "The service was reviewed over the spring and the findings of that review are set out for members below."

REPORT = f"""
**ADULT CARE OVERVIEW AND SCRUTINY COMMITTEE
**14 MAY 2019
**REVIEW OF THE MEALS SERVICE IN THE NORTH OF THE BOROUGH
Report from: Priya Nair, Director of Adult Care
Author: Tom Low, Service Manager
Summary
{PROSE}
1. Background
1.1 Westmere Council has provided meals since 1998. {PROSE}
1.2 The contract of Westmere Council with its supplier ends this year. {PROSE}
"""


def test_report_of_a_council() -> None:
    paper = outline(REPORT)
    assert paper.council == "Westmere Council"
    assert paper.body == "Adult Care Overview and Scrutiny Committee"
    assert paper.meeting_date == "2019-05-14"
    assert paper.title == "Review of the Meals Service in the North of the Borough"
    assert paper.paper_type == "report"
    assert headings(paper) == [("", "Summary"), ("1", "Background")]


@pytest.mark.parametrize(
    ("head", "body", "title", "date", "kind"),
    [
        (
            "Minutes of the Annual Meeting of Holm-on-Sea Parish Council held on Tuesday 4 May 2021 in the hall",
            "Holm-on-Sea Parish Council",
            "Minutes of the Annual Meeting of Holm-on-Sea Parish Council",
            "2021-05-04",
            "minutes",
        ),
        ("Open Rail Board Minutes\n09.03.12", "Open Rail Board", "Open Rail Board Minutes", "2012-03-09", "minutes"),
        (
            "Ferry Users Panel – second meeting\n3 June 2014\nMeeting note and actions",
            "Ferry Users Panel",
            "Meeting Note and Actions",
            "2014-06-03",
            "minutes",
        ),
        (
            "Coastal Trust Board\n1 July 2015\nItem: Tides & Floods Update",
            "Coastal Trust Board",
            "Tides & Floods Update",
            "2015-07-01",
            "report",
        ),
        (
            "Hill School\nMinutes of the Full Governing Body Meeting\n9 May 2019",
            "Governing Body",
            "Minutes of the Full Governing Body Meeting",
            "2019-05-09",
            "minutes",
        ),
        ("Cabinet\n3 July 2018\nBudget Monitoring", "Cabinet", "Budget Monitoring", "2018-07-03", "report"),
        (
            "Ferry Users Panel - Terms of Reference",
            "Ferry Users Panel",
            "Ferry Users Panel - Terms of Reference",
            None,
            "terms_of_reference",
        ),
    ],
)
def test_heads(head: str, body: str, title: str, date: str | None, kind: str) -> None:
    paper = outline(f"{head}\n{PROSE}\n{PROSE}")
    assert (paper.body, paper.title, paper.meeting_date, paper.paper_type) == (body, title, date, kind)


def test_the_head_of_a_paper_in_a_table() -> None:
    paper = outline(
        f"""
        **NORTHSHIRE NHS FOUNDATION TRUST
        | Meeting: | Board of Directors |
        | Date: | 28 May 2020 |
        | Title: | Waiting Times |
        | Executive sponsor: | Jane Doe, Chief Nurse |
        | Author: | Tom Low, Head of Performance |
        **Purpose
        {PROSE}
        **Key risks
        - Staffing
        """
    )
    assert (paper.body, paper.title, paper.meeting_date) == ("Board of Directors", "Waiting Times", "2020-05-28")
    assert [(p.name, p.role, p.capacity) for p in paper.people] == [
        ("Jane Doe", "Chief Nurse", "report_from"),
        ("Tom Low", "Head of Performance", "author"),
    ]
    assert headings(paper) == [("", "Purpose"), ("", "Key risks")]


def test_who_reports_is_no_title() -> None:
    paper = outline(
        f"**NORTHSHIRE POLICE AND CRIME PANEL – 12 MARCH 2019\n**REPORT OF THE CHIEF CONSTABLE\n**RURAL PATROLS\n"
        f"**Background\n{PROSE}"
    )
    assert (paper.body, paper.title) == ("Northshire Police and Crime Panel", "Rural Patrols")


def test_a_committee_comes_before_its_council() -> None:
    paper = outline(f"**DALE DISTRICT COUNCIL\n**Licensing Committee\n**3 April 2018\n**Taxi fares\n{PROSE}")
    assert (paper.council, paper.body, paper.title) == ("Dale District Council", "Licensing Committee", "Taxi Fares")


def test_the_body_keeps_the_small_letters_the_text_gives_it() -> None:
    paper = outline(f"**ASH-CUM-ELM PARISH COUNCIL\n**2 May 2017\n{PROSE} Ash-cum-Elm Parish Council thanked him.")
    assert paper.body == "Ash-cum-Elm Parish Council"


def test_the_meeting_comes_before_the_day_of_posting() -> None:
    paper = outline(
        f"Notes\n2025-05-25\n**MINUTES OF A MEETING\n**MONDAY 12 MAY 2025\nPresent: Ann Lee, Tom Low\n{PROSE}"
    )
    assert paper.meeting_date == "2025-05-12"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2016-09-20 notes.pdf", "2016-09-20"),
        ("board 14.03.17.pdf", "2017-03-14"),
        ("160920_notes.doc", "2016-09-20"),
        ("minutes-20160920.pdf", "2016-09-20"),
        ("annual-report-2016-17.pdf", None),
        ("notes.pdf", None),
    ],
)
def test_a_date_in_the_file_name_is_marked_as_such(name: str, date: str | None) -> None:
    paper = outline(f"**Notes on ferries\n{PROSE}", name)
    assert paper.meeting_date == date
    assert [p.code for p in paper.problems] == (["date_from_file_name"] if date else [])


def test_a_day_without_a_year_takes_it_from_the_file_name() -> None:
    paper = outline(f"**PORT PANEL\n**MEETING ON MONDAY 6 NOVEMBER\nPresent: Ann Lee\n{PROSE}", "23NOVEMBER.docx")
    assert paper.meeting_date == "2023-11-06"


def test_an_agenda_has_its_items_as_sections() -> None:
    paper = outline(
        """
        **Port Panel
        A meeting of the Port Panel will be held in the Harbour Office on Tuesday 7 October 2025 at 8.00 pm.
        **AGENDA
        1. To receive apologies for absence
        2. To confirm the minutes of the meeting of 2 September 2025
        3. To consider the harbour dues
        """
    )
    assert paper.paper_type == "agenda"
    assert paper.title == "Port Panel Agenda"
    assert [number for number, _ in headings(paper) if number] == ["1", "2", "3"]


def test_a_council_is_inferred_from_a_body_that_must_belong_to_one() -> None:
    paper = outline(
        f"Westmere Children's Trust Board\n11 January 2011\n**Summary of reports\n{PROSE} The Council agreed."
    )
    assert paper.council == "Westmere Council"
    national = outline(f"Open Rail Board\n11 January 2011\n**Summary of reports\n{PROSE} The Council agreed.")
    assert national.council is None


def test_the_body_of_a_report_from_its_running_header() -> None:
    header = Block(kind="furniture", text="Ferry Users Panel", page=1)
    found = reading([header, *blocks(f"**Lamps on the pier\n{PROSE}\n{PROSE}")])
    assert structure.outline(found, "paper.pdf").body == "Ferry Users Panel"


def test_the_title_that_the_format_states_is_kept_whole() -> None:
    title = Block(text="2015-04-27 Ferry Board", style="title")
    found = reading([title, *blocks(f"Attendees: Ann Lee, Tom Low\n**Lamps\n{PROSE}")])
    paper = structure.outline(found, "paper.md")
    assert (paper.title, paper.body, paper.meeting_date) == ("2015-04-27 Ferry Board", "Ferry Board", "2015-04-27")


def test_whom_a_report_is_to_and_of_is_not_its_title() -> None:
    paper = outline(
        "HOLM COUNTY COUNCIL\nREPORT TO CABINET\n9 MAY 2018\nREPORT OF THE CORPORATE DIRECTOR\n"
        f"REPAIR OF THE SEA WALL\n1. Purpose of report\n1.1 {PROSE}"
    )
    assert (paper.body, paper.title) == ("Cabinet", "Repair of the Sea Wall")


def test_who_co_ordinated_a_report_is_its_author() -> None:
    paper = outline(
        "Holm Trust Board\n9 May 2018\nREPORTS OF THE GROUPS\n"
        f"Report co-ordinated by: Ann Lee, Trust Officer\n1. Lamps\n{PROSE}"
    )
    assert paper.title == "Reports of the Groups"
    assert [(p.name, p.capacity) for p in paper.people] == [("Ann Lee", "author")]


def test_minutes_that_only_say_meeting() -> None:
    paper = outline(f"**HOLM PARISH COUNCIL\n**MEETING 9 MAY 2018\nPresent: Ann Lee, Tom Low\n**1. Lamps\n{PROSE}")
    assert paper.title == "Holm Parish Council Meeting"


def test_a_name_and_post_under_the_title_of_a_report_is_its_author() -> None:
    paper = outline(
        f"**PORT PANEL - DREDGING REPORT\n**Ann Lee, Deputy Director, Ports Department\n**3 June 2014\n1. {PROSE}"
    )
    assert [(p.name, p.capacity) for p in paper.people] == [("Ann Lee", "author")]


def test_a_strategy_without_a_title_is_called_by_its_file() -> None:
    paper = outline(f"**Audience\n{PROSE}\n**Document\n{PROSE}", "HB(4)3 - Harbour Lamps Strategy - 11.01.11 v2.pdf")
    assert paper.title == "Harbour Lamps Strategy"


def test_a_summons_is_an_agenda() -> None:
    paper = outline(
        """
        **HOLM PARISH COUNCIL
        You are hereby summoned to attend a meeting of Holm Parish Council on 12 July 2017
        Ann Lee - Clerk to the Council
        **1. Apologies
        To consider apologies for absence
        **2. Lamps
        To consider the lamps
        """
    )
    assert (paper.paper_type, paper.title) == ("agenda", "Holm Parish Council Agenda")


@pytest.mark.parametrize(
    ("head", "body", "title", "date"),
    [
        ("**HILL SCHOOL BOARD OF GOVERNORS\nCOMMITTEE Premises Committee DATE; 3/05/2019", "Premises Committee",
         "Hill School Board of Governors", "2019-05-03"),
        ("**ELM AND ASH NHS TRUST\n**Minutes of the meeting of the Board of Directors held in public\n3 May 2019",
         "Board of Directors", "Minutes of the Meeting of the Board of Directors Held in Public", "2019-05-03"),
        ("**PORT DEAL BOARD\n**Action log - updated 1 May 2019 for the meeting on 3 May 2019", "Port Deal Board",
         "Action Log", "2019-05-03"),
        ("**PORT PANEL\n3 May 2019\nATTENDANCE OF THE MEMBER FOR LAMPS\nAND BUOYS", "Port Panel",
         "Attendance of the Member for Lamps and Buoys", "2019-05-03"),
        ("**PORT PANEL\n**Terms of Reference\nAgreed 3 May 2019", "Port Panel", "Terms of Reference", None),
    ],
)  # fmt: skip
def test_more_heads(head: str, body: str, title: str, date: str | None) -> None:
    paper = outline(f"{head}\n**Background\n{PROSE}\n{PROSE}")
    assert (paper.body, paper.title, paper.meeting_date) == (body, title, date)


def test_the_body_a_report_asks() -> None:
    asks = "The Panel is invited to agree the plan. The plan was drawn up with members of the Ferry Users Panel."
    assert outline(f"**Plan for a ferry prize\n**Background\n{PROSE}\n**Request\n{asks}").body == "Ferry Users Panel"


def test_the_council_of_an_address() -> None:
    paper = outline(
        f"**CABINET\n**3 May 2019\n**Review of libraries\nReport from: Ann Lee\n**Background\nFull Council met. "
        f"Westmere has six. {PROSE}\n**Contact\nann.lee@westmere.gov.uk"
    )
    assert (paper.council, paper.body) == ("Westmere Council", "Cabinet")


def test_the_year_of_a_meeting_from_its_weekday() -> None:
    said = "**Minutes of the Ferry Panel\nHeld on Monday 4 May\nPresent: Ann Lee, Tom Low\n**1. Lamps\n"
    paper = outline(f"{said}The lamps bought in 2019 were lit in 2020. {PROSE}")
    assert paper.meeting_date == "2020-05-04"
    assert [problem.code for problem in paper.problems] == ["year_from_weekday"]
    assert outline(f"{said}The lamps were bought in 2019. {PROSE}").meeting_date is None


def test_the_council_of_the_parish_a_report_is_about() -> None:
    paper = outline(f"**Annual Report\n**Welcome\nUpper Lea Parish has been well served by its Parish Clerk. {PROSE}")
    assert (paper.body, paper.council) == ("Upper Lea Parish Council", "Upper Lea Parish Council")


def test_the_body_whose_initials_the_file_has() -> None:
    found = reading(
        blocks(f"**Lamps of the harbour\n{PROSE}\nThe Port Works Committee was told, and then the Ferry Panel.")
    )
    assert structure.outline(found, "PWC(4)2 lamps.pdf").body == "Port Works Committee"
    assert structure.outline(found, "lamps.pdf").body is None


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "Upper Holm with Lea Parish Council\nMINUTES of the Ordinary Meeting held in the Hall on Monday 4 May 2020",
            "Upper Holm with Lea Parish Council",
            "Minutes of the Ordinary Meeting",
        ),
        (
            "Cyngor Cymuned Glanmor / Glanmor Community Council\nMinutes\n4 May 2020",
            "Glanmor Community Council",
            "Glanmor Community Council Minutes",
        ),
        (
            "HOLM SCHOOL BOARD OF GOVERNORS\nCOMMITTEE: Full Governing Body\nDATE: 04/05/2020\nPresent: Ann Lee",
            "Holm School Board of Governors",
            "Holm School Board of Governors",
        ),
        ("Ferry Panel - Meeting 3 (4 May 2020)\nPresent: Ann Lee", "Ferry Panel", "Ferry Panel - Meeting 3"),
        ("FERRY PANEL, PROGRESS REPORT, 4 MAY 2020", "Ferry Panel", "Progress Report"),
        ("Ferry Panel\nThe Cost of Fuel:\nA Note on Prices\n4 May 2020",
            "Ferry Panel",
            "The Cost of Fuel: A Note on Prices",),
        ("Ferry Panel\nFERRY FRAMEWORK\na plan for winter", "Ferry Panel", "Ferry Framework: A Plan for Winter"),
    ],
)  # fmt: skip
def test_bodies_named_with_their_place_and_titles_over_two_lines(head: str, body: str, title: str) -> None:
    paper = outline(f"{head}\n{PROSE}\n{PROSE}")
    assert (paper.body, paper.title) == (body, title)


@pytest.mark.parametrize(
    "sentence",
    [
        "At the last meeting of the Ferry Users Panel a survey was shown.",
        "The Ferry Users Panel has met twice since May.",
    ],
)
def test_the_body_that_the_text_says_to_meet(sentence: str) -> None:
    assert outline(f"Discussion paper\n4 May 2020\nFuel\n{sentence} {PROSE}\n{PROSE}").body == "Ferry Users Panel"


def test_a_heading_that_says_which_meeting_it_is_of_belongs_to_the_head() -> None:
    page = [
        Block(text="Minutes - May 2020 | Holm Parish Council", style="title"),
        Block(text="Holm Parish Council", outline=1),
        Block(text="Agenda and minutes, Monday 4 May 2020", outline=2),
        Block(text="Agenda", outline=3),
        *blocks(
            f"1. Lamps\n2. Finance\n{PROSE}\nPresent: Cllrs Ann Lee (Chair), Tom Low; the Clerk (Mrs S Bow).\n{PROSE}"
        ),
    ]
    paper = structure.outline(reading(page), "page.html")
    assert (paper.title, paper.meeting_date) == ("Agenda and Minutes", "2020-05-04")
    assert "Agenda and minutes, Monday 4 May 2020" not in [heading for _, heading in headings(paper)]
    assert [(p.name, p.capacity) for p in paper.people] == [
        ("Ann Lee", "chair"), ("Tom Low", "present"), ("Mrs S Bow", "present"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Select Committee on Coastal Erosion\nNote of the third meeting", "Select Committee on Coastal Erosion"),
        ("Meeting of the Advisory Council on Historic Ships", "Advisory Council on Historic Ships"),
        ("FIRE AND RESCUE AUTHORITY OF HOLM\nMinutes", "Fire and Rescue Authority of Holm"),
        ("Harbour Integrated Care Board\nFinance Committee\nMinutes", "Finance Committee"),
        ("Harbour Integrated Care Board\nMinutes", "Harbour Integrated Care Board"),
        ("MINUTES OF THE ANNUAL PARISH COUNCIL MEETING OF GREAT LEA PARISH COUNCIL", "Great Lea Parish Council"),
        ("Review of the Council of the Parish\nFinance Committee", "Finance Committee"),
    ],
)
def test_bodies_named_for_what_they_are_about_and_boards_above_committees(head: str, body: str) -> None:
    assert outline(f"{head}\n4 May 2020\nPresent: Ann Lee\n**1. Lamps\n{PROSE}").body == body


def test_a_borough_is_a_council_and_no_title() -> None:
    paper = outline(
        f"**Borough of Holm\n**Health Board\n**4 May 2020\n**PRESENT: Ann Lee, Tom Low\n**1. Lamps\n{PROSE}"
    )
    assert (paper.council, paper.body, paper.title) == ("Borough of Holm", "Health Board", "Health Board Minutes")


def test_plans_are_strategies() -> None:
    assert (
        outline(f"**School Improvement Plan 2022-2025\n**Hill School\n**Our vision\n{PROSE}").paper_type == "strategy"
    )


def test_a_log_of_actions_is_no_masthead() -> None:
    paper = outline(
        f"""
        **Harbour Board
        **Action Log
        | Ref | Meeting date | Action | Owner | Status
        | 12 | 03/04/24 | Bring back the draft plan of the pier | AB | Open
        | 13 | 03/04/24 | Share the slides with the members | CD | Closed
        {PROSE}
        """
    )
    assert (paper.paper_type, paper.meeting_date) == ("action_plan", None)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Minutes of the meeting of Tuesday, 3rd June 2014, 1.30 pm, Net Loft", "Minutes of the Meeting"),
        ("Minute of Meeting - Monday 3 June 2014, 7.30pm, by Zoom", "Minute of Meeting"),
        ("Review of landings from 1 May 2014, by quay", "Review of Landings from 1 May 2014, by Quay"),
    ],
)
def test_a_title_goes_without_the_day_and_place_behind_it(line: str, title: str) -> None:
    paper = outline(f"**Herring Quay Board\n**{line}\nPresent: Ann Lee, Tom Low\n**1. Lamps\n{PROSE}")
    assert paper.title == title


def test_the_report_of_a_task_group_is_called_so() -> None:
    lines = "Dale District Council\n**Report of the Herring Task Group\nto the Ports Committee, 8 May 2014"
    paper = outline(f"{lines}\n**1. Membership\n{PROSE}")
    assert paper.title == "Report of the Herring Task Group"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "**Lamps, Parks and Quays Committee: 4 May 2021\n**The new pier",
            "Lamps, Parks and Quays Committee",
            "The New Pier",
        ),
        (
            "Report to Scrutiny Board (Homes and Streets)\nDate: 4 May 2021\nSubject: The new pier",
            "Scrutiny Board (Homes and Streets)",
            "The New Pier",
        ),
        (
            "COMMITTEE: Parks and Trees\nDATE: 4 May 2021\nREPORT TITLE: The new pier",
            "Parks and Trees Committee",
            "The New Pier",
        ),
        ("REPORT TO CABINET\n4 May 2021\nTITLE OF REPORT: The new pier", "Cabinet", "The New Pier"),
        (
            "**Quays Scrutiny Committee\n4 May 2021\n**HOME FERRIES TASK GROUP\nReport of the Head of Quays",
            "Quays Scrutiny Committee",
            "Home Ferries Task Group",
        ),
        (
            "**Report of the Ferries Task Group\n**to the Quays Scrutiny Committee, 4 May 2021",
            "Quays Scrutiny Committee",
            "Report of the Ferries Task Group",
        ),
        (
            "**Quays Committee\n4 May 2021\nReport of the Head of Quays\nMatter for decision\nWard: all\nThe new pier",
            "Quays Committee",
            "The New Pier",
        ),
    ],
)  # fmt: skip
def test_heads_of_reports_as_councils_print_them(head: str, body: str, title: str) -> None:
    paper = outline(f"{head}\n**1. Purpose of report\n{PROSE}\n**2. Recommendations\n{PROSE}")
    assert (paper.body, paper.title, paper.meeting_date, paper.paper_type) == (body, title, "2021-05-04", "report")


def test_a_partnership_belongs_to_the_council_of_its_place_and_a_police_panel_to_none() -> None:
    told = f"**1. Lamps\n{PROSE}\nThe survey stands on the website of Westmere Borough Council. {PROSE}"
    assert outline(f"**Westmere Children's Partnership\n4 May 2021\n{told}").council == "Westmere Borough Council"
    assert outline(f"**Westmere Police and Crime Panel\n4 May 2021\n{told}").council is None


def test_what_brings_a_strategy_before_a_committee_is_a_report() -> None:
    paper = outline(
        f"**Quays Committee\n4 May 2021\n**Pier Strategy 2021-25\n**1. Summary\n{PROSE}\n**2. Recommendations\n{PROSE}"
    )
    assert paper.paper_type == "report"
