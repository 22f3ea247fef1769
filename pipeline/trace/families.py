"""Which bodies are one: written in two ways, or one the successor of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from pipeline.text import fold
from pipeline.trace import weights as w
from pipeline.trace.records import Sighting


class Families:
    """The body that a sighting's paper belongs to. `successions` are pairs of names: the former and the later."""

    def __init__(self, successions: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = list(successions)
        self._heads: dict[str, str] = {}
        self._named: dict[str, str] = {}  # what was looked up
        for former, later in self.pairs:
            self._join(_name(former), _name(later))

    def of(self, sighting: Sighting) -> str:
        """The family of a sighting's paper; see `named`."""
        return self.named(sighting.body, sighting.path)

    def named(self, body: str, path: str) -> str:
        """The family of a body: its folded name, or its last successor's; without a name, the folder of `path`."""
        if not body:
            return self._head(_name(folder(path)))
        if body not in self._named:
            self._named[body] = self._head(_name(body))
        return self._named[body]

    def prior(self, a: Sighting, b: Sighting, one: str, other: str) -> tuple[float, str]:
        """What the bodies `one` and `other` of two sightings say, in bits and words."""
        if a.council and b.council and fold(a.council) != fold(b.council):
            return w.PRIOR_OTHER_COUNCIL, f"{a.council} and {b.council}"
        if one == other:
            renamed = fold(a.body) != fold(b.body)
            return w.PRIOR_SAME_BODY, f"{b.body} was {a.body}" if renamed and a.body and b.body else ""
        if not a.body or not b.body:
            near = PurePosixPath(a.path).parent == PurePosixPath(b.path).parent
            return (w.PRIOR_NEAR_BODY if near else w.PRIOR_OTHER_BODY), "" if near else "from two folders"
        words, others = set(one.split()), set(other.split())
        if words <= others or others <= words:
            return w.PRIOR_NEAR_BODY, f"{a.body} and {b.body}"
        return w.PRIOR_OTHER_BODY, f"{a.body} and {b.body}"

    def _head(self, name: str) -> str:
        while (further := self._heads.get(name, name)) != name:
            name = further
        return name

    def _join(self, former: str, later: str) -> None:
        one, other = self._head(former), self._head(later)
        if one and other and one != other:
            self._heads[one] = other


def of_folders(papers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """For each folder with papers that name no body, and the body of most of its papers, the two names.

    `papers` are the body and the path of each.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for body, path in papers:
        found[folder(path)][body] += 1
    for name, bodies in found.items():
        nameless = bodies.pop("", 0)
        body, number = max(bodies.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if nameless and number >= w.FOLDER_LEAST and number >= w.FOLDER_SHARE * bodies.total():
            yield name, body


def folder(path: str) -> str:
    """What stands for the body of a paper that names none."""
    return f"in {PurePosixPath(path).parent}"


def _name(body: str) -> str:
    return " ".join(word for word in fold(body).removeprefix("the ").split() if word != "and")  # '&' is no word
