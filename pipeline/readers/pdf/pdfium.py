"""The only caller of pdfium: documents, and the characters and pictures of a page, in bulk.

pdfium answers for one character at a time. Calling it through `map` over ranges of plain addresses keeps the loop
out of Python: 5 to 10 times as fast as the usual ctypes call.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

from pipeline.errors import DamagedError, EmptyFileError, EncryptedError
from pipeline.model import Box

Floats = NDArray[np.float64]

GET_AGAIN = "Get the file again from where it came from."

_MOST_ATTACHMENTS = 100

_HANDLE = ctypes.c_void_p
_INT = ctypes.c_int


def fast(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """`function` of pdfium with plain addresses for arguments."""
    return ctypes.CFUNCTYPE(result, *arguments)(address(function))


def address(pointer: Any) -> int:
    """The address a ctypes pointer or function points to."""
    return ctypes.cast(pointer, _HANDLE).value or 0


_unicode = fast(c.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)
_loose_box = fast(c.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
_tight_box = fast(c.FPDFText_GetCharBox, _INT, _HANDLE, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_origin = fast(c.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, _HANDLE, _HANDLE)
_object = fast(c.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
_object_size = fast(c.FPDFTextObj_GetFontSize, _INT, _HANDLE, _HANDLE)
_object_font = fast(c.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
_object_mode = fast(c.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
_matrix = fast(c.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
_unmapped = fast(c.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)


def _each(function: Callable[..., Any], *arguments: Iterable[Any]) -> None:
    deque(map(function, *arguments), maxlen=0)


#: Filled and drawn round as well: what a word processor does for bold when the font has none.
_DRAWN_TWICE = (c.FPDF_TEXTRENDERMODE_FILL_STROKE, c.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP)


class Style(NamedTuple):
    """How a text object shows its letters."""

    size: float  # points on the page
    bold: bool
    italic: bool
    angle: int  # degrees on the page, anticlockwise
    visible: bool
    font: str


@contextmanager
def opened(content: bytes, name: str) -> Iterator[Any]:
    """The document in `content`, closed at the end. Raises EmptyFileError, EncryptedError or DamagedError."""
    if not content:
        raise EmptyFileError(f"{name} is empty (0 bytes)", hint=GET_AGAIN)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
            raise EncryptedError(
                f"{name} is locked with a password", hint="Save a copy without the password and put it in its place."
            ) from error
        raise DamagedError(f"{name} is damaged: no PDF reader can open it", hint=GET_AGAIN) from error
    try:
        yield document
    finally:
        document.close()


@dataclass(slots=True)
class Characters:
    """The characters of a page, in the order of the file. Boxes are in the units of the page before `place`."""

    text: str
    codes: NDArray[np.uint32]
    _page: PageReader

    def loose(self) -> Floats:
        """(x0, top, x1, bottom) on the page for each, as wide as the pen moves and as high as the font."""
        n = len(self.codes)
        boxes = np.empty((n, 4), np.float32)
        start = boxes.ctypes.data
        _each(_loose_box, repeat(self._page.text), range(n), range(start, start + 16 * n, 16))
        left, top, right, bottom = boxes.T.astype(np.float64)
        return self._page.placed(left, bottom, right, top)

    def tight(self, indices: list[int]) -> Floats:
        """(x0, top, x1, bottom) on the page of the ink of some."""
        n = len(indices)
        boxes = np.empty((n, 4))
        at = boxes.ctypes.data
        places = [range(at + 8 * i, at + 8 * i + 32 * n, 32) for i in range(4)]
        _each(_tight_box, repeat(self._page.text), indices, *places)
        left, right, bottom, top = boxes.T
        return self._page.placed(left, bottom, right, top)

    def origins(self, indices: list[int]) -> Floats:
        """(x, y) on the page of the points where some stand on their line."""
        n = len(indices)
        points = np.empty((n, 2))
        at = points.ctypes.data
        places = [range(at + 8 * i, at + 8 * i + 16 * n, 16) for i in range(2)]
        _each(_origin, repeat(self._page.text), indices, *places)
        return self._page.point(points[:, 0], points[:, 1])

    def styles(self, indices: list[int]) -> list[Style]:
        """The style of some."""
        return [
            self._page.style(o, i) for o, i in zip(map(_object, repeat(self._page.text), indices), indices, strict=True)
        ]

    def unmapped(self, indices: list[int]) -> list[bool]:
        """Whether the file fails to say which letters some are."""
        return [bool(x) for x in map(_unmapped, repeat(self._page.text), indices)]


class PageReader:
    """A page while it is read; a context that frees what pdfium holds for it."""

    def __init__(self, document: Any, index: int) -> None:
        self.page = document[index]
        self._textpage = self.page.get_textpage()
        self.text: int = address(self._textpage.raw)
        self._fonts: dict[int, tuple[bool, bool, str]] = {}
        self._styles: dict[int | None, Style] = {}
        self._matrix = c.FS_MATRIX()
        self._number = ctypes.c_float()
        self.width, self.height = self.page.get_size()
        self.turn: int = self.page.get_rotation() // 90 % 4
        self.to_page = _to_page(self.page.get_bbox(), self.turn)

    def __enter__(self) -> PageReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._textpage.close()
        self.page.close()

    def turn_by(self, quarters: int) -> None:
        """Read the page turned by `quarters` clockwise beyond what the file shows."""
        if quarters % 2:
            self.width, self.height = self.height, self.width
        self.turn = (self.turn + quarters) % 4
        self.to_page = _to_page(self.page.get_bbox(), self.turn)
        self._styles.clear()

    def point(self, x: Floats, y: Floats) -> Floats:
        """Points in PDF units as (x, y) on the page."""
        a, b, cc, d, e, f = self.to_page
        return np.stack((a * x + cc * y + e, b * x + d * y + f), axis=1)

    def placed(self, left: Floats, bottom: Floats, right: Floats, top: Floats) -> Floats:
        """Boxes in PDF units as (x0, top, x1, bottom) on the page."""
        one, two = self.point(left, bottom), self.point(right, top)
        return np.concatenate((np.minimum(one, two), np.maximum(one, two)), axis=1)

    def characters(self) -> Characters:
        """The characters of the page."""
        n = c.FPDFText_CountChars(self._textpage.raw)
        units = (ctypes.c_ushort * (n + 1))()
        if n and c.FPDFText_GetText(self._textpage.raw, 0, n, units) == n + 1:
            codes = np.frombuffer(units, np.uint16)[:n].astype(np.uint32)
        else:  # it leaves out characters without a code: ask for each
            codes = np.fromiter(map(_unicode, repeat(self.text), range(n)), np.uint32, n)
            codes[codes > 0x10FFFF] = 0xFFFD
        codes[(codes >= 0xD800) & (codes < 0xE000)] = 0xFFFD
        return Characters(codes.astype("<u4").tobytes().decode("utf-32-le"), codes, self)

    def style(self, handle: int | None, index: int) -> Style:
        """The style of the text object `handle`, to which character `index` belongs."""
        if (known := self._styles.get(handle)) is not None:
            return known
        style = self._styles[handle] = self._read_style(handle, index)
        return style

    def _read_style(self, handle: int | None, index: int) -> Style:
        if handle is None:
            return Style(0.0, False, False, 0, True, "")
        _object_size(handle, ctypes.addressof(self._number))
        _matrix(self.text, index, ctypes.addressof(self._matrix))
        m, (a, b, cc, d, _, _) = self._matrix, self.to_page
        ma, mb, mc, md = m.a, m.b, m.c, m.d
        # Which way the pen moves and which way up is, on the page.
        right_x, right_y = a * ma + cc * mb, b * ma + d * mb
        up_x, up_y = a * mc + cc * md, b * mc + d * md
        size = abs(self._number.value) * hypot(up_x, up_y)
        angle = round(degrees(atan2(-right_y, right_x))) % 360 if right_y or right_x < 0 else 0
        bold, italic, font = self._font(_object_font(handle))
        slanted = italic or (angle == 0 and abs(up_x) > 0.15 * abs(up_y))
        mode = _object_mode(handle)
        return Style(size, bold or mode in _DRAWN_TWICE, slanted, angle, mode != c.FPDF_TEXTRENDERMODE_INVISIBLE, font)

    def _font(self, key: int) -> tuple[bool, bool, str]:
        if key in self._fonts:
            return self._fonts[key]
        font = ctypes.cast(key, c.FPDF_FONT)
        buffer = ctypes.create_string_buffer(256)
        c.FPDFFont_GetBaseFontName(font, buffer, 256)
        name = buffer.value.decode("utf-8", "replace")
        tail = name.split("+")[-1].casefold()
        flags, angle = max(c.FPDFFont_GetFlags(font), 0), ctypes.c_int()
        slanted = bool(c.FPDFFont_GetItalicAngle(font, angle)) and abs(angle.value) > 4
        bold = any(word in tail for word in ("bold", "black", "heavy", "demi")) or bool(flags & 1 << 18)
        italic = slanted or "italic" in tail or "oblique" in tail or bool(flags & 1 << 6)
        self._fonts[key] = bold, italic, name
        return self._fonts[key]


def _to_page(bbox: Box, turn: int) -> tuple[float, float, float, float, float, float]:
    """The matrix from PDF units to points from the top left of a page that is shown turned by quarter turns."""
    x0, y0, x1, y1 = bbox
    return (
        (1, 0, 0, -1, -x0, y1),
        (0, 1, 1, 0, -y0, -x0),
        (-1, 0, 0, 1, x1, -y0),
        (0, -1, -1, 0, y1, x1),
    )[turn]


def attachments(document: Any) -> list[str]:
    """The names of the files that are attached to the document; '?' for one whose entry is damaged."""
    names = []
    for i in range(min(c.FPDFDoc_GetAttachmentCount(document.raw), _MOST_ATTACHMENTS)):
        try:
            names.append(document.get_attachment(i).get_name())
        except pdfium.PdfiumError:
            names.append("?")
    return names
