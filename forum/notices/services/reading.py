"""Marking notices as read: all, those under a topic, those about what was seen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, update

from forum.core.actor import Actor
from forum.core.addresses import LARGEST_ID
from forum.core.events import record
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.events import NoticesChanged
from forum.notices.models import Notice


def mark_all_read(actor: Actor) -> None:
    """Marks every notice of the actor as read."""
    mark(actor.person_id)


def mark_topic_read(actor: Actor, topic: str) -> None:
    """Marks what the actor was told under a topic as read: "thread:3"; one notice that has none, by "notice:12"."""
    kind, _, number = topic.partition(":")
    if kind == "notice" and number.isascii() and number.isdigit():
        mark(actor.person_id, Notice.id == min(int(number), LARGEST_ID))
    elif topic:
        mark(actor.person_id, Notice.topic == topic)


def mark_read(person_id: int, abouts: Sequence[str]) -> None:
    """Marks what a person was told of some things as read, once they had them before their eyes: "post:12"."""
    if abouts:
        mark(person_id, Notice.about.in_(abouts))


def mark(person_id: int, *conditions: ColumnElement[bool]) -> None:
    unread = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None), *conditions)
    with transaction():
        marked = db.session.scalars(unread.values(read_at=now()).returning(Notice.id)).all()
        if marked:
            record(NoticesChanged([person_id]))
