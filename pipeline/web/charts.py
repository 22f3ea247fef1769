"""Charts as SVG, by Altair and vl-convert, which are imported when the first is drawn. Each has the table behind it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

INK, SOFT, DEEP, PALE = "#16201f", "#47524f", "#2f6f6d", "#f0d9a8"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"  # one that is as wide where it is measured as where it is shown
_ONE_AT_A_TIME = threading.Lock()  # vl-convert has one engine of scripts


def grid(rows: Sequence[tuple[str, str, int]], across: str, down: str) -> str:
    """(column, row, number) as a grid whose squares are darker for more and say how many."""
    alt = _altair()
    data = alt.InlineData(values=[{"x": x, "y": y, "n": n} for x, y, n in rows])
    order = list(dict.fromkeys(y for _, y, _ in rows))
    base = alt.Chart(data).encode(
        x=alt.X("x:O", title=across, axis=alt.Axis(labelAngle=0, orient="top", labelOverlap=True)),
        y=alt.Y("y:N", title=down, sort=order, axis=alt.Axis(labelLimit=300)),
    )
    most = max((n for _, _, n in rows), default=1)
    squares = base.mark_rect(stroke="#fff", strokeWidth=2).encode(
        color=alt.Color("n:Q", legend=None, scale=alt.Scale(domain=[0, most], range=["#f2f5f3", "#17403f"]))
    )
    dark = alt.condition(f"datum.n > {most * 0.45}", alt.value("#ffffff"), alt.value(INK))
    numbers = base.mark_text(fontSize=12).encode(text="n:Q", color=dark).transform_filter("datum.n > 0")
    return _svg((squares + numbers).properties(width=alt.Step(34), height=alt.Step(26)))


def bars(counts: Mapping[str, int], title: str) -> str:
    """Names with a bar each and its number behind it."""
    alt = _altair()
    data = alt.InlineData(values=[{"name": name, "n": n} for name, n in counts.items()])
    base = alt.Chart(data).encode(
        y=alt.Y("name:N", sort=list(counts), title=None, axis=alt.Axis(labelLimit=300)),
        x=alt.X("n:Q", title=title, axis=alt.Axis(tickMinStep=1, grid=False)),
    )
    drawn = base.mark_bar(color=DEEP) + base.mark_text(align="left", dx=5, fontSize=12, color=INK).encode(text="n:Q")
    return _svg(drawn.properties(width=520, height=alt.Step(26)))


def years(series: Mapping[str, Mapping[int, int]], title: str) -> str:
    """Numbers a year of one or two series, side by side; the second is hatched by a lighter tone and an outline."""
    alt = _altair()
    known = sorted({year for numbers in series.values() for year in numbers})
    span = range(known[0], known[-1] + 1) if known else range(0)
    rows = [
        {"year": year, "what": name, "n": numbers.get(year, 0)} for name, numbers in series.items() for year in span
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        xOffset=alt.XOffset("what:N", sort=list(series)),
        y=alt.Y("n:Q", title=title, axis=alt.Axis(tickMinStep=1)),
    )
    drawn = base.mark_bar(stroke=INK, strokeWidth=0.5).encode(
        color=alt.Color(
            "what:N",
            sort=list(series),
            title=None,
            scale=alt.Scale(range=[DEEP, PALE]),
            legend=alt.Legend(orient="top", labelLimit=400),
        )
    )
    numbers = base.mark_text(dy=-6, fontSize=11, color=SOFT).encode(text="n:Q").transform_filter("datum.n > 0")
    return _svg((drawn + numbers).properties(width=720, height=220))


def _altair() -> Any:
    import altair

    return altair


def _svg(chart: Any) -> str:
    import vl_convert

    drawn = chart.configure(font=FONT, background="#ffffff", padding=4).configure_view(stroke=None)
    drawn = drawn.configure_legend(labelFontSize=12, labelColor=INK).configure_axis(
        labelColor=INK, titleColor=SOFT, labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
        domainColor="#6f7b77", gridColor="#e3e8e6",
    )  # fmt: skip
    with _ONE_AT_A_TIME:
        svg: str = vl_convert.vegalite_to_svg(drawn.to_dict(), allowed_base_urls=[])
    return svg
