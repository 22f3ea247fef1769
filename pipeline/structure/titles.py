"""The title of a paper, as a clerk writes it."""

from __future__ import annotations

import re

from pipeline import dates
from pipeline.model import Outline
from pipeline.structure import bodies, kinds, lines, paper_types
from pipeline.structure.casing import title_case
from pipeline.structure.items import capitals, ends_sentence
from pipeline.structure.labels import people_label
from pipeline.structure.names import has_post, is_plain
from pipeline.text import collapse, fold

_HELD_TAIL = re.compile(
    r"""[\s,–—-]*\b(?:which\ was\ |was\ |to\ be\ |will\ be\ )?(?:held|convened)\b(?!\ in\ (?:public|private)\s*$).*$
        |[\s,–—-]+(?:on|at)\s+(?:the\s+)?(?:\w+day|\d).*$
        |[\s,–—-]+(?:of\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?\b.*$
        |\s*\((?:refreshed|revised|updated|reviewed|amended|published|approved)\b[^()]*\d{4}\)$
        |[\s,:–—-]*\(?(?:\w+day,?\s+)?(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?
         (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*,?\s*(?:\d{4})?\)?\.?$
        |[\s,:–—-]+(?:\w+day,?\s+)?(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?
         (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*,?\s*(?:\d{4})?(?:\s*,|\s+(?:at|by|via|from)\b|\s[–—-]\s).*$
        |[\s,:–—-]*\(?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\)?$
        |[\s,–—-]+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{4}$
        |[\s,–—(-]+(?:last\ )?(?:updated|as\ at|as\ of|for\ the\ meeting\ (?:on|of))\ .*\d.*$""",
    re.I | re.X,
)
_FILE_CODE = re.compile(r"^[A-Z]{1,5}\s?\(?\d[\d.()\w]*\s*[-–:]\s*|^(?:item|paper|appendix)\s\d+\w?\s*[-–:]?\s*", re.I)
_VERSION = re.compile(
    r"(?i)\b(?:v\d[\d.]*|final|draft|version|copy|\d{6,8})\b|\(\s*\)|(?<!\d)\d\d?[. -]\d\d?[. -]\d{2,4}"
)
_OPEN_END = re.compile(r"(?:\b(?:and|of|the|for|to|in|on|with|held on|at)|[,–-])$", re.I)
_GOES_ON = re.compile(r"(?:and|of|for|to|in|on|with|by|from|[-–—&(])\b|[-–—&(]", re.I)
_TELLS = re.compile(r"\bDATE\b|\b(?:will be|was|were) held\b|\bheld (?:its|their)\b|\bhereby\b|^Signed\b|^[A-Z] [–=-] ")
_REPORTED_BY = re.compile(r"report (?:of|by|from)\b(?!.*\b(?:task|working|review|finish) (?:group|party|panel)$)", re.I)
_REPORTED_TO = re.compile(r"(?:report )?to (?:the )?(?P<body>.+)", re.I)
_INITIALLED = re.compile(r"(?:[A-Z]\.\s?){1,3}[A-Z][a-z'’-]+$")
_NTH = re.compile(
    r"(?:(?:the )?(?:\w+(?:th|st|nd|rd)|first|second|third|fifth|ninth|twelfth)|\w+ \d*) meeting"
    r"|meeting(?: (?:no |number )?\d+)?"
)


