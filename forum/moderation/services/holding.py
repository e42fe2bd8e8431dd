"""Taking something of the desk in hand, giving it back, handing it over to a colleague."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.sessions import actor_of
from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import can, require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.moderation.events import ItemHandedOver
from forum.moderation.holding import HELD, matter_of
from forum.moderation.models import DeskNote, Report, Taking
from forum.moderation.services.noting import accepted_note


def take(actor: Actor, report_id: int) -> Taking:
    """Takes in hand what was reported; who has it already keeps it for longer.

    Raises:
        NotFound: no such report.
        NotAllowed: no mediator, or one whom it concerns.
        Conflict: a colleague has it in hand.
    """
    require(actor, "moderation.desk")
    with transaction():
        report = hold_item(actor, report_id)
        taking = taking_of(report)
        if taking is not None and taking.mediator_id != actor.id and is_current(taking):
            raise Conflict(in_hand_words(taking))
        if taking is None:
            taking = Taking(object_kind=report.object_kind, object_id=report.object_id)
            db.session.add(taking)
        taking.mediator_id, taking.acted_at = actor.person_id, now()
    return taking


def release(actor: Actor, report_id: int) -> None:
    """Gives back what one has in hand.

    Raises:
        NotFound, NotAllowed: as `take`.
        Conflict: the actor has not, or no longer.
    """
    require(actor, "moderation.desk")
    with transaction():
        db.session.delete(require_in_hand(actor, hold_item(actor, report_id)))


def hand_over(actor: Actor, report_id: int, colleague_id: int, words: str) -> Taking:
    """Hands what one has in hand over to a colleague, with a note that says why.

    Raises:
        NotFound, NotAllowed: as `take`.
        Conflict: the actor has not, or no longer.
        Invalid: the colleague is no other mediator, or it concerns them; the note is empty or too long.
    """
    require(actor, "moderation.desk")
    body = accepted_note(words)
    with transaction():
        report = hold_item(actor, report_id)
        taking = require_in_hand(actor, report)
        colleague = db.session.get(Person, colleague_id)
        if colleague is None or colleague.id == actor.id or not can(actor_of(colleague), "moderation.desk"):
            raise Invalid("colleague", _("Choisissez une personne de la médiation."))
        other = actor_of(colleague)
        if not can(other, "report.handle", matter_of(other, hold_reports(report))):
            raise Invalid("colleague", _("Cela concerne %(name)s : choisissez quelqu’un d’autre.", name=other.name))
        taking.mediator_id, taking.acted_at = colleague.id, now()
        note = DeskNote(
            object_kind=report.object_kind, object_id=report.object_id, mediator_id=actor.person_id, body=body
        )
        db.session.add(note)
        db.session.flush()
        record(ItemHandedOver(report.id, note.id, actor.person_id, colleague.id))
    return taking


def hold_item(actor: Actor, report_id: int) -> Report:
    """A report that a mediator may handle, held with all others on the same thing.

    Raises:
        NotFound: no such report.
        NotAllowed: it concerns them.
    """
    report = db.session.get(Report, report_id)
    if report is None:
        raise NotFound
    refuse_what_concerns(actor, hold_reports(report))
    return report


def hold_reports(report: Report) -> Sequence[Report]:
    """Every report on the same thing, held so that two mediators act one after the other."""
    same = select(Report).where(Report.object_kind == report.object_kind, Report.object_id == report.object_id)
    held = same.order_by(Report.id).with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(held))


def refuse_what_concerns(actor: Actor, reports: Sequence[Report]) -> None:
    """Lets pass a mediator whom nothing of it concerns.

    Raises:
        NotAllowed: see the rule "report.handle".
    """
    if not can(actor, "report.handle", matter_of(actor, reports)):
        raise NotAllowed(concerned_words())


def require_in_hand(actor: Actor, report: Report) -> Taking:
    """Lets pass who has it in hand now.

    Raises:
        Conflict: a colleague has it, or nobody any more.
    """
    taking = taking_of(report)
    if taking is not None and is_current(taking):
        if taking.mediator_id == actor.id:
            return taking
        raise Conflict(in_hand_words(taking))
    raise Conflict(_("Vous ne l’avez pas ou plus en main : prenez-le pour agir. Rien n’a été changé par votre envoi."))


def taking_of(report: Report) -> Taking | None:
    return db.session.get(Taking, (report.object_kind, report.object_id), populate_existing=True)


def is_current(taking: Taking) -> bool:
    """Whether it is still in hand."""
    return taking.acted_at > now() - HELD


def in_hand_words(taking: Taking) -> str:
    name = db.session.scalar(select(Person.name).where(Person.id == taking.mediator_id))
    return _("%(name)s l’a en main. Rien n’a été changé par votre envoi.", name=name)


def concerned_words() -> str:
    return _("Ce signalement vous concerne : une autre personne de la médiation le traitera.")
