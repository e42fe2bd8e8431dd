"""Practice sheets: what each is, every version of what it says, and the values it can be found by."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key


class SheetState(StrEnum):
    """Where a sheet stands on its way into the library."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Sheet(Base):
    """A practice sheet. What it says is in its versions; the columns here are what lists show and sort by."""

    __tablename__ = "sheets"
    __table_args__ = (
        Index("ix_sheets_state_published", "state", "published_at", "id"),
        UniqueConstraint("owner_id", "submission"),
    )

    id: Mapped[PrimaryKey]
    state: Mapped[Token] = mapped_column(default=SheetState.DRAFT.value)
    language: Mapped[str] = mapped_column(String(2), default="fr")
    slug: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(default="")
    place: Mapped[Line] = mapped_column(default="")
    year: Mapped[int | None]
    opinion: Mapped[Token] = mapped_column(default="")
    owner_id: Mapped[int] = person_key(index=True)
    translation_of: Mapped[int | None] = mapped_column(ForeignKey("sheets.id"), index=True)
    latest_version: Mapped[int] = mapped_column(default=1)
    """The number of the newest version."""
    published_version: Mapped[int | None]
    """The number of the version that readers see."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(32))
    """The number of the form that began it, so that the same form sent twice makes one sheet."""


class SheetVersion(Base):
    """All that a sheet said at one time: the value of every field (forum/practices/fields.py)."""

    __tablename__ = "sheet_versions"
    __table_args__ = (UniqueConstraint("sheet_id", "number"),)

    id: Mapped[PrimaryKey]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    html: Mapped[dict[str, Any]]
    """The rendered HTML of each field written in Markdown."""
    author_id: Mapped[int] = person_key()
    saved_at: Mapped[datetime] = mapped_column(default=now)


class SheetFacet(Base):
    """A value that a published sheet can be found by: a domain, a beneficiary, a tag."""

    __tablename__ = "sheet_facets"
    __table_args__ = (Index("ix_sheet_facets_value", "facet", "value_slug", "sheet_id"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True)
    facet: Mapped[Token] = mapped_column(primary_key=True)
    value_slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[Line]
