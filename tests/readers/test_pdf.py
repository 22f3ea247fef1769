"""PDF files that are whole, locked, damaged, scanned, hostile."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from pipeline import tools
from pipeline.errors import DamagedError, EmptyFileError, EncryptedError, ReadError
from pipeline.readers import ocr, pdf
from pipeline.readers.pdf import rulings, unmapped, words
from tests.readers.lines import lines
from tests.readers.sheets import HEIGHT, PROSE, WIDTH, Sheet, made

HOSTILE = Path(__file__).parents[2].parent / "shared" / "hostile"

LOCKED_OR_EMPTY = {
    "empty.pdf",
    "libreoffice-writer-password.pdf",
    "password-is-test.pdf",
    "testPassword4Spaces.pdf",
}

needs_tesseract = pytest.mark.skipif(tools.find("tesseract") is None, reason="tesseract is not installed")


def prose(sheet: Sheet) -> None:
    sheet.prose(72, 150, PROSE, size=12)


def scan(sheet: Sheet) -> None:
    """A page of prose as a picture."""
    page = pypdfium2.PdfDocument(made(prose))[0]
    picture = page.render(scale=200 / 72, grayscale=True).to_pil()
    sheet.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)


def test_a_reading_says_what_it_is() -> None:
    reading = pdf.read(made(prose, prose), "a paper")
    assert (reading.reader, reading.media_type, reading.pages) == ("pdf", "application/pdf", 2)
    assert reading.problems == []
    assert [block.page for block in reading.blocks] == [1, 2]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFileError),
        (b"%PDF-1.4\nand then nothing", DamagedError),
        (made(prose, encrypt=StandardEncryption("secret", "owner")), EncryptedError),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(content: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        pdf.read(content, "minutes.pdf")
    assert "minutes.pdf" in str(caught.value)
    assert caught.value.hint


def test_a_file_locked_against_changes_only_is_read() -> None:
    locked = made(prose, encrypt=StandardEncryption("", "owner", canModify=0))
    assert lines(pdf.read(locked, "a paper").blocks) == [PROSE]


def test_a_page_that_fails_is_a_problem_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = words.read
    calls: list[object] = []

    def read(page: object) -> words.Text:
        calls.append(page)
        if len(calls) == 2:
            raise ValueError("no such font")
        return whole(page)  # type: ignore[arg-type]

    monkeypatch.setattr(words, "read", read)
    reading = pdf.read(made(prose, prose, prose), "a paper")
    assert [block.page for block in reading.blocks] == [1, 3]
    assert [(p.code, p.page) for p in reading.problems] == [("page_failed", 2)]


def test_pages_beyond_the_limit_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_MOST_PAGES", 1)
    reading = pdf.read(made(prose, prose), "a paper")
    assert [block.page for block in reading.blocks] == [1]
    assert [p.code for p in reading.problems] == ["too_many_pages"]


def test_attached_files_are_a_problem() -> None:
    document = pypdfium2.PdfDocument(made(prose))
    document.new_attachment("budget.xlsx").set_data(b"figures")
    out = io.BytesIO()
    document.save(out)
    (problem,) = pdf.read(out.getvalue(), "a paper").problems
    assert problem.code == "attachments"
    assert "budget.xlsx" in problem.message


def test_a_drawing_of_thousands_of_lines_is_not_searched_for_tables() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([10 + 0.7 * i * 5 for i in range(150)], [20 + 5 * i for i in range(150)])
        sheet.put(72, 790, "A chart")

    reading = pdf.read(made(draw), "a paper")
    assert [p.code for p in reading.problems] == ["table_too_large"]
    assert lines(reading.blocks) == ["A chart"]


def test_lines_beyond_the_limit_are_a_problem_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([300 + 5 * i for i in range(10)], [300 + 5 * i for i in range(10)])
        sheet.put(72, 500, "A plan of the plots")
        sheet.grid([72, 200, 400], [600, 620, 640])
        for x, y, text in ((75, 602, "Plot"), (205, 602, "Owner"), (75, 622, "Seven"), (205, 622, "A. Archer")):
            sheet.put(x, y, text)

    whole = pdf.read(made(draw, prose), "a paper")
    assert [block.kind for block in whole.blocks][:2] == ["text", "table"]
    assert whole.problems == []
    monkeypatch.setattr(rulings, "_MOST_RULINGS", 20)
    cut = pdf.read(made(draw, prose), "a paper")
    assert [block.kind for block in cut.blocks][:2] == ["text", "text"]
    assert [(p.code, p.page) for p in cut.problems] == [("rulings_left_out", 1)]


def test_an_empty_paper_is_a_problem() -> None:
    reading = pdf.read(made(lambda sheet: None), "a paper")
    assert [p.code for p in reading.problems] == ["no_text"]


def test_a_scan_without_ocr_is_a_problem_that_names_the_page_and_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    reading = pdf.read(made(prose, scan), "a paper")
    (problem,) = reading.problems
    assert (problem.code, problem.page) == ("page_without_text", 2)
    assert "page 2" in problem.message
    assert "tesseract-ocr" in problem.message
    assert lines(reading.blocks) == [PROSE]


def test_ocr_stops_at_its_limit_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(ocr.Budget, "left", lambda self: False)
    (problem,) = pdf.read(made(scan), "a paper").problems
    assert problem.code == "page_without_text"
    assert "limit" in problem.message


@needs_tesseract
def test_a_scan_is_read_and_its_pages_are_named() -> None:
    reading = pdf.read(made(prose, scan), "a paper")
    assert reading.ocr_pages == [2]
    assert reading.problems == []
    typed, scanned = reading.blocks
    assert scanned.text == typed.text
    assert scanned.box == pytest.approx(typed.box, abs=6)
    assert scanned.size == pytest.approx(typed.size, abs=2)


def test_letters_without_a_code_are_told_by_their_place_in_the_font() -> None:
    class Characters:
        codes = np.array([ord(x) - 29 for x in "the clerk reported"], np.uint32)

        def unmapped(self, indices: list[int]) -> list[bool]:
            return [True for _ in indices]

    codes, guessed = unmapped.told(Characters())  # type: ignore[arg-type]
    assert "".join(map(chr, codes.tolist())) == "the clerk reported"
    assert guessed == len("the clerk reported")


@pytest.mark.shared
@pytest.mark.skipif(not HOSTILE.exists(), reason="there is no folder of hostile files beside the project")
@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*.pdf")), ids=lambda path: path.name)
def test_a_hostile_file_ends_in_a_stated_outcome(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    content = path.read_bytes()
    if path.name in LOCKED_OR_EMPTY:
        with pytest.raises(ReadError) as caught:
            pdf.read(content, path.name)
        assert caught.value.hint
        return
    reading = pdf.read(content, path.name)
    assert reading.blocks or reading.problems
    for block in reading.blocks:
        assert block.text == block.text.strip()
        assert not any(ord(x) < 32 for x in block.text)
