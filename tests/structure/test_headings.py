from __future__ import annotations

import pytest

from pipeline import structure
from pipeline.model import Block
from pipeline.structure import kinds as words
from tests.structure.papers import blocks, headings, kinds, outline, passages, reading, section

PROSE = "The service was reviewed over the spring and the findings of that review are set out for members below."
HEAD = "**Port Panel\n**3 June 2014\n**Dredging of the outer harbour\n"


def test_a_paper_with_no_bold_at_all() -> None:
    paper = outline(
        f"""
        PORT PANEL
        3 JUNE 2014
        DREDGING OF THE OUTER HARBOUR
        1. Background
        1.1 {PROSE}
        The buoys
        1.2 {PROSE}
        The pier
        1.3 {PROSE} Work so far has:
        - raised the wall
        - moved the lamps
        2. What the survey found
        2.1 {PROSE}
        """
    )
    assert headings(paper) == [
        ("1", "Background"), ("", "The buoys"), ("", "The pier"), ("2", "What the survey found"),
    ]  # fmt: skip
    assert [s.level for s in paper.sections if s.heading] == [1, 2, 2, 1]


def test_lettered_capitals_over_who_chairs_are_the_headings_of_groups() -> None:
    paper = outline(
        f"""
        HARBOUR PARTNERSHIP BOARD
        3 JUNE 2014
        REPORTS OF THE GROUPS
        1. Recommendation
        That the Board notes the reports.
        A. LAMPS AND BUOYS GROUP
        Chair: Ann Lee
        Aims
        - light every pier
        - renew the buoys
        B. DREDGING GROUP
        Chair: Tom Low
        Aims
        - {PROSE}
        """
    )
    assert [heading for _, heading in headings(paper) if "GROUP" in heading] == [
        "A. LAMPS AND BUOYS GROUP", "B. DREDGING GROUP",
    ]  # fmt: skip


def test_bold_labels_that_run_into_text_are_none() -> None:
    paper = outline(
        f"""{HEAD}
        **Harbour lights
        {PROSE}
        **Action: Tom Low to mend the lamp on the pier
        **Due: March 2015
        **Action - Tom Low to paint it
        **Actions:
        - Ann Lee to write to the board
        **Any other business
        {PROSE}
        """
    )
    assert headings(paper) == [("", "Harbour lights"), ("", "Any other business")]


def test_numbered_items_of_one_list_are_none() -> None:
    paper = outline(
        f"""{HEAD}
        **1. Three agreed priorities
        1. Safe moorings
        2. Clean water
        3. Better lamps
        **2. Risks
        {PROSE}
        """
    )
    assert headings(paper) == [("1", "Three agreed priorities"), ("2", "Risks")]
    assert [(p.kind, p.number, p.text) for p in passages(paper, "Three agreed priorities")] == [
        ("list_item", "1", "Safe moorings"),
        ("list_item", "2", "Clean water"),
        ("list_item", "3", "Better lamps"),
    ]


def test_a_lead_in_that_ends_in_a_colon_is_none() -> None:
    paper = outline(f"{HEAD}**1. Survey\n{PROSE}\n1.1 The harbour will:\n- be dredged\n- be lit\n**2. Risks\n{PROSE}")
    assert headings(paper) == [("1", "Survey"), ("2", "Risks")]


def test_lettered_lines_over_paragraphs_are_headings_all_or_none() -> None:
    paper = outline(
        f"{HEAD}**1. Matters arising\n**a) Moorings\n{PROSE}\n**b) Lamps\n{PROSE}\nc) Buoys\n{PROSE}\n"
        f"**2. Close\n{PROSE}"
    )
    assert [number for number, _ in headings(paper)] == ["1", "a", "b", "c", "2"]


def test_bold_letters_are_headings_though_little_stands_under_them() -> None:
    paper = outline(
        f"{HEAD}**1. Matters arising\n**a) Moorings\nNo news.\n**b) £10,000 Harbour Fund\nTo be spent in May.\n"
        f"c) lamps\n{PROSE}\nd) buoys\n{PROSE}\ne) ropes\n{PROSE}\n**2. Close\n{PROSE}"
    )
    assert [number for number, _ in headings(paper)] == ["1", "a", "b", "2"]


