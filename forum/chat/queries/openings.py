"""Where a person may open one more room."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import String, cast, literal, select, union_all

from forum.communities.models import Community
from forum.core import audience
from forum.core.actor import Actor
from forum.core.policy import can
from forum.discussions.policy import tokens_held_by
from forum.extensions import db
from forum.schools.models import School


@dataclass(frozen=True)
class Place:
    """A school or a community whose referent or facilitator may open rooms for its members.

    Args:
        token: its audience.
    """

    token: str
    name: str


def places_to_open_in(actor: Actor) -> list[Place]:
    """The schools and communities where the actor may open a room, by name: one statement, none where they hold
    none."""
    tokens = [token for token in tokens_held_by(actor) if can(actor, "room.open", token)]
    if not tokens:
        return []
    schools = [int(token.partition(":")[2]) for token in tokens if token == audience.of_school(number_of(token))]
    communities = [int(token.partition(":")[2]) for token in tokens if token == audience.of_community(number_of(token))]
    found = union_all(
        select(literal("school:").concat(cast(School.id, String)).label("token"), School.name.label("name")).where(
            School.id.in_(schools)
        ),
        select(literal("community:").concat(cast(Community.id, String)), Community.name).where(
            Community.id.in_(communities), Community.archived_at.is_(None)
        ),
    ).order_by("name", "token")
    return [Place(token, name) for token, name in db.session.execute(found)]


def number_of(token: str) -> int:
    """The number in an audience: 3 of "school:3"."""
    return int(token.partition(":")[2])
