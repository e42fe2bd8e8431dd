"""What a person's page shows of conversations: the way to write to them."""

from __future__ import annotations

from flask import render_template

from forum.core.actor import Actor
from forum.core.panels import panel


@panel("profile.side")
def write_to(actor: Actor, person_id: int) -> str:
    """A link that begins a conversation with the person, for everyone but themselves."""
    if not actor.is_signed_in or person_id == actor.id:
        return ""
    return render_template("conversations/write_to.html", person_id=person_id)
