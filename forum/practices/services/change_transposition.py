"""Telling a transposition anew: what was adapted, what came of it."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.practices.models import Transposition, TranspositionState
from forum.practices.services.transposing import (
    IN_HAND,
    Told,
    changed,
    checked_adapted,
    checked_again,
    checked_outcome,
    checked_school,
    checked_start,
    find_transposition,
    refuse_a_second,
    settle_reminders,
    today_of,
    write_words,
)


def change_transposition(actor: Actor, sheet_id: int, transposition_id: int, told: Told) -> Transposition:
    """Puts what is told now in place of what was told before. How far it is changes by a step alone.

    Raises:
        NotFound, NotAllowed: see the rule "transposition.edit".
        Invalid: another school that is not theirs, an unknown field, a day that can't be, too long a text.
        AlreadyInHand: they have one in the other school that is not over.
    """
    adapted, outcome = checked_adapted(told.adapted), checked_outcome(told.outcome)
    with transaction():
        one = find_transposition(actor, sheet_id, transposition_id)
        require(actor, "transposition.edit", one)
        transposition, today, moment = one.transposition, today_of(actor), now()
        state = TranspositionState(transposition.state)
        start = checked_start(state, told.started_on, today, transposition.started_on)
        again = checked_again(state, told.again)
        if told.school_id != transposition.school_id:
            transposition.school_id = checked_school(actor, told.school_id)
            if state in IN_HAND:
                refuse_a_second(transposition)
        if start != transposition.started_on:
            transposition.started_on = start
            settle_reminders(transposition, today, moment)
        transposition.again = again
        transposition.may_contact = told.may_contact
        transposition.changed_at = moment
        write_words(transposition, adapted, outcome)
        changed(one.sheet)
    return transposition
