"""Holders, and those who are not, to test with."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.models import Person
from forum.communities.models import Community, CommunityFacilitator
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, PostTrace, Space, Thread, ThreadAct, ThreadRead
from forum.discussions.services import split_thread
from forum.extensions import db
from tests.factories import actor


def hand_over(space: Space, person: Person, until: datetime | None = None) -> None:
    """Has a person hold a space until a moment; for a month, where none is given."""
    with transaction():
        held = db.session.get_one(Space, space.id, populate_existing=True)
        held.holder_id, held.held_until = person.id, until or now() + timedelta(days=30)


def facilitate(community: Community, person: Person, until: datetime | None = None) -> None:
    """Has a person facilitate a community until a moment."""
    with transaction():
        term = CommunityFacilitator(
            community_id=community.id,
            person_id=person.id,
            named_by=person.id,
            until=until or now() + timedelta(days=30),
        )
        db.session.add(term)


def posts_in(thread: Thread) -> dict[int, int]:
    """The posts of a thread, by number."""
    db.session.expire_all()
    query = select(Post.number, Post.id).where(Post.thread_id == thread.id).order_by(Post.number)
    return {row.number: row.id for row in db.session.execute(query)}


def acts_on(thread: Thread) -> list[ThreadAct]:
    """What was done to a thread, oldest first."""
    db.session.expire_all()
    return list(db.session.scalars(select(ThreadAct).where(ThreadAct.thread_id == thread.id).order_by(ThreadAct.id)))


def mark(person: Person, thread: Thread, number: int) -> None:
    """Has a person have read a thread up to a number."""
    with transaction():
        db.session.merge(ThreadRead(person_id=person.id, thread_id=thread.id, read_number=number))


def marks_in(thread: Thread) -> dict[int, int]:
    """How far each reader got in a thread."""
    db.session.expire_all()
    query = select(ThreadRead.person_id, ThreadRead.read_number).where(ThreadRead.thread_id == thread.id)
    return {row.person_id: row.read_number for row in db.session.execute(query)}


def address(thread: Thread) -> str:
    """Where a thread is read."""
    return f"/threads/{thread.id}-{thread.slug}"


def split_off(holder: Person, thread: Thread, *numbers: int, title: str = "À part") -> Thread:
    """Has the posts of some numbers begin a thread of their own."""
    found = posts_in(thread)
    return split_thread(actor(holder), thread.id, [found[number] for number in numbers], title, thread.space_id)


def marks_of(thread: Thread, *people: Person) -> list[int]:
    """How far each of some people got in a thread; 0 where they never opened it."""
    marks = marks_in(thread)
    return [marks.get(person.id, 0) for person in people]


def traces_of(thread: Thread) -> list[int]:
    """The numbers of a thread at which posts once stood."""
    query = select(PostTrace.number).where(PostTrace.thread_id == thread.id)
    return list(db.session.scalars(query.order_by(PostTrace.number)))
