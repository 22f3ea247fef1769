"""What is kept of threads brought up to date with the papers: gathered, linked, grouped and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from pipeline.model import Paper
from pipeline.store import Store
from pipeline.trace import gather, measures, successions
from pipeline.trace.dating import dated
from pipeline.trace.families import Families
from pipeline.trace.judgements import Judgement
from pipeline.trace.keep import Kept
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.linking import Linker
from pipeline.trace.records import Gathered, Link, Sighting
from pipeline.trace.traced import Done, Watch
from pipeline.trace.weights import RELINK_GROWTH
from pipeline.trace.whole import Whole, representatives


def gathered_from(paper: Paper) -> Gathered:
    """What following needs of `paper`."""
    return Gathered(
        gather.note(paper), list(gather.sightings(paper)), list(successions.find(paper)), list(measures.find(paper))
    )


def bring_up(store: Store, wanted: Mapping[str, str], judged: Sequence[Judgement], kept: Kept, done: Done,
             watch: Watch) -> None:  # fmt: skip
    """Make what is kept that of the papers `wanted` (id -> stamp) and of what people judged. Nothing is committed."""
    held = kept.stamps()
    stale = sorted(paper for paper, stamp in wanted.items() if held.get(paper) != stamp)
    gone = held.keys() - wanted.keys()
    kept.drop(gone)
    for at, paper in enumerate(store.papers(stale), 1):
        kept.put(paper.id, wanted[paper.id], gathered_from(paper))
        if at % 200 == 0:
            watch(f"gathered {at:,} of {len(stale):,} papers")
    done.papers = len(stale)
    everything = list(kept.gathered())
    if stale or gone:
        _relink(kept, everything, stale, gone, done, watch)
    lexicon, families = kept.state("lexicon", Lexicon) or Lexicon(), _families(kept)
    whole = Whole(everything, list(kept.links()), judged, lexicon, families)
    kept.put_threads(whole.threads, whole.sightings)
    kept.put_state("resolutions", whole.resolutions())
    kept.put_state("successions", whole.followed)
    kept.put_state("gaps", whole.gaps())


def _relink(kept: Kept, everything: Sequence[Gathered], stale: Sequence[str], gone: set[str], done: Done,
            watch: Watch) -> None:  # fmt: skip
    """Make the links of what has changed, or all of them when the weights of words are out of date."""
    counted = representatives(everything)
    now = sum(len(one.sightings) for one in everything if one.note.paper in counted)
    then, before = kept.state("size", int) or 0, set(kept.state("linked", list[str]) or ())
    done.whole = not before or abs(now - then) > RELINK_GROWTH * then
    if done.whole:
        _weigh(kept, everything, counted, now)
        kept.clear_links()
    families, lexicon = _families(kept), kept.state("lexicon", Lexicon) or Lexicon()
    # A paper that counts now and did not before, or the other way round, is touched as well.
    fresh = None if done.whole else (set(stale) & counted) | (counted - before)
    if fresh is not None:
        kept.unlink({*stale, *gone, *(before - counted), *fresh})
    kept.put_state("linked", sorted(counted))
    sightings = _counted(everything, families, counted)
    done.compared = now if fresh is None else sum(s.paper in fresh for s in sightings)
    watch(f"comparing {done.compared:,} statements with {now:,}")
    links = Linker(sightings, families, lexicon).links(fresh)
    done.links = len(links)
    paper = {s.statement: s.paper for s in sightings}

    def ends(link: Link) -> tuple[str, str]:
        one, other = paper[link.earlier], paper[link.later]
        return (one, other) if one < other else (other, one)

    links.sort(key=lambda link: (*ends(link), link.earlier, link.later))
    kept.put_links((one, other, list(found)) for (one, other), found in groupby(links, ends))


def _weigh(kept: Kept, everything: Sequence[Gathered], counted: set[str], size: int) -> None:
    pairs = sorted({(s.former, s.later) for one in everything for s in one.successions if not s.role})
    families = Families(pairs)
    sightings = _counted(everything, families, counted)
    short = [item for one in everything for item in one.note.abbreviations.items()]
    kept.put_state("lexicon", Lexicon.of(sightings, [families.of(s) for s in sightings], short))
    kept.put_state("families", pairs)
    kept.put_state("size", size)


def _families(kept: Kept) -> Families:
    return Families(kept.state("families", list[tuple[str, str]]) or ())


def _counted(everything: Sequence[Gathered], families: Families, counted: set[str]) -> list[Sighting]:
    return [s for one in dated(everything, families) if one.note.paper in counted for s in one.sightings]
