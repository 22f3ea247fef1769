from __future__ import annotations

from typing import Any

import pytest

from pipeline.readers import docx
from pipeline.readers.numbers import plain
from tests.readers.lines import lines
from tests.readers.word import cell, document, level, numbering, par, table

OUTLINE = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)")


def read(*body: str, numbers: str, styles: str = "") -> list[str]:
    parts: dict[str, Any] = {"numbering": numbers} | ({"styles": styles} if styles else {})
    return lines(docx.read(document(*body, **parts), "").blocks)


def test_levels_count_on_their_own_and_begin_again_below_a_new_one() -> None:
    body = [par(text, number=(1, at)) for text, at in zip("ABCDEFG", (0, 1, 1, 2, 0, 1, 2), strict=True)]
    assert read(*body, numbers=numbering(OUTLINE)) == [
        "1. A", "  1.1 B", "  1.2 C", "    (a) D", "2. E", "  2.1 F", "    (a) G",
    ]  # fmt: skip


def test_a_list_goes_on_after_other_text() -> None:
    assert read(par("A", number=(1, 0)), par("text"), par("B", number=(1, 0)), numbers=numbering(OUTLINE)) == [
        "1. A", "text", "2. B",
    ]  # fmt: skip


def test_an_instance_with_a_start_of_its_own_begins_there_once() -> None:
    instances = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = [par("x", number=(n, 0)) for n in (1, 1, 2, 2)]
    assert read(*body, numbers=numbering(OUTLINE, instances)) == ["1. x", "2. x", "5. x", "6. x"]


def test_two_instances_without_start_share_their_count() -> None:
    instances = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2))
    assert read(par("x", number=(1, 0)), par("x", number=(2, 0)), numbers=numbering(OUTLINE, instances)) == [
        "1. x", "2. x",
    ]  # fmt: skip


def test_a_level_that_never_begins_again() -> None:
    through = level(0, "decimal", "%1.") + level(1, "decimal", "M%2", '<w:lvlRestart w:val="0"/>')
    body = [par("x", number=(1, at)) for at in (0, 1, 0, 1)]
    assert read(*body, numbers=numbering(through)) == ["1. x", "  M1 x", "2. x", "  M2 x"]


def test_legal_numbering_writes_all_in_figures() -> None:
    mixed = level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert read(par("x", number=(1, 0)), par("x", number=(1, 1)), numbers=numbering(mixed)) == ["I x", "  1.1 x"]


def test_a_style_brings_number_and_level() -> None:
    linked = level(0, "decimal", "%1.", '<w:pStyle w:val="One"/>') + level(
        1, "decimal", "%1.%2", '<w:pStyle w:val="Two"/>'
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for name in ("One", "Two")
    )
    body = (par("A", style="One"), par("B", style="Two"), par("C", style="One"), par("D", style="Two", number=(0, 0)))
    assert read(*body, numbers=numbering(linked), styles=styles) == ["1. A", "  1.1 B", "2. C", "D"]


@pytest.mark.parametrize(("glyph", "marker"), [("\uf0b7", "•"), ("o", "◦"), ("–", "–"), ("", "•")])
def test_bullets_of_symbol_fonts_become_bullets(glyph: str, marker: str) -> None:
    assert read(par("x", number=(1, 0)), numbers=numbering(level(0, "bullet", glyph))) == [f"{marker} x"]


def test_a_bullet_typed_as_text_is_a_marker_too() -> None:
    assert read(par("• x"), par("•\ty"), numbers=numbering(OUTLINE)) == ["• x", "• y"]


def test_cells_keep_their_numbers_and_lose_their_bullets() -> None:
    numbers = numbering(level(0, "decimal", "%1.") + level(1, "bullet", "\uf0b7"))
    row = (cell(par(number=(1, 0))), cell(par("task", number=(1, 1))))
    assert read(table(row, row), numbers=numbers) == ["[1. | task / 2. | task]"]


def test_the_indent_of_a_list_item_is_that_of_its_level() -> None:
    made = docx.read(document(par("x", number=(1, 1)), numbering=numbering(OUTLINE)), "").blocks[0]
    assert (made.indent, made.level) == (72.0, 1)


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [
        (4, "lowerRoman", "iv"), (1994, "upperRoman", "MCMXCIV"), (3, "lowerLetter", "c"), (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"), (12, "ordinal", "12th"), (22, "ordinal", "22nd"), (5, "none", ""),
        (0, "lowerRoman", "0"),
        (10**9, "lowerRoman", "1000000000"),
    ],
)  # fmt: skip
def test_number_formats(number: int, style: str, written: str) -> None:
    assert plain(number, style) == written
