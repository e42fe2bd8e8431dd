"""Beginning a sheet."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.core.actor import Actor
from forum.core.events import record
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.events import SheetChanged
from forum.practices.models import Sheet, SheetState, SheetVersion
from forum.practices.services.content import checked_content, describe, html_of


def start_sheet(
    actor: Actor, content: Mapping[str, str], *, submission: str | None = None, is_autosave: bool = False
) -> Sheet:
    """Begins a draft.

    Args:
        actor: its owner.
        content: the fields by key.
        submission: what tells the same form sent twice: the second time gives the sheet that the first began.
        is_autosave: saved while it is typed, before its author pressed a button.

    Raises:
        NotAllowed: the actor is a visitor.
        Invalid: a field is too long, or there is no title.
    """
    kept = checked_content(content)
    try:
        return write_sheet(actor, kept, html_of(kept), submission, is_autosave=is_autosave)
    except IntegrityError:
        twin = sheet_sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def write_sheet(
    actor: Actor, content: dict[str, str], html: dict[str, str], submission: str | None, *, is_autosave: bool
) -> Sheet:
    with transaction():
        require(actor, "sheet.draft")
        twin = sheet_sent_before(actor.person_id, submission)
        if twin is not None:
            return twin
        sheet = Sheet(owner_id=actor.person_id, state=SheetState.DRAFT.value, submission=submission)
        describe(sheet, content)
        db.session.add(sheet)
        db.session.flush()
        db.session.add(
            SheetVersion(
                sheet_id=sheet.id,
                number=1,
                content=content,
                html=html,
                author_id=actor.person_id,
                is_autosave=is_autosave,
            )
        )
        record(SheetChanged(sheet.id))
    return sheet


def sheet_sent_before(person_id: int, submission: str | None) -> Sheet | None:
    if submission is None:
        return None
    return db.session.scalar(select(Sheet).where(Sheet.owner_id == person_id, Sheet.submission == submission))
