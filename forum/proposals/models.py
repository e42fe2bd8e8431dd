"""Polls and consent rounds, and what people answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key


class ProposalKind(StrEnum):
    """What is asked of the group."""

    POLL = "poll"
    DATES = "dates"
    CONSENT = "consent"


class Stance(StrEnum):
    """What one answers in a consent round."""

    AGREE = "agree"
    ABSTAIN = "abstain"
    RESERVE = "reserve"
    OBJECT = "object"


class Proposal(Base):
    """Something that a thread is asked to choose, or to consent to, until a date."""

    __tablename__ = "proposals"
    __table_args__ = (
        Index("ix_proposals_thread", "thread_id", "id"),
        Index("ix_proposals_closing", "closed_at", "closes_at"),
        UniqueConstraint("author_id", "submission"),
    )

    id: Mapped[PrimaryKey]
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    author_id: Mapped[int] = person_key()
    kind: Mapped[Token]
    question: Mapped[Line]
    details: Mapped[str] = mapped_column(default="")
    details_html: Mapped[str] = mapped_column(default="")
    is_multiple: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    outcome_html: Mapped[str] = mapped_column(default="")
    outcome_by: Mapped[int | None] = person_key(nullable=True)
    outcome_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(default="")
    submission: Mapped[str | None] = mapped_column(String(32))

    @property
    def is_open(self) -> bool:
        """Whether it takes answers at this moment; its date closes it, also before the clock's job has said so."""
        return self.closed_at is None and self.closes_at > now()


class ProposalOption(Base):
    """One of the choices of a poll: words, or a moment."""

    __tablename__ = "proposal_options"

    id: Mapped[PrimaryKey]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    position: Mapped[int]
    words: Mapped[Line] = mapped_column(default="")
    moment: Mapped[datetime | None]


class ProposalChoice(Base):
    """A choice that a person made in a poll."""

    __tablename__ = "proposal_choices"

    option_id: Mapped[int] = mapped_column(ForeignKey("proposal_options.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    chosen_at: Mapped[datetime] = mapped_column(default=now)


class ConsentAnswer(Base):
    """Where a person stands in a consent round, and why."""

    __tablename__ = "consent_answers"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    stance: Mapped[Token]
    reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime] = mapped_column(default=now)
