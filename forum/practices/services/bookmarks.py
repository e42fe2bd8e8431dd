"""Keeping a sheet at hand, and letting it go."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, text

from forum.core.actor import Actor
from forum.core.models import UTCDateTime, now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import Bookmark
from forum.practices.services.content import find_sheet

KEEP = text(
    "INSERT INTO sheet_bookmarks (person_id, sheet_id, added_at) VALUES (:person, :sheet, :moment)"
    " ON CONFLICT (person_id, sheet_id) DO NOTHING"
).bindparams(bindparam("moment", type_=UTCDateTime))


def bookmark_sheet(actor: Actor, sheet_id: int) -> None:
    """Puts a sheet among the actor's bookmarks; where it is there already, nothing changes.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.bookmark".
    """
    with transaction():
        require(actor, "sheet.bookmark", find_sheet(sheet_id))
        db.session.execute(KEEP, {"person": actor.person_id, "sheet": sheet_id, "moment": now()})


def let_sheet_go(actor: Actor, sheet_id: int) -> None:
    """Takes a sheet out of the actor's bookmarks; one may always let go of what one can no longer read."""
    with transaction():
        mine = (Bookmark.person_id == actor.person_id) & (Bookmark.sheet_id == sheet_id)
        db.session.execute(delete(Bookmark).where(mine))
