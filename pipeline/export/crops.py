"""Pictures of where on a page something stands, cut from the PDF itself."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.model import Box

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 2.0  # pixels a point: 144 dots an inch
MARGIN = 10.0  # points around the passage
HIGHEST = 260.0  # points; more of a long passage is not shown
OPEN_AT_A_TIME = 4


class Crops:
    """Cuts pictures from papers. `files` says where each paper's file is, `digests` what it held when it was read."""

    def __init__(self, files: dict[str, str], digests: dict[str, str]) -> None:
        self._files, self._digests = files, digests
        self._open: dict[str, Any] = {}
        self.changed: set[str] = set()  # papers whose file is gone or no longer what was read

    def picture(self, paper: str, page: int | None, box: Box | None) -> bytes | None:
        """A PNG of the place, across the whole width of the page; None when there is no PDF page to cut it from."""
        if page is None or box is None or (pdf := self._pdf(paper)) is None or not 1 <= page <= len(pdf):
            return None
        leaf = pdf[page - 1]
        try:
            width, height = leaf.get_size()
            top, bottom = max(0.0, box[1] - MARGIN), min(height, max(box[3], box[1]) + MARGIN, box[1] + HIGHEST)
            if bottom - top < 4 or width * height > 4_000_000:
                return None
            image: Image = leaf.render(scale=SCALE, crop=(0, height - bottom, 0, top)).to_pil()
        finally:
            leaf.close()
        file = io.BytesIO()
        image.convert("L").quantize(16).save(file, "PNG", optimize=True)
        return file.getvalue()

    def close(self) -> None:
        """Close the papers."""
        for pdf in self._open.values():
            if pdf is not None:
                pdf.close()
        self._open.clear()

    def _pdf(self, paper: str) -> Any:
        """The paper's PDF, opened; None when it is none, is gone or has changed since it was read."""
        if paper in self._open:
            return self._open[paper]
        import pypdfium2

        while len(self._open) >= OPEN_AT_A_TIME:
            left = self._open.pop(next(iter(self._open)))
            if left is not None:
                left.close()
        made = None
        path = Path(self._files.get(paper, ""))
        if path.is_file():
            content = path.read_bytes()
            if sha256(content).hexdigest() != self._digests.get(paper):
                self.changed.add(paper)
            elif content[:1024].lstrip().startswith(b"%PDF"):
                try:
                    made = pypdfium2.PdfDocument(content)
                except pypdfium2.PdfiumError:
                    made = None
        elif paper in self._files:
            self.changed.add(paper)
        self._open[paper] = made
        return made
