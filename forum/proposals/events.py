"""What happens to proposals."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class ProposalOpened:
    """A proposal was put in a thread."""

    proposal_id: int
    thread_id: int


@event
@dataclass(frozen=True)
class ProposalClosed:
    """A proposal takes no more answers: its date came, or it was closed before."""

    proposal_id: int
    thread_id: int


@event
@dataclass(frozen=True)
class ProposalConcluded:
    """Somebody wrote what came of a proposal, for the first time or anew."""

    proposal_id: int
    thread_id: int
