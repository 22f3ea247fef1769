"""What is kept of threads brought up to date with the papers: gathered, linked, grouped and told.

With a few papers more, only what these touch is made again (`adding`); when the corpus has outgrown the weights of its
words, everything is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from pipeline.model import Paper
from pipeline.store import Store
from pipeline.trace import gather, measures, successions
from pipeline.trace.adding import Adding
from pipeline.trace.dating import dated
from pipeline.trace.families import Families, of_folders
from pipeline.trace.judgements import Judgement
from pipeline.trace.keep import Kept
from pipeline.trace.known import counts
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.linking import Linker
from pipeline.trace.postings import entries
from pipeline.trace.records import Gathered
from pipeline.trace.traced import Done, Watch
from pipeline.trace.weights import RELINK_GROWTH
from pipeline.trace.whole import Whole, echoes, representatives


def gathered_from(paper: Paper) -> Gathered:
    """What following needs of `paper`."""
    return Gathered(
        gather.note(paper), list(gather.sightings(paper)), list(gather.tidings(paper)), list(successions.find(paper)),
        list(measures.find(paper)),
    )  # fmt: skip


def renew(store: Store, wanted: Mapping[str, str], judged: Sequence[Judgement], kept: Kept, done: Done,
          watch: Watch) -> None:  # fmt: skip
    """Make what is kept that of the papers `wanted` (id -> stamp) and of what people judged. Nothing is committed."""
    held = kept.stamps()
    stale = {paper for paper, stamp in wanted.items() if held.get(paper) != stamp}
    gone = held.keys() - wanted.keys()
    before = kept.numbered((stale | gone) & held.keys())
    fresh = _gather(store, wanted, stale, gone, kept, done, watch)
    briefs = [brief for _, brief in kept.briefs()]
    counted = representatives(briefs)
    size = sum(brief.stated for brief in briefs if brief.note.paper in counted)
    then = kept.state("size", int)
    done.whole = then is None or abs(size - then) > RELINK_GROWTH * then
    if done.whole:
        watch(f"working out what became of each statement: {size:,}")
        _make(kept, counted, judged, done)
        kept.put_state("size", size)
    else:
        watch(f"working out what became of each statement: {size:,}, of {len(fresh):,} new or changed papers")
        Adding(kept, fresh, before, judged, done).run()


def _gather(store: Store, wanted: Mapping[str, str], stale: Set[str], gone: Set[str], kept: Kept, done: Done,
            watch: Watch) -> set[str]:  # fmt: skip
    """Gather the papers `stale`, which are new or changed, let go of those `gone`; the ids of what was gathered."""
    kept.drop(gone)
    fresh = set()
    for at, paper in enumerate(store.papers(sorted(stale)), 1):
        kept.put(paper.id, wanted[paper.id], gathered_from(paper))
        fresh.add(paper.id)
        if at % 200 == 0:
            watch(f"gathering what the papers state: {at:,} of {len(stale):,} papers")
    kept.drop(stale - fresh)
    kept.put_state("damaged", sorted(stale - fresh))
    done.papers = len(fresh)
    return fresh


def _make(kept: Kept, counted: Set[str], judged: Sequence[Judgement], done: Done) -> None:
    """Weigh the words, link, group and tell everything anew."""
    everything = list(kept.gathered())
    families, lexicon = _weigh(everything, counted, kept)
    papers = [one for one in dated(everything, families) if one.note.paper in counted]
    linker = Linker([s for one in papers for s in one.sightings], families, lexicon)
    links = linker.links()
    done.compared, done.links = len(linker.known), len(links)
    kept.clear_links()
    kept.put_links_of(links, {s.statement: s.paper for s in linker.known.sightings})
    kept.clear_threads()
    kept.put_counts((body, counts(linker.known, body)) for body in linker.known.by_family)
    numbers = {brief.note.paper: number for number, brief in kept.briefs()}
    kept.put_postings(
        entries((numbers[one.note.paper], [lexicon.words(s) for s in one.sightings]) for one in everything)
    )
    whole = Whole(everything, links, judged, lexicon, families)
    done.told = len(whole.groups)
    kept.put_threads(whole.told(whole.groups))
    kept.put_carried((), ((rows[0].statement, successions.carried(rows)) for rows in whole.groups))
    kept.put_resolutions((), whole.resolutions())
    kept.put_state("gaps", whole.gaps())
    kept.put_echoes((one.note.paper for one in everything), echoes(everything, counted))
    kept.put_state("successions", whole.followed)
    kept.put_state("family", whole.family)
    kept.put_state("dates", {one.note.paper: one.note.date or "" for one in papers})
    kept.put_state("judged", judged)


def _weigh(everything: Sequence[Gathered], counted: Set[str], kept: Kept) -> tuple[Families, Lexicon]:
    """The bodies that are one and the weights of words, which stay until everything is made anew."""
    pairs = sorted({(s.former, s.later) for one in everything for s in one.successions if not s.role})
    pairs += of_folders((one.note.body, one.note.path) for one in everything)
    families = Families(pairs)
    sightings = [s for one in everything if one.note.paper in counted for s in one.sightings]
    short = [item for one in everything for item in one.note.abbreviations.items()]
    lexicon = Lexicon.of(sightings, [families.of(s) for s in sightings], short)
    kept.put_state("lexicon", lexicon)
    kept.put_state("families", pairs)
    return families, lexicon
