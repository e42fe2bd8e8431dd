"""What features above keep in a thread beside its posts, such as proposals: it goes along with a thread that is merged,
and comes back with it. Features say here how; those who merge and move know no more of them than that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from forum.core import audience
from forum.core.errors import Conflict
from forum.discussions.models import Thread

Facts = Any
"""What taking things back needs; JSON-able."""


@dataclass(frozen=True)
class Beside:
    """How a feature takes what it keeps in threads from one to another; both are held.

    Args:
        carry: takes all of it from the first to the second, and gives what taking it back needs.
        carry_back: takes what these facts name back, from the first to the second.
        changed_since: whether anything that a thread holds was said or changed after a moment; of what some facts
            name, or of all that is there where none are given.
    """

    carry: Callable[[Thread, Thread], Facts]
    carry_back: Callable[[Facts, Thread, Thread], None]
    changed_since: Callable[[Thread, datetime, Facts | None], bool]


_kept: dict[str, Beside] = {}


def keep_beside(name: str, beside: Beside) -> None:
    """Registers what a feature keeps in threads.

    Args:
        name: what the log calls it.
    """
    _kept[name] = beside


def carry_beside(source: Thread, target: Thread) -> dict[str, Facts]:
    """Takes all that features keep in a thread to another, in the transaction at hand."""
    return {name: kept.carry(source, target) for name, kept in _kept.items()}


def carry_beside_back(facts: Mapping[str, Facts], target: Thread, source: Thread, since: datetime) -> None:
    """Takes it back to where an act took it from.

    Args:
        facts: as `carry_beside` gave them.
        target: where it stands now.
        source: where it goes back to.
        since: when it left.

    Raises:
        Conflict: some of it was written since, for fewer people than those who would read it.
    """
    is_wider = not audience.covers(target.audience, source.audience)
    for name, named in facts.items():
        if is_wider and _kept[name].changed_since(target, since, named):
            raise Conflict(_("Une proposition y a changé depuis, pour moins de personnes : elle ne peut plus revenir."))
        _kept[name].carry_back(named, target, source)


def is_changed_beside(thread: Thread, since: datetime) -> bool:
    """Whether anything that features keep in a thread was said or changed there after a moment."""
    return any(kept.changed_since(thread, since, None) for kept in _kept.values())
