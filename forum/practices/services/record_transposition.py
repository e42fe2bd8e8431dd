"""« We did this here »: recording that a practice is taken up in a school."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.events_transpositions import TranspositionRecorded
from forum.practices.models import Transposition, TranspositionState
from forum.practices.services.content import find_sheet
from forum.practices.services.transposing import (
    IN_HAND,
    Told,
    changed,
    checked_adapted,
    checked_again,
    checked_outcome,
    checked_school,
    checked_start,
    refuse_a_second,
    settle_reminders,
    today_of,
    write_words,
)


def record_transposition(
    actor: Actor, sheet_id: int, state: str, told: Told, *, submission: str | None = None
) -> Transposition:
    """Records that a practice is planned, under way, done or was stopped in one of the actor's schools.

    Args:
        actor: its author from now on.
        sheet_id: of a sheet in the library.
        state: how far it is (`TranspositionState`).
        told: what is said of it.
        submission: what tells the same form sent twice: the second time gives what the first recorded.

    Raises:
        NotFound, NotAllowed: see the rule "transposition.record".
        Invalid: a school that is not theirs, an unknown state or field, a day that can't be, too long a text.
        AlreadyInHand: they have one of this sheet in this school that is not over.
    """
    adapted, outcome = checked_adapted(told.adapted), checked_outcome(told.outcome)
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "transposition.record", sheet)
        twin = recorded_before(actor.person_id, submission)
        if twin is not None:
            return twin
        known = checked_state(state)
        today, moment = today_of(actor), now()
        transposition = Transposition(
            sheet_id=sheet.id,
            school_id=checked_school(actor, told.school_id),
            author_id=actor.person_id,
            state=known.value,
            started_on=checked_start(known, told.started_on, today),
            again=checked_again(known, told.again),
            may_contact=told.may_contact,
            recorded_at=moment,
            changed_at=moment,
            submission=submission,
        )
        if known in IN_HAND:
            refuse_a_second(transposition)
        write_words(transposition, adapted, outcome)
        settle_reminders(transposition, today, moment)
        db.session.add(transposition)
        changed(sheet)
        record(TranspositionRecorded(transposition.id))
    return transposition


def checked_state(given: str) -> TranspositionState:
    try:
        return TranspositionState(given)
    except ValueError:
        raise Invalid("state", _("Dites où vous en êtes.")) from None


def recorded_before(person_id: int, submission: str | None) -> Transposition | None:
    if submission is None:
        return None
    sent = Transposition.author_id == person_id, Transposition.submission == submission
    return db.session.scalar(select(Transposition).where(*sent))