def test_what_business_says_nothing_and_what_its_words_give_away() -> None:
    paper = outline(
        HEAD
        + "".join(
            f"**{n}. {heading}\n{PROSE}\n"
            for n, heading in enumerate(
                ["Minutes of previous meetings", "Planning meetings", "Mooring budget 2020", "Harbours Act 1964"], 1
            )
        )
    )
    assert list(kinds(paper).values()) == [["other"], ["meetings"], ["financial"], ["legal"]]


def test_labels_under_each_item_of_minutes_head_nothing() -> None:
    paper = outline(
        f"""
        **HARBOUR COMMITTEE
        **Minutes of 4 May 2010
        Present: Ann Lee, Tom Low
        **12	Moorings
        **Discussion
        {PROSE}
        **Decision
        {PROSE}
        **13	Lamps
        {PROSE}
        """
    )
    assert headings(paper) == [("12", "Moorings"), ("13", "Lamps")]


def test_how_an_item_ended_heads_nothing() -> None:
    paper = outline(
        f"{HEAD}**1. Planning\n{PROSE}\n**NO OBJECTIONS\n{PROSE}\n**2. Close\n{PROSE}\n"
        f"**Signed as a true record\n{PROSE}"
    )
    assert [heading for _, heading in headings(paper)] == ["Planning", "Close"]


def test_items_of_business_are_none_of_the_actions_listed_before_them() -> None:
    paper = outline(
        f"""
        **HILL SCHOOL BOARD OF GOVERNORS
        **Minutes of 4 May 2010
        Present: Ann Lee, Tom Low
        **ACTIONS TO BE TAKEN
        | Item | Action | By whom |
        | 1 | Mend the lamp | Clerk |
        **FGB 12/2010 Lamps
        {PROSE}
        **FGB 13/2010 Swings
        {PROSE}
        """
    )
    assert kinds(paper) == {"ACTIONS TO BE TAKEN": ["actions"], "Lamps": ["other"], "Swings": ["other"]}


def test_signatures_and_addresses_are_none() -> None:
    paper = outline(f"{HEAD}**Survey\n{PROSE}\n**Harbour Unit\n**Department for Ports\n25 February 2010")
    assert headings(paper) == [("", "Survey")]


