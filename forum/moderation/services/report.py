"""Asking the mediators to look at something, or to look at it again."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotAllowed
from forum.core.events import record
from forum.core.policy import can
from forum.core.ratelimits import count_once
from forum.core.text import is_blank, tidy
from forum.core.transactions import transaction
from forum.extensions import db
from forum.moderation.events import ReportMade
from forum.moderation.models import Reason, Report, ReportState
from forum.moderation.subjects import Subject, seen_by

LONGEST_WORDS = 1_000


def report(
    actor: Actor, kind: str, object_id: int, reason: Reason, words: str, *, wishes_mediation: bool = False
) -> Report:
    """Asks the mediators to look at something. Until they decided, asking again changes what was asked first.

    Args:
        actor: who asks.
        kind: "post", "message", "sheet"… (forum/moderation/subjects).
        object_id: which.
        reason: why.
        words: what the person adds; may be empty, except where the reason is "other".
        wishes_mediation: the person would like a third party to help.

    Raises:
        NotFound: it is not there for this person.
        NotAllowed: it is their own.
        Conflict: mediators hid it already.
        Invalid: the words are too long, or missing where they are needed.
        TooMany: too many reports in the last minute.
    """
    subject = seen_by(actor, kind, object_id)
    if not can(actor, "report.make", subject):
        raise refusal_of(actor, subject)
    if reason is Reason.OTHER and is_blank(words):
        raise Invalid("words", _("Dites en quelques mots ce qui vous gêne."))
    return open_report(actor, subject, reason, words, wishes_mediation=wishes_mediation)


def contest(actor: Actor, kind: str, object_id: int, words: str) -> Report:
    """Asks another mediator to look again at what was hidden of one's own.

    Raises:
        NotFound: it is not there for this person.
        NotAllowed: it is somebody else's, or not hidden.
        Invalid: nothing is said of why, or too much.
        TooMany: too many reports in the last minute.
    """
    subject = seen_by(actor, kind, object_id)
    if not can(actor, "report.contest", subject):
        raise NotAllowed
    if is_blank(words):
        raise Invalid("words", _("Dites en quelques mots pourquoi vous contestez cette décision."))
    return open_report(actor, subject, Reason.CONTEST, words)


def refusal_of(actor: Actor, subject: Subject) -> NotAllowed | Conflict:
    if subject.author_id == actor.id:
        if subject.can_hide:
            return NotAllowed(_("Ce message est le vôtre : vous pouvez le corriger ou le supprimer vous-même."))
        return NotAllowed(_("On ne signale pas ce que l’on a soi-même écrit."))
    return Conflict(_("Ce message est déjà masqué par la médiation."))


def open_report(
    actor: Actor, subject: Subject, reason: Reason, words: str, *, wishes_mediation: bool = False
) -> Report:
    words = tidy(words).strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid("words", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_WORDS))
    known = open_report_of(actor, subject)
    if known is None:
        count_once("reports", actor.person_id, current_app.config["SETTINGS"].posts_per_minute)
    with transaction():
        # The reporter's row is held, so that of two sendings of one form the second finds the report of the first.
        db.session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
        known = open_report_of(actor, subject)
        if known is not None:
            known.reason, known.words, known.wishes_mediation = reason.value, words, wishes_mediation
            return known
        made = Report(
            object_kind=subject.kind,
            object_id=subject.id,
            author_id=subject.author_id,
            reporter_id=actor.person_id,
            reason=reason.value,
            words=words,
            wishes_mediation=wishes_mediation,
        )
        db.session.add(made)
        db.session.flush()
        record(ReportMade(made.id))
    return made


def open_report_of(actor: Actor, subject: Subject) -> Report | None:
    """What a person reported already of a subject and mediators have still to decide."""
    return db.session.scalar(
        select(Report).where(
            Report.object_kind == subject.kind,
            Report.object_id == subject.id,
            Report.reporter_id == actor.person_id,
            Report.state == ReportState.OPEN.value,
        )
    )
