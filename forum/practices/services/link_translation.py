"""Saying that one sheet translates another."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.practices.services.content import find_sheet


def link_translation(actor: Actor, sheet_id: int, original_id: int) -> None:
    """Links a translation to its original, so that each page leads to the other.

    Raises:
        NotFound, NotAllowed: the actor edits not both of them.
    """
    with transaction():
        sheet, original = find_sheet(sheet_id), find_sheet(original_id)
        require(actor, "sheet.edit", sheet)
        require(actor, "sheet.edit", original)
        sheet.translation_of = original.translation_of or original.id
        touch("library", f"sheet:{sheet.id}", f"sheet:{original.id}")
