"""The rooms that open by themselves, with schools and communities, and are named as they are."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, text, update

from forum.chat.models import Room, RoomKind
from forum.communities.models import Community
from forum.core import audience
from forum.core.transactions import transaction
from forum.extensions import db
from forum.schools.models import School

OPEN_ROOM = text(
    "INSERT INTO rooms (kind, name, audience, school_id, community_id, last_seq, purpose, welcome_source, welcome_html,"
    " slow_seconds) VALUES ('main', :name, :audience, :school, :community, 0, '', '', '', 0) ON CONFLICT DO NOTHING"
)
IS_MAIN = Room.kind == RoomKind.MAIN.value


def open_school_room(school_id: int) -> None:
    """Opens the room of a school, named as the school, unless it has one."""
    with transaction():
        name = db.session.scalar(select(School.name).where(School.id == school_id))
        if name is not None:
            facts = {"name": name, "audience": audience.of_school(school_id), "school": school_id, "community": None}
            db.session.execute(OPEN_ROOM, facts)


def open_community_room(community_id: int) -> None:
    """Opens the room of a community, named as the community, unless it has one."""
    with transaction():
        name = db.session.scalar(select(Community.name).where(Community.id == community_id))
        if name is not None:
            token = audience.of_community(community_id)
            facts = {"name": name, "audience": token, "school": None, "community": community_id}
            db.session.execute(OPEN_ROOM, facts)


def rename_school_rooms(school_ids: Iterable[int]) -> None:
    """Names the first rooms of schools as the schools are named today."""
    name = select(School.name).where(School.id == Room.school_id).scalar_subquery()
    with transaction():
        db.session.execute(
            update(Room).where(Room.school_id.in_(list(school_ids)), IS_MAIN, Room.name != name).values(name=name),
            execution_options={"synchronize_session": False},
        )


def rename_community_room(community_id: int) -> None:
    """Names the first room of a community as the community is named today."""
    name = select(Community.name).where(Community.id == Room.community_id).scalar_subquery()
    with transaction():
        db.session.execute(
            update(Room).where(Room.community_id == community_id, IS_MAIN).values(name=name),
            execution_options={"synchronize_session": False},
        )
