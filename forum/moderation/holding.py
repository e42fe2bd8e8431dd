"""Who has something of the desk in hand, and who may not have it: what concerns a mediator too closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, false, select
from sqlalchemy.orm import aliased

from forum.core.actor import Actor
from forum.core.models import now
from forum.extensions import db
from forum.moderation.models import Report, Taking
from forum.schools.models import MembershipState, SchoolMembership

HELD = timedelta(minutes=30)
"""How long something stays in hand without an act."""
SCHOOL = "school:"


@dataclass(frozen=True)
class Matter:
    """What was reported, as far as it decides who may handle it.

    Args:
        author_id: who wrote it.
        reporters: who reported it.
        is_of_own_school: its author and somebody who reported it are of one school, which is also the mediator's.
    """

    author_id: int
    reporters: frozenset[int]
    is_of_own_school: bool


def is_in_own_school(actor: Actor) -> ColumnElement[bool]:
    """The condition under which a report sets two people of the actor's school against each other."""
    schools = [int(claim.removeprefix(SCHOOL)) for claim in sorted(actor.claims) if claim.startswith(SCHOOL)]
    if not schools:
        return false()
    author, reporter = aliased(SchoolMembership), aliased(SchoolMembership)
    admitted = MembershipState.ADMITTED.value
    return exists().where(
        author.person_id == Report.author_id,
        reporter.person_id == Report.reporter_id,
        Report.author_id != Report.reporter_id,
        author.school_id == reporter.school_id,
        author.school_id.in_(schools),
        author.state == admitted,
        reporter.state == admitted,
    )


def matter_of(actor: Actor, reports: Sequence[Report]) -> Matter:
    """What decides whether a mediator may handle all the reports on one thing, by one statement."""
    ids = [report.id for report in reports]
    own = db.session.scalar(select(Report.id).where(Report.id.in_(ids), is_in_own_school(actor)).limit(1))
    author_id = reports[0].author_id
    return Matter(author_id, reporters_of(reports), own is not None)


def reporters_of(reports: Sequence[Report]) -> frozenset[int]:
    """Who reported something; its author, who contests, is none of them."""
    return frozenset(report.reporter_id for report in reports if report.reporter_id != report.author_id)


def is_in_hand() -> ColumnElement[bool]:
    """The condition that keeps what somebody has in hand now."""
    return Taking.acted_at > now() - HELD
