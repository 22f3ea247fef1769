from __future__ import annotations

import pytest

from pipeline.structure.listing import entries, listed
from pipeline.structure.names import initials_of
from tests.structure.papers import outline, people

PROSE = "The meeting began with a film about the harbour which the members of the public had been asked to make."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee (Harbour Trust), Tom Low (DfT) Sue Roe (Port Users)", ["Ann Lee", "Tom Low", "Sue Roe"]),
        ("Cllrs R Hale, S Moss and J Fry", ["R Hale", "S Moss", "J Fry"]),
        ("Councillor Ann Lee, Cllr Joe Ray", ["Councillor Ann Lee", "Cllr Joe Ray"]),
        ("Ann Lee (Port Trust), Ex Officio: Joe Ray (DfT)", ["Ann Lee", "Joe Ray"]),
        ("Councillors Hale, Moss and Fry", ["Hale", "Moss", "Fry"]),
        ("Ann Lee, Cllrs Hale and Moss, Tom Low", ["Ann Lee", "Hale", "Moss", "Tom Low"]),
        ("Councillors Ann Lee and County Councillor Joe Ray", ["Ann Lee", "Joe Ray"]),
        ("Miss Ann Lee, Mr Tom Low and Mrs Sue Roe, Councillors", ["Miss Ann Lee", "Mr Tom Low", "Mrs Sue Roe"]),
        (
            "Sir Ian Bell; Professor Ada van Dyk; Dr. Kit O'Shea",
            ["Sir Ian Bell", "Professor Ada van Dyk", "Dr. Kit O'Shea"],
        ),
        ("Ann Lee Estates Manager, Tom Low", ["Ann Lee", "Tom Low"]),
        ("two residents and the clerk, Mr G Hill", ["Mr G Hill"]),
        ("Vice Chair Ann Lee", ["Ann Lee"]),
        ("Ann Lee MSP, Dr Kit Shaw MP", ["Ann Lee", "Dr Kit Shaw"]),
        ("Lord Amory of Sedge (Chair), Baroness Tarn", ["Lord Amory of Sedge", "Baroness Tarn"]),
        ("None", []),
        ("Cabinet Office", []),
    ],
)
def test_lists_of_names(text: str, names: list[str]) -> None:
    assert [person.name for person in listed(text)] == names


def test_all_of_one_organisation() -> None:
    found = listed("Ann Lee (Harbour Trust), Tom Low, Sue Roe (minutes) – all DfT.")
    assert [(p.name, p.role) for p in found] == [
        ("Ann Lee", "Harbour Trust"),
        ("Tom Low", "DfT"),
        ("Sue Roe", "minutes"),
    ]


def test_attendance_in_lines() -> None:
    paper = outline(
        f"""
        **Ferry Users Panel – second meeting
        **3 June 2014
        **Meeting note
        Panel attendees: Professor Ada Dyk (Chair), Tom Low (Port Users)
        Other attendees: Sue Roe, Joe Ray – all DfT
        Apologies: Dr Kit Shaw
        **Welcome
        {PROSE}
        """
    )
    assert people(paper) == [
        ("Professor Ada Dyk", "", "chair"),
        ("Tom Low", "Port Users", "present"),
        ("Sue Roe", "DfT", "present"),
        ("Joe Ray", "DfT", "present"),
        ("Dr Kit Shaw", "", "apologies"),
    ]


def test_attendance_in_columns() -> None:
    paper = outline(
        f"""
        **Open Rail Board Minutes
        **8 February 2011
        | **Present: | **Officials: |
        | Ian Bell (Chair) | Ann Lee (Treasury) |
        | Ada Dyk, Minister for Ports | Tom Low (Secretary) |
        | **Apologies: | |
        | Sir Kit Shaw | |
        {PROSE}
        """
    )
    assert people(paper) == [
        ("Ian Bell", "", "chair"),
        ("Ada Dyk", "Minister for Ports", "present"),
        ("Sir Kit Shaw", "", "apologies"),
        ("Ann Lee", "Treasury", "present"),
        ("Tom Low", "Secretary", "present"),
    ]


