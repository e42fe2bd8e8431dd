"""What people were told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, Token, now, person_key


class Notice(Base):
    """One thing that one person is told, kept as facts so that it reads in the language of the moment."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_person", "person_id", "told_at", "id"),
        UniqueConstraint("person_id", "key"),
    )

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = person_key()
    kind: Mapped[Token]
    key: Mapped[str] = mapped_column(String(120))
    """What makes telling twice the same notice."""
    facts: Mapped[dict[str, Any]]
    url: Mapped[str] = mapped_column(String(500))
    told_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
