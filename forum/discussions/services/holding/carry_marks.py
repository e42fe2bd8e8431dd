"""How far people have read, after posts went to another thread.

A mark says that all before it was read. So a person's mark in the thread that posts came to goes as far as all there
is known to be read: what they read of it there, and the newcomers that they had read where those stood before. And who
had read all but posts that left has read all of the thread that they left.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.discussions.models import Post, Thread, ThreadRead
from forum.extensions import db


def carry_marks(carried: Sequence[tuple[int, int, int]], source: Thread, target: Thread) -> None:
    """Moves on the marks of those who had read posts where they came from, by one read of each and one write.

    Args:
        carried: of each post: its id, its number in the source, its number in the target; in order.
    """
    had = [number for _post_id, number, _place in carried]
    places = [place for _post_id, _number, place in carried]
    newcomers = set(places)
    numbers = select(Post.number).where(Post.thread_id == target.id).order_by(Post.number)
    others = [number for number in db.session.scalars(numbers) if number not in newcomers]
    marks = {person_id: (read, at) for person_id, read, at in marks_of(target)}
    moved = []
    for person_id, read_there, at in marks_of(source):
        before, read_at = marks.get(person_id, (0, at))
        rest = places[bisect_right(had, read_there) :]
        unread = [number for number in (first_above(others, before), first_above(rest, before)) if number is not None]
        read = min(unread) - 1 if unread else target.last_number
        if read > before:
            mark = {"person_id": person_id, "thread_id": target.id, "read_number": read, "read_at": read_at}
            moved.append(mark)
    keep_furthest(moved)


def marks_of(thread: Thread) -> Sequence[Row[int, int, datetime]]:
    query = select(ThreadRead.person_id, ThreadRead.read_number, ThreadRead.read_at)
    return db.session.execute(query.where(ThreadRead.thread_id == thread.id)).all()


def first_above(numbers: Sequence[int], mark: int) -> int | None:
    """The first of some numbers, in order, above a mark."""
    place = bisect_right(numbers, mark)
    return numbers[place] if place < len(numbers) else None


def keep_furthest(marks: list[dict[str, Any]]) -> None:
    """Writes marks, each where it goes further than the one that is there: a reader may be reading on meanwhile."""
    if not marks:
        return
    make: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = make(ThreadRead.__table__)
    further = row.on_conflict_do_update(
        index_elements=["person_id", "thread_id"],
        set_={"read_number": row.excluded.read_number},
        where=ThreadRead.read_number < row.excluded.read_number,
    )
    db.session.execute(further, marks)


def settle_marks(source: Thread) -> list[tuple[int, int]]:
    """Has who read every post that is left in a thread be told of none.

    Returns:
        whose marks went on, and from where: `unsettle_marks` takes them back there.
    """
    highest = db.session.scalar(select(func.max(Post.number)).where(Post.thread_id == source.id))
    if highest is None:
        return []
    query = select(ThreadRead.person_id, ThreadRead.read_number).where(
        ThreadRead.thread_id == source.id,
        ThreadRead.read_number >= highest,
        ThreadRead.read_number < source.last_number,
    )
    settled = [(person_id, read) for person_id, read in db.session.execute(query)]
    keep_marks(source, [(person_id, read, source.last_number) for person_id, read in settled])
    return settled


def unsettle_marks(source: Thread, settled: Sequence[Sequence[int]], number: int) -> None:
    """Takes marks back to where they stood, of those who have read no further since.

    Args:
        settled: as `settle_marks` gave it.
        number: the last one of the thread at that time.
    """
    keep_marks(source, [(person_id, number, read) for person_id, read in settled])


def keep_marks(thread: Thread, marks: Sequence[tuple[int, int, int]]) -> None:
    """Writes marks in place of others: of each, whose it is, where it stood and where it stands."""
    if not marks:
        return
    table: Any = ThreadRead.__table__
    mine = (table.c.thread_id == thread.id) & (table.c.person_id == bindparam("of"))
    change = (
        update(table).where(mine, table.c.read_number == bindparam("before")).values(read_number=bindparam("after"))
    )
    rows = [{"of": person_id, "before": before, "after": after} for person_id, before, after in marks]
    db.session.execute(change, rows)
