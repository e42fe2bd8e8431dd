"""What the pages of shelves read: bookmarks, collections, watched filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import require, visible
from forum.extensions import db
from forum.practices.models import LISTED, Bookmark, Collection, CollectionEntry, Sheet, WatchedFilter
from forum.practices.queries.cards import SheetCard, cards_in_order, cards_of

SHEETS_A_PAGE = 20
COLLECTIONS_A_PAGE = 20


@dataclass(frozen=True)
class CollectionRow:
    """A collection in a list.

    Args:
        owner: the name of who made it.
        sheets: how many of its sheets the reader may see.
    """

    id: int
    slug: str
    name: str
    about: str
    is_public: bool
    owner: str
    changed_at: datetime
    sheets: int


@dataclass(frozen=True)
class Entry:
    """A sheet in a collection, with what its owner says of it."""

    card: SheetCard
    note: str


@dataclass(frozen=True)
class CollectionPage:
    """A collection with its sheets, in its order.

    Args:
        hidden: how many of its sheets the reader may not see; told to its owner alone.
    """

    collection: Collection
    owner: str
    entries: Sequence[Entry]
    hidden: int = 0


def bookmarks(actor: Actor, cursor: str | None) -> tuple[Sequence[SheetCard], str | None]:
    """The actor's bookmarks among the sheets they may see, newest first, by two statements.

    Returns:
        a slice, and the cursor of the next one.
    """
    mine = (
        select(Bookmark.added_at, Bookmark.sheet_id)
        .join(Sheet, Sheet.id == Bookmark.sheet_id)
        .where(Bookmark.person_id == actor.person_id, visible(actor, Sheet))
    )
    rows = db.session.execute(after_cursor(mine, Bookmark.added_at, Bookmark.sheet_id, cursor, SHEETS_A_PAGE)).all()
    found: Slice[tuple[datetime, int]] = cut(
        [(added_at, sheet_id) for added_at, sheet_id in rows], SHEETS_A_PAGE, lambda row: row
    )
    ids = [sheet_id for _added_at, sheet_id in found.rows]
    return cards_in_order(actor, ids), found.next_cursor


def entries_seen(actor: Actor) -> ColumnElement[int]:
    """How many sheets of a collection the actor may see."""
    return (
        select(func.count())
        .select_from(CollectionEntry)
        .join(Sheet, Sheet.id == CollectionEntry.sheet_id)
        .where(CollectionEntry.collection_id == Collection.id, visible(actor, Sheet))
        .correlate(Collection)
        .scalar_subquery()
    )


def rows_of(actor: Actor) -> Select[Collection, str, int]:
    return (
        select(Collection, Person.name, entries_seen(actor))
        .join(Person, Person.id == Collection.owner_id)
        .where(visible(actor, Collection))
    )


def row_of(collection: Collection, owner: str, sheets: int) -> CollectionRow:
    return CollectionRow(
        id=collection.id,
        slug=collection.slug,
        name=collection.name,
        about=collection.about,
        is_public=collection.is_public,
        owner=owner,
        changed_at=collection.changed_at,
        sheets=sheets,
    )


def own_collections(actor: Actor) -> Sequence[CollectionRow]:
    """The actor's collections by name, by one statement."""
    mine = rows_of(actor).where(Collection.owner_id == actor.person_id).order_by(Collection.slug, Collection.id)
    return [row_of(found, owner, sheets) for found, owner, sheets in db.session.execute(mine)]


def public_collections(actor: Actor, cursor: str | None) -> tuple[Sequence[CollectionRow], str | None]:
    """The public collections with something to read, those changed last first, by one statement.

    Returns:
        a slice, and the cursor of the next one.
    """
    listed = (
        select(CollectionEntry.collection_id)
        .join(Sheet, Sheet.id == CollectionEntry.sheet_id)
        .where(CollectionEntry.collection_id == Collection.id, LISTED)
        .correlate(Collection)
    )
    public = rows_of(actor).where(Collection.is_public, listed.exists())
    rows = db.session.execute(after_cursor(public, Collection.changed_at, Collection.id, cursor, COLLECTIONS_A_PAGE))
    found: Slice[CollectionRow] = cut(
        [row_of(one, owner, sheets) for one, owner, sheets in rows],
        COLLECTIONS_A_PAGE,
        lambda row: (row.changed_at, row.id),
    )
    return found.rows, found.next_cursor


def collection_page(actor: Actor, collection_id: int) -> CollectionPage:
    """A collection with those of its sheets that the actor may see, by three statements.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = db.session.execute(
        select(Collection, Person.name)
        .join(Person, Person.id == Collection.owner_id)
        .where(Collection.id == collection_id, visible(actor, Collection))
    ).first()
    if found is None:
        raise NotFound
    collection, owner = found
    order = select(CollectionEntry.sheet_id, CollectionEntry.note).where(CollectionEntry.collection_id == collection_id)
    notes = db.session.execute(order.order_by(CollectionEntry.position, CollectionEntry.sheet_id)).all()
    within = select(CollectionEntry.sheet_id).where(CollectionEntry.collection_id == collection_id)
    cards = {card.id: card for card in cards_of(actor, Sheet.id.in_(within))}
    entries = [Entry(cards[sheet_id], note) for sheet_id, note in notes if sheet_id in cards]
    hidden = len(notes) - len(entries) if collection.owner_id == actor.id else 0
    return CollectionPage(collection, owner, entries, hidden)


def collection_to_edit(actor: Actor, collection_id: int) -> CollectionPage:
    """A collection, for who may change it.

    Raises:
        NotFound, NotAllowed: see the rule "collection.edit".
    """
    page = collection_page(actor, collection_id)
    require(actor, "collection.edit", page.collection)
    return page


def entry_to_note(actor: Actor, collection_id: int, sheet_id: int) -> tuple[CollectionPage, Entry]:
    """A sheet in a collection, for who may say something of it.

    Raises:
        NotFound, NotAllowed: see the rule "collection.edit"; or the actor sees no such sheet in it.
    """
    page = collection_to_edit(actor, collection_id)
    for entry in page.entries:
        if entry.card.id == sheet_id:
            return page, entry
    raise NotFound


def shelves_for(actor: Actor, sheet_id: int) -> tuple[Sheet, Sequence[tuple[Collection, bool]]]:
    """A sheet, and the actor's collections by name with whether it stands in them, by two statements.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.bookmark".
    """
    sheet = db.session.scalar(select(Sheet).where(Sheet.id == sheet_id, visible(actor, Sheet)))
    if sheet is None:
        raise NotFound
    require(actor, "sheet.bookmark", sheet)
    holds = (
        select(CollectionEntry.sheet_id)
        .where(CollectionEntry.collection_id == Collection.id, CollectionEntry.sheet_id == sheet_id)
        .correlate(Collection)
        .exists()
    )
    mine = select(Collection, holds).where(Collection.owner_id == actor.person_id, visible(actor, Collection))
    found = db.session.execute(mine.order_by(Collection.slug, Collection.id))
    return sheet, [(collection, bool(held)) for collection, held in found]


def watched(actor: Actor) -> Sequence[WatchedFilter]:
    """What the actor watches, newest first."""
    mine = select(WatchedFilter).where(visible(actor, WatchedFilter))
    return list(db.session.scalars(mine.order_by(WatchedFilter.saved_at.desc(), WatchedFilter.id.desc())))
