"""Saying something in a room."""

from __future__ import annotations

import uuid

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.chat import live
from forum.chat.events import MessageSaid
from forum.chat.models import Message, Room
from forum.chat.queries import room_for
from forum.chat.services.rooms import refuse_if_closed
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.policy import require
from forum.core.ratelimits import count_once
from forum.core.text import is_blank, render_markdown, tidy
from forum.core.transactions import transaction
from forum.extensions import db

LONGEST_MESSAGE = 4_000


def say(actor: Actor, room_id: int, client_id: str, body: str) -> Message:
    """Says something in a room, at the next place of its order.

    Args:
        actor: who speaks.
        room_id: where.
        client_id: a UUID that the sender made; the same one again gives the message already said.
        body: Markdown.

    Raises:
        NotFound: no such room for this person.
        NotAllowed: its community is archived.
        Invalid: nothing to read, too long, or no UUID.
        TooMany: the person spoke too often in the last minute.
    """
    room = room_for(actor, room_id)
    require(actor, "message.say", room)
    submission = accepted_client_id(client_id)
    said = already_said(actor, room_id, submission)
    if said is not None:
        return said
    source = accepted_body(body)
    count_once("messages", actor.person_id, current_app.config["SETTINGS"].messages_per_minute)
    html = render_markdown(source, f"m{submission[:8]}")
    with transaction():
        # The room's row is held first, so that of two sendings of one message the second finds the first.
        db.session.execute(select(Room.id).where(Room.id == room_id).with_for_update())
        said = already_said(actor, room_id, submission)
        if said is not None:
            return said
        refuse_if_closed(room_id)
        next_seq = update(Room).where(Room.id == room_id).values(last_seq=Room.last_seq + 1).returning(Room.last_seq)
        message = Message(
            room_id=room_id,
            seq=db.session.scalars(next_seq, execution_options={"synchronize_session": False}).one(),
            author_id=actor.person_id,
            client_id=submission,
            source=source,
            html=html,
        )
        db.session.add(message)
        db.session.flush()
        record(MessageSaid(message.id, room_id))
        live.push_once_committed("message", message.id)
    return message


def accepted_body(body: str) -> str:
    """What was typed, in order.

    Raises:
        Invalid: nothing to read, or too long.
    """
    source = tidy(body).strip()
    if is_blank(source):
        raise Invalid("body", _("Écrivez quelques mots avant d’envoyer."))
    if len(source) > LONGEST_MESSAGE:
        raise Invalid("body", _("Ce message est trop long : %(max)d caractères au plus.", max=LONGEST_MESSAGE))
    return source


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
