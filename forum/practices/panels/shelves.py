"""What the page of a sheet shows of shelves: the reader's bookmark, and the public collections that hold it."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.panels import panel
from forum.core.policy import visible
from forum.extensions import db
from forum.practices.models import Collection, CollectionEntry, Sheet
from forum.practices.panels.pieces import Piece, shown_to
from forum.practices.queries.cards import bookmarked_by

MOST_COLLECTIONS = 6


@panel("sheet.actions", order=60)
def keep_at_hand(actor: Actor, sheet_id: int) -> str:
    """One press for a bookmark, and the way to one's collections."""
    if not actor.is_signed_in:
        return ""
    query = select(Sheet, bookmarked_by(actor)).where(Sheet.id == sheet_id, visible(actor, Sheet))
    found = db.session.execute(query).first()
    if found is None:
        return ""
    sheet, is_bookmarked = found
    return render_template("practices/shelves_actions.html", sheet=sheet, is_bookmarked=is_bookmarked)


@panel("sheet.side", order=300)
def in_collections(actor: Actor, sheet_id: int) -> str:
    """The collections for everybody that hold it, those changed last first."""
    return shown_to(actor, sheet_id, "collections", collections_of)


def collections_of(reader: Actor, sheet: Sheet) -> Piece:
    query = (
        select(Collection, Person.name)
        .join(CollectionEntry, CollectionEntry.collection_id == Collection.id)
        .join(Person, Person.id == Collection.owner_id)
        .where(CollectionEntry.sheet_id == sheet.id, Collection.is_public, visible(reader, Collection))
        .order_by(Collection.changed_at.desc(), Collection.id.desc())
    )
    found = db.session.execute(query.limit(MOST_COLLECTIONS)).all()
    return (render_template("practices/shelves_side.html", collections=found) if found else ""), frozenset()
