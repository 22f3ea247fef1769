"""Bytes of a text file to text, in whatever charset it is."""

from __future__ import annotations

import codecs
import re

from pipeline.model import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,80}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_LOOK = 4096  # bytes in which a declaration or the pattern of UTF-16 shows
_KNOWN = re.compile(r"iso8859|cp\d|windows|koi8|mac|gb|big5|shift_jis|euc|latin|ascii|tis")  # no 'zlib', no 'utf-7'
_SAME_BUT_MORE = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # what browsers read when a page says so


def decode(content: bytes) -> tuple[str, list[Problem]]:
    """`content` as text with line ends '\\n', and a problem when bytes had to be replaced.

    A byte order mark decides, then the pattern of UTF-16, then UTF-8 if it is valid, then what an HTML or XML file
    declares, then cp1252, the charset of British office machines.
    """
    charset, skipped = _charset(content)
    problems = []
    try:
        text = content[skipped:].decode(charset)
    except UnicodeDecodeError:
        text = content[skipped:].decode(charset, errors="replace")
        problems.append(Problem("undecodable_text", f"some characters are not valid {charset} and were replaced"))
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def _charset(content: bytes) -> tuple[str, int]:
    """The charset of `content` and how many bytes its mark takes."""
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return charset, len(mark)
    head = content[:_LOOK]
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > 0.4 * pairs and head[0::2].count(0) < 0.1 * pairs:
        return "utf-16-le", 0
    if pairs and head[0::2].count(0) > 0.4 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be", 0
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A few broken bytes in a long UTF-8 text do not make it another charset.
        if _mostly_utf8(content, error.start):
            return "utf-8", 0
    else:
        return "utf-8", 0
    if found := _DECLARED.search(head):
        try:
            name = codecs.lookup(found[1].decode("ascii")).name
        except LookupError:
            name = ""
        if _KNOWN.match(name):
            return _SAME_BUT_MORE.get(name, name), 0
    return "cp1252", 0


def _mostly_utf8(content: bytes, first_fault: int) -> bool:
    text = content.decode("utf-8", errors="replace")
    faults = text.count("\ufffd")
    beyond = len(content) - len(content.translate(None, bytes(range(0xC2, 0x100))))
    return first_fault > 0 and faults * 3 < beyond
