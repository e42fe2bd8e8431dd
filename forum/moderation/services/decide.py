"""Deciding on what was reported. Each decision has a reason, stands in the log and can be undone by another."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.checking import checked_text
from forum.core.errors import Conflict, NotAllowed, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.moderation import subjects
from forum.moderation.events import DecisionTaken, ReportClosed
from forum.moderation.models import (
    REOPENED,
    Decision,
    DeskNote,
    ModerationAction,
    Reason,
    Report,
    ReportState,
    state_after,
)
from forum.moderation.services.holding import hold_reports, refuse_what_concerns, require_in_hand
from forum.moderation.subjects import Subject
from forum.moderation.words import decision_words

LONGEST_REASON = 1_000


def decide(
    actor: Actor, report_id: int, decision: Decision, reason: str, seen: int, answer: str = ""
) -> ModerationAction:
    """Decides on what was reported, and closes every open report on it together.

    Args:
        actor: a mediator.
        report_id: the report that was open before them.
        decision: what is done.
        reason: why, as the person concerned will read it: its author, or those who reported what stays as it is.
        seen: the id of the newest decision about it that the mediator's page showed; 0 where it showed none.
        answer: what those who reported it are told beside what came of it; may be empty.

    Raises:
        NotFound: no such report.
        NotAllowed: no mediator, or one whom it concerns, or whose own decision is contested.
        Invalid: the reason is missing, or it or the answer too long.
        Conflict: another mediator decided meanwhile or has it in hand, nobody has it in hand any more, or there is
            nothing of the kind to do.
    """
    require(actor, "moderation.desk")
    with transaction():
        report = db.session.get(Report, report_id)
        if report is None:
            raise NotFound
        reports = hold_reports(report)
        refuse_what_concerns(actor, reports)
        subject = subjects.brought_to_mediators(report.object_kind, report.object_id)
        last = last_action(subject)
        refuse_judging_oneself(actor, reports, last)
        reason, answer = accepted_reason(reason), checked_text("answer", answer, LONGEST_REASON)
        if last is not None and last.id != seen:
            if (last.mediator_id, last.action, last.reason) == (actor.id, decision.value, reason):
                return last  # the same form sent twice
            raise Conflict(decided_meanwhile(last))
        taking = require_in_hand(actor, report)
        has_open = any(held.state == ReportState.OPEN.value for held in reports)
        changed = reports_changed_by(decision, reports, last)
        apply(actor, subject, decision, reason, has_open=has_open, changes=bool(changed))
        moment = now()
        action = ModerationAction(
            report_id=report.id,
            object_kind=subject.kind,
            object_id=subject.id,
            mediator_id=actor.person_id,
            action=decision.value,
            reason=reason,
            done_at=moment,
        )
        db.session.add(action)
        for held in changed:
            held.state, held.answer = state_after(decision).value, answer
            held.closed_at = None if decision is Decision.REOPEN else moment
            record(ReportClosed(held.id))
        db.session.delete(taking)
        db.session.flush()
        record(DecisionTaken(action.id))
    return action


def reports_changed_by(decision: Decision, reports: Sequence[Report], last: ModerationAction | None) -> list[Report]:
    """The open ones; where something is shown again, those too for which it had been hidden; where the last decision
    is undone, those that it closed, save of who reported anew meanwhile."""
    opened = [report for report in reports if report.state == ReportState.OPEN.value]
    if decision is Decision.REOPEN:
        waiting = {report.reporter_id for report in opened}
        undone = last.done_at if last is not None and last.action in REOPENED else None
        return [each for each in reports if undone and each.closed_at == undone and each.reporter_id not in waiting]
    if decision is Decision.RESTORE:
        hidden = {ReportState.HIDDEN.value, ReportState.EDIT_ASKED.value}
        return opened + [report for report in reports if report.state in hidden]
    return opened


def last_action(subject: Subject) -> ModerationAction | None:
    about = ModerationAction.object_kind == subject.kind, ModerationAction.object_id == subject.id
    return db.session.scalar(select(ModerationAction).where(*about).order_by(ModerationAction.id.desc()).limit(1))


def refuse_judging_oneself(actor: Actor, reports: Sequence[Report], last: ModerationAction | None) -> None:
    contested = any(held.reason == Reason.CONTEST.value and held.state == ReportState.OPEN.value for held in reports)
    if contested and last is not None and last.mediator_id == actor.id:
        raise NotAllowed(own_decision_words())


def own_decision_words() -> str:
    return _("Votre décision est contestée : une autre personne de la médiation examinera cette demande.")


def accepted_reason(reason: str, field: str = "reason") -> str:
    return checked_text(field, reason, LONGEST_REASON, _("Donnez le motif : les personnes concernées le liront."))


def decided_meanwhile(last: ModerationAction) -> str:
    return _(
        "%(name)s a pris une décision entre-temps : %(decision)s. Rien n’a été changé par votre envoi.",
        name=db.session.scalar(select(Person.name).where(Person.id == last.mediator_id)),
        decision=decision_words(last.action),
    )


def apply(actor: Actor, subject: Subject, decision: Decision, reason: str, *, has_open: bool, changes: bool) -> None:
    match decision:
        case Decision.REOPEN:
            if not changes:
                raise Conflict(_("Il n’y a pas de décision à annuler."))
        case Decision.ASK_EDIT:
            if not subject.can_edit or subject.is_deleted or not has_open:
                raise Conflict(_("Aucune modification ne peut être demandée ici."))
            keep_as_it_was(actor, subject)
            subjects.hide(actor, subject, reason)
        case Decision.HIDE:
            if not subject.can_hide:
                raise Conflict(_("Ceci ne se masque pas d’ici."))
            if not subject.is_readable:
                raise Conflict(_("Ce message n’est déjà plus affiché."))
            subjects.hide(actor, subject, reason)
        case Decision.RESTORE:
            if not subject.is_hidden:
                raise Conflict(_("Ce message n’est pas masqué."))
            subjects.restore(actor, subject)
        case Decision.DISMISS | Decision.SETTLE | Decision.THANK | Decision.REMIND:
            if not has_open:
                raise Conflict(_("Ce signalement est déjà clos."))


def keep_as_it_was(actor: Actor, subject: Subject) -> None:
    """Notes for mediators what a message said when its author was asked to edit it: nobody else reads that again."""
    said = Markup(subject.html).striptags()  # noqa: S704
    body = _("Ce que disait le message quand la modification a été demandée : %(said)s", said=said)
    note = DeskNote(object_kind=subject.kind, object_id=subject.id, mediator_id=actor.person_id, body=body)
    db.session.add(note)