def test_attendance_of_several_meetings_gives_that_of_this_one() -> None:
    paper = outline(
        f"""
        **HILL PRIMARY SCHOOL BOARD OF GOVERNORS
        DATE: 12/07/2021
        | | Type | 05/10/2020 | 12/07/2021 |
        | ANN LEE | Parent | P | S |
        | TOM LOW | Staff | P | P |
        | SUE ROE | Co-opted | A | P |
        P – present, A – absent, S – sent apologies
        | Chaired by | Sue Roe | Clerked by | Joe Ray |
        {PROSE}
        """
    )
    assert paper.meeting_date == "2021-07-12"
    assert people(paper) == [
        ("Ann Lee", "Parent", "apologies"),
        ("Tom Low", "Staff", "present"),
        ("Sue Roe", "Co-opted", "chair"),
        ("Joe Ray", "", "present"),
    ]


def test_sentences_name_the_chair_and_the_absent() -> None:
    paper = outline(
        f"""
        **HOLM PARISH COUNCIL
        **MINUTES OF A MEETING HELD ON 9 MAY 2018
        **PRESENT
        Councillors Ann Lee, Tom Low and Joe Ray
        **1. WELCOME AND APOLOGIES
        Cllr. T. Low took the Chair. Apologies were received from Councillors Sue Roe and Kit Shaw. {PROSE}
        """
    )
    assert people(paper) == [
        ("Ann Lee", "Councillor", "present"),
        ("Joe Ray", "Councillor", "present"),
        ("Sue Roe", "Councillor", "apologies"),
        ("Kit Shaw", "Councillor", "apologies"),
        ("Tom Low", "Councillor", "chair"),
    ]


def test_what_councillors_share_is_their_post() -> None:
    found = listed("Councillors Ann Lee, Sue Roe MP and County Councillor Joe Ray")
    assert [(p.name, p.role) for p in found] == [
        ("Ann Lee", "Councillor"),
        ("Sue Roe", "Councillor MP"),
        ("Joe Ray", "County Councillor"),
    ]


def test_a_list_that_ends_in_a_comma_ends_before_the_next_label() -> None:
    paper = outline(
        f"""
        **HOLM PARISH COUNCIL
        **MINUTES OF 9 MAY 2018
        Present: Ann Lee, Tom Low, Kit Shaw, Ada Dyk, Ian Bell, Max Orr,
        Apologies:, Sue Roe MSP, Joe Ray (late arrival)
        **1. Lamps
        Apologies were received and the reason accepted from Mrs Joan Fry (Clerk). {PROSE}
        """
    )
    assert [p for p in people(paper) if p[2] == "apologies"] == [
        ("Sue Roe", "MSP", "apologies"),
        ("Joe Ray", "", "apologies"),
        ("Mrs Joan Fry", "Clerk", "apologies"),
    ]


def test_an_annual_meeting_elects_its_chair() -> None:
    paper = outline(
        f"""
        **HOLM PARISH COUNCIL
        **MINUTES OF THE ANNUAL MEETING HELD ON 9 MAY 2018
        Present: Miss Ann Lee, Mr Tom Low and Mrs Sue Roe
        **1. Election of Chairman
        Mr Low proposed that Councillor Ann Lee be elected as Chairman, and all agreed. {PROSE}
        """
    )
    assert [(p.name, p.capacity) for p in paper.people if p.capacity == "chair"] == [("Miss Ann Lee", "chair")]


def test_the_deputy_presides_where_no_chair_is_named() -> None:
    paper = outline(
        f"""
        **Ferry Board minutes
        **3 June 2014
        Present: Ann Lee (Port Trust), Tom Low (Deputy Chair), Sue Roe
        **1. Welcome
        {PROSE}
        """
    )
    assert [(p.name, p.capacity) for p in paper.people] == [
        ("Ann Lee", "present"),
        ("Sue Roe", "present"),
        ("Tom Low", "chair"),
    ]


