"""Names no list holds, by their shape: capitals that end in 'Board', 'Strategy', 'Team', 'Act', 'Road'.

A run of capitals is cut where a name in it ends (`cuts`), openers are dropped from its front, and its head word
says what it is; `marked` finds more. Text in capitals is read as if it were written with small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.model import MentionLabel
from pipeline.tagging import beside, called, cuts, edges, laws, marked
from pipeline.tagging.found import LIST, PATTERN, Found
from pipeline.tagging.shapes import SHAPES, tidy

_INNER_WORDS = r"of|for|and|the|in|on|to|with|by|at|upon|cum|de|y"
_CAP = r"(?:[A-Z][\w'&+-]*|\d+(?:st|nd|rd|th)\b)"
_NEXT = rf"(?:{_CAP}|&|\d\d?(?:\s?-\s?\d\d?)?(?=\s[A-Z]))"
_GAP = r"[ \t\u00a0]{1,2}"
_LISTED = rf",{_GAP}(?=[A-Z][a-z'-]+(?:\s[A-Z][a-z'-]+)?(?:,|,?{_GAP}and|{_GAP}&){_GAP}[A-Z])"
# Begins with a plain set of characters, which lets a search skip quickly; what may not stand before is asked next.
_FIRST = r"[A-Z0-9](?<![\w'£@./].)(?:(?<=[A-Z])[\w'&+-]*|(?<=[0-9])\d*(?:st|nd|rd|th)\b)"
_RUN = re.compile(rf"{_FIRST}(?:(?:{_GAP}(?:(?:{_INNER_WORDS}){_GAP}){{0,2}}|{_LISTED}){_NEXT})*(?![\w@])")
_WORD = re.compile(r"[^\s,]+")
_CAPITALS = re.compile(r"\b[A-Z][A-Z'&-]*(?:[ \t\n-]+(?:[A-Z][A-Z'-]*|&|\d+(?:ST|ND|RD|TH)))+\b")
_LONG_CAPITALS = re.compile(r"[A-Z]{5}")
_CAPITAL_WORD = re.compile(r"[A-Z][A-Z']*")
_SMALL_INSIDE = re.compile(rf"(?<=\s)(?:{_INNER_WORDS})(?=\s)", re.I)
_BODY_ITSELF = re.compile(r"\s(?:[Tt]eams?|[Ww]ebsite|[Ss]ervices?|[Hh]ub|[Bb]log|[Pp]ortal)")
_SERVICES_OF = re.compile(r"(?:\s[A-Z][\w'-]+){2,}\s[Ss]ervices")
_OF_PLANS = frozenset({"review", "consultation", "refresh", "newsletter", "training"})
_MERE_HEAD = re.compile(r"\s(?:[Tt]eams?|[Ss]ervices?|[Ss]chemes?|[Pp]rogrammes?)")
_AND = re.compile(r"(?=\sand\s)")
_SAINT = re.compile(r"\bS(?:t|aint)\.?\s[A-Z][\w'-]+$")
_TWIN = re.compile(
    r"\b(?P<first>[A-Z]\w+)(?:\s[A-Z]\w+){1,3},\s(?=(?P=first)\s)"
)  # 'Safe Quays, ' before 'Safe Piers Strategy'
_REACH = 50  # characters
_OF_A_PROJECT = re.compile(r"\b(?:project|research) teams?$", re.I)
_IN_BRACKETS = re.compile(r"\s\([A-Z][A-Za-z&]{1,8}\)")
_SEVERAL = re.compile(r"\band\b.*\b(?:teams|panels|boards|groups|committees)$")
_GUIDANCE = ("Statutory Guidance", "Code of Practice")  # after the name of the body that gave it
_WEEKDAYS = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b")
_DAYS = frozenset(
    f"{day}day{s}" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun") for s in ("", "s")
)
_INITIALS = 4  # characters; 'TB' the person may stand in 'TB agenda', 'Ann Example' in no name
_SIGNED = re.compile(r"(?:[A-Z]\.?\s){1,3}[A-Z][\w'-]+,\s(?=[A-Z])")  # 'J Sample, Legal Services'
_LETTERED = re.compile(r"[B-HJ-Z]\d{0,2}\s(?=[A-Z][a-z])")  # the label of an item: 'B Tidal Group'
_TWO_CAPITALS = re.compile(r"[A-Z][A-Z][A-Z'&-]*\s[A-Z0-9&]")
_BRACKETED = re.compile(r"\s\([A-Z][A-Za-z&]{1,8}\)(?P<rest>(?:\s[A-Z][\w'-]*){1,3})")
_SMALL_WORD = re.compile(r"\s([a-z&-]+)")
_SPAN = r"(?:19|20)\d\d(?:\s?[-/]\s?(?:20)?\d\d)?(?:\sto\s20\d\d(?:[-/]\d\d)?)?\b"
_YEARS = re.compile(rf"\s?\({_SPAN}\)|,?\s{_SPAN}")


def small_capitals(text: str) -> str:
    """`text`, as long as before, with runs of capitals written like a title: 'HEALTH BOARD' as 'Health Board'."""

    def title(run: re.Match[str]) -> str:
        words = run.group()
        if not _LONG_CAPITALS.search(words):
            return words
        lower = _CAPITAL_WORD.sub(lambda w: w[0] if w[0] in SHAPES.acronyms else w[0].capitalize(), words)
        return _SMALL_INSIDE.sub(lambda w: w[0].lower(), lower)

    return _CAPITALS.sub(title, text)


def find(written: str, words: frozenset[str], known: list[Found]) -> Iterator[Found]:
    """The names in `written` (plain; its `words`); `known` are the finds so far: bodies end names, dates and people
    are in none."""
    text = small_capitals(written) if _TWO_CAPITALS.search(written) else written
    for item in known:
        if item.label == "date" or (item.label == "person" and item.end - item.start > _INITIALS):
            text = text[: item.start] + "~" * (item.end - item.start) + text[item.end :]
    if not words.isdisjoint(_DAYS):
        text = _WEEKDAYS.sub(lambda day: "~" * len(day.group()), text)
    listed = [item for item in known if item.source == LIST]
    starts = {item.start for item in listed if item.label in {"service", "programme"}}
    ends = {
        item.end
        for item in listed
        if item.label in {"organisation", "legislation"} or item.end + len(" and ") in starts  # both of them are known
    }
    joints = {
        item.start + joint.start()
        for item in (listed if "and" in words else ())
        for joint in _AND.finditer(text[item.start : item.end])
    }
    bodies = dict(sorted(item[:2] for item in listed if item.label == "organisation"))  # 'NHS Wales', not 'NHS'
    for item in listed:
        if item.label == "service" and (tail := SHAPES.tail(text, item.start, item.end)):
            made = SHAPES.small[tail["head"].lower()]
            if made != "service":  # 'early help strategy'
                yield Found(item.start, tail.end(), made, _title(text[item.start : tail.end()]), PATTERN)
    for name in marked.find(text, words):
        body, _, head = text[name.start : name.end].rpartition(" ")
        if head not in SHAPES.weak_heads or bodies.get(name.start, 0) < name.start + len(body):
            yield name  # no 'Home Office grant'
    yield from beside.find(text, words)
    yield from called.find(text, words)
    yield from laws.find(text, words)
    for run in _RUN.finditer(text):
        first, last = run.span()
        if " " in run.group():
            signed = sorted(s for s in bodies if first < s < last and text.startswith(", ", s - 2))
            for begin, stop in pairwise([first, *signed, last + 2]):  # 'Ann Example, Office for Tides'
                for start, end in cuts.segments(text, begin, stop - 2, ends, joints):
                    for name in _named(text, start, end, bodies):
                        yield _known(name, text, listed)
        elif text.startswith(" (", last) or (
            not text.endswith("'s", first, last)  # 'Government's transparency agenda'
            and (after := _SMALL_WORD.match(text, last))
            and after[1] in SHAPES.small_first
        ):
            for name in _named(text, first, last, bodies):
                yield _known(name, text, listed)


def _known(name: Found, text: str, listed: list[Found]) -> Found:
    """`name` under that of the list when it is one with a mere head behind: 'Trading Standards team'."""
    for item in listed:
        begins = item.start == name.start and item.end < name.end and item.label == name.label
        if begins and name.label in {"service", "programme"} and _MERE_HEAD.fullmatch(text, item.end, name.end):
            return name._replace(name=item.name)
    return name


def _named(text: str, start: int, end: int, bodies: dict[int, int]) -> Iterator[Found]:
    """The name that the capitals from `start` to `end` (and small words right after) make, if they make one."""
    if signed := _SIGNED.match(text, start, end) or (not start and _LETTERED.match(text, 0, end)):
        start = signed.end()
    owner, rest = edges.owner(text, start, end, bodies)
    if owner:
        yield from _named(text, start, owner, bodies)
    start = rest + edges.opening(text[rest:end])
    if text.endswith("'s", start, end) and not SHAPES.tail(text, start, end) and not _SAINT.search(text, start, end):
        end -= 2
    if start >= end:
        return
    given = bodies.get(start, start) + 1
    if given > start + 1 and text.endswith(_GUIDANCE, start, end) and (law := laws.read(text, given, end)):
        yield law
        return
    if law := laws.read(text, start, end):
        yield law
        return
    if governed := edges.of_a_school(text[start:end]):
        for first, last in ((start, start + governed), (start + governed + 1, end)):
            if SHAPES.says_nothing(text[first:last], "organisation"):  # 'PRIMARY SCHOOL' alone
                continue
            yield Found(first, last, "organisation", tidy(text[first:last]), PATTERN)
        return
    stop, label = _head(text, start, end)
    if label is None:
        return
    start += edges.own_start(text[start:stop], label)
    words = text[start:stop]
    if SHAPES.says_nothing(words, label):
        return
    if label == "programme" and _of_a_body_alone(text, start, stop, owner, bodies):
        body = words.rpartition(" ")[0]
        if SHAPES.label_of(body) == "organisation" and not SHAPES.says_nothing(body, "organisation"):
            yield Found(start, start + len(body), "organisation", tidy(body), PATTERN)
        return
    after_body = bodies.get(start, stop)
    if label == "role" and after_body < stop and SHAPES.label_of(text[after_body + 1 : stop]) == "role":
        start, words = (
            after_body + 1,
            text[after_body + 1 : stop],
        )  # 'Tidal Union Policy Officer': the union is named too
    if label == "organisation" and after_body < stop and words.split()[-1].lower() in SHAPES.followers:
        return  # 'Office for Tides Annual Report': the body is found by itself
    if label == "service" and after_body < stop:
        if _BODY_ITSELF.fullmatch(text, after_body, stop):
            return  # 'Home Office team': the body itself
        if _SERVICES_OF.fullmatch(text, after_body, stop):  # 'NHS Scotland Tidal Surgery Services'
            yield Found(after_body + 1, stop, label, tidy(text[after_body + 1 : stop]), PATTERN)
            return
        label = "organisation"
    if label == "service" and _OF_A_PROJECT.search(words):
        label = "organisation"
    name = tidy(_IN_BRACKETS.sub("", words) if "(" in words else words)
    if " and " in words and _SEVERAL.search(words):
        left, _, right = words.rpartition(" and ")
        yield Found(start, start + len(left), label, tidy(f"{left} {right.split()[-1][:-1]}"), PATTERN)
        yield Found(stop - len(right), stop, label, tidy(right), PATTERN)
        return
    if label == "programme":
        if text.startswith(", ", start - 2) and (twin := _TWIN.search(text, max(0, start - _REACH), stop)):
            start, name = twin.start(), tidy(text[twin.start() : stop])
        if years := _YEARS.match(text, stop):
            stop = years.end()
    if words.split()[-1].lower() in SHAPES.the_heads and edges.keeps_the(text, start, stop):
        start, name = start - len("The "), f"The {name}"
    yield Found(start, stop, label, name, PATTERN)


def _of_a_body_alone(text: str, start: int, stop: int, owner: int, bodies: dict[int, int]) -> bool:
    """'Home Office consultation', 'the Treasury's strategic review': nothing but a body and what any body does."""
    words = text[start:stop].lower().split()
    if words[-1] not in SHAPES.weak_heads:
        return False
    if len(words) > 2 and SHAPES.label_of(text[start : stop - len(words[-1]) - 1]) == "organisation":
        return True  # 'the Parish Council review'
    return bool(owner and text[start].islower()) or bodies.get(start, 0) + len("'s ") >= stop - len(words[-1])


