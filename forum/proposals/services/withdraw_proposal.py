"""Withdrawing a proposal that nobody has answered: it was never asked."""

from __future__ import annotations

from sqlalchemy import delete

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.discussions.models import Thread
from forum.extensions import db
from forum.notices.services import withdraw
from forum.proposals.models import Proposal, ProposalOption
from forum.proposals.services.finding import hold_proposal, recount_proposals, require_unanswered


def withdraw_proposal(actor: Actor, proposal_id: int) -> Thread:
    """Takes a proposal away, with what was told of it.

    Returns:
        the thread in which it stood.

    Raises:
        NotFound, NotAllowed: see the rule "proposal.withdraw".
        Conflict: somebody answered.
    """
    with transaction():
        put = hold_proposal(actor, proposal_id)
        require(actor, "proposal.withdraw", put)
        require_unanswered(put)
        thread = put.thread
        db.session.execute(delete(ProposalOption).where(ProposalOption.proposal_id == proposal_id))
        db.session.execute(delete(Proposal).where(Proposal.id == proposal_id))
        recount_proposals(thread.id)
        withdraw(f"proposal:{proposal_id}")
        touch(f"thread:{thread.id}")
        record(ThreadChanged(thread.id))
    return thread
