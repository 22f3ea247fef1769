"""Store, catalogue and index held against each other, and mended."""

from __future__ import annotations

import msgspec

from pipeline import ingest, model
from pipeline.errors import IndexUnusableError, StoreError
from pipeline.home import Home
from pipeline.store import Store


class Fault(msgspec.Struct):
    """Something that does not agree, in words; `mended` when it does now."""

    code: str
    what: str
    mended: bool = False


def check(home: Home, repair: bool = False) -> list[Fault]:
    """What does not agree.

    With `repair`, papers whose JSON is gone or damaged are forgotten, so that the next run reads them again; JSON that
    the catalogue does not know is removed; the index is brought up to date.

    Raises StoreError when another run is writing, UsageError when nothing was read yet.
    """
    home.store().close()  # nothing is made where nothing was
    with home.store(writable=repair) as store:
        faults = [*_papers(store, repair), *_orphans(store, repair)]
        return faults + _index(home, store, repair)


def _papers(store: Store, repair: bool) -> list[Fault]:
    faults = []
    for paper, stamp in sorted(store.catalogue.stamps().items()):
        entry = store.catalogue.entry(paper)
        path = entry.path if entry else paper
        try:
            if model.stamp(store.content(paper)) == stamp:
                continue
            fault = Fault("other_paper", f"{path}: its JSON is not the one that was written")
        except StoreError as error:
            fault = Fault("bad_paper", f"{path}: {error}")
        if repair:
            store.drop(paper)  # the next run finds its file not dealt with
            fault.what += "; the next `papers ingest` reads it again"
            fault.mended = True
        faults.append(fault)
    return faults


def _orphans(store: Store, repair: bool) -> list[Fault]:
    known = store.catalogue.stamps()
    faults = []
    for path in sorted(store.folder.glob("*.json")):
        if path.stem not in known:
            if repair:
                path.unlink()
            faults.append(Fault("orphan", f"{path.name}: the catalogue does not know it", repair))
    return faults


def _index(home: Home, store: Store, repair: bool) -> list[Fault]:
    try:
        engine = home.engine()
    except IndexUnusableError as error:
        if not repair:
            return [Fault("index", f"the index cannot be used: {error}")]
        engine, _ = home.fresh_engine()
    try:
        held, wanted = engine.papers(), store.catalogue.stamps()
        stale = {paper for paper in wanted if held.get(paper) != wanted[paper]}
        gone = held.keys() - wanted.keys()
        if repair and (stale or gone):
            ingest.refresh(store, engine)
    finally:
        engine.close()
    faults = [Fault("stale", f"{paper}: the index does not hold its present text", repair) for paper in sorted(stale)]
    return faults + [
        Fault("gone", f"{paper}: the index holds it, the store does not", repair) for paper in sorted(gone)
    ]
