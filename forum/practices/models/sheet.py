"""Practice sheets: what each is, every version of what it says, and the values it can be found by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key
from forum.practices.workflow import SheetState


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
    listed_at: Mapped[datetime | None] = mapped_column(index=True)
    """When what readers see last changed: published, revised, archived. What feeds and harvesters go by."""
    transposition_count: Mapped[int] = mapped_column(default=0)
    translated_version: Mapped[int | None]
    """The published version of the original that a translation follows; an older one than today's makes it stale."""
    submission: Mapped[str | None] = mapped_column(String(32))
    """The number of the form that began it, so that the same form sent twice makes one sheet."""

    @property
    def is_listed(self) -> bool:
        """Whether readers see it: something of it was published, and it was not archived since."""
        return self.published_version is not None and self.state != SheetState.ARCHIVED


LISTED: ColumnElement[bool] = and_(Sheet.published_version.is_not(None), Sheet.state != SheetState.ARCHIVED.value)
"""As `Sheet.is_listed`, on many."""


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
    is_autosave: Mapped[bool] = mapped_column(default=False)
    """Saved while it was typed: the same person's next save takes its place, so that the history stays readable."""
    restored_from: Mapped[int | None]
    """The number of the version that it brings back."""


class SheetDiscussion(Base):
    """The thread in which a sheet is discussed, once somebody opened it."""

    __tablename__ = "sheet_discussions"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)


class SheetFacet(Base):
    """A value that a published sheet can be found by: a domain, a beneficiary, a tag."""

    __tablename__ = "sheet_facets"
    __table_args__ = (Index("ix_sheet_facets_value", "facet", "value_slug", "sheet_id"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True)
    facet: Mapped[Token] = mapped_column(primary_key=True)
    value_slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[Line]
