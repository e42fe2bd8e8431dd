"""What the pages of schools and communities show of discussions: their space, to those who see it; and the addresses of
feeds."""

from __future__ import annotations

from flask import render_template, url_for
from sqlalchemy import ColumnElement, select

from forum.accounts.feed_keys import feed_key
from forum.accounts.links import on_site
from forum.core.actor import Actor
from forum.core.panels import panel
from forum.core.policy import visible
from forum.discussions.models import Space, Thread
from forum.discussions.queries import spaces
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


@panel("account.feeds")
def feeds_of_spaces(actor: Actor, _: int) -> str:
    """The addresses of the feeds of every space that the reader sees, with their key."""
    key = feed_key(actor)
    addresses = [
        (space, on_site(url_for("discussions.space_feed", slug=space.slug, key=key))) for space in spaces(actor)
    ]
    return render_template("discussions/feeds.html", addresses=addresses)
