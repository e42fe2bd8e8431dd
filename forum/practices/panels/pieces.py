"""Pieces of a sheet's page that are the same for all members, kept ready between requests.

Only of a sheet in the library, which everybody sees, and of what everybody may read of it: whoever is named in a piece
gets one of their own, since nobody is offered to write to themselves.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import g
from markupsafe import Markup

from forum.core.actor import Actor
from forum.core.changes import versions
from forum.core.pieces import Drawn, Versions, kept_for_reader
from forum.extensions import db
from forum.practices.models import Sheet

Piece = Drawn
Make = Callable[[Actor, Sheet], Piece]


def shown_to(actor: Actor, sheet_id: int, name: str, make: Make) -> str:
    """A piece of the page of a sheet in the library, as a reader sees it; nothing of any other sheet.

    The page has just read the sheet, so that asking for it runs no statement; all pieces of a page share the one that
    says whether they still hold.

    Args:
        name: of the piece.
        make: makes it for a reader.
    """
    sheet = db.session.get(Sheet, sheet_id)
    if sheet is None or not sheet.is_listed:
        return ""
    now = versions_of_page(sheet_id)
    return Markup(kept_for_reader(actor, (name, sheet_id), now, lambda reader: make(reader, sheet)))  # noqa: S704


def versions_of_page(sheet_id: int) -> Versions:
    """The versions of what a sheet's page shows, asked of the database once a request."""
    kept: dict[int, Versions] = g.setdefault("versions_of_sheets", {})
    if sheet_id not in kept:
        kept[sheet_id] = versions((f"sheet:{sheet_id}", "people"))
    return kept[sheet_id]
