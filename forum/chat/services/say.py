"""Saying something in a room."""

from __future__ import annotations

import uuid

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.chat import live
from forum.chat.events import RoomMessageSaid
from forum.chat.models import Message, Room
from forum.chat.queries import room_for
from forum.chat.services.speaking import HOLDER, LONGEST_MESSAGE, accepted_body, html_of, refuse_unless_may_speak
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.policy import require
from forum.core.ratelimits import count_once
from forum.core.transactions import transaction
from forum.extensions import db
from forum.writing.files import attach
from forum.writing.services import erase_draft

__all__ = ["LONGEST_MESSAGE", "say"]


def say(actor: Actor, room_id: int, client_id: str, body: str, *, reply_to: int | None = None) -> Message:
    """Says something in a room, at the next place of its order.

    Args:
        actor: who speaks.
        room_id: where.
        client_id: a UUID that the sender made; the same one again gives the message already said.
        body: Markdown.
        reply_to: the id of the message of the same room that it answers.

    Raises:
        NotFound: no such room for this person.
        NotAllowed: the room is closed or paused, or the person silenced there.
        Invalid: nothing to read, too long, too many files, no UUID, or no such message to answer.
        TooMany: the person spoke too often in the last minute, or too soon where the room is slow.
    """
    room = room_for(actor, room_id)
    require(actor, "message.say", room)
    submission = accepted_client_id(client_id)
    said = already_said(actor, room_id, submission)
    if said is not None:
        return said
    source = accepted_body(body)
    count_once("messages", actor.person_id, current_app.config["SETTINGS"].messages_per_minute)
    html = html_of(source, submission)
    with transaction():
        # The room's row is held first, so that of two sendings of one message the second finds the first.
        db.session.execute(select(Room.id).where(Room.id == room_id).with_for_update())
        said = already_said(actor, room_id, submission)
        if said is not None:
            return said
        refuse_unless_may_speak(actor, room)
        answered = checked_answered(room_id, reply_to)
        next_seq = update(Room).where(Room.id == room_id).values(last_seq=Room.last_seq + 1).returning(Room.last_seq)
        message = Message(
            room_id=room_id,
            seq=db.session.scalars(next_seq, execution_options={"synchronize_session": False}).one(),
            author_id=actor.person_id,
            client_id=submission,
            source=source,
            html=html,
            reply_to_id=answered,
        )
        db.session.add(message)
        db.session.flush()
        attach(actor.person_id, HOLDER, message.id, source)
        erase_draft(actor.person_id, f"room:{room_id}")
        record(RoomMessageSaid(message.id, room_id))
        live.push_once_committed("message", message.id)
    return message


def accepted_client_id(client_id: str) -> str:
    try:
        return uuid.UUID(client_id).hex
    except ValueError:
        raise Invalid("client_id", _("Ce message n’a pas pu être lu. Rechargez la page et réessayez.")) from None


def already_said(actor: Actor, room_id: int, client_id: str) -> Message | None:
    return db.session.scalar(
        select(Message).where(
            Message.room_id == room_id, Message.author_id == actor.person_id, Message.client_id == client_id
        )
    )


def checked_answered(room_id: int, reply_to: int | None) -> int | None:
    """The message that is answered: one of the room, readable or not any more, since it may go while one writes.

    Raises:
        Invalid: there is none such in the room.
    """
    if reply_to is None:
        return None
    found = db.session.scalar(select(Message.id).where(Message.id == reply_to, Message.room_id == room_id))
    if found is None:
        raise Invalid("reply_to", _("Le message auquel vous répondez n’est pas dans ce salon."))
    return found
