"""Editing a proposal while nobody has answered it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import delete

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import render_markdown
from forum.core.transactions import transaction
from forum.extensions import db
from forum.proposals.models import Proposal, ProposalOption
from forum.proposals.services.checking import Asked, checked, options_of
from forum.proposals.services.finding import hold_proposal, require_open, require_unanswered
from forum.proposals.state import options_in_order, state_of


def edit_proposal(actor: Actor, proposal_id: int, asked: Asked, *, seen: str = "") -> Proposal:
    """Has a proposal ask something else. What kind it is stays.

    Args:
        actor: its author.
        proposal_id: which.
        asked: all that it asks from now on.
        seen: the state that the author edited (`state_of`), empty to replace whatever is there.

    Raises:
        NotFound, NotAllowed: see the rule "proposal.edit".
        Invalid: what is asked can't be accepted.
        Conflict: somebody answered, it is closed, or it was edited in another window meanwhile.
    """
    with transaction():
        put = hold_proposal(actor, proposal_id)
        require(actor, "proposal.edit", put)
        proposal = put.proposal
        require_open(put)
        require_unanswered(put)
        if seen and seen != state_of(proposal, options_in_order(proposal.id)):
            raise Conflict(
                _("Vous avez modifié cette proposition dans une autre fenêtre. Relisez avant d’enregistrer.")
            )
        asked = checked(asked, kept_date=proposal.closes_at)
        proposal.question, proposal.details = asked.question, asked.details
        proposal.details_html = render_markdown(asked.details, f"proposal-{proposal.id}")
        proposal.is_multiple = asked.is_multiple
        proposal.closes_at = asked.closes_at
        proposal.edited_at = now()
        db.session.execute(delete(ProposalOption).where(ProposalOption.proposal_id == proposal.id))
        db.session.add_all(options_of(proposal.id, asked))
        touch(f"thread:{put.thread.id}")
    return proposal