def test_attendance_goes_on_overleaf_in_fewer_columns_and_with_a_wrong_year() -> None:
    paper = outline(
        f"""
        **HILL PRIMARY SCHOOL BOARD OF GOVERNORS
        DATE: 12/07/2021
        | | GOVERNOR ATTENDANCE | | | |
        | | | Type | 05/10/2020 | 12/07/2020 |
        | ANN LEE | | Parent | P | S |
        | TOM LOW | | Staff | P | P |
        | SUE ROE | | Co-opted | | P |
        ===
        | JOE RAY | Parent | P | |
        | KIT SHAW | Parent | P | |
        {PROSE}
        """
    )
    assert people(paper) == [
        ("Ann Lee", "Parent", "apologies"),
        ("Tom Low", "Staff", "present"),
        ("Sue Roe", "Co-opted", "present"),
    ]


def test_who_wrote_a_report_and_whom_to_ask() -> None:
    paper = outline(
        f"""
        **CABINET
        **6 June 2017
        **Harbour dues
        Portfolio Holder: Councillor Mrs Ada Dyk
        Report from: Ann Lee, Director of Place
        **Summary
        {PROSE} AL will present it.
        **Lead officer contact
        Tom Low, Harbour Master, Quay House, 01234 567890, tom.low@example.gov.uk
        """
    )
    assert [(p.name, p.capacity, p.initials) for p in paper.people] == [
        ("Councillor Mrs Ada Dyk", "portfolio_holder", ""),
        ("Ann Lee", "report_from", "AL"),
        ("Tom Low", "contact", ""),
    ]


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ann McNally", "AMcN"), ("Dr Kit O'Shea", "KOS"), ("Sue Hart-Roe", "SHR"), ("Cllr Joe Ray", "JR")],
)
def test_initials(name: str, initials: str) -> None:
    assert initials in initials_of(name)


def test_a_list_in_a_table_under_its_label() -> None:
    paper = outline(
        f"""
        **Flood Panel
        **Minutes of the second meeting
        **15 September 2009
        **Present:
        | Cllr Ann Lee | Chair |
        | Tom Low (TL) | Drainage Engineer |
        | Sue Roe | Holm Flood Action |
        Apologies: Joe Ray (Environment Agency)
        **1. Sandbags
        {PROSE}
        """
    )
    assert people(paper) == [
        ("Cllr Ann Lee", "", "chair"),
        ("Tom Low", "Drainage Engineer", "present"),
        ("Sue Roe", "Holm Flood Action", "present"),
        ("Joe Ray", "Environment Agency", "apologies"),
    ]


def test_labels_names_and_posts_in_three_columns() -> None:
    paper = outline(
        f"""
        **HOLM COUNCIL
        **MINUTES OF THE CHILDREN'S BOARD HELD ON 12 OCTOBER 2010
        | **Present: | Cllr Ann Lee (Chair) | Portfolio Holder |
        | | Tom Low | Head of Early Help |
        | **Apologies: | Sue Roe | Holm Voluntary Action |
        **1. Minutes
        {PROSE}
        """
    )
    assert people(paper) == [
        ("Cllr Ann Lee", "Portfolio Holder", "chair"),
        ("Tom Low", "Head of Early Help", "present"),
        ("Sue Roe", "Holm Voluntary Action", "apologies"),
    ]


def test_posts_between_semicolons() -> None:
    found = listed("Cllr Ann Lee, Portfolio Holder (Chair); Tom Low, Holm Voluntary Action; Sue Roe, Clerk")
    assert [(p.name, p.role, p.chair) for p in found] == [
        ("Cllr Ann Lee", "Portfolio Holder", True),
        ("Tom Low", "Holm Voluntary Action", False),
        ("Sue Roe", "Clerk", False),
    ]


def test_the_chair_of_another_body_does_not_chair() -> None:
    assert [(p.name, p.role, p.chair) for p in listed("Ann Lee (Chair, Port Users Group)")] == [
        ("Ann Lee", "Chair, Port Users Group", False)
    ]


