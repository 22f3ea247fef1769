"""Runs of formatted text made into blocks: what every reader of a format with fonts has in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from pipeline.model import Block, Cell

#: Glyphs that begin a list item when a blank follows. Symbol fonts put theirs in the private use area.
BULLET = re.compile(r"([•·▪◦●○■□➢➤►▶‣⁃∙❖✓\uf000-\uf0ff*–—-]|o(?=[\t\xa0 ]{2}))[\s\xa0]+(?=\S)")

_INVISIBLE = re.compile("[\xad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BREAKS = re.compile("[\r\n\x0b\x0c\u2028\u2029]+")
_BLANKS = re.compile(r"[^\S\n]+")
_SENTENCE_ENDS = re.compile(r"[.;:!?][\"'’”)\]]*$")
_CLOSED = re.compile(r"[.;!?][\"'’”)\]]*$")  # after a colon something belongs to the text before it
_STARTS_ANEW = re.compile(r"[A-Z0-9(\"“'‘£•·▪◦●○■□*–-]")
_RULE = re.compile(r"[-_=*~–—.…\s]{3,}")  # a line drawn with characters
_ASIDE = re.compile(r"(\t[ \xa0]*\t[\s\xa0]*|[ \xa0]{6,}|\t)([^\t\n]{2,40})\s*$")
_ASIDE_WITHIN = 300  # characters from the end; what stands at the edge is short
_END = 10  # characters in which the end of a sentence shows
_SIGNATURE = re.compile(r"[A-Z][^\d;:!?]{0,38}[^\d.;:!?\s]")  # 'Clerk', 'Cllr. A. Lowe/Clerk'
_LONG, _SENTENCE = 60, 25  # characters of what has something beside it: a full line, or a whole sentence


class Run(NamedTuple):
    """Text in one format. Line breaks are '\\n', tabs '\\t'."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float | None = None


def blocks(runs: Sequence[Run], like: Block) -> list[Block]:
    """The paragraph `runs` as blocks that take marker, level, style and place from `like`.

    One block as a rule. A line break inside the paragraph starts a new one where the text starts anew, and what stands
    alone at the right edge behind tabs ('Clerk', 'AB/CD') is a block of its own, aligned right.
    """
    made: list[Block] = []
    for line in _lines(runs):
        line, aside = _without_aside(line)
        block = _measured(line, like if not made else msgspec.structs.replace(like, marker="", outline=0, gap=None))
        if (block.text and not _RULE.fullmatch(block.text)) or block.marker:
            made.append(block)
        if aside:
            made.append(_measured(aside, Block(page=like.page, kind=like.kind, align="right")))
    return made


def with_bullet(block: Block) -> Block:
    """`block` with a bullet typed at its start moved to `marker`."""
    if block.marker or not (found := BULLET.match(block.text)):
        return block
    text = block.text[found.end() :]
    return msgspec.structs.replace(block, marker=found[1], text=text, lead=max(0, block.lead - found.end()))


def cell(inside: Iterable[Block], colspan: int = 1, rowspan: int = 1) -> Cell:
    """The blocks `inside` a table's cell as one cell; numbers stay before their text, bullets go."""
    lines, letters, bold, page = [], 0, 0.0, None
    for block in inside:
        page = page or block.page
        if block.kind == "table":
            lines += [" | ".join(c.text for c in row if c and c.text) for row in block.rows]
            continue
        number = block.marker if any(map(str.isalnum, block.marker)) and len(block.marker) > 1 else ""
        lines.append(f"{number} {block.text}".strip())
        letters += len(block.text)
        bold += block.bold * len(block.text)
    share = round(bold / letters, 3) if letters else 0.0
    return Cell("\n".join(filter(None, lines)), page=page, bold=share, colspan=colspan, rowspan=rowspan)


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    """`runs` cut at the line breaks after which the text starts anew; the other breaks become blanks."""
    if not any("\n" in run.text or "\x0b" in run.text or "\r" in run.text for run in runs):
        return [list(runs)]
    lines: list[list[Run]] = [[]]
    for run in runs:
        pieces = _BREAKS.split(run.text)
        lines[-1].append(run._replace(text=pieces[0]))
        lines += [[run._replace(text=piece)] for piece in pieces[1:]]
    joined: list[list[Run]] = []
    for line in lines:
        text = "".join(run.text for run in line).strip()
        if joined and text and _goes_on("".join(run.text for run in joined[-1]).strip(), text):
            joined[-1] += [Run(" "), *line]
        elif text:
            joined.append(line)
    return joined


