"""The history of a sheet: one line for each thing that somebody did with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.core.events import record
from forum.extensions import db
from forum.practices.events import SheetNoted
from forum.practices.models import SheetEvent


def note(sheet_id: int, kind: str, actor_id: int | None = None, facts: Mapping[str, Any] | None = None) -> SheetEvent:
    """Writes a line of a sheet's history, in the transaction at hand.

    Args:
        sheet_id: of which sheet.
        kind: what was done: a step of the workflow, "opinion", "comment", "invited", "restored", …; its words are in
            forum/practices/history_words.py, and who is told of it in forum/practices/notices.py.
        actor_id: who did it; nobody for what the site does.
        facts: what the words need; JSON-able, with ids of people rather than their names.
    """
    line = SheetEvent(sheet_id=sheet_id, kind=kind, actor_id=actor_id, facts=dict(facts or {}))
    db.session.add(line)
    db.session.flush()
    record(SheetNoted(line.id))
    return line
