"""Who may see rooms, hold them, and do what with what is said there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from forum.accounts.models import Role
from forum.chat.models import Message, Room, RoomKind, RoomMember
from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.core.time_limits import is_within
from forum.discussions.policy import holds_audience

HOLDS = "room-holder:"


@dataclass(frozen=True)
class MessageInRoom:
    """A message together with its room: what the rules about holders need."""

    message: Message
    room: Room


@dataclass(frozen=True)
class PersonInRoom:
    """Somebody in a room: what the rules about them need."""

    person_id: int
    room: Room


@rule("room.see", sees=Room)
def sees_room(actor: Actor, room: Room) -> bool:
    """The members of the room's school or community, or those who are in a shared one, and nobody else: no role of the
    site opens a room."""
    return actor.has_claim(room.audience)


@visibility(Room)
def visible_rooms(actor: Actor) -> ColumnElement[bool]:
    return Room.audience.in_(sorted(actor.claims))


@visibility(Message)
def visible_messages(actor: Actor) -> ColumnElement[bool]:
    """What is said in a room is seen by whoever sees the room."""
    return Message.room_id.in_(select(Room.id).where(visible_rooms(actor)))


@rule("room.open")
def opens(actor: Actor, token: str) -> bool:
    """One more room of a school or of a community: its referents and its facilitators.

    Args:
        token: the audience of the school or the community.
    """
    return actor.has_claim(token) and holds_audience(actor, token)


@rule("room.share", of_site=True)
def shares(actor: Actor, _: object) -> bool:
    """A room between schools: members; they hold what they open."""
    return actor.is_signed_in


@rule("room.hold")
def holds(actor: Actor, room: Room) -> bool:
    """Of those who are in it: whom it was given to, the referents of its school, the facilitators of its community, and
    mediators."""
    given = actor.has_claim(f"{HOLDS}{room.id}") or holds_audience(actor, room.audience)
    return sees_room(actor, room) and (given or actor.has_role(Role.MEDIATOR))


@rule("room.rename")
def renames(actor: Actor, room: Room) -> bool:
    """Who holds it, save the first room of a school or of a community: that one is named as they are."""
    return holds(actor, room) and room.kind != RoomKind.MAIN


@rule("room.invite")
def invites(actor: Actor, room: Room) -> bool:
    """Who holds a shared room, while it is open."""
    return holds(actor, room) and room.is_shared and room.closed_at is None


@rule("room.answer")
def answers(actor: Actor, invitation: RoomMember) -> bool:
    """Who was invited, while the invitation waits."""
    return actor.is_signed_in and invitation.person_id == actor.id and invitation.is_waiting


@rule("room.leave")
def leaves(actor: Actor, room: Room) -> bool:
    """Whoever is in a shared room; the others are left with their school or their community."""
    return sees_room(actor, room) and room.is_shared


@rule("room.name_holder")
def names_holders(actor: Actor, there: PersonInRoom) -> bool:
    """In a shared room, who holds it; elsewhere referents, facilitators and mediators: never for oneself."""
    room = there.room
    looks_after = room.is_shared or holds_audience(actor, room.audience) or actor.has_role(Role.MEDIATOR)
    return holds(actor, room) and looks_after and there.person_id != actor.id


@rule("room.put_out")
def puts_out(actor: Actor, there: PersonInRoom) -> bool:
    """Who holds a shared room, others than themselves."""
    return holds(actor, there.room) and there.room.is_shared and there.person_id != actor.id


@rule("room.silence")
def silences(actor: Actor, there: PersonInRoom) -> bool:
    """Who holds the room, others than themselves."""
    return holds(actor, there.room) and there.person_id != actor.id


@rule("message.say")
def says(actor: Actor, room: Room) -> bool:
    """Whoever is in the room may speak there. Whether it is open, and they are not silenced, is asked beside."""
    return sees_room(actor, room)


@rule("message.edit")
def edits(actor: Actor, message: Message) -> bool:
    """Who said it, for a while: what others answered to must not change under them later."""
    return deletes(actor, message) and is_within(message.said_at, "edit_message_minutes")


@rule("message.delete")
def deletes(actor: Actor, message: Message) -> bool:
    """Who said it, at any time, unless mediators hid it: what they judged stays as it was."""
    return actor.is_signed_in and message.author_id == actor.id and message.is_readable


@rule("message.react")
def reacts(actor: Actor, said: MessageInRoom) -> bool:
    """Whoever is in the room, to what others said."""
    others = sees_room(actor, said.room) and said.message.author_id != actor.id
    return others and said.message.is_readable


@rule("message.pin")
def pins(actor: Actor, said: MessageInRoom) -> bool:
    """Who holds the room."""
    return holds(actor, said.room) and said.message.is_readable


@rule("message.remove")
def removes(actor: Actor, said: MessageInRoom) -> bool:
    """Who holds the room, what others said there; what they said themselves they delete."""
    return holds(actor, said.room) and said.message.author_id != actor.id


@rule("message.lift")
def lifts(actor: Actor, room: Room) -> bool:
    """Whoever is in the room: the new thread asks beside who may open it, and shows it to nobody else."""
    return sees_room(actor, room)


@rule("message.hide")
def hides(actor: Actor, message: Message) -> bool:
    """Mediators, save what they said themselves; in rooms they are not in as well, since a report brings it to them."""
    return actor.has_role(Role.MEDIATOR) and message.author_id != actor.id
