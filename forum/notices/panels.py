"""How closely the reader follows something, on the page of that thing."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from forum.core.actor import current_actor
from forum.notices.watching import level_of, watched_kind


def watch_button(kind: str, object_id: int, *, level: str | None = None) -> Markup:
    """A form that says how closely the reader follows something; nothing for a visitor.

    Args:
        kind, object_id: what: "thread", 12. Whether the reader sees it is asked by the page around.
        level: how closely they do, where the page knows it: else it is asked, by one statement.
    """
    actor, watched = current_actor(), watched_kind(kind)
    if watched is None or not actor.is_signed_in:
        return Markup("")
    chosen = level_of(actor.person_id, kind, object_id) if level is None else level
    html = render_template("notices/watch_button.html", watched=watched, object_id=object_id, chosen=chosen)
    return Markup(html)  # noqa: S704
