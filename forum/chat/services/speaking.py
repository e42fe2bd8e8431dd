"""What all that is said in rooms shares: who may speak now, what a text may be, and how it is drawn."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.chat.models import Room
from forum.chat.queries.speaking import standing_in
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.policy import can
from forum.core.text import is_blank, render_markdown, tidy
from forum.writing.mentions import people_named

LONGEST_MESSAGE = 4_000
HOLDER = "message"
"""What shows the files in a message (forum/writing/holders.py)."""


def refuse_unless_may_speak(actor: Actor, room: Room, *, is_new: bool = True) -> None:
    """Lets pass who may speak in a room at this moment.

    Args:
        is_new: of something new; an edit and a reaction need not wait where the room is slow.

    Raises:
        NotAllowed: the room is closed or paused, or the person is silenced there; says which, and until when.
        TooMany: the room is slow, and the person spoke a moment ago.
    """
    standing = standing_in(actor.person_id, room.id)
    refusal = standing.refusal(holds=can(actor, "room.hold", room), is_new=is_new)
    if refusal is not None:
        raise refusal


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


def html_of(source: str, client_id: str) -> str:
    """A message as it is shown, those whom it names linked to: by one statement where it names somebody."""
    return render_markdown(source, f"m{client_id[:8]}", mentions=people_named([source]))
