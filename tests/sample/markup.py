"""The small markup in which the story's papers are written: text, with the known answers marked in it.

README.md in this folder shows it. `parse` gives the blocks of a paper; what stands in `[[ ]]` is a statement, what
stands in `< >` a date. A layout draws the runs; `answers` reads the marks; neither can say what the other does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

Change = Literal["", "inserted", "deleted"]
CHANGES: dict[str, Change] = {"++": "inserted", "--": "deleted"}
Kind = Literal["heading", "paragraph", "item", "numbered", "centred", "right", "part", "table", "break", "note"]


@dataclass
class Run:
    """A piece of text in one look; `note` is the number of the footnote called here, and then there is no text."""

    text: str
    bold: bool = False
    change: Change = ""
    note: str = ""


@dataclass
class DateMark:
    text: str
    start: str
    end: str
    due: bool  # the date by which the statement around it is due


@dataclass
class Mark:
    """A statement: `text` verbatim as a reader cuts it; `thread` names what it is followed as, '' for nothing."""

    kind: str
    text: str = ""
    thread: str = ""
    number: str = ""
    owners: list[str] = field(default_factory=list)
    due: DateMark | None = None


@dataclass
class Inline:
    runs: list[Run] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    dates: list[DateMark] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a reader sees when changes are accepted."""
        return "".join(run.text for run in self.runs if run.change != "deleted").strip()


@dataclass
class Row:
    cells: list[list[Inline]]  # the paragraphs of each cell
    above: list[bool]  # the cell is merged with the one above it
    title: bool = False  # one cell over the whole width
    kinds: list[str] = field(default_factory=list)  # of a title that is a section's heading


@dataclass
class Table:
    options: dict[str, str]
    rows: list[Row]

    def option(self, name: str) -> list[str]:
        return self.options[name].split(",") if name in self.options else []

    @property
    def roles(self) -> list[str]:
        return self.option("roles")

    @property
    def head(self) -> Row | None:
        return None if self.options.get("head") == "no" else self.rows[0]

    @property
    def body(self) -> list[Row]:
        return self.rows if self.head is None else self.rows[1:]


@dataclass
class Block:
    kind: Kind
    inline: Inline = field(default_factory=Inline)
    marker: str = ""
    level: int = 1
    kinds: list[str] = field(default_factory=list)
    aside: str = ""
    part: tuple[str, str] = ("", "")  # kind and title
    table: Table | None = None


