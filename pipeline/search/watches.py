"""Saved searches that tell what is new since they were last run.

`watches.yaml` in a home holds the searches, in words a person can read, change and copy. What each has found so far is
in `watches.seen.json` beside it; a search that has no entry there has not been run yet.

A passage is known when its statement, the same words of the same paper, or the same words of the same day were found
before: reading the papers again, moving files, or a copy of a paper brings nothing new.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import yaml

from pipeline.errors import UsageError
from pipeline.search.engine import Engine, Hit, Request
from pipeline.search.words import words

FILE = "watches.yaml"
SEEN_FILE = "watches.seen.json"
_HEAD = "# Searches kept by `papers watch`. Each has a name; what can stand under it is what a search can be asked.\n"
_A_PAGE = 500


class Seen(msgspec.Struct):
    """What one search has found so far: `run` is when it was last run, `known` holds the marks of passages."""

    run: str
    known: list[str]


class News(msgspec.Struct):
    """What is new of one search: `since` is when it was last run, None when it was not yet."""

    name: str
    query: str
    since: str | None
    total: int
    new: list[Hit]


class Watches:
    """The saved searches of the home in `folder`."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageError when the files do not hold what they should."""
        self._searches, self._seen_file = folder / FILE, folder / SEEN_FILE
        self.searches = _read_searches(self._searches)
        self._seen = _read_seen(self._seen_file)

    def add(self, name: str, request: Request) -> None:
        """Keep a search. Raises UsageError when there is one of that name."""
        if name in self.searches:
            raise UsageError(f"there is a saved search {name!r} already", hint=f"papers watch remove {name!r}")
        self.searches[name] = request
        self._write_searches()

    def remove(self, name: str) -> None:
        """Forget a search and what it found. Raises UsageError when there is none of that name."""
        self.named(name)
        del self.searches[name]
        self._seen.pop(name, None)
        self._write_searches()
        self._write_seen()

    def named(self, name: str) -> Request:
        """The search `name`. Raises UsageError when there is none."""
        if name not in self.searches:
            known = ", ".join(self.searches) or "none yet"
            raise UsageError(f"there is no saved search {name!r}", hint=f"There are: {known}.")
        return self.searches[name]

    def last_run(self, name: str) -> str | None:
        """When the search was last run, to the minute and in UTC; None when it was not yet."""
        return self._seen[name].run if name in self._seen else None

    def news(self, engine: Engine, name: str) -> News:
        """What the search finds now and did not find before, best first."""
        request = self.named(name)
        known = set(self._seen[name].known) if name in self._seen else set()
        hits = list(_all(engine, request))
        new = [hit for hit in hits if known.isdisjoint(_marks(hit))]
        return News(name, request.query, self.last_run(name), len(hits), new)

    def take_stock(self, engine: Engine, name: str, of: list[Hit] | None = None) -> int:
        """Note what the search finds now, or the hits `of`, as known; gives how many hits that were."""
        hits = list(_all(engine, self.named(name))) if of is None else of
        known = dict.fromkeys(self._seen[name].known if name in self._seen else ())
        for hit in hits:
            known |= dict.fromkeys(_marks(hit))
        self._seen[name] = Seen(datetime.now(UTC).isoformat(timespec="minutes"), list(known))
        self._write_seen()
        return len(hits)

    def _write_searches(self) -> None:
        plain = {name: _plain(request) for name, request in self.searches.items()}
        text = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100) if plain else ""
        _write(self._searches, (_HEAD + text).encode())

    def _write_seen(self) -> None:
        _write(self._seen_file, msgspec.json.format(msgspec.json.encode(self._seen), indent=1))


def _all(engine: Engine, request: Request) -> Iterator[Hit]:
    """Every hit, those that say the same in several papers each."""
    page = 1
    while True:
        asked = msgspec.structs.replace(request, limit=_A_PAGE, page=page, repeats=True, group=False, facets=[])
        results = engine.search(asked)
        yield from results.hits
        if page * _A_PAGE >= results.total:
            return
        page += 1


def _marks(hit: Hit) -> list[str]:
    """By what a hit is known again: its words with its paper, its words with the day, its statement."""
    said = " ".join(words(hit.text))
    whose = filter(None, (hit.paper, hit.date))
    marks = [blake2b(f"{of}\0{said}".encode(), digest_size=6).hexdigest() for of in whose]
    return [*marks, hit.statement] if hit.statement else marks


# ------------------------------------------------------------------------------------------ files


def _plain(request: Request) -> dict[str, Any]:
    """What of a request is not as it would be anyway."""
    usual = msgspec.to_builtins(Request())
    return {name: value for name, value in msgspec.to_builtins(request).items() if value != usual[name]}


def _read_searches(path: Path) -> dict[str, Request]:
    if not path.exists():
        return {}
    try:
        found = yaml.safe_load(path.read_text("utf-8")) or {}
        return msgspec.convert(found, dict[str, Request])
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UsageError(
            f"{path} holds no saved searches: {error}", hint="Correct the file or move it away."
        ) from error


def _read_seen(path: Path) -> dict[str, Seen]:
    if not path.exists():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Seen])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = "Move it away: the searches then begin anew, and their next run tells everything."
        raise UsageError(f"{path} is damaged: {error}", hint=hint) from error


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