def _head(text: str, start: int, end: int) -> tuple[int, MentionLabel | None]:
    """Where the name from `start` ends, and what its head says it is."""
    if text.startswith(" (", end) and (bracketed := _BRACKETED.match(text, end)):
        label = SHAPES.label_of(bracketed["rest"])
        if label in {"service", "organisation", "programme"} and len(bracketed["rest"].split()) == 1:
            return bracketed.end(), label
    tail = None if text.startswith("Friends of ", start) else SHAPES.tail(text, start, end)
    if tail and text[start:end].lower() not in SHAPES.openers:
        head = tail["head"].lower()
        if head in _OF_PLANS and SHAPES.label_of(text[start:end]) == "programme":  # 'Quay Plan review'
            return end, "programme"
        return tail.end(), SHAPES.small[head]
    label = SHAPES.label_of(text[start:end])
    if label is not None:
        return end, label
    stops = [m.end() + start for m in _WORD.finditer(text[start:end])]
    for stop in reversed(stops[1:-1]):  # 'Health Board Members' holds 'Health Board'
        following = _WORD.match(text, stop + 1)
        if following and following.group().lower() in SHAPES.followers and (label := SHAPES.label_of(text[start:stop])):
            return stop, label
    return end, None


def _title(words: str) -> str:
    return " ".join(w if w in SHAPES.inside else w[0].upper() + w[1:] for w in words.split())
