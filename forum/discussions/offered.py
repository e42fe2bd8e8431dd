"""What discussions offer to who searches: tags while one types, and where to ask what was not found."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forum.core import audience
from forum.core.actor import Actor
from forum.core.policy import visible
from forum.discussions.models import Space
from forum.discussions.queries.offering import tags_beginning
from forum.extensions import db
from forum.search.documents import Result
from forum.search.services import register_asking_places, register_suggester

MOST_SPACES = 8


def offered_tags(actor: Actor, typed: str) -> Sequence[Result]:
    """Tags that begin as what is typed."""
    return [Result(tag.name, url_for("discussions.tag", slug=tag.slug)) for tag in tags_beginning(actor, typed, None)]


def asking_places(actor: Actor, words: str) -> Sequence[Result]:
    """The spaces where the actor may ask: those of everybody first; none for a visitor.

    Args:
        words: what the title of the thread begins as.
    """
    if not actor.is_signed_in:
        return []
    is_wide = Space.audience.in_([audience.PUBLIC, audience.MEMBERS])
    query = select(Space).where(visible(actor, Space), Space.closed_at.is_(None))
    found = db.session.scalars(query.order_by(is_wide.desc(), Space.position, Space.id).limit(MOST_SPACES))
    return [Result(space.name, url_for("discussions.new_thread", slug=space.slug, title=words)) for space in found]


register_suggester("tag", lambda: _("Mot-clé"), offered_tags)
register_asking_places(asking_places)
