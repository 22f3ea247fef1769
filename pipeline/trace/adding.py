"""What is kept of threads brought up to date with a few papers, from these and what they touch.

Read are the papers of the bodies whose papers came, went or changed, those whose statements share rare words with
theirs, and those that hold the other statements of a group that is told anew. All else stays as it is, unread.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from datetime import date, timedelta

import msgspec

from pipeline.trace import judgements, successions
from pipeline.trace.dating import dated
from pipeline.trace.families import Families
from pipeline.trace.judgements import Judgement
from pipeline.trace.keep import Kept
from pipeline.trace.known import counts
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.linking import Linker
from pipeline.trace.meetings import Gap
from pipeline.trace.nearby import Papers, nearby
from pipeline.trace.postings import entries
from pipeline.trace.records import Brief, Counts, Gathered, Link, Sighting
from pipeline.trace.series import shared
from pipeline.trace.shelf import Groups
from pipeline.trace.successions import Succession
from pipeline.trace.traced import Done
from pipeline.trace.weights import DECIDED_DAYS, SERIES_FROM
from pipeline.trace.whole import Whole, echoes, representatives

Numbered = tuple[int, Gathered]


class Adding:
    """One update with the papers `fresh`, gathered anew; `before` are papers that changed or went, as they were."""

    def __init__(
        self, kept: Kept, fresh: Set[str], before: Sequence[Numbered], judged: Sequence[Judgement], done: Done
    ) -> None:
        self._kept, self._judged, self._done = kept, judged, done
        self._before = [one for _, one in before]
        self._families = Families(kept.state("families", list[tuple[str, str]]) or ())
        self._lexicon = kept.state("lexicon", Lexicon) or Lexicon()
        self._numbers: dict[str, int] = {}
        self._briefs: dict[str, Brief] = {}
        for number, brief in kept.briefs():
            self._numbers[brief.note.paper], self._briefs[brief.note.paper] = number, brief
        self._counted = representatives(self._briefs.values())
        self._dates = kept.state("dates", dict[str, str]) or {}
        self._was = kept.state("family", dict[str, str]) or {}  # the family of each paper, as it was
        #: The body of each paper as linking has it, which knows of no successions but those that are said.
        self._body = {p: self._families.named(b.note.body, b.note.path) for p, b in self._briefs.items()}
        self._loaded: dict[str, Gathered] = {}  # papers that count, with their dates
        self._deciding: set[str] = set()  # minutes that may decide on what is asked about
        self._ready: tuple[int, Linker] | None = None  # of so many papers
        # A paper that counts now and did not before, or has another date now, is touched as well.
        self._touched = {*fresh, *(one.note.paper for _, one in before), *(self._counted ^ self._dates.keys())}
        self._bodies = self._around()
        self._load(paper for paper, body in self._body.items() if body in self._bodies)
        self._shift(fresh, before)

    def run(self) -> None:
        """Link, group and tell anew what the touched papers reach."""
        links = self._relink()
        opened, changed, joined = self._regroup(links)
        firsts = {first for first, _, _ in opened.values()}
        self._kept.put_carried(firsts, ((rows[0].statement, successions.carried(rows)) for rows in changed))
        followed = self._followed()
        family = self._family(followed)
        papers = {p for p in family.keys() | self._was if p in self._touched or family.get(p) != self._was.get(p)}
        moved = {told[paper] for told in (self._was, family) for paper in papers if paper in told}
        moved |= self._went_on(opened) & {*family.values()}
        self._load_bodies(moved | {family[row.paper] for rows in changed for row in rows}, family, changed)
        asked = self._asked(changed, {paper for _, _, paper in opened.values()})
        held = opened | self._kept.groups_of(self._loaded)
        groups = self._groups(held, changed)
        whole = Whole(self._papers(), joined, (), self._lexicon, self._families, groups, followed)
        moved |= {family[other] for paper in papers if paper in family for other in whole.series.beside(paper)}
        self._retell(whole, changed, moved, held)
        self._resolve(whole, asked, held)
        gaps = (self._kept.state("gaps", dict[str, list[Gap]]) or {}) | whole.gaps(moved)
        self._kept.put_state("gaps", {name: found for name, found in gaps.items() if name in {*family.values()}})
        self._echo()
        self._kept.put_state("successions", followed)
        self._kept.put_state("family", family)
        self._kept.put_state("dates", self._dates)

    # ------------------------------------------------------------------------------------------------- papers

    def _around(self) -> set[str]:
        """The bodies of the touched papers, and those with which they were one."""
        were = {self._was[paper] for paper in self._touched if paper in self._was}
        return {body for paper, body in self._body.items() if paper in self._touched or self._was.get(paper) in were}

    def _load(self, papers: Iterable[str]) -> bool:
        """Read those of `papers` that count and were not yet; whether there were any."""
        wanted = (self._counted & set(papers)) - self._loaded.keys()
        notes = (brief.note for brief in self._briefs.values())
        for one in dated(list(self._kept.gathered_among(wanted)), self._families, notes) if wanted else ():
            self._loaded[one.note.paper] = one
        return bool(wanted)

    def _papers(self) -> list[Gathered]:
        return [one for _, one in sorted(self._loaded.items())]

    def _shift(self, fresh: Set[str], before: Sequence[Numbered]) -> None:
        """Take up the dates of what is loaded, and the words of what is new."""
        for paper in self._dates.keys() - self._counted:
            del self._dates[paper]
        for paper, one in self._loaded.items():
            if self._dates.get(paper) != (one.note.date or ""):
                self._dates[paper] = one.note.date or ""
                self._touched.add(paper)
        come = [(self._numbers[one.note.paper], one) for one in self._kept.gathered_among(fresh)]
        gone, come_ = (entries((number, self._texts(one)) for number, one in ones) for ones in (before, come))
        self._kept.postings().change(gone, come_)

    def _texts(self, one: Gathered) -> list[list[str]]:
        return [self._lexicon.words(sighting) for sighting in one.sightings]

    # -------------------------------------------------------------------------------------------------- links

    def _linker(self) -> Linker:
        """All that is loaded, ready to be compared."""
        if self._ready is None or self._ready[0] != len(self._loaded):
            sightings = [s for one in self._papers() for s in one.sightings]
            linker = Linker(sightings, self._families, self._lexicon, self._held_counts)
            self._ready = len(self._loaded), linker
        return self._ready[1]

    def _held_counts(self, body: str) -> Counts | None:
        return None if body in self._bodies else self._kept.counts(body)

    def _relink(self) -> list[Link]:
        """Make the links of the touched papers, and hold them; and what is counted over the papers of their bodies."""
        by_number = {self._numbers[paper]: paper for paper in self._counted}
        papers = Papers(
            {number: self._body[paper] for number, paper in by_number.items()},
            {number: self._dates.get(paper, "") for number, paper in by_number.items()},
            sum(self._briefs[paper].stated for paper in self._counted),
        )
        texts = {self._numbers[paper]: self._texts(self._loaded[paper]) for paper in self._touched & self._counted}
        spots = list(nearby(texts, papers, self._kept.postings()))
        self._load(by_number[number] for _, (number, _) in spots)
        linker = self._linker()
        places = {number: linker.known.by_paper[paper] for number, paper in by_number.items() if paper in self._loaded}
        pairs = {tuple(sorted((places[a][i], places[b][j]))) for (a, i), (b, j) in spots}
        links = linker.links(sorted(pairs))  # type: ignore[arg-type]
        self._kept.unlink(self._touched)
        self._kept.put_links_of(links, {s.statement: s.paper for s in linker.known.sightings})
        self._kept.put_counts((body, counts(linker.known, body)) for body in self._bodies)
        self._done.compared, self._done.links = sum(map(len, texts.values())), len(links)
        return links

    # ------------------------------------------------------------------------------------------------- groups

    def _regroup(self, links: Sequence[Link]) -> tuple[Groups, list[list[Sighting]], list[Link]]:
        """The groups that were opened, as they were; what is made of them; what people joined.

        Opened are those that hold a statement of a touched paper or that one is linked to, that lost a statement, or of
        which a person has said something since.
        """
        before = self._kept.state("judged", list[Judgement]) or []
        self._load(self._papers_of([*self._judged, *before]))
        sightings = [s for one in self._loaded.values() for s in one.sightings]
        since = [one for one in (*self._judged, *before) if one not in self._judged or one not in before]
        reached = {end for link in links for end in (link.earlier, link.later)} | judgements.named(since, sightings)
        touched = self._kept.groups_of(self._touched)
        opened = touched | self._kept.members({first for first, _, _ in (self._kept.named(reached) | touched).values()})
        self._load(paper for _, _, paper in opened.values())
        linker = self._linker()
        sightings = list(linker.known.sightings)
        joined, parted = judgements.apply(self._judged, sightings)
        reached |= opened.keys()
        among = {i for i, s in enumerate(sightings) if s.statement in reached or s.paper in self._touched}
        near = self._kept.links_of({sightings[i].paper for i in among})
        made = linker.groups([*joined, *near], parted, among)
        self._kept.put_state("judged", self._judged)
        return opened, [[sightings[i] for i in group] for group in made], joined

    def _papers_of(self, judged: Iterable[Judgement]) -> set[str]:
        """The papers of the statements that people spoke of, by their ids or the names of their files."""
        named = {side.statement: side.document for one in judged for side in (one.one, one.other)}
        known = self._kept.named(named)
        files = {document for statement, document in named.items() if statement not in known}
        return {paper for _, _, paper in known.values()} | {
            paper for paper, brief in self._briefs.items() if brief.note.document in files
        }

    def _groups(self, held: Groups, changed: Sequence[list[Sighting]]) -> list[list[Sighting]]:
        """All groups of what is loaded: those that changed, and the others as they were."""
        new = {row.statement for rows in changed for row in rows}
        linker = self._linker()
        others: defaultdict[str, list[int]] = defaultdict(list)
        for at, sighting in enumerate(linker.known.sightings):
            if sighting.statement not in new and sighting.statement in held:
                others[held[sighting.statement][0]].append(at)
        unchanged = [[linker.known.sightings[i] for i in sorted(own, key=linker.when)] for own in others.values()]
        return [*unchanged, *changed]

    # ------------------------------------------------------------------------------------------------- bodies

    def _followed(self) -> list[Succession]:
        briefs = [self._briefs[paper] for paper in sorted(self._counted)]
        said = successions.collect(item for brief in briefs for item in brief.said)
        notes = (msgspec.structs.replace(brief.note, date=self._dates[brief.note.paper] or None) for brief in briefs)
        return said + successions.inferred(self._kept.carried(), notes, said)

    def _family(self, followed: Iterable[Succession]) -> dict[str, str]:
        """The family of each paper; where one body takes up another's actions, they are one."""
        seen = [(one.former, one.later) for one in followed if not one.said]
        families = Families([*self._families.pairs, *seen])
        notes = (self._briefs[paper].note for paper in sorted(self._counted))
        return {note.paper: families.named(note.body, note.path) for note in notes}

    def _went_on(self, opened: Groups) -> set[str]:
        """The families that had several things in common with papers that changed or went."""
        papers = {one.note.paper for one in self._before}
        theirs = {first for first, _, paper in opened.values() if paper in papers}
        shared = {(self._was.get(paper, ""), first) for first, _, paper in opened.values() if first in theirs}
        counted = Counter(body for body, _ in shared)
        return {body for body, number in counted.items() if number >= SERIES_FROM}

    def _load_bodies(self, bodies: set[str], family: dict[str, str], changed: Sequence[list[Sighting]]) -> None:
        """Read all papers of `bodies`, of those whose lists go on with theirs, and of every group they share in."""
        new = {row.statement for rows in changed for row in rows}
        while True:
            own = {paper for paper, body in family.items() if body in bodies}
            self._load(own)
            held = self._kept.groups_of(own)
            self._load(paper for _, _, paper in self._kept.members({first for first, _, _ in held.values()}).values())
            rows = self._groups(self._kept.groups_of(self._loaded), [g for g in changed if g[0].statement in new])
            joined = [pair for pair, number in shared(rows).items() if number >= SERIES_FROM and own & {*pair}]
            further = {family[paper] for pair in joined for paper in pair} - bodies
            if not further:
                return
            bodies = bodies | further

    # ------------------------------------------------------------------------------------------------ telling

    def _retell(self, whole: Whole, changed: Sequence[list[Sighting]], moved: Collection[str], held: Groups) -> None:
        """Tell anew what `changed` holds, and all else of the bodies that `moved`; `held` is what was told.

        A new log says of every other thing on the lists of its body that it is not in it.
        """
        new = {row.statement for rows in changed for row in rows}
        again = [
            rows for rows in whole.groups
            if rows[0].statement in new or any(whole.family[row.paper] in moved for row in rows)
        ]  # fmt: skip
        self._done.told = len(again)
        whole.links += self._kept.links_of({row.paper for rows in again for row in rows})
        there = {s.statement for s in whole.sightings}
        statements = {row.statement for rows in again for row in rows} | (held.keys() - there)
        self._kept.drop_threads({held[one][1] for one in statements if one in held}, statements)
        self._kept.put_threads(whole.told(again))

    def _asked(self, changed: Sequence[list[Sighting]], reached: Set[str]) -> set[str]:
        """The recommendations to be held against the minutes anew, all that bears on them read.

        Those of touched papers and changed groups, those that papers which these `reached` decide on, and those
        undecided that minutes among the touched may decide.
        """
        asked = {row.statement for rows in changed for row in rows if row.kind == "recommendation"}
        for one in (self._loaded[paper] for paper in self._touched & self._counted):
            asked |= {s.statement for s in one.sightings if s.kind == "recommendation"}
        papers = self._kept.decided_by(self._touched | reached)
        there = (self._loaded[paper] for paper in self._touched & self._counted)
        for note in (one.note for one in (*there, *self._before)):
            if note.form == "minutes" and note.date:
                first = date.fromisoformat(note.date) - timedelta(days=DECIDED_DAYS)
                papers |= self._kept.undecided(first.isoformat(), note.date)
        self._load(papers.values())
        asked |= papers.keys()
        members = self._kept.members({first for first, _, _ in self._kept.named(asked).values()})
        self._load(paper for _, _, paper in members.values())
        days = {s.date for one in self._loaded.values() for s in one.sightings if s.statement in asked and s.date}
        self._deciding = set(self._minutes_after(sorted(days)))
        self._load(self._deciding)
        return asked

    def _minutes_after(self, days: Iterable[str]) -> Iterator[str]:
        """The minutes of each of `days` and of the time after it within which what was recommended then is decided."""
        minutes = {p: self._dates[p] for p in self._counted if self._briefs[p].note.form == "minutes"}
        for day in days:
            last = (date.fromisoformat(day) + timedelta(days=DECIDED_DAYS)).isoformat()
            yield from (paper for paper, held in minutes.items() if day <= held <= last)

    def _resolve(self, whole: Whole, asked: Set[str], held: Groups) -> None:
        groups = [rows for rows in whole.groups if any(row.statement in asked for row in rows)]
        whole.links += self._kept.links_of({row.paper for rows in groups for row in rows} | self._deciding)
        there = {s.statement for s in whole.sightings}
        made = [one for one in whole.resolutions(groups) if one.recommendation.statement in asked]
        self._kept.put_resolutions(asked | (held.keys() - there), made)

    def _echo(self) -> None:
        """Hold the statements of drafts and copies among the touched papers, and of those that these are copies of."""
        paths = {self._briefs[paper].note.path for paper in self._touched if paper in self._briefs}
        beside = {p for p, b in self._briefs.items() if b.note.path in paths or not paths.isdisjoint(b.note.copy_paths)}
        copies = {path for paper in beside for path in self._briefs[paper].note.copy_paths}
        beside |= {paper for paper, brief in self._briefs.items() if brief.note.path in copies}
        found = list(self._kept.gathered_among(beside)) if copies else []
        self._kept.put_echoes(self._touched | beside, echoes(found, self._counted))
