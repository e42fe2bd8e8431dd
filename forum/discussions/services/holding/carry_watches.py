"""Who follows a thread follows where its posts went, if they may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, literal, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.audiences import people_in
from forum.accounts.models import Person
from forum.discussions.models import Thread
from forum.extensions import db
from forum.notices.models import Watch, WatchLevel

THREAD = "thread"
COLUMNS = ["person_id", "kind", "object_id", "level", "is_automatic", "since"]


def carry_watches(source: Thread, target: Thread, moment: datetime) -> None:
    """Has those who follow a thread follow another as closely; who made a choice about the other already keeps it.

    Args:
        moment: since when they follow it: `forget_watches` knows them by that.
    """
    query = select(Watch.person_id, *as_row(target, Watch.level, moment))
    followers = Watch.kind == THREAD, Watch.object_id == source.id, Watch.person_id.in_(people_in(target.audience))
    insert_new(query.where(*followers))


def watch_as_authors(target: Thread, authors: Iterable[int], moment: datetime) -> None:
    """Has those whose posts went to a thread follow it. As `carry_watches`.

    Args:
        authors: ids of people.
    """
    query = select(Person.id, *as_row(target, literal(WatchLevel.ALL.value), moment))
    insert_new(query.where(Person.id.in_(sorted(set(authors))), Person.id.in_(people_in(target.audience))))


def forget_watches(target: Thread, moment: datetime) -> None:
    """Has those who follow a thread since an act, and chose nothing about it since, follow it no more."""
    by_itself = Watch.kind == THREAD, Watch.object_id == target.id, Watch.is_automatic, Watch.since == moment
    db.session.execute(delete(Watch).where(*by_itself))


def as_row(target: Thread, level: Any, moment: datetime) -> tuple[Any, ...]:
    return (
        literal(THREAD).label("kind"),
        literal(target.id).label("object_id"),
        level.label("level"),
        literal_column("true").label("is_automatic"),
        literal(moment, Watch.since.type).label("since"),
    )


def insert_new(rows: Any) -> None:
    make: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    # SQLite reads « ON CONFLICT » after a SELECT without WHERE as part of a join: both have one here.
    db.session.execute(make(Watch.__table__).from_select(COLUMNS, rows).on_conflict_do_nothing())
