"""Collections: begun, changed, put in order, taken away. All of it by their owners alone."""

from __future__ import annotations

from collections.abc import Collection as AnyOf
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require, visible
from forum.core.text import is_blank, slug, tidy, tidy_line
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import Collection, CollectionEntry, Sheet
from forum.practices.services.content import find_sheet

LONGEST_NAME = 120
LONGEST_ABOUT = 1_000
LONGEST_NOTE = 1_000
MOST_COLLECTIONS = 100
"""Of one person."""
MOST_SHEETS = 200
"""In one collection: its page shows them all."""


class Move(StrEnum):
    """Where a sheet goes in the order of a collection."""

    FIRST = "first"
    UP = "up"
    DOWN = "down"
    LAST = "last"


def start_collection(
    actor: Actor, name: str, about: str, *, is_public: bool, sheet_id: int | None = None, submission: str | None = None
) -> Collection:
    """Begins a collection.

    Args:
        name, about: what it is called and what it gathers; plain text.
        is_public: for everybody to read; otherwise for the actor alone.
        sheet_id: the first sheet in it.
        submission: what tells the same form sent twice: the second time gives the collection that the first began.

    Raises:
        NotAllowed: the actor is a visitor.
        NotFound: there is no such sheet that the actor may read.
        Invalid: there is no name, a text is too long, or the actor has as many collections as one may have.
    """
    name, about = checked_name(name), checked_text("about", about, LONGEST_ABOUT)
    try:
        return write_collection(actor, name, about, is_public, sheet_id, submission)
    except IntegrityError:
        twin = collection_sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def write_collection(
    actor: Actor, name: str, about: str, is_public: bool, sheet_id: int | None, submission: str | None
) -> Collection:
    with transaction():
        require(actor, "shelf.hold")
        twin = collection_sent_before(actor.person_id, submission)
        if twin is not None:
            return twin
        mine = select(func.count()).where(Collection.owner_id == actor.person_id, Collection.deleted_at.is_(None))
        if (db.session.scalar(mine) or 0) >= MOST_COLLECTIONS:
            raise Invalid(
                "name", _("Vous avez déjà %(most)d collections : c’est le plus possible.", most=MOST_COLLECTIONS)
            )
        made = Collection(
            owner_id=actor.person_id,
            name=name,
            slug=slug(name),
            about=about,
            is_public=is_public,
            submission=submission,
        )
        db.session.add(made)
        db.session.flush()
        if sheet_id is not None:
            require(actor, "sheet.bookmark", find_sheet(sheet_id))
            put_in(made, sheet_id)
        say_it_changed(made, [sheet_id] if sheet_id is not None else [])
    return made


def collection_sent_before(person_id: int, submission: str | None) -> Collection | None:
    if submission is None:
        return None
    return db.session.scalar(
        select(Collection).where(Collection.owner_id == person_id, Collection.submission == submission)
    )


def change_collection(actor: Actor, collection_id: int, name: str, about: str, *, is_public: bool) -> Collection:
    """Changes what a collection is called, what is said of it, and who reads it.

    Raises:
        NotFound, NotAllowed: see the rule "collection.edit".
        Invalid: there is no name, or a text is too long.
    """
    name, about = checked_name(name), checked_text("about", about, LONGEST_ABOUT)
    with transaction():
        found = find_collection(actor, collection_id)
        found.name, found.slug, found.about, found.is_public = name, slug(name), about, is_public
        say_it_changed(found, sheets_in(found))
    return found


def delete_collection(actor: Actor, collection_id: int) -> None:
    """Takes a collection away, with its notes; its sheets stay where they are.

    Raises:
        NotFound, NotAllowed: see the rule "collection.edit".
    """
    with transaction():
        found = find_collection(actor, collection_id)
        found.deleted_at = now()
        say_it_changed(found, sheets_in(found))
        db.session.execute(delete(CollectionEntry).where(CollectionEntry.collection_id == collection_id))


def shelve_sheet(actor: Actor, sheet_id: int, collection_ids: AnyOf[int]) -> None:
    """Puts a sheet into some of the actor's collections, and takes it out of their others.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.bookmark".
        Invalid: one of the collections is not the actor’s.
        Conflict: one is full.
    """
    with transaction():
        require(actor, "sheet.bookmark", find_sheet(sheet_id))
        mine = select(Collection).where(Collection.owner_id == actor.person_id, Collection.deleted_at.is_(None))
        shelves = {found.id: found for found in db.session.scalars(mine.order_by(Collection.id).with_for_update())}
        if set(collection_ids) - set(shelves):
            raise Invalid("collections", _("Une de ces collections n’existe plus. Choisissez parmi celles-ci."))
        holding = set(
            db.session.scalars(
                select(CollectionEntry.collection_id).where(
                    CollectionEntry.sheet_id == sheet_id, CollectionEntry.collection_id.in_(shelves)
                )
            )
        )
        for added in sorted(set(collection_ids) - holding):
            put_in(shelves[added], sheet_id)
        for left in holding - set(collection_ids):
            remove_entry(left, sheet_id)
        for changed in sorted(holding ^ set(collection_ids)):
            say_it_changed(shelves[changed], [sheet_id])


