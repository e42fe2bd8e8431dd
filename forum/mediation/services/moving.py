"""From stage to stage: the parties say they are ready, the mediator opens the next, and ends the case."""

from __future__ import annotations

from datetime import date, timedelta

from flask import current_app
from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid
from forum.core.models import now
from forum.core.transactions import transaction
from forum.mediation.models import SeatState
from forum.mediation.services.agreeing import holds
from forum.mediation.services.ending import end
from forum.mediation.services.finding import find_case, stir
from forum.mediation.services.leading import parties_of
from forum.mediation.stages import SPEAKING, Outcome, Stage, Step, may_open_next, outcomes, stage_after


def say_ready(actor: Actor, case_id: int, stage: str, *, ready: bool) -> None:
    """Says that one is ready to leave a stage, or not yet.

    Args:
        stage: the one that the actor's page showed.

    Raises:
        NotFound, NotAllowed: the actor is no party that consented.
        Conflict: the case is at another stage by now.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.take_part")
        if seated.case.stage != stage or seated.seat is None:
            raise Conflict(_("La médiation a changé d’étape entre-temps."))
        seated.seat.ready_stage = stage if ready else ""
        stir(seated.case, actor.person_id)


def open_next(actor: Actor, case_id: int, stage: str) -> Stage:
    """Opens the next stage, once each party is ready. Nobody has the turn there before the mediator gives it.

    Args:
        stage: the one that the actor's page showed.

    Raises:
        NotFound, NotAllowed: the actor does not lead the case.
        Conflict: there is no next stage, the case moved on already, or a party has not consented or is not ready.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.lead")
        case = seated.case
        after = stage_after(case.stage, Step.OPEN_NEXT)
        if case.stage != stage:
            raise Conflict(_("La médiation a changé d’étape entre-temps."))
        parties = parties_of(case_id)
        ready = [party.ready_stage if party.state == SeatState.CONSENTED else "" for party in parties]
        if not may_open_next(case.stage, ready):
            raise Conflict(_("Chaque partie doit d’abord consentir et se dire prête : personne n’est pressé."))
        case.stage, case.turn_of = after.value, None
        stir(case, actor.person_id)
    return after


def close_case(actor: Actor, case_id: int, outcome: Outcome, follow_up_on: date | None = None) -> None:
    """Ends a case.

    Args:
        actor: the mediator.
        outcome: what is kept of it for ever.
        follow_up_on: the day on which each party is asked how it goes; none where the stages had not begun.

    Raises:
        NotFound, NotAllowed: the actor does not lead the case.
        Invalid: it can't end so from here; or the day is past, or lies after the case is erased.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.lead")
        if outcome not in outcomes(seated.case.stage, holds=holds(case_id)):
            raise Invalid("outcome", outcome_refusal(outcome))
        if follow_up_on is not None and seated.case.stage in SPEAKING:
            seated.case.follow_up_on = checked_day(follow_up_on)
        end(seated.case, outcome)
        stir(seated.case, actor.person_id)


def outcome_refusal(outcome: Outcome) -> str:
    if outcome is Outcome.AGREEMENT:
        return _("Il n’y a pas encore d’accord : chaque partie doit accepter la même version.")
    return _("Cette médiation ne peut pas se conclure ainsi à cette étape.")


def checked_day(day: date) -> date:
    today = now().date()
    kept: int = current_app.config["SETTINGS"].case_kept_days
    if day <= today:
        raise Invalid("follow_up_on", _("Choisissez un jour à venir."))
    if day >= today + timedelta(days=kept):
        raise Invalid("follow_up_on", _("Ce jour vient trop tard : la médiation sera effacée avant."))
    return day
