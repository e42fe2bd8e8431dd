"""What people are told of mediations: that there is something new, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Role
from forum.accounts.queries import people_with_role
from forum.core.events import on
from forum.extensions import db
from forum.mediation.events import CaseStirred, MediationAsked
from forum.mediation.models import INSIDE, CaseSeat, MediationCase
from forum.mediation.services.finding import about
from forum.mediation.services.leading import may_lead
from forum.mediation.stages import Stage
from forum.notices.models import Notice
from forum.notices.services import tell_many
from forum.notices.words import notice_words, reason_words

STIRRED, WAITING = "mediation.stirred", "mediation.waiting"
IN_CASE, SERVES = "in-mediation", "serves-mediation"


@notice_words(STIRRED, "moderation")
def stirred(facts: Mapping[str, Any]) -> str:
    """Something happened in a case."""
    return _("Du nouveau dans une médiation.")


@notice_words(WAITING, "moderation")
def waiting(facts: Mapping[str, Any]) -> str:
    """A request waits for a mediator."""
    return _("Une demande de médiation attend quelqu’un.")


@reason_words(IN_CASE)
def in_case() -> str:
    return _("Parce que vous avez une place dans cette médiation")


@reason_words(SERVES)
def serving() -> str:
    return _("Parce que vous êtes de la médiation")


@on(CaseStirred, "notices")
def tell_inside(events: Sequence[CaseStirred]) -> None:
    """Tells those who still open the case, once until they look: a notice says no more than the one before."""
    for event in events:
        told = select(Notice.person_id).where(
            Notice.about == about(event.case_id), Notice.kind == STIRRED, Notice.read_at.is_(None)
        )
        inside = select(CaseSeat.person_id).where(
            CaseSeat.case_id == event.case_id,
            CaseSeat.state.in_(INSIDE),
            CaseSeat.person_id.in_(event.people),
            CaseSeat.person_id.not_in(told),
        )
        tell_many(
            dict.fromkeys(db.session.scalars(inside), IN_CASE),
            STIRRED,
            f"mediation:{event.key}",
            {},
            f"/mediation/{event.case_id}",
            by_mail=True,
            about=about(event.case_id),
            topic=about(event.case_id),
        )


@on(MediationAsked, "notices")
def tell_mediators(events: Sequence[MediationAsked]) -> None:
    """Tells the mediators who may take a request, or the one to whom it was referred."""
    for event in events:
        case = db.session.get(MediationCase, event.case_id)
        if case is None or case.stage != Stage.REQUESTED:
            continue
        asked = [one.id for one in people_with_role(Role.MEDIATOR) if case.referred_to in (None, one.id)]
        tell_many(
            {person_id: SERVES for person_id in asked if may_lead(person_id, case.id)},
            WAITING,
            f"mediation:{event.key}",
            {},
            "/mediation",
            by_mail=True,
            about=about(case.id),
        )
