"""Opening rooms, and noting how far people have read in them."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import bindparam, select, text, update

from forum.chat.models import Room
from forum.communities.models import Community
from forum.core import audience
from forum.core.actor import Actor
from forum.core.errors import NotAllowed, NotFound
from forum.core.models import UTCDateTime, now
from forum.core.policy import visible
from forum.core.transactions import transaction
from forum.extensions import db
from forum.schools.models import School

READ_UP_TO = text(
    "INSERT INTO room_visits (room_id, person_id, read_seq, visited_at) VALUES (:room, :person, :seq, :now)"
    " ON CONFLICT (room_id, person_id) DO UPDATE SET visited_at = excluded.visited_at, read_seq ="
    " CASE WHEN excluded.read_seq > room_visits.read_seq THEN excluded.read_seq ELSE room_visits.read_seq END"
).bindparams(bindparam("now", type_=UTCDateTime))

OPEN_ROOM = text(
    "INSERT INTO rooms (name, audience, school_id, community_id, last_seq)"
    " VALUES (:name, :audience, :school, :community, 0) ON CONFLICT DO NOTHING"
)


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
    """Names the rooms of schools as the schools are named today."""
    name = select(School.name).where(School.id == Room.school_id).scalar_subquery()
    with transaction():
        db.session.execute(
            update(Room).where(Room.school_id.in_(list(school_ids)), Room.name != name).values(name=name),
            execution_options={"synchronize_session": False},
        )


def rename_community_room(community_id: int) -> None:
    """Names the room of a community as the community is named today."""
    name = select(Community.name).where(Community.id == Room.community_id).scalar_subquery()
    with transaction():
        db.session.execute(
            update(Room).where(Room.community_id == community_id).values(name=name),
            execution_options={"synchronize_session": False},
        )


def refuse_if_closed(room_id: int) -> None:
    """Lets pass where something may still be said.

    Raises:
        NotAllowed: the room's community is archived.
    """
    archived = select(Community.archived_at).join(Room, Room.community_id == Community.id).where(Room.id == room_id)
    if db.session.scalar(archived) is not None:
        raise NotAllowed(_("Ce salon est fermé : il se lit encore, mais on n’y écrit plus."))


def mark_seen(actor: Actor, room_id: int, seq: int) -> None:
    """Notes how far a person has read in a room; never backwards, never beyond what was said.

    Raises:
        NotFound: no such room for this person.
    """
    with transaction():
        last_seq = db.session.scalar(select(Room.last_seq).where(Room.id == room_id, visible(actor, Room)))
        if last_seq is None:
            raise NotFound
        facts = {"room": room_id, "person": actor.person_id, "seq": min(seq, last_seq), "now": now()}
        db.session.execute(READ_UP_TO, facts)
