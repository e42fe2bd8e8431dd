"""Taking up again what mediators asked to edit: it waits, hidden, until they have read it."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict, NotAllowed
from forum.core.policy import can
from forum.core.transactions import transaction
from forum.discussions.services import revise_hidden_post
from forum.moderation.models import Decision, Reason, Report
from forum.moderation.services.decide import last_action
from forum.moderation.services.report import open_report, open_report_of
from forum.moderation.subjects import Subject, seen_by


def resubmit(actor: Actor, kind: str, object_id: int, body: str) -> Report:
    """Replaces the text of one's hidden post, and brings it back to the desk.

    Raises:
        NotFound: it is not there for this person.
        NotAllowed: it is somebody else's, or nothing of the kind is edited.
        Conflict: no edit is asked for, or mediators read the one that was made: they show what they read.
        Invalid: there is nothing to read in the text, or too much of it.
        TooMany: too many reports in the last minute.
    """
    with transaction():
        subject = seen_by(actor, kind, object_id)
        if not can(actor, "report.resubmit", subject):
            raise NotAllowed
        if is_being_read(open_report_of(actor, subject)):
            raise Conflict(_("La médiation relit votre message : il ne se change plus d’ici là."))
        if not is_edit_asked(subject):
            raise Conflict(_("Aucune modification ne vous est demandée ici."))
        revise_hidden_post(actor, object_id, body)
        return open_report(actor, subject, Reason.EDITED, "")


def is_edit_asked(subject: Subject) -> bool:
    """Whether mediators wait for its author to take it up again."""
    last = last_action(subject) if subject.is_hidden else None
    return last is not None and last.action == Decision.ASK_EDIT.value


def is_being_read(report: Report | None) -> bool:
    """Whether the author already took it up again."""
    return report is not None and report.reason == Reason.EDITED.value
