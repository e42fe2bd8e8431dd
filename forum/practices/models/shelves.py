"""What readers gather: bookmarks, collections, watched filters of the library."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, now, person_key


class Bookmark(Base):
    """A sheet that a member wants to find again."""

    __tablename__ = "sheet_bookmarks"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True, index=True)
    added_at: Mapped[datetime] = mapped_column(default=now)


class Collection(Base):
    """Sheets that a member put together in an order, for themselves or for everyone."""

    __tablename__ = "collections"
    __table_args__ = (
        Index("ix_collections_public_changed", "is_public", "changed_at", "id"),
        UniqueConstraint("owner_id", "submission"),
    )

    id: Mapped[PrimaryKey]
    owner_id: Mapped[int] = person_key(index=True)
    name: Mapped[Line]
    slug: Mapped[str] = mapped_column(String(100))
    about: Mapped[str] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(32))
    """The number of the form that began it, so that the same form sent twice makes one collection."""


class CollectionEntry(Base):
    """A sheet in a collection, at its place, with a note of the owner."""

    __tablename__ = "collection_entries"

    collection_id: Mapped[int] = mapped_column(ForeignKey("collections.id"), primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True, index=True)
    position: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime] = mapped_column(default=now)


class WatchedFilter(Base):
    """Filters of the library of which a member wants to be told what is new."""

    __tablename__ = "watched_filters"
    __table_args__ = (UniqueConstraint("person_id", "filters"),)

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = person_key(index=True)
    name: Mapped[Line]
    filters: Mapped[str] = mapped_column(String(500))
    """The address's query, in one order: `domain=formation&language=fr`."""
    saved_at: Mapped[datetime] = mapped_column(default=now)
