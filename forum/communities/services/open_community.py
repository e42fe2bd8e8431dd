"""Opening a community, without its being proposed first."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from forum.communities.events import CommunityOpened
from forum.communities.models import Admission, Community
from forum.communities.services.belonging import enter
from forum.communities.services.finding import community_of_name
from forum.communities.services.texts import Written, address_of, name_is_taken, write_on, written
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db


def open_community(
    actor: Actor,
    name: str,
    about: str = "",
    charter: str = "",
    read_first: str = "",
    admission: str = Admission.OPEN.value,
) -> Community:
    """Opens a community; who opens it is its first member.

    Args:
        actor: a mediator or an administrator.
        name, about, charter, read_first, admission: see `written`.

    Raises:
        NotAllowed: see the rule "community.open".
        Invalid: the name is missing or taken, or a text is too long.
    """
    words = written(name, about, charter, read_first, admission)
    try:
        with transaction():
            require(actor, "community.open")
            return twin_of(actor, words) or open_as_written(actor, words)
    except IntegrityError:  # two opened it at the same moment
        raise name_is_taken() from None


def twin_of(actor: Actor, words: Written) -> Community | None:
    """The community that the same person opened with the same words, when a form is sent twice.

    Raises:
        Invalid: one of that name is there, and is another.
    """
    found = community_of_name(words.name)
    if found is None:
        return None
    there = Written(found.name, found.about, found.charter, found.read_first, found.admission)
    if found.opened_by == actor.person_id and there == words:
        return found
    raise name_is_taken()


def open_as_written(actor: Actor, words: Written) -> Community:
    community = Community(slug=address_of(words.name), opened_by=actor.person_id)
    write_on(community, words)
    db.session.add(community)
    db.session.flush()
    record(CommunityOpened(community.id))
    touch("communities")
    enter(community, actor.person_id, now() if words.charter else None)
    return community
