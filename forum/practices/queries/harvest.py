"""What harvesters are given: sheets in the library, and traces of those that left it, oldest change first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, select, tuple_

from forum.extensions import db
from forum.practices.fields import LANGUAGES, OPINIONS
from forum.practices.models import Sheet, SheetFacet, SheetVersion
from forum.practices.opendata.harvesting import SET, Position, Wanted
from forum.practices.queries.opendata import OpenSheet, as_open

RECORDS_A_PAGE = 50
HEADERS_A_PAGE = 200
MOST_DOMAINS = 300
DOMAIN = "domain"

HARVESTED: ColumnElement[bool] = and_(Sheet.published_version.is_not(None), Sheet.listed_at.is_not(None))
"""What was ever in the library: what left it since is told as deleted, for ever."""


@dataclass(frozen=True)
class Header:
    """What a harvester first learns of a sheet."""

    sheet_id: int
    changed_at: datetime
    is_deleted: bool
    sets: Sequence[str]


@dataclass(frozen=True)
class Harvest:
    """A piece of a list; with its sheets where they were asked for, and where the rest begins."""

    headers: Sequence[Header]
    sheets: Mapping[int, OpenSheet]
    rest: Position | None


def harvest(wanted: Wanted, *, with_records: bool) -> Harvest:
    """A piece of a list, by five statements at most whatever it holds."""
    size = RECORDS_A_PAGE if with_records else HEADERS_A_PAGE
    query = select(Sheet).where(HARVESTED, *conditions(wanted)).order_by(Sheet.listed_at, Sheet.id).limit(size + 1)
    rows = list(db.session.scalars(query))
    kept = rows[:size]
    headers = headers_of(kept)
    last = headers[-1] if len(rows) > size else None
    return Harvest(
        headers,
        records_of(kept) if with_records else {},
        Position(last.changed_at, last.sheet_id) if last else None,
    )


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.start is not None:
        found.append(Sheet.listed_at >= wanted.start)
    if wanted.end is not None:
        found.append(Sheet.listed_at < wanted.end)
    if wanted.set_spec:
        found.append(in_set(wanted.set_spec))
    if wanted.after is not None:
        found.append(tuple_(Sheet.listed_at, Sheet.id) > tuple_(wanted.after.moment, wanted.after.id))
    return found


def in_set(set_spec: str) -> ColumnElement[bool]:
    kind, _colon, value = set_spec.partition(":")
    match kind:
        case "language":
            return Sheet.language == value
        case "opinion" if value in dict(OPINIONS):
            return Sheet.opinion == value
        case "domain":
            return Sheet.id.in_(
                select(SheetFacet.sheet_id).where(SheetFacet.facet == DOMAIN, SheetFacet.value_slug == value)
            )
    return false()


def headers_of(sheets: Sequence[Sheet]) -> list[Header]:
    domains: dict[int, list[str]] = defaultdict(list)
    ids = [sheet.id for sheet in sheets]
    query = select(SheetFacet.sheet_id, SheetFacet.value_slug).where(
        SheetFacet.sheet_id.in_(ids), SheetFacet.facet == DOMAIN
    )
    for sheet_id, slug in db.session.execute(query.order_by(SheetFacet.value_slug)) if ids else ():
        domains[sheet_id].append(slug)
    return [
        Header(sheet.id, sheet.listed_at or sheet.created_at, not sheet.is_listed, sets_of(sheet, domains[sheet.id]))
        for sheet in sheets
    ]


def sets_of(sheet: Sheet, domains: Sequence[str]) -> list[str]:
    sets = [f"language:{sheet.language}"]
    if sheet.opinion in dict(OPINIONS):
        sets.append(f"opinion:{sheet.opinion}")
    return sets + [f"domain:{slug}" for slug in domains if SET.fullmatch(slug)]


def records_of(sheets: Sequence[Sheet]) -> dict[int, OpenSheet]:
    listed = {sheet.id: sheet for sheet in sheets if sheet.is_listed}
    if not listed:
        return {}
    query = (
        select(SheetVersion)
        .join(Sheet, (Sheet.id == SheetVersion.sheet_id) & (Sheet.published_version == SheetVersion.number))
        .where(SheetVersion.sheet_id.in_(sorted(listed)))
        .order_by(SheetVersion.sheet_id)
    )
    rows = [(listed[version.sheet_id], version) for version in db.session.scalars(query)]
    return {sheet.record.id: sheet for sheet in as_open(rows)}


def harvest_one(sheet_id: int, *, with_record: bool = True) -> Harvest:
    """One sheet as a list of one; of none where it was never in the library."""
    found = list(db.session.scalars(select(Sheet).where(Sheet.id == sheet_id, HARVESTED)))
    return Harvest(headers_of(found), records_of(found) if with_record else {}, None)


def first_change() -> datetime | None:
    """The oldest moment that a datestamp tells."""
    return db.session.scalar(select(func.min(Sheet.listed_at)).where(HARVESTED))


def sets() -> list[tuple[str, str]]:
    """Every set that a list can be narrowed down to, with its name, by one statement."""
    query = (
        select(SheetFacet.value_slug, func.max(SheetFacet.value))
        .join(Sheet, Sheet.id == SheetFacet.sheet_id)
        .where(SheetFacet.facet == DOMAIN, HARVESTED)
        .group_by(SheetFacet.value_slug)
        .order_by(SheetFacet.value_slug)
        .limit(MOST_DOMAINS)
    )
    domains = [(f"domain:{slug}", name) for slug, name in db.session.execute(query) if SET.fullmatch(slug)]
    languages = [(f"language:{token}", str(words)) for token, words in LANGUAGES]
    return languages + [(f"opinion:{token}", str(words)) for token, words in OPINIONS] + domains