def minutes(*lines: str) -> list[tuple[str, str, str]]:
    return people(outline("\n".join(["**Ferry Users Panel", "**3 June 2014", "**Minutes", *lines, PROSE])))


def test_apologies_in_a_sentence_with_titles_that_end_in_a_full_stop() -> None:
    found = minutes(
        "Present: Ann Lee", "1. Welcome", "Apologies were received from Cllrs. Joe Ray and Dr. Kit Shaw. All sat."
    )
    assert [(name, capacity) for name, _, capacity in found[1:]] == [
        ("Joe Ray", "apologies"),
        ("Dr. Kit Shaw", "apologies"),
    ]


def test_a_surname_in_a_sentence_is_the_one_listed() -> None:
    found = minutes(
        "Present: Mrs Ann Lee", "Apologies: Mr Joe Ray", "1. Apologies", "Apologies were received from Councillor Ray."
    )
    assert [name for name, _, _ in found] == ["Mrs Ann Lee", "Mr Joe Ray"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Chair (Head of Piers) welcomed everybody to the meeting and to the new pavilion by the slipway.",
        "Tom Low, standing in as chair, welcomed everybody to the meeting and to the new pavilion.",
        "Tom Low chaired the meeting, which began with a film about the harbour and its lamps.",
        "Cllr. Tom Low took the chair and welcomed everybody to the new pavilion by the slipway.",
    ],
)
def test_who_chaired_told_in_a_sentence(sentence: str) -> None:
    found = minutes("Present: Ann Lee (Clerk), Tom Low (Head of Piers), Tim Low (Diver)", "1. Welcome", sentence)
    assert [name for name, _, capacity in found if capacity == "chair"] == ["Tom Low"]


def test_who_chaired_some_other_group_does_not_chair_a_report() -> None:
    paper = outline(
        f"Port Panel\n3 June 2014\nReport from: Ann Lee\nDredging\n1. Past\n1.1 {PROSE} It was chaired by Tom Low."
    )
    assert people(paper) == [("Ann Lee", "", "report_from")]


def test_a_label_beside_names_is_over_all_columns() -> None:
    found = minutes(
        "| Officials (presenting): | Ann Lee (Chair, Lamps Group) |",
        "| Tom Low, Ports | Sue Roe, Piers |",
        "| Kit Shaw, Tides | |",
        "| Ada Dyk, Tides | |",
    )
    assert [(name, capacity) for name, _, capacity in found] == [
        ("Tom Low", "present"),
        ("Kit Shaw", "present"),
        ("Ada Dyk", "present"),
        ("Ann Lee", "present"),
        ("Sue Roe", "present"),
    ]


def test_names_that_run_over_two_rows_and_posts_beside_them() -> None:
    found = minutes(
        "| Present: | | In attendance: | |",
        "| Dame Ann | Chair | Tom Low | Director of Piers |",
        "| Leigh | | | (TL) |",
        "| Sue Roe | Chief Diver (SR) | Apologies: | |",
        "| Kit Shaw | Director of Tides | Joe Ray | Director of Lamps |",
    )
    assert found == [
        ("Dame Ann Leigh", "", "chair"),
        ("Sue Roe", "Chief Diver", "present"),
        ("Kit Shaw", "Director of Tides", "present"),
        ("Tom Low", "Director of Piers", "present"),
        ("Joe Ray", "Director of Lamps", "apologies"),
    ]


def test_a_stands_for_absent_where_apologies_are_spelt() -> None:
    found = minutes(
        "| Governor | Kind | 3/6/14 |", "| Ann Lee | Parent (Chair) | P |", "| Tom Low | Staff | A |",
        "| Sue Roe | Staff | P (left early) |", "| Joe Ray | Parent | Apologies |",
    )  # fmt: skip
    assert [(name, capacity) for name, _, capacity in found] == [
        ("Ann Lee", "chair"),
        ("Sue Roe", "present"),
        ("Joe Ray", "apologies"),
    ]


