"""Ending a case, for whatever reason."""

from __future__ import annotations

from forum.core.models import now
from forum.mediation.models import MediationCase
from forum.mediation.stages import Outcome, Step, stage_after


def end(case: MediationCase, outcome: Outcome) -> None:
    """Ends a case that is held: nobody has the turn any more, and the time until it is erased begins.

    Raises:
        Conflict: it has ended already.
    """
    case.stage = stage_after(case.stage, Step.END).value
    case.outcome = outcome.value
    case.closed_at = now()
    case.turn_of = None
    case.referred_to = None
