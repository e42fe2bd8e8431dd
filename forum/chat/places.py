"""Where people write in rooms: drafts, whom one may name there, and who may see the files of messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, select

from forum.accounts.audiences import people_in
from forum.chat.models import Message, Room
from forum.chat.queries.speaking import standing_in
from forum.core.actor import Actor
from forum.core.policy import can, visible
from forum.extensions import db
from forum.writing.holders import register_holder
from forum.writing.places import Group, ShownPlace, register_place


def seen_room(actor: Actor, room_id: int) -> Room | None:
    """A room, where the actor sees it."""
    return db.session.scalar(select(Room).where(Room.id == room_id, visible(actor, Room)))


def writes(actor: Actor, room_id: int) -> bool:
    """Whoever is in the room, while it is open; a pause and a silence end, and what was begun is kept for then."""
    room = seen_room(actor, room_id) if actor.is_signed_in else None
    return room is not None and can(actor, "message.say", room) and not standing_in(actor.person_id, room_id).is_closed


def shown(actor: Actor, ids: Sequence[int]) -> Mapping[int, ShownPlace]:
    """Rooms, as the places of drafts."""
    query = select(Room).where(Room.id.in_(ids), visible(actor, Room))
    return {
        room.id: ShownPlace(
            _("Message dans le salon « %(name)s »", name=room.name),
            url_for("chat.room", room_id=room.id, _anchor="say"),
        )
        for room in db.session.scalars(query)
    }


def people(actor: Actor, room_id: int) -> Select[int] | None:
    """Those who are in the room."""
    room = seen_room(actor, room_id)
    return people_in(room.audience) if room is not None else None


def groups(actor: Actor, room_id: int) -> Sequence[Group]:
    """All of them together, for who holds the room."""
    room = seen_room(actor, room_id)
    holds = room is not None and can(actor, "room.hold", room)
    return [Group("membres", _("Toutes les personnes du salon"))] if holds else []


def sees_files(actor: Actor, message_id: int) -> bool:
    """Whoever is in the room, of a message that can be read; of one that was hidden or removed, the mediators who judge
    it. Who left the room finds them no more."""
    found = db.session.execute(
        select(Message, Room).join(Room, Room.id == Message.room_id).where(Message.id == message_id)
    ).first()
    if found is None or found[0].deleted_at is not None:
        return False
    message, room = found
    if message.hidden_at is not None:
        return actor.has_role("mediator")
    return can(actor, "room.see", room)


register_place("room", writes, shown=shown, people=people, groups=groups)
register_holder("message", sees_files)
