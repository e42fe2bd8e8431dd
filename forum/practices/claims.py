"""What writing a sheet with its owner lets a person claim."""

from __future__ import annotations

from sqlalchemy import Select, String, cast, literal, select

from forum.accounts.claims import PersonId, claims
from forum.practices.models import SheetAuthor
from forum.practices.policy import SUBMITS, WRITES


@claims
def sheets_written_with(person_id: PersonId) -> Select[str]:
    """The sheets of others that a person writes: "sheet-author:12"."""
    return select(literal(WRITES).concat(cast(SheetAuthor.sheet_id, String))).where(
        SheetAuthor.person_id == person_id, SheetAuthor.accepted_at.is_not(None), SheetAuthor.ended_at.is_(None)
    )


@claims
def sheets_submitted_with(person_id: PersonId) -> Select[str]:
    """Those that they may also submit: "sheet-submitter:12"."""
    return select(literal(SUBMITS).concat(cast(SheetAuthor.sheet_id, String))).where(
        SheetAuthor.person_id == person_id,
        SheetAuthor.may_submit,
        SheetAuthor.accepted_at.is_not(None),
        SheetAuthor.ended_at.is_(None),
    )
