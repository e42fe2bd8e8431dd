"""Removing what somebody said in a room one holds."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.chat.models import HiddenAs
from forum.chat.notices_words import REMOVED
from forum.chat.queries import said_in
from forum.chat.services.change import changed
from forum.chat.services.holding.acts import ActKind, checked_reason, write_down
from forum.chat.told import topic
from forum.core.actor import Actor
from forum.core.errors import Conflict
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import tell


def remove_message(actor: Actor, room_id: int, message_id: int, reason: str) -> None:
    """Removes a message: its place stays, its words are no longer shown; its author is told why.

    Raises:
        NotFound, NotAllowed: see the rule "message.remove".
        Invalid: no reason is given.
        Conflict: it can't be read any more already.
    """
    with transaction():
        said = said_in(actor, room_id, message_id)
        message = said.message
        db.session.refresh(message, with_for_update=True)
        require(actor, "message.remove", said)
        why = checked_reason(reason)
        if not message.is_readable:
            raise Conflict(_("Ce message n’est déjà plus affiché."))
        message.hidden_at, message.hidden_as, message.hidden_reason = now(), HiddenAs.HOLDER.value, why
        act = write_down(
            actor, room_id, ActKind.REMOVE, {}, reason=why, person_id=message.author_id, message_id=message.id
        )
        changed(message)
        tell(
            message.author_id,
            REMOVED,
            f"room-act:{act.id}",
            {"title": said.room.name, "reason": why},
            f"/messages/{message.id}",
            by_mail=True,
            about=f"room-act:{act.id}",
            topic=topic(room_id),
            audience=said.room.audience,
        )
