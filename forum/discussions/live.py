"""What is pushed to those who read a thread: which posts came or changed, never what they say.

Whoever is told so asks for the posts as anybody does (views/live.py), in their own right. A right to listen is bound
to three things, which make up the name of the channel that a socket is put into, and nothing is sent to a channel whose
name does not hold any more, whichever process serves it:

- the thread's audience: one that goes to another is spoken of elsewhere from then on;
- how often that audience lost somebody: each time, all have to come in again, and those who left can't;
- the time: a right is lent for ten to twenty minutes, so that a session that was ended, which no event tells, hears no
  more after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from forum.communities.events import CommunityLeft
from forum.core import audience
from forum.core.changes import touch, versions
from forum.core.events import on
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged, PostsMoved, PostWritten, ReactionsChanged, ThreadChanged, ThreadMoved
from forum.discussions.models import Post, Thread
from forum.extensions import db, socketio
from forum.schools.events import MemberLeft

NAMESPACE = "/threads"
LENT = timedelta(minutes=10)


def departures(tokens: Iterable[str]) -> dict[str, int]:
    """How often each of some audiences lost somebody."""
    topics = {topic_of(token): token for token in tokens}
    known = dict(versions(topics))
    return {token: known.get(topic, 0) for topic, token in topics.items()}


def topic_of(token: str) -> str:
    return f"left:{token}"


def channels(thread: Thread, departed: int, moment: datetime) -> tuple[str, str]:
    """The channel of a thread's readers at a moment, and the one that follows it: a socket is put into both.

    Args:
        departed: how often the thread's audience lost somebody, read before the reader's right was.
    """
    period = int(moment.timestamp() // LENT.total_seconds())
    name = f"thread:{thread.id}:{thread.audience}:{departed}"
    return f"{name}:{period}", f"{name}:{period + 1}"


def doors(thread: Thread) -> tuple[str, str]:
    """The channels by which readers are told to come in again: all of a thread, all of its audience."""
    return f"door:thread:{thread.id}", f"door:{thread.audience}"


def push(event: str, numbers: dict[int, set[int]], moment: datetime | None = None) -> None:
    """Tells the readers of threads which posts an event is about.

    Args:
        event: "posts", new ones; "changed"; "thread", the thread itself.
        numbers: by thread.
    """
    threads = list(db.session.scalars(select(Thread).where(Thread.id.in_(numbers))))
    departed = departures({thread.audience for thread in threads})
    for thread in threads:
        facts = {"thread": thread.id, "numbers": sorted(numbers[thread.id]), "last": thread.last_number}
        current, _ = channels(thread, departed[thread.audience], moment or now())
        emit(event, facts, current)


def call_again(door: str) -> None:
    """Has all those behind a door come in again, which those can who still may."""
    emit("enter_again", {}, door)
    socketio.close_room(door, namespace=NAMESPACE)


def emit(event: str, facts: dict[str, Any], to: str) -> None:
    socketio.emit(event, facts, namespace=NAMESPACE, to=to)


def numbers_of(post_ids: Iterable[int]) -> dict[int, set[int]]:
    """Where posts stand, by thread."""
    found: dict[int, set[int]] = {}
    query = select(Post.thread_id, Post.number).where(Post.id.in_(set(post_ids)))
    for thread_id, number in db.session.execute(query):
        found.setdefault(thread_id, set()).add(number)
    return found


@on(PostWritten, "live")
def show_written(events: Sequence[PostWritten]) -> None:
    """Has replies appear."""
    push("posts", numbers_of(event.post_id for event in events))


@on(PostChanged, "live")
def show_changed(events: Sequence[PostChanged]) -> None:
    """Has edits, deletions and what mediators hid show."""
    push("changed", numbers_of(event.post_id for event in events))


@on(ReactionsChanged, "live")
def show_reactions(events: Sequence[ReactionsChanged]) -> None:
    """Has reactions show."""
    push("changed", numbers_of(event.post_id for event in events))


@on(ThreadChanged, "live")
def show_thread(events: Sequence[ThreadChanged]) -> None:
    """Has it show that a thread was locked, renamed, summed up."""
    push("thread", {event.thread_id: set() for event in events})


@on(PostsMoved, "live")
def show_moved(events: Sequence[PostsMoved]) -> None:
    """Has posts leave one thread and appear in another."""
    threads = {thread_id for event in events for thread_id in (event.from_thread_id, event.to_thread_id)}
    push("thread", {thread_id: set() for thread_id in threads})


@on(ThreadMoved, "live")
def call_readers_again(events: Sequence[ThreadMoved]) -> None:
    """Has the readers of a thread that others may see now come in again."""
    for thread_id in {event.thread_id for event in events}:
        call_again(f"door:thread:{thread_id}")


@on(MemberLeft, "live")
def put_out_of_school(events: Sequence[MemberLeft]) -> None:
    """Ends what those who left a school receive of its threads."""
    close_to_those_who_left(audience.of_school(event.school_id) for event in events)


@on(CommunityLeft, "live")
def put_out_of_community(events: Sequence[CommunityLeft]) -> None:
    """Ends what those who left a community receive of its threads."""
    close_to_those_who_left(audience.of_community(event.community_id) for event in events)


def close_to_those_who_left(tokens: Iterable[str]) -> None:
    left = set(tokens)
    with transaction():
        touch(*(topic_of(token) for token in left))
    for token in left:
        call_again(f"door:{token}")
