"""What a file is, told from its bytes; the name only decides between kinds of text."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath
from typing import NamedTuple

from pipeline.errors import DamagedError, EmptyFileError, EncryptedError, NotADocumentError
from pipeline.readers.decode import decode
from pipeline.readers.lines import front_matter

_AS_PDF = "Save it as PDF or as a Word document (.docx) and add that to the corpus."
_NO_PASSWORD = "Open it with its password, save a copy without one, and add the copy to the corpus."
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_LOOK = 8192  # characters in which marks of HTML or Markdown are looked for
_TAG = re.compile(r"<(?:!doctype html|html|head|body|div|p|table|h[1-6]|ul|ol|article|section|main)\b", re.I)
_OWN_LINE_TAG = re.compile(r"^[ \t]*<(?:/?(?:p|div|table|tr|td|ul|ol|li|h[1-6])\b)", re.I | re.M)
_MARKDOWN = re.compile(r"^#{1,6} \S|^\|?(?: *:?-{3,}:? *\|)+|^\*\*[^*\n]+\*\*$|\]\(https?://", re.M)

_MARKDOWN_NAMES = {".md", ".markdown", ".mdown"}
_HTML_NAMES = {".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".shtml"}
_DATA_NAMES = {
    ".csv": "a table of data (CSV)", ".tsv": "a table of data", ".json": "data (JSON)", ".xml": "data (XML)",
    ".jsonl": "data (JSON Lines)", ".yaml": "data (YAML)", ".yml": "data (YAML)", ".py": "a program",
    ".js": "a program", ".css": "a style sheet", ".ics": "a calendar entry", ".sql": "a database script",
    ".eml": "an e-mail",
}  # fmt: skip


class Kind(NamedTuple):
    """A format that can be read: its name in READERS and its media type."""

    format: str
    media_type: str


PDF = Kind("pdf", "application/pdf")
DOCX = Kind("docx", _WORD)
DOC = Kind("doc", "application/msword")
RTF = Kind("rtf", "application/rtf")
ODT = Kind("odt", "application/vnd.oasis.opendocument.text")
WORD_XML = Kind("wordxml", "application/xml")
HTML = Kind("html", "text/html")
MHTML = Kind("mhtml", "multipart/related")
MARKDOWN = Kind("markdown", "text/markdown")
TEXT = Kind("text", "text/plain")


def sniff(content: bytes, name: str) -> Kind:
    """The kind of the file `name` that holds `content`.

    Raises EmptyFileError, EncryptedError, DamagedError, or NotADocumentError that says what it seems to be.
    """
    if not content.strip(b"\0 \t\r\n\x0b\x0c\x1a"):
        raise EmptyFileError(
            "the file is empty" if not content else "the file holds nothing but blanks",
            hint="Fetch it again; the download may have failed.",
        )
    for rule in RULES:
        if kind := rule(content, name):
            return kind
    raise NotADocumentError(f"this is no paper: it seems to be {_seems(content, name)}", hint=_AS_PDF)


def _pdf(content: bytes, name: str) -> Kind | None:
    return PDF if b"%PDF-" in content[:1024] else None


def _zip(content: bytes, name: str) -> Kind | None:
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _zipped(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error) as error:
        raise DamagedError(
            "the file is cut short or damaged: its table of contents cannot be read", hint="Fetch or save it again."
        ) from error


def _zipped(archive: zipfile.ZipFile) -> Kind:
    """Which of the formats that are zip archives this one is."""
    names = set(archive.namelist())
    if "mimetype" in names:
        media_type = _member(archive, "mimetype", 200).decode("ascii", "replace").strip()
        if media_type.startswith("application/vnd.oasis.opendocument.text"):
            if b"encryption-data" in _member(archive, "META-INF/manifest.xml", 1 << 20):
                raise EncryptedError("the document is encrypted with a password", hint=_NO_PASSWORD)
            return ODT
        raise NotADocumentError(f"this is no paper: its media type is {media_type[:80]}", hint=_AS_PDF)
    if "word/document.xml" in names:
        return DOCX
    types = _member(archive, "[Content_Types].xml", 1 << 20)
    for mark, seems in ((b"spreadsheetml", "an Excel workbook"), (b"presentationml", "a PowerPoint presentation")):
        if mark in types:
            raise NotADocumentError(f"this is no paper: it seems to be {seems}", hint=_AS_PDF)
    if b"wordprocessingml" in types:
        return DOCX
    raise NotADocumentError(
        f"this is no paper: it is a zip archive of {len(names)} file{'s' * (len(names) != 1)}",
        hint="Unpack it and add what is in it.",
    )


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The first `most` bytes of a member, nothing when it is not there."""
    try:
        with archive.open(name) as file:
            return file.read(most)
    except KeyError:
        return b""


