"""What a paper lists at its end: background papers and appendices."""

from __future__ import annotations

from pipeline.model import Outline
from pipeline.structure import kinds
from pipeline.structure.items import Item
from pipeline.text import collapse, fold

_NONE = frozenset(
    {
        "none",
        "n a",
        "na",
        "not applicable",
        "nil",
        "no",
        "there are none",
        "none applicable",
        "no background papers",
        "no appendices",
        "there are no background papers",
    }
)


def read(items: list[Item], announced: list[str], out: Outline) -> None:
    """Fill `background_papers` and `appendices` of `out`.

    Appendices are those the paper lists; without a list, those it holds, by their label and title.
    """
    out.background_papers = [line for line in _under(items, "background_papers") if fold(line) not in _NONE]
    out.appendices = announced or [
        collapse(_labelled(items, i)) for i, item in enumerate(items) if item.part and item.part[1] == "appendix"
    ]


def _under(items: list[Item], kind: str) -> list[str]:
    """The lines under the headings of one kind."""
    out: list[str] = []
    inside = False
    for item in items:
        if item.part:
            inside = False
        if item.heading:
            inside = kinds.of_heading(item.text) == [kind]
        elif inside and item.kind == "text" and item.words <= 60:
            out.append(item.text)
        elif inside and item.grid:
            out += [" ".join(filter(None, row)) for row in item.grid.texts()]
    return out


def _labelled(items: list[Item], index: int) -> str:
    """'Appendix A - Title' of an appendix that starts at `index`."""
    item = items[index]
    assert item.part is not None
    title = item.part[0]
    return item.text if fold(title) in fold(item.text) else f"{item.text} - {title}"
