"""Which papers are the same one: the same bytes twice, the same text in two formats, a draft beside a final.

Texts are compared by sketches: of all runs of three words, the smallest hashes. The share that two sketches have in
common estimates the share of wording that the papers have in common (bottom-k sketches; A. Broder, 'On the
resemblance and containment of documents', 1997).
"""

from __future__ import annotations

import array
from collections import defaultdict
from itertools import combinations
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zlib import crc32

from pipeline.model import Paper
from pipeline.text import fold
from pipeline.vocabulary.drafts import is_draft

if TYPE_CHECKING:
    from pipeline.store.catalogue import Catalogue, Entry

SIZE = 128  # hashes a sketch: the estimate is off by about 0.04
KEYS = 12  # of these, how many bring two papers together for comparison
CROWD = 40  # a hash in more papers than this is boilerplate and brings none together
SAME_TEXT = 0.85  # at least as alike: one text in two formats
SAME_MEETING = 0.6  # enough for two papers of one type, body and date: a draft and its final
SAME_DRAFT = 0.3  # enough when, besides, just one of them says that it is a draft
SHORTEST = 24  # hashes; with fewer, a paper is too short to be told from its like


def sketch(paper: Paper) -> bytes:
    """The sketch of a paper's text: up to SIZE hashes of 32 bits, smallest first, little-endian."""
    words = [word for passage in paper.passages for word in fold(passage.text).split()]
    hashes = {crc32(" ".join(words[i : i + 3]).encode()) for i in range(max(len(words) - 2, 0))}
    return array.array("I", sorted(hashes)[:SIZE]).tobytes()


def related(catalogue: Catalogue) -> dict[str, tuple[str, list[str]]]:
    """The papers whose first path or copies are no longer what their JSON says: id -> (path, copies)."""
    files = defaultdict(list)
    for file in catalogue.files():
        files[file.paper].append(file.path)
    entries = {entry.id: entry for entry in catalogue.entries()}
    alike = _alike({paper: entry for paper, entry in entries.items() if entry.outcome == "read"})
    changed = {}
    for paper, entry in entries.items():
        own = files.get(paper) or [entry.path]
        copies = sorted({*own[1:], *(path for other in alike[paper] for path in files.get(other, ()))} - {own[0]})
        if (own[0], copies) != (entry.path, entry.copies):
            changed[paper] = (own[0], copies)
    return changed


def _alike(entries: dict[str, Entry]) -> dict[str, set[str]]:
    sketches = {paper: array.array("I", entry.sketch) for paper, entry in entries.items()}
    crowds: defaultdict[object, set[str]] = defaultdict(set)
    for paper, hashes in sketches.items():
        for key in hashes[:KEYS]:
            crowds[key].add(paper)
        entry = entries[paper]
        if entry.meeting_date:
            crowds[(entry.meeting_date, entry.paper_type)].add(paper)
    pairs = {pair for crowd in crowds.values() if len(crowd) <= CROWD for pair in combinations(sorted(crowd), 2)}
    alike = defaultdict(set)
    for one, other in pairs:
        if _same(entries[one], entries[other], _share(sketches[one], sketches[other])):
            alike[one].add(other)
            alike[other].add(one)
    return alike


def _share(one: array.array[int], other: array.array[int]) -> float:
    if min(len(one), len(other)) < SHORTEST:
        return 1.0 if one and one == other else 0.0
    smallest = sorted({*one, *other})[:SIZE]
    both = {*one} & {*other}
    return sum(value in both for value in smallest) / len(smallest)


def _same(one: Entry, other: Entry, share: float) -> bool:
    if one.meeting_date and other.meeting_date and one.meeting_date != other.meeting_date:
        return False  # a form filled in anew for the next meeting
    if share >= SAME_TEXT:
        return True
    meeting = (one.meeting_date, one.paper_type) == (other.meeting_date, other.paper_type) and one.meeting_date
    if not meeting or (one.body and other.body and one.body != other.body):
        return False
    drafted = bool(one.body) and one.body == other.body and _is_draft(one) != _is_draft(other)
    return share >= (SAME_DRAFT if drafted else SAME_MEETING)


def _is_draft(entry: Entry) -> bool:
    return is_draft(entry.title, PurePosixPath(entry.path).name)
