"""Communities: people of different schools around a subject."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, now, person_key


class Community(Base):
    """A community of practice; in this version every one is open to whoever wishes to join."""

    __tablename__ = "communities"

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[Line]
    about: Mapped[str] = mapped_column(default="")
    charter: Mapped[str] = mapped_column(default="")
    charter_html: Mapped[str] = mapped_column(default="")
    read_first: Mapped[str] = mapped_column(default="")
    read_first_html: Mapped[str] = mapped_column(default="")
    opened_by: Mapped[int | None] = person_key(nullable=True)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    member_count: Mapped[int] = mapped_column(default=0)


class CommunityMembership(Base):
    """A person's belonging to a community."""

    __tablename__ = "community_memberships"

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime] = mapped_column(default=now)
    left_at: Mapped[datetime | None]
