"""What each section of an outline is about: its heading, its tables, what leads into it, what it stands in."""

from __future__ import annotations

from pipeline.model import Outline, Section, SectionKind
from pipeline.structure import kinds, labels
from pipeline.structure.items import ends_sentence
from pipeline.structure.listing import entries
from pipeline.text import fold

#: Kinds that a heading of one word may name and mean a subject on which progress is reported: 'Policy'.
SUBJECTS: set[SectionKind] = {"policy_framework", "engagement"}


def sort(out: Outline) -> None:
    """Give every section its kinds: what its heading names, its tables, what leads into it, what it stands in."""
    by_id = {section.id: section for section in out.sections}
    texts: dict[str, list[str]] = {}
    begins: dict[str, str] = {}  # section -> the kind of passage that it begins with
    for passage in out.passages:
        if passage.kind != "heading":
            begins.setdefault(passage.section, passage.kind)
        if passage.kind in {"paragraph", "list_item"}:
            texts.setdefault(passage.section, []).append(passage.text)
    with_tasks = {t.section for t in out.tables if "task" in t.roles and {"owner", "due", "status"} & set(t.roles)}
    if out.paper_type == "minutes":
        # an item of business, its actions below
        with_tasks -= {section for section in texts if begins[section] != "table_row"}
    planned = {t.section for t in out.tables} - set(texts) if out.paper_type == "action_plan" else set()
    with_risks = {t.section for t in out.tables if "risk" in t.roles and {"likelihood", "control"} & set(t.roles)}
    for index, section in enumerate(out.sections):
        own = _of_heading(section, out)
        if len(own) == 1 and own[0] in SUBJECTS and (told := _of_title(section, out)):
            own = told
        section.kinds = (
            own if own and section.id not in with_tasks
            else _of_tables(section, with_tasks, own)
            or (["risks"] if section.id in with_risks else [])
            or (["actions"] if section.id in planned else [])
            or _of_part(section, out)
            or _of_people(section, texts.get(section.id, []))
            or _of_leads(texts.get(section.id, []))
            or _of_lead_before(out.sections, index, texts)
            or _of_title(section, out)
            or _of_parent(section, by_id.get(section.parent), out)
            or _of_number(section, out)
            or ["other"]
        )  # fmt: skip
    _named_before(out.sections, texts)
    _listed_before(out)


def _of_heading(section: Section, out: Outline) -> list[SectionKind]:
    """What the heading names; a document looked at in minutes names nothing, a report's purpose sums it up."""
    if out.paper_type == "minutes" and kinds.is_document(section.heading):
        return []
    own = kinds.of_heading(section.heading)
    if out.paper_type == "terms_of_reference" and labels.of_heading(section.heading) == "chair":
        return ["membership"]
    if out.paper_type == "minutes" and own == ["risks"] and not kinds.has_known(section.heading):
        return []  # an item about a risk says what was done about it
    if out.paper_type == "minutes" and kinds.is_beside(section.heading, own):
        return []  # 'Regatta – reflections and next steps' is about the regatta
    if own == ["aims"] and kinds.is_purpose(section.heading):
        main = out.parts[section.part].kind == "main" and out.paper_type in {"report", "other"}
        return ["summary"] if main else own
    return own


def _of_tables(section: Section, with_tasks: set[str], own: list[SectionKind]) -> list[SectionKind]:
    if section.id not in with_tasks:
        return own
    return (
        own if own and own[0] in {"milestones", "priorities", "recommendations", "risks", "decisions"} else ["actions"]
    )


def _of_part(section: Section, out: Outline) -> list[SectionKind]:
    """A section without a heading is about what its part, or the paper, is: an action log, terms of reference."""
    if section.heading:
        return []
    part = out.parts[section.part]
    if part.kind != "main":
        return kinds.of_heading(part.title)
    if out.paper_type == "action_plan":
        return ["actions"]
    return ["aims"] if out.paper_type == "terms_of_reference" else []


