"""What browsers say to rooms over Socket.IO, and what they are answered.

Each event checks the session and the right to the room anew (forum/core/realtime.py); a browser joins what is pushed
to a room only after that check.
"""

from __future__ import annotations

from typing import cast

from flask import request, session
from flask_babel import gettext as _
from flask_socketio import join_room, leave_room

from forum.accounts.sessions import fingerprint
from forum.chat import composing, queries, services
from forum.chat.live import NAMESPACE, channel, facts_for, people_of, push_presence
from forum.chat.models import Room
from forum.chat.presence import Present, presence
from forum.chat.reading import read_day, timezone_of
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.policy import PUBLIC_PERMISSION, can, require
from forum.core.realtime import Answer, Facts, checked_actor, on_socket, whole_number, words
from forum.extensions import db


def this_socket() -> str:
    """The id of the socket that sent the event at hand."""
    return cast(str, request.sid)  # type: ignore[attr-defined]


@on_socket("connect", NAMESPACE, permission="member")
def connect(actor: Actor, facts: Facts) -> None:
    """Opens a socket to whoever is signed in; it receives nothing before it enters a room."""


@on_socket("disconnect", NAMESPACE, permission=PUBLIC_PERMISSION)
def disconnect(actor: Actor, facts: Facts) -> None:
    """Forgets a socket, whatever became of its session."""
    for room_id in presence.rooms_of(this_socket()):
        if presence.leave(room_id, [this_socket()]):
            push_presence(room_id)


@on_socket("enter", NAMESPACE, permission="room.see")
def enter(actor: Actor, facts: Facts) -> Answer:
    """Has the socket receive what is said in a room from now on; tells how far the room is."""
    room_id = whole_number(facts, "room")
    require(actor, "room.see", queries.room_for(actor, room_id))
    join_room(channel(room_id))
    present = Present(actor.person_id, actor.name, fingerprint(session.get("_user_id", "")))
    is_new = presence.enter(room_id, this_socket(), present)
    db.session.rollback()
    try:
        # Whoever was put out between the check and the joining would stay in: so the check is made once more.
        room = queries.room_for(checked_actor("room.see"), room_id)
    except Exception:
        leave_room(channel(room_id))
        presence.leave(room_id, [this_socket()])
        raise
    if is_new:
        push_presence(room_id)
    return {"ok": True, "last_seq": room.last_seq, "people": people_of(room_id), **speech_of(room, actor)}


def speech_of(room: Room, actor: Actor) -> Answer:
    """Whether a person may speak in a room now: why not in words, empty where they may; and how the room stands."""
    standing = queries.standing_in(actor.person_id, room.id)
    refusal = standing.refusal(holds=can(actor, "room.hold", room), is_new=False)
    return {
        "speech": refusal.message if refusal is not None else "",
        "paused": standing.is_paused,
        "closed": standing.is_closed,
        "slow_seconds": standing.slow_seconds,
    }


@on_socket("leave", NAMESPACE, permission="member")
def leave(actor: Actor, facts: Facts) -> Answer:
    """Ends what the socket receives of a room."""
    room_id = whole_number(facts, "room")
    leave_room(channel(room_id))
    if presence.leave(room_id, [this_socket()]):
        push_presence(room_id)
    return {"ok": True}


@on_socket("say", NAMESPACE, permission="message.say")
def say(actor: Actor, facts: Facts) -> Answer:
    """Says something; acknowledged once it is on the disk."""
    room_id = whole_number(facts, "room")
    answered = whole_number(facts, "reply_to") if facts.get("reply_to") is not None else None
    message = services.say(actor, room_id, words(facts, "client_id"), words(facts, "body"), reply_to=answered)
    composing.stopped(actor, room_id)
    return {"ok": True, "seq": message.seq, "id": message.id}


@on_socket("catch_up", NAMESPACE, permission="room.see")
def catch_up(actor: Actor, facts: Facts) -> Answer:
    """Gives what was said after a place, 200 messages at most, and whether to ask again."""
    room_id = whole_number(facts, "room")
    room = queries.room_for(actor, room_id)
    messages, more = queries.after(actor, room.id, whole_number(facts, "after"))
    return {"ok": True, "messages": [facts_for(message) for message in messages], "more": more}


@on_socket("older", NAMESPACE, permission="room.see")
def older(actor: Actor, facts: Facts) -> Answer:
    """Gives what was said before a place, 50 messages at most, oldest first, and whether there is still more."""
    room = queries.room_for(actor, whole_number(facts, "room"))
    messages, more = queries.older_than(actor, room.id, whole_number(facts, "before"))
    return {"ok": True, "messages": [facts_for(message) for message in messages], "more": more}


@on_socket("day", NAMESPACE, permission="room.see")
def day(actor: Actor, facts: Facts) -> Answer:
    """Gives the place of the first message of a day ("2026-03-01"), or of the first one after it."""
    room = queries.room_for(actor, whole_number(facts, "room"))
    wanted = read_day(words(facts, "on"))
    if wanted is None:
        raise Invalid("on", _("Cette date ne se lit pas."))
    place = queries.place_of_day(actor, room.id, wanted, timezone_of(actor))
    if place is None:
        raise NotFound(_("Rien n’a été dit depuis ce jour."))
    return {"ok": True, "seq": place}


@on_socket("edit", NAMESPACE, permission="message.edit")
def edit(actor: Actor, facts: Facts) -> Answer:
    """Changes the words of a message of one's own."""
    services.edit_message(actor, whole_number(facts, "room"), whole_number(facts, "id"), words(facts, "body"))
    return {"ok": True}


@on_socket("remove", NAMESPACE, permission="message.delete")
def remove(actor: Actor, facts: Facts) -> Answer:
    """Takes back a message of one's own."""
    services.delete_message(actor, whole_number(facts, "room"), whole_number(facts, "id"))
    return {"ok": True}


@on_socket("react", NAMESPACE, permission="message.react")
def react(actor: Actor, facts: Facts) -> Answer:
    """Reacts to a message in one way, or no longer."""
    room_id, message_id = whole_number(facts, "room"), whole_number(facts, "id")
    message = services.react(actor, room_id, message_id, words(facts, "kind"), is_on=facts.get("on") is True)
    [found] = queries.several_in(actor, room_id, [message.id])
    return {"ok": True, "reactions": dict(found.reactions), "own": list(found.own)}


@on_socket("level", NAMESPACE, permission="room.see")
def level(actor: Actor, facts: Facts) -> Answer:
    """Sets how much the person wants to hear of a room."""
    services.set_level(actor, whole_number(facts, "room"), words(facts, "level"))
    return {"ok": True}


@on_socket("seen", NAMESPACE, permission="room.see")
def seen(actor: Actor, facts: Facts) -> Answer:
    """Notes how far the person has read."""
    services.mark_seen(actor, whole_number(facts, "room"), whole_number(facts, "seq"))
    return {"ok": True}
