"""Sample papers as a copier scans them: pictures of pages, a little askew, with grain, and no text behind them."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.sample.layouts import pdf
from tests.sample.story import Told

DOTS_PER_INCH = 150
ASKEW = (0.5, -0.4)  # degrees, of odd and even pages


def draw(paper: Told) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    grain = np.random.default_rng(2013)
    for number, page in enumerate(pypdfium2.PdfDocument(pdf.draw(paper))):
        picture = page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil().convert("L")
        picture = picture.rotate(ASKEW[number % 2], resample=Image.Resampling.BICUBIC, fillcolor=250)
        dots = np.asarray(picture, dtype=np.float32)
        dots = np.clip(dots * 0.93 + 8 + grain.normal(0, 7, dots.shape), 0, 255)
        held = io.BytesIO()
        Image.fromarray(dots.astype(np.uint8)).save(held, "JPEG", quality=38)
        held.seek(0)
        canvas.drawImage(ImageReader(held), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return written.getvalue()