def test_kinds_come_from_words_tables_leads_and_the_heading_above() -> None:
    paper = outline(
        f"""{HEAD}
        **1. Progress against milestones
        __Moorings
        {PROSE}
        **2. Financial and legal implications
        {PROSE}
        **3. Stage one: the wall
        | What | How | By when | Who |
        | Raise the wall by a metre before winter | With local stone | May 2015 | AL |
        | Light the steps at both ends of the wall | With old lamps | June 2015 | TL |
        **4. The year ahead
        4.1 The key priorities for the harbour in 2015 include:
        __4.1.1 Clean water
        - test the water each week
        __4.1.2 Safe moorings
        - lay twelve moorings
        """
    )
    assert kinds(paper) == {
        "Progress against milestones": ["milestones"],
        "Moorings": ["milestones"],
        "Financial and legal implications": ["financial", "legal"],
        "Stage one: the wall": ["actions"],
        "The year ahead": ["other"],
        "Clean water": ["priorities"],
        "Safe moorings": ["priorities"],
    }
    assert section(paper, "Moorings").parent == section(paper, "Progress against milestones").id


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("RISKS", ["risks"]),
        ("Reasons for decision", ["reasons"]),
        ("Aims/Objectives", ["aims"]),
        ("Executive Summary", ["summary"]),
        ("Consultation and engagement", ["consultation", "engagement"]),
        ("What traders told us", ["engagement"]),
        ("What people told us", ["consultation"]),
        ("Introduction and terms of reference", ["background", "aims"]),
        ("Cabinet response", ["decisions"]),
        ("Any other business and date of next meeting", ["meetings"]),
        ("APPENDIX B - Summary of survey responses", ["consultation"]),
        ("Equality impact assessment", ["equality"]),
        ("Date and time of next meeting", ["meetings"]),
        ("The Panel's priorities for action", ["priorities"]),
        ("Next steps/meetings", ["actions", "meetings"]),
        ("Alternative options considered", ["options"]),
        ("Role of the Chair", ["membership"]),
        (
            "Recommendation 2: the budget for dredging, whose risks the members of the Board have long talked of",
            ["recommendations"],
        ),
        ("That the Board", ["recommendations"]),
        ("Treasurer's Report", ["financial"]),
        ("Summary of outcomes", ["summary", "outcomes"]),
        ("New data protection legislation", ["legal"]),
        ("Equality Act 2010 implications", ["equality"]),
        ("What we've done", ["milestones"]),
        ("What difference has it made?", ["outcomes"]),
        ("Key Recommendation 3: A charter for the harbour", ["recommendations"]),
        ("Connection to corporate objectives", ["policy_framework"]),
        ("Village hall grant", ["financial"]),
        ("NEXT MEETING TUESDAY 9 MAY at 6 p.m. in the long loft of the Old Net Store", ["meetings"]),
        ("Appointment of associate members", ["membership"]),
        ("WHAT WE WILL DO IN 2019/20", ["actions"]),
        ("Performance – 2018", ["outcomes"]),
        ("Achievements in the year 2015-16", ["outcomes"]),
        ("Our three ambitions", ["aims"]),
        ("What is holding us back", ["risks"]),
        ("You said… we did", ["engagement"]),
        ("How are we performing?", ["outcomes"]),
        ("Plans for the year ahead", ["actions"]),
        ("Even better if", ["priorities"]),
        ("Quay Strategy 2030", []),
        ("Policy for the recording of meetings", []),
        ("Questions from the public", []),
        ("Filming at meetings", []),
        ("Apologies for absence", []),
        ("Moorings in the outer harbour", []),
        ("What we have done since June", ["milestones"]),
        ("Planned activity for next period", ["actions"]),
        ("Challenges facing the service", ["risks"]),
        ("What we need to do better", ["priorities"]),
        ("Highlights this quarter", ["outcomes"]),
        ("What other options were considered?", ["options"]),
    ],
)
def test_kinds_of_headings(heading: str, expected: list[str]) -> None:
    assert words.of_heading(heading) == expected


def test_options_that_a_paragraph_names_before_their_headings() -> None:
    paper = outline(
        f"{HEAD}**Introduction\n{PROSE} Two approaches were found: a stone wall or a timber pier."
        f"\n**Stone wall\n{PROSE}\n**Timber pier\n{PROSE}"
    )
    assert kinds(paper) == {"Introduction": ["background"], "Stone wall": ["options"], "Timber pier": ["options"]}


def test_a_list_of_contents_makes_no_headings() -> None:
    paper = outline(
        f"{HEAD}**Contents\nIntroduction ........ 2\nThe survey ........ 3\n"
        f"**Introduction\n{PROSE}\n**The survey\n{PROSE}"
    )
    assert headings(paper) == [("", "Contents"), ("", "Introduction"), ("", "The survey")]


def test_labels_that_come_again_under_each_item_are_none() -> None:
    items = "\n".join(
        f"**{n}. {name}\n**Discussion\n{PROSE}\n**Decision\n{PROSE}" for n, name in ((1, "Lamps"), (2, "Buoys"))
    )
    assert headings(outline(f"{HEAD}{items}")) == [("1", "Lamps"), ("2", "Buoys")]


def test_what_minutes_look_at_is_not_what_was_done() -> None:
    minutes = (
        f"**Port Panel Minutes\n**3 June 2014\nPresent: Ann Lee, Tom Low\n**1. Action log\n{PROSE}\n**2. Risks\n{PROSE}"
    )
    assert kinds(outline(minutes)) == {"Action log": ["other"], "Risks": ["risks"]}


