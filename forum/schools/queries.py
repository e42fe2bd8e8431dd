"""What the pages of schools read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, or_, select, tuple_

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import decode_position, encode_position
from forum.extensions import db
from forum.schools.directory.columns import plain
from forum.schools.models import MembershipState, School, SchoolMembership
from forum.schools.services.membership import CURRENT, find_school

SCHOOLS_A_PAGE = 30
MOST_PEOPLE = 300
MOST_WORDS = 6


@dataclass(frozen=True)
class Belonging:
    """One person's request to join a school, or belonging to it."""

    person_id: int
    name: str
    profession: str
    state: str
    is_referent: bool
    words: str
    asked_at: datetime


@dataclass(frozen=True)
class People:
    """Who belongs to a school, as far as the reader may know.

    Args:
        mine: the reader's own request or belonging.
    """

    mine: Belonging | None
    members: Sequence[Belonging]
    referents: Sequence[Belonging]
    requests: Sequence[Belonging]


def schools(search: str, kind: str, cursor: str | None) -> tuple[Sequence[School], str | None]:
    """The schools in which every word is found, by name, and the cursor of what follows.

    Args:
        search: words of the name or the city, a code or a postcode; accents and capitals do not count.
        kind: of school; empty for all.
    """
    query = select(School).where(School.is_open)
    for word in plain(search).split("_")[:MOST_WORDS]:
        if word:
            query = query.where(
                or_(
                    School.sort_name.contains(word, autoescape=True),
                    School.uai == word.upper(),
                    School.postcode.startswith(word, autoescape=True),
                )
            )
    if kind:
        query = query.where(School.kind == kind)
    start = decode_position(cursor) if cursor else None
    if start is not None:
        query = query.where(tuple_(School.sort_name, School.id) > tuple_(*start))
    found = list(db.session.scalars(query.order_by(School.sort_name, School.id).limit(SCHOOLS_A_PAGE + 1)))
    kept = found[:SCHOOLS_A_PAGE]
    more = len(found) > SCHOOLS_A_PAGE
    return kept, encode_position(kept[-1].sort_name, kept[-1].id) if more else None


def school_by_key(key: str) -> School:
    """The school of a UAI code or of a slug.

    Raises:
        NotFound: there is none.
    """
    if not key.isascii() or not key.isprintable():
        raise NotFound  # PostgreSQL refuses a NUL even to be looked for
    school = db.session.scalar(select(School).where(or_(School.uai == key.upper(), School.slug == key)))
    if school is None:
        raise NotFound
    return school


def school_by_id(school_id: int) -> School:
    """The school of an id.

    Raises:
        NotFound: there is none.
    """
    return find_school(school_id)


def needed_first(actor: Actor) -> ColumnElement[int]:
    """The order in which people are wanted where a school has more of them than a page shows."""
    return case(
        (SchoolMembership.person_id == actor.person_id, 0),
        (SchoolMembership.state == MembershipState.ASKED.value, 1),
        (SchoolMembership.is_referent, 2),
        else_=3,
    )


def people_of(actor: Actor, school: School, *, members: bool, requests: bool) -> People:
    """Who belongs to a school or asks to, by one statement.

    Args:
        members: the reader may know its members; otherwise only its referents are given.
        requests: the reader may know who asks to join.
    """
    query = (
        select(
            Person.id,
            Person.name,
            Person.profession,
            SchoolMembership.state,
            SchoolMembership.is_referent,
            SchoolMembership.words,
            SchoolMembership.asked_at,
        )
        .join(Person, Person.id == SchoolMembership.person_id)
        .where(SchoolMembership.school_id == school.id, SchoolMembership.state.in_(CURRENT))
        .order_by(needed_first(actor), SchoolMembership.asked_at, SchoolMembership.id)
        .limit(MOST_PEOPLE)
    )
    if not (members and requests):
        seen = [SchoolMembership.is_referent, SchoolMembership.person_id == actor.person_id]
        if members:
            seen.append(SchoolMembership.state == MembershipState.ADMITTED.value)
        query = query.where(or_(*seen))
    found = [Belonging(*row) for row in db.session.execute(query)]
    admitted = [one for one in found if one.state == MembershipState.ADMITTED]
    return People(
        mine=next((one for one in found if one.person_id == actor.id), None),
        members=sorted(admitted, key=lambda one: plain(one.name)) if members else [],
        referents=[one for one in admitted if one.is_referent],
        requests=[one for one in found if one.state == MembershipState.ASKED] if requests else [],
    )
