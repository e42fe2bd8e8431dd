"""Listed sheets as everybody may take them: by batches, so that a library of any size takes the memory of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.core.actor import VISITOR
from forum.core.policy import visible
from forum.discussions.models import Space, Thread
from forum.extensions import db
from forum.practices.exports.record import SheetRecord, record_of
from forum.practices.models import LISTED, Sheet, SheetVersion
from forum.practices.queries.quotations import shown_in, texts_of, with_quotations
from forum.practices.quoting import MARKER, Shown

BATCH = 100
ADDRESSES_A_MAP = 50_000
"""What one site map may hold (sitemaps.org)."""
ADDRESSES_A_BATCH = 1_000
MOST_SPACES = 1_000
MOST_OF_LANGUAGES = 10


@dataclass(frozen=True)
class OpenSheet:
    """A listed sheet, and what only the library as a whole says of it."""

    record: SheetRecord
    contributors: Sequence[str]
    """Who is quoted by name."""
    transpositions: int


def open_sheets() -> Iterator[OpenSheet]:
    """Every listed sheet, in the order of ids. Between batches nothing is held: no row, no connection."""
    last = 0
    while rows := sheets_after(last):
        last = rows[-1][0].id
        batch = as_open(rows)
        db.session.close()  # whoever reads slowly must not hold what the others need
        yield from batch
        if len(rows) < BATCH:
            return


def sheets_after(last: int) -> list[tuple[Sheet, SheetVersion]]:
    query = (
        select(Sheet, SheetVersion)
        .join(SheetVersion, (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == Sheet.published_version))
        .where(Sheet.id > last, LISTED, visible(VISITOR, Sheet))
    )
    return [(sheet, version) for sheet, version in db.session.execute(query.order_by(Sheet.id).limit(BATCH))]


def as_open(rows: Sequence[tuple[Sheet, SheetVersion]]) -> list[OpenSheet]:
    """Some sheets with their quotations and translations, by two statements at most."""
    texts = [text for _sheet, version in rows for text in texts_of(version)]
    shown = shown_in(texts, [sheet.id for sheet, _version in rows], VISITOR)
    others = translations_of([sheet for sheet, _version in rows])
    opened = []
    for sheet, version in rows:
        quotations = shown.get(sheet.id, {})
        record = record_of(sheet, with_quotations(version, quotations), others.get(sheet.id, ()))
        opened.append(OpenSheet(record, named_in(version, quotations), sheet.transposition_count))
    return opened


def named_in(version: SheetVersion, shown: Shown) -> list[str]:
    markers = (marker for text in version.content.values() for marker in MARKER.findall(str(text)))
    return list(dict.fromkeys(shown[marker].name for marker in markers if marker in shown and shown[marker].name))


def translations_of(sheets: Sequence[Sheet]) -> Mapping[int, Sequence[Sheet]]:
    """For each of some sheets, the same in other languages, those that are listed; by one statement."""
    roots = {sheet.id: sheet.translation_of or sheet.id for sheet in sheets}
    wanted = sorted(set(roots.values()))
    query = select(Sheet).where(or_(Sheet.translation_of.in_(wanted), Sheet.id.in_(wanted)), LISTED)
    families: dict[int, list[Sheet]] = defaultdict(list)
    for other in db.session.scalars(query.order_by(Sheet.id).limit(len(wanted) * MOST_OF_LANGUAGES)):
        families[other.translation_of or other.id].append(other)
    return {sheet_id: [other for other in families[root] if other.id != sheet_id] for sheet_id, root in roots.items()}


def latest_open_sheets(limit: int) -> list[OpenSheet]:
    """The sheets of which what readers see changed last, by three statements at most."""
    query = (
        select(Sheet, SheetVersion)
        .join(SheetVersion, (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == Sheet.published_version))
        .where(LISTED, visible(VISITOR, Sheet), Sheet.listed_at.is_not(None))
        .order_by(Sheet.listed_at.desc(), Sheet.id.desc())
        .limit(limit)
    )
    return as_open([(sheet, version) for sheet, version in db.session.execute(query)])


@dataclass(frozen=True)
class MapParts:
    """The parts that the map of the site is cut into: each holds the rows of 50,000 ids."""

    practices: Sequence[int]
    threads: Sequence[int]


def map_parts() -> MapParts:
    """The parts that hold something, by two statements."""
    sheets = select((Sheet.id - 1) // ADDRESSES_A_MAP + 1).where(LISTED, visible(VISITOR, Sheet)).distinct()
    threads = select((Thread.id - 1) // ADDRESSES_A_MAP + 1).where(visible(VISITOR, Thread)).distinct()
    return MapParts(sorted(db.session.scalars(sheets)), sorted(db.session.scalars(threads)))


@dataclass(frozen=True)
class MappedPage:
    """A page that anyone may read: what its address is made of, and when it last changed."""

    id: int
    slug: str
    changed_at: datetime


def mapped_sheets(part: int) -> Iterator[MappedPage]:
    """The listed sheets of one part of the map."""
    query = select(Sheet.id, Sheet.slug, func.coalesce(Sheet.listed_at, Sheet.published_at, Sheet.created_at)).where(
        LISTED, visible(VISITOR, Sheet)
    )
    return walk(query, Sheet.id, part)


def mapped_threads(part: int) -> Iterator[MappedPage]:
    """The public threads of one part of the map."""
    query = select(Thread.id, Thread.slug, Thread.last_post_at).where(visible(VISITOR, Thread))
    return walk(query, Thread.id, part)


def walk(query: Select[int, str, datetime], number: InstrumentedAttribute[int], part: int) -> Iterator[MappedPage]:
    """The rows of one part, by batches of which each gives its connection back before it is written."""
    last, end = (part - 1) * ADDRESSES_A_MAP, part * ADDRESSES_A_MAP
    while True:
        cut = query.where(number > last, number <= end).order_by(number).limit(ADDRESSES_A_BATCH)
        rows = [MappedPage(*row) for row in db.session.execute(cut)]
        db.session.close()
        yield from rows
        if len(rows) < ADDRESSES_A_BATCH:
            return
        last = rows[-1].id


def public_spaces() -> list[str]:
    """The slugs of the spaces that anyone may read."""
    query = select(Space.slug).where(visible(VISITOR, Space)).order_by(Space.id).limit(MOST_SPACES)
    return list(db.session.scalars(query))
