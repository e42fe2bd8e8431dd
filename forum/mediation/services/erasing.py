"""Erasing cases once their time is over: the key is destroyed, and with it all that was written."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select

from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation.models import CaseSeat, Entry, EntryAnswer, MediationCase
from forum.mediation.services.finding import about, hold_case
from forum.notices.services import withdraw


def erase_due() -> int:
    """Erases the cases that were closed longer ago than CASE_KEPT_DAYS; gives how many."""
    kept: int = current_app.config["SETTINGS"].case_kept_days
    due = select(MediationCase.id).where(
        MediationCase.erased_at.is_(None), MediationCase.closed_at <= now() - timedelta(days=kept)
    )
    erased = list(db.session.scalars(due))
    for case_id in erased:
        with transaction():
            erase(hold_case(case_id))
    return len(erased)


def erase(case: MediationCase) -> None:
    """Destroys the key of a case that is held, and forgets who had a seat in it: its number, dates and outcome stay."""
    case.wrapped_key, case.erased_at = "", now()
    case.asked_by = case.submission = case.follow_up_on = case.follow_up_told_at = None
    written = select(Entry.id).where(Entry.case_id == case.id)
    db.session.execute(delete(EntryAnswer).where(EntryAnswer.entry_id.in_(written)))
    db.session.execute(delete(Entry).where(Entry.case_id == case.id))
    db.session.execute(delete(CaseSeat).where(CaseSeat.case_id == case.id))
    withdraw(about(case.id))