def _goes_on(before: str, text: str) -> bool:
    return not _SENTENCE_ENDS.search(before[-_END:]) and not _STARTS_ANEW.match(text)


def _without_aside(line: list[Run]) -> tuple[list[Run], list[Run]]:
    """`line` without what stands alone at the right edge, far behind it or in italics of its own, and that."""
    if not any("\t" in run.text or "     " in run.text for run in line):
        return _without_signature(line)
    text = "".join(run.text for run in line)
    found = _ASIDE.search(text, max(0, len(text) - _ASIDE_WITHIN))
    if not found or any(map(str.isdigit, found[2])) or not found[2][0].isupper():
        return line, []
    before = text[: found.start()].strip()
    long, closed = len(before) >= _LONG, bool(_CLOSED.search(before[-_END:])) and len(before) >= _SENTENCE
    tabs = found[1].count("\t")
    if not ((long and closed) if tabs == 1 else (long or closed) if tabs else closed):
        return line, []
    return _cut(line, 0, found.start()), _cut(line, found.start(2), found.end(2))


def _without_signature(line: list[Run]) -> tuple[list[Run], list[Run]]:
    """`line` without who is to act, when that alone is in italics and follows a whole sentence."""
    if len(line) < 2:
        return line, []
    *before, last = line
    if not last.italic or not _SIGNATURE.fullmatch(last.text.strip()):
        return line, []
    text = "".join(run.text for run in before).rstrip()
    if any(run.italic for run in before) or len(text) < _SENTENCE or not _CLOSED.search(text[-_END:]):
        return line, []
    return before, [last]


def _cut(line: list[Run], start: int, end: int) -> list[Run]:
    """The runs of `line` between two offsets of its text."""
    made, at = [], 0
    for run in line:
        piece = run.text[max(0, start - at) : max(0, end - at)]
        at += len(run.text)
        if piece:
            made.append(run._replace(text=piece))
    return made


def _measured(runs: list[Run], like: Block) -> Block:
    """`runs` as one block: blanks folded, shares of bold, italic and underlined letters, size, `lead`."""
    text, lead, leading = "", 0, True
    letters = bold = italic = underline = 0
    sizes: dict[float, int] = {}
    for run in runs:
        piece = _folded(run.text)
        if (not text or text[-1].isspace()) and piece[:1].isspace():
            piece = piece[1:]
        text += piece
        count = sum(map(str.isalnum, piece))
        if not count:  # blanks and signs belong to what they stand in
            if leading and lead and (run.bold or run.underline):
                lead = len(text.rstrip())
            continue
        letters += count
        bold += count * run.bold
        italic += count * run.italic
        underline += count * run.underline
        if run.size:
            sizes[run.size] = sizes.get(run.size, 0) + count
        leading = leading and (run.bold or run.underline)
        if leading:
            lead = len(text.rstrip())
    text = text.rstrip()
    block = msgspec.structs.replace(like, text=text)
    if letters:
        block.bold, block.italic, block.underline = (round(n / letters, 3) for n in (bold, italic, underline))
        block.lead = 0 if leading else lead
        block.size = max(sizes, key=lambda size: sizes[size]) if sizes else like.size
    return block


def _folded(text: str) -> str:
    """`text` without invisible characters, each run of blanks one blank, or one tab when there is a tab in it."""
    if text.isascii() and "  " not in text and "\t" not in text and text.isprintable():
        return text
    text = _INVISIBLE.sub("", text)
    return _BLANKS.sub(_blank if "\t" in text else " ", text)


def _blank(blanks: re.Match[str]) -> str:
    return "\t" if "\t" in blanks[0] else " "
