"""What belonging to a school, and being its referent, lets a person claim."""

from __future__ import annotations

from sqlalchemy import Select, String, cast, literal, select

from forum.accounts.claims import PersonId, claims
from forum.schools.models import MembershipState, SchoolMembership


@claims
def schools_of(person_id: PersonId) -> Select[str]:
    """The schools a person belongs to: "school:3"."""
    return select(literal("school:").concat(cast(SchoolMembership.school_id, String))).where(
        SchoolMembership.person_id == person_id, SchoolMembership.state == MembershipState.ADMITTED.value
    )


@claims
def schools_referred_by(person_id: PersonId) -> Select[str]:
    """The schools a person is referent of: "school-referent:3"."""
    return select(literal("school-referent:").concat(cast(SchoolMembership.school_id, String))).where(
        SchoolMembership.person_id == person_id,
        SchoolMembership.state == MembershipState.ADMITTED.value,
        SchoolMembership.is_referent,
    )
