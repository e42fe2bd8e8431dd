"""The reminder of the rules that mediators start from."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.moderation.models import Reminder
from forum.moderation.services.decide import accepted_reason

NEWEST = select(Reminder.body).order_by(Reminder.id.desc()).limit(1)


def change_reminder(actor: Actor, body: str) -> Reminder:
    """Replaces the reminder that mediators start from; what it said before is kept.

    Raises:
        NotAllowed: no mediator.
        Invalid: there is nothing to read in it, or too much.
    """
    require(actor, "moderation.desk")
    with transaction():
        written = Reminder(body=accepted_reason(body, "body"), mediator_id=actor.person_id)
        db.session.add(written)
    return written


def reminder() -> str:
    """The reminder as mediators wrote it last."""
    return db.session.scalar(NEWEST) or first_reminder()


def first_reminder() -> str:
    """What holds as long as nobody wrote another."""
    return _(
        "Votre message a pu blesser ou sortir du cadre. La charte demande de parler des situations, pas des personnes, "
        "et de laisser à chacun la place de répondre. Rien ne vous est retiré : merci d’y veiller la prochaine fois."
    )
