"""Taking back what was told."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete

from forum.core.events import record
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.events import NoticesChanged
from forum.notices.models import Notice


def withdraw(about: str, people: Iterable[int] | None = None) -> None:
    """Takes back, in the transaction at hand, what was told of something that is gone or went out of sight.

    Args:
        about: as given to `tell`.
        people: from whom; from everybody where none is given.
    """
    gone = delete(Notice).where(Notice.about == about)
    if people is not None:
        gone = gone.where(Notice.person_id.in_(list(people)))
    with transaction():
        told = sorted(set(db.session.scalars(gone.returning(Notice.person_id))))
        if told:
            record(NoticesChanged(told))