def test_who_answers_for_a_report_at_its_end() -> None:
    head = f"Port Panel\nReport by: Ann Lee, Head of Piers and Tom Low, Head of Lamps\n1. Past\n{PROSE}\n"
    both = [("Ann Lee", "Head of Piers", "report_from"), ("Tom Low", "Head of Lamps", "report_from")]
    labelled = people(outline(f"{head}Contact officer: Sue Roe, Diver, 01632 960001"))
    assert labelled == [*both, ("Sue Roe", "Diver", "contact")]
    asked = people(outline(f"{head}For more information please contact Sue Roe 01632 960001 or Joe Ray 01632 960002"))
    assert asked == [*both, ("Sue Roe", "", "contact"), ("Joe Ray", "", "contact")]


def test_attendance_under_the_title_of_its_table() -> None:
    paper = outline(
        f"""
        **HILL SCHOOL BOARD OF GOVERNORS
        **3 June 2014
        | | GOVERNOR ATTENDANCE | | | |
        | | | Type | 3/3/2014 | 3/6/2014 |
        | ANN LEE | | Parent | P | P |
        | TOM LOW | | Staff | P | S |
        | SUE ROE | | Staff | P | P |
        | JOE RAY | | Staff | P | P |
        Visitors: None
        **Lamps
        {PROSE}
        """
    )
    assert people(paper)[:2] == [("Ann Lee", "Parent", "present"), ("Tom Low", "Staff", "apologies")]
    assert [(s.heading, s.kinds) for s in paper.sections if s.heading] == [
        ("GOVERNOR ATTENDANCE", ["membership"]), ("Lamps", ["other"]),
    ]  # fmt: skip


def test_who_signs_a_report_at_its_end() -> None:
    paper = outline(
        f"**Mooring fees\nReport to the Ferry Panel\n**Background\n{PROSE}\nAnn Lee\nHead of Harbours\n3 May 2019"
    )
    assert [(p.name, p.role, p.capacity) for p in paper.people] == [("Ann Lee", "Head of Harbours", "author")]


def test_who_signs_a_report_at_the_edge_and_chairs() -> None:
    paper = outline(f"**Annual report\n**Welcome\n{PROSE}\n>>Ann Lee, Chairman\n{PROSE}")
    assert [(p.name, p.capacity) for p in paper.people] == [("Ann Lee", "author"), ("Ann Lee", "chair")]


def test_those_absent_lose_the_title_that_the_list_shares_out() -> None:
    paper = outline(
        "**HOLM PARISH COUNCIL\n**Minutes of the meeting on 9 May 2018\n"
        "Present: Cllrs A Lee and T Low\n**1. Apologies\n"
        "Apologies were received from Cllrs Moss and Fry. District Councillor Hale also sent her apologies."
    )
    absent = [(p.name, p.role) for p in paper.people if p.capacity == "apologies"]
    assert absent == [("Moss", "Councillor"), ("Fry", "Councillor"), ("Hale", "District Councillor")]


@pytest.mark.parametrize("heading", ["Panel members attending", "Further attendees", "Officers in attendance"])
def test_attendance_in_other_words(heading: str) -> None:
    paper = outline(
        f"**Minutes of the Ferry Panel\n**1. Moorings\n{PROSE}\n**{heading}\n- Ann Lee, Port Trust\n- Tom Low"
    )
    assert [(p.name, p.capacity) for p in paper.people] == [("Ann Lee", "present"), ("Tom Low", "present")]


def test_two_names_without_their_comma() -> None:
    paper = outline(
        f"**Minutes of the Ferry Panel\nPresent: Tom Low Sue Roe, Joe Ray\nMinute taker: Tom Low\n**1. Lamps\n{PROSE}"
    )
    assert {p.name for p in paper.people} == {"Tom Low", "Sue Roe", "Joe Ray"}


