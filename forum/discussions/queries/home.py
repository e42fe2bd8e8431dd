"""The threads of a member's home: what is new in what they follow, what waits for an answer, what was said last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, literal, select, union_all

from forum.core.actor import Actor
from forum.discussions.marks import FOLLOWED, READER, NewTo, new_among, unread_posts
from forum.discussions.models import Thread, ThreadKind, ThreadRead, ThreadTag
from forum.discussions.policy import SEEN_BY_READER
from forum.discussions.queries.lists import AWAITING_A_REPLY
from forum.discussions.queries.thread_rows import Picked, ThreadRow, listed_among, row_of, shown_of
from forum.extensions import db
from forum.notices.models import Watch

UNREAD, UNANSWERED, LATEST = 1, 2, 3
LATELY = 30
"""Among so many of the newest the ones are chosen that somebody may best help with: more is not looked at."""


@dataclass(frozen=True)
class HomeThreads:
    """The threads of a member's home.

    Args:
        unread: new to them, in what they follow or have read.
        unanswered: what they may help with, chosen by `to_help_with`, the latest first.
        latest: the latest words elsewhere.
    """

    unread: Sequence[ThreadRow]
    unanswered: Sequence[ThreadRow]
    latest: Sequence[ThreadRow]


def home_threads(actor: Actor, unread: int, unanswered: int, latest: int) -> HomeThreads:
    """What a member's home shows of threads, by one statement; each thread stands in one list alone.

    Args:
        unread, unanswered, latest: how many at most.
    """
    statement = home_statement(unread, unanswered, latest + unread + unanswered)
    reader = {"audiences": sorted(actor.audiences), "claims": sorted(actor.claims), "person_id": actor.person_id}
    kept: dict[int, list[ThreadRow]] = {UNREAD: [], UNANSWERED: [], LATEST: []}
    shown: set[int] = set()
    for found in db.session.execute(statement, reader):
        row, why = row_of(found), found[7]
        if row.thread.id not in shown:
            shown.add(row.thread.id)
            kept[why].append(row)
    return HomeThreads(kept[UNREAD], kept[UNANSWERED], kept[LATEST][:latest])


@cache
def home_statement(unread: int, unanswered: int, latest: int) -> Select[*tuple[Any, ...]]:
    """The statement of a member's home, put together once: it is long, and run whenever somebody comes back."""
    recent = Thread.last_post_at.desc(), Thread.id.desc()
    new = new_among(SEEN_BY_READER, NewTo(READER), Thread.id.label("id"), unread_posts().label("new"))
    parts = [
        (UNREAD, new.order_by(*recent).limit(unread)),
        (UNANSWERED, to_help_with(unanswered)),
        (LATEST, listed_among(SEEN_BY_READER).order_by(*recent).limit(latest)),
    ]
    tables = [(why, part.subquery()) for why, part in parts]
    picked = union_all(*(select(table.c.id, table.c.new, literal(why).label("why")) for why, table in tables))
    return shown_of(select(picked.subquery("picked")), sort="why")


def to_help_with(most: int) -> Picked:
    """Threads without a reply that the reader may help with: those they did not open yet, of their own places and tags,
    questions, in that order."""
    lately = listed_among(SEEN_BY_READER, *AWAITING_A_REPLY, Thread.author_id != READER)
    table = lately.order_by(Thread.last_post_at.desc()).limit(LATELY).subquery("lately")
    read = select(ThreadRead.thread_id).where(ThreadRead.thread_id == Thread.id, ThreadRead.person_id == READER)
    watched = (Watch.person_id == READER) & (Watch.kind == "tag") & Watch.level.in_(FOLLOWED)
    tags = select(ThreadTag.tag_id).join(Watch, Watch.object_id == ThreadTag.tag_id).where(watched)
    is_of_tags = exists(tags.where(ThreadTag.thread_id == Thread.id).correlate(Thread))
    is_near = Thread.audience.in_(bindparam("claims", expanding=True)) | is_of_tags
    is_question = Thread.kind == ThreadKind.QUESTION.value
    query = select(table.c.id, table.c.new).join(Thread, Thread.id == table.c.id)
    order = exists(read.correlate(Thread)), is_near.desc(), is_question.desc(), Thread.last_post_at.desc()
    return query.order_by(*order).limit(most)
