"""The searches that members keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key

LONGEST_ASKING = 1_000
"""Characters of an address."""


class SavedSearch(Base):
    """A search that its person wants to come back to, or to be told of."""

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("person_id", "asking"),)

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = person_key()
    name: Mapped[Line]
    """What its person calls it."""
    asking: Mapped[str] = mapped_column(String(LONGEST_ASKING))
    """The address's query, in one order: `q=climat&kind=sheet`."""
    rhythm: Mapped[Token]
    """How soon its person is told: "at_once", "daily", "weekly" or "never"."""
    by_mail: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    """What came into the index after this moment was not looked at yet."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it is asked again; empty for one that tells nothing."""
    told: Mapped[list[Any]] = mapped_column(default=list)
    """What its person was told of lately, "thread:3", the last ones last: nothing is told twice."""
    news: Mapped[int] = mapped_column(default=0)
    """How much was new when it was last told."""
    news_at: Mapped[datetime | None]
