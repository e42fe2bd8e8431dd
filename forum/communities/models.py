"""Communities: people of different schools around a subject, and who asks to be in them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key


class CommunityState(StrEnum):
    """Where a community stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    DECLINED = "declined"
    ARCHIVED = "archived"


class Admission(StrEnum):
    """How one gets into a community."""

    OPEN = "open"
    REQUEST = "request"
    INVITATION = "invitation"


class Community(Base):
    """A community of practice: proposed by anyone, opened by a mediator."""

    __tablename__ = "communities"
    __table_args__ = (UniqueConstraint("proposed_by", "submission"),)

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[Line]
    about: Mapped[str] = mapped_column(default="")
    charter: Mapped[str] = mapped_column(default="")
    charter_html: Mapped[str] = mapped_column(default="")
    read_first: Mapped[str] = mapped_column(default="")
    read_first_html: Mapped[str] = mapped_column(default="")
    state: Mapped[Token] = mapped_column(default=CommunityState.OPEN.value, index=True)
    admission: Mapped[Token] = mapped_column(default=Admission.OPEN.value)
    why: Mapped[str] = mapped_column(default="")
    """What its proposer says of the need for it: for the mediators alone."""
    charter_changed_at: Mapped[datetime | None]
    proposed_by: Mapped[int | None] = person_key(nullable=True, index=True)
    proposed_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = person_key(nullable=True)
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(default="")
    archived_at: Mapped[datetime | None]
    archived_by: Mapped[int | None] = person_key(nullable=True)
    archive_reason: Mapped[str] = mapped_column(default="")
    submission: Mapped[str | None] = mapped_column(String(32))
    opened_by: Mapped[int | None] = person_key(nullable=True)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    member_count: Mapped[int] = mapped_column(default=0)

    @property
    def is_open(self) -> bool:
        return self.state == CommunityState.OPEN

    @property
    def is_archived(self) -> bool:
        return self.state == CommunityState.ARCHIVED

    @property
    def has_page(self) -> bool:
        """Whether it began: as `is_public`, of one."""
        return self.is_open or self.is_archived


class CommunityMembership(Base):
    """A person's belonging to a community."""

    __tablename__ = "community_memberships"

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime] = mapped_column(default=now)
    left_at: Mapped[datetime | None]
    charter_accepted_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    """When the person was put out, until somebody admits them again; empty for who left by themselves."""
    removed_by: Mapped[int | None] = person_key(nullable=True)
    removal_reason: Mapped[str] = mapped_column(default="")


IS_WAITING = "answered_at IS NULL"
"""One request at a time; those that were answered or withdrawn stay as history."""


class CommunityRequest(Base):
    """A wish to be in a community that admits on request."""

    __tablename__ = "community_requests"
    __table_args__ = (
        Index("ix_community_requests_open", "community_id", "answered_at"),
        Index(
            "uq_community_requests_waiting",
            "community_id",
            "person_id",
            unique=True,
            sqlite_where=text(IS_WAITING),
            postgresql_where=text(IS_WAITING),
        ),
    )

    id: Mapped[PrimaryKey]
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    person_id: Mapped[int] = person_key(index=True)
    words: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = person_key(nullable=True)
    is_admitted: Mapped[bool | None]
    """Empty while it waits, and for one that was withdrawn."""
    reason: Mapped[str] = mapped_column(default="")


class CommunityInvitation(Base):
    """An invitation by address; whoever follows it, logged in under that address, may enter."""

    __tablename__ = "community_invitations"
    __table_args__ = (UniqueConstraint("community_id", "email"),)

    id: Mapped[PrimaryKey]
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    words: Mapped[str] = mapped_column(default="")
    invited_by: Mapped[int] = person_key()
    invited_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = person_key(nullable=True)
    """Who entered by it; empty where it was declined."""
    mailed_at: Mapped[datetime | None]
    """When a mail last left for it: an address is not written to again and again."""


class CommunityFacilitator(Base):
    """Who holds a community, and until when."""

    __tablename__ = "community_facilitators"

    id: Mapped[PrimaryKey]
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    person_id: Mapped[int] = person_key(index=True)
    named_by: Mapped[int] = person_key()
    since: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def in_term() -> ColumnElement[bool]:
    """Which terms run at this moment: a term ends by itself on its date."""
    return and_(CommunityFacilitator.ended_at.is_(None), CommunityFacilitator.until > now())


def still_invites() -> ColumnElement[bool]:
    """Which invitations are neither answered nor taken back."""
    return and_(CommunityInvitation.answered_at.is_(None), CommunityInvitation.revoked_at.is_(None))


def is_public() -> ColumnElement[bool]:
    """Which communities have a page: those that began, archived ones too."""
    return Community.state.in_([CommunityState.OPEN.value, CommunityState.ARCHIVED.value])
