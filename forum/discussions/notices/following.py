"""What of discussions can be followed, and whom that concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, String, cast, func, select

from forum.core.actor import Actor
from forum.core.policy import visible
from forum.discussions.models import Space, Tag, Thread, ThreadTag
from forum.discussions.notices.recipients import Spoken, spared, told_as
from forum.extensions import db
from forum.notices.models import WatchLevel
from forum.notices.watching import Followed, register_watched, watchers


def tags_of(spoken: Spoken) -> Select[int]:
    return select(ThreadTag.tag_id).where(ThreadTag.thread_id == spoken.thread.id)


def levels_told(spoken: Spoken) -> list[WatchLevel]:
    """The levels at which those who follow a space or a tag are told of a post."""
    return [WatchLevel.ALL, WatchLevel.FIRST] if spoken.post.number == 1 else [WatchLevel.ALL]


@told_as("watch-thread", rank=120)
def followers_of_thread(spoken: Spoken) -> Select[int]:
    return watchers("thread", spoken.thread.id, [WatchLevel.ALL])


@told_as("watch-space", rank=130)
def followers_of_space(spoken: Spoken) -> Select[int]:
    return watchers("space", spoken.thread.space_id, levels_told(spoken))


@told_as("watch-tag", rank=140)
def followers_of_tags(spoken: Spoken) -> Select[int]:
    """Those who follow a tag of the thread, but for who wishes to hear of its space by name alone."""
    followers = watchers("tag", tags_of(spoken), levels_told(spoken)).subquery()
    by_name = watchers("space", spoken.thread.space_id, [WatchLevel.MENTIONS])
    return select(followers.c[0]).where(followers.c[0].not_in(by_name))


@spared
def who_muted_the_space(spoken: Spoken) -> Select[int]:
    return watchers("space", spoken.thread.space_id, [WatchLevel.MUTED])


@spared
def who_muted_a_tag(spoken: Spoken) -> Select[int]:
    return watchers("tag", tags_of(spoken), [WatchLevel.MUTED])


def levels_of_place() -> Mapping[str, str]:
    return {
        WatchLevel.ALL.value: _("À chaque message"),
        WatchLevel.FIRST.value: _("À chaque nouvelle discussion"),
        WatchLevel.MENTIONS.value: _("Si l’on me mentionne ou me cite"),
        WatchLevel.MUTED.value: _("Jamais"),
    }


def levels_of_thread() -> Mapping[str, str]:
    return {
        WatchLevel.ALL.value: _("À chaque réponse"),
        "": _("Comme pour l’espace"),
        WatchLevel.MENTIONS.value: _("Si l’on me mentionne ou me cite"),
        WatchLevel.MUTED.value: _("Jamais"),
    }


def threads_seen(actor: Actor, ids: Sequence[int]) -> Mapping[int, Followed]:
    """Threads, each in its space and under its tags."""
    tags = (
        select(func.aggregate_strings(cast(ThreadTag.tag_id, String), ","))
        .where(ThreadTag.thread_id == Thread.id)
        .correlate(Thread)
        .scalar_subquery()
    )
    columns = Thread.id, Thread.title, Thread.slug, Thread.space_id, tags
    query = select(*columns).where(Thread.id.in_(ids), visible(actor, Thread))
    return {
        row.id: Followed(
            row.title,
            url_for("discussions.thread", thread_id=row.id, slug=row.slug),
            (("space", row.space_id), *(("tag", int(tag)) for tag in (row[4] or "").split(",") if tag)),
        )
        for row in db.session.execute(query)
    }


def spaces_seen(actor: Actor, ids: Sequence[int]) -> Mapping[int, Followed]:
    """Spaces."""
    query = select(Space.id, Space.name, Space.slug).where(Space.id.in_(ids), visible(actor, Space))
    return {
        row.id: Followed(row.name, url_for("discussions.space", slug=row.slug)) for row in db.session.execute(query)
    }


def tags_seen(actor: Actor, ids: Sequence[int]) -> Mapping[int, Followed]:
    """Tags: all see all of them."""
    query = select(Tag.id, Tag.name, Tag.slug).where(Tag.id.in_(ids))
    return {row.id: Followed(row.name, url_for("discussions.tag", slug=row.slug)) for row in db.session.execute(query)}


register_watched("space", spaces_seen, heading=lambda: _("Espaces"), levels=levels_of_place)
register_watched("tag", tags_seen, heading=lambda: _("Mots-clés"), levels=levels_of_place)
register_watched("thread", threads_seen, heading=lambda: _("Discussions"), levels=levels_of_thread, unchosen="")