def test_the_chair_of_terms_of_reference_from_the_members() -> None:
    members = (
        "| Organisation | Member | Role |\n| Port Trust | Ann Lee, Director | Chair |\n| Port Users | Clerk | Member |"
    )
    paper = outline(f"**Ferry Panel\n**Terms of reference\n**1. Purpose\n{PROSE}\n**2. Membership\n{members}")
    assert [(p.name, p.role, p.capacity) for p in paper.people] == [("Ann Lee", "Director", "chair")]


def test_a_title_behind_the_list_is_the_post_of_all_before_it() -> None:
    found = listed("Miss Ann Lee, Mr Tom Low and Mrs Sue Roe, Councillors, and Mr Joe Ray, Clerk")
    assert [(p.name, p.role) for p in found][:3] == [
        ("Miss Ann Lee", "Councillor"),
        ("Mr Tom Low", "Councillor"),
        ("Mrs Sue Roe", "Councillor"),
    ]
    assert (found[3].name, found[3].role) == ("Mr Joe Ray", "Clerk")


def test_a_cover_sheet_names_who_reports_and_who_wrote() -> None:
    paper = outline(
        f"""
        Harbour Integrated Board
        | Meeting date | 3 June 2014
        | Title of report | Access to the pier
        | Report of | Dr Ann Lee, Chief Medical Officer
        | Author(s) | Tom Low, Deputy Director of Piers//Sue Roe, Programme Manager
        | Purpose | Assurance
        | Link to strategic objectives | Safe piers
        | Legal | Pier Act 1861
        | Equality | Assessed in 2013
        **Executive summary
        {PROSE}
        """
    )
    assert [(name, capacity) for name, _, capacity in people(paper)] == [
        ("Dr Ann Lee", "report_from"), ("Tom Low", "author"), ("Sue Roe", "author"),
    ]  # fmt: skip


def test_those_who_share_a_label() -> None:
    head = "Ferry Panel\n3 June 2014\nA note on fuel\nFrom: the lay members - Sir Ann Lee, Dr Tom Low and Sue Roe"
    assert [(name, capacity) for name, _, capacity in people(outline(f"{head}\n**Purpose\n{PROSE}"))] == [
        ("Sir Ann Lee", "report_from"), ("Dr Tom Low", "report_from"), ("Sue Roe", "report_from"),
    ]  # fmt: skip
    table = "| Chaired by | Ann Lee/Tom Low | Clerked by | Sue Roe"
    minutes = outline(f"HOLM SCHOOL GOVERNING BODY\n3 June 2014\nMinutes\nPresent: Joe Ray\n{table}\n**Lamps\n{PROSE}")
    assert {name for name, _, capacity in people(minutes) if capacity == "chair"} == {"Ann Lee", "Tom Low"}


def test_names_in_brackets_behind_a_post() -> None:
    found = listed("Cllr Ann Lee, the Clerk (Mrs. S. Ingle) and 7 members of the public")
    assert [(p.name, p.role) for p in found] == [("Cllr Ann Lee", ""), ("Mrs. S. Ingle", "Clerk")]
    report = outline(
        f"PORT BOARD\n3 June 2014\nPIERS\nReport of: the Director, Piers and Quays (Ann Lee)\n**Summary\n{PROSE}"
    )
    assert [(name, capacity) for name, _, capacity in people(report)] == [("Ann Lee", "report_from")]


def test_an_organisation_named_after_people_is_one() -> None:
    assert [(p.name, p.role) for p in entries("Ann Lee, Low Bray Digital Publishing")] == [
        ("Ann Lee", "Low Bray Digital Publishing")
    ]


def test_posts_and_tables_below_names_in_the_attendance() -> None:
    paper = outline(
        f"""
        **Ferry Users Panel Minutes
        **3 June 2014
        **Officials (Presenting):
        Ann Lee
        Deputy Director, Piers and Quays, Harbour Office
        Tom Low
        Head of Lamps, Harbour Office
        | Apologies: |
        | Dr Sue Roe | Joe Ray,
        | Open Sea Institute | Harbour Service
        **Introductions
        {PROSE}
        """
    )
    assert people(paper) == [
        ("Ann Lee", "Deputy Director, Piers and Quays, Harbour Office", "present"),
        ("Tom Low", "Head of Lamps, Harbour Office", "present"),
        ("Dr Sue Roe", "", "apologies"), ("Joe Ray", "", "apologies"),
    ]  # fmt: skip


