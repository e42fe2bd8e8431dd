"""The table of events still to be delivered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, Token, now


class Delivery(Base):
    """One event for one handler: written with the rows it speaks of, gone once handled."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_due", "due_at", "id"),)

    id: Mapped[PrimaryKey]
    event: Mapped[Token]
    handler: Mapped[Token]
    payload: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(default=0)
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now)
    last_error: Mapped[str | None]
