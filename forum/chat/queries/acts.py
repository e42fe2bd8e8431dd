"""The log of a room: what those who hold it did there, and which of it can still be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.chat.models import Message, RoomAct
from forum.core.errors import NotFound
from forum.core.paging import Slice, after_cursor, cut
from forum.extensions import db

ACTS_A_PAGE = 50
Undoer, Concerned = aliased(Person), aliased(Person)
Subject = tuple[str, int, int]


@dataclass(frozen=True)
class ActLine:
    """One act, as the log of a room shows it.

    Args:
        name: who did it.
        concerned: whom it concerns, where it concerns somebody.
        seq: the place of the message that it concerns.
        is_last: no later act that stands changed the same thing, so that it may be undone.
    """

    act: RoomAct
    name: str
    concerned: str
    seq: int | None
    undone_by: str
    is_last: bool

    @property
    def can_be_undone(self) -> bool:
        return self.act.undone_at is None and self.is_last


ACTS = (
    select(RoomAct, Person.name, Concerned.name, Message.seq, Undoer.name)
    .join(Person, Person.id == RoomAct.by_id)
    .outerjoin(Concerned, Concerned.id == RoomAct.person_id)
    .outerjoin(Message, Message.id == RoomAct.message_id)
    .outerjoin(Undoer, Undoer.id == RoomAct.undone_by)
)


def acts_of(room_id: int, cursor: str | None) -> Slice[ActLine]:
    """What was done in a room, newest first, by two statements."""
    newest = newest_standing(room_id)
    query: Any = ACTS.where(RoomAct.room_id == room_id)
    rows = db.session.execute(after_cursor(query, RoomAct.done_at, RoomAct.id, cursor, ACTS_A_PAGE)).all()
    lines = [line_of(row, newest) for row in rows]
    return cut(lines, ACTS_A_PAGE, lambda line: (line.act.done_at, line.act.id))


def act_in(room_id: int, act_id: int) -> RoomAct:
    """One act of a room, as the database has it now.

    Raises:
        NotFound: there is none.
    """
    query = select(RoomAct).where(RoomAct.id == act_id, RoomAct.room_id == room_id)
    act = db.session.scalar(query.execution_options(populate_existing=True))
    if act is None:
        raise NotFound
    return act


def subject_of(kind: str, person_id: int | None, message_id: int | None) -> Subject:
    """What an act changed: two acts of the same subject undo each other's."""
    return kind, person_id or 0, message_id if kind == "remove" and message_id else 0


def newest_standing(room_id: int) -> Mapping[Subject, int]:
    """By subject: the id of the newest act that stands, by one statement."""
    query = (
        select(RoomAct.kind, RoomAct.person_id, RoomAct.message_id, func.max(RoomAct.id))
        .where(RoomAct.room_id == room_id, RoomAct.undone_at.is_(None))
        .group_by(RoomAct.kind, RoomAct.person_id, RoomAct.message_id)
    )
    newest: dict[Subject, int] = {}
    for kind, person_id, message_id, act_id in db.session.execute(query):
        subject = subject_of(kind, person_id, message_id)
        newest[subject] = max(newest.get(subject, 0), act_id)
    return newest


def is_last(act: RoomAct, newest: Mapping[Subject, int]) -> bool:
    """Whether no later act that stands changed the same thing."""
    return newest.get(subject_of(act.kind, act.person_id, act.message_id), act.id) <= act.id


def line_of(row: Any, newest: Mapping[Subject, int]) -> ActLine:
    act, name, concerned, seq, undone_by = row
    return ActLine(act, name, concerned or "", seq, undone_by or "", is_last(act, newest))
