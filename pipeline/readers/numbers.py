"""The numbers that automatic numbering writes: 1, a, iv, •."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 100_000  # beyond that a number is a fault of the file, and only its digits are written


def plain(number: int, style: str) -> str:
    """`number` as the style named in Word's terms writes it, without full stop or brackets."""
    if style in {"none", "bullet"}:
        return ""
    if 0 < number < _MOST:
        if style in {"lowerLetter", "upperLetter"}:
            letters = chr(ord("a") + (number - 1) % 26) * min(10, (number - 1) // 26 + 1)
            return letters if style == "lowerLetter" else letters.upper()
        if style in {"lowerRoman", "upperRoman"}:
            return roman(number) if style == "lowerRoman" else roman(number).upper()
        if style == "ordinal":
            return f"{number}{'th' if 10 < number % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
        if style == "decimalZero":
            return f"{number:02d}"
    return str(number)


def formatted(number: int, style: str) -> str:
    """The marker of an item of a web page's list: '3.', 'c.', or the bullet that `style` itself is."""
    return style if len(style) == 1 else f"{plain(number, style)}."


def roman(number: int) -> str:
    """`number`, 1 or more, in small Roman figures."""
    written = ""
    for value, figure in _ROMAN:
        count, number = divmod(number, value)
        written += figure * min(count, 30)
    return written
