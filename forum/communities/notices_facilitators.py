"""What people are told of who holds communities: named, ended, soon over, nobody left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.communities.events import FacilitatorEnded, FacilitatorNamed
from forum.communities.models import Community, CommunityFacilitator, CommunityState, in_term
from forum.communities.notices import BELONGING, mediators, page_of
from forum.core.events import on
from forum.core.i18n import day
from forum.core.models import now
from forum.extensions import db
from forum.notices.services import tell, tell_many
from forum.notices.words import notice_words

NAMED, ENDED = "community.named", "community.term_ended"
ENDING, UNHELD = "community.term_ending", "community.unheld"
SOON = timedelta(days=30)
"""How long before its end a facilitator is told of it."""


@notice_words(NAMED, BELONGING)
def named(facts: Mapping[str, Any]) -> str:
    """One holds a community from now on."""
    return _(
        "%(name)s vous confie l’animation de « %(community)s » jusqu’au %(day)s. Vous pouvez la déposer à tout moment.",
        name=facts["name"],
        community=facts["community"],
        day=day_of(facts),
    )


@notice_words(ENDED, BELONGING)
def ended(facts: Mapping[str, Any]) -> str:
    """Somebody ended one's term."""
    return _("Votre animation de la communauté « %(community)s » a pris fin.", community=facts["community"])


@notice_words(ENDING, BELONGING)
def ending(facts: Mapping[str, Any]) -> str:
    """One's term is over soon."""
    return _(
        "Votre animation de « %(community)s » se termine le %(day)s : pensez à passer la main.",
        community=facts["community"],
        day=day_of(facts),
    )


@notice_words(UNHELD, BELONGING)
def unheld(facts: Mapping[str, Any]) -> str:
    """Nobody holds a community."""
    return _("Plus personne n’anime la communauté « %(community)s ».", community=facts["community"])


def day_of(facts: Mapping[str, Any]) -> str:
    return day(datetime.fromisoformat(facts["until"]))


@on(FacilitatorNamed, "notices")
def tell_who_was_named(events: Sequence[FacilitatorNamed]) -> None:
    """Tells a member that they hold a community, unless they gave it to themselves or were told of its opening."""
    for event in events:
        term = db.session.get_one(CommunityFacilitator, event.facilitator_id, populate_existing=True)
        community = db.session.get_one(Community, term.community_id)
        if term.ended_at is not None or term.named_by == term.person_id or is_first_of_proposer(community, term):
            continue
        name = db.session.get_one(Person, term.named_by).name
        facts = {"name": name, "community": community.name, "until": term.until.isoformat()}
        about = f"community-term:{term.id}"
        tell(term.person_id, NAMED, f"{NAMED}:{term.id}", facts, page_of(community), by_mail=True, about=about)


def is_first_of_proposer(community: Community, term: CommunityFacilitator) -> bool:
    """Whether a term began with the community: that notice says it."""
    first = select(func.min(CommunityFacilitator.id)).where(CommunityFacilitator.community_id == community.id)
    return community.proposed_by == term.person_id and db.session.scalar(first) == term.id


@on(FacilitatorEnded, "notices")
def tell_of_end(events: Sequence[FacilitatorEnded]) -> None:
    """Tells who held a community that somebody ended it; and the mediators, where nobody holds it any more."""
    for event in events:
        term = db.session.get_one(CommunityFacilitator, event.facilitator_id)
        community = db.session.get_one(Community, term.community_id)
        if event.by_person_id != term.person_id:
            tell(
                term.person_id,
                ENDED,
                f"{ENDED}:{term.id}",
                {"community": community.name},
                page_of(community),
                by_mail=True,
            )
    tell_mediators_of_unheld(
        {db.session.get_one(CommunityFacilitator, one.facilitator_id).community_id for one in events}
    )


def tell_of_ends_to_come() -> None:
    """Tells those whose term is over within thirty days, each once; and the mediators what nobody holds, once."""
    soon = (
        select(CommunityFacilitator, Community)
        .join(Community, Community.id == CommunityFacilitator.community_id)
        .where(in_term(), CommunityFacilitator.until <= now() + SOON, Community.state == CommunityState.OPEN.value)
        .order_by(CommunityFacilitator.id)
    )
    for term, community in db.session.execute(soon).all():
        facts = {"community": community.name, "until": term.until.isoformat()}
        about = f"community-term:{term.id}"
        tell(term.person_id, ENDING, f"{ENDING}:{term.id}", facts, page_of(community), by_mail=True, about=about)
    tell_mediators_of_unheld()


def tell_mediators_of_unheld(among: Iterable[int] | None = None) -> None:
    """Tells the mediators of each open community that nobody holds: once for each time that it came to that.

    Args:
        among: the ids of communities, all of them where none is given.
    """
    held = select(CommunityFacilitator.community_id).where(in_term())
    latest = (
        select(func.max(CommunityFacilitator.id))
        .where(CommunityFacilitator.community_id == Community.id)
        .scalar_subquery()
    )
    unheld = select(Community, func.coalesce(latest, 0)).where(
        Community.state == CommunityState.OPEN.value, Community.id.not_in(held)
    )
    if among is not None:
        unheld = unheld.where(Community.id.in_(list(among)))
    people = dict.fromkeys(mediators(), "")
    for community, term_id in db.session.execute(unheld).all():
        key = f"{UNHELD}:{community.id}:{term_id}"
        tell_many(people, UNHELD, key, {"community": community.name}, f"{page_of(community)}/people", by_mail=True)
