"""What happened in mediation cases, for those who listen: that something did, never what."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class MediationAsked:
    """A request waits for a mediator.

    Args:
        key: what tells it from the last time that it waited.
    """

    case_id: int
    key: str


@event
@dataclass(frozen=True)
class CaseStirred:
    """There is something new in a case.

    Args:
        people: for whom; of what is private, the one it is private to and the mediator.
        key: what tells it from the last time.
    """

    case_id: int
    people: list[int]
    key: str
