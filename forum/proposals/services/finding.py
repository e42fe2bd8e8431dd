"""Reading again, inside a verb's transaction, what it is about to change; and what several verbs ask of it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from forum.core.actor import Actor
from forum.core.errors import Conflict, NotFound
from forum.core.policy import require
from forum.discussions.models import Space, Thread
from forum.discussions.services.finding import hold_threads
from forum.extensions import db
from forum.proposals.models import ConsentAnswer, Proposal, ProposalChoice
from forum.proposals.policy import ProposalIn


def hold_proposal(actor: Actor, proposal_id: int) -> ProposalIn:
    """The proposal of an id with its thread, held: who answers, edits or closes it at the same moment waits.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    put = hold_reported(proposal_id)
    require(actor, "proposal.see", put)
    return put


def hold_reported(proposal_id: int) -> ProposalIn:
    """As `hold_proposal`, for whomever: the verb's own rule says who may.

    The thread is held first, as by whoever merges it into another with its proposals.

    Raises:
        NotFound: there is none.
    """
    while True:
        thread_id = db.session.scalar(select(Proposal.thread_id).where(Proposal.id == proposal_id))
        if thread_id is None:
            raise NotFound
        hold_threads(thread_id)
        found = db.session.execute(
            select(Proposal, Thread, Space)
            .join(Thread, Thread.id == Proposal.thread_id)
            .join(Space, Space.id == Thread.space_id)
            .where(Proposal.id == proposal_id, Proposal.thread_id == thread_id)
            .with_for_update(of=Proposal)
            .execution_options(populate_existing=True)
        ).first()
        if found is not None:  # otherwise it was taken to another thread while we waited, or withdrawn
            return ProposalIn(*found)


def require_open(put: ProposalIn) -> None:
    """Lets pass what still takes answers.

    Raises:
        Conflict: it was closed.
    """
    if not put.proposal.is_open:
        raise Conflict(_("Cette proposition est close : elle ne prend plus de réponses."))


def require_unanswered(put: ProposalIn) -> None:
    """Lets pass what nobody has answered yet.

    Raises:
        Conflict: somebody has.
    """
    if people_who_answered(put.proposal.id):
        raise Conflict(_("Quelqu’un a déjà répondu : la proposition ne change plus. Vous pouvez la clore."))


def people_who_answered(proposal_id: int) -> list[int]:
    """The ids of those who answered a poll or a consent round."""
    chose = select(ProposalChoice.person_id).where(ProposalChoice.proposal_id == proposal_id)
    stood = select(ConsentAnswer.person_id).where(ConsentAnswer.proposal_id == proposal_id)
    return sorted(db.session.scalars(chose.union(stood)))


def recount_proposals(*thread_ids: int) -> None:
    """Counts anew, in the transaction at hand, how many proposals threads hold."""
    db.session.flush()
    number = select(func.count()).where(Proposal.thread_id == Thread.id).scalar_subquery()
    held = update(Thread).where(Thread.id.in_(thread_ids)).values(proposal_count=number)
    db.session.execute(held.execution_options(synchronize_session=False))
