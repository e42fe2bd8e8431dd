"""What the demonstration's people follow, and when each of them was last there: they have read what came before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select, update

from forum.conversations.models import Conversation, ConversationMember
from forum.conversations.services import mark_read
from forum.core.actor import Actor
from forum.core.text import slug
from forum.demo.discussions import Pen
from forum.demo.history import Happening
from forum.demo.texts import days_before, moment_of, table
from forum.demo.transpositions import sheet_of
from forum.discussions.models import Tag, ThreadRead
from forum.discussions.services import mark_all_read
from forum.extensions import db
from forum.notices.models import Notice, Watch
from forum.notices.services import mark_all_read as mark_notices_read
from forum.notices.watching import watch


def follows(pen: Pen) -> list[Happening]:
    """What people follow besides the discussions they write in."""
    return [following(facts, pen) for facts in table("follows.toml")["follow"]]


def following(facts: dict[str, Any], pen: Pen) -> Happening:
    moment, who = days_before(facts["days"], "08:00"), facts["who"]

    def happen() -> None:
        kind, object_id = followed(facts, pen)
        watch(pen.people[who].id, kind, object_id, facts["level"])  # the verb needs a page to be asked by

    def settle() -> None:
        kind, object_id = followed(facts, pen)
        mine = Watch.person_id == pen.people[who].id, Watch.kind == kind, Watch.object_id == object_id
        db.session.execute(update(Watch).where(*mine).values(since=moment))

    return Happening(moment, happen, settle)


def followed(facts: dict[str, Any], pen: Pen) -> tuple[str, int]:
    match facts:
        case {"space": name}:
            return "space", pen.spaces.by_name[name].id
        case {"tag": name}:
            return "tag", db.session.scalars(select(Tag.id).where(Tag.slug == slug(name))).one()
        case {"thread": key}:
            return "thread", pen.written.threads[key].id
        case _:
            return "sheet", sheet_of(facts["sheet"], pen.linked)


def visits(pen: Pen) -> list[Happening]:
    """When each person was last there."""
    last = table("follows.toml")["last_there"]
    return [visiting(key, moment_of(last.get(key, last["others"])), pen) for key in pen.people]


def visiting(key: str, moment: datetime, pen: Pen) -> Happening:
    settle = partial(settle_reading, pen.people[key].id, moment)
    return Happening(moment, lambda: read_everything(pen.people.actor(key)), settle)


def read_everything(actor: Actor) -> None:
    mark_all_read(actor)
    mark_notices_read(actor)
    for conversation_id, number in conversations_of(actor.person_id):
        mark_read(actor, conversation_id, number)


def conversations_of(person_id: int) -> Sequence[tuple[int, int]]:
    query = (
        select(Conversation.id, Conversation.last_number)
        .join(ConversationMember, ConversationMember.conversation_id == Conversation.id)
        .where(ConversationMember.person_id == person_id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def settle_reading(person_id: int, moment: datetime) -> None:
    for read in (ThreadRead, Notice):
        db.session.execute(
            update(read).where(read.person_id == person_id, read.read_at > moment).values(read_at=moment)
        )
