"""What tells one state of a proposal from the next: who edits or answers it says which one they had before them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from forum.extensions import db
from forum.proposals.models import Proposal, ProposalOption


def options_in_order(proposal_id: int) -> Sequence[ProposalOption]:
    """The choices of a proposal."""
    query = select(ProposalOption).where(ProposalOption.proposal_id == proposal_id)
    return list(db.session.scalars(query.order_by(ProposalOption.position)))


def state_of(proposal: Proposal, options: Sequence[ProposalOption]) -> str:
    """What a proposal asks, in a few letters."""
    choices = [(option.words, option.moment) for option in options]
    said = (proposal.question, proposal.details, proposal.closes_at, proposal.is_multiple, choices)
    return hashlib.blake2b(repr(said).encode(), digest_size=12).hexdigest()
