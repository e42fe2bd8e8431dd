"""Asking those who transpose what became of it, three and twelve months after the start."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from forum.core.jobs import every
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import tell
from forum.practices.models import LISTED, Sheet, Transposition, TranspositionState
from forum.practices.notices_transpositions import A_YEAR_ON, FOLLOW_UP, transposition_address
from forum.practices.services.transposing import FIRST_REMINDER, SECOND_REMINDER, months_before

BATCH = 100
REMINDERS = ((FIRST_REMINDER, FOLLOW_UP), (SECOND_REMINDER, A_YEAR_ON))
ASKED_ABOUT = (TranspositionState.PLANNED, TranspositionState.UNDER_WAY, TranspositionState.DONE)
"""What was stopped is not asked about: its author said why."""


@every(minute="20", hour="6")
def remind_of_transpositions() -> int:
    """Sends the reminders that are due, each once, whenever and however often it is run: each morning, at 6:20 UTC.

    Returns:
        how many were sent.
    """
    today = now().date()
    return sum(remind_all(months, kind, today) for months, kind in REMINDERS)


def remind_all(months: int, kind: str, today: date) -> int:
    sent = 0
    while True:
        reminded = remind_some(months, kind, months_before(today, months))
        if not reminded:
            return sent
        sent += reminded


def remind_some(months: int, kind: str, started_by: date) -> int:
    """Reminds the authors of a batch of transpositions, and notes it, in one transaction."""
    reminded_at = Transposition.reminded_at_3 if months == FIRST_REMINDER else Transposition.reminded_at_12
    with transaction():
        due = db.session.execute(
            select(Transposition, Sheet.title)
            .join(Sheet, Sheet.id == Transposition.sheet_id)
            .where(
                reminded_at.is_(None),
                Transposition.started_on <= started_by,
                Transposition.removed_at.is_(None),
                Transposition.state.in_([state.value for state in ASKED_ABOUT]),
                LISTED,
            )
            .order_by(Transposition.id)
            .limit(BATCH)
            .with_for_update(of=Transposition, skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        for transposition, title in due:
            setattr(transposition, reminded_at.key, now())
            address = f"{transposition_address(transposition)}/edit"
            key = f"transposition:{transposition.id}:{months}-months"
            tell(transposition.author_id, kind, key, {"title": title}, address, by_mail=True)
    return len(due)
