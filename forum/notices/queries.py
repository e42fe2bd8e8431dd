"""Reading notices, shaped for the page that lists them: what belongs together stands together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, case, cast, func, literal_column, or_, select, tuple_
from sqlalchemy.orm import aliased

from forum.core.actor import Actor
from forum.core.paging import Slice, cut, decode_cursor
from forum.core.policy import visible
from forum.extensions import db
from forum.notices.models import Notice
from forum.notices.words import BY_NAME, words_of, words_of_reason

GROUPS_A_PAGE = 30
MOST_IN_GROUP = 10
"""Notices of one group that the page unfolds: those before them are read where they lead."""
LOOKED_THROUGH = 100
"""Unread notices among which the home page looks for its few groups."""

ALONE = "notice:"
"""What the topic of a notice that stands by itself begins with."""

UNREAD, MENTIONS = "unread", "mentions"
"""The tabs of the page beside the first one."""


@dataclass(frozen=True)
class NoticeRow:
    """One notice as it reads now.

    Args:
        others: how many more unread ones stand under the same topic, where they are counted.
    """

    id: int
    words: str
    url: str
    told_at: datetime
    is_unread: bool
    reason: str = ""
    others: int = 0


@dataclass(frozen=True)
class NoticeGroup:
    """What one was told under one topic: a thread, a conversation; or a notice that stands by itself.

    Args:
        topic: "thread:3", or "notice:12".
        rows: newest first, ten at most.
        count: how many there are.
        unread: how many of them were not read.
    """

    topic: str
    rows: Sequence[NoticeRow]
    count: int
    unread: int


def topic_key() -> ColumnElement[str]:
    """What a notice stands under: its topic, or itself."""
    # Spelled out, and not parameters: PostgreSQL would take what is grouped by for another expression.
    nothing, itself = literal_column("''", String), literal_column(f"'{ALONE}'", String)
    return case((Notice.topic != nothing, Notice.topic), else_=itself.concat(cast(Notice.id, String)))


def kept_by(actor: Actor, show: str) -> list[ColumnElement[bool]]:
    """The conditions of a tab."""
    conditions = [visible(actor, Notice)]
    if show == UNREAD:
        conditions.append(Notice.read_at.is_(None))
    elif show == MENTIONS:
        conditions.append(Notice.reason.in_(BY_NAME))
    return conditions


def inbox(actor: Actor, cursor: str | None, show: str = "") -> Slice[NoticeGroup]:
    """A slice of what the actor was told, by topic, that with the newest notice first, by two statements.

    A kind of notice whose words nobody registers any more is left out.

    Args:
        show: a tab: `UNREAD`, `MENTIONS`, or all.
    """
    moment, newest, unread = func.max(Notice.told_at), func.max(Notice.id), func.count(case((unread_now(), 1)))
    conditions = kept_by(actor, show)
    groups = select(topic_key(), moment, newest, func.count(), unread).where(*conditions).group_by(topic_key())
    start = decode_cursor(cursor) if cursor else None
    if start is not None:
        groups = groups.having(tuple_(moment, newest) < tuple_(*start))
    in_order = groups.order_by(moment.desc(), newest.desc()).limit(GROUPS_A_PAGE + 1)
    found = cut(db.session.execute(in_order).all(), GROUPS_A_PAGE, lambda row: (row[1], row[2]))
    rows = rows_under([row[0] for row in found.rows], conditions)
    spoken = [NoticeGroup(row[0], rows[row[0]], row[3], row[4]) for row in found.rows if row[0] in rows]
    return Slice(spoken, found.next_cursor)


def unread_now() -> ColumnElement[bool]:
    return Notice.read_at.is_(None)


def rows_under(topics: Sequence[str], conditions: Sequence[ColumnElement[bool]]) -> dict[str, list[NoticeRow]]:
    """The newest notices under some topics, by one statement; by none for no topic."""
    if not topics:
        return {}
    key, alone = topic_key(), [int(topic.removeprefix(ALONE)) for topic in topics if topic.startswith(ALONE)]
    # Asked by what has an index, and not by the key, which every notice of the reader would have to be made for.
    under = or_(Notice.topic.in_(topics), Notice.id.in_(alone))
    place = func.row_number().over(partition_by=key, order_by=(Notice.told_at.desc(), Notice.id.desc()))
    placed = select(Notice, key.label("under"), place.label("place")).where(*conditions, under).subquery()
    one = aliased(Notice, placed)
    query = select(one, placed.c.under).where(placed.c.place <= MOST_IN_GROUP).order_by(placed.c.place)
    rows: dict[str, list[NoticeRow]] = defaultdict(list)
    for notice, topic in db.session.execute(query.execution_options(populate_existing=True)):
        rows[topic].extend(rows_of([notice]))
    return {topic: spoken for topic, spoken in rows.items() if spoken}


def latest_unread(actor: Actor, most: int) -> list[NoticeRow]:
    """The latest notices that the actor has not read, one a topic, newest first, by one statement.

    Args:
        actor: who reads.
        most: how many at most.
    """
    key = topic_key().label("under")
    latest = select(Notice, key).where(visible(actor, Notice), unread_now())
    few = latest.order_by(Notice.told_at.desc(), Notice.id.desc()).limit(LOOKED_THROUGH).subquery()
    place = func.row_number().over(partition_by=few.c.under, order_by=(few.c.told_at.desc(), few.c.id.desc()))
    total = func.count().over(partition_by=few.c.under)
    placed = select(few, place.label("place"), total.label("total")).subquery()
    one = aliased(Notice, placed)
    query = select(one, placed.c.total).where(placed.c.place == 1)
    newest = query.order_by(placed.c.told_at.desc(), placed.c.id.desc()).limit(most)
    return [row for notice, count in db.session.execute(newest) for row in rows_of([notice], others=count - 1)]


def rows_of(notices: Sequence[Notice], others: int = 0) -> list[NoticeRow]:
    read = [(words_of(notice.kind, notice.facts), notice) for notice in notices]
    return [
        NoticeRow(
            notice.id,
            words,
            notice.url,
            notice.told_at,
            notice.read_at is None,
            words_of_reason(notice.reason),
            others,
        )
        for words, notice in read
        if words
    ]


def unread_count(actor: Actor) -> int:
    """How many notices the actor has not read: what the bell says."""
    return db.session.scalar(select(func.count()).select_from(Notice).where(visible(actor, Notice), unread_now())) or 0


def unread_abouts(person_id: int, topic: str) -> list[str]:
    """What the unread notices of a person under a topic speak of: "post:12"."""
    waiting = select(Notice.about).where(Notice.person_id == person_id, Notice.topic == topic, unread_now())
    return list(db.session.scalars(waiting))
