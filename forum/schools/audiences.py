"""Who is in a school's audience."""

from __future__ import annotations

from sqlalchemy import Select, select

from forum.accounts.audiences import audience_of
from forum.schools.models import MembershipState, SchoolMembership


@audience_of("school")
def members_of_school(school_id: int) -> Select[int]:
    """Those whom the school admitted and who have not left."""
    return select(SchoolMembership.person_id).where(
        SchoolMembership.school_id == school_id, SchoolMembership.state == MembershipState.ADMITTED.value
    )
