"""Giving a sheet back to the desk, so that somebody else may follow it."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.transactions import transaction
from forum.practices.services.passages import find_passage, require_on_committee
from forum.practices.services.stepping import take_step
from forum.practices.workflow import Step


def release_review(actor: Actor, sheet_id: int) -> None:
    """Releases a sheet that was taken; releasing one that nobody holds changes nothing. Opinions given stay.

    Raises:
        NotFound, NotAllowed: see the rule "review.release".
        Conflict: the sheet is not before the committee.
    """
    with transaction():
        passage = find_passage(sheet_id)
        review = passage.review
        is_held = review is not None and review.taken_by is not None
        require_on_committee(actor, "review.release" if is_held else "review.take", passage)
        if review is not None and not is_held:
            return
        holder = review.taken_by if review else None
        take_step(passage.sheet, Step.RELEASE, actor.person_id, {"taken_by": holder})
        if review is not None:
            review.taken_by = review.taken_at = None
        touch(f"sheet:{sheet_id}")
