"""Who may put proposals, answer them, and say what came of them: whoever may do the like in their thread."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from forum.core.actor import Actor
from forum.core.policy import rule, visibility, visible
from forum.discussions.models import Space, Thread
from forum.discussions.policy import holds_thread, replies, sees_thread, writes_in_space
from forum.proposals.models import Proposal


@dataclass(frozen=True)
class Place:
    """A thread with its space: what the rule about putting a proposal needs."""

    thread: Thread
    space: Space


@dataclass(frozen=True)
class ProposalIn:
    """A proposal with the thread it stands in and its space: what the rules about it need."""

    proposal: Proposal
    thread: Thread
    space: Space


@visibility(Proposal)
def proposals_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Those in threads that the actor sees."""
    return Proposal.thread_id.in_(select(Thread.id).where(visible(actor, Thread)))


@rule("proposal.see", sees=ProposalIn)
def sees_proposal(actor: Actor, put: ProposalIn) -> bool:
    """Whoever sees its thread."""
    return sees_thread(actor, put.thread)


@rule("proposal.read")
def reads_proposal(actor: Actor, put: ProposalIn) -> bool:
    """Whoever sees it, as long as mediators have not hidden it: what is hidden is a trace in its thread."""
    return sees_proposal(actor, put) and put.proposal.hidden_at is None


@rule("proposal.open")
def opens_proposals(actor: Actor, place: Place) -> bool:
    """Whoever may reply in the thread."""
    return replies(actor, place.thread) and writes_in_space(actor, place.space)


@rule("proposal.answer")
def answers(actor: Actor, put: ProposalIn) -> bool:
    """Whoever may reply in its thread, as long as it is not hidden. Whether it is still open is asked beside."""
    return put.proposal.hidden_at is None and opens_proposals(actor, Place(put.thread, put.space))


@rule("proposal.names")
def reads_names(actor: Actor, put: ProposalIn) -> bool:
    """Members: who answered what is shown to them alone, visitors read the figures."""
    return actor.is_signed_in and reads_proposal(actor, put)


@rule("proposal.edit")
def edits(actor: Actor, put: ProposalIn) -> bool:
    """Its author, where they may reply. That nobody has answered yet is asked beside."""
    return put.proposal.author_id == actor.id and answers(actor, put)


@rule("proposal.withdraw")
def withdraws(actor: Actor, put: ProposalIn) -> bool:
    """Its author, also in a locked thread; not what is hidden, which mediators may have to read again. That nobody has
    answered yet is asked beside."""
    return actor.is_signed_in and put.proposal.author_id == actor.id and reads_proposal(actor, put)


@rule("proposal.close")
def closes(actor: Actor, put: ProposalIn) -> bool:
    """Its author, and the holders of its thread; nobody, while it is hidden."""
    return withdraws(actor, put) or (reads_proposal(actor, put) and holds_thread(actor, put.thread))


@rule("proposal.conclude")
def concludes(actor: Actor, put: ProposalIn) -> bool:
    """As closing: those who asked, or hold the thread, say what came of it."""
    return closes(actor, put)


@rule("proposal.hide")
def hides(actor: Actor, put: ProposalIn) -> bool:
    """Mediators, except what they put themselves. A report brings it to them wherever it stands."""
    return actor.has_role("mediator") and put.proposal.author_id != actor.id
