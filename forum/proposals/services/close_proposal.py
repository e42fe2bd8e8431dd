"""Closing proposals: by hand before their date, by the clock at it."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.extensions import db
from forum.proposals.events import ProposalClosed
from forum.proposals.models import Proposal
from forum.proposals.services.finding import hold_proposal

MOST_AT_ONCE = 100


def close_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Closes a proposal before its date; one that is closed stays as it is.

    Raises:
        NotFound, NotAllowed: see the rule "proposal.close".
    """
    with transaction():
        put = hold_proposal(actor, proposal_id)
        require(actor, "proposal.close", put)
        proposal = put.proposal
        if proposal.closed_at is None:
            proposal.closed_at = min(now(), proposal.closes_at)
            tell_closed(proposal)
    return proposal


def close_due() -> int:
    """Closes the proposals whose date has come, a hundred a transaction.

    Returns:
        how many.
    """
    closed = 0
    while True:
        with transaction():
            due = (
                select(Proposal)
                .where(Proposal.closed_at.is_(None), Proposal.closes_at <= now())
                .order_by(Proposal.closes_at, Proposal.id)
                .limit(MOST_AT_ONCE)
                .with_for_update(skip_locked=True)
            )
            found = list(db.session.scalars(due))
            for proposal in found:
                proposal.closed_at = proposal.closes_at
                tell_closed(proposal)
        if not found:
            return closed
        closed += len(found)


def tell_closed(proposal: Proposal) -> None:
    touch(f"thread:{proposal.thread_id}")
    record(ProposalClosed(proposal.id, proposal.thread_id))
    record(ThreadChanged(proposal.thread_id))
