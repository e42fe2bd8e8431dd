"""What can be reported, whichever feature it belongs to: a post of a thread, a message of a room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from forum.accounts.models import Person
from forum.chat.models import Message, Room
from forum.chat.services import hide_message, restore_message
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import visible
from forum.core.text import excerpt
from forum.discussions.models import Post, Thread
from forum.discussions.services import hide_post, restore_post
from forum.extensions import db

POST, MESSAGE = "post", "message"
KINDS = (POST, MESSAGE)
AROUND = 3
"""How many posts or messages before and after a reported one mediators see."""


@dataclass(frozen=True)
class Subject:
    """A post or a message, as mediators read it: its words are given even where it is hidden or deleted.

    Args:
        place: the title of its thread or the name of its room.
        audience: who reads that place.
    """

    kind: str
    id: int
    author_id: int
    name: str
    profession: str
    html: str
    source: str
    written_at: datetime
    is_hidden: bool
    is_deleted: bool
    hidden_reason: str
    place: str
    audience: str

    @property
    def is_readable(self) -> bool:
        return not self.is_hidden and not self.is_deleted

    @property
    def excerpt(self) -> str:
        return excerpt(self.source, 160)


def seen_by(actor: Actor, kind: str, object_id: int) -> Subject:
    """A post or a message that somebody can see where it stands.

    Raises:
        NotFound: there is none that they see, or it was deleted.
    """
    sight = visible(actor, Thread) if kind == POST else visible(actor, Room)
    found = read(kind, sight, identity(kind) == object_id)
    if not found or found[0].is_deleted:
        raise NotFound
    return found[0]


def brought_to_mediators(kind: str, object_id: int) -> Subject:
    """A post or a message that was reported, wherever it stands.

    Raises:
        NotFound: there is none any more.
    """
    found = read(kind, identity(kind) == object_id)
    if not found:
        raise NotFound
    return found[0]


def in_context(kind: str, object_id: int) -> Sequence[Subject]:
    """What was reported with up to three before and three after it, in order, by one statement."""
    if kind == POST:
        place = select(Post.thread_id).where(Post.id == object_id).scalar_subquery()
        number = select(Post.number).where(Post.id == object_id).scalar_subquery()
        return read(kind, Post.thread_id == place, Post.number.between(number - AROUND, number + AROUND))
    place = select(Message.room_id).where(Message.id == object_id).scalar_subquery()
    seq = select(Message.seq).where(Message.id == object_id).scalar_subquery()
    return read(kind, Message.room_id == place, Message.seq.between(seq - AROUND, seq + AROUND))


def several(objects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
    """Posts and messages by kind and id, by one statement a kind."""
    wanted = list(objects)
    found: dict[tuple[str, int], Subject] = {}
    for kind in KINDS:
        ids = [object_id for object_kind, object_id in wanted if object_kind == kind]
        if ids:
            found |= {(kind, subject.id): subject for subject in read(kind, identity(kind).in_(ids))}
    return found


def hide(actor: Actor, subject: Subject, reason: str) -> None:
    """Hides it, by the verb of the feature it belongs to."""
    if subject.kind == POST:
        hide_post(actor, subject.id, reason)
    else:
        hide_message(actor, subject.id, reason)


def restore(actor: Actor, subject: Subject) -> None:
    """Shows it again, by the verb of the feature it belongs to."""
    if subject.kind == POST:
        restore_post(actor, subject.id)
    else:
        restore_message(actor, subject.id)


def identity(kind: str) -> Any:
    return Post.id if kind == POST else Message.id


def read(kind: str, *conditions: ColumnElement[bool]) -> Sequence[Subject]:
    """What meets some conditions, in the order of its place."""
    rows: Iterable[Any] = db.session.execute(posts(*conditions) if kind == POST else messages(*conditions))
    return [
        Subject(
            kind=kind,
            id=written.id,
            author_id=written.author_id,
            name=name,
            profession=profession,
            html=written.html,
            source=written.source,
            written_at=moment,
            is_hidden=written.hidden_at is not None,
            is_deleted=written.deleted_at is not None,
            hidden_reason=written.hidden_reason,
            place=place,
            audience=audience,
        )
        for written, moment, place, audience, name, profession in rows
    ]


def posts(*conditions: ColumnElement[bool]) -> Select[Post, datetime, str, str, str, str]:
    return (
        select(Post, Post.written_at, Thread.title, Thread.audience, Person.name, Person.profession)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Person, Person.id == Post.author_id)
        .where(*conditions)
        .order_by(Post.thread_id, Post.number)
    )


def messages(*conditions: ColumnElement[bool]) -> Select[Message, datetime, str, str, str, str]:
    return (
        select(Message, Message.said_at, Room.name, Room.audience, Person.name, Person.profession)
        .join(Room, Room.id == Message.room_id)
        .join(Person, Person.id == Message.author_id)
        .where(*conditions)
        .order_by(Message.room_id, Message.seq)
    )
