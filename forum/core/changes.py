"""What changed: a number per topic that grows with each change, so that a kept page knows whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Token
from forum.extensions import db


class Change(Base):
    """How often a topic changed: "thread:12", "library", "people"."""

    __tablename__ = "changes"

    topic: Mapped[Token] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)


COUNT_ONE = text(
    "INSERT INTO changes (topic, version) VALUES (:topic, 1)"
    " ON CONFLICT (topic) DO UPDATE SET version = changes.version + 1"
)
READ = text("SELECT topic, version FROM changes WHERE topic IN :topics").bindparams(bindparam("topics", expanding=True))


def touch(*topics: str) -> None:
    """Says that topics changed, in the transaction at hand."""
    for topic in sorted(topics):  # always in one order, so that two writers never wait for each other in a ring
        db.session.execute(COUNT_ONE, {"topic": topic})


def versions(topics: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The versions of topics, by one statement; by none for no topic."""
    wanted = sorted(topics)
    if not wanted:
        return ()  # PostgreSQL could not tell of what type the items of an empty list are
    rows = db.session.execute(READ, {"topics": wanted})
    return tuple(sorted((str(topic), int(version)) for topic, version in rows))
