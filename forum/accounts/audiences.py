"""The people in an audience (forum/core/audience.py), gathered from the features that know."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, false, or_, select

from forum.accounts.claims import PersonId, claims_in_sql
from forum.accounts.models import Person
from forum.core import audience

People = Callable[[int], Select[int]]
_sources: dict[str, People] = {}


def audience_of(kind: str) -> Callable[[People], People]:
    """Registers who is in the audiences of a kind.

    Args:
        kind: what their tokens begin with: "school"; the function is given the number after it and answers a SELECT of
            the ids of people.
    """

    def register(source: People) -> People:
        _sources[kind] = source
        return source

    return register


def people_in(token: str) -> Select[int]:
    """A SELECT of the ids of the people whom an audience holds: everyone with an account for what members see.

    It says who may see a thing now: notices are told to nobody outside of it.
    """
    members = select(Person.id).where(Person.confirmed_at.is_not(None))
    if token in (audience.PUBLIC, audience.MEMBERS):
        return members
    kind, _, number = token.partition(":")
    source = _sources.get(kind)
    if source is None or not number.isdigit():
        return members.where(false())
    return source(int(number))


def is_in_audience(person_id: PersonId, token: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether the person of each row at hand is in the audience of the row, as `Actor.audiences` says of one."""
    belongs = [token.in_(source) for source in claims_in_sql(person_id)]
    return or_(token.in_([audience.PUBLIC, audience.MEMBERS]), *belongs)