def take_out(actor: Actor, collection_id: int, sheet_id: int) -> None:
    """Takes a sheet out of a collection, its note with it; where it is out already, nothing changes.

    Raises:
        NotFound, NotAllowed: see the rule "collection.edit".
    """
    with transaction():
        found = find_collection(actor, collection_id)
        remove_entry(collection_id, sheet_id)
        say_it_changed(found, [sheet_id])


def move_sheet(actor: Actor, collection_id: int, sheet_id: int, move: Move) -> None:
    """Moves a sheet among those of a collection that the actor sees; those that they don't keep their places.

    Raises:
        NotFound, NotAllowed: see the rule "collection.edit"; or the sheet is not in it.
    """
    with transaction():
        found = find_collection(actor, collection_id)
        entries = list(
            db.session.scalars(
                select(CollectionEntry)
                .join(Sheet, Sheet.id == CollectionEntry.sheet_id)
                .where(CollectionEntry.collection_id == collection_id, visible(actor, Sheet))
                .order_by(CollectionEntry.position, CollectionEntry.sheet_id)
            )
        )
        at = next((place for place, entry in enumerate(entries) if entry.sheet_id == sheet_id), None)
        if at is None:
            raise NotFound
        to = {Move.FIRST: 0, Move.UP: max(at - 1, 0), Move.DOWN: at + 1, Move.LAST: len(entries)}[move]
        places = sorted(entry.position for entry in entries)
        moved = entries.pop(at)
        entries.insert(to, moved)
        for place, entry in zip(places, entries, strict=True):
            entry.position = place
        say_it_changed(found, [])


def note_sheet(actor: Actor, collection_id: int, sheet_id: int, note: str) -> None:
    """Says why a sheet is in a collection; nothing takes the note away.

    Raises:
        NotFound, NotAllowed: see the rule "collection.edit"; or the sheet is not in it.
        Invalid: it is too long.
    """
    note = checked_text("note", note, LONGEST_NOTE)
    with transaction():
        found = find_collection(actor, collection_id)
        entry = db.session.get(CollectionEntry, (collection_id, sheet_id), populate_existing=True)
        if entry is None:
            raise NotFound
        entry.note = note
        say_it_changed(found, [])


def find_collection(actor: Actor, collection_id: int) -> Collection:
    """A collection that the actor changes, locked until the transaction ends."""
    found = db.session.scalar(
        select(Collection)
        .where(Collection.id == collection_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    require(actor, "collection.edit", found)
    return found


def put_in(collection: Collection, sheet_id: int) -> None:
    """Puts a sheet at the end of a collection."""
    entries = CollectionEntry.collection_id == collection.id
    count, last = db.session.execute(
        select(func.count(), func.coalesce(func.max(CollectionEntry.position), 0)).where(entries)
    ).one()
    if count >= MOST_SHEETS:
        raise Conflict(
            _("La collection « %(name)s » est pleine : %(most)d fiches.", name=collection.name, most=MOST_SHEETS)
        )
    db.session.add(CollectionEntry(collection_id=collection.id, sheet_id=sheet_id, position=last + 1))


def remove_entry(collection_id: int, sheet_id: int) -> None:
    gone = (CollectionEntry.collection_id == collection_id) & (CollectionEntry.sheet_id == sheet_id)
    db.session.execute(delete(CollectionEntry).where(gone))


def sheets_in(collection: Collection) -> list[int]:
    entries = select(CollectionEntry.sheet_id).where(CollectionEntry.collection_id == collection.id)
    return list(db.session.scalars(entries))


def say_it_changed(collection: Collection, sheet_ids: list[int]) -> None:
    """Has kept pages made anew: the collection's, and those of sheets that name it."""
    collection.changed_at = now()
    touch("collections", f"collection:{collection.id}", *(f"sheet:{sheet_id}" for sheet_id in sheet_ids))


def checked_name(name: str) -> str:
    name = tidy_line(name)
    if is_blank(name):
        raise Invalid("name", _("Donnez un nom à la collection."))
    return checked_text("name", name, LONGEST_NAME)


def checked_text(field: str, text: str, longest: int) -> str:
    text = tidy(text).strip()
    if len(text) > longest:
        raise Invalid(field, _("Ce texte est trop long : %(max)d caractères au plus.", max=longest))
    return text
