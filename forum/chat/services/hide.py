"""Hiding messages, and showing them again: what mediators do."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum.chat.models import HiddenAs, Message
from forum.chat.services.change import changed
from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import is_blank, tidy
from forum.core.transactions import transaction
from forum.extensions import db


def hide_message(actor: Actor, message_id: int, reason: str) -> None:
    """Hides a message; its author sees why, the others that it was hidden. One that who holds the room removed is the
    mediators' from then on.

    Raises:
        NotFound: no such message.
        NotAllowed: the actor is no mediator.
        Invalid: no reason is given.
        Conflict: mediators hid it already, or its author deleted it.
    """
    with transaction():
        message = message_to_moderate(actor, message_id)
        if is_blank(reason):
            raise Invalid("reason", _("Donnez le motif : la personne concernée le lira."))
        is_theirs = message.hidden_at is not None and message.hidden_as == HiddenAs.MEDIATION
        if message.deleted_at is not None or is_theirs:
            raise Conflict(_("Ce message n’est déjà plus affiché."))
        message.hidden_at, message.hidden_as = now(), HiddenAs.MEDIATION.value
        message.hidden_reason = tidy(reason).strip()
        changed(message)


def restore_message(actor: Actor, message_id: int) -> None:
    """Shows a hidden or a removed message again.

    Raises:
        NotFound: no such message.
        NotAllowed: the actor is no mediator.
        Conflict: it is not hidden.
    """
    with transaction():
        message = message_to_moderate(actor, message_id)
        if message.hidden_at is None:
            raise Conflict(_("Ce message n’est pas masqué."))
        show_again(message)


def show_again(message: Message) -> None:
    """Shows a message again, in the transaction at hand."""
    message.hidden_at, message.hidden_as, message.hidden_reason = None, HiddenAs.MEDIATION.value, ""
    changed(message)


def message_to_moderate(actor: Actor, message_id: int) -> Message:
    message = db.session.scalar(select(Message).where(Message.id == message_id).with_for_update())
    if message is None:
        raise NotFound
    require(actor, "message.hide", message)
    return message
