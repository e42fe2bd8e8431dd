"""Who may do what about practice sheets."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, true

from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.practices.models import Sheet, SheetState

EDITOR = "editor"


@visibility(Sheet)
def sheets_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Published ones for everybody; drafts for their owner and for editors."""
    if actor.has_role(EDITOR):
        return true()
    published = Sheet.state == SheetState.PUBLISHED.value
    return or_(published, Sheet.owner_id == actor.id) if actor.is_signed_in else published


@rule("sheet.see", sees=Sheet)
def sees_sheet(actor: Actor, sheet: Sheet) -> bool:
    """Published ones for everybody; drafts for their owner and for editors."""
    return sheet.state == SheetState.PUBLISHED or edits(actor, sheet)


@rule("sheet.draft", of_site=True)
def drafts(actor: Actor, _: object) -> bool:
    """Members: whoever has a practice to tell may begin a sheet."""
    return actor.is_signed_in


@rule("sheet.edit")
def edits(actor: Actor, sheet: Sheet) -> bool:
    """Its owner, and editors."""
    return actor.is_signed_in and (actor.has_role(EDITOR) or sheet.owner_id == actor.id)


@rule("sheet.history")
def reads_history(actor: Actor, sheet: Sheet) -> bool:
    """Who edits it."""
    return edits(actor, sheet)


@rule("sheet.publish")
def publishes(actor: Actor, sheet: Sheet) -> bool:
    """Editors."""
    return actor.has_role(EDITOR)
