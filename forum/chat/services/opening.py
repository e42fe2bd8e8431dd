"""Opening one more room: of a school or a community, or between schools."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.chat.models import Room, RoomKind, RoomMember, RoomRole
from forum.chat.services.inviting import invite
from forum.chat.services.naming import checked_name, checked_purpose, people_called
from forum.communities.models import Community
from forum.core import audience
from forum.core.actor import Actor
from forum.core.errors import Conflict, NotAllowed
from forum.core.models import now
from forum.core.policy import require
from forum.core.ratelimits import count_once
from forum.core.transactions import transaction
from forum.extensions import db

ROOMS_PER_MINUTE = 5
MOST_TOPICS = 50
"""Open rooms of one school or community, the first one left out."""
MOST_SHARED = 30
"""Open rooms between schools that one person opened."""


def open_topic_room(actor: Actor, token: str, name: str, purpose: str = "", *, submission: str | None = None) -> Room:
    """Opens one more room of a school or of a community, for all its members.

    Args:
        actor: who opens it.
        token: the audience of the school or the community: "school:3".
        name: 80 characters at most.
        purpose: what it is for, in a line of 200 at most.
        submission: what tells the same form sent twice.

    Raises:
        NotAllowed: see the rule "room.open"; or the community is archived.
        Invalid: name or purpose can't be accepted.
        Conflict: it has as many rooms as is possible.
        TooMany: too many rooms in a minute.
    """
    kind, _colon, number = token.partition(":")
    require(actor, "room.open", token)
    facts = {"name": checked_name(name), "purpose": checked_purpose(purpose), "kind": RoomKind.TOPIC.value}
    school_id = int(number) if kind == "school" else None
    community_id = int(number) if kind == "community" else None
    try:
        with transaction():
            twin = opened_before(actor.person_id, submission)
            if twin is not None:
                return twin
            refuse_in_archive(community_id)
            refuse_too_many(
                MOST_TOPICS,
                _("Il y a déjà %(max)d salons ici. Fermez-en un d’abord.", max=MOST_TOPICS),
                audience_held=token,
            )
            count_once("rooms", actor.person_id, ROOMS_PER_MINUTE)
            room = Room(audience=token, school_id=school_id, community_id=community_id, **facts)
            return added(actor, room, submission)
    except IntegrityError:
        return twin_of(actor, submission)


def open_shared_room(
    actor: Actor, name: str, purpose: str, handles: Sequence[str], *, submission: str | None = None
) -> Room:
    """Opens a room between schools, which its opener holds, and invites people to it.

    Args:
        actor: who opens it.
        name, purpose: as for `open_topic_room`.
        handles: whom to invite, as mentions call them; more may be invited later.
        submission: what tells the same form sent twice.

    Raises:
        NotAllowed: the actor is a visitor.
        Invalid: name, purpose or people can't be accepted.
        Conflict: the person opened as many as is possible.
        TooMany: too many rooms in a minute.
    """
    require(actor, "room.share")
    facts = {"name": checked_name(name), "purpose": checked_purpose(purpose), "kind": RoomKind.SHARED.value}
    try:
        with transaction():
            people = people_called(actor, handles, may_be_nobody=True)
            twin = opened_before(actor.person_id, submission)
            if twin is not None:
                return twin
            words = _("Vous tenez déjà %(max)d salons ouverts. Fermez-en un d’abord.", max=MOST_SHARED)
            refuse_too_many(MOST_SHARED, words, opened_by=actor.person_id)
            count_once("rooms", actor.person_id, ROOMS_PER_MINUTE)
            room = added(actor, Room(audience="", **facts), submission)
            room.audience = audience.of_room(room.id)
            db.session.add(
                RoomMember(
                    room_id=room.id,
                    person_id=actor.person_id,
                    role=RoomRole.HOLDER.value,
                    invited_by=actor.person_id,
                    joined_at=now(),
                )
            )
            db.session.flush()
            invite(actor, room, people)
            return room
    except IntegrityError:
        return twin_of(actor, submission)


def added(actor: Actor, room: Room, submission: str | None) -> Room:
    room.opened_by, room.opened_at, room.submission = actor.person_id, now(), submission
    db.session.add(room)
    db.session.flush()
    return room


def opened_before(person_id: int, submission: str | None) -> Room | None:
    if submission is None:
        return None
    return db.session.scalar(select(Room).where(Room.opened_by == person_id, Room.submission == submission))


def twin_of(actor: Actor, submission: str | None) -> Room:
    """The room that the other of two presses of the button opened."""
    twin = opened_before(actor.person_id, submission)
    if twin is None:
        raise Conflict(_("Ce salon n’a pas pu être ouvert. Réessayez."))
    return twin


def refuse_in_archive(community_id: int | None) -> None:
    archived = select(Community.archived_at).where(Community.id == community_id)
    if community_id is not None and db.session.scalar(archived) is not None:
        raise NotAllowed(_("Cette communauté est archivée : aucun salon ne s’y ouvre plus."))


def refuse_too_many(most: int, words: str, *, audience_held: str = "", opened_by: int = 0) -> None:
    kind = RoomKind.TOPIC.value if audience_held else RoomKind.SHARED.value
    whose = Room.audience == audience_held if audience_held else Room.opened_by == opened_by
    query = select(func.count()).select_from(Room).where(Room.kind == kind, whose, Room.closed_at.is_(None))
    if (db.session.scalar(query) or 0) >= most:
        raise Conflict(words)