def of_paper(opening: list[str], labelled: list[str], stated: str, out: Outline, acronyms: set[str]) -> str | None:
    """The paper's title in title case; None when no line of the masthead can be it.

    What the format states as the title comes first, then what a label says, then a line that names a kind of paper,
    then the first that names nothing else. `out` holds the body and council, which are no titles.
    """
    site = _typed_heading(opening[1:6]) if " | " in stated else None
    if len(stated.split()) > 1 and not site:
        return title_case(stated.split(" | ")[0], acronyms)
    if site:
        return title_case(_without_body(_without_date(site), out), acronyms)
    for label in labelled:
        if len(label.split()) > 1 and not lines.is_date(label):
            return title_case(_without_date(label), acronyms)
    candidates = [(i, line) for i, line in enumerate(opening[:14]) if _may_be_title(line, out)]
    typed = [(i, line) for i, line in candidates if paper_types.named_in(line)]
    named = [(i, line) for i, line in typed if not re.search(r"\bheld\b", line, re.I)]
    other = [(i, line) for i, line in candidates if not bodies.is_body(line)]
    if not typed and any(fold(line) in {"minutes", "agenda"} for line in opening[:8]):
        return None
    far = bool(named and other and named[0][0] > other[0][0] + 3)
    choice = other if far else named or other or typed or candidates
    if not choice:
        return None
    index, line = choice[0]
    line = _without_body(_without_date(_join_title(opening, index, line)), out)
    return title_case(line, acronyms) if len(line.split()) > 1 else None


def of_another_body(opening: list[str], out: Outline, acronyms: set[str]) -> str | None:
    """The title of a report that is the name of a group it is about: 'Home Education Task Group', to a committee."""
    own = {fold(out.body or ""), fold(out.council or "")}
    about = (line for line in map(_without_date, opening[:8]) if bodies.is_body(line) and not passes_on(line))
    return next((title_case(line, acronyms) for line in about if fold(line) not in own and len(line.split()) > 2), None)


def _typed_heading(lines_below: list[str]) -> str | None:
    """The line below a web page's title that says what the paper is; a menu says nothing."""
    return next((line for line in lines_below if " | " not in line and paper_types.named_in(line)), None)


def _without_body(line: str, out: Outline) -> str:
    """A title without the body before it, a colon or comma between."""
    if not out.body:
        return line
    line = re.sub(rf"(?<=\w\s\w\w\w)(.*)\s+to (?:the )?{re.escape(out.body)}$", r"\1", line, flags=re.I)
    found = re.match(rf"{re.escape(out.body)}[:,]\s+(?=\w+ \w)", line, re.I)
    return line[found.end() :] if found else line


def _without_date(line: str) -> str:
    """A title without where and when the meeting was held; a date that belongs to the words stays."""
    cut = re.sub(r"(?<=\bmeeting) of$", "", collapse(_HELD_TAIL.sub("", line)), flags=re.I)
    if re.search(r"(?<!\bas )\b(?:of|from|since|after|before|to|until|by)$", cut, re.I):
        return line
    return re.sub(r"(?:[\s,–-]+(?:as|at|on|for|to|the|dated|of))+$", "", cut, flags=re.I)


def plain(opening: list[str], form: bool, out: Outline, acronyms: set[str]) -> str | None:
    """What a clerk calls minutes or an agenda that have no title of their own: minutes that only say 'Meeting' that.

    A `form`, with a label for the body, is called as the line above it is; one meeting of several by its number.
    """
    if not out.body or out.paper_type not in {"minutes", "agenda"}:
        return None
    if form and opening and bodies.is_body(opening[0]):
        return title_case(opening[0], acronyms)
    body = fold(out.body)
    counted = (line for line in opening[:3] if fold(line).startswith(body) and len(fold(line).split()) < 16)
    if nth := next((cut for line in counted if _counts_meeting(cut := _without_date(line), body)), None):
        return title_case(nth, acronyms)
    words = [fold(line).split() for line in opening]
    silent = not any(paper_types.named_in(line) == out.paper_type for line in opening)
    word = "Meeting" if silent and any(line[:1] == ["meeting"] for line in words) else out.paper_type.capitalize()
    return f"{out.body} {word}"


def from_name(name: str, out: Outline, acronyms: set[str]) -> str | None:
    """The words of the file's name without codes, dates and versions: three or more of them can be a title."""
    words = re.sub(r"_+|(?<=[a-z])-|-(?=[a-z])", " ", re.sub(r"\.\w{1,5}$", "", name))
    words = _FILE_CODE.sub("", words)
    for found in reversed([day for day in dates.find(words) if day.precision == "day"]):
        words = words[: found.start] + words[found.end :]
    words = collapse(_VERSION.sub(" ", words)).strip(" -–_.,")
    if sum(map(str.isalpha, words)) < 12 or len(words.split()) < 3 or out.paper_type in {"minutes", "agenda"}:
        return None
    return title_case(words, acronyms)


