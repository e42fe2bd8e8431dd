"""Some time after the end: each party is asked how it goes."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation.models import Entry, EntryKind, MediationCase
from forum.mediation.services.finding import find_case, hold_case, stir
from forum.mediation.services.writing import add_entry, checked_words, keep_pace, written_before
from forum.mediation.stages import Stage

NOBODY = 0


def ask_due() -> int:
    """Asks the parties of the cases whose day has come; gives how many cases."""
    due = select(MediationCase.id).where(
        MediationCase.stage == Stage.ENDED.value,
        MediationCase.follow_up_on <= now().date(),
        MediationCase.follow_up_told_at.is_(None),
        MediationCase.erased_at.is_(None),
    )
    asked = list(db.session.scalars(due))
    for case_id in asked:
        with transaction():
            case = hold_case(case_id)
            if case.follow_up_told_at is None:
                case.follow_up_told_at = now()
                stir(case, NOBODY)
    return len(asked)


def say_how_it_goes(actor: Actor, case_id: int, words: str, *, submission: str | None = None) -> Entry:
    """Says how it goes, to the mediator alone.

    Raises:
        NotFound, NotAllowed: the actor is no party that was asked.
        Invalid: there is nothing to read in it, or too much.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.follow_up")
        twin = written_before(actor, submission)
        if twin is not None:
            return twin
        words = checked_words(words)
        keep_pace(actor)
        entry = add_entry(
            actor, seated.case, EntryKind.FOLLOW_UP, words, private_to=actor.person_id, submission=submission
        )
        stir(seated.case, actor.person_id, private_to=actor.person_id)
    return entry
