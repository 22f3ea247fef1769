"""PDF pages drawn in code, for tests of the PDF reader: A4, places in points from the top left corner."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
PROSE = (
    "The committee heard that the library in the high street had opened again after the repairs, and that more people "
    "had come in its first month than in the whole of the winter before. Members thanked the volunteers who had moved "
    "the books twice, and asked that a note of the costs be brought to the next meeting of the committee in the spring."
)


class Sheet:
    """One page to draw on."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def put(self, x: float, top: float, text: str, size: float = 11, font: str = "Helvetica") -> None:
        """Letters that stand on a line `size` points below `top`."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - top - size, text)

    def right(self, x: float, top: float, text: str, size: float = 11) -> None:
        """Letters that end at `x`."""
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawRightString(x, HEIGHT - top - size, text)

    def prose(self, x: float, top: float, text: str, width: float = 450, size: float = 11, pitch: float = 14) -> float:
        """A paragraph wrapped to `width`; gives where the next one may begin."""
        line = ""
        for word in [*text.split(" "), None]:
            longer = f"{line} {word}".strip()
            if word is None or self.canvas.stringWidth(longer, "Helvetica", size) > width:
                self.put(x, top, line, size)
                top, line = top + pitch, word or ""
            else:
                line = longer
        return top

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A ruling."""
        self.canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)

    def box(self, x0: float, top: float, x1: float, bottom: float, fill: float | None = None) -> None:
        """A rectangle, drawn round, or filled with a grey (0 black, 1 white) and not drawn round."""
        if fill is not None:
            self.canvas.setFillGray(fill)
        self.canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=fill is None, fill=fill is not None)
        self.canvas.setFillGray(0)

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Rulings at all `xs` and `ys`."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def turned(self, x: float, top: float, text: str, angle: float = 90, size: float = 9) -> None:
        """Letters that begin at a point and run at an angle, anticlockwise."""
        self.canvas.saveState()
        self.canvas.translate(x, HEIGHT - top)
        self.canvas.rotate(angle)
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()


def made(*pages: Callable[[Sheet], object], **options: Any) -> bytes:
    """A PDF of pages, each drawn by a function; `options` are those of reportlab's canvas."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    for draw in pages:
        draw(Sheet(canvas))
        canvas.showPage()
    canvas.save()
    return out.getvalue()
