"""Taking a transposition off a sheet."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.practices.services.transposing import changed, find_transposition


def remove_transposition(actor: Actor, sheet_id: int, transposition_id: int) -> None:
    """Takes a transposition off its sheet: nobody sees it any more, its author included.

    Raises:
        NotFound, NotAllowed: see the rule "transposition.remove".
    """
    with transaction():
        one = find_transposition(actor, sheet_id, transposition_id)
        require(actor, "transposition.remove", one)
        one.transposition.removed_at = now()
        changed(one.sheet)
