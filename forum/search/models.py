"""What administrators say of words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, now


class Synonyms(Base):
    """Wordings that stand for each other: what is looked for in one of them is found in all."""

    __tablename__ = "search_synonyms"

    id: Mapped[PrimaryKey]
    wordings: Mapped[str]
    """In the order they were given: « décrochage = abandon scolaire = décrochage scolaire »."""
    changed_at: Mapped[datetime] = mapped_column(default=now)
