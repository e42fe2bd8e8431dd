"""What rooms add to the pages of schools and communities: the way in, and what was last said."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import ColumnElement

from forum.chat.models import Room
from forum.chat.queries import rooms_of
from forum.core.actor import Actor
from forum.core.panels import panel
from forum.core.policy import can


@panel("school.main", order=20)
def room_of_school(actor: Actor, school_id: int) -> str:
    """A school's rooms, for its members."""
    return room_panel(actor, f"school:{school_id}", Room.school_id == school_id)


@panel("community.main", order=20)
def room_of_community(actor: Actor, community_id: int) -> str:
    """A community's rooms, for its members."""
    return room_panel(actor, f"community:{community_id}", Room.community_id == community_id)


def room_panel(actor: Actor, claim: str, condition: ColumnElement[bool]) -> str:
    if not actor.has_claim(claim):
        return ""
    found = rooms_of(actor, condition)
    if not found:
        return ""
    # Rendered without the frame's context, which would ask the database again what the page around it knows.
    template = current_app.jinja_env.get_template("chat/panel.html")
    others = [room for room in found[1:] if not room.is_closed]
    return template.render(room=found[0], others=others, open_in=claim if can(actor, "room.open", claim) else "")
