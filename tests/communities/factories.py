"""Communities and those who are in them, to test with."""

from __future__ import annotations

from itertools import count

from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.communities.models import Community
from forum.communities.services import join_community, open_community
from forum.extensions import db
from tests.factories import actor, make_person

_numbers = count(1)


def make_community(name: str = "", opener: Person | None = None, **texts: str) -> Community:
    """A community that a mediator opened.

    Args:
        texts: about, charter, read_first.
    """
    mediator = opener or make_person(role=Role.MEDIATOR)
    return open_community(actor(mediator), name or f"Communauté {next(_numbers)}", **texts)


def make_member(community: Community, name: str = "", **fields: object) -> Person:
    person = make_person(name, **fields)  # type: ignore[arg-type]
    join_community(actor(person), community.id)
    return person


def member_count(community: Community) -> int:
    db.session.expire_all()
    return db.session.scalars(select(Community.member_count).where(Community.id == community.id)).one()
