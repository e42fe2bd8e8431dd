"""The one place where a sheet goes from a state to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.practices.models import Sheet
from forum.practices.services.history import note
from forum.practices.workflow import NOTED, Step, state_after


def take_step(sheet: Sheet, step: Step, actor_id: int | None, facts: Mapping[str, Any] | None = None) -> None:
    """Takes a step with a sheet that was read anew in the transaction at hand, and writes it to its history.

    Args:
        facts: what the history keeps of it beside who and when.

    Raises:
        Conflict: the workflow has no such step from where the sheet stands.
    """
    sheet.state = state_after(sheet.state, step, was_published=sheet.published_version is not None).value
    kind = NOTED.get(step)
    if kind:
        note(sheet.id, kind, actor_id, facts)
