"""Messages as those in their room may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.chat.models import HiddenAs, Message, MessageReaction, Room
from forum.chat.policy import MessageInRoom
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import visible
from forum.core.text import excerpt
from forum.extensions import db

SAID, DELETED, HIDDEN, REMOVED = "said", "deleted", "hidden", "removed"
QUOTED_CHARACTERS = 120
"""Of a message that is answered, so many are shown above the answer."""
Replied, Replier = aliased(Message), aliased(Person)


@dataclass(frozen=True)
class Answered:
    """The message that another answers, shown short.

    Args:
        words: its beginning; empty where it can no longer be read.
    """

    id: int
    seq: int
    author_id: int
    name: str
    words: str
    state: str


@dataclass(frozen=True)
class Spoken:
    """A message as a reader may see it.

    Args:
        said_at: when; None for the blank one that scripts fill in.
        state: "said", "deleted" by its author, "hidden" by mediators or "removed" by who holds the room; the text of
            the last three is not given.
        reason: why it was hidden or removed, for its author alone.
        reply: what it answers.
        reactions: how many people reacted in each way.
        own: in which ways the reader did.
    """

    id: int
    room_id: int
    seq: int
    author_id: int
    name: str
    profession: str
    client_id: str
    html: str
    said_at: datetime | None
    is_edited: bool
    state: str
    reason: str = ""
    reply: Answered | None = None
    reactions: Mapping[str, int] = field(default_factory=dict)
    own: Sequence[str] = ()


SpokenRow = Row[Message, str, str, Message, str]


def message_in(actor: Actor, room_id: int, message_id: int) -> Message:
    """A message of a room that the actor may see.

    Raises:
        NotFound: there is none.
    """
    query = select(Message).where(Message.id == message_id, Message.room_id == room_id, visible(actor, Message))
    message = db.session.scalar(query)
    if message is None:
        raise NotFound
    return message


def message_by_id(actor: Actor, message_id: int) -> Message:
    """A message that the actor may see, in whichever room.

    Raises:
        NotFound: there is none.
    """
    message = db.session.scalar(select(Message).where(Message.id == message_id, visible(actor, Message)))
    if message is None:
        raise NotFound
    return message


def said_in(actor: Actor, room_id: int, message_id: int) -> MessageInRoom:
    """A message with its room, which the actor may see.

    Raises:
        NotFound: there is none.
    """
    query = select(Message, Room).join(Room, Room.id == Message.room_id).where(visible(actor, Room))
    found = db.session.execute(query.where(Message.id == message_id, Message.room_id == room_id)).first()
    if found is None:
        raise NotFound
    return MessageInRoom(found[0], found[1])


def several_in(actor: Actor, room_id: int, message_ids: Sequence[int]) -> list[Spoken]:
    """Those of some messages of a room that can be read, in their order, by two statements at most."""
    query = spoken_to(actor).where(Message.room_id == room_id, Message.id.in_(list(message_ids)))
    readable = query.where(Message.deleted_at.is_(None), Message.hidden_at.is_(None)).order_by(Message.seq)
    rows = db.session.execute(readable).all()
    own = own_reactions(actor, [row[0] for row in rows])
    return [spoken_of(actor, row, own) for row in rows]


def spoken(message_id: int) -> Spoken:
    """A message as everyone in its room may see it: what is pushed to them."""
    return spoken_of(None, db.session.execute(with_people().where(Message.id == message_id)).one())


def with_people() -> Select[Message, str, str, Message, str]:
    """Messages with who said them, and with what they answer."""
    return (
        select(Message, Person.name, Person.profession, Replied, Replier.name)
        .join(Person, Person.id == Message.author_id)
        .outerjoin(Replied, Replied.id == Message.reply_to_id)
        .outerjoin(Replier, Replier.id == Replied.author_id)
    )


def spoken_to(actor: Actor) -> Select[Message, str, str, Message, str]:
    """As `with_people`, of what an actor may see."""
    return with_people().where(visible(actor, Message))


def own_reactions(actor: Actor, messages: Sequence[Message]) -> dict[int, list[str]]:
    """In which ways the actor reacted to some messages: by one statement, by none where nobody reacted."""
    reacted_to = [message.id for message in messages if message.reaction_counts]
    if not reacted_to:
        return {}
    query = select(MessageReaction.message_id, MessageReaction.kind).where(
        MessageReaction.person_id == actor.person_id, MessageReaction.message_id.in_(reacted_to)
    )
    own: dict[int, list[str]] = {}
    for message_id, kind in db.session.execute(query):
        own.setdefault(message_id, []).append(kind)
    return own


def spoken_of(reader: Actor | None, row: SpokenRow, own: Mapping[int, Sequence[str]] | None = None) -> Spoken:
    """A row of `with_people` as a reader may see it, or as everyone in the room may."""
    message, name, profession, replied, replier = row
    is_own = reader is not None and reader.id == message.author_id
    return Spoken(
        id=message.id,
        room_id=message.room_id,
        seq=message.seq,
        author_id=message.author_id,
        name=name,
        profession=profession,
        client_id=message.client_id,
        html=message.html if message.is_readable else "",
        said_at=message.said_at,
        is_edited=message.edited_at is not None,
        state=state_of(message),
        reason=message.hidden_reason if is_own and message.hidden_at is not None else "",
        reply=answered(replied, replier),
        reactions=counts_of(message.reaction_counts) if message.is_readable else {},
        own=(own or {}).get(message.id, ()),
    )


def counts_of(counts: Mapping[str, Any]) -> dict[str, int]:
    return {kind: int(count) for kind, count in sorted(counts.items())}


def answered(message: Message | None, name: str | None) -> Answered | None:
    if message is None:
        return None
    words = excerpt(message.source, QUOTED_CHARACTERS) if message.is_readable else ""
    return Answered(message.id, message.seq, message.author_id, name or "", words, state_of(message))


def state_of(message: Message) -> str:
    """What became of a message: "said", "deleted", "hidden" or "removed"."""
    if message.deleted_at is not None:
        return DELETED
    if message.hidden_at is None:
        return SAID
    return REMOVED if message.hidden_as == HiddenAs.HOLDER else HIDDEN
