"""What is left of a thread that was merged, its title and its address: seen by those alone who see where it leads."""

from __future__ import annotations

from sqlalchemy import select

from forum.core import audience
from forum.core.changes import touch
from forum.discussions.models import Space, Thread
from forum.discussions.told import move_told
from forum.extensions import db


def follow_merged(target: Thread) -> None:
    """Has the threads that were merged into one, and those merged into these, be seen by its readers, in the
    transaction at hand.

    One whose space is closed to some of them stays as closed: a thread split off for few people and put back leads to
    one that more people read.
    """
    leading = select(Thread, Space.audience).join(Space, Space.id == Thread.space_id)
    for thread, own in db.session.execute(leading.where(Thread.merged_into_id == target.id)).all():
        thread.audience = target.audience if audience.covers(own, target.audience) else own
        db.session.flush()
        touch(f"thread:{thread.id}")
        move_told(thread)
        follow_merged(thread)
