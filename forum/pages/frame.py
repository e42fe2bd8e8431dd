"""What every page's frame shows: who reads, where they belong, what awaits them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, url_for
from sqlalchemy import func, literal, select, union_all

from forum.communities.models import Community, CommunityMembership
from forum.core.actor import Actor, current_actor
from forum.core.i18n import current_language
from forum.core.policy import can
from forum.core.version import VERSION
from forum.extensions import db
from forum.notices.models import Notice
from forum.schools.models import MembershipState, School, SchoolMembership

HUES = 12


@dataclass(frozen=True)
class Place:
    """A school or a community that the reader belongs to.

    Args:
        kind: "school" or "community".
    """

    kind: str
    name: str
    url: str


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
    return {
        "actor": actor,
        "can": lambda permission, thing=None: can(actor, permission, thing),
        "current_language": current_language(),
        "version": VERSION,
        "unread_notices": unread_notices(actor.person_id) if actor.is_signed_in else 0,
        "my_places": my_places(actor.person_id) if actor.is_signed_in else [],
        "demo": current_app.config["SETTINGS"].app_env == "demo",
        "request_id": g.get("request_id", ""),
    }


def unread_notices(person_id: int) -> int:
    """How many notices a person has not read."""
    unread = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(unread.select_from(Notice)) or 0


def my_places(person_id: int) -> list[Place]:
    """The schools, then the communities, that a person belongs to, by one statement."""
    schools = (
        select(
            literal("school").label("kind"),
            School.name.label("name"),
            School.slug.label("slug"),
            School.uai.label("uai"),
        )
        .join(SchoolMembership, SchoolMembership.school_id == School.id)
        .where(SchoolMembership.person_id == person_id, SchoolMembership.state == MembershipState.ADMITTED.value)
    )
    communities = (
        select(literal("community"), Community.name, Community.slug, literal(None))
        .join(CommunityMembership, CommunityMembership.community_id == Community.id)
        .where(CommunityMembership.person_id == person_id, CommunityMembership.left_at.is_(None))
    )
    rows: list[Any] = list(db.session.execute(union_all(schools, communities).order_by("kind", "name")))
    places = [Place(row.kind, row.name, place_url(row.kind, row.uai or row.slug)) for row in rows]
    return sorted(places, key=lambda place: place.kind, reverse=True)


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
