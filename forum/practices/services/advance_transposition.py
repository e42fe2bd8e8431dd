"""Taking a transposition on: begun, finished, stopped, taken up again."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.practices.events_transpositions import TranspositionFinished
from forum.practices.models import Transposition, TranspositionState
from forum.practices.models.transposition import TRANSPOSITION_STEPS, TranspositionStep
from forum.practices.services.transposing import (
    IN_HAND,
    changed,
    checked_start,
    find_transposition,
    refuse_a_second,
    settle_reminders,
    today_of,
)


def advance_transposition(
    actor: Actor, sheet_id: int, transposition_id: int, step: str, started_on: date | None = None
) -> Transposition:
    """Takes a transposition one step further (`TRANSPOSITION_STEPS`).

    Args:
        step: which (`TranspositionStep`).
        started_on: where it begins, the day it did; none is the planned day, or today while that is to come.

    Raises:
        NotFound, NotAllowed: see the rule "transposition.edit".
        Invalid: there is no such step, or the day can't be.
        Conflict: the step does not lead on from where it stands.
        AlreadyInHand: another one of this sheet in this school has been begun since.
    """
    with transaction():
        one = find_transposition(actor, sheet_id, transposition_id)
        require(actor, "transposition.edit", one)
        transposition, today = one.transposition, today_of(actor)
        before = TranspositionState(transposition.state)
        after = state_after(before, step)
        if after in IN_HAND and before not in IN_HAND:
            refuse_a_second(transposition)
        start = start_after(transposition, before, after, started_on, today)
        if start != transposition.started_on:
            transposition.started_on = start
            settle_reminders(transposition, today, now())
        transposition.state = after.value
        transposition.changed_at = now()
        changed(one.sheet)
        if after == TranspositionState.DONE:
            record(TranspositionFinished(transposition.id))
    return transposition


def state_after(state: TranspositionState, step: str) -> TranspositionState:
    """Where a step leads.

    Raises:
        Invalid: there is no such step.
        Conflict: it does not lead on from there.
    """
    if step not in list(TranspositionStep):
        raise Invalid("step", _("Cette étape n’existe pas."))
    after = TRANSPOSITION_STEPS.get((state, TranspositionStep(step)))
    if after is None:
        raise Conflict(_("Cette transposition n’en est plus là. Rechargez la page pour voir où elle en est."))
    return after


def start_after(
    transposition: Transposition, before: TranspositionState, after: TranspositionState, given: date | None, today: date
) -> date | None:
    """The day of the start once a step is taken: what was planned and stopped never began."""
    planned = transposition.started_on
    if before == TranspositionState.PLANNED and after == TranspositionState.STOPPED:
        return None
    if after == TranspositionState.UNDER_WAY:
        likely = planned if planned is not None and planned <= today else today
        return checked_start(after, given or likely, today, planned if likely == planned else None)
    return planned
