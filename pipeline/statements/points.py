"""Explicit marks in the text: action points, 'RESOLVED:', 'Recommendation 3:', owners at the right edge."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.model import Due, Passage, StatementKind
from pipeline.statements import conclusions, cues, due, narrative, owners
from pipeline.statements.draft import Around, Draft
from pipeline.text import fold, plain, sentences

_NUMBER = re.compile(r"(?i:no\.?)|[^\w./]")
_BRIEF = 200  # characters
_DASH = re.compile(r"\s+[–—-]\s+(?=\S)")


def named_in(match: re.Match[str]) -> list[str]:
    """The owners that a label names: 'Actions for the clerk:'."""
    groups = match.groupdict()
    return owners.of_cell(groups.get("who") or groups.get("whom") or "")


def number_in(match: re.Match[str]) -> str:
    """The number that a label bears: '3' of 'ACTION 3:'."""
    return _NUMBER.sub("", match.groupdict().get("number") or "")


def labelled(passage: Passage, kind: StatementKind, match: re.Match[str], around: Around) -> list[Draft]:
    """The statements after a label: actions one for each task, others whole."""
    number = number_in(match) or passage.number
    start, end = match.end(), len(passage.text)
    if kind != "action":
        items = _items(passage.text, start, end)
        if kind == "decision" and around.minutes and len(items) == 1:
            drafts = list(conclusions.decided(passage, start, end, around))
            for draft in drafts:
                draft.number = number
            return drafts
        return [Draft(kind, passage, first, last, 0.9, number) for first, last in items]
    tail = cues.lists().marks["due_at_end"].search(plain(passage.text), start)
    drafts = tasks(passage, start, tail.start() if tail else end, number, around)
    for draft in drafts:
        draft.owners = named_in(match) or draft.owners
        draft.due = due.of_cell(tail["when"], around.anchor) if tail else draft.due
    return drafts


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items written in one line, '(i) that ...; (ii) that ...', or the whole."""
    marks = list(cues.lists().marks["inline_item"].finditer(plain(text[start:end])))
    if len(marks) < 2 or marks[0].start() > 0:
        return [(start, end)]
    stops = [*(start + mark.start() for mark in marks[1:]), end]
    return [(start + mark.end(), stop) for mark, stop in zip(marks, stops, strict=True)]


def tasks(passage: Passage, start: int, end: int, number: str, around: Around) -> list[Draft]:
    """The tasks of an action point: a sentence of its own for each '<who> to <verb>' and 'Report back by May'.

    In minutes a sentence that tells or promises something is what it says; others join the one before.
    """
    drafts: list[Draft] = []
    said: list[Draft] = []
    for first, last in sentences(passage.text[start:end]):
        text = passage.text[start + first : start + last]
        opens = not drafts and (start + last == end or not conclusions.only_tells(text))
        if opens or owners.task(text) or cues.is_to_do(text):
            if not cues.is_nothing(text):
                drafts.append(Draft("action", passage, start + first, start + last, 0.9, number))
        elif around.minutes and conclusions.beside_task(text):
            other = narrative.sentence(passage, start + first, start + last, around)
            if other and other.kind == "commitment" and other.owners:
                other.kind = "action"  # 'The secretariat will help with the plan', after what it is to do
            said += [other] if other else []
        elif drafts:
            drafts[-1].end = start + last
    for draft in drafts:
        draft.owners = owners.of_task(draft.text)
        named = cues.lists().marks["names_at_end"].search(plain(draft.text))
        if named and owners.is_agent(named["who"], around.names) and not _spells(draft.text, named):
            draft.owners = owners.of_cell(named["who"])
        narrative.complete(draft, around)
    return sorted([*drafts, *said], key=lambda draft: draft.start)


def _spells(text: str, named: re.Match[str]) -> bool:
    """Whether what stands in brackets at the end is the short form of the words before: 'Land Registry (LR)'."""
    letters = named["who"].lower()
    words = fold(text[: named.start()]).split()[-len(letters) :]
    return len(letters) > 1 and "".join(word[0] for word in words) == letters


