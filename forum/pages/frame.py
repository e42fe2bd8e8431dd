"""What every page's frame shows: who reads, where they belong, what awaits them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, session, url_for
from sqlalchemy import CompoundSelect, Integer, String, bindparam, cast, func, literal, select, union_all

from forum.accounts.sessions import fingerprint
from forum.chat.queries.unread import ROOMS_UNREAD, unread_in_rooms
from forum.communities.models import Community, CommunityMembership, CommunityState
from forum.core.actor import Actor, current_actor
from forum.core.i18n import current_language
from forum.core.policy import can
from forum.core.version import VERSION
from forum.extensions import db
from forum.notices.models import Notice
from forum.notices.policy import audiences_of_notices
from forum.schools.models import MembershipState, School, SchoolMembership

HUES = 12
MARK_LENGTH = 16


@dataclass(frozen=True)
class Place:
    """A school or a community that the reader belongs to.

    Args:
        kind: "school" or "community".
        is_archived: a community where nothing is written any more.
    """

    kind: str
    name: str
    url: str
    is_archived: bool = False


def init_app(app: Flask) -> None:
    """Gives templates what the frame shows, and the filters that draw people."""
    app.context_processor(frame)
    app.jinja_env.filters.update(initials=initials, hue=hue)


def frame() -> dict[str, Any]:
    """What `layout.html` reads, asked of the database once a request. Runs no statement for a visitor."""
    kept: dict[str, Any] | None = g.get("frame")
    if kept is None:
        kept = g.frame = frame_of(current_actor())
    return kept


def frame_of(actor: Actor) -> dict[str, Any]:
    unread, said, places = awaiting(actor) if actor.is_signed_in else (0, 0, [])
    return {
        "actor": actor,
        "can": lambda permission, thing=None: can(actor, permission, thing),
        "current_language": current_language(),
        "version": VERSION,
        "unread_notices": unread,
        "unread_messages": said,
        "session_mark": session_mark() if actor.is_signed_in else "",
        "my_places": places,
        "demo": current_app.config["SETTINGS"].app_env == "demo",
        "request_id": g.get("request_id", ""),
    }


def session_mark() -> str:
    """What tells one session of a browser from the next, so that its tabs know each other: worth nothing by itself."""
    return fingerprint(session.get("_user_id", ""))[:MARK_LENGTH]


PERSON = bindparam("person_id", type_=Integer)
AUDIENCES = bindparam("audiences", expanding=True, type_=Notice.audience.type)
UNREAD = "unread"
# Put together once, and one statement: it is run with every page of a signed-in person.
AWAITING: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(
        literal("school").label("kind"),
        School.name.label("name"),
        School.slug.label("slug"),
        School.uai.label("uai"),
        literal("").label("state"),
    )
    .join(SchoolMembership, SchoolMembership.school_id == School.id)
    .where(SchoolMembership.person_id == PERSON, SchoolMembership.state == MembershipState.ADMITTED.value),
    select(literal("community"), Community.name, Community.slug, literal(None), Community.state)
    .join(CommunityMembership, CommunityMembership.community_id == Community.id)
    .where(CommunityMembership.person_id == PERSON, CommunityMembership.left_at.is_(None)),
    select(literal(UNREAD), cast(func.count(), String), literal(""), literal(None), literal(""))
    .select_from(Notice)
    .where(Notice.person_id == PERSON, Notice.read_at.is_(None), Notice.audience.in_(AUDIENCES)),
    unread_in_rooms(PERSON, AUDIENCES),
).order_by("kind", "name")


def awaiting(actor: Actor) -> tuple[int, int, list[Place]]:
    """How many notices a person has not read, and how many messages of their rooms; and the schools, then the
    communities, that they belong to."""
    unread, said, places = 0, 0, []
    about = {"person_id": actor.person_id, "audiences": audiences_of_notices(actor)}
    for row in db.session.execute(AWAITING, about):
        if row.kind == UNREAD:
            unread = int(row.name)
        elif row.kind == ROOMS_UNREAD:
            said = int(row.name)
        else:
            url = place_url(row.kind, row.uai or row.slug)
            places.append(Place(row.kind, row.name, url, is_archived=row.state == CommunityState.ARCHIVED))
    return unread, said, sorted(places, key=lambda place: place.kind, reverse=True)


def place_url(kind: str, key: str) -> str:
    if kind == "school":
        return url_for("schools.school", key=key)
    return url_for("communities.community", slug=key)


def initials(name: str) -> str:
    """The two letters that stand for a person without a picture."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def hue(name: str) -> int:
    """The hue of a name's mark, the same each time: 0 to 11."""
    return hashlib.blake2b(name.encode(), digest_size=2).digest()[0] % HUES
