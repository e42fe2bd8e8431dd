"""Tags, their synonyms, and the threads under them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, Token


class Tag(Base):
    """A keyword of threads and sheets."""

    __tablename__ = "tags"

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[Token]


class ThreadTag(Base):
    """A tag on a thread."""

    __tablename__ = "thread_tags"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True, index=True)


class TagSynonym(Base):
    """Another word for a tag: what is filed or looked for under it is filed and found under the tag."""

    __tablename__ = "tag_synonyms"

    slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[Token]
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), index=True)
