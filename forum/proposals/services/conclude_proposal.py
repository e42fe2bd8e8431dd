"""Writing what came of a proposal."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, Invalid
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import is_blank, render_markdown, tidy
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.proposals.events import ProposalConcluded
from forum.proposals.models import Proposal
from forum.proposals.services.finding import hold_proposal

LONGEST_OUTCOME = 10_000


def conclude_proposal(actor: Actor, proposal_id: int, outcome: str, *, seen: str = "") -> Proposal:
    """Writes what came of a closed proposal, in place of what was written before, with its date.

    Args:
        actor: its author, or who holds the thread.
        proposal_id: which.
        outcome: Markdown, 10,000 characters at most. The same text changes nothing.
        seen: the outcome that the form began with (`outcome_state`), empty to replace whatever is there.

    Raises:
        NotFound, NotAllowed: see the rule "proposal.conclude".
        Invalid: there is nothing to read in the text, or too much of it.
        Conflict: it is still open, or somebody wrote an outcome meanwhile.
    """
    with transaction():
        put = hold_proposal(actor, proposal_id)
        require(actor, "proposal.conclude", put)
        proposal, outcome = put.proposal, tidy(outcome).strip("\n")
        if proposal.is_open:
            raise Conflict(_("Cette proposition est encore ouverte. Close-la d’abord."))
        if is_blank(outcome):
            raise Invalid("outcome", _("Écrivez ce qui est décidé, ou ce que le groupe en retient."))
        if len(outcome) > LONGEST_OUTCOME:
            raise Invalid("outcome", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_OUTCOME))
        if outcome == proposal.outcome:
            return proposal
        if seen and seen != outcome_state(proposal):
            raise Conflict(_("Quelqu’un a écrit la suite entre-temps. Comparez avant d’enregistrer."))
        proposal.outcome, proposal.outcome_html = outcome, render_markdown(outcome, f"outcome-{proposal.id}")
        proposal.outcome_by, proposal.outcome_at = actor.person_id, now()
        touch(f"thread:{put.thread.id}")
        record(ProposalConcluded(proposal.id, put.thread.id))
        record(ThreadChanged(put.thread.id))
    return proposal


def outcome_state(proposal: Proposal) -> str:
    """What tells one outcome of a proposal from the next."""
    return proposal.outcome_at.isoformat() if proposal.outcome_at else "none"