def test_apologies_told_under_their_heading_and_the_chair_at_the_foot() -> None:
    paper = outline(
        f"""
        **Holm Parish Council Minutes
        **3 June 2014
        Present: Mrs Ann Lee, Mr Tom Low
        **1. Apologies for absence
        Received and accepted from Mrs. Sue Roe (holiday). Mr Bray was absent.
        **2. Quarry
        The clerk told of the last moorings meeting chaired by Ken Hill. There will be one more. {PROSE}
        Chairman: Ann J Lee
        """
    )
    assert [(name, capacity) for name, _, capacity in people(paper)] == [
        ("Mr Tom Low", "present"), ("Mrs. Sue Roe", "apologies"), ("Mrs Ann Lee", "chair"),
    ]  # fmt: skip


def test_two_who_are_not_of_this_council_lose_its_title() -> None:
    head = "Holm Parish Council\n3 June 2014\nMinutes"
    head += "\nPresent: Cllrs Ann Lee (Chair), Tom Low. Also present: District Councillor J. Ray"
    assert ("J. Ray", "District Councillor", "present") in people(outline(f"{head}\n**1. Lamps\n{PROSE}"))


def test_a_register_of_words_and_initials_between_names_and_posts() -> None:
    register = outline(
        f"""
        **HOLM SCHOOL
        **MINUTES OF THE GOVERNING BODY
        **Monday 8 July 2019
        | Name | Role | Attendance
        | Ann Lee | Chair, Co-opted governor | Present
        | Tom Low | Headteacher | Present
        | Sue Roe | Parent governor | Apologies
        | Joe Ray | Clerk | In attendance
        **1. Lamps
        {PROSE}
        """
    )
    assert people(register) == [
        ("Ann Lee", "Co-opted governor", "chair"), ("Tom Low", "Headteacher", "present"),
        ("Sue Roe", "Parent governor", "apologies"), ("Joe Ray", "Clerk", "present"),
    ]  # fmt: skip
    columns = outline(
        f"""
        **Harbour Trust Board minutes
        **26 July 2023
        | **Present: | |
        | Ms Ann Lee | AL | Chair
        | Mr Tom Low | TL | Chief Executive
        | **Apologies: | |
        | Dr Sue Roe | SR | Medical Director
        **Lamps
        {PROSE}
        """
    )
    assert [(name, capacity) for name, _, capacity in people(columns)] == [
        ("Ms Ann Lee", "chair"), ("Mr Tom Low", "present"), ("Dr Sue Roe", "apologies"),
    ]  # fmt: skip


def test_posts_of_several_words_before_a_name() -> None:
    found = listed("Chief Fire Officer Y Zane, Treasurer A Beech")
    assert [(p.name, p.role) for p in found] == [("Y Zane", "Chief Fire Officer"), ("A Beech", "Treasurer")]


def test_whom_a_report_is_of_without_a_label() -> None:
    head = "HOLM COUNCIL\nHARBOUR BOARD\n3 June 2014\nREPAIR OF THE PIER\n"
    named = outline(f"{head}Report of the Service Director, Piers and Quays (Ann Lee)\n**1. Purpose of report\n{PROSE}")
    assert people(named) == [("Ann Lee", "Service Director, Piers and Quays", "report_from")]
    signed = outline(
        f"{head}REPORT OF THE DIRECTOR OF PIERS\n**1. Purpose\n{PROSE}\nAnn Lee\nDirector of Piers\n3 June 2014"
    )
    assert [(name, capacity) for name, _, capacity in people(signed)] == [("Ann Lee", "report_from")]