def _ole(content: bytes, name: str) -> Kind | None:
    """Word's binary format, told from the others that share its container by its streams."""
    if not content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return None
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            streams = {entry[0].lower() for entry in file.listdir()}
            start = file.openstream("WordDocument").read(12) if "worddocument" in streams else b""
    except Exception as error:  # olefile raises whatever a broken table leads to
        raise DamagedError("the file is cut short or damaged", hint="Fetch or save it again.") from error
    if "encryptedpackage" in streams or (start and start[11] & 1):
        raise EncryptedError("the document is encrypted with a password", hint=_NO_PASSWORD)
    if start:
        return DOC
    for stream, seems in _OLE_STREAMS:
        if stream in streams:
            raise NotADocumentError(f"this is no paper: it seems to be {seems}", hint=_AS_PDF)
    raise NotADocumentError("this is no paper: an Office file without a document in it", hint=_AS_PDF)


_OLE_STREAMS = (
    ("workbook", "an Excel workbook"),
    ("book", "an Excel workbook"),
    ("powerpoint document", "a PowerPoint presentation"),
    ("perfectoffice_main", "a WordPerfect document"),
    ("visiodocument", "a Visio drawing"),
    ("__properties_version1.0", "an Outlook message"),
    ("quill", "a Publisher document"),
)


def _rtf(content: bytes, name: str) -> Kind | None:
    return RTF if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf") else None


def _old_word(content: bytes, name: str) -> Kind | None:
    """Word 2 for Windows, before there was a container."""
    return DOC if content.startswith(b"\xdb\xa5\x2d\0") else None


def _text(content: bytes, name: str) -> Kind | None:
    """HTML, Markdown or plain text, when the bytes are text at all."""
    text, _ = decode(content[: 4 * _LOOK])
    if not _is_text(text):
        return None
    head, extension = text[:_LOOK].lstrip("\ufeff \t\n"), PurePath(name).suffix.lower()
    if head.startswith("<?mso-application") or ("<?mso-application" in head[:400] and "Word.Document" in head[:400]):
        return WORD_XML
    if head.startswith("<?xml") and ("<pkg:package" in head[:1000] or "<office:document" in head[:1000]):
        return WORD_XML
    if head.startswith(("MIME-Version:", "From: <Saved by")) and "multipart/related" in head[:1000].lower():
        return MHTML
    for suits, kind in (
        (bool(re.match(r"<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html", head, re.I)), HTML),
        (extension in _HTML_NAMES and "<" in head, HTML),
        (front_matter(head) is not None or extension in _MARKDOWN_NAMES, MARKDOWN),
    ):
        if suits:
            return kind
    if extension in _DATA_NAMES:
        raise NotADocumentError(f"this is no paper: it is {_DATA_NAMES[extension]}", hint=_AS_PDF)
    if head.startswith("<") and _TAG.search(head) and len(_OWN_LINE_TAG.findall(head)) > 1:
        return HTML
    return MARKDOWN if len(_MARKDOWN.findall(head)) > 1 and not head.startswith("\t") else TEXT


def _is_text(text: str) -> bool:
    controls = sum(1 for c in text if c < " " and c not in "\t\n\x0b\x0c\x1a\x1b")
    return controls + text.count("\ufffd") <= 0.02 * len(text) + 3


#: Asked in this order; the first that knows the file decides.
RULES: list[Callable[[bytes, str], Kind | None]] = [_pdf, _zip, _ole, _rtf, _old_word, _text]


def _seems(content: bytes, name: str) -> str:
    """What another program would take it for, with an article."""
    import puremagic

    unknown = "a file of an unknown format"
    if PurePath(name).suffix.lower() in {".doc", ".wp", ".wpd"}:
        unknown = "of another word processor than Word, such as an early WordPerfect"
    try:
        found = puremagic.magic_string(content[: 1 << 16])
    except (puremagic.PureError, ValueError):
        return unknown
    names = [match.name for match in found if match.confidence >= 0.4 and match.name]
    return f"a file of the kind “{names[0]}”" if names else unknown
