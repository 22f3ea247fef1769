"""Whatever interval is rendered in each style is found again, alone and in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import dates
from pipeline.dates import calendar
from pipeline.dates.doubts import YEARS_AHEAD

ANCHOR = date(2016, 3, 10)
DAYS = st.dates(date(1990, 1, 1), date(2025, 12, 31))
NEAR = st.dates(ANCHOR - timedelta(days=150), ANCHOR + timedelta(days=150))
SENTENCES = st.sampled_from(
    ["{}", "({})", "The meeting of {} was long.", "Agreed | {} | Clerk", "It is planned for {}, as before."]
)

Rendered = tuple[str, date, date]


def ordinal(number: int) -> str:
    return f"{number}{'th' if 10 < number < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


DAY_STYLES: list[Callable[[date], str]] = [
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{ordinal(d.day)} {d:%B} {d.year}",
    lambda d: f"{ordinal(d.day)} of {d:%b} {d.year}",
    lambda d: f"{d:%A} {d.day} {d:%B}, {d.year}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
    lambda d: f"{d:%d/%m/%Y}",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f"{d:%d-%b-%Y}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d.day} {f'{d:%B}'.upper()} {d.year}",
]


@st.composite
def days(draw: st.DrawFn) -> Rendered:
    day = draw(DAYS)
    return draw(st.sampled_from(DAY_STYLES))(day), day, day


@st.composite
def day_ranges(draw: st.DrawFn) -> Rendered:
    first = draw(DAYS)
    last = min(first + timedelta(days=draw(st.integers(1, 400))), date(2026, 12, 31))
    style = draw(st.sampled_from(DAY_STYLES[:2]))
    glue = draw(st.sampled_from([" to ", " - ", " – ", "–", " — ", " until "]))
    return f"{style(first)}{glue}{style(last)}", first, last


@st.composite
def months(draw: st.DrawFn) -> Rendered:
    day = draw(DAYS)
    first, last = calendar.months(day.year, day.month, day.month)
    style = draw(st.sampled_from(["{:%B %Y}", "{:%b %Y}", "{:%b-%Y}", "{:%m/%Y}", "{:%B, %Y}"]))
    which = (
        draw(st.sampled_from(["", "by end ", "by the end of ", "mid ", "mid-", "early ", "late "]))
        if "%B %Y" in style
        else ""
    )
    if which:
        name = {"by end ": "end", "by the end of ": "end", "mid-": "mid"}.get(which, which.strip())
        first, last = calendar.part(name, (first, last), "month")
    return which + style.format(day), first, last


@st.composite
def month_ranges(draw: st.DrawFn) -> Rendered:
    day = draw(DAYS)
    end = calendar.add_months(day.replace(day=1), draw(st.integers(1, 11)))
    glue = draw(st.sampled_from([" - ", " – ", "-", " to ", "/"]))
    left = f"{day:%B}" if draw(st.booleans()) else f"{day:%B} {day.year}"
    return f"{left}{glue}{end:%B} {end.year}", day.replace(day=1), calendar.month_end(end.year, end.month)


@st.composite
def years(draw: st.DrawFn) -> Rendered:
    year = draw(st.integers(1950, 2024))
    span = draw(st.integers(2, 9))
    fiscal = calendar.year_from(year, 4)
    return draw(
        st.sampled_from(
            [
                (f"in {year}", date(year, 1, 1), date(year, 12, 31)),
                (f"{year}/{(year + 1) % 100:02}", *fiscal),
                (f"{year}-{(year + 1) % 100:02}", *fiscal),
                (f"{year}–{year + 1}", *fiscal),
                (f"academic year {year}/{(year + 1) % 100:02}", *calendar.year_from(year, 9)),
                (f"{year} – {year + span}", date(year, 1, 1), date(year + span, 12, 31)),
                (f"Summer {year}", date(year, 6, 1), date(year, 8, 31)),
                (f"autumn term {year}", date(year, 9, 1), date(year, 12, 31)),
                (f"Q3 {year}/{(year + 1) % 100:02}", date(year, 10, 1), date(year, 12, 31)),
                (f"late {year}", date(year, 10, 1), date(year, 12, 31)),
            ]
        )
    )


@settings(max_examples=400, deadline=None)
@given(st.one_of(days(), day_ranges(), months(), month_ranges(), years()), SENTENCES)
def test_rendered_intervals_are_found_again(rendered: Rendered, sentence: str) -> None:
    text, first, last = rendered
    if last.year > ANCHOR.year + YEARS_AHEAD:
        return
    found = dates.find(sentence.format(text), ANCHOR)
    assert [(f.value.start, f.value.end) if f.value else None for f in found] == [(first.isoformat(), last.isoformat())]


@settings(max_examples=100, deadline=None)
@given(NEAR)
def test_a_month_without_a_year_is_the_one_nearest_to_the_paper(day: date) -> None:
    (found,) = dates.find(f"on {day.day} {day:%B}", ANCHOR)
    assert found.value is not None
    assert found.value.start == day.isoformat()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789/-. JanuaryMch|\n,theof2015", max_size=60))
def test_any_text_is_survived_and_offsets_hold(text: str) -> None:
    place = 0
    for found in dates.find(text, ANCHOR):
        assert place <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        place = found.end
