"""Wrapping the keys of cases anew, under the newest key of the installation."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation.models import MediationCase
from forum.mediation.sealing import open_seal, wrap
from forum.mediation.services.finding import hold_case


def rotate_keys() -> int:
    """Wraps the key of every case that is kept under the newest of CASE_KEYS; nothing that was written changes.

    Returns:
        how many.

    Raises:
        SealBroken: the key of one was wrapped under none of CASE_KEYS; those before it are done.
    """
    kept = list(db.session.scalars(select(MediationCase.id).where(MediationCase.wrapped_key != "")))
    for case_id in kept:
        with transaction():
            case = hold_case(case_id)
            if case.wrapped_key:
                case.wrapped_key = wrap(open_seal(case_id, case.wrapped_key))
    return len(kept)
