"""PDFs of sheets: asked for, made by a job, kept until the sheet says something else."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Token, now


class PdfState(StrEnum):
    """How far a PDF is."""

    ASKED = "asked"
    MAKING = "making"
    MADE = "made"
    FAILED = "failed"


class SheetPdf(Base):
    """The PDF of one version of a sheet."""

    __tablename__ = "sheet_pdfs"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[Token] = mapped_column(default=PdfState.ASKED.value)
    problem: Mapped[Token] = mapped_column(default="")
    """Why it failed: `missing`, `too_long`, `refused`."""
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    """Of all that it was made of: another one means that it is stale."""
    pages: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    begun_at: Mapped[datetime | None]
    """Since when it is being made: after a while, whoever made it is taken for dead."""
    made_at: Mapped[datetime | None]
