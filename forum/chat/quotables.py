"""What of rooms can be quoted in a practice sheet: every message, once who said it agrees."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from forum.accounts.models import Person
from forum.chat.events import RoomMessageChanged
from forum.chat.models import Message, Room
from forum.core.events import on
from forum.extensions import db
from forum.writing.quotables import Saying, register_sayings, sayings_changed


@register_sayings
def sayings(ids: Collection[int]) -> Mapping[int, Saying]:
    """Messages of rooms, by one statement."""
    query = (
        select(Message, Room.audience, Person.name, Person.profession)
        .join(Room, Room.id == Message.room_id)
        .join(Person, Person.id == Message.author_id)
        .where(Message.id.in_(ids))
        .execution_options(populate_existing=True)
    )
    return {
        message.id: Saying(
            id=message.id,
            author_id=message.author_id,
            name=name,
            profession=profession,
            source=message.source,
            said_at=message.said_at,
            audience=audience,
            is_readable=message.is_readable,
            url=f"/messages/{message.id}",
            choosing_url=f"/rooms/{message.room_id}/lift",
        )
        for message, audience, name, profession in db.session.execute(query)
    }


@on(RoomMessageChanged, "quotations")
def tell_changed(events: Sequence[RoomMessageChanged]) -> None:
    """Has what quotes a message follow it when it is deleted, hidden or shown again."""
    sayings_changed({event.message_id for event in events})
