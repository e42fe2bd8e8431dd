"""What of rooms can be searched: each message that can be read, in its room and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from forum.accounts.events import PersonRenamed
from forum.accounts.models import Person
from forum.chat.events import RoomMessageChanged, RoomMessageSaid
from forum.chat.models import Message, Room
from forum.core.actor import Actor
from forum.core.events import on
from forum.core.i18n import moment
from forum.core.policy import visible
from forum.extensions import db
from forum.search.documents import Document, Result, Source, register_source
from forum.search.services import index

MESSAGE = "message"
BATCH = 500


def place_of(room_id: int) -> str:
    """What stands for a room as the place of what is said there."""
    return f"room-{room_id}"


def ids(after: int, limit: int) -> Sequence[int]:
    """The ids of messages, in order."""
    return list(db.session.scalars(select(Message.id).where(Message.id > after).order_by(Message.id).limit(limit)))


def documents(ids: Sequence[int]) -> Sequence[Document]:
    """Messages that can be read, as documents for those in the room. What was said in a closed one stays there to read,
    and so to find."""
    query = (
        select(Message, Room.audience, Person.name)
        .join(Room, Room.id == Message.room_id)
        .join(Person, Person.id == Message.author_id)
        .where(Message.id.in_(ids), Message.deleted_at.is_(None), Message.hidden_at.is_(None))
    )
    return [
        Document(
            kind=MESSAGE,
            id=message.id,
            audience=audience,
            title="",
            body=Markup(message.html).striptags(),  # noqa: S704
            written_at=message.said_at,
            author=name,
            place=place_of(message.room_id),
            facets={"year": (str(message.said_at.year),)},
        )
        for message, audience, name in db.session.execute(query)
    ]


def results(actor: Actor, ids: Sequence[int]) -> Mapping[int, Result]:
    """Messages as rows of results: who said it, and when."""
    query = (
        select(Message.id, Message.said_at, Person.name)
        .join(Person, Person.id == Message.author_id)
        .where(Message.id.in_(ids), Message.deleted_at.is_(None), Message.hidden_at.is_(None))
        .where(visible(actor, Message))
    )
    return {
        row.id: Result(f"{row.name} · {moment(row.said_at)}", url_for("chat.message", message_id=row.id))
        for row in db.session.execute(query)
    }


register_source(
    Source(
        MESSAGE,
        lambda: _("Messages des salons"),
        ids,
        documents,
        results,
        is_suggested=False,
        one=lambda: _("Message d’un salon"),
        is_everywhere=False,
    )
)


@on(RoomMessageSaid, "search")
def index_said(events: Sequence[RoomMessageSaid]) -> None:
    """Puts what was just said into the index, all that is due at once."""
    index(MESSAGE, [event.message_id for event in events])


@on(RoomMessageChanged, "search")
def index_changed(events: Sequence[RoomMessageChanged]) -> None:
    """Puts messages that were edited or shown again into the index, and those that can no longer be read out of it."""
    index(MESSAGE, [event.message_id for event in events])


@on(PersonRenamed, "search-messages")
def index_renamed(events: Sequence[PersonRenamed]) -> None:
    """Puts what people said who are called otherwise now into the index again."""
    authors = {event.person_id for event in events}
    last = 0
    while True:
        said = select(Message.id).where(Message.author_id.in_(authors), Message.id > last)
        found = list(db.session.scalars(said.order_by(Message.id).limit(BATCH)))
        if not found:
            return
        index(MESSAGE, found)
        last = found[-1]
