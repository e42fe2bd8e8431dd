"""What a person's page shows of mediations: the way to ask for one with them."""

from __future__ import annotations

from flask import render_template

from forum.core.actor import Actor
from forum.core.panels import panel


@panel("profile.side", order=200)
def ask_with(actor: Actor, person_id: int) -> str:
    """A link that asks for a mediation with the person, for everyone but themselves."""
    if not actor.is_signed_in or person_id == actor.id:
        return ""
    return render_template("mediation/ask_link.html", person_id=person_id)
