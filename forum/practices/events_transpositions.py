"""What happened to transpositions, and to what is asked through Médiane, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class TranspositionRecorded:
    """Somebody said that a practice is taken up in their school."""

    transposition_id: int


@event
@dataclass(frozen=True)
class TranspositionFinished:
    """A transposition is done."""

    transposition_id: int


@event
@dataclass(frozen=True)
class ContactAsked:
    """Somebody asked an author, or who transposed a practice, something."""

    request_id: int


@event
@dataclass(frozen=True)
class ContactAnswered:
    """Who was asked answered."""

    request_id: int
