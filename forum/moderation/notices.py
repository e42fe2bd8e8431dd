"""What reports and decisions tell people: mediators, those who reported, and who wrote what was judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.accounts.queries import people_with_role
from forum.accounts.sessions import actor_of
from forum.core import mailer
from forum.core.errors import NotFound
from forum.core.events import on
from forum.core.i18n import in_language
from forum.core.policy import can
from forum.extensions import db
from forum.moderation import subjects
from forum.moderation.events import DecisionTaken, ItemHandedOver, ReportMade
from forum.moderation.holding import matter_of
from forum.moderation.models import Decision, ModerationAction, Reason, Report, ReportState
from forum.moderation.notices_words import place_words, reported_words
from forum.moderation.subjects import Subject
from forum.notices.services import tell

OWN_REPORTS = "/reports"


@dataclass(frozen=True)
class Judged:
    """A decision with what it is about."""

    action: ModerationAction
    subject: Subject

    @property
    def facts(self) -> dict[str, Any]:
        """What its author is told."""
        return {"place": self.subject.place, "reason": self.action.reason, "kind": self.subject.kind}

    def facts_for(self, report: Report) -> dict[str, Any]:
        """What a reporter is told: its place where their audience reads it, and what mediators say to them. The reason
        is for its author, save where nothing came of the report and no author waits for one."""
        words = report.answer
        if self.action.action == Decision.DISMISS.value and not kind_for_author(self):
            words = words or self.action.reason
        return {"place": self.subject.place if self.subject.audience else "", "kind": self.subject.kind, "words": words}

    @property
    def reports(self) -> Sequence[Report]:
        """The reports on it, oldest first."""
        same = select(Report).where(Report.object_kind == self.subject.kind, Report.object_id == self.subject.id)
        return list(db.session.scalars(same.order_by(Report.id)))


def contest_path(subject: Subject) -> str:
    """The address of the page where its author asks another mediator to look again."""
    return f"/report/{subject.kind}/{subject.id}"


@on(ReportMade, "notices")
def tell_mediators(events: Sequence[ReportMade]) -> None:
    """Tells mediators who may handle it that something waits, once for all reports on the same thing."""
    for made in events:
        report = db.session.get(Report, made.report_id)
        if report is None or report.state != ReportState.OPEN.value:
            continue
        same = Report.object_kind == report.object_kind, Report.object_id == report.object_id
        reports = list(db.session.scalars(select(Report).where(*same)))
        key = f"reported:{report.object_kind}:{report.object_id}:{last_action_id(report)}"
        for mediator in [actor_of(person) for person in people_with_role(Role.MEDIATOR)]:
            if can(mediator, "report.handle", matter_of(mediator, reports)):
                tell(mediator.person_id, "moderation.reported", key, {}, f"/moderation/{report.id}")


def last_action_id(report: Report) -> int:
    about = ModerationAction.object_kind == report.object_kind, ModerationAction.object_id == report.object_id
    newest = select(ModerationAction.id).where(*about).order_by(ModerationAction.id.desc()).limit(1)
    return db.session.scalar(newest) or 0


@on(ItemHandedOver, "notices")
def tell_colleague(events: Sequence[ItemHandedOver]) -> None:
    """Tells a mediator what a colleague handed over to them."""
    for handed in events:
        name = db.session.scalar(select(Person.name).where(Person.id == handed.by_id))
        key, url = f"handed:{handed.note_id}", f"/moderation/{handed.report_id}"
        tell(handed.to_id, "moderation.handed", key, {"name": name}, url)


@on(DecisionTaken, "notices")
def tell_people(events: Sequence[DecisionTaken]) -> None:
    """Tells the author of what was judged, and those who reported it, what became of it."""
    for judged in judged_in(events):
        key, facts, author = f"decision:{judged.action.id}", judged.facts, judged.subject.author_id
        kind = kind_for_author(judged)
        if kind:
            tell(author, kind, key, facts, url_for_author(kind, judged.subject))
        for report in judged.reports:
            if report.reporter_id != author and concerns(judged.action, report):
                kind, audience = f"moderation.told_{judged.action.action}", judged.subject.audience
                tell(report.reporter_id, kind, key, judged.facts_for(report), OWN_REPORTS, audience=audience)


@on(DecisionTaken, "mail")
def mail_author(events: Sequence[DecisionTaken]) -> None:
    """Writes to the author of what was judged: what was decided, why, and how to contest it."""
    for judged in judged_in(events):
        kind = kind_for_author(judged)
        person = db.session.get(Person, judged.subject.author_id)
        if not kind or person is None:
            continue
        address = current_app.config["SETTINGS"].address
        with in_language(person.language):
            mailer.send(
                person.email,
                mail_subject(kind, judged.facts),
                "moderation/mail/decision",
                kind=kind,
                person=person,
                opening=mail_opening(kind, judged.facts),
                reason=judged.action.reason,
                place_url=address + url_for_author(kind, judged.subject),
                contest_url=address + contest_path(judged.subject),
                charter_url=address + "/charter",
                site=address,
            )


def judged_in(events: Sequence[DecisionTaken]) -> Iterator[Judged]:
    for taken in events:
        action = db.session.get(ModerationAction, taken.action_id)
        if action is None:
            continue
        try:
            yield Judged(action, subjects.brought_to_mediators(action.object_kind, action.object_id))
        except NotFound:
            continue


def kind_for_author(judged: Judged) -> str:
    """What the author is told; nothing where nothing was to change and they had asked nothing."""
    match judged.action.action:
        case Decision.HIDE:
            return "moderation.hidden"
        case Decision.RESTORE:
            return "moderation.restored"
        case Decision.REMIND:
            return "moderation.reminded"
        case Decision.ASK_EDIT:
            return "moderation.edit_asked"
        case Decision.REOPEN:
            return "moderation.reminder_undone" if undone_by(judged.action) == Decision.REMIND.value else ""
    if answers(judged, Reason.CONTEST):
        return "moderation.maintained"
    return "moderation.edit_refused" if answers(judged, Reason.EDITED) else ""


def undone_by(action: ModerationAction) -> str:
    """The decision that another undoes: the one before it on the same thing."""
    about = ModerationAction.object_kind == action.object_kind, ModerationAction.object_id == action.object_id
    before = select(ModerationAction.action).where(*about, ModerationAction.id < action.id)
    return db.session.scalar(before.order_by(ModerationAction.id.desc()).limit(1)) or ""


def url_for_author(kind: str, subject: Subject) -> str:
    match kind:
        case "moderation.hidden" | "moderation.edit_refused":
            return contest_path(subject)
        case "moderation.edit_asked":
            return f"{contest_path(subject)}/edit"
    return subjects.place_of(subject)


def answers(judged: Judged, reason: Reason) -> bool:
    return any(report.reason == reason.value and concerns(judged.action, report) for report in judged.reports)


def concerns(action: ModerationAction, report: Report) -> bool:
    """Whether a decision is the last answer to a report, or opens it anew."""
    if action.action == Decision.REOPEN.value:
        return report.state == ReportState.OPEN.value and report.reported_at < action.done_at
    return report.closed_at == action.done_at


def mail_subject(kind: str, facts: Mapping[str, Any]) -> str:
    place = place_words(facts)
    match kind:
        case "moderation.hidden":
            return _("Votre message dans « %(place)s » a été masqué", place=place)
        case "moderation.restored":
            return _("Votre message dans « %(place)s » est rétabli", place=place)
        case "moderation.edit_asked":
            return _("Votre message dans « %(place)s » attend une modification", place=place)
        case "moderation.reminded":
            return _("La médiation vous écrit")
        case "moderation.reminder_undone":
            return _("La médiation retire son rappel")
    return _("Votre message dans « %(place)s » reste masqué", place=place)


def mail_opening(kind: str, facts: Mapping[str, Any]) -> str:
    """What was decided, in a sentence."""
    place = place_words(facts)
    match kind:
        case "moderation.hidden":
            return _("La médiation a masqué un message que vous avez écrit dans « %(place)s ».", place=place)
        case "moderation.restored":
            return _(
                "La médiation a rétabli un message que vous avez écrit dans « %(place)s » : il se lit de nouveau.",
                place=place,
            )
        case "moderation.edit_asked":
            return _(
                "La médiation vous demande de reprendre un message que vous avez écrit dans « %(place)s ». "
                "D’ici là, vous êtes la seule personne à le voir.",
                place=place,
            )
        case "moderation.edit_refused":
            return _(
                "La médiation a relu le message que vous avez repris dans « %(place)s » : il reste masqué.",
                place=place,
            )
        case "moderation.reminded":
            return _("La médiation vous écrit à propos de ceci : %(what)s.", what=reported_words(facts))
        case "moderation.reminder_undone":
            return _("La médiation retire le rappel qu’elle vous avait envoyé : %(what)s.", what=reported_words(facts))
    return _(
        "Une autre personne de la médiation a examiné votre contestation : votre message dans "
        "« %(place)s » reste masqué.",
        place=place,
    )
