"""Which mediator may lead a case: never one whom it concerns, nor one of a party's own school unless they wish it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from forum.extensions import db
from forum.mediation.models import CaseSeat, MediationCase, Part, SeatState
from forum.mediation.services.finding import seats_in
from forum.schools.models import MembershipState, SchoolMembership

CONCERNED = (SeatState.NAMED, SeatState.INVITED, SeatState.CONSENTED)


def parties_of(case_id: int) -> list[CaseSeat]:
    """The parties of a case that neither declined nor left."""
    return list(seats_in(case_id, Part.PARTY, *CONCERNED))


def may_be_led_by(person_id: int) -> ColumnElement[bool]:
    """The cases that a mediator may take: those in which they have, and had, no seat; of those in which a party is of
    their school, where a party wishes it and none that was asked does not."""
    party, theirs, mine = aliased(CaseSeat), aliased(SchoolMembership), aliased(SchoolMembership)
    is_party = and_(
        party.case_id == MediationCase.id,
        party.part == Part.PARTY.value,
        party.state.in_([state.value for state in CONCERNED]),
    )
    admitted = MembershipState.ADMITTED.value
    has_seat = exists().where(CaseSeat.case_id == MediationCase.id, CaseSeat.person_id == person_id)
    is_of_school = (
        select(party.person_id)
        .join(theirs, and_(theirs.person_id == party.person_id, theirs.state == admitted))
        .join(mine, and_(mine.school_id == theirs.school_id, mine.state == admitted))
        .where(is_party, mine.person_id == person_id)
        .exists()
    )
    is_wished = select(party.person_id).where(is_party, party.wishes_same_school.is_(True)).exists()
    is_refused = select(party.person_id).where(is_party, party.wishes_same_school.is_(False)).exists()
    return and_(~has_seat, or_(~is_of_school, and_(is_wished, ~is_refused)))


def may_lead(person_id: int, case_id: int) -> bool:
    """As `may_be_led_by`, on one."""
    query = select(MediationCase.id).where(MediationCase.id == case_id, may_be_led_by(person_id))
    return db.session.scalar(query) is not None


def shares_a_school(person_id: int, others: Collection[int]) -> bool:
    """Whether a person belongs to a school to which one of the others belongs."""
    admitted = SchoolMembership.state == MembershipState.ADMITTED.value
    mine = select(SchoolMembership.school_id).where(SchoolMembership.person_id == person_id, admitted)
    theirs = select(SchoolMembership.id).where(
        SchoolMembership.person_id.in_(others), admitted, SchoolMembership.school_id.in_(mine)
    )
    return db.session.scalar(theirs.limit(1)) is not None
