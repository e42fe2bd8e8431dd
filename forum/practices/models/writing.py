"""Who writes a sheet besides its owner, and the files it shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, now, person_key


class SheetAuthor(Base):
    """A person whom the owner invited to write a sheet with them; an author once the invitation is accepted."""

    __tablename__ = "sheet_authors"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    may_submit: Mapped[bool] = mapped_column(default=False)
    """Writes, and also submits and withdraws; without it, writes only."""
    invited_by: Mapped[int] = person_key()
    invited_at: Mapped[datetime] = mapped_column(default=now)
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """Declined, left, or taken back."""


class SheetFile(Base):
    """A picture or a document of a sheet, kept under its content's fingerprint."""

    __tablename__ = "sheet_files"
    __table_args__ = (Index("ix_sheet_files_sheet", "sheet_id", "position"),)

    id: Mapped[PrimaryKey]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the bytes as they are kept: where they lie under DATA_DIR/files. Empty once they are erased."""
    name: Mapped[Line]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    """Bytes."""
    width: Mapped[int | None]
    height: Mapped[int | None]
    caption: Mapped[str] = mapped_column(default="")
    alternative: Mapped[str] = mapped_column(default="")
    """What a picture shows, for who does not see it."""
    position: Mapped[int] = mapped_column(default=0)
    added_in: Mapped[int]
    """The number of the version that it came with: readers see it once that version is published."""
    removed_in: Mapped[int | None]
    """The number of the version that is without it: until that one is published, readers see it."""
    added_by: Mapped[int] = person_key()
    added_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")
