"""How closely the reader follows a sheet, or the new sheets of somebody."""

from __future__ import annotations

from flask import render_template

from forum.core.actor import Actor
from forum.core.panels import panel


@panel("sheet.side", order=50)
def follow_sheet(actor: Actor, sheet_id: int) -> str:
    """The choice of how closely the reader follows the sheet."""
    if not actor.is_signed_in:
        return ""
    return render_template("practices/watching_panel.html", kind="sheet", object_id=sheet_id)


@panel("profile.side", order=50)
def follow_person(actor: Actor, person_id: int) -> str:
    """Whether the reader is told of the person's new sheets; not of their own."""
    if not actor.is_signed_in or person_id == actor.id:
        return ""
    return render_template("practices/watching_panel.html", kind="person", object_id=person_id)
