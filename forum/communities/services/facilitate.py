"""Who holds a community: named until a day, laid down, ended."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _

from forum.communities.events import FacilitatorEnded, FacilitatorNamed
from forum.communities.models import Community, CommunityFacilitator
from forum.communities.policy import Member
from forum.communities.services.belonging import end_terms
from forum.communities.services.finding import find_community, membership_of, term_of
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db

USUAL_TERM, LONGEST_TERM = timedelta(days=365), timedelta(days=731)
"""A year, and two of which one may be a leap year."""


def name_facilitator(
    actor: Actor, community_id: int, person_id: int | None, until: date | None, *, hands_over: bool = False
) -> None:
    """Has a member hold a community until a day; a term of theirs that runs already ends then instead.

    Args:
        person_id: a member.
        until: the last day of the term, two years away at most.
        hands_over: the actor's own term ends as this one begins.

    Raises:
        NotFound, NotAllowed: see the rules "community.hold" and "facilitator.name".
        Invalid: the person is no member, or the day is none of a term.
    """
    ends = checked_until(actor, until)
    with transaction():
        community = find_community(actor, community_id)
        require(actor, "community.hold", community)
        membership = membership_of(community_id, person_id) if person_id is not None else None
        if membership is None or membership.left_at is not None:
            raise Invalid("person", _("Choisissez une personne qui est dans la communauté."))
        require(actor, "facilitator.name", Member(community, membership))
        running = term_of(community_id, membership.person_id)
        if running is None or running.until != ends:
            begin_term(actor, community, membership.person_id, ends)
        if hands_over and membership.person_id != actor.id:
            end_terms(community_id, actor.person_id, actor.person_id)


def begin_term(actor: Actor, community: Community, person_id: int, until: datetime) -> None:
    """Has a person hold a community, in place of the term of theirs that runs."""
    running = term_of(community.id, person_id)
    if running is not None:
        running.ended_at = now()
    term = CommunityFacilitator(community_id=community.id, person_id=person_id, named_by=actor.person_id, until=until)
    db.session.add(term)
    db.session.flush()
    touch("communities")
    record(FacilitatorNamed(term.id))


def end_term(actor: Actor, community_id: int, facilitator_id: int) -> None:
    """Ends a term before its date: one's own is laid down. Again, it changes nothing.

    Raises:
        NotFound, NotAllowed: see the rules "community.see" and "facilitator.end"; or there is no such term.
    """
    with transaction():
        find_community(actor, community_id)
        term = db.session.get(CommunityFacilitator, facilitator_id, populate_existing=True)
        if term is None or term.community_id != community_id:
            raise NotFound
        require(actor, "facilitator.end", term)
        if term.ended_at is None and term.until > now():
            term.ended_at = now()
            touch("communities")
            record(FacilitatorEnded(term.id, actor.person_id))


def checked_until(actor: Actor, until: date | None) -> datetime:
    """The end of the last day of a term, where the actor lives.

    Raises:
        Invalid: there is no day, it is past, or it lies too far away.
    """
    place = ZoneInfo(actor.timezone or current_app.config["SETTINGS"].default_timezone)
    today = now().astimezone(place).date()
    if until is None or not today < until <= today + LONGEST_TERM:
        raise Invalid("until", _("Choisissez un jour à venir, dans deux ans au plus."))
    return datetime.combine(until, time(23, 59, 59), place)


def usual_until() -> date:
    """The day that forms propose: in a year."""
    return (now() + USUAL_TERM).date()
