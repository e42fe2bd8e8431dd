"""Spaces, as pages list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.models import now
from forum.core.policy import visible
from forum.discussions.models import Space
from forum.extensions import db
from forum.notices.models import Watch

MOST_SPACES = 200


@dataclass(frozen=True)
class SpaceHead:
    """A space as the top of its page shows it.

    Args:
        holder: who holds it at this moment, if anybody does.
        holder_id: their account.
        watch_level: how closely the reader follows it, if they said.
    """

    space: Space
    holder: str
    holder_id: int | None
    watch_level: str | None


def spaces(actor: Actor) -> Sequence[Space]:
    """Every space the actor sees: public ones first, then those of members, schools and communities."""
    query = select(Space).where(visible(actor, Space))
    in_order = query.order_by(Space.school_id.is_not(None), Space.community_id.is_not(None), Space.position, Space.name)
    return list(db.session.scalars(in_order.limit(MOST_SPACES)))


def space_by_slug(actor: Actor, slug: str) -> Space:
    """One space.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    return space_head(actor, slug).space


def space_head(actor: Actor, slug: str) -> SpaceHead:
    """One space with who holds it and what the reader said of it, by one statement.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    query = (
        select(Space, Person.name, Person.id, Watch.level)
        .outerjoin(Person, (Person.id == Space.holder_id) & (Space.held_until > now()))
        .outerjoin(Watch, (Watch.kind == "space") & (Watch.object_id == Space.id) & (Watch.person_id == actor.id))
        .where(Space.slug == slug, visible(actor, Space))
    )
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound
    return SpaceHead(found[0], found[1] or "", found[2], found[3])