def test_a_log_of_actions_that_minutes_end_with_is_one_whatever_closes_it() -> None:
    minutes = (
        f"**Port Panel Minutes\n**3 June 2014\nPresent: Ann Lee, Tom Low\n**1. Moorings\n{PROSE}\n**Action log\n"
        "| No | Action | Lead | Due |\n| 1 | Mend the lamp on the pier | AL | 1 July 2014 |\n"
        "| 2 | Write to the ferry company | TL | 8 July 2014 |\nSigned as a true record: ........ Chair"
    )
    assert kinds(outline(minutes)) == {"Moorings": ["other"], "Action log": ["actions"]}


def test_the_purpose_of_a_report_sums_it_up() -> None:
    assert kinds(outline(f"{HEAD}**Purpose\n{PROSE}\n**Risks\n{PROSE}"))["Purpose"] == ["summary"]
    terms = outline(f"**Port Panel - Terms of Reference\n**1. Purpose\n{PROSE}\n**2. Membership\n{PROSE}")
    assert kinds(terms)["Purpose"] == ["aims"]


def test_a_long_line_in_bold_is_a_heading_each_time() -> None:
    wishes = "Views and wishes of the panel"
    lines = f"**{wishes}:\n1. That the lamps be mended.\n2. That the buoys be moved."
    paper = outline(f"{HEAD}**Background\n{PROSE}\n{lines}\n**Costs\n{PROSE}\n{lines}")
    assert [h for _, h in headings(paper)] == ["Background", wishes, "Costs", wishes]


@pytest.mark.parametrize(
    ("line", "number", "heading"),
    [
        ("Items 2: Minutes of the last meeting", "2", "Minutes of the last meeting"),
        ("Item no. 4 Any other business", "4", "Any other business"),
        ("116/24 Chair’s welcome", "116/24", "Chair’s welcome"),
        ("24/057. Patient story", "24/057", "Patient story"),
        ("FGB 7/2021 Patient story", "FGB 7/2021", "Patient story"),
        ("CoG/23/01 Welcome and introductions", "CoG/23/01", "Welcome and introductions"),
        ("2 Declarations of interest", "2", "Declarations of interest"),
        ("3 Mayor’s announcements", "3", "Mayor’s announcements"),
        ("4 Decisions", "4", "Decisions"),
    ],
)
def test_the_ways_to_number_an_item(line: str, number: str, heading: str) -> None:
    assert headings(outline(f"{HEAD}Present: Ann Lee\n**{line}\n{PROSE}")) == [(number, heading)]


def test_a_long_title_between_two_numbered_headings() -> None:
    title = "Matters of interest or concern from the harbour update, the bulletin of the pilots and the weekly news"
    paper = outline(f"{HEAD}1. Lamps\n{PROSE}\n2. {title}\n{PROSE}\n3. Buoys\n{PROSE}")
    assert headings(paper) == [("1", "Lamps"), ("2", title), ("3", "Buoys")]


def test_a_list_below_its_lead_in() -> None:
    asks = "1. Note the survey\n2. Agree the plan\n3. Note the risks in paragraph 4"
    paper = outline(
        f"{HEAD}What is asked?\nThe Panel is asked to:\n{asks}\n1. Survey\n1.1 {PROSE}\n2. Plan\n2.1 {PROSE}"
    )
    assert headings(paper) == [("", "What is asked?"), ("1", "Survey"), ("2", "Plan")]


def test_captions_and_dates_are_none() -> None:
    lines = (
        f"Table 1\n| a | b | c |\n| 1 | 2 | 3 |\n**Date of next meeting: Monday 4 May 2015, 7 pm, the pavilion\n{PROSE}"
    )
    assert headings(outline(f"{HEAD}**Lamps\n{PROSE}\n{lines}")) == [("", "Lamps")]


def test_headings_that_run_into_their_paragraph() -> None:
    def lead(number: int, head: str) -> Block:
        text = f"{number}. {head}. {PROSE}"
        return Block(text=text, lead=len(f"{number}. {head}."), bold=0.1)

    found = structure.outline(
        reading([*blocks(HEAD), lead(1, "Scope"), lead(2, "Membership"), lead(3, "Quorum")]), "a.docx"
    )
    assert headings(found) == [("1", "Scope"), ("2", "Membership"), ("3", "Quorum")]
    assert [p.text for p in passages(found, "Quorum")] == [PROSE]
    alone = structure.outline(reading([*blocks(HEAD), lead(1, "Scope"), *blocks(PROSE)]), "a.docx")
    assert headings(alone) == []


