"""What a sheet's page shows of its discussion: the last posts, and where to go on."""

from __future__ import annotations

from flask import render_template

from forum.core.actor import VISITOR, Actor
from forum.core.panels import panel
from forum.practices.models import Sheet
from forum.practices.panels.pieces import Piece, shown_to
from forum.practices.queries import transpositions as queries


@panel("sheet.main", order=60)
def discussion_of_sheet(actor: Actor, sheet_id: int) -> str:
    """The last posts of a sheet's discussion, or where to open it: as a visitor sees it, it being public."""

    def make(reader: Actor, sheet: Sheet) -> Piece:
        discussion = queries.discussion_of_sheet(VISITOR, sheet_id)
        return render_template("practices/discussion_panel.html", sheet=sheet, discussion=discussion), frozenset()

    return shown_to(actor, sheet_id, "discussion", make)
