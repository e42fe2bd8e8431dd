"""Schools, as the national directory knows them, and who belongs to them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key


class School(Base):
    """A school, keyed by its UAI code; one abroad has none."""

    __tablename__ = "schools"

    id: Mapped[PrimaryKey]
    uai: Mapped[str | None] = mapped_column(String(8), unique=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[Line]
    kind: Mapped[Token] = mapped_column(index=True)
    nature: Mapped[Line] = mapped_column(default="")
    is_public: Mapped[bool | None]
    is_open: Mapped[bool] = mapped_column(default=True)
    address: Mapped[Line] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[Line] = mapped_column(default="")
    department: Mapped[Line] = mapped_column(default="")
    academy: Mapped[Line] = mapped_column(default="")
    region: Mapped[Line] = mapped_column(default="")
    country: Mapped[Line] = mapped_column(default="France")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    pupils: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    priority_education: Mapped[str] = mapped_column(String(20), default="")
    opened_on: Mapped[date | None]
    directory_updated_on: Mapped[date | None]
    sort_name: Mapped[Line] = mapped_column(default="", index=True)
    """Name and city without accents or capitals: what the list is sorted and searched by."""
    member_count: Mapped[int] = mapped_column(default=0)


class MembershipState(StrEnum):
    """Where a membership of a school stands."""

    ASKED = "asked"
    ADMITTED = "admitted"
    DECLINED = "declined"
    ENDED = "ended"


IS_CURRENT = "state IN ('asked', 'admitted')"
"""One request or belonging at a time; those that ended or were declined stay as history."""


class SchoolMembership(Base):
    """A person's belonging to a school, from the day it was asked for; its history is kept."""

    __tablename__ = "school_memberships"
    __table_args__ = (
        Index("ix_school_memberships_school_state", "school_id", "state"),
        Index("ix_school_memberships_person_state", "person_id", "state"),
        Index(
            "uq_school_memberships_current",
            "school_id",
            "person_id",
            unique=True,
            sqlite_where=text(IS_CURRENT),
            postgresql_where=text(IS_CURRENT),
        ),
    )

    id: Mapped[PrimaryKey]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int] = person_key()
    state: Mapped[Token] = mapped_column(default=MembershipState.ASKED.value)
    is_referent: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(default="")
    """What the person said when asking to join."""
    asked_at: Mapped[datetime] = mapped_column(default=now)
    admitted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = person_key(nullable=True)
