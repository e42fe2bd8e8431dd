"""Hiding a proposal for a reason, and restoring it: what mediators do after a report."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.notices.services import withdraw
from forum.proposals.models import Proposal
from forum.proposals.policy import ProposalIn
from forum.proposals.services.finding import hold_reported


def hide_proposal(actor: Actor, proposal_id: int, reason: str) -> Proposal:
    """Hides a proposal from readers, with its answers and figures; its author still reads what it asks, with the
    reason. What was told of it is taken back, and is not told again when it is restored.

    Raises:
        NotFound: there is no such proposal.
        NotAllowed: see the rule "proposal.hide".
    """
    with transaction():
        put = hold_reported(proposal_id)
        require(actor, "proposal.hide", put)
        put.proposal.hidden_at = put.proposal.hidden_at or now()
        put.proposal.hidden_reason = reason
        withdraw(f"proposal:{proposal_id}")
        tell_changed(put)
    return put.proposal


def restore_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Shows a hidden proposal again, with what was answered; one that is not hidden stays as it is.

    Raises:
        NotFound: there is no such proposal.
        NotAllowed: see the rule "proposal.hide".
    """
    with transaction():
        put = hold_reported(proposal_id)
        require(actor, "proposal.hide", put)
        if put.proposal.hidden_at is not None:
            put.proposal.hidden_at, put.proposal.hidden_reason = None, ""
            tell_changed(put)
    return put.proposal


def tell_changed(put: ProposalIn) -> None:
    touch(f"thread:{put.thread.id}")
    record(ThreadChanged(put.thread.id))
