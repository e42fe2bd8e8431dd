"""Opening a space."""

from __future__ import annotations

from sqlalchemy import func, select

from forum.core.changes import touch
from forum.core.text import slug, tidy, tidy_line
from forum.core.transactions import transaction
from forum.discussions.models import Space
from forum.extensions import db


def open_space(
    name: str, audience: str, about: str = "", *, school_id: int | None = None, community_id: int | None = None
) -> Space:
    """Opens a space; a school or a community that has one keeps it.

    It is the site that opens spaces, when a school gets its first member, when a community begins, or when told on
    the command line: no person's right is asked.

    Args:
        name: what it is called.
        audience: who sees it (forum/core/audience.py).
        about: one or two sentences.
        school_id: the school whose own space it is.
        community_id: the community whose own space it is.
    """
    with transaction():
        space = space_of(school_id, community_id)
        if space is not None:
            return space
        space = Space(
            name=tidy_line(name),
            slug=free_slug(name),
            about=tidy(about),
            audience=audience,
            school_id=school_id,
            community_id=community_id,
            position=(db.session.scalar(select(func.max(Space.position))) or 0) + 1,
        )
        db.session.add(space)
        db.session.flush()
        touch("discussions")
    return space


def space_of(school_id: int | None, community_id: int | None) -> Space | None:
    if school_id is not None:
        return db.session.scalar(select(Space).where(Space.school_id == school_id))
    if community_id is not None:
        return db.session.scalar(select(Space).where(Space.community_id == community_id))
    return None


def free_slug(name: str) -> str:
    """The first free of "climat-scolaire", "climat-scolaire-2", …"""
    wanted = slug(name)
    taken = set(db.session.scalars(select(Space.slug).where(Space.slug.startswith(wanted, autoescape=True))))
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free