@pytest.mark.parametrize(
    ("line", "present"),
    [
        ("Public Governors: Tom Low (Lead Governor), Sue Roe", ["Tom Low", "Sue Roe"]),
        ("Independent members: Tom Low; Sue Roe", ["Tom Low", "Sue Roe"]),
        ("In attendance: Tom Low (Coastguard), substituting for Kim Wu", ["Tom Low"]),
        ("Members present: Sue Roe, Tom Low deputising for Kim Wu", ["Sue Roe", "Tom Low"]),
    ],
)
def test_kinds_of_members_and_those_who_stand_in(line: str, present: list[str]) -> None:
    paper = outline(
        f"**Holm Trust\n**Council of Governors\n**3 June 2014\n**Chair: Ann Lee\n**{line}\n**1. Lamps\n{PROSE}"
    )
    assert [name for name, _, capacity in people(paper) if capacity == "present"] == present


def test_posts_and_a_colon_before_names_and_labels_in_two_languages() -> None:
    found = listed("Town Clerk: Mrs S Fox; Deputy Town Clerk: Mr G Gee; Councillors: B Bell, C Cox and E Eve")
    assert [p.name for p in found] == ["Mrs S Fox", "Mr G Gee", "B Bell", "C Cox", "E Eve"]
    assert found[0].role == "Town Clerk"
    paper = outline(f"HOLM COUNCIL\nMinutes\n3 June 2014\nPresennol/Present: Ann Lee, Tom Low\n1. Lamps\n{PROSE}")
    assert [name for name, _, _ in people(paper)] == ["Ann Lee", "Tom Low"]


def test_a_person_a_line_with_posts_that_hold_commas() -> None:
    paper = outline(
        f"""
        **Ferry Users Panel
        **Minutes of the meeting of 3 June 2014
        In attendance
        Mrs Ada Dyk, Independent Chair
        Dr Tom Low, Designated Doctor, Estuary Health Board
        Rev. Sue Roe, Seamen's Mission and Churches Together
        Joe Ray, Head of Piers, Harbour Council
        **1. Welcome
        {PROSE}
        """
    )
    assert people(paper) == [
        ("Dr Tom Low", "Designated Doctor, Estuary Health Board", "present"),
        ("Rev. Sue Roe", "Seamen's Mission and Churches Together", "present"),
        ("Joe Ray", "Head of Piers, Harbour Council", "present"),
        ("Mrs Ada Dyk", "Independent Chair", "chair"),
    ]


def test_who_came_in_a_table_of_whom_they_stand_for() -> None:
    paper = outline(
        f"""
        **Ferry Users Panel
        **Notes of meeting 3 June 2014
        | Name | Representing | Attended
        | Ada Dyk (Chair) | Island traders | Yes
        | Tom Low (Vice Chair) | Boat owners – East Quay | Yes
        | Sue Roe | Anglers (outer harbour) | Apologies
        | Joe Ray | Harbour residents | Yes
        | Officers: Kim Wu (Piers Manager) | |
        **1. Welcome
        {PROSE}
        """
    )
    assert people(paper) == [
        ("Ada Dyk", "Island traders", "chair"),
        ("Tom Low", "Boat owners – East Quay", "present"),
        ("Sue Roe", "Anglers (outer harbour)", "apologies"),
        ("Joe Ray", "Harbour residents", "present"),
        ("Kim Wu", "Piers Manager", "present"),
    ]


def test_labels_of_cabinet_members_and_forms_with_name_and_telephone() -> None:
    head = "**Holm Council\n**Cabinet\n3 June 2014\nSubject: The new pier\n"
    paper = outline(
        f"{head}Relevant Cabinet Member: Cllr Ann Lee - Quays\nContact officer: Name: Tom Low Tel: 01632 960000\n"
        f"**1. Purpose\n{PROSE}"
    )
    assert [(name, capacity) for name, _, capacity in people(paper)] == [
        ("Cllr Ann Lee", "portfolio_holder"),
        ("Tom Low", "contact"),
    ]
    named = outline(f"{head}Report by the Director of Quays, Sue Roe\n**1. Purpose\n{PROSE}")
    assert people(named) == [("Sue Roe", "Director of Quays", "report_from")]