def test_an_item_on_a_risk_in_minutes_is_not_about_risks() -> None:
    paper = outline(f"{HEAD}Present: Ann Lee\n**Flood risk management – update\n{PROSE}\n**Risk management\n{PROSE}")
    assert kinds(paper) == {"Flood risk management – update": ["other"], "Risk management": ["risks"]}


def test_the_next_steps_of_an_item_of_business_are_no_section_of_actions() -> None:
    minutes = (
        f"**Port Panel Minutes\n**3 June 2014\nPresent: Ann Lee, Tom Low\n**Regatta - reflections and next steps\n"
        f"{PROSE}\n**Next steps/meetings\n{PROSE}"
    )
    found = kinds(outline(minutes))
    assert found["Regatta - reflections and next steps"] == ["other"]
    assert found["Next steps/meetings"] == ["actions", "meetings"]


def test_the_agenda_of_minutes_is_headed_and_ends_the_titles_in_their_table() -> None:
    minutes = outline(
        f"""
        **HOLM SCHOOL GOVERNING BODY
        **3 June 2014
        Present: Ann Lee, Tom Low
        Agenda:
        FGB01/2014 Division of Business
        FGB02/2014 Lamps on the pier
        FGB03/2014 Buoys in the bay
        | **Item | | **Notes | **Action
        | 01/2014 | Division of Business Consider whether any item is likely to be secret | | None
        | 02/2014 | Lamps on the pier | {PROSE} {PROSE} | Clerk
        | 03/2014 | Buoys in the bay | {PROSE} {PROSE} | Clerk
        """
    )
    assert [heading for _, heading in headings(minutes)] == [
        "Agenda", "Division of Business", "Lamps on the pier", "Buoys in the bay",
    ]  # fmt: skip


def test_a_heading_over_two_lines_a_remark_behind_one_and_the_next_meeting() -> None:
    leads = Block(text="Lamp leads (as at 3 June)", bold=0.5, lead=10, page=1, size=11.0)
    page = [
        *blocks(f"{HEAD}Present: Ann Lee\n**THE 2014 MEETING\n**AND ELECTION OF OFFICERS\n{PROSE}\n**Costs\n{PROSE}"),
        leads,
        *blocks("| Subject | Person\n| Lamps | Ann Lee\n**NEXT MEETING TUESDAY 9 MAY at 6 p.m. in the loft"),
    ]
    found = [heading for _, heading in headings(structure.outline(reading(page), "minutes.pdf"))]
    assert found == [
        "THE 2014 MEETING AND ELECTION OF OFFICERS", "Costs", "Lamp leads (as at 3 June)",
        "NEXT MEETING TUESDAY 9 MAY at 6 p.m. in the loft",
    ]  # fmt: skip


def test_a_lead_in_without_its_colon_is_none() -> None:
    listed = "**That the Board\n- notes the report\n- agrees the plan"
    paper = outline(f"{HEAD}**2. Recommendations\n{listed}\n**3. Costs\n{PROSE}")
    assert headings(paper) == [("2", "Recommendations"), ("3", "Costs")]


def test_a_question_that_ends_in_a_verb_is_a_heading() -> None:
    assert headings(outline(f"{HEAD}Who we are\n{PROSE}\nWhere we are now\n{PROSE}")) == [
        ("", "Who we are"), ("", "Where we are now"),
    ]  # fmt: skip


def test_strands_take_up_what_stands_above_them() -> None:
    def found(above: str, below: str) -> list[str]:
        return kinds(outline(f"{HEAD}1. {above}\n{PROSE}\n1.1 {below}\n{PROSE}\n2. Costs\n{PROSE}"))[below]

    assert found("Progress to date", "Workstream B: Money and value for money") == ["milestones"]
    assert found("Options", "Option 1 - Do nothing") == ["options"]
    assert found("Our plan for the harbour", "Priority 1: Living well") == ["priorities"]


