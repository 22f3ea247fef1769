from __future__ import annotations

from typing import Any

import pytest

from pipeline.errors import DamagedError, EncryptedError, TooLargeError
from pipeline.model import Block
from pipeline.readers import docx, docxpackage
from tests.readers.lines import lines
from tests.readers.word import cell, document, par, run, table, zipped

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="N" w:default="1"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H"><w:name w:val="Section title"/><w:basedOn w:val="N"/>
  <w:pPr><w:outlineLvl w:val="1"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="HH"><w:name w:val="Sub title"/><w:basedOn w:val="H"/>
  <w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="h3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="circle"><w:name w:val="Round"/><w:basedOn w:val="circle"/></w:style>
<w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
"""


def read(*body: str, **parts: Any) -> list[Block]:
    return docx.read(document(*body, **parts), "paper.docx").blocks


def one(*content: str, **how: Any) -> Block:
    return read(par(*content, **how), styles=STYLES)[0]


# title, content of one paragraph, text
CONTENT = [
    ("tabs and breaks", "<w:r><w:t>Owner:</w:t><w:tab/><w:t>Clerk</w:t><w:br/><w:t>of works</w:t></w:r>",
     "Owner:\tClerk of works"),
    ("no-break hyphen", "<w:r><w:t>multi</w:t><w:noBreakHyphen/><w:t>agency</w:t></w:r>", "multi-agency"),
    ("soft hyphens", "<w:r><w:t>com</w:t><w:softHyphen/><w:t>mit\xadtee</w:t></w:r>", "committee"),
    ("insertion in", f"{run('Agreed ')}<w:ins>{run('unanimously')}</w:ins>", "Agreed unanimously"),
    ("deletion out", f"{run('Agreed')}<w:del><w:r><w:delText> in part</w:delText></w:r></w:del>", "Agreed"),
    ("moved here in", f"{run('A ')}<w:moveTo>{run('B')}</w:moveTo>", "A B"),
    ("moved away out", f"{run('A')}<w:moveFrom>{run(' B')}</w:moveFrom>", "A"),
    ("link's text", f"{run('See ')}<w:hyperlink>{run('the plan')}</w:hyperlink>", "See the plan"),
    ("content control", f"<w:sdt><w:sdtContent>{run('Chosen')}</w:sdtContent></w:sdt>", "Chosen"),
    ("prompt out", f"{run('Date: ')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}"
     "</w:sdtContent></w:sdt>", "Date:"),
    ("hidden text out", run("Open") + run(" secret", "vanish"), "Open"),
    ("capitals as shown", run("Summary", "caps"), "SUMMARY"),
    ("symbol font", run("Done ") + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "Done ✓"),
    ("comment mark out", run("Text") + '<w:r><w:commentReference w:id="0"/></w:r>', "Text"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "text"), [c[1:] for c in CONTENT], ids=[c[0] for c in CONTENT])
def test_what_stands_in_a_paragraph(content: str, text: str) -> None:
    assert one(content).text == text


def test_the_code_of_a_field_is_left_out_and_its_result_read() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>REF x</w:instrText></w:r>"
    nested = char("begin") + run("hidden code") + char("separate") + run("7") + char("end")
    assert (
        one(run("Item ") + char("begin") + code + nested + char("separate") + run("12") + char("end")).text == "Item 12"
    )


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert lines(read(par("The Board ", properties=deleted), par("noted it."), par("Next."))) == [
        "The Board noted it.",
        "Next.",
    ]


def test_styles_inherit_and_direct_formatting_wins() -> None:
    heading = one("Risks", style="HH")
    assert (heading.style, heading.outline, heading.align, heading.size) == ("Sub title", 2, "center", 14.0)
    assert (heading.bold, heading.italic) == (1.0, 1.0)
    assert one(run("Risks", '<w:b w:val="0"/>'), style="H").bold == 0.0
    assert one("Risks", style="h3").outline == 3
    assert one("Risks").size == 11.0
    assert one("Risks", style="circle").text == "Risks"


def test_a_bold_character_style_in_a_bold_paragraph_is_plain() -> None:
    strong = '<w:rStyle w:val="strong"/>'
    assert one(run("x", strong)).bold == 1.0
    assert one(run("x", strong), style="H").bold == 0.0


def test_lead_is_what_is_emphasised_at_the_start() -> None:
    block = one(run("Action", "b") + run(":", "b") + run(" Clerk to write"))
    assert (block.text, block.lead, block.bold) == ("Action: Clerk to write", 7, 0.333)
    assert one(run("All of it", "b")).lead == 0


def test_what_stands_at_the_right_edge_is_a_block_of_its_own() -> None:
    sentence = "The Clerk will write to the bus company about the shelter in Mill Lane."
    assert lines(read(par(f"{sentence}\t\t\tClerk"))) == [sentence, "> Clerk"]
    assert lines(read(par("Present:\t\tAda Lowe"))) == ["Present:\tAda Lowe"]
    assert lines(read(par(f"{sentence}\t\t£12.50"))) == [f"{sentence}\t£12.50"]


def test_tables_are_grids_with_merged_cells() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    made = read(
        table(
            (cell("Action plan", properties='<w:gridSpan w:val="2"/>'),),
            ("Task", "Owner"),
            (cell("Survey", properties=down), "AB"),
            (cell(properties=on), "CD"),
            head=2,
        )
    )[0]
    assert lines([made]) == ["[Action plan | ^ / Task | Owner / Survey | AB / ^ | CD]"]
    assert made.header_rows == 2
    merged = made.rows[2][0]
    assert merged is not None
    assert (merged.rowspan, merged.colspan) == (2, 1)


def test_a_cell_holds_its_paragraphs_and_a_table_inside_as_lines() -> None:
    inner = table(("a", "b"), ("c", "d"))
    assert lines(read(table((cell("First", "Second", inner), "x")))) == ["[First; Second; a | b; c | d | x]"]


def test_a_deleted_row_is_out_and_short_rows_are_filled() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    made = table(("a", "b"), ("c",)).replace("</w:tbl>", f"{gone}</w:tbl>")
    assert lines(read(made)) == ["[a | b / c | ]"]


def test_a_table_of_three_rows_inside_a_cell_stands_behind_the_one_it_is_in() -> None:
    plan = table(("Task", "Owner"), ("Survey", "AB"), ("Order", "CD"))
    boxes = table(("For decision", "☒"), ("For assurance", "☐"), ("For information", "☐"))
    outer = table(("Homes", cell("See below", plan)), ("Purpose", cell(boxes)))
    assert lines(read(outer)) == [
        "[Homes | See below / Purpose | For decision | ☒; For assurance | ☐; For information | ☐]",
        "[Task | Owner / Survey | AB / Order | CD]",
    ]


def test_rows_set_apart_by_tabs_under_known_heads_are_a_table() -> None:
    log = ["Ref\tAction\tBy whom\tStatus", "1\tMend the lamp\tSQ\tOpen", "2\tLay the moorings\tTL\tDone"]
    assert lines(read(*map(par, map(run, [*log, "All noted."])))) == [
        "[Ref | Action | By whom | Status / 1 | Mend the lamp | SQ | Open / 2 | Lay the moorings | TL | Done]",
        "All noted.",
    ]
    names = ["Cllr A Archer\tChair\tNorth", "Cllr B Butler\tMember\tSouth", "Cllr C Carter\tMember\tWest"]
    assert lines(read(*map(par, map(run, names)))) == names


def test_a_table_of_one_column_is_a_frame_around_text() -> None:
    assert lines(read(table(("Summary",), ("It says this.",)))) == ["Summary", "It says this."]


def test_notes_follow_the_paragraph_that_names_them() -> None:
    def mark(name: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{name}"/></w:r>'

    notes = "".join(
        f'<w:footnote w:id="{n}">{par(text)}</w:footnote>' for n, text in ((7, "See the Act."), (9, "Later."))
    )
    made = read(par(run("As required") + mark(7)), par("Then."), par(run("End") + mark(9) + mark(8)), footnotes=notes)
    assert lines(made) == ["As required[1]", "note 1 See the Act.", "Then.", "End[2]", "note 2 Later."]


def test_headers_and_footers_are_furniture() -> None:
    made = read(par("Text"), header=par("OFFICIAL") + par("OFFICIAL"), footer=par("Page 1"))
    assert lines(made) == ["furniture OFFICIAL", "Text", "furniture Page 1"]


def test_a_text_box_is_read_once_though_it_is_there_twice() -> None:
    box = f"<w:txbxContent>{par('In a box')}</w:txbxContent>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(read(par(run("Anchor") + twice))) == ["Anchor", "In a box"]


def test_html_inside_the_document_is_read() -> None:
    content = document('<w:altChunk r:id="rId100"/>', par("After"), extra={"chunk.html": b"<h2>Inside</h2><p>Text</p>"})
    assert lines(docx.read(content, "").blocks) == ["## Inside", "Text", "After"]


def test_pages_are_counted_where_word_says_they_begin() -> None:
    rendered = "<w:r><w:lastRenderedPageBreak/></w:r>"
    reading = docx.read(
        document(par("One"), par(rendered, run("Two")), par(run("still two") + rendered + run("three"))), ""
    )
    assert [block.page for block in reading.blocks] == [1, 2, 2]
    assert reading.pages == 3


def test_hard_page_breaks_count_only_when_they_are_all_there_are() -> None:
    turn = '<w:r><w:br w:type="page"/></w:r>'
    body = (par("One"), par(turn, run("Two")))
    assert [b.page for b in docx.read(document(*body, pages=2), "").blocks] == [1, 2]
    assert [b.page for b in docx.read(document(*body, pages=3), "").blocks] == [None, None]
    assert [b.page for b in docx.read(document(*body), "").blocks] == [None, None]


def test_pages_that_a_conversion_marked_are_taken_from_the_marks() -> None:
    def mark(page: int) -> str:
        return f'<w:bookmarkStart w:id="1" w:name="papers_page_{page}"/>'

    turn = '<w:r><w:br w:type="page"/></w:r>'
    body = (par(mark(1), run("One")), par(turn, mark(2), run("Two")), mark(3), par("Three"), par(run("x") + mark(4)))
    reading = docx.read(document(*body), "")
    assert [block.page for block in reading.blocks] == [1, 2, 3, 3]
    assert reading.pages == 4


def test_a_macro_document_is_read_as_such() -> None:
    content = document(par("Text"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml")
    assert docx.read(content, "").media_type == "application/vnd.ms-word.document.macroEnabled.12"


def test_a_document_without_text_is_read_with_a_problem() -> None:
    reading = docx.read(document(par(" ")), "")
    assert reading.blocks == []
    assert [problem.code for problem in reading.problems] == ["no_text"]


def test_a_document_with_a_lost_part_is_read_all_the_same() -> None:
    content = document(par("Text"), header=par("Top"))
    lost = {n: c for n, c in _files(content).items() if n != "word/header.xml"}
    assert lines(docx.read(zipped(lost), "").blocks) == ["Text"]


def test_the_strict_variant_is_read() -> None:
    files = {
        name: text.replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                           b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        .replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, text in _files(document(par(run("Strict", "b")))).items()
    }  # fmt: skip
    block = docx.read(zipped(files), "").blocks[0]
    assert (block.text, block.bold) == ("Strict", 1.0)


@pytest.mark.parametrize("kept", ["[Content_Types].xml", "word/document.xml"])
def test_a_document_that_is_mostly_missing_is_damaged(kept: str) -> None:
    files = _files(document(par("Text")))
    with pytest.raises(DamagedError) as error:
        docx.read(zipped({kept: files[kept]}), "")
    assert error.value.hint


def test_xml_that_does_not_parse_is_damaged() -> None:
    files = _files(document(par("Text")))
    files["word/document.xml"] = files["word/document.xml"][:-20]
    with pytest.raises(DamagedError):
        docx.read(zipped(files), "")


def test_entities_are_not_expanded() -> None:
    files = _files(document(par("A&mine;B")))
    secret = b'<!DOCTYPE x [<!ENTITY mine "expanded"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
    files["word/document.xml"] = secret + files["word/document.xml"].replace(b"&amp;mine;", b"&mine;&file;")
    assert "expanded" not in str(docx.read(zipped(files), "").blocks)
    assert "root:" not in str(docx.read(zipped(files), "").blocks)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docxpackage, "OpcPackage", None)  # would fail with another error
    with pytest.raises(TooLargeError, match="times its size"):
        docx.read(zipped({"word/document.xml": b" " * 30_000_000}), "")
    with pytest.raises(TooLargeError, match="its text"):
        docx.read(zipped({"word/document.xml": b" " * (docxpackage.MAX_XML + 1)}), "")


def test_an_encrypted_zip_is_encrypted() -> None:
    content = bytearray(document(par("Text")))
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(EncryptedError):
        docx.read(bytes(content), "")


def _files(content: bytes) -> dict[str, bytes]:
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
