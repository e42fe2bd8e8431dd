"""Tags, as pages list them: each reader counts what they see, and sees no tag but of what they see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import visible
from forum.discussions.models import Tag, TagSynonym, Thread, ThreadTag
from forum.extensions import db
from forum.notices.models import Watch

MOST_TAGS = 400


@dataclass(frozen=True)
class CountedTag:
    """A tag, and under how many threads the reader finds it."""

    slug: str
    name: str
    threads: int


@dataclass(frozen=True)
class TagHead:
    """A tag as its page shows it, and how closely the reader follows it, if they said."""

    tag: Tag
    watch_level: str | None


def counted_tags(actor: Actor) -> Sequence[CountedTag]:
    """The tags under which the actor sees threads, by name; of very many, those most in use."""
    count = func.count().label("threads")
    query = (
        select(Tag.slug, Tag.name, count)
        .join(ThreadTag, ThreadTag.tag_id == Tag.id)
        .join(Thread, Thread.id == ThreadTag.thread_id)
        .where(visible(actor, Thread), Thread.merged_into_id.is_(None))
        .group_by(Tag.id, Tag.slug, Tag.name)
        .order_by(count.desc(), Tag.slug)
        .limit(MOST_TAGS)
    )
    return sorted((CountedTag(*row) for row in db.session.execute(query)), key=lambda tag: tag.slug)


def tag_by_slug(slug: str) -> Tag:
    """One tag.

    Raises:
        NotFound: nothing was ever filed under it.
    """
    tag = db.session.scalar(select(Tag).where(Tag.slug == slug))
    if tag is None:
        raise NotFound
    return tag


def tag_head(actor: Actor, slug: str) -> TagHead:
    """The tag of a slug, or the one that it is a synonym of, with what the reader said of it, by one statement.

    Raises:
        NotFound: it is neither.
    """
    meant = select(TagSynonym.tag_id).where(TagSynonym.slug == slug).scalar_subquery()
    query = (
        select(Tag, Watch.level)
        .outerjoin(Watch, (Watch.kind == "tag") & (Watch.object_id == Tag.id) & (Watch.person_id == actor.id))
        .where((Tag.slug == slug) | (Tag.id == meant))
    )
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound
    return TagHead(*found)


def synonyms(tag: Tag) -> Sequence[TagSynonym]:
    """The other words for a tag, by name."""
    return list(db.session.scalars(select(TagSynonym).where(TagSynonym.tag_id == tag.id).order_by(TagSynonym.slug)))
