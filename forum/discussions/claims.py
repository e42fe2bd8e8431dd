"""What holding a space lets a person claim."""

from __future__ import annotations

from sqlalchemy import Select, String, cast, func, literal, select

from forum.accounts.claims import PersonId, claims
from forum.discussions.models import Space


@claims
def spaces_held_by(person_id: PersonId) -> Select[str]:
    """The spaces that a person holds at this moment: "space-holder:5"."""
    return select(literal("space-holder:").concat(cast(Space.id, String))).where(
        Space.holder_id == person_id, Space.held_until > func.current_timestamp()
    )
