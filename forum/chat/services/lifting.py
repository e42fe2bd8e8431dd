"""Lifting messages out of a room into the draft of a discussion, quoted and credited; or into something else that takes
them (forum/writing/quotables.py).

What was said for some is shown to no others: the discussion can stand only where all who will read it are in the room.
Those quoted are told once the discussion is opened (forum/chat/notices.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.chat.models import Message, Room
from forum.chat.queries import room_for
from forum.core import audience
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.policy import can, require
from forum.core.transactions import transaction
from forum.discussions.models import Space
from forum.discussions.queries import spaces
from forum.extensions import db
from forum.writing.services import save_draft
from forum.writing.services.drafts import draft_at

MOST_LIFTED = 30
IN_NAME = re.compile(r"([\\\[\]`*_<>])")


def spaces_to_lift_to(actor: Actor, room: Room) -> list[Space]:
    """The spaces where the actor may open a discussion and that nobody reads who is not in the room."""
    return [
        space
        for space in spaces(actor)
        if audience.covers(room.audience, space.audience) and can(actor, "thread.open", space)
    ]


def lift_messages(actor: Actor, room_id: int, message_ids: Sequence[int], space_id: int) -> Space:
    """Puts messages into the actor's draft of a discussion, below what they began to write there.

    Args:
        actor: who lifts them.
        room_id: where they were said.
        message_ids: which; they are quoted in the order in which they were said.
        space_id: where the discussion will stand.

    Returns:
        the space in which the draft waits.

    Raises:
        NotFound, NotAllowed: see the rule "message.lift".
        Invalid: of the field "messages" or "space".
        OtherDraft, Conflict, TooLarge, TooMany: as `save_draft`.
    """
    room = room_for(actor, room_id)
    require(actor, "message.lift", room)
    space = next((space for space in spaces_to_lift_to(actor, room) if space.id == space_id), None)
    if space is None:
        raise Invalid("space", _("Choisissez où ouvrir la discussion."))
    quoted = quotations_of(room_id, message_ids)
    place = f"space:{space.id}"
    with transaction():
        begun = draft_at(actor.person_id, place)
        fields = dict(begun.fields) if begun is not None else {}
        body = "\n\n".join(filter(None, [str(fields.get("body", "")).rstrip(), *quoted])) + "\n\n"
        if len(body) > current_app.config["SETTINGS"].max_post_characters:
            raise Invalid("messages", _("C’est trop pour un seul message : choisissez-en moins."))
        save_draft(actor, place, {**fields, "body": body}, begun.version if begun is not None else 0)
    return space


def check_liftable(actor: Actor, room_id: int, message_ids: Sequence[int]) -> None:
    """Lets pass messages of a room that can be read, to be taken elsewhere than into a discussion.

    Raises:
        NotFound, NotAllowed: see the rule "message.lift".
        Invalid: of the field "messages".
    """
    require(actor, "message.lift", room_for(actor, room_id))
    quotations_of(room_id, message_ids)


def quotations_of(room_id: int, message_ids: Sequence[int]) -> list[str]:
    """Messages of a room that can be read, as quotations with who said each and where."""
    if not message_ids:
        raise Invalid("messages", _("Choisissez au moins un message."))
    if len(message_ids) > MOST_LIFTED:
        raise Invalid("messages", _("%(max)d messages au plus à la fois.", max=MOST_LIFTED))
    query = (
        select(Message, Person.name)
        .join(Person, Person.id == Message.author_id)
        .where(Message.id.in_(list(message_ids)), Message.room_id == room_id)
        .where(Message.deleted_at.is_(None), Message.hidden_at.is_(None))
        .order_by(Message.seq)
    )
    rows = db.session.execute(query).all()
    if not rows:
        raise NotFound
    if len(rows) < len(set(message_ids)):
        raise Invalid("messages", _("L’un de ces messages ne peut plus être lu : choisissez de nouveau."))
    return [quotation(message, name) for message, name in rows]


def quotation(message: Message, name: str) -> str:
    """A message as a quotation that leads to it."""
    called = IN_NAME.sub(r"\\\1", name)
    words = [f"> {line}".rstrip() for line in message.source.split("\n")]
    return "\n".join([f"> [{called}](/messages/{message.id})\u00a0:", *words])
