"""Who may do what about schools."""

from __future__ import annotations

from sqlalchemy import ColumnElement, true

from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.schools.models import School


@visibility(School)
def schools_seen_by(actor: Actor) -> ColumnElement[bool]:
    """All of them: the national directory is public."""
    return true()


@rule("school.see", sees=School)
def sees_school(actor: Actor, school: School) -> bool:
    """Everybody."""
    return True


@rule("school.join")
def joins(actor: Actor, school: School) -> bool:
    """Members who do not belong to it, while it is open."""
    return actor.is_signed_in and school.is_open and not belongs(actor, school)


@rule("school.members")
def belongs(actor: Actor, school: School) -> bool:
    """Its own members: who else belongs to it, its room and its space are theirs alone."""
    return actor.has_claim(f"school:{school.id}")


@rule("school.leave")
def leaves(actor: Actor, school: School) -> bool:
    """Its own members."""
    return belongs(actor, school)


@rule("school.admit")
def admits(actor: Actor, school: School) -> bool:
    """Its referents."""
    return actor.has_claim(f"school-referent:{school.id}")
