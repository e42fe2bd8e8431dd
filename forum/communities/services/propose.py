"""Proposing a community."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.communities.events import CommunityProposed
from forum.communities.models import Community, CommunityState
from forum.communities.services.finding import community_of_name
from forum.communities.services.texts import LONGEST_WHY, Written, name_is_taken, write_on, written
from forum.core.actor import Actor
from forum.core.checking import checked_text
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db

MOST_WAITING = 3
"""Proposals of one person that may wait for an answer at a time."""


def propose_community(
    actor: Actor,
    name: str,
    about: str,
    why: str,
    charter: str,
    read_first: str,
    admission: str,
    *,
    submission: str | None = None,
) -> Community:
    """Proposes a community to the mediators; nobody else sees it until one of them opens it.

    Args:
        why: what there is a need for, for the mediators; 2,000 characters at most.
        name, about, charter, read_first, admission: see `written`.
        submission: what tells the same form sent twice.

    Raises:
        NotAllowed: the actor is a visitor.
        Invalid: the name is missing or taken, a text is missing or too long, or too many proposals wait already.
    """
    words = written(name, about, charter, read_first, admission)
    checked_text("about", about, len(about), _("Dites en deux phrases de quoi il s’agit."))
    why = checked_text("why", why, LONGEST_WHY, _("Dites pourquoi : les médiateurs décident d’après ces lignes."))
    try:
        with transaction():
            require(actor, "community.propose")
            return sent_before(actor, submission) or propose_as_written(actor, words, why, submission)
    except IntegrityError:
        twin = sent_before(actor, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def propose_as_written(actor: Actor, words: Written, why: str, submission: str | None) -> Community:
    if community_of_name(words.name) is not None:
        raise name_is_taken()
    mine = select(func.count()).where(
        Community.proposed_by == actor.person_id, Community.state == CommunityState.PROPOSED.value
    )
    if (db.session.scalar(mine) or 0) >= MOST_WAITING:
        raise Invalid("", _("Trois de vos propositions attendent déjà une réponse. Attendez-en une avant la suivante."))
    community = Community(
        # Its name's address is given when it opens: two may propose the same, and neither learns of the other.
        slug=f"proposal-{uuid.uuid4().hex}",
        state=CommunityState.PROPOSED.value,
        why=why,
        proposed_by=actor.person_id,
        proposed_at=now(),
        submission=submission,
    )
    write_on(community, words)
    db.session.add(community)
    db.session.flush()
    record(CommunityProposed(community.id))
    return community


def sent_before(actor: Actor, submission: str | None) -> Community | None:
    if submission is None:
        return None
    return db.session.scalar(
        select(Community).where(Community.proposed_by == actor.person_id, Community.submission == submission)
    )