def interval(words: str) -> tuple[str, str]:
    """First and last day of '2015', '2015-11', '2015-11-30' or a range of two such with '..' between."""
    if ".." in words:
        first, last = words.split("..")
        return interval(first)[0], interval(last)[1]
    year, *rest = (int(n) for n in words.split("-"))
    if len(rest) == 2:
        return words, words
    month, last_month = (rest[0], rest[0]) if rest else (1, 12)
    after = date(year + last_month // 12, last_month % 12 + 1, 1)
    return date(year, month, 1).isoformat(), (after - timedelta(days=1)).isoformat()


def _dated(words: str) -> DateMark:
    due, words = words.startswith("!"), words.removeprefix("!")
    text, _, stated = words.partition("=")
    if not stated:
        for style, shape in (("%d %B %Y", "%Y-%m-%d"), ("%B %Y", "%Y-%m"), ("%Y", "%Y")):
            try:
                stated = datetime.strptime(text, style).strftime(shape)
                break
            except ValueError:
                continue
        else:
            raise ValueError(f"say which days {text!r} covers")
    return DateMark(text, *interval(stated), due)


_TOKEN = re.compile(
    r"\[\[(?P<open>[^|\]]*)\|\s*|(?P<close>\]\])|<(?P<date>!?[^<>]+)>|(?P<bold>\*\*)"
    r"|\[\^(?P<note>\d+)\]|\{(?P<change>\+\+|--)|(?P<end>\+\+|--)\}"
)


def inline(source: str) -> Inline:
    found = Inline()
    bold = False
    change: Change = ""
    mark: Mark | None = None
    position = 0

    def add(text: str) -> None:
        if text:
            last = found.runs[-1] if found.runs else Run("", note="0")
            if (last.bold, last.change, last.note) == (bold, change, ""):
                last.text += text
            else:
                found.runs.append(Run(text, bold, change))
            if mark is not None and change != "deleted":
                mark.text += text

    for token in _TOKEN.finditer(source):
        add(source[position : token.start()])
        position = token.end()
        if token["open"] is not None:
            mark = _opened(token["open"])
        elif token["close"]:
            assert mark is not None, source
            mark.text = mark.text.strip()
            found.marks.append(mark)
            mark = None
        elif token["date"]:
            dated = _dated(token["date"])
            if change != "deleted":
                found.dates.append(dated)
            if dated.due and mark is not None:
                mark.due = dated
            add(dated.text)
        elif token["bold"]:
            bold = not bold
        elif token["note"]:
            found.runs.append(Run("", note=token["note"]))
        else:
            change = CHANGES[token["change"]] if token["change"] else ""
    add(source[position:])
    assert mark is None, f"a statement is not closed: {source}"
    return found


def _opened(head: str) -> Mark:
    words, *owners = head.split(" @")
    kind, *rest = words.split()
    number = next((w[1:] for w in rest if w.startswith("#")), "")
    thread = next((w for w in rest if not w.startswith("#")), "")
    return Mark(kind, thread=thread, number=number, owners=[o.strip() for o in owners])


_KINDS = re.compile(r"\s*\{([a-z_, ]+)\}$")
_NUMBER = re.compile(r"(\d+(?:\.\d+)*[.)]?|[A-Z]\.|[A-Z]{2,4}\d+(?:/\d+)+|\d+/\d+\.?|[ivx]+[.)])\s+")


def parse(source: str) -> list[Block]:
    return [_block(lines) for lines in _chunks(source)]


_STARTS = re.compile(r"(#+|-{1,2}|\+{1,2}|=|\^{1,2}|>)\s|%%|:table|\||\[\^\d+\]:|---$")


def _chunks(source: str) -> Iterator[list[str]]:
    """The lines of each block: a blank line or the sign of another block ends one, rows of a table stay together."""
    lines: list[str] = []
    for line in source.splitlines():
        starts = _STARTS.match(line) is not None
        in_table = bool(lines) and lines[0].startswith(":table")
        single = bool(lines) and lines[0].startswith(("#", "^", "%%"))  # these are one line each
        if lines and (not line.strip() or single or (starts and not (in_table and line.startswith("|")))):
            yield lines
            lines = []
        if line.strip():
            lines.append(line.strip())
    if lines:
        yield lines


def _block(lines: list[str]) -> Block:
    if lines[0].startswith(":table"):
        return Block("table", table=_table(lines))
    line = " ".join(lines)
    if line == "---":
        return Block("break")
    if line.startswith("%%"):
        kind, _, rest = line[2:].strip().partition(": ")
        label, _, title = rest.partition(" = ")
        return Block("part", inline(label), part=(kind, title or label))
    if note := re.match(r"\[\^(\d+)\]:\s*", line):
        return Block("note", inline(line[note.end() :]), marker=note[1])
    sign, _, rest = line.partition(" ")
    if sign.strip("#") == "":
        return _heading(rest, len(sign))
    rest, _, aside = rest.partition(" >> ")
    match sign:
        case "-" | "--":
            return Block("item", inline(rest), level=len(sign), aside=aside)
        case "+" | "++" | "=":
            marker, _, rest = rest.partition(" ")
            return Block("numbered" if sign == "=" else "item", inline(rest), marker, len(sign), aside=aside)
        case "^" | "^^":
            return Block("centred", inline(f"**{rest}**" if sign == "^^" else rest))
        case ">":
            return Block("right", inline(rest))
    line, _, aside = line.partition(" >> ")
    return Block("paragraph", inline(line), aside=aside)


def _heading(line: str, level: int) -> Block:
    kinds = _KINDS.search(line)
    line = line[: kinds.start()] if kinds else line
    number = _NUMBER.match(line)
    return Block(
        "heading",
        inline(line[number.end() :] if number else line),
        number[1] if number else "",
        level,
        [k.strip() for k in kinds[1].split(",")] if kinds else ["other"],
    )


def _table(lines: list[str]) -> Table:
    options = dict(word.split("=", 1) for word in lines[0].split()[1:])
    joined: list[str] = []
    for line in lines[1:]:
        if line.startswith("|"):
            joined.append(line)
        else:
            joined[-1] += " " + line
    return Table(options, [_row(line) for line in joined])


def _row(line: str) -> Row:
    if line.startswith("|="):
        kinds = _KINDS.search(line)
        text = line[2 : kinds.start()] if kinds else line[2:]
        return Row([[inline(text.strip())]], [False], True, [k.strip() for k in kinds[1].split(",")] if kinds else [])
    cells = [cell.strip() for cell in _split(line)]
    return Row(
        [[inline(p) for p in c.split(" // ")] if c and c != "^" else [] for c in cells], [c == "^" for c in cells]
    )


def _split(line: str) -> list[str]:
    """The cells of a row; a bar inside [[ ]] divides a statement's head from its text, not two cells."""
    cells, depth, start = [], 0, 1
    for i in range(1, len(line)):
        depth += (line[i - 1 : i + 1] == "[[") - (line[i - 1 : i + 1] == "]]")
        if line[i] == "|" and depth == 0:
            cells.append(line[start:i])
            start = i + 1
    return cells
