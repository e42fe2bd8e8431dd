"""Changing what one said oneself."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from forum.chat import live
from forum.chat.events import RoomMessageChanged
from forum.chat.models import Message
from forum.chat.queries import said_in
from forum.chat.services.speaking import HOLDER, accepted_body, html_of, refuse_unless_may_speak
from forum.chat.told import withdraw_told
from forum.core.actor import Actor
from forum.core.errors import NotAllowed
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import can, require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.writing.files import attach


def edit_message(actor: Actor, room_id: int, message_id: int, body: str) -> Message:
    """Changes the words of a message of one's own, while it is fresh.

    Raises:
        NotFound: no such message for this person.
        NotAllowed: somebody else's, or too old, or the person may not speak in the room now.
        Invalid: nothing to read, too long, or too many files.
    """
    with transaction():
        said = said_in(actor, room_id, message_id)
        message = said.message
        db.session.refresh(message, with_for_update=True)
        if can(actor, "message.delete", message) and not can(actor, "message.edit", message):
            minutes = current_app.config["SETTINGS"].edit_message_minutes
            raise NotAllowed(
                _("Un message se corrige dans les %(minutes)d minutes. Celui-ci est plus ancien.", minutes=minutes)
            )
        require(actor, "message.edit", message)
        refuse_unless_may_speak(actor, said.room, is_new=False)
        source = accepted_body(body)
        if source != message.source:
            message.source, message.html = source, html_of(source, message.client_id)
            message.edited_at = now()
            attach(actor.person_id, HOLDER, message.id, source)
            changed(message, is_edit=True)
    return message


def delete_message(actor: Actor, room_id: int, message_id: int) -> None:
    """Takes back a message of one's own: its place stays, its words are no longer shown. Twice is once.

    It is possible at any time, to who is silenced and where the room is closed too.

    Raises:
        NotFound: no such message for this person.
        NotAllowed: somebody else's, or hidden by mediators, or removed by who holds the room.
    """
    with transaction():
        message = said_in(actor, room_id, message_id).message
        db.session.refresh(message, with_for_update=True)
        if message.author_id == actor.id and message.deleted_at is not None:
            return
        require(actor, "message.delete", message)
        message.deleted_at = now()
        changed(message)


def changed(message: Message, *, is_edit: bool = False) -> None:
    """Has it known, once the transaction at hand is committed, that a message changed; what people were told of one
    that can no longer be read is taken back."""
    db.session.flush()
    if not message.is_readable:
        withdraw_told(message.id)
    record(RoomMessageChanged(message.id, message.room_id, is_edit))
    live.push_once_committed("message_changed", message.id)