def is_task(text: str) -> bool:
    """Whether a line reads as a task: '<who> to <verb>', 'Work with ...', '... (names)'."""
    if cues.is_to_do(text) or owners.task(text) is not None:
        return True
    named = cues.lists().marks["names_at_end"].search(plain(text))
    return named is not None and owners.is_agent(named["who"])


def decided(text: str) -> tuple[int, int]:
    """What a passage says the body decided, when it ends in how: '... Agreed.', '... - deferred'; (0, 0) when not.

    The whole of an item that begins 'To approve ...' or is a planning application; else the sentence before.
    """
    marks, flat = cues.lists().marks, plain(text)
    found = marks["decided_at_end"].search(flat)
    spans = list(sentences(text))
    if found is None or not fold(text[: found.start()]):
        return 0, 0
    before = next((start for start, end in reversed(spans) if start < found.start()), 0)
    if marks["item_to_decide"].match(flat) and len(spans) < 6:
        before = 0
    return before, len(text)


def owner_at_end(passage: Passage) -> re.Match[str] | None:
    """'... (Action: JS)' at the end of the passage."""
    match = cues.lists().marks["owner_at_end"].search(plain(passage.text))
    return match if match and match.start() > 0 and owners.is_agent(match["who"]) else None


def run_in(passage: Passage, around: Around) -> int | None:
    """Where a name or 'Noted' begins that stands after the last sentence, as it would at the right edge."""
    spans = list(sentences(passage.text))
    if len(spans) < 2:
        return None
    start, end = spans[-1]
    last = passage.text[start:end]
    if last[-1].isalnum() and len(last.split()) < 9:
        decided = cues.lists().marks["decided_aside"].fullmatch(last)
        return start if decided or owners.beside(last, around.names) else None
    return None


def line(mark: str, text: str) -> str | None:
    """What stands after 'Due:' or 'Owner:' when the passage is such a line."""
    match = cues.lists().marks[mark].match(plain(text))
    return text[match.end() :] if match and len(text) < 120 else None


def beside(passage: Passage, aside: str, until: int, around: Around) -> list[Draft] | None:
    """The statements of a passage with a name, or 'Noted', at its right edge; None when that says nothing."""
    drafts = list(narrative.read(passage, around, until=until))
    if cues.lists().marks["decided_aside"].fullmatch(aside.strip()):
        decided = any(draft.kind == "decision" for draft in drafts)
        return drafts if decided else [Draft("decision", passage, 0, until, 0.6, passage.number)]
    if when := _deadline(aside, around):
        start, end = outstanding(passage.text[:until])
        dated = Draft("action", passage, start, end, 0.6, passage.number, due=when)
        return [*(draft for draft in drafts if draft.start != start), dated]
    if cues.lists().outlets.fullmatch(fold(aside)):
        return drafts or [Draft("action", passage, 0, until, 0.6, passage.number)]
    if match := owners.task(aside):
        told = _restated(passage, until, match) or Draft("action", passage, 0, until, 0.75, passage.number, words=aside)
        told.owners = owners.of_task(aside)
        narrative.complete(told, around)
        return [*(d for d in drafts if fold(d.text) != fold(aside) and (told.words or d.start < told.start)), told]
    if (dash := _DASH.search(aside)) and (whose := owners.beside(aside[: dash.start()], around.names)):
        told = Draft("action", passage, 0, until, 0.7, passage.number, words=aside, owners=whose)
        narrative.complete(told, around)
        return [*drafts, told]
    named = owners.beside(aside, around.names, plain(passage.text))
    if not named:
        return None
    if _is_one_task(passage.text[:until]):
        return [Draft("action", passage, 0, until, 0.75, passage.number, owners=named)]
    given = [d for d in drafts if d.kind in {"action", "commitment", "decision", "recommendation"} or d.due]
    given += [d for d in drafts if d.kind == "milestone" and d not in given and names(d, named)]
    if not given:
        start, end = outstanding(passage.text[:until])
        same = [draft for draft in drafts if draft.start == start]
        if not same and (said := cues.classify(passage.text[start:end], around.minutes)) and said.kind is None:
            return drafts  # 'The meeting closed at 7.20pm', beside the name of who left before
        labelled = cues.lists().marks["action_aside"].match(aside) is not None
        if not labelled and _is_told(plain(passage.text[start:end]), same, named):
            return drafts
        if same and same[0].kind == "milestone" and cues.lists().marks["in_hand"].search(plain(same[0].text)):
            same[0].owners = named
            return drafts
        given = same or [Draft("action", passage, start, end, 0.6, passage.number)]
        drafts += [] if same else given
    mine = [d for d in given if d.kind == "action" and d.owners and names(d, named)]
    if len(mine) > 1 and len(named) > 1:
        return drafts  # each of them is told to do something of his own
    given = [d for d in given if d.kind == "action"] or [d for d in given if d.kind != "decision"] or given
    last = ([d for d in given if names(d, named)] or given)[-1]
    if cues.lists().marks["action_aside"].match(aside) and (asked := asked_for(last, named)):
        narrative.complete(asked, around)
        return [*drafts, asked]
    assign(last, named)
    narrative.complete(last, around)
    return drafts


