"""Leaving a note for one's colleagues at the desk."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.moderation.models import DeskNote
from forum.moderation.services.holding import hold_item, is_current, taking_of
from forum.moderation.services.noting import accepted_note


def note(actor: Actor, report_id: int, body: str) -> DeskNote:
    """Leaves a note on what was reported; who has it in hand keeps it for longer.

    Raises:
        NotFound: no such report.
        NotAllowed: no mediator, or one whom it concerns.
        Invalid: the note is empty or too long.
    """
    require(actor, "moderation.desk")
    accepted = accepted_note(body)
    with transaction():
        report = hold_item(actor, report_id)
        written = DeskNote(
            object_kind=report.object_kind, object_id=report.object_id, mediator_id=actor.person_id, body=accepted
        )
        db.session.add(written)
        taking = taking_of(report)
        if taking is not None and taking.mediator_id == actor.id and is_current(taking):
            taking.acted_at = now()
    return written
