"""Mediation cases: who has a seat in them, and what was written there, sealed.

In clear stand numbers, dates, stages, and who sits where, which the database needs to keep everybody else out. What
anybody wrote is sealed under the case's own key (sealing.py).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, Token, now, person_key
from forum.mediation.stages import Stage


class Part(StrEnum):
    """What somebody is in a case."""

    PARTY = "party"
    COMPANION = "companion"
    """Stands by a party: reads what all read, and writes nothing."""
    MEDIATOR = "mediator"


class SeatState(StrEnum):
    """Where somebody's seat stands."""

    NAMED = "named"
    """In the request, or by the party that wishes them beside it; knows nothing of it yet."""
    INVITED = "invited"
    CONSENTED = "consented"
    DECLINED = "declined"
    LEFT = "left"
    HOLDS = "holds"
    """The mediator who leads it."""


TAKING_PART = (SeatState.INVITED.value, SeatState.CONSENTED.value)
INSIDE = (*TAKING_PART, SeatState.HOLDS.value)
"""The states of those who open a case."""


class EntryKind(StrEnum):
    """What was written."""

    REQUEST = "request"
    """Why a mediation is asked for: read by who asked and by the mediator."""
    STATEMENT = "statement"
    ASIDE = "aside"
    """Between one party and the mediator, apart from the others."""
    REFORMULATION = "reformulation"
    OPTION = "option"
    VERSION = "version"
    """The agreement, as one party left it."""
    COMPANION = "companion"
    """A party wishes somebody beside them."""
    FOLLOW_UP = "follow_up"
    """How it goes, some time after the agreement: read by who says it and by the mediator."""


class Answer(StrEnum):
    """What one says to an entry."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    KEPT = "kept"
    DROPPED = "dropped"
    ACCEPTED = "accepted"
    AGREED = "agreed"
    REFUSED = "refused"


class MediationCase(Base):
    """A mediation. Once it is erased, this row is all that is left of it."""

    __tablename__ = "mediation_cases"
    __table_args__ = (
        Index("ix_mediation_cases_stage", "stage", "closed_at"),
        UniqueConstraint("asked_by", "submission"),
    )

    id: Mapped[PrimaryKey]
    wrapped_key: Mapped[str] = mapped_column(default="")
    """The key of what is written in it, sealed under one of the installation's; empty once it is destroyed."""
    stage: Mapped[Token] = mapped_column(default=Stage.REQUESTED.value)
    asked_by: Mapped[int | None] = person_key(nullable=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    referred_to: Mapped[int | None] = person_key(nullable=True)
    """The mediator whom another asked to take it; nobody else may meanwhile."""
    taken_at: Mapped[datetime | None]
    turn_of: Mapped[int | None] = person_key(nullable=True)
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Token] = mapped_column(default="")
    follow_up_on: Mapped[date | None]
    follow_up_told_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(32))


class CaseSeat(Base):
    """Somebody's seat in a case."""

    __tablename__ = "mediation_seats"
    __table_args__ = (Index("ix_mediation_seats_person", "person_id", "state"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_cases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    part: Mapped[Token]
    state: Mapped[Token] = mapped_column(default=SeatState.NAMED.value)
    beside_id: Mapped[int | None] = person_key(nullable=True)
    """The party that a companion stands by."""
    wishes_same_school: Mapped[bool | None]
    """Whether a party wishes a mediator of a party's own school; empty as long as they were not asked."""
    ready_stage: Mapped[Token] = mapped_column(default="")
    """The stage that a party said they are ready to leave."""
    seated_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class Entry(Base):
    """Something written in a case."""

    __tablename__ = "mediation_entries"
    __table_args__ = (
        Index("ix_mediation_entries_case", "case_id", "id"),
        UniqueConstraint("author_id", "submission"),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_cases.id"))
    kind: Mapped[Token]
    stage: Mapped[Token]
    author_id: Mapped[int] = person_key()
    private_to: Mapped[int | None] = person_key(nullable=True)
    """The one person who reads it beside the mediator; empty for what all in the case read."""
    about_id: Mapped[int | None] = person_key(nullable=True)
    """Whose words a reformulation takes up, or who is wished for as a companion."""
    sealed: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)
    submission: Mapped[str | None] = mapped_column(String(32))

    @property
    def place(self) -> str:
        """What its words are sealed to: altered, they no longer open."""
        return f"{self.kind}:{self.author_id}:{self.private_to or 0}"


class EntryAnswer(Base):
    """What somebody said to something written."""

    __tablename__ = "mediation_answers"

    entry_id: Mapped[int] = mapped_column(ForeignKey("mediation_entries.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    answer: Mapped[Token]
    sealed: Mapped[str] = mapped_column(default="")
    """What they would have said instead, where they correct a reformulation."""
    answered_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def place(self) -> str:
        """As `Entry.place`."""
        return f"answer:{self.entry_id}:{self.person_id}"
