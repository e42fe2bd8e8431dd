"""Changing what was said: by who said it, or by mediators."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from forum.chat import live
from forum.chat.events import RoomMessageChanged
from forum.chat.models import Message
from forum.chat.queries import message_in
from forum.chat.services.rooms import refuse_if_closed
from forum.chat.services.say import accepted_body
from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import can, require
from forum.core.text import is_blank, render_markdown, tidy
from forum.core.transactions import transaction
from forum.extensions import db


def edit_message(actor: Actor, room_id: int, message_id: int, body: str) -> Message:
    """Changes the words of a message of one's own, while it is fresh.

    Raises:
        NotFound: no such message for this person.
        NotAllowed: somebody else's, or too old, or the room's community is archived.
        Invalid: nothing to read, or too long.
    """
    with transaction():
        message = message_in(actor, room_id, message_id)
        db.session.refresh(message, with_for_update=True)
        if can(actor, "message.delete", message) and not can(actor, "message.edit", message):
            minutes = current_app.config["SETTINGS"].edit_message_minutes
            raise NotAllowed(
                _("Un message se corrige dans les %(minutes)d minutes. Celui-ci est plus ancien.", minutes=minutes)
            )
        require(actor, "message.edit", message)
        refuse_if_closed(room_id)
        source = accepted_body(body)
        if source != message.source:
            message.source, message.html = source, render_markdown(source, f"m{message.client_id[:8]}")
            message.edited_at = now()
            changed(message)
    return message


def delete_message(actor: Actor, room_id: int, message_id: int) -> None:
    """Takes back a message of one's own: its place stays, its words are no longer shown. Twice is once.

    Raises:
        NotFound: no such message for this person.
        NotAllowed: somebody else's, or hidden by mediators.
    """
    with transaction():
        message = message_in(actor, room_id, message_id)
        db.session.refresh(message, with_for_update=True)
        if message.author_id == actor.id and message.deleted_at is not None:
            return
        require(actor, "message.delete", message)
        message.deleted_at = now()
        changed(message)


def hide_message(actor: Actor, message_id: int, reason: str) -> None:
    """Hides a message; its author sees why, the others that it was hidden.

    Raises:
        NotFound: no such message.
        NotAllowed: the actor is no mediator.
        Invalid: no reason is given.
        Conflict: it is hidden or deleted already.
    """
    with transaction():
        message = message_to_moderate(actor, message_id)
        if is_blank(reason):
            raise Invalid("reason", _("Donnez le motif : la personne concernée le lira."))
        if not message.is_readable:
            raise Conflict(_("Ce message n’est déjà plus affiché."))
        message.hidden_at, message.hidden_reason = now(), tidy(reason).strip()
        changed(message)


def restore_message(actor: Actor, message_id: int) -> None:
    """Shows a hidden message again.

    Raises:
        NotFound: no such message.
        NotAllowed: the actor is no mediator.
        Conflict: it is not hidden.
    """
    with transaction():
        message = message_to_moderate(actor, message_id)
        if message.hidden_at is None:
            raise Conflict(_("Ce message n’est pas masqué."))
        message.hidden_at, message.hidden_reason = None, ""
        changed(message)


def message_to_moderate(actor: Actor, message_id: int) -> Message:
    message = db.session.scalar(select(Message).where(Message.id == message_id).with_for_update())
    if message is None:
        raise NotFound
    require(actor, "message.hide", message)
    return message


def changed(message: Message) -> None:
    db.session.flush()
    record(RoomMessageChanged(message.id, message.room_id))
    live.push_once_committed("message_changed", message.id)
