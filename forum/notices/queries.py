"""Reading notices, shaped for the page that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import visible
from forum.extensions import db
from forum.notices.models import Notice
from forum.notices.words import words_of

NOTICES_A_PAGE = 30


@dataclass(frozen=True)
class NoticeRow:
    """One notice as it reads now."""

    words: str
    url: str
    told_at: datetime
    is_unread: bool


def inbox(actor: Actor, cursor: str | None) -> Slice[NoticeRow]:
    """A slice of what the actor was told, newest first, by one statement.

    A kind of notice whose words nobody registers any more is left out.
    """
    query = select(Notice).where(visible(actor, Notice)).execution_options(populate_existing=True)
    query = after_cursor(query, Notice.told_at, Notice.id, cursor, NOTICES_A_PAGE)
    found = cut(list(db.session.scalars(query)), NOTICES_A_PAGE, lambda notice: (notice.told_at, notice.id))
    return Slice(rows_of(found.rows), found.next_cursor)


def latest_unread(actor: Actor, most: int) -> list[NoticeRow]:
    """The latest notices that the actor has not read, newest first, by one statement.

    Args:
        actor: who reads.
        most: how many at most.
    """
    unread = select(Notice).where(visible(actor, Notice), Notice.read_at.is_(None))
    newest = unread.order_by(Notice.told_at.desc(), Notice.id.desc()).limit(most)
    return rows_of(list(db.session.scalars(newest)))


def rows_of(notices: Sequence[Notice]) -> list[NoticeRow]:
    read = [(words_of(notice.kind, notice.facts), notice) for notice in notices]
    return [NoticeRow(words, notice.url, notice.told_at, notice.read_at is None) for words, notice in read if words]
