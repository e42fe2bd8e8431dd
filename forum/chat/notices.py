"""Whom a message calls, and whose words a discussion takes over: they are told, once each, where they still see it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flask import current_app
from sqlalchemy import Select, literal, or_, select, union_all

from forum.accounts.audiences import people_in
from forum.accounts.models import GROUP_HANDLES, Person
from forum.accounts.sessions import actor_of
from forum.chat.events import RoomMessageChanged, RoomMessageSaid
from forum.chat.models import Message, Room, RoomLevel, RoomVisit
from forum.chat.notices_words import ADDRESSED, ANSWERED, LIFTED, MENTIONED
from forum.chat.told import about, topic
from forum.core import audience
from forum.core.addresses import LARGEST_ID
from forum.core.events import on
from forum.core.policy import can
from forum.discussions.events import ThreadOpened
from forum.discussions.models import Post, Thread
from forum.extensions import db
from forum.notices.services import tell_many
from forum.writing.mentions import mentioned_handles

EVERYBODY = frozenset({"membres", "members"})
LIFTED_FROM = re.compile(r"\]\(<?(?:https?://[^\s/)]+)?/messages/(\d{1,10})\b")
REASONS: Mapping[int, tuple[str, str]] = {
    1: (MENTIONED, "mention"),
    2: (ANSWERED, "answered"),
    3: (ADDRESSED, "mention"),
}
"""By how closely it concerns a person: the kind of the notice, and why they are told. Each is told the closest once."""


@on(RoomMessageSaid, "notices")
def tell_of_messages(events: Sequence[RoomMessageSaid]) -> None:
    """Tells whom a message calls by name or answers."""
    for event in events:
        tell_of(event.message_id)


@on(RoomMessageChanged, "notices")
def tell_of_edits(events: Sequence[RoomMessageChanged]) -> None:
    """Tells those whom an edit calls and who were not called before: the others were told already."""
    for event in events:
        if event.is_edit:
            tell_of(event.message_id)


def tell_of(message_id: int) -> None:
    found = db.session.execute(
        select(Message, Room, Person)
        .join(Room, Room.id == Message.room_id)
        .join(Person, Person.id == Message.author_id)
        .where(Message.id == message_id)
        .execution_options(populate_existing=True)
    ).first()
    if found is None or not found[0].is_readable:
        return
    message, room, author = found
    for kind, people in called_by(message, room, author).items():
        tell_many(
            people,
            kind,
            f"message:{message.id}:called",
            {"name": author.name, "title": room.name},
            f"/messages/{message.id}",
            about=about(message.id),
            topic=topic(room.id),
            audience=room.audience,
        )


def called_by(message: Message, room: Room, author: Person) -> dict[str, dict[int, str]]:
    """By kind of notice: whom a message calls, and why each. They see the room now, and did not mute it."""
    sources = list(sources_of(message, room, author))
    if not sources:
        return {}
    told = union_all(
        *(select(source.subquery().c[0].label("id"), literal(rank).label("rank")) for rank, source in sources)
    )
    called = told.subquery("called")
    query = (
        select(called.c.id, called.c.rank)
        .outerjoin(RoomVisit, (RoomVisit.room_id == room.id) & (RoomVisit.person_id == called.c.id))
        .where(called.c.id != author.id, called.c.id.in_(people_in(room.audience)))
        .where(or_(RoomVisit.level.is_(None), RoomVisit.level != RoomLevel.NONE.value))
        .order_by(called.c.rank)
    )
    closest: dict[int, int] = {}
    for person_id, rank in db.session.execute(query):
        closest.setdefault(person_id, rank)
    by_kind: dict[str, dict[int, str]] = {}
    for person_id, rank in closest.items():
        kind, reason = REASONS[rank]
        by_kind.setdefault(kind, {})[person_id] = reason
    return by_kind


def sources_of(message: Message, room: Room, author: Person) -> Sequence[tuple[int, Select[int]]]:
    found: list[tuple[int, Select[int]]] = []
    handles = mentioned_handles(message.source)
    people = [handle for handle in handles if handle not in GROUP_HANDLES]
    if people:
        most = current_app.config["SETTINGS"].most_mentions
        found.append((1, select(Person.id).where(Person.handle.in_(people[:most]))))
    if message.reply_to_id is not None:
        found.append((2, select(Message.author_id).where(Message.id == message.reply_to_id)))
    if EVERYBODY.intersection(handles) and can(actor_of(author), "room.hold", room):
        found.append((3, people_in(room.audience)))
    return found


@on(ThreadOpened, "lifted")
def tell_those_lifted(events: Sequence[ThreadOpened]) -> None:
    """Tells those whose words from a room a new discussion quotes."""
    for event in events:
        found = db.session.execute(
            select(Post, Thread, Person.name)
            .join(Thread, Thread.id == Post.thread_id)
            .join(Person, Person.id == Post.author_id)
            .where(Post.id == event.post_id)
        ).first()
        if found is not None and found[0].is_readable:
            tell_lifted(*found)


def tell_lifted(post: Post, thread: Thread, name: str) -> None:
    ids = {int(number) for number in LIFTED_FROM.findall(post.source) if int(number) <= LARGEST_ID}
    if not ids:
        return
    quoted = select(Message.author_id, Room.audience).join(Room, Room.id == Message.room_id).where(Message.id.in_(ids))
    quoted = quoted.where(Message.author_id != post.author_id, Message.author_id.in_(people_in(thread.audience)))
    people = {
        author_id: "lifted"
        for author_id, token in db.session.execute(quoted)
        if audience.covers(token, thread.audience)
    }
    tell_many(
        people,
        LIFTED,
        f"thread:{thread.id}:lifted",
        {"name": name, "title": thread.title},
        f"/threads/{thread.id}",
        about=f"post:{post.id}",
        topic=f"thread:{thread.id}",
        audience=thread.audience,
    )
