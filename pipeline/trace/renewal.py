"""What is kept of threads brought up to date with the papers: gathered, linked, grouped and told.

Only what new, changed and vanished papers touch is made again: the links of their statements, the groups that those
links reach, and the threads of the bodies whose papers they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from pipeline.model import Paper
from pipeline.store import Store
from pipeline.trace import gather, judgements, measures, successions
from pipeline.trace.dating import dated
from pipeline.trace.families import Families, of_folders
from pipeline.trace.judgements import Judgement
from pipeline.trace.keep import Kept
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.linking import Linker
from pipeline.trace.meetings import Gap
from pipeline.trace.records import Gathered, Link, Sighting
from pipeline.trace.resolved import Resolution, in_order
from pipeline.trace.traced import Done, Watch
from pipeline.trace.weights import RELINK_GROWTH
from pipeline.trace.whole import Whole, echoes, representatives

Groups = list[list[Sighting]]
#: Every statement -> the first statement of its group, and its thread ('' for none).
Held = dict[str, tuple[str, str]]


def gathered_from(paper: Paper) -> Gathered:
    """What following needs of `paper`."""
    return Gathered(
        gather.note(paper), list(gather.sightings(paper)), list(gather.tidings(paper)), list(successions.find(paper)),
        list(measures.find(paper)),
    )  # fmt: skip


def renew(store: Store, wanted: Mapping[str, str], judged: Sequence[Judgement], kept: Kept, done: Done,
          watch: Watch) -> None:  # fmt: skip
    """Make what is kept that of the papers `wanted` (id -> stamp) and of what people judged. Nothing is committed."""
    touched = _gather(store, wanted, kept, done, watch)
    everything = list(kept.gathered())
    counted = representatives(everything)
    done.whole = _outgrown(everything, counted, kept)
    if done.whole:
        _weigh(everything, counted, kept)
    families, lexicon = _families(kept), kept.state("lexicon", Lexicon) or Lexicon()
    papers = [one for one in dated(everything, families) if one.note.paper in counted]
    dates = {one.note.paper: one.note.date or "" for one in papers}
    before = kept.state("dates", dict[str, str]) or {}
    # A paper that counts now and did not before, or has another date now, is touched as well.
    touched |= {paper for paper in dates.keys() | before.keys() if dates.get(paper) != before.get(paper)}
    linker = Linker([s for one in papers for s in one.sightings], families, lexicon)
    new = sum(s.paper in touched for s in linker.known.sightings)
    watch(f"working out what became of each statement: {new:,} of {len(linker.known):,} are new or changed")
    links = _relink(linker, touched, kept, done)
    if done.whole:
        whole = Whole(everything, links, judged, lexicon, families)
        _tell_all(whole, kept, done)
    else:
        held = kept.groups()
        groups, changed, joined = _regrouped(linker, links, touched, judged, kept, held)
        whole = Whole(everything, joined, (), lexicon, families, groups)
        _retell(whole, changed, touched, kept, done, held)
    kept.put_echoes(echoes(everything, counted))
    kept.put_state("successions", whole.followed)
    kept.put_state("family", whole.family)
    kept.put_state("offices", [listing for one in everything for listing in one.note.offices])
    kept.put_state("dates", dates)
    kept.put_state("judged", judged)


# ------------------------------------------------------------------------------------------------------ papers


def _gather(store: Store, wanted: Mapping[str, str], kept: Kept, done: Done, watch: Watch) -> set[str]:
    """Gather the papers that are new or changed, let go of those that are gone; the ids of all these."""
    held = kept.stamps()
    stale = sorted(paper for paper, stamp in wanted.items() if held.get(paper) != stamp)
    gone = held.keys() - wanted.keys()
    kept.drop(gone)
    damaged = set(stale)
    for at, paper in enumerate(store.papers(stale), 1):
        kept.put(paper.id, wanted[paper.id], gathered_from(paper))
        damaged.discard(paper.id)
        if at % 200 == 0:
            watch(f"gathering what the papers state: {at:,} of {len(stale):,} papers")
    kept.drop(damaged)
    kept.put_state("damaged", sorted(damaged))
    done.papers = len(stale) - len(damaged)
    return {*stale, *gone}


def _outgrown(everything: Sequence[Gathered], counted: set[str], kept: Kept) -> bool:
    """Whether the weights of words, and with them all links, are to be made anew."""
    now, then = _size(everything, counted), kept.state("size", int)
    return then is None or abs(now - then) > RELINK_GROWTH * then


def _weigh(everything: Sequence[Gathered], counted: set[str], kept: Kept) -> None:
    pairs = sorted({(s.former, s.later) for one in everything for s in one.successions if not s.role})
    pairs += of_folders((one.note.body, one.note.path) for one in everything)
    families = Families(pairs)
    sightings = [s for one in everything if one.note.paper in counted for s in one.sightings]
    short = [item for one in everything for item in one.note.abbreviations.items()]
    kept.put_state("lexicon", Lexicon.of(sightings, [families.of(s) for s in sightings], short))
    kept.put_state("families", pairs)
    kept.put_state("size", _size(everything, counted))


def _size(everything: Sequence[Gathered], counted: set[str]) -> int:
    return sum(len(one.sightings) for one in everything if one.note.paper in counted)


def _families(kept: Kept) -> Families:
    return Families(kept.state("families", list[tuple[str, str]]) or ())


# ------------------------------------------------------------------------------------------------------- links


def _relink(linker: Linker, touched: set[str], kept: Kept, done: Done) -> list[Link]:
    """Make the links of the papers that were touched, or all of them, and hold them."""
    if done.whole:
        kept.clear_links()
    else:
        kept.unlink(touched)
    links = linker.links(None if done.whole else touched)
    paper = {s.statement: s.paper for s in linker.known.sightings}
    done.compared = sum(done.whole or one in touched for one in paper.values())
    done.links = len(links)

    def ends(link: Link) -> tuple[str, str]:
        one, other = paper[link.earlier], paper[link.later]
        return (one, other) if one < other else (other, one)

    links.sort(key=lambda link: (*ends(link), link.earlier, link.later))
    kept.put_links((one, other, list(found)) for (one, other), found in groupby(links, ends))
    return links


# ------------------------------------------------------------------------------------------------------ groups


def _regrouped(linker: Linker, links: Sequence[Link], touched: set[str], judged: Sequence[Judgement],
               kept: Kept, held: Held) -> tuple[Groups, Groups, list[Link]]:  # fmt: skip
    """All groups, those of them that were made anew, and what people joined; `held` are the groups as they were.

    What is made anew are the groups that hold a statement of a paper that was touched or that one is linked to, that
    lost a statement, or of which a person has said something since.
    """
    sightings, places = linker.known.sightings, linker.places
    joined, parted = judgements.apply(judged, sightings)
    reached = {end for link in links for end in (link.earlier, link.later)} | (held.keys() - places.keys())
    reached |= {s.statement for s in sightings if s.paper in touched or s.statement not in held}
    reached |= _judged_since(judged, kept, sightings)
    opened = {held[statement][0] for statement in reached if statement in held}
    among, others = set[int](), defaultdict[str, list[int]](list)
    for at, sighting in enumerate(sightings):
        first = held[sighting.statement][0] if sighting.statement not in reached else ""
        if first and first not in opened:
            others[first].append(at)
        else:
            among.add(at)
    near = kept.links_of({sightings[at].paper for at in among})
    made = linker.groups([*joined, *near], parted, among)
    changed = [[sightings[at] for at in group] for group in made]
    unchanged = [
        [sightings[at] for at in (sorted(group, key=linker.when) if len(group) > 1 else group)]
        for group in others.values()
    ]
    return [*unchanged, *changed], changed, joined


def _judged_since(judged: Sequence[Judgement], kept: Kept, sightings: Sequence[Sighting]) -> set[str]:
    """The statements of which people have said something else, or nothing more, since the groups were made."""
    before = kept.state("judged", list[Judgement]) or []
    new = [one for one in (*judged, *before) if one not in judged or one not in before]
    joined, parted = judgements.apply(new, sightings)
    return {end for link in joined for end in (link.earlier, link.later)} | {end for pair in parted for end in pair}


# ----------------------------------------------------------------------------------------------------- threads


def _tell_all(whole: Whole, kept: Kept, done: Done) -> None:
    kept.clear_threads()
    done.told = len(whole.groups)
    kept.put_threads(whole.told(whole.groups))
    kept.put_state("resolutions", whole.resolutions())
    kept.put_state("gaps", whole.gaps())


def _retell(whole: Whole, changed: Groups, touched: set[str], kept: Kept, done: Done, held: Held) -> None:
    """Tell anew what `changed` holds, and all else of the bodies whose papers were touched; `held` is what was told.

    A new log says of every other thing on the lists of its body that it is not in it.
    """
    moved = _moved(whole, touched, kept)
    new = {row.statement for rows in changed for row in rows}
    again = [
        rows for rows in whole.groups
        if rows[0].statement in new or any(whole.family[row.paper] in moved for row in rows)
    ]  # fmt: skip
    done.told = len(again)
    whole.links += kept.links_of({row.paper for rows in again for row in rows})
    statements = {row.statement for rows in again for row in rows}
    statements |= held.keys() - {s.statement for s in whole.sightings}
    kept.drop_threads({held[one][1] for one in statements if one in held}, statements)
    kept.put_threads(whole.told(again))
    kept.put_state("resolutions", _resolutions(whole, again, statements, touched, kept))
    gaps = kept.state("gaps", dict[str, list[Gap]]) or {}
    kept.put_state("gaps", {f: g for f, g in (gaps | whole.gaps(moved)).items() if f in whole.calendars})


def _moved(whole: Whole, touched: set[str], kept: Kept) -> set[str]:
    """The families of bodies of which papers came, went or changed, and those whose lists go on in such papers."""
    before, now = kept.state("family", dict[str, str]) or {}, whole.family
    papers = {paper for paper in before.keys() | now.keys() if paper in touched or before.get(paper) != now.get(paper)}
    moved = {family[paper] for family in (before, now) for paper in papers if paper in family}
    return moved | {now[other] for paper in papers if paper in now for other in whole.series.beside(paper)}


def _resolutions(whole: Whole, again: Groups, statements: set[str], touched: set[str],
                 kept: Kept) -> Iterable[Resolution]:  # fmt: skip
    """What is held of resolutions, those made anew that are in `again`, had no decision or one that was touched."""
    held = kept.state("resolutions", list[Resolution]) or []
    open_ = {
        one.recommendation.statement for one in held if one.decision is None or one.decision.paper in touched
    } - statements
    beside = [rows for rows in whole.groups if any(row.statement in open_ for row in rows)]
    made = whole.resolutions([*again, *beside])
    told = {one.recommendation.statement for one in made} | statements
    return in_order([*made, *(one for one in held if one.recommendation.statement not in told)])
