"""What is pushed to those who are in a room."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import current_app
from sqlalchemy import select

from forum.accounts.models import Login
from forum.chat import queries, unread
from forum.chat.models import Message, Room
from forum.chat.pace import at_pace
from forum.chat.presence import presence
from forum.chat.queries import Answered, Spoken
from forum.core.transactions import after_commit
from forum.extensions import db, socketio

NAMESPACE = "/rooms"
MOST_NAMED = 50
"""People of a room whom pages are told of."""


def channel(room_id: int) -> str:
    """The Socket.IO room of a room: whoever joined it receives what is said."""
    return f"room:{room_id}"


def facts_of(message: Spoken) -> dict[str, Any]:
    """A message as browsers receive it. The HTML is the sanitised one; all else is plain text."""
    filters = current_app.jinja_env.filters
    return {
        "room": message.room_id,
        "seq": message.seq,
        "id": message.id,
        "author": message.author_id,
        "name": message.name,
        "profession": message.profession,
        "initials": filters["initials"](message.name),
        "hue": filters["hue"](message.name),
        "html": message.html,
        "said_at": message.said_at.isoformat() if message.said_at else "",
        "edited": message.is_edited,
        "state": message.state,
        "reason": message.reason,
        "client_id": message.client_id,
        "reply": reply_of(message.reply) if message.reply is not None else None,
        "reactions": dict(message.reactions),
    }


def facts_for(message: Spoken) -> dict[str, Any]:
    """As `facts_of`, with what is the reader's own: for answers, which one reader gets."""
    return {**facts_of(message), "own": list(message.own)}


def reply_of(answered: Answered) -> dict[str, Any]:
    return {
        "id": answered.id,
        "seq": answered.seq,
        "author": answered.author_id,
        "name": answered.name,
        "words": answered.words,
        "state": answered.state,
    }


def people_of(room_id: int) -> list[dict[str, Any]]:
    """Who is in a room, as browsers receive it: of a crowd, the first by name."""
    return [{"id": person_id, "name": name} for person_id, name in presence.people(room_id)[:MOST_NAMED]]


def push_once_committed(event: str, message_id: int) -> None:
    """Has a message sent to those in its room once the transaction at hand is committed.

    Args:
        event: "message" or "message_changed".
        message_id: whose row is written already.
    """
    message = queries.spoken(message_id)
    after_commit(f"{event}:{message_id}", lambda: push(event, message))


def push(event: str, message: Spoken) -> None:
    """Sends a message to those in its room, after putting out those whose session is over."""
    put_out_ended_sessions(message.room_id)
    socketio.emit(event, facts_of(message), namespace=NAMESPACE, to=channel(message.room_id))
    if event == "message":
        unread.tell_followers(message.room_id, message.seq)


def push_reactions_once_committed(message: Message) -> None:
    """Has those in a message's room told how it is reacted to now, once the transaction at hand is committed."""
    room_id = message.room_id
    counts = dict(message.reaction_counts)
    facts = {"room": room_id, "id": message.id, "seq": message.seq, "reactions": counts}

    def send() -> None:
        put_out_ended_sessions(room_id)
        socketio.emit("reactions", facts, namespace=NAMESPACE, to=channel(room_id))

    after_commit(f"reactions:{message.id}", send)


def push_room_once_committed(room: Room) -> None:
    """Has those in a room told how it stands now, once the transaction at hand is committed."""
    pinned = queries.pinned_in(room)
    facts = {
        "room": room.id,
        "name": room.name,
        "purpose": room.purpose,
        "slow_seconds": room.slow_seconds,
        "paused": room.paused_at is not None,
        "closed": room.closed_at is not None,
        "pinned": asdict(pinned) if pinned is not None else None,
    }
    room_id = room.id

    def send() -> None:
        put_out_ended_sessions(room_id)
        socketio.emit("room", facts, namespace=NAMESPACE, to=channel(room_id))

    after_commit(f"room:{room_id}", send)


def push_speech_once_committed(room_id: int, person_id: int) -> None:
    """Has a person's open pages ask anew whether they may speak, once the transaction at hand is committed."""

    def send() -> None:
        for socket in presence.sockets_of(room_id, person_id):
            socketio.emit("speech", {"room": room_id}, namespace=NAMESPACE, to=socket)

    after_commit(f"speech:{room_id}:{person_id}", send)


def push_presence(room_id: int) -> None:
    """Tells those in a room who is there: at once, and in a crowd once a second, since all would be told of each."""
    people = people_of(room_id)
    if len(people) < MOST_NAMED:
        send_presence(room_id, people)
    else:
        at_pace(f"presence:{room_id}", lambda: send_presence(room_id, people_of(room_id)))


def send_presence(room_id: int, people: list[dict[str, Any]]) -> None:
    socketio.emit("presence", {"room": room_id, "people": people}, namespace=NAMESPACE, to=channel(room_id))


def put_out_person(room_id: int, person_id: int) -> None:
    """Ends what a person receives of a room, at once, in every tab.

    Where several processes hold sockets, nobody knows which of them holds the person's: all are put out, and those
    who may come back do so by themselves and catch up.
    """
    put_out(room_id, presence.sockets_of(room_id, person_id))
    unread.stop_following(room_id, person_id)
    if current_app.config["SETTINGS"].redis_url:
        socketio.emit("enter_again", {"room": room_id}, namespace=NAMESPACE, to=channel(room_id))
        socketio.close_room(channel(room_id), namespace=NAMESPACE)


def put_out_ended_sessions(room_id: int) -> None:
    """Ends what sockets receive whose session was ended elsewhere: they send nothing that would be checked."""
    sessions = presence.sessions_to_check(room_id)
    if not sessions:
        return
    query = select(Login.token_hash).where(Login.token_hash.in_(sorted(set(sessions.values()))))
    standing = set(db.session.scalars(query))
    put_out(room_id, [socket for socket, session in sessions.items() if session not in standing])


def put_out(room_id: int, sockets: list[str]) -> None:
    for socket in sockets:
        socketio.emit("put_out", {"room": room_id}, namespace=NAMESPACE, to=socket)
        socketio.server.leave_room(socket, channel(room_id), namespace=NAMESPACE)
    if presence.leave(room_id, sockets):
        push_presence(room_id)
