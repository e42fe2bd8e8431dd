"""What ends by itself: pins whose day is over, spaces whose holder's term is over."""

from __future__ import annotations

from sqlalchemy import update

from forum.core.changes import touch
from forum.core.events import record
from forum.core.jobs import every
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.discussions.models import Space, Thread
from forum.extensions import db


@every(minute="*/5")
def end_what_is_over() -> None:
    """Lets threads go down whose pin is over, and takes the names of former holders off their spaces.

    The right of a former holder ended at its moment (forum/discussions/claims.py); here kept pages learn of it.
    """
    with transaction():
        moment = now()
        over = update(Thread).where(Thread.pinned_until <= moment).values(pinned_at=None, pinned_until=None)
        unpinned = db.session.execute(over.returning(Thread.id, Thread.space_id)).all()
        held = update(Space).where(Space.held_until <= moment).values(holder_id=None, held_until=None)
        freed = db.session.scalars(held.returning(Space.id)).all()
        if unpinned or freed:
            threads = {f"thread:{thread_id}" for thread_id, _space_id in unpinned}
            places = {*(f"space:{space_id}" for _, space_id in unpinned), *(f"space:{space_id}" for space_id in freed)}
            touch("discussions", *threads, *places)
        for thread_id, _space_id in unpinned:
            record(ThreadChanged(thread_id))
