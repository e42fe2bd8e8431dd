"""Who may see rooms, and what they may do with what is said there."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from forum.accounts.models import Role
from forum.chat.models import Message, Room
from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.core.time_limits import is_within


@rule("room.see", sees=Room)
def sees_room(actor: Actor, room: Room) -> bool:
    """The members of the room's school or community, and nobody else: no role of the site opens a room."""
    return actor.has_claim(room.audience)


@visibility(Room)
def visible_rooms(actor: Actor) -> ColumnElement[bool]:
    return Room.audience.in_(sorted(actor.claims))


@visibility(Message)
def visible_messages(actor: Actor) -> ColumnElement[bool]:
    """What is said in a room is seen by whoever sees the room."""
    return Message.room_id.in_(select(Room.id).where(visible_rooms(actor)))


@rule("message.say")
def says(actor: Actor, room: Room) -> bool:
    """Whoever is in the room may speak there."""
    return sees_room(actor, room)


@rule("message.edit")
def edits(actor: Actor, message: Message) -> bool:
    """Who said it, for a while: what others answered to must not change under them later."""
    return deletes(actor, message) and is_within(message.said_at, "edit_message_minutes")


@rule("message.delete")
def deletes(actor: Actor, message: Message) -> bool:
    """Who said it, at any time, unless mediators hid it: what they judged stays as it was."""
    return actor.is_signed_in and message.author_id == actor.id and message.is_readable


@rule("message.hide")
def hides(actor: Actor, message: Message) -> bool:
    """Mediators, save what they said themselves; in rooms they are not in as well, since a report brings it to them."""
    return actor.has_role(Role.MEDIATOR) and message.author_id != actor.id