def _join_title(opening: list[str], index: int, line: str) -> str:
    """A title that runs over two lines, in the same capitals or as title and subtitle."""
    following = opening[index + 1] if index + 1 < len(opening) else ""
    above = opening[index - 1] if index else ""
    if len(above.split()) > 1 and _is_subtitle(above, line):
        return f"{above.rstrip(' :')}: {line}"
    if _is_subtitle(line, following):
        return f"{line.rstrip(' :')}: {following}"
    both = capitals(line) > 0.9 and capitals(following) > 0.9
    if both and len(following.split()) > 1 and (_OPEN_END.search(line) or _GOES_ON.match(following)):
        return f"{line} {following}"
    return line


def _is_subtitle(line: str, below: str) -> bool:
    """Whether a line ends in a colon and another, no label's, says more; or goes from capitals to small letters."""
    if not 2 <= len(below.split()) <= 20 or lines.is_date(below) or lines.is_label(below) or lines.PLACE.match(below):
        return False
    if lines.is_label(f"{line.rstrip(' :')}:") or people_label(line)[0] or people_label(below)[0] or len(line) > 80:
        return False
    if lines.is_noise(line) or bodies.is_body(line.rstrip(" :")):
        return False
    return line.rstrip().endswith(":") or (
        capitals(line) > 0.9 and below[:1].islower() and not lines.HELD.search(below)
    )


def _may_be_title(line: str, out: Outline) -> bool:
    """Whether a line of the masthead can be the title, being nothing else: no body, date, label, place or sentence."""
    words = fold(_without_date(line))
    count = len(words.split())
    if not 2 <= count <= 32 or line.endswith(":") or (ends_sentence(line) and count > 14):
        return False
    if lines.is_date(line) or lines.CODE.match(line) or lines.is_noise(line) or lines.PLACE.match(line):
        return False
    if (found := dates.find(line)) and found[0].start <= 2:
        return False
    if words in {fold(out.body or ""), fold(out.council or "")} or people_label(line)[0] or lines.is_label(line):
        return False
    if passes_on(line) or _INITIALLED.match(line):
        return False
    if kinds.of_heading(line) == ["membership"] or is_person(line) or bodies.is_body(words.removeprefix("the ")):
        return False
    return not _TELLS.search(line) and not _is_nth_meeting(words, fold(out.body or ""))


def passes_on(line: str) -> bool:
    """Whether a line says whom a report is of or to: 'Report of the Head of Parks', 'Report to Cabinet'."""
    to = _REPORTED_TO.match(_without_date(line))
    by = _REPORTED_BY.match(line) and (has_post(line) or bodies.is_body(line))
    return bool(by or (to and bodies.is_body(to["body"])))


def is_person(line: str) -> bool:
    """Whether a line is somebody's name and post: 'Ann Lee, Director of Housing'."""
    head = re.split(r"[,–—(]|\s-\s", line)[0].strip()
    rest = line[len(head) :]
    if not rest or len(line.split()) > 20 or paper_types.named_in(head):
        return False
    return is_plain(head) and has_post(rest) and not has_post(head)


def _counts_meeting(line: str, body: str) -> bool:
    """Whether a line names the body and which of its meetings it was: 'Estates Panel - meeting 3'."""
    rest = fold(line).removeprefix(body).strip()
    return rest not in {"", "meeting"} and _is_nth_meeting(fold(line), body)


def _is_nth_meeting(words: str, body: str) -> bool:
    """Whether a line only counts the body's meetings: 'Estates Panel - third meeting'."""
    return bool(_NTH.fullmatch(words.removeprefix(body).strip()))
