"""What the pages of schools and communities show of discussions: their space, to those who see it."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import ColumnElement, select

from forum.core.actor import Actor
from forum.core.panels import panel
from forum.core.policy import visible
from forum.discussions.models import Space, Thread
from forum.extensions import db

LATEST = 3


def latest_of(actor: Actor, condition: ColumnElement[bool]) -> str:
    """The space and its latest threads, by one statement."""
    query = (
        select(Space, Thread)
        .outerjoin(Thread, Thread.space_id == Space.id)
        .where(condition, visible(actor, Space))
        .order_by(Thread.last_post_at.desc())
        .limit(LATEST)
    )
    found = db.session.execute(query).all()
    if not found:
        return ""
    threads = [thread for _, thread in found if thread is not None]
    return render_template("discussions/panel.html", space=found[0][0], threads=threads)


@panel("school.main", order=20)
def school_space(actor: Actor, school_id: int) -> str:
    """The latest threads of a school's space."""
    return latest_of(actor, Space.school_id == school_id)


@panel("community.main", order=20)
def community_space(actor: Actor, community_id: int) -> str:
    """The latest threads of a community's space."""
    return latest_of(actor, Space.community_id == community_id)
