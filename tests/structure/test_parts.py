from __future__ import annotations

from tests.structure.papers import headings, outline

PROSE = "The service was reviewed over the spring and the findings of that review are set out for members below."


def parts(text: str) -> list[tuple[str, str]]:
    return [(p.kind, p.title) for p in outline(text).parts]


def test_reports_of_groups_in_one_paper() -> None:
    paper = outline(
        f"""
        Harbour Trust Board
        3 June 2014
        Group reports
        1. MOORINGS GROUP
        1. Aims
        - lay twelve moorings
        2. Risks
        - storms
        2. LAMPS AND BUOYS GROUP
        1. Aims
        {PROSE}
        2. Risks
        None
        """
    )
    assert [(p.kind, p.title) for p in paper.parts] == [
        ("main", "Group Reports"),
        ("group_report", "Moorings Group"),
        ("group_report", "Lamps and Buoys Group"),
    ]
    assert [(s.part, s.number) for s in paper.sections if s.heading] == [
        (1, "1"), (1, "1"), (1, "2"), (2, "2"), (2, "1"), (2, "2"),
    ]  # fmt: skip


def test_appendices_by_their_label() -> None:
    head = f"**Port Panel\n**3 June 2014\n**Dredging of the harbour\n**Background\n{PROSE}\n"
    text = f"{head}**APPENDIX A\n**Depths\n{PROSE}\n**Annex 2: Tides\n{PROSE}"
    assert parts(text) == [("main", "Dredging of the Harbour"), ("appendix", "Depths"), ("appendix", "Tides")]
    assert outline(text).appendices == ["APPENDIX A - Depths", "Annex 2: Tides"]


def test_appendices_by_the_titles_the_paper_lists() -> None:
    paper = outline(
        f"""
        **Port Panel
        **3 June 2014
        **Dredging of the harbour
        **Background
        {PROSE}
        **Appendices
        Appendix 1 Port Panel Terms of Reference
        Appendix 2 Dredging Plan
        **Background papers
        None
        The Port Users Panel
        **Terms of Reference
        **1. PURPOSE
        {PROSE}
        **Dredging plan
        {PROSE}
        """
    )
    assert [(p.kind, p.title) for p in paper.parts[1:]] == [
        ("appendix", "Port Panel Terms of Reference"),
        ("appendix", "Dredging Plan"),
    ]
    assert paper.appendices == ["Appendix 1 Port Panel Terms of Reference", "Appendix 2 Dredging Plan"]
    assert paper.background_papers == []
    assert ("1", "PURPOSE") in headings(paper)


def test_a_mention_of_an_appendix_is_no_part() -> None:
    head = "**Port Panel\n**3 June 2014\n**Dredging of the harbour\n**Background\n"
    text = f"{head}Appendix A holds the depths of the harbour.\n{PROSE}"
    assert parts(text) == [("main", "Dredging of the Harbour")]


def test_the_title_of_an_appendix_is_its_first_heading() -> None:
    listed = "Annex 1: Lamp plan\nAnnex 2: Map"
    paper = outline(
        f"Harbour Board\n3 June 2014\nHarbour lamps\n1. Background\n{PROSE}\n{listed}\nAnnex 1\nLAMP PLAN\n{PROSE}"
    )
    assert [(p.kind, p.title) for p in paper.parts] == [("main", "Harbour Lamps"), ("appendix", "Lamp Plan")]
    assert headings(paper) == [("1", "Background"), ("", "LAMP PLAN")]
