"""The people of a paper while it is read: each once for each capacity, by what the paper says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model import Capacity, Person
from pipeline.structure.items import ends_sentence
from pipeline.structure.labels import people_label
from pipeline.structure.listing import Named, is_deputy, is_presiding, listed
from pipeline.structure.names import has_post, initials_of, office, title_length
from pipeline.text import fold


class Register:
    """The people so far: a second mention adds what the first did not say."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Capacity], Person] = {}

    def add(self, named: Named | None, capacity: Capacity) -> None:
        """Add somebody, if anybody; only one chairs, unless two share the label."""
        if named is None:
            return
        if named.away:
            capacity = "apologies"
        elif named.chair and capacity == "present":
            capacity = "chair"
        key = fold(named.name)
        if capacity == "present" and any((key, other) in self._found for other in ("chair", "apologies")):
            if chair := self._found.get((key, "chair")):
                chair.role = chair.role or named.role
            return
        if capacity == "apologies" and _is_surname(named.name) and self._listed_as(key, capacity) != key:
            return
        if capacity == "apologies" and self._is_listed(key, capacity):
            return
        if capacity == "chair":
            if any(c == "chair" for _, c in self._found) and not named.joint:
                return
            self._found.pop((key, "apologies"), None)  # who chaired was there
            key = self._listed_as(key, "present")
            if known := self._found.pop((key, "present"), None):
                self._found[key, "chair"] = Person(known.name, known.role, "chair", known.initials)
                return
        self._found.setdefault((key, capacity), Person(named.name, named.role, capacity, named.initials))

    def add_all(self, found: Iterable[tuple[Named | None, Capacity]]) -> None:
        """Add each with their capacity."""
        for named, capacity in found:
            self.add(named, capacity)

    def _is_listed(self, key: str, capacity: Capacity) -> bool:
        """Whether somebody is listed already in a capacity, with or without a title: 'cllr l day' for 'l day'."""
        bare = key.split()[title_length(key.split()) :]
        return len(bare) > 1 and any(
            other == capacity and name != key and name.split()[title_length(name.split()) :] == bare
            for name, other in self._found
        )

    def _listed_as(self, key: str, capacity: Capacity) -> str:
        """The full name of somebody in that capacity whom `key` ends or abbreviates: 'cllr r lester' for 'lester'."""
        *before, last = key.split()
        alike = [name for name, other in self._found if other == capacity and name.split()[-1] == last]
        same = [name for name in alike if name.split()[-2:] == key.split()[-2:] and before]
        if len(alike) > 1 and before:
            alike = same or [name for name in alike if name.split()[-2][:1] == before[-1][:1]]
        return alike[0] if len(alike) == 1 else key

    def attended(self) -> bool:
        """Whether anybody is known to have been at a meeting."""
        return any(capacity in {"present", "apologies", "chair"} for _, capacity in self._found)

    def describe(self, post: str) -> bool:
        """Give the one added last, if without a post, the `post` that stands below; whether it can be one."""
        last = next(reversed(self._found.values()), None)
        bare = re.sub(r"\([^)]*\)", "", post)
        if last is None or last.role or len(post.split()) > 14 or ends_sentence(post) or not has_post(bare):
            return False
        if (
            any(bare.startswith(named.name) for named in listed(post))
            or title_length(bare.split())
            or people_label(post)[0]
        ):
            return False
        last.role = post
        return True

    def came(self) -> bool:
        """Whether anybody is known to have been present."""
        return any(capacity in {"present", "chair"} for _, capacity in self._found)

    def promote(self, called: str) -> None:
        """Let the one present whom a sentence calls the chair, by name or by post, be it when nobody is."""
        if any(capacity == "chair" for _, capacity in self._found):
            return
        wanted = self._listed_as(fold(called), "present")
        alike = [k for k, p in self._found.items() if k[1] == "present" and wanted in {fold(p.name), fold(p.role)}]
        if len(alike) == 1:
            person = self._found.pop(alike[0])
            self._found[alike[0][0], "chair"] = Person(person.name, person.role, "chair", person.initials)

    def preside(self) -> None:
        """Let the one present whose post it is be the chair where the paper names none, else the one deputy present."""
        for presides in (is_presiding, is_deputy):
            if any(capacity == "chair" for _, capacity in self._found):
                return
            alike = [key for key, person in self._found.items() if key[1] == "present" and presides(person.role)]
            if len(alike) == 1:
                person = self._found.pop(alike[0])
                self._found[alike[0][0], "chair"] = Person(person.name, person.role, "chair", person.initials)

    def people(self, text: str) -> list[Person]:
        """All of them, with the initials by which the paper calls them where only one can be meant."""
        self._part()
        self._strip_offices()
        tokens = set(re.findall(r"\b[A-Z](?:[a-z]?[A-Z]){1,4}[a-z]?\b", text))
        claims: dict[str, set[str]] = {}
        for person in self._found.values():
            for mark in initials_of(person.name) & tokens:
                claims.setdefault(mark, set()).add(person.name)
        for person in self._found.values():
            own = [m for m in initials_of(person.name) if claims.get(m) == {person.name}]
            person.initials = person.initials or max(own, key=lambda m: (len(m), m), default="")
        return list(self._found.values())

    def _part(self) -> None:
        """Give back the second of two names that a lost comma made one: 'Ann Lee Tom Low' where Ann Lee is listed."""
        names = {person.name for person in self._found.values()}
        for person in self._found.values():
            words = person.name.split()
            if len(words) > 3 and " ".join(words[:2]) in names:
                person.name = " ".join(words[2:])

    def _strip_offices(self) -> None:
        """Where a list calls its members 'Councillors', the title of those who are absent is their post as well.

        So is that of those from other councils: 'District Councillor Low'.
        """
        shared = any(office(f"{p.role} A B")[0] == p.role for p in self._found.values() if p.role)
        for person in self._found.values():
            before = office(f"{person.name} X")[0]
            if before and ((shared and person.capacity == "apologies") or " " in before):
                person.name = person.name[len(before) :].strip()
                person.role = person.role or before


def _is_surname(name: str) -> bool:
    """Whether a name is a title and a surname: 'Councillor Low'."""
    words = name.split()
    return title_length(words) == len(words) - 1 > 0
