"""What speaks for and against two sightings being one thing, feature by feature, and the one sum of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import inf, log2, tanh
from string import ascii_lowercase

from pipeline import vocabulary
from pipeline.trace import weights as w
from pipeline.trace.content import SHORT, cut_content
from pipeline.trace.families import Families
from pipeline.trace.known import Known, Scales
from pipeline.trace.owners import alike
from pipeline.trace.records import FINISHED, TASKS, Evidence
from pipeline.trace.standing import opens_again

Found = tuple[float, str]  # bits, and what to say
NOTHING: Found = (0.0, "")
#: Kinds whose numbers are those of a list of things to do; a paragraph's number names no thing.
LISTED = frozenset(("action", "recommendation", "risk", "priority"))


class Judge:
    """Weighs pairs of sightings. Knows which numbers stay from paper to paper only where `numbers_stay` says so."""

    def __init__(self, families: Families, scales: Scales, numbers_stay: Callable[[str, str], bool]) -> None:
        self._families, self._scales, self._numbers_stay = families, scales, numbers_stay
        self._priors: dict[tuple[str, str], Found] = {}  # by paper
        self._kinds: dict[tuple[str, str], float] = {}
        for one, others in vocabulary.load("trace")["kinds"].items():
            for other, price in others.items():
                self._kinds[one, other] = self._kinds[other, one] = -float(price)

    def bits(self, a: Known, b: Known, floor: float = -inf) -> float:
        """log2 of the odds that `a` and `b` are one thing; -99 when their kinds cannot be.

        What cannot reach `floor` is not weighed to the end: then it is anything below.
        """
        if (a.sighting.kind, b.sighting.kind) not in self._kinds:
            return -99.0
        bits = sum([weigh(self, a, b)[0] for _, weigh in FEATURES[:FIRST]])
        if bits + min(a.beside, b.beside) + (w.TELLS_OF if a.tells != b.tells else 0.0) < floor:
            return bits
        return bits + sum([weigh(self, a, b)[0] for _, weigh in FEATURES[FIRST:]])

    def contested(self, a: Known, b: Known) -> bool:
        """Whether something speaks outright against their being one thing: then that nothing is nearer is no sign."""
        return self._origin(a, b)[0] <= w.ORIGIN_DIFFERS or self._closed(a, b)[0] <= w.CLOSED_BEFORE

    def evidence(self, a: Known, b: Known) -> tuple[Evidence, ...]:
        """The same, feature by feature."""
        found = [(name, *feature(self, a, b)) for name, feature in FEATURES]
        return tuple(
            Evidence(name, round(bits, 2), shared_words(a, b) if words == "shares" else words)
            for name, bits, words in found
            if bits
        )

    # ------------------------------------------------------------------------------------------------- features

    def _prior(self, a: Known, b: Known) -> Found:
        pair = (a.sighting.paper, b.sighting.paper)
        if pair not in self._priors:
            bits, words = self._families.prior(a.sighting, b.sighting, a.family, b.family)
            if a.sighting.form == b.sighting.form == "log":
                bits += w.SAME_KIND_OF_PAPER
            if a.day and b.day:
                bits += max(w.GAP_MOST, w.PER_YEAR * abs(a.day - b.day) / 365)
            self._priors[pair] = bits, words
        return self._priors[pair]

    def _kind(self, a: Known, b: Known) -> Found:
        one, other = a.sighting.kind, b.sighting.kind
        return self._kinds[one, other], "" if one == other else f"{one} and {other}"

    def _words(self, a: Known, b: Known) -> Found:
        return words_bits(a, b)

    def _origin(self, a: Known, b: Known) -> Found:
        if a.origin and b.origin:
            if a.origin == b.origin:
                return self._scales.origin(a, b), f"both raised on {b.sighting.origin}"
            if misprint(a, b):
                return w.ORIGIN_MISPRINT, f"raised on {a.sighting.origin} and {b.sighting.origin}, perhaps a misprint"
            return w.ORIGIN_DIFFERS, f"raised on {a.sighting.origin} and {b.sighting.origin}"
        if a.month and b.month:
            if a.month == b.month:
                return self._scales.month(a, b), f"both raised in {b.month}"
            return w.MONTH_DIFFERS, f"raised in {a.month} and {b.month}"
        for row, other in ((a, b), (b, a)):
            if row.sighting.since and other.sighting.form == "minutes" and other.sighting.date:
                met = other.sighting.date[:7]
                if row.month == met:
                    return w.RAISED_THAT_MONTH, f"raised in {met}, when the minutes are of {other.sighting.date}"
                if row.month > met:
                    return w.RAISED_LATER, f"raised in {row.month}, after the meeting of {other.sighting.date}"
        for row, other in ((a, b), (b, a)):
            if row.origin and other.sighting.form == "minutes" and other.day:
                if abs(row.origin - other.day) <= (0 if row.origin == other.day else w.NEAR_DAYS):
                    return w.RAISED_THERE - (row.origin != other.day), f"raised at the meeting of {other.sighting.date}"
                if row.origin > other.day + w.NEAR_DAYS:
                    return (
                        w.RAISED_LATER,
                        f"raised on {row.sighting.origin}, after the meeting of {other.sighting.date}",
                    )
        return NOTHING

    def _number(self, a: Known, b: Known) -> Found:
        if not a.number or not b.number or not {a.sighting.kind, b.sighting.kind} <= LISTED:
            return NOTHING
        raised = [one.origin or (one.day if one.sighting.form == "minutes" else None) for one in (a, b)]
        stay = self._numbers_stay(a.sighting.paper, b.sighting.paper)
        if not stay and not (raised[0] and raised[0] == raised[1]):
            return NOTHING
        if _same_number(a.number, b.number):
            return w.NUMBER_SAME, f"both number {a.sighting.number}"
        if _part_of(a.number, b.number) or _part_of(b.number, a.number):
            return w.NUMBER_PART, f"numbers {a.sighting.number} and {b.sighting.number}"
        return w.NUMBER_DIFFERS, f"numbers {a.sighting.number} and {b.sighting.number}"

    def _owner(self, a: Known, b: Known) -> Found:
        if not a.owners or not b.owners:
            return NOTHING
        if a.owners & b.owners:
            return self._scales.owner(a, b), f"both of {', '.join(b.sighting.owners)}"
        same = {alike(one, other) for one in a.owners for other in b.owners}
        if True in same:
            return w.OWNER_MOST / 2, f"of {', '.join(a.sighting.owners)} and {', '.join(b.sighting.owners)}"
        if None in same:
            return NOTHING
        return w.OWNER_DIFFERS, f"of {', '.join(a.sighting.owners)}, then {', '.join(b.sighting.owners)}"

    def _due(self, a: Known, b: Known) -> Found:
        if not a.due or not b.due:
            return NOTHING
        if a.due == b.due:
            return self._scales.due(a, b), f"both due {b.sighting.due.text if b.sighting.due else ''}"
        once = a.day == b.day and a.sighting.form != b.sighting.form  # a meeting's list and what it set itself
        return (w.DUE_DIFFERS_AT_ONCE if once else w.DUE_DIFFERS), "due dates differ"

    def _heading(self, a: Known, b: Known) -> Found:
        if a.subject and b.subject:
            shown = f"{a.sighting.subject!r} and {b.sighting.subject!r}"
            return self._compared(a, b, a.subject, b.subject, w.SUBJECT_MOST, w.SUBJECT_DIFFERS, shown)
        if a.heading and b.heading:
            alike = a.sighting.form == b.sighting.form and not self._scales.common(a) and not self._scales.common(b)
            differs = w.HEADING_DIFFERS if alike else 0.0
            shown = f"{a.sighting.heading!r} and {b.sighting.heading!r}"
            return self._compared(a, b, a.heading, b.heading, w.HEADING_MOST, differs, shown)
        return NOTHING

    def _compared(
        self, a: Known, b: Known, one: frozenset[str], other: frozenset[str], most: float, differs: float, shown: str
    ) -> Found:
        if one == other:
            return self._scales.heading(a, b, most), f"both under {b.sighting.subject or b.sighting.heading!r}"
        share = len(one & other) / min(len(one), len(other))
        if share >= 0.5:
            return share * most / 2, f"under {shown}"
        return (differs, f"under {shown}") if not share else NOTHING

    def _matter(self, a: Known, b: Known) -> Found:
        """Minutes that come back to a matter and name it in the words under which it was set."""
        then = b if (a.day or 0) <= (b.day or 0) else a
        if not (a.matter and b.matter and then.sighting.topic and a.family == b.family) or a.day == b.day:
            return NOTHING
        both = a.matter & b.matter
        if not both or len(both) < min(len(a.matter), len(b.matter)):
            return NOTHING
        same = a.matter == b.matter
        return (w.MATTER_SAME if same else w.MATTER_NEAR), f"both on {then.sighting.topic!r}"

    def _part(self, a: Known, b: Known) -> Found:
        if not a.part or not b.part:
            return NOTHING
        return (w.PART_SAME, f"both in {b.sighting.part!r}") if a.part == b.part else (
            w.PART_DIFFERS, f"in {a.sighting.part!r} and {b.sighting.part!r}")  # fmt: skip

    def _order(self, a: Known, b: Known) -> Found:
        if a.sighting.form != "log" or b.sighting.form != "log" or a.tells or b.tells:
            return NOTHING
        return w.ORDER_MOST * (1 - abs(a.order - b.order)), ""

    def _routine(self, a: Known, b: Known) -> Found:
        """The same words in the minutes of meeting after meeting are a task set anew each time."""
        if a.text != b.text or a.sighting.form != "minutes" or b.sighting.form != "minutes":
            return NOTHING
        often = self._scales.often(b)
        return (w.ROUTINE * log2(often), f"the same is set in {often} minutes") if often > 2 else NOTHING

    def _yearly(self, a: Known, b: Known) -> Found:
        """What is for a year is not what is for another, nor what is set for a season what is set a year after."""
        if a.year and b.year and not a.year & b.year:
            return w.OTHER_YEAR, f"for {', '.join(sorted(a.year))} and {', '.join(sorted(b.year))}"
        if (
            a.season & b.season
            and a.day
            and b.day
            and abs(a.day - b.day) >= w.YEAR_DAYS
            and not (a.origin and b.origin)
        ):
            return w.OTHER_YEAR, f"comes every {' and '.join(sorted(a.season & b.season))}"
        return NOTHING

    def _decided(self, a: Known, b: Known) -> Found:
        """A report's recommendation, and a decision in minutes: one made at the meeting, under the report's title."""
        report, minutes = (a, b) if a.sighting.kind == "recommendation" else (b, a)
        if (report.sighting.kind, minutes.sighting.kind) != ("recommendation", "decision") or not (
            report.day and minutes.day
        ):
            return NOTHING
        if minutes.sighting.form != "minutes" or report.sighting.form == "minutes":
            return NOTHING
        after = minutes.day - report.day
        bits = w.SAME_MEETING if not after else w.MEETING_AFTER if 0 < after <= w.DECIDED_DAYS else w.OTHER_MEETING
        title, heading = report.title, minutes.heading | minutes.part_words
        if title and heading:
            both = len(title & heading)
            bits += w.TITLE_IS_HEADING * both / min(len(title), len(heading)) if both else w.TITLE_NOT_HEADING
        when = "at the meeting" if not after else f"{after} days after the report"
        return bits, f"decided {when} under {minutes.sighting.heading!r}"

    def _tells(self, a: Known, b: Known) -> Found:
        then = b if (a.day or 0) <= (b.day or 0) else a
        if a.tells == b.tells:
            return NOTHING
        teller, task = (a, b) if a.tells else (b, a)
        set_on = task.origin or (task.day if task.sighting.form == "minutes" else None)
        if set_on and teller.day and teller.day <= set_on:
            return w.TOLD_BEFORE, f"told of on {teller.sighting.date}, and not set before"
        open_ = task.sighting.kind in TASKS and task.sighting.standing not in FINISHED
        if then is teller and open_ and words_bits(a, b)[0] >= w.TELLING_WORDS:
            return w.TELLS_OF, "tells how it went"
        return NOTHING

    def _closed(self, a: Known, b: Known) -> Found:
        first, then = (a, b) if (a.day or 0) <= (b.day or 0) else (b, a)
        if not first.day or not then.day:
            return NOTHING
        finished = first.sighting.standing in FINISHED and then.sighting.standing not in FINISHED
        if finished and then.sighting.kind in TASKS and first.day != then.day:
            other = 0.0 if opens_again(f"{then.sighting.text} {then.sighting.said}") else w.CLOSED_OTHER * unlike(a, b)
            return w.CLOSED_BEFORE + other, f"finished by {first.sighting.date}, open on {then.sighting.date}"
        return NOTHING


#: Every feature. Their bits are added: first those that alone can decide, then what stands beside the words.
FEATURES: tuple[tuple[str, Callable[[Judge, Known, Known], Found]], ...] = (
    ("prior", Judge._prior),
    ("kind", Judge._kind),
    ("words", Judge._words),
    ("origin", Judge._origin),
    ("decided", Judge._decided),
    ("routine", Judge._routine),
    ("yearly", Judge._yearly),
    ("closed", Judge._closed),
    ("number", Judge._number),
    ("owner", Judge._owner),
    ("due", Judge._due),
    ("heading", Judge._heading),
    ("matter", Judge._matter),
    ("part", Judge._part),
    ("order", Judge._order),
    ("tells", Judge._tells),
)
FIRST = 8  # of them that can decide alone


def words_bits(a: Known, b: Known) -> Found:
    """What the words of two sightings say, by how rare those shared are and how much is not shared."""
    both = a.weight.keys() & b.weight.keys()
    if not both:
        return -5.0, "no word in common"
    if common := a.owners & b.owners:  # an owner that both have speaks for himself
        both = both - {root for owner in common for root in a.named.get(owner, ())} or both
    shared_a, shared_b = sum([a.weight[word] for word in both]), sum([b.weight[word] for word in both])
    missing = (one.total - sum([one.weight[word] for word in both - one.whose]) for one in (a, b))
    less, more = sorted([max(0.0, bits) for bits in missing])
    prices = (w.MISSING_TOLD, w.MISSING_TELLING) if a.tells != b.tells else (w.MISSING_LESS, w.MISSING_MORE)
    raw = w.WORD_SCALE * (min(shared_a, shared_b) - prices[0] * less - prices[1] * min(more, w.MISSING_MOST))
    bits = w.WORDS_MOST * tanh(raw / w.WORDS_MOST) if raw > 0 else raw
    if a.text == b.text:
        return bits + w.SAME_WORDS, "the same words"
    return bits, "shares"


def unlike(a: Known, b: Known) -> float:
    """The share of the words of two sightings, by what they weigh, that only one of them has."""
    both = (a.weight.keys() & b.weight.keys()) - a.whose - b.whose
    most = max(a.total, b.total)
    return max(0.0, 1 - sum([min(a.weight[word], b.weight[word]) for word in both]) / most) if most else 0.0


def shared_words(a: Known, b: Known) -> str:
    """The rarest words that two sightings share, as the later writes them."""
    text = cut_content(b.sighting.text)
    written = dict(zip(b.sighting.words[-len(text) :], text, strict=False))  # its topic comes first
    rare = sorted(a.weight.keys() & b.weight.keys(), key=lambda word: (-min(a.weight[word], b.weight[word]), word))[:5]
    shown = (written.get(word, word) for word in rare)
    return "shares " + ", ".join(word[1:].upper() if word[0] == SHORT else word for word in shown)


def _same_number(one: str, other: str) -> bool:
    """Whether two numbers are one, '5' standing for 'a5' but not 'b5' for 'a5'."""
    first, second = one.lstrip(ascii_lowercase), other.lstrip(ascii_lowercase)
    return one == other or (first == second and bool(first) and (first == one or second == other))


def _part_of(number: str, part: str) -> bool:
    """Whether what had one number has been split: '7' into '7a' and '7b'."""
    return part[:-1] == number and number[-1:].isdigit() and part[-1:] in ascii_lowercase


def misprint(one: Known, other: Known) -> bool:
    """Whether the days on which two sightings were raised differ by what may be a misprint."""
    if not one.origin or not other.origin:
        return False
    a, b = date.fromordinal(one.origin), date.fromordinal(other.origin)
    same = (a.year == b.year) + (a.month == b.month) + (a.day == b.day)
    return same == 2 and a.month == b.month
