"""What shows files: features say who may see theirs."""

from __future__ import annotations

from collections.abc import Callable

from forum.core.actor import Actor

_holders: dict[str, Callable[[Actor, int], bool]] = {}


def register_holder(holder: str, may_see: Callable[[Actor, int], bool]) -> None:
    """Makes known what of a feature shows files.

    Args:
        holder: "post", "conversation".
        may_see: whether an actor may see the one of an id, and so its files.
    """
    _holders[holder] = may_see


def sees_holder(actor: Actor, holder: str, holder_id: int) -> bool:
    """Whether an actor may see what holds a file; nobody, where its feature is gone."""
    may_see = _holders.get(holder)
    return may_see is not None and may_see(actor, holder_id)
