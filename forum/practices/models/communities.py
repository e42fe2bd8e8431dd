"""Sheets that communities put forward."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, now, person_key


class CommunitySheet(Base):
    """A sheet that a community put forward, with a word on why."""

    __tablename__ = "community_sheets"

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True, index=True)
    note: Mapped[Line] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    put_by: Mapped[int] = person_key()
    put_at: Mapped[datetime] = mapped_column(default=now)
