"""The straight lines that are drawn on a page: what tables are ruled with and words underlined with."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.readers.pdf.pdfium import PageReader

#: A path of more segments is a drawing, not a ruling; so is what else a page holds beyond this many lines.
_MOST_SEGMENTS, _MOST_RULINGS = 1000, 6000
#: A picture smaller than this, in points, may be a bullet.
_SPOT = 20
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
    paths: int
    pictures: float  # share of the page's area that pictures cover, 0 to 1; overlaps count twice
    spots: list[Box]  # pictures no bigger than a letter: bullets, icons
    too_many: bool  # of rulings: the rest was not read


class _Walk:
    def __init__(self, page: PageReader) -> None:
        self.page = page
        self.rulings: list[Ruling] = []
        self.paths = 0
        self.pictures = 0.0
        self.spots: list[Box] = []
        self._matrix = c.FS_MATRIX()
        self._x, self._y = ctypes.c_float(), ctypes.c_float()

    def objects(self, holder: Any, count: int, get: Any, outer: Matrix, depth: int) -> None:
        for i in range(count):
            obj = get(holder, i)
            kind = c.FPDFPageObj_GetType(obj)
            if kind == c.FPDF_PAGEOBJ_PATH:
                self.paths += 1
                if len(self.rulings) < _MOST_RULINGS:
                    self.path(obj, self.inner(obj, outer))
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self.picture(self.inner(obj, outer))
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                within = self.inner(obj, outer)
                self.objects(obj, c.FPDFFormObj_CountObjects(obj), c.FPDFFormObj_GetObject, within, depth + 1)

    def inner(self, obj: Any, outer: Matrix) -> Matrix:
        m = self._matrix
        if not c.FPDFPageObj_GetMatrix(obj, m):
            return outer
        a, b, cc, d, e, f = outer
        return (
            a * m.a + cc * m.b, b * m.a + d * m.b, a * m.c + cc * m.d,
            b * m.c + d * m.d, a * m.e + cc * m.f + e, b * m.e + d * m.f + f,
        )  # fmt: skip

    def picture(self, matrix: Matrix) -> None:
        a, b, cc, d, e, f = matrix  # of a square of one by one
        self.pictures += abs(a * d - b * cc)
        wide, high = abs(a) + abs(cc), abs(b) + abs(d)
        if 1 < wide < _SPOT and 1 < high < _SPOT:
            left, top = e + min(a, cc, a + cc, 0), f + min(b, d, b + d, 0)
            self.spots.append((left, top, left + wide, top + high))

    def path(self, obj: Any, matrix: Matrix) -> None:
        count = c.FPDFPath_CountSegments(obj)
        if not 2 <= count <= _MOST_SEGMENTS:
            return
        a, b, cc, d, e, f = matrix
        x, y = self._x, self._y
        begin = last = (0.0, 0.0)
        for i in range(count):
            segment = c.FPDFPath_GetPathSegment(obj, i)
            kind = c.FPDFPathSegment_GetType(segment)
            c.FPDFPathSegment_GetPoint(segment, x, y)
            point = (a * x.value + cc * y.value + e, b * x.value + d * y.value + f)
            if kind == c.FPDF_SEGMENT_LINETO:
                self.line(last, point)
            else:  # a move, or a curve, which rules nothing
                begin = point if kind == c.FPDF_SEGMENT_MOVETO else begin
            if c.FPDFPathSegment_GetClose(segment):
                self.line(point, begin)
                point = begin
            last = point

    def line(self, one: tuple[float, float], two: tuple[float, float]) -> None:
        (xa, ya), (xb, yb) = one, two
        wide, high = abs(xa - xb), abs(ya - yb)
        if high <= _SLACK and wide >= 1:
            y = (ya + yb) / 2
            self.rulings.append(Ruling(min(xa, xb), y, max(xa, xb), y))
        elif wide <= _SLACK and high >= 1:
            x = (xa + xb) / 2
            self.rulings.append(Ruling(x, min(ya, yb), x, max(ya, yb)))


def read(page: PageReader) -> Drawn:
    """The rulings of `page`, and how much of it is pictures and drawings."""
    walk = _Walk(page)
    raw = page.page.raw
    walk.objects(raw, c.FPDFPage_CountObjects(raw), c.FPDFPage_GetObject, page.to_page, 0)
    pictures = min(1.0, walk.pictures / max(1.0, page.width * page.height))
    return Drawn(walk.rulings, walk.paths, pictures, walk.spots, len(walk.rulings) >= _MOST_RULINGS)
