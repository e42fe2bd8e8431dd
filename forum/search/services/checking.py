"""Whether the index holds what the database has, and mending it where it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forum.search.documents import sources
from forum.search.engine import current_engine
from forum.search.services.keeping import BATCH, as_of_now, batches, index


@dataclass
class Drift:
    """How the index differs from the database about one kind of documents.

    Args:
        documents: as many as there are in the database.
        missing: in the database and not in the index.
        stale: in both, and not the same.
        stray: in the index alone.
    """

    documents: int = 0
    missing: int = 0
    stale: int = 0
    stray: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.stray)


def check(*, is_mended: bool, progress: Callable[[int], object] = lambda _: None) -> Mapping[str, Drift]:
    """Compares each document in the index with what the database has now, some at a time.

    Args:
        is_mended: what differs is put right; otherwise it is only counted.
        progress: called with the number of rows looked at since the last call.

    Returns:
        by kind, how they differed; kinds that no feature gives any more are among them where the index has some.

    Raises:
        IndexUnusable: there is nothing to compare with.
    """
    kinds = dict.fromkeys([*sources(), *current_engine().count()])
    return {kind: check_kind(kind, is_mended=is_mended, progress=progress) for kind in kinds}


def check_kind(kind: str, *, is_mended: bool, progress: Callable[[int], object]) -> Drift:
    """Compares the documents of one kind, from one id to another, and then what the index has beyond the last."""
    drift = Drift()
    last = 0
    source = sources().get(kind)
    if source:
        for ids in batches(source):
            wanted = {document.id: document.fingerprint for document in as_of_now(source, ids)}
            compare(kind, wanted, held_until(kind, last, ids[-1]), drift, is_mended=is_mended)
            last = ids[-1]
            progress(len(ids))
    while beyond := current_engine().fingerprints(kind, last, BATCH):
        compare(kind, {}, beyond, drift, is_mended=is_mended)
        last = max(beyond)
    return drift


def held_until(kind: str, after: int, last: int) -> Mapping[int, str]:
    """The fingerprints that the index has from beyond one id to another, that one included."""
    held: dict[int, str] = {}
    while page := current_engine().fingerprints(kind, after, BATCH):
        held.update((number, fingerprint) for number, fingerprint in page.items() if number <= last)
        after = max(page)
        if after >= last:
            break
    return held


def compare(kind: str, wanted: Mapping[int, str], held: Mapping[int, str], drift: Drift, *, is_mended: bool) -> None:
    """Counts in what some documents differ, and puts it right where that is wanted."""
    missing, stray = wanted.keys() - held.keys(), held.keys() - wanted.keys()
    stale = {number for number in wanted.keys() & held.keys() if wanted[number] != held[number]}
    drift.documents += len(wanted)
    drift.missing += len(missing)
    drift.stale += len(stale)
    drift.stray += len(stray)
    differing = sorted(missing | stale | stray)
    if not differing or not is_mended:
        return
    if kind in sources():
        index(kind, differing)
    else:
        current_engine().change(kind, differing, list)
