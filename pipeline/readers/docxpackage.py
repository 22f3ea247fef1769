"""A DOCX file as a package of parts: limits, repairs, and where each part is."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.oxml.parser import parse_xml
from lxml import etree

from pipeline.errors import DamagedError, EncryptedError, TooLargeError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

MAX_XML = 64 * 2**20  # bytes of one XML part, about ten thousand pages
MAX_TOTAL = 600 * 2**20  # bytes of all parts, pictures included
MAX_RATIO = 400  # of what comes out to what is stored; text compresses to a tenth or a twentieth
MAX_PARTS = 20_000

_FAULTS = (OpcError, zipfile.BadZipFile, KeyError, ValueError, etree.LxmlError, zlib.error, EOFError, OSError,
           NotImplementedError, AttributeError, TypeError)  # fmt: skip
#: Namespaces of the strict variant of the format -> those that are read.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


def check_limits(content: bytes) -> None:
    """Look at the table of contents of the zip archive `content`, before anything is unpacked.

    Raises DamagedError, EncryptedError or TooLargeError.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except _FAULTS as error:
        raise DamagedError("the file is cut short or damaged", hint="Fetch or save it again.") from error
    total = sum(member.file_size for member in members)
    largest = max((m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels"))), default=0)
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedError("the document is encrypted with a password", hint="Save a copy without one.")
    for fault in (
        total > MAX_TOTAL and f"it unpacks to {total / 2**20:,.0f} MiB and the limit is {MAX_TOTAL / 2**20:,.0f}",
        largest > MAX_XML and f"its text is {largest / 2**20:,.0f} MiB and the limit is {MAX_XML / 2**20:,.0f}",
        total > 2**24
        and total > MAX_RATIO * len(content)
        and f"it unpacks to {total / len(content):,.0f} times its size",
        len(members) > MAX_PARTS and f"it has {len(members):,} parts and the limit is {MAX_PARTS:,}",
    ):
        if fault:
            raise TooLargeError(f"the document is too large: {fault}", hint="Split it, or save it again from Word.")


class Package:
    """The parts of a DOCX file that hold text."""

    def __init__(self, content: bytes) -> None:
        check_limits(content)
        self.main, self.body = _opened(content)
        self.pages = self._pages()  # how many the program that saved it counted, None when it did not say

    def related(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Relationship id and part, of the parts that are related to the document as `kind` ('footnotes')."""
        for name, relation in self.main.rels.items():
            if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] == kind:
                yield name, relation.target_part

    def tree(self, kind: str) -> Any:
        """The root element of the part that is related as `kind`, None when there is none or it is broken."""
        for _, part in self.related(kind):
            return tree_of(part)
        return None

    def _pages(self) -> int | None:
        for relation in self.main.package.rels.values():
            if relation.reltype.endswith("/extended-properties") and not relation.is_external:
                root = tree_of(relation.target_part)
                text = root.findtext("{*}Pages") if root is not None else None
                return int(text) if text and text.isdecimal() and len(text) < 7 else None
        return None

    def part(self, name: str) -> Any:
        """The part with the relationship id `name`, None when it is outside the file or missing."""
        relation = self.main.rels.get(name)
        return None if relation is None or relation.is_external else relation.target_part


def tree_of(part: Any) -> Any:
    """The root element of `part`, None when it holds no XML."""
    element = getattr(part, "element", None)
    if element is not None:
        return element
    try:
        return parse_xml(part.blob)
    except (etree.LxmlError, ValueError):
        return None


def _opened(content: bytes) -> tuple[Any, Any]:
    """The main part of the package and its body."""
    try:
        main = OpcPackage.open(BytesIO(content)).main_document_part
        body = tree_of(main).find(f"{W}body")
    except _FAULTS as fault:
        body, first = None, fault
    else:
        first = None
    if body is None:  # not at once: it costs what reading costs, and few files need it
        try:
            main = OpcPackage.open(BytesIO(_repaired(content))).main_document_part
            body = tree_of(main).find(f"{W}body")
        except _FAULTS as error:
            raise DamagedError(
                "the document is damaged: its parts do not fit together",
                hint="Open it in Word or LibreOffice and save it.",
            ) from (first or error)
    if body is None:
        raise DamagedError(
            "the document is damaged: it has no body", hint="Open it in Word or LibreOffice and save it."
        )
    return main, body


def _repaired(content: bytes) -> bytes:
    """`content` without relationships to parts that are not there, and in the transitional variant."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        names = {name.lower() for name in old.namelist()}
        for member in old.infolist():
            blob = old.read(member)
            if member.filename.endswith((".xml", ".rels")):
                for strict, transitional in _STRICT:
                    blob = blob.replace(strict, transitional)
            if member.filename.endswith(".rels"):
                blob = _without_lost(blob, member.filename, names)
            new.writestr(member.filename, blob)
    return made.getvalue()


def _without_lost(rels: bytes, name: str, names: set[str]) -> bytes:
    """The relationships `rels` without those that lead nowhere in the package."""
    root = etree.fromstring(rels, etree.XMLParser(resolve_entities=False, no_network=True))
    base = posixpath.dirname(posixpath.dirname(name))
    for relation in list(root):
        target = re.sub(r"#.*", "", relation.get("Target") or "")
        path = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/").lower()
        if relation.get("TargetMode") != "External" and path not in names:
            root.remove(relation)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