def _restated(passage: Passage, until: int, task: re.Match[str]) -> Draft | None:
    """The last sentence, when the task at the right edge only says it again: '... to be sent. | Clerk to send'."""
    start, end = outstanding(passage.text[:until])
    last = [(start, end), *sentences(passage.text[:until])][-1]
    said = {word[:4] for word in fold(passage.text[slice(*last)]).split()}
    asked = {word[:4] for word in fold(task.string[task.start("verb") :]).split()}
    return Draft("action", passage, *last, 0.75, passage.number) if asked <= said else None


def _is_told(sentence: str, drafts: list[Draft], named: list[str]) -> bool:
    """Whether a sentence with a name beside it only tells what was said or done, and leaves nothing to do."""
    marks = cues.lists().marks
    if marks["unfinished"].search(sentence) or (drafts and marks["outstanding"].search(sentence)):
        return False
    if not drafts and marks["came_in"].search(sentence):
        return False
    return bool(drafts) or marks["told"].search(sentence) is not None


def _is_one_task(text: str) -> bool:
    """Whether two sentences with a name beside them are one task: nothing is told, and the second goes on."""
    marks, spans = cues.lists().marks, list(sentences(text))
    if len(spans) != 2 or marks["told"].search(text):
        return False
    return marks["goes_back"].match(plain(text), spans[1][0]) is not None


def _deadline(aside: str, around: Around) -> Due | None:
    """The deadline that stands at the right edge: a month, a day, the next meeting; nothing beside it."""
    when = due.of_cell(aside, around.anchor) if any(letter.isdigit() for letter in aside) else None
    return when if when and when.start and len(aside.split()) < 4 else None


def outstanding(text: str) -> tuple[int, int]:
    """The sentence that says what is still to be done: the last that speaks of a need or a wish, or the last.

    All of them when the last only says that it is left: 'Survey of the roof. Not yet done. Carried forward.'
    """
    spans = [*sentences(text)] or [(0, len(text))]
    if len(text) < _BRIEF and cues.lists().marks["left_over"].fullmatch(text, *spans[-1]):
        return spans[0][0], spans[-1][1]
    mark = cues.lists().marks["outstanding"]
    return next((span for span in reversed(spans) if mark.search(text, *span)), spans[-1])


def assign(draft: Draft, named: list[str]) -> None:
    """Make `draft` an action of the persons named beside it; what was decided stays so unless it names them."""
    draft.owners = named
    if draft.kind != "decision" or names(draft, named) or cues.lists().marks["task_decided"].search(plain(draft.text)):
        draft.kind = "action"
    draft.certainty = max(draft.certainty, 0.7)


def asked_for(decision: Draft, named: list[str]) -> Draft | None:
    """The action in 'The Board noted the report and asked for a plan', for those named; the decision ends before it."""
    found = cues.lists().marks["and_asked"].search(plain(decision.passage.text), decision.start, decision.end)
    if decision.kind != "decision" or found is None:
        return None
    asked = replace(decision, kind="action", start=found.end(), certainty=0.7, owners=named)
    decision.end = len(decision.passage.text[: found.start()].rstrip())
    return asked


def names(draft: Draft, named: list[str]) -> bool:
    """Whether the words of `draft` hold one of the names."""
    words = set(fold(draft.text).split())
    return any(set(fold(name).split()[-1:]) <= words for name in named)
