"""Pages are drawn from the file with the passage marked, whatever laid them out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from pipeline import tools
from pipeline.model import Box
from pipeline.web.drawing import Drawn, Job, Mark, draw
from tests.web.conftest import MINUTES, pdf


def yellow(png: bytes) -> tuple[int, int, int, int] | None:
    """Where a picture is as if a highlighter had gone over it."""
    image = Image.open(BytesIO(png)).convert("RGB")
    red, _, blue = image.split()
    lit = Image.merge("L", [red]).point(lambda v: 255 if v > 200 else 0)
    dim = Image.merge("L", [blue]).point(lambda v: 255 if v < 150 else 0)
    return Image.composite(lit, Image.new("L", image.size), dim).getbbox()


def drawn(tmp_path: Path, text: str, box: Box | None = None, page: int = 1) -> Drawn:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf(MINUTES))
    return draw(Job(str(path), "", "", page, (Mark(text, 1, box),)))


def test_the_words_are_marked_where_they_stand(tmp_path: Path) -> None:
    made = drawn(tmp_path, MINUTES[5])
    where = yellow(made.png)
    assert where is not None
    scale = 1100 / 595.3
    baseline = (842 - (760 - 5 * 28)) * scale
    assert where[1] < baseline < where[3] + 8
    assert where[3] - where[1] < 50
    assert abs(made.top - 1000 * (842 - 760 + 5 * 28) / 842) < 25


def test_words_that_are_not_found_are_marked_by_their_box(tmp_path: Path) -> None:
    where = yellow(drawn(tmp_path, "recognised otherwise altogether", (100, 400, 300, 440)).png)
    assert where is not None
    assert abs(where[0] - 100 * 1100 / 595.3) < 30
    assert yellow(drawn(tmp_path, "recognised otherwise altogether").png) is None


@pytest.mark.parametrize(
    ("text", "lit"),
    [
        (MINUTES[5] + " Nothing was said of who is to pay for it.", 5),  # goes on on the next page
        ("Nobody remembered who had sent it. " + MINUTES[0] + " " + MINUTES[1], 0),  # began on the one before
    ],
)
def test_of_words_over_two_pages_all_that_are_on_this_one_are_marked(tmp_path: Path, text: str, lit: int) -> None:
    where, whole = yellow(drawn(tmp_path, text).png), yellow(drawn(tmp_path, MINUTES[lit]).png)
    assert where is not None
    assert whole is not None
    assert where[:3] == whole[:3] if lit else where[1] == whole[1]


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no page 7"):
        drawn(tmp_path, "x", page=7)


def test_a_page_is_served_as_a_picture_with_its_text_beside_it(client: TestClient) -> None:
    entry = next(one for one in client.get("/api/papers").json()["papers"] if one["path"].endswith("Minutes.pdf"))
    paper = client.get(f"/api/papers/{entry['id']}").json()
    decision = next(one for one in paper["statements"] if "sluice" in one["text"])
    page = client.get(f"/paper/{paper['id']}/page/1?at={decision['passage']}")
    assert page.status_code == 200
    assert f"/picture/1?at={decision['passage']}" in page.text
    picture = client.get(f"/paper/{paper['id']}/picture/1?at={decision['passage']}")
    assert picture.headers["content-type"] == "image/png"
    assert yellow(picture.content)
    assert yellow(client.get(f"/paper/{paper['id']}/picture/1?statement={decision['id']}").content)
    assert yellow(client.get(f"/paper/{paper['id']}/picture/1").content) is None
    assert client.get(f"/paper/{paper['id']}/picture/9").status_code == 404
    assert client.get(f"/paper/{paper['id']}/page/9").status_code == 404


def test_papers_without_pages_say_so_and_show_their_text(client: TestClient, sluice: str) -> None:
    page = client.get(f"/statement/{sluice}").text
    assert "has no pages" in page
    assert "<img" not in page


@pytest.mark.slow
@pytest.mark.skipif(tools.find("soffice") is None, reason="LibreOffice is not installed")
def test_a_word_file_is_laid_out_and_marked(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    for at in range(90):
        document.add_paragraph(f"Paragraph {at} speaks of the weather and of little else.")
    document.add_paragraph("The clerk is to have the weir inspected by the end of May.")
    document.save(str(tmp_path / "paper.docx"))
    kept = tmp_path / "kept" / "made.pdf"
    mark = Mark("The clerk is to have the weir inspected by the end of May.", 1)
    made = draw(Job("", str(tmp_path / "paper.docx"), str(kept), 0, (mark,)))
    assert made.page == made.pages > 1
    assert yellow(made.png)
    assert kept.exists()
