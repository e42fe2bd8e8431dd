"""How a person wishes to be told: what they chose, kept as one row a category and one of hours."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.dialects import postgresql, sqlite

from forum.core.actor import Actor
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.planning import plan_again
from forum.notices.delivery.readers import Wish, default_hours
from forum.notices.models import NoticePreference, QuietHours


def choose(actor: Actor, wishes: Mapping[str, Wish], hours: QuietHours) -> None:
    """Keeps how the actor wishes to be told, and plans anew what waits.

    Args:
        actor: whose wishes they are.
        wishes: by category, and for what they leave (`REST`).
        hours: when the actor is left in peace; whose they are is set here.
    """
    require(actor, "account.settings")
    with transaction():
        keep_wishes(actor.person_id, wishes)
        hours.person_id = actor.person_id
        db.session.merge(hours)
        db.session.flush()
        plan_again(actor.person_id)


def keep_wishes(person_id: int, wishes: Mapping[str, Wish]) -> None:
    """Keeps what a person wishes for some categories, in the transaction at hand."""
    rows = [
        {"person_id": person_id, "category": category, "mail": wish.rhythm.value, "push": wish.push}
        for category, wish in sorted(wishes.items())
    ]
    if not rows:
        return
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    kept = make(NoticePreference).values(rows)
    chosen = {"mail": kept.excluded.mail, "push": kept.excluded.push}
    db.session.execute(kept.on_conflict_do_update(index_elements=["person_id", "category"], set_=chosen))


def hours_of(person_id: int) -> QuietHours:
    """When a person is left in peace, as a row has it, kept or not."""
    return db.session.get(QuietHours, person_id, populate_existing=True) or default_hours()
