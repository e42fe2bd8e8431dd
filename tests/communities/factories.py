"""Communities and those who are in them, to test with."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.communities.models import Community, CommunityFacilitator
from forum.communities.services import open_community, propose_community
from forum.communities.services.belonging import enter
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Notice
from forum.notices.words import words_of
from tests.factories import actor, make_person

_numbers = count(1)


def make_community(name: str = "", opener: Person | None = None, **texts: str) -> Community:
    """A community that a mediator opened.

    Args:
        texts: about, charter, read_first, admission.
    """
    mediator = opener or make_person(role=Role.MEDIATOR)
    return open_community(actor(mediator), name or f"Communauté {next(_numbers)}", **texts)


def make_member(community: Community, name: str = "", **fields: object) -> Person:
    """Somebody who is in it, whichever way one gets in."""
    person = make_person(name, **fields)  # type: ignore[arg-type]
    with transaction():
        enter(community, person.id, now() if community.charter else None)
    return person


def make_facilitator(community: Community, name: str = "", days: float = 365, **fields: object) -> Person:
    """A member who holds the community for some days more; of a number below zero, held it until then."""
    person = make_member(community, name, **fields)
    with transaction():
        until = now() + timedelta(days=days)
        term = CommunityFacilitator(
            community_id=community.id, person_id=person.id, named_by=community.opened_by, until=until
        )
        db.session.add(term)
    return person


def make_proposal(proposer: Person, name: str = "Après le signalement", **texts: str) -> Community:
    """What a member proposed, and nobody decided on."""
    written = {"about": "Ce qui suit.", "why": "Il manque.", "charter": "", "read_first": "", "admission": "open"}
    return propose_community(actor(proposer), name, **{**written, **texts})


def told(person: Person) -> list[str]:
    """What a person was told, in words, oldest first."""
    notices = db.session.scalars(select(Notice).where(Notice.person_id == person.id).order_by(Notice.id))
    return [words_of(notice.kind, notice.facts).replace("\u00a0", " ") for notice in notices]


def member_count(community: Community) -> int:
    db.session.expire_all()
    return db.session.scalars(select(Community.member_count).where(Community.id == community.id)).one()
