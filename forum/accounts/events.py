"""What happens to accounts."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class ConfirmationDue:
    """Someone registered: the link that confirms the address is to be sent."""

    person_id: int


@event
@dataclass(frozen=True)
class AlreadyRegistered:
    """Someone registered with the address of a confirmed account, whose holder is to be told."""

    person_id: int


@event
@dataclass(frozen=True)
class ConfirmationAsked:
    """Someone asked for the confirming link again. Recorded for any address, so that answering is the same work."""

    address: str


@event
@dataclass(frozen=True)
class ResetAsked:
    """Someone asked for the link that resets a password. Recorded for any address, likewise."""

    address: str


@event
@dataclass(frozen=True)
class PersonChanged:
    """What others read about someone is another, or can be read from now on."""

    person_id: int


@event
@dataclass(frozen=True)
class PersonRenamed:
    """Someone is called otherwise from now on."""

    person_id: int
