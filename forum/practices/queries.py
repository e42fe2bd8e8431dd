"""What the pages of the library read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import require, visible
from forum.core.text import excerpt
from forum.extensions import db
from forum.practices.fields import FACETS
from forum.practices.models import Sheet, SheetFacet, SheetState, SheetVersion

SHEETS_A_PAGE = 20
MOST_VALUES = 30
PUBLISHED = SheetState.PUBLISHED.value


@dataclass(frozen=True)
class SheetCard:
    """A sheet in a list."""

    id: int
    slug: str
    title: str
    summary: str
    place: str
    year: int | None
    opinion: str
    language: str
    domains: Sequence[str] = ()


@dataclass(frozen=True)
class FacetValue:
    """A value that sheets can be narrowed down to."""

    slug: str
    value: str
    count: int


@dataclass(frozen=True)
class LibraryPage:
    """What the library shows under the filters of the moment."""

    cards: Sequence[SheetCard]
    following: str | None
    facets: Mapping[str, Sequence[FacetValue]]
    total: int


@dataclass(frozen=True)
class SheetPage:
    """A sheet with the version to show."""

    sheet: Sheet
    version: SheetVersion
    translations: Sequence[Sheet] = field(default_factory=list)


def card_of(sheet: Sheet, domains: Sequence[str] = ()) -> SheetCard:
    summary = excerpt(sheet.summary, 220)
    return SheetCard(
        sheet.id, sheet.slug, sheet.title, summary, sheet.place, sheet.year, sheet.opinion, sheet.language, domains
    )


def latest_sheets(actor: Actor, limit: int) -> Sequence[SheetCard]:
    """The sheets published last."""
    query = select(Sheet).where(Sheet.state == PUBLISHED, visible(actor, Sheet), Sheet.translation_of.is_(None))
    return [card_of(sheet) for sheet in db.session.scalars(query.order_by(Sheet.published_at.desc()).limit(limit))]


def chosen(filters: Mapping[str, Sequence[str]]) -> list[ColumnElement[bool]]:
    """The conditions of some filters: each value must be among the sheet's."""
    return [
        Sheet.id.in_(select(SheetFacet.sheet_id).where(SheetFacet.facet == facet, SheetFacet.value_slug == value))
        for facet, values in filters.items()
        for value in values
    ]


def library(actor: Actor, filters: Mapping[str, Sequence[str]], cursor: str | None) -> LibraryPage:
    """The published sheets under some filters, and what else they could be narrowed down to, by four statements.

    Args:
        filters: for each facet, the slugs of the values chosen; all of them must hold.
        cursor: where the slice before ended.
    """
    conditions = [Sheet.state == PUBLISHED, visible(actor, Sheet), *chosen(filters)]
    query = after_cursor(select(Sheet).where(*conditions), Sheet.published_at, Sheet.id, cursor, SHEETS_A_PAGE)  # type: ignore[arg-type]
    found: Slice[Sheet] = cut(
        list(db.session.scalars(query)), SHEETS_A_PAGE, lambda sheet: (sheet.published_at or sheet.created_at, sheet.id)
    )
    domains = domains_of([sheet.id for sheet in found.rows])
    facets = facets_of(conditions)
    total = db.session.scalar(select(func.count()).select_from(Sheet).where(*conditions)) or 0
    cards = [card_of(sheet, domains.get(sheet.id, ())) for sheet in found.rows]
    return LibraryPage(cards, found.next_cursor, facets, total)


def domains_of(sheet_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = select(SheetFacet.sheet_id, SheetFacet.value).where(
        SheetFacet.sheet_id.in_(sheet_ids), SheetFacet.facet == "domain"
    )
    for sheet_id, value in db.session.execute(query.order_by(SheetFacet.value)):
        found[sheet_id].append(value)
    return found


def facets_of(conditions: Sequence[ColumnElement[bool]]) -> Mapping[str, Sequence[FacetValue]]:
    """The values of each facet among some sheets with their counts, the most frequent first."""
    counted = db.session.execute(
        select(
            SheetFacet.facet,
            SheetFacet.value_slug,
            func.max(SheetFacet.value).label("value"),  # of two spellings, the one with its accents
            func.count().label("sheets"),
        )
        .where(SheetFacet.sheet_id.in_(select(Sheet.id).where(*conditions)))
        .group_by(SheetFacet.facet, SheetFacet.value_slug)
        .order_by(func.count().desc(), SheetFacet.value_slug)
    ).all()
    facets: dict[str, list[FacetValue]] = {facet: [] for facet in FACETS}
    for row in counted:
        if row.facet in facets and len(facets[row.facet]) < MOST_VALUES:
            facets[row.facet].append(FacetValue(row.value_slug, row.value, row.sheets))
    return facets


def sheet_page(actor: Actor, sheet_id: int, *, latest: bool = False) -> SheetPage:
    """A sheet as its page shows it, by two statements.

    Args:
        latest: the latest version, for who edits it, instead of the one published.

    Raises:
        NotFound: there is none that the actor may see.
    """
    number = Sheet.latest_version if latest else func.coalesce(Sheet.published_version, Sheet.latest_version)
    found = db.session.execute(
        select(Sheet, SheetVersion)
        .join(SheetVersion, (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == number))
        .where(Sheet.id == sheet_id, visible(actor, Sheet))
    ).first()
    if found is None:
        raise NotFound
    sheet, version = found
    if latest:
        require(actor, "sheet.edit", sheet)
    root = sheet.translation_of or sheet.id
    translations = select(Sheet).where(
        or_(Sheet.translation_of == root, Sheet.id == root), Sheet.id != sheet.id, Sheet.state == PUBLISHED
    )
    return SheetPage(sheet, version, list(db.session.scalars(translations.order_by(Sheet.language))))


def sheet_to_edit(actor: Actor, sheet_id: int) -> SheetPage:
    """A sheet with its latest version, for who may edit it.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
    """
    return sheet_page(actor, sheet_id, latest=True)


def drafts(actor: Actor) -> Sequence[tuple[Sheet, str]]:
    """The actor's own sheets, and for editors every sheet that has something unpublished; with the owner's name."""
    query = select(Sheet, Person.name).join(Person, Person.id == Sheet.owner_id)
    unpublished = or_(Sheet.published_version.is_(None), Sheet.published_version != Sheet.latest_version)
    mine = Sheet.owner_id == actor.person_id
    query = query.where(or_(mine, unpublished) if actor.has_role("editor") else mine)
    found = db.session.execute(query.order_by(Sheet.changed_at.desc()).limit(100))
    return [(sheet, name) for sheet, name in found]


def history(actor: Actor, sheet_id: int) -> tuple[Sheet, Sequence[tuple[SheetVersion, str]]]:
    """Every version of a sheet, newest first, with who saved it.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.history".
    """
    sheet = db.session.scalar(select(Sheet).where(Sheet.id == sheet_id, visible(actor, Sheet)))
    if sheet is None:
        raise NotFound
    require(actor, "sheet.history", sheet)
    found = db.session.execute(
        select(SheetVersion, Person.name)
        .join(Person, Person.id == SheetVersion.author_id)
        .where(SheetVersion.sheet_id == sheet_id)
        .order_by(SheetVersion.number.desc())
        .limit(100)
    )
    return sheet, [(version, name) for version, name in found]
