"""The straight lines that are drawn on a page: what tables are ruled with and words underlined with."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import NamedTuple

import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.readers.pdf.pdfium import PageReader, address, fast

#: A path of more segments is a drawing, not a ruling; so is what else a page holds beyond this many lines.
_MOST_SEGMENTS, _MOST_RULINGS = 1000, 6000
#: A picture smaller than this, in points, may be a bullet.
_SPOT = 20
#: A white sheet over this share of the page is its ground.
_GROUND = 0.4
#: Forms within forms are followed this deep.
_DEEPEST = 8
#: How far from straight a line may be, in points.
_SLACK = 0.25

Matrix = tuple[float, float, float, float, float, float]


class Ruling(NamedTuple):
    """A horizontal line (top == bottom) or a vertical one (x0 == x1)."""

    x0: float
    top: float
    x1: float
    bottom: float


class Drawn(NamedTuple):
    """What is drawn on a page beside its text."""

    rulings: list[Ruling]
    ground: list[Ruling]  # the edges of a white ground, which no one sees
    paths: int
    pictures: float  # share of the page's area that pictures cover, 0 to 1; overlaps count twice
    spots: list[Box]  # pictures no bigger than a letter: bullets, icons
    too_many: bool  # of rulings: the rest was not read


_HANDLE, _INT = ctypes.c_void_p, ctypes.c_int
_page_object = fast(c.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
_form_object = fast(c.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
_form_count = fast(c.FPDFFormObj_CountObjects, _INT, _HANDLE)
_kind = fast(c.FPDFPageObj_GetType, _INT, _HANDLE)
_get_matrix = fast(c.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
_count = fast(c.FPDFPath_CountSegments, _INT, _HANDLE)
_segment = fast(c.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
_segment_kind = fast(c.FPDFPathSegment_GetType, _INT, _HANDLE)
_closes = fast(c.FPDFPathSegment_GetClose, _INT, _HANDLE)
_point = fast(c.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)


class _Walk:
    def __init__(self, area: float) -> None:
        self.area = area
        self.rulings: list[Ruling] = []
        self.ground: list[Ruling] = []
        self.paths = 0
        self.pictures = 0.0
        self.spots: list[Box] = []
        self._matrix = c.FS_MATRIX()
        self._x, self._y = ctypes.c_float(), ctypes.c_float()

    def objects(self, holder: int, count: int, get: Callable[[int, int], int], outer: Matrix, depth: int) -> None:
        for i in range(count):
            obj = get(holder, i)
            kind = _kind(obj)
            if kind == c.FPDF_PAGEOBJ_PATH:
                self.paths += 1
                if len(self.rulings) < _MOST_RULINGS:
                    self.path(obj, self.inner(obj, outer))
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self.picture(self.inner(obj, outer))
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                self.objects(obj, _form_count(obj), _form_object, self.inner(obj, outer), depth + 1)

    def inner(self, obj: int, outer: Matrix) -> Matrix:
        m = self._matrix
        if not _get_matrix(obj, ctypes.addressof(m)):
            return outer
        a, b, cc, d, e, f = outer
        ma, mb, mc, md, me, mf = m.a, m.b, m.c, m.d, m.e, m.f
        return (
            a * ma + cc * mb, b * ma + d * mb, a * mc + cc * md,
            b * mc + d * md, a * me + cc * mf + e, b * me + d * mf + f,
        )  # fmt: skip

    def picture(self, matrix: Matrix) -> None:
        a, b, cc, d, e, f = matrix  # of a square of one by one
        self.pictures += abs(a * d - b * cc)
        wide, high = abs(a) + abs(cc), abs(b) + abs(d)
        if 1 < wide < _SPOT and 1 < high < _SPOT:
            left, top = e + min(a, cc, a + cc, 0), f + min(b, d, b + d, 0)
            self.spots.append((left, top, left + wide, top + high))

    def path(self, obj: int, matrix: Matrix) -> None:
        count = _count(obj)
        if not 2 <= count <= _MOST_SEGMENTS:
            return
        a, b, cc, d, e, f = matrix
        x, y = self._x, self._y
        at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
        begin = last = (0.0, 0.0)
        before = len(self.rulings)
        for i in range(count):
            segment = _segment(obj, i)
            kind = _segment_kind(segment)
            _point(segment, at_x, at_y)
            px, py = x.value, y.value
            point = (a * px + cc * py + e, b * px + d * py + f)
            if kind == c.FPDF_SEGMENT_LINETO:
                self.line(last, point)
            elif kind == c.FPDF_SEGMENT_MOVETO:
                begin = point
            if _closes(segment):
                self.line(point, begin)
                point = begin
            last = point
        if self.is_ground(obj, self.rulings[before:]):
            self.ground += self.rulings[before:]
            del self.rulings[before:]

    def is_ground(self, obj: int, edges: list[Ruling]) -> bool:
        """Whether a path is a white sheet under most of the page."""
        if len(edges) < 4:
            return False
        wide = max(r.x1 for r in edges) - min(r.x0 for r in edges)
        high = max(r.bottom for r in edges) - min(r.top for r in edges)
        if wide * high < _GROUND * self.area:
            return False
        handle = ctypes.cast(obj, c.FPDF_PAGEOBJECT)
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        colours = [ctypes.c_uint() for _ in range(4)]
        c.FPDFPath_GetDrawMode(handle, fill, stroke)
        c.FPDFPageObj_GetFillColor(handle, *colours)
        return bool(fill.value) and not stroke.value and all(colour.value > 250 for colour in colours[:3])

    def line(self, one: tuple[float, float], two: tuple[float, float]) -> None:
        (xa, ya), (xb, yb) = one, two
        wide, high = abs(xa - xb), abs(ya - yb)
        if high <= _SLACK and wide >= 1:
            y = (ya + yb) / 2
            self.rulings.append(Ruling(xa, y, xb, y) if xa < xb else Ruling(xb, y, xa, y))
        elif wide <= _SLACK and high >= 1:
            x = (xa + xb) / 2
            self.rulings.append(Ruling(x, ya, x, yb) if ya < yb else Ruling(x, yb, x, ya))


def read(page: PageReader) -> Drawn:
    """The rulings of `page`, and how much of it is pictures and drawings."""
    area = max(1.0, page.width * page.height)
    walk = _Walk(area)
    raw = page.page.raw
    walk.objects(address(raw), c.FPDFPage_CountObjects(raw), _page_object, page.to_page, 0)
    pictures = min(1.0, walk.pictures / area)
    return Drawn(walk.rulings, walk.ground, walk.paths, pictures, walk.spots, len(walk.rulings) >= _MOST_RULINGS)
