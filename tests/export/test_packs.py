"""Evidence packs, as Word documents and as web pages."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import html as lxml_html
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import PapersError
from pipeline.export import cleaned, docx, filling, html
from pipeline.export.crops import Crops
from pipeline.store import Entry
from tests.export.findings import pack, paper, thread


@pytest.fixture
def pdf(tmp_path: Path) -> tuple[str, str]:
    """A PDF with a black bar 100 to 120 points below the top of page 2; its path and digest."""
    path = tmp_path / "minutes 1.pdf"
    canvas = Canvas(str(path), pagesize=(400, 600))
    canvas.showPage()
    canvas.rect(50, 480, 300, 20, fill=1)
    canvas.showPage()
    canvas.save()
    return str(path), sha256(path.read_bytes()).hexdigest()


def words(document: object) -> str:
    paragraphs = [p.text for p in document.paragraphs]  # type: ignore[attr-defined]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]  # type: ignore[attr-defined]
    return "\n".join(paragraphs + cells)


def test_a_word_document_says_everything(tmp_path: Path) -> None:
    path = tmp_path / "evidence.docx"
    docx.write(path, pack())
    document = Document(str(path))
    text = words(document)
    for said in (
        "dredging <script>", "47 papers of 14 bodies", "Last seen 6 May 2014, not in the 3 later logs read.",
        "Due date moved once: March 2014 to May 2014", "Does not agree: 'Complete', then 'On track'",
        "“JT to obtain prices <b>&amp;”", "certainty 70%", "minutes 1.pdf, p. 2",
        "Harbour Board: minutes of 6 May 2014", "board/scan.pdf: could not be read: it is encrypted",
        paper().sha256, "State: not seen again, past its due date.",
    ):  # fmt: skip
        assert said in text
    table = document.tables[1]
    assert [cell.text for cell in table.rows[0].cells] == ["Date", "Paper and page", "Quote", "Owner", "Due", "Status"]
    assert [row.cells[0].text for row in table.rows[1:]] == ["4 March 2014", "6 May 2014"]


def test_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    docx.write(tmp_path / "e.docx", pack(question="dredg\x00ing\x0b\ud800"))
    assert "dredging" in words(Document(str(tmp_path / "e.docx")))


def test_a_web_page_is_whole_and_quiet() -> None:
    page: Any = lxml_html.document_fromstring(b"".join(html.lines(pack())))
    assert page.xpath("//script") == []
    assert page.xpath("//*[@src or @href]") == []
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert page.xpath("//dd")[0].text == "dredging <script>"
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//table[caption]/tbody/tr")]
    assert rows[0][:3] == ["4 March 2014", "minutes 1.pdf, p. 2", "“JT to obtain prices <b>&amp;”"]
    assert paper().sha256 in page.text_content()


def test_a_body_is_counted_once_however_its_and_is_written() -> None:
    entries = [
        Entry(id=name, sha256="", path=name, program="", outcome="read", seconds=0, read_at="", body=name)
        for name in ("Health & Wellbeing Board", "Health and Wellbeing Board", "Schools Forum")
    ]
    filled = filling.pack("", [], [], 5, [], {}, [], entries, "")
    assert filled.corpus.startswith("3 papers of 2 bodies")


def test_nothing_found_is_said() -> None:
    page = b"".join(html.lines(pack(threads=[], papers={}, not_found=["No thread answers the question."], unread=[])))
    assert b"Nothing was found." in page
    assert b"No thread answers the question." in page
    assert b"Every paper of the corpus was read without a problem." in page


def test_pictures_show_the_place(pdf: tuple[str, str]) -> None:
    crops = Crops({"p": pdf[0]}, {"p": pdf[1]})
    picture = crops.picture("p", 2, (50, 100, 350, 120))
    assert picture is not None
    image = Image.open(io.BytesIO(picture)).convert("L")
    assert image.size == (800, 80)  # the width of the page, the bar and ten points above and below, twice as big
    assert image.getpixel((400, 40)) == 0
    assert image.getpixel((400, 5)) == 255
    for page, box in ((3, (0, 0, 10, 10)), (0, (0, 0, 10, 10)), (None, (0, 0, 10, 10)), (2, None)):
        assert crops.picture("p", page, box) is None
    crops.close()


def test_pictures_are_in_both_packs(tmp_path: Path, pdf: tuple[str, str]) -> None:
    one = thread()
    one.rows[0].box = (50.0, 100.0, 350.0, 120.0)
    held = paper()
    held.sha256 = pdf[1]
    given = pack(threads=[one], papers={held.id: held}, files={held.id: pdf[0]})
    docx.write(tmp_path / "e.docx", given)
    assert len(Document(str(tmp_path / "e.docx")).inline_shapes) == 1
    page = b"".join(html.lines(given))
    assert page.count(b"data:image/png;base64,") == 1
    assert b"data:image" not in b"".join(html.lines(given, pictures=False))


def test_a_file_that_has_changed_is_not_shown_as_what_was_read(tmp_path: Path, pdf: tuple[str, str]) -> None:
    one = thread()
    one.rows[0].box = (50.0, 100.0, 350.0, 120.0)
    page = b"".join(html.lines(pack(threads=[one], files={paper().id: pdf[0]})))  # its digest is another
    assert b"data:image" not in page
    assert b"the file is gone or has changed since it was read" in page


def test_no_picture_shows_contact_details(pdf: tuple[str, str]) -> None:
    one = thread()
    one.rows[0].box = (50.0, 100.0, 350.0, 120.0)
    one.rows[0].text = "Write to ann.lee@saltmarsh.example"
    held = paper()
    held.sha256 = pdf[1]
    page = b"".join(html.lines(cleaned(pack(threads=[one], papers={held.id: held}, files={held.id: pdf[0]}))))
    assert b"ann.lee" not in page
    assert b"data:image" not in page


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PapersError):
        docx.write(tmp_path / "none" / "e.docx", pack())