def _of_people(section: Section, texts: list[str]) -> list[SectionKind]:
    """A list of those who sent apologies, under a heading of its own; told in a sentence it is an item of business."""
    listed = texts and not section.number and not ends_sentence(texts[0]) and entries(texts[0])
    return ["membership"] if listed and labels.of_heading(section.heading) in {"present", "apologies"} else []


def _of_leads(texts: list[str]) -> list[SectionKind]:
    """'We recommend:' at the head of a section's first list."""
    found = next((kind for text in texts[:2] if (kind := kinds.of_lead(text)) == "recommendations"), None)
    return [found] if found else []


def _of_title(section: Section, out: Outline) -> list[SectionKind]:
    """What the paper's title makes of a section that is a list and no more: 'Progress report'."""
    found = (
        kinds.of_title(out.title or "")
        if section.heading and out.paper_type in {"report", "strategy", "other"}
        else None
    )
    if found is None:
        return []
    own = [p for p in out.passages if p.section == section.id and p.kind != "heading"]
    listed = sum(p.kind == "list_item" for p in own)
    return [found] if not own or (listed > 1 and listed * 3 > len(own) * 2) else []


def _of_number(section: Section, out: Outline) -> list[SectionKind]:
    """'Priority 2: Living well', outside minutes, in which somebody only spoke to it."""
    found = kinds.of_division(section.heading) if out.paper_type != "minutes" else None
    return [found] if found else []


def _of_lead_before(sections: list[Section], index: int, texts: dict[str, list[str]]) -> list[SectionKind]:
    """What the last lines before a run of sub-headings say they are: 'The key priorities for the year include:'."""
    section = sections[index]
    if not section.heading or index == 0:
        return []
    before = sections[index - 1]
    if (
        before.level == section.level
        and before.part == section.part
        and before.number.count(".") == section.number.count(".") > 1
    ):
        siblings = before.number.rsplit(".", 1)[0] == section.number.rsplit(".", 1)[0]
        return list(before.kinds) if siblings and before.kinds != ["other"] else []
    last = texts.get(before.id, [""])[-1]
    found = kinds.of_lead(last) if section.level > before.level or section.parent == before.id else None
    return [found] if found else []


def _of_parent(section: Section, parent: Section | None, out: Outline) -> list[SectionKind]:
    """What a sub-heading takes over; nothing from a heading that comes again, as 'Actions' under each item.

    Nor does a numbered item of business belong to the list of actions that stands before it.
    """
    if parent is None or sum(s.heading == parent.heading and s.part == parent.part for s in out.sections) > 1:
        return []
    if out.paper_type == "minutes" and section.number and not parent.number:
        return []
    return [kind for kind in parent.kinds if kind in kinds.inherited()]


def _listed_before(out: Outline) -> None:
    """Headings that an earlier list of aims or priorities sets out hold what is to be done for each of them."""
    free = {fold(s.heading): s for s in out.sections if s.heading and s.kinds == ["other"]}
    led = False
    named: list[Section] = []
    for passage in out.passages:
        if passage.kind != "list_item" or passage.text.rstrip().endswith(":"):
            led = kinds.sets_out(passage.text)
        elif led and (section := free.get(fold(passage.text))) and section.id != passage.section:
            named.append(section)
    for section in named if len(named) > 1 else []:
        section.kinds = ["priorities"]


def _named_before(sections: list[Section], texts: dict[str, list[str]]) -> None:
    """Two or more headings that the paragraph before them names: 'Two options: a prize or a hack day'."""
    for index, section in enumerate(sections):
        following = [s for s in sections[index + 1 : index + 7] if s.part == section.part and s.kinds == ["other"]]
        for count in range(len(following), 1, -1):
            run = following[:count]
            found = next(
                (k for t in texts.get(section.id, [])[-2:] if (k := kinds.named_in(t, [s.heading for s in run]))), None
            )
            if found:
                for named in run:
                    named.kinds = [found]
                break
