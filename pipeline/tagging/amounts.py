"""Money and measures: '£1.2m', '€500', '12.5%', '68 per 10,000', '3 km'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import vocabulary
from pipeline.tagging.found import AMOUNT, Found
from pipeline.tagging.shapes import alternatives
from pipeline.text import holds, lower

_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?:\s?(?P<scale>(?i:thousand|million|billion|trillion|bn|mn|m|k))\b)?"
_UNITS: dict[str, list[str]] = vocabulary.load("units")["units"]
_UNIT_OF = {form.lower(): unit for unit, forms in _UNITS.items() for form in [unit, *forms]}
_UNIT = alternatives(_UNIT_OF)
_MONEY = re.compile(rf"(?P<currency>[£€$])\s?{_NUMBER}{_SCALE}")
# Begins with a plain set of characters, which lets a search skip quickly; what may not stand before is asked next.
_FIGURES = r"(?>\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d*(?:\.\d+)?)"
_ALONE = rf"(?P<number>\d(?<![\w.,/£€$-].){_FIGURES})"
_PENCE = re.compile(rf"(?P<number>\d(?<![\w.,£€$].){_FIGURES})\s?(?:pence|p)\b")
# For text in small letters: among many alternatives one is found sooner when its case is known.
_MEASURE = re.compile(rf"{_ALONE}{_SCALE}[\s-]?(?P<unit>{_UNIT})(?![\w'])")
_SIGNS, _DIGITS = "£€$", "0123456789"
_TIMES = {
    "": 1.0,
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "billion": 1e9,
    "trillion": 1e12,
}
_CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD"}


def find(text: str) -> Iterator[Found]:
    """The sums and measures in `text`: value {'amount', 'currency'} or {'value', 'unit'}."""
    if not holds(text, _DIGITS):
        return
    for match in _MONEY.finditer(text) if holds(text, _SIGNS) else ():
        yield _money(match, _number(match), _CURRENCIES[match["currency"]])
    for match in _PENCE.finditer(text):
        yield _money(match, float(match["number"].replace(",", "")) / 100, "GBP")
    for match in _MEASURE.finditer(lower(text)):
        unit = _UNIT_OF[" ".join(match["unit"].split())]
        number = round(_number(match), 6)
        yield Found(
            match.start(), match.end(), "measure", f"{number:g} {unit}", AMOUNT, {"value": number, "unit": unit}
        )


def _money(match: re.Match[str], amount: float, currency: str) -> Found:
    value: dict[str, str | float] = {"amount": round(amount, 2), "currency": currency}
    return Found(match.start(), match.end(), "money", f"{currency} {amount:.2f}", AMOUNT, value)


def _number(match: re.Match[str]) -> float:
    return float(match["number"].replace(",", "")) * _TIMES[(match["scale"] or "").lower()]
