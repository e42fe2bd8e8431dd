"""Consenting to a mediation or declining it, once told what it is; and leaving it, at any time."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid
from forum.core.models import now
from forum.core.transactions import transaction
from forum.mediation.models import CaseSeat, MediationCase, Part, SeatState
from forum.mediation.services.ending import end
from forum.mediation.services.finding import about, find_case, mediator_of, stir
from forum.mediation.services.leading import parties_of, shares_a_school
from forum.mediation.services.taking import give_back
from forum.mediation.stages import FEWEST_PARTIES, SPEAKING, Outcome, Stage, Step, stage_after
from forum.notices.services import withdraw


def is_of_a_partys_school(case_id: int) -> bool:
    """Whether who leads a case is of a party's own school: each party is then asked whether they wish it."""
    mediator = mediator_of(case_id)
    return mediator is not None and shares_a_school(mediator, [party.person_id for party in parties_of(case_id)])


def consent(actor: Actor, case_id: int, wishes_same_school: bool | None = None) -> bool:
    """Consents to take part.

    Args:
        actor: a party or a companion who was invited.
        wishes_same_school: what a party says where who leads it is of a party's own school. Where they do not wish it,
            another mediator is looked for, and asks everybody again.

    Returns:
        whether the same mediator goes on.

    Raises:
        NotFound, NotAllowed: the actor is not invited, or answered before.
        Invalid: a party did not say whether they wish such a mediator.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.consent")
        case, seat = seated.case, seated.seat
        assert seat is not None  # noqa: S101  (the permission is that of a seat)
        if seated.is_party and is_of_a_partys_school(case_id):
            if wishes_same_school is None:
                raise Invalid("wishes_same_school", _("Dites si vous le souhaitez ou non."))
            seat.wishes_same_school = wishes_same_school
            if not wishes_same_school:
                give_back(case, stage_after(case.stage, Step.RETURN))
                return False
        seat.state, seat.answered_at = SeatState.CONSENTED.value, now()
        if seated.is_party:
            seat.ready_stage = Stage.FRAMEWORK.value
        stir(case, actor.person_id)
    return True


def decline(actor: Actor, case_id: int) -> None:
    """Declines to take part. Where fewer than two parties are left, the case ends without having begun.

    Raises:
        NotFound, NotAllowed: the actor is not invited, or answered before.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.consent")
        go(seated.case, seated.seat, SeatState.DECLINED)
        if seated.is_party and len(parties_of(case_id)) < FEWEST_PARTIES:
            end(seated.case, Outcome.NOT_BEGUN)
        stir(seated.case, actor.person_id)


def leave_case(actor: Actor, case_id: int) -> None:
    """Leaves a case, which no longer opens for the actor. A party that leaves ends it.

    Raises:
        NotFound: the actor has no seat in it.
        NotAllowed: a mediator, who refers it or ends it.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.leave")
        go(seated.case, seated.seat, SeatState.LEFT)
        if seated.is_party and seated.case.stage != Stage.ENDED:
            has_begun = seated.case.stage in SPEAKING
            end(seated.case, Outcome.NO_AGREEMENT if has_begun else Outcome.NOT_BEGUN)
        stir(seated.case, actor.person_id)


def go(case: MediationCase, seat: CaseSeat | None, state: SeatState) -> None:
    if seat is None or seat.part == Part.MEDIATOR:
        raise Conflict
    seat.state, seat.left_at, seat.ready_stage = state.value, now(), ""
    withdraw(about(case.id), [seat.person_id])
