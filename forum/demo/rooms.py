"""What was said in the demonstration's rooms."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from forum.chat.models import Message, Room, RoomVisit
from forum.core.text import render_markdown, tidy
from forum.demo.people import People
from forum.demo.texts import Conversation, Words
from forum.extensions import db

UNREAD = 3
"""How many messages everybody still has to read in a room, so that what is unread can be seen."""


def add_conversations(
    conversations: Sequence[Conversation], people: People, schools: dict[str, int], communities: dict[str, int]
) -> None:
    """Says what was said, each message at its own moment.

    No event is recorded: nobody is in the rooms yet, and the first index is made of all that was said.
    """
    for conversation in conversations:
        if conversation.kind == "school":
            condition = Room.school_id == schools[conversation.of]
        else:
            condition = Room.community_id == communities[conversation.of]
        fill(db.session.scalars(select(Room).where(condition)).one(), conversation.messages, people)


def fill(room: Room, messages: Sequence[Words], people: People) -> None:
    for words in messages:
        room.last_seq += 1
        db.session.add(message(room, words, people[words.author].id))
    read_seq = max(room.last_seq - UNREAD, 0)
    read_at = messages[read_seq - 1].at
    for author in sorted({words.author for words in messages}):
        db.session.add(RoomVisit(room_id=room.id, person_id=people[author].id, read_seq=read_seq, visited_at=read_at))


def message(room: Room, words: Words, author_id: int) -> Message:
    client_id = uuid.uuid4().hex
    return Message(
        room_id=room.id,
        seq=room.last_seq,
        author_id=author_id,
        client_id=client_id,
        source=tidy(words.body),
        html=render_markdown(words.body, f"m{client_id[:8]}"),
        said_at=words.at,
    )
