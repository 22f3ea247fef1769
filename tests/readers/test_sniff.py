from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pipeline import readers
from pipeline.errors import DamagedError, EmptyFileError, EncryptedError, NotADocumentError, ReadError, TooLargeError
from pipeline.readers.sniff import sniff
from tests.readers.word import document, par, zipped

ODT = "application/vnd.oasis.opendocument.text"

# what it is, name, content, format
FORMATS = [
    ("a PDF with something before it", "x.doc", b"\n\n junk %PDF-1.4 ...", "pdf"),
    ("a Word document named otherwise", "x.pdf", document(par("x")), "docx"),
    ("an OpenDocument text", "x.zip", zipped({"mimetype": ODT.encode(), "content.xml": b""}), "odt"),
    ("RTF named .doc", "x.doc", b"{\\rtf1 x}", "rtf"),
    ("HTML named .doc", "x.doc", b"<html><body>x</body></html>", "html"),
    ("HTML in UTF-16", "x", "<!DOCTYPE html><p>x".encode("utf-16"), "html"),
    ("a piece of a page", "x.txt", b"<div><p>One</p>\n<p>Two</p></div>", "html"),
    ("a page with a program in it", "x.php", b"<?php x ?>\n<p>One", "html"),
    ("a page saved by Word", "x.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", "mhtml"),
    ("Word's XML", "x.doc",
     b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', "wordxml"),
    ("Markdown by its name", "x.md", b"plain", "markdown"),
    ("Markdown by its front matter", "x.txt", b"---\ntitle: x\n---\ntext", "markdown"),
    ("Markdown by its marks", "x.txt", b"# One\n\ntext\n\n## Two\n", "markdown"),
    ("plain text", "x", b"Minutes\n\n1. Apologies\n", "text"),
    ("text with tags in a table", "x.txt", b"Minutes\n\nTask\t<p>Mend</p>\t<p>June</p>\n", "text"),
    ("text in an old charset", "x.txt", "Café £5 – “quoted”".encode("cp1252"), "text"),
    ("Word 2", "x.doc", b"\xdb\xa5\x2d\x00" + bytes(100) + b"x", "doc"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "expected"), [f[1:] for f in FORMATS], ids=[f[0] for f in FORMATS])
def test_formats(name: str, content: bytes, expected: str) -> None:
    assert sniff(content, name).format == expected


def test_every_format_has_a_reader() -> None:
    assert {expected for *_, expected in FORMATS} <= set(readers.READERS) | readers.CONVERTED


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (9, 9)).save(made, "PNG")
    return made.getvalue()


def spreadsheet() -> bytes:
    return zipped({"[Content_Types].xml": b'<x ContentType="application/vnd...spreadsheetml.sheet.main+xml"/>'})


# what it is, name, content, error, words in its message
REFUSED = [
    ("nothing", "x.pdf", b"", EmptyFileError, "empty"),
    ("blanks", "x.txt", b" \n\0\0", EmptyFileError, "blanks"),
    ("a picture", "x.pdf", picture(), NotADocumentError, "(?i)png|portable network"),
    ("a zip archive", "x.zip", zipped({"a": b"1", "b": b"2"}), NotADocumentError, "archive of 2 files"),
    ("a workbook", "x.docx", spreadsheet(), NotADocumentError, "Excel"),
    ("a drawing", "x.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics"}),
     NotADocumentError, "graphics"),
    ("an encrypted OpenDocument text", "x.odt",
     zipped({"mimetype": ODT.encode(), "META-INF/manifest.xml": b"<encryption-data/>"}), EncryptedError, "password"),
    ("half a document", "x.docx", document(par("x"))[:300], DamagedError, "damaged"),
    ("half an old document", "x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, DamagedError, "damaged"),
    ("an old word processor's", "x.doc", b"\xcb\x0a\x01\xf6\x01\xcb\xc0\x0a" * 9, NotADocumentError,
     "another word processor"),
    ("noise", "x.txt", bytes(range(256)) * 8, NotADocumentError, "unknown"),
    ("a table of data", "x.csv", b"a,b\n1,2\n", NotADocumentError, "CSV"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "error", "says"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_is_no_paper_is_refused_with_a_reason_and_a_hint(
    name: str, content: bytes, error: type[ReadError], says: str
) -> None:
    with pytest.raises(error, match=says) as caught:
        sniff(content, name)
    assert caught.value.hint


def test_a_file_beyond_the_limit_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr(readers, "MAX_BYTES", 99)
    monkeypatch.setattr(Path, "read_bytes", None)
    with pytest.raises(TooLargeError):
        readers.read(path)


def test_a_file_is_read_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "named.pdf"
    path.write_bytes(document(par("Text")))
    reading = readers.read(path)
    assert (reading.reader, [block.text for block in reading.blocks]) == ("docx", ["Text"])
