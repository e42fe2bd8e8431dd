"""The demonstration's past, lived through in the order in which it happened.

The verbs that people use say "now"; here each happening has its own moment, which its rows are given once it is over.
What is long past tells nobody: it would fill every bell with what was read weeks ago. What happened since those it
concerns were last there tells them, at its own moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from forum.core.events import hand
from forum.core.outbox import Delivery
from forum.extensions import db
from forum.notices.models import Notice

TELLING = frozenset({"notices", "committee-notices", "watching", "watched-filters", "mail"})
"""The handlers that tell people what happened, by what they are called after the event."""
SHOWING = frozenset({"live", "bell"})
"""Those that show it in pages that are open: none is."""


@dataclass(frozen=True)
class Happening:
    """Something that happened.

    Args:
        at: when.
        happen: does it, by a verb where there is one.
        settle: gives its rows that moment, once it was told.
    """

    at: datetime
    happen: Callable[[], object]
    settle: Callable[[], object] = lambda: None


def live_through(happenings: Iterable[Happening], quiet_until: datetime) -> None:
    """Has all happen in order, in the transaction at hand.

    Args:
        happenings: in any order; of the same moment, in the order given.
        quiet_until: what happened before, and what was recorded already, tells nobody.
    """
    in_order = sorted(happenings, key=lambda happening: happening.at)
    for happening in in_order:
        if happening.at < quiet_until:
            happening.happen()
            happening.settle()
    forget_deliveries(TELLING)
    for happening in in_order:
        if happening.at >= quiet_until:
            happening.happen()
            tell(happening.at)
            happening.settle()
    forget_deliveries(SHOWING)


def tell(moment: datetime) -> None:
    """Tells people, as the handlers do, what is waiting to be told; it is then as if they had been told at a moment.

    Raises:
        Exception: whatever a handler failed on.
    """
    newest = db.session.scalar(select(func.max(Notice.id))) or 0
    for delivery in list(db.session.scalars(select(Delivery).where(is_for(TELLING)).order_by(Delivery.id))):
        failure = hand(delivery.handler, [delivery])
        if failure is not None:
            raise failure
        db.session.delete(delivery)
    db.session.execute(update(Notice).where(Notice.id > newest).values(told_at=moment))


def forget_deliveries(names: frozenset[str]) -> None:
    """Takes off the outbox what some handlers were to be given."""
    db.session.execute(delete(Delivery).where(is_for(names)))


def is_for(names: frozenset[str]) -> ColumnElement[bool]:
    return or_(*(Delivery.handler.endswith(f":{name}") for name in sorted(names)))
