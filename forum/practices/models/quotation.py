"""Quotations: posts of a thread and messages of rooms that a sheet takes up, once their authors agree."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, Token, now, person_key


class Consent(StrEnum):
    """What who is quoted answered."""

    ASKED = "asked"
    AGREED = "agreed"
    UNNAMED = "unnamed"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    """Nothing was said in time: as if refused, until they say something."""


SHOWN = (Consent.AGREED.value, Consent.UNNAMED.value)
"""The answers with which readers see a quotation."""


class Quotation(Base):
    """Some words of a post or of a message of a room, placed in a field of a sheet. No version of the sheet holds them:
    only their marker."""

    __tablename__ = "sheet_quotations"
    __table_args__ = (Index("ix_sheet_quotations_person_consent", "person_id", "consent"),)

    id: Mapped[PrimaryKey]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    """From which the sheet was made: of a message too, where a post had taken it up."""
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    """Either a post or a message is quoted."""
    person_id: Mapped[int] = person_key()
    """Who said it, and is asked."""
    field: Mapped[Token]
    """The field in which it was placed first; where it stands now is where its marker stands."""
    words: Mapped[str]
    """Markdown: passages of what was said, « […] » between them."""
    html: Mapped[str]
    marker: Mapped[str] = mapped_column(String(40), unique=True)
    """Stands in the field's text where the quotation is shown: `[[quote:k3v9tq0a2m]]` (forum/practices/quoting.py)."""
    consent: Mapped[Token] = mapped_column(default=Consent.ASKED.value)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