def test_apologies_listed_and_told() -> None:
    paper = outline(f"{HEAD}**Purpose\n{PROSE}\n**Apologies\n- Ann Lee (Ports)\n- Tom Low (Piers)\n**Lamps\n{PROSE}")
    assert kinds(paper)["Apologies"] == ["membership"]
    told = outline(
        f"{HEAD}Present: Ann Lee\n1. Apologies\nThere were none, all the members being here.\n2. Lamps\n{PROSE}"
    )
    assert kinds(told)["Apologies"] == ["other"]


def test_lettered_lines_over_bullets_are_headings() -> None:
    listed = "a) Lamps\n- new ones\n- old ones\nb) Seats\n- oak\n- elm\nc) Bins\n- red\n- green"
    paper = outline(f"**Plan for the harbour\n**1. Streets\n{PROSE}\n{listed}\n**2. Roads\n{PROSE}")
    assert headings(paper)[1:4] == [("a", "Lamps"), ("b", "Seats"), ("c", "Bins")]
    two = listed.split("\nc)")[0]
    paper = outline(f"**Plan for the harbour\n**1. Streets\n{PROSE}\n{two}\n**2. Roads\n{PROSE}")
    assert headings(paper) == [("1", "Streets"), ("2", "Roads")]


def test_a_paper_without_a_title_begins_with_a_heading() -> None:
    paper = outline(f"**Readers\n{PROSE}\n**Approval\n{PROSE}\n**Cost\n{PROSE}")
    assert headings(paper) == [("", "Readers"), ("", "Approval"), ("", "Cost")]
    paper = outline(f"**Harbour lamps renewed\n{PROSE}\n**Approval\n{PROSE}\n**Cost\n{PROSE}")
    assert (paper.title, headings(paper)) == ("Harbour Lamps Renewed", [("", "Approval"), ("", "Cost")])


def test_a_total_is_no_heading() -> None:
    paper = outline(f"**Accounts of the harbour\n**1. Bills\n{PROSE}\n**TOTAL\n{PROSE}\n**2. Roads\n{PROSE}")
    assert headings(paper) == [("1", "Bills"), ("2", "Roads")]


def test_what_the_title_says_of_lists_under_bare_subjects() -> None:
    lists = (
        "**Policy\n- Byelaws sent to the ministry on 3 May.\n- Guide for anglers issued.\n"
        "**Boats\n- Two hulls scraped.\n- Keel laid."
    )
    assert kinds(outline(f"**HARBOUR TRUST\n**PROGRESS REPORT\n3 June 2015\n{lists}")) == {
        "Policy": ["milestones"],
        "Boats": ["milestones"],
    }
    assert kinds(outline(f"**HARBOUR TRUST\n**REPORT ON BOATS\n3 June 2015\n{lists}"))["Boats"] == ["other"]


def test_headings_that_a_list_of_objectives_sets_out() -> None:
    paper = outline(
        f"{HEAD}**Forward look\n1. The team has three objectives:\na) Keep the river clean\nb) Bring boats back\n"
        f"**Keep the river clean\n- Test the water each week\n**Bring boats back\n- Dredge the basin\n**Money\n{PROSE}"
    )
    assert kinds(paper) == {
        "Forward look": ["other"],
        "Keep the river clean": ["priorities"],
        "Bring boats back": ["priorities"],
        "Money": ["financial"],
    }


def test_numbered_headings_under_a_plain_one_are_about_what_it_is() -> None:
    told = f"**HOW DID WE DO?\n**1. Moorings\n{PROSE}\n**2. Lamps\n{PROSE}\n"
    paper = outline(f"**Harbour account\n**OUR VISION\n{PROSE}\n{told}**MONEY\n{PROSE}")
    assert kinds(paper) == {
        "OUR VISION": ["aims"], "HOW DID WE DO?": ["outcomes"], "Moorings": ["outcomes"], "Lamps": ["outcomes"],
        "MONEY": ["financial"],
    }  # fmt: skip
    alone = outline(f"**Harbour account\n{told}")
    assert kinds(alone)["Moorings"] == ["other"]
