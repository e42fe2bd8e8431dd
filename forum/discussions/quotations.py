"""What posts quote follows what is quoted: a post that goes out of sight goes out of those that quote it too, and
comes back there with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Select, select

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import on, record
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged, PostsMoved, PostWritten, ThreadMoved, ThreadOpened
from forum.discussions.models import Post, PostQuote
from forum.discussions.services.rendering import readers_of, render_all_again
from forum.extensions import db
from forum.writing.quotes import register_unreadable

BATCH = 100
"""Posts that are rendered again in one transaction."""


@register_unreadable
def unreadable(actor: Actor, post_ids: Collection[int]) -> set[int]:
    """The posts among these that an actor may not read."""
    return {post_id for post_id, token in readers_of(post_ids).items() if token not in actor.audiences}


def render_again_all(quoting: Select[int]) -> None:
    """Renders again the posts of a SELECT of ids, some at a time, and tells of those that read otherwise."""
    for ids in batches(quoting):
        with transaction():
            query = select(Post).where(Post.id.in_(ids)).order_by(Post.id)
            posts = list(db.session.scalars(query.execution_options(populate_existing=True)))
            changed = render_all_again(posts)
            if changed:
                touch(*{f"thread:{post.thread_id}" for post in changed})
            for post in changed:
                record(PostChanged(post.id, post.thread_id))


def batches(quoting: Select[int]) -> Iterator[Sequence[int]]:
    last = 0
    while True:
        after = select(PostQuote.post_id).where(PostQuote.post_id.in_(quoting), PostQuote.post_id > last)
        found = db.session.scalars(after.distinct().order_by(PostQuote.post_id).limit(BATCH)).all()
        if not found:
            return
        yield found
        last = found[-1]


def that_quote(post_ids: Select[int] | Collection[int]) -> Select[int]:
    """The ids of the posts that quote some posts."""
    return select(PostQuote.post_id).where(PostQuote.quoted_id.in_(post_ids))


@on(PostChanged, "quotes")
def follow_changes(events: Sequence[PostChanged]) -> None:
    """After a post was deleted, hidden or brought back. It ends: what a post quotes makes it no less readable."""
    render_again_all(that_quote({event.post_id for event in events}))


@on(ThreadMoved, "quotes")
def follow_threads(events: Sequence[ThreadMoved]) -> None:
    """After a thread got other readers: what quotes its posts, and what its posts quote."""
    moved = select(Post.id).where(Post.thread_id.in_({event.thread_id for event in events}))
    render_again_all(that_quote(moved))
    render_again_all(moved)


@on(PostsMoved, "quotes")
def follow_posts(events: Sequence[PostsMoved]) -> None:
    """After posts got other readers: what quotes them. They themselves were rendered when they were moved."""
    render_again_all(that_quote({post_id for event in events for post_id in event.post_ids}))


@on(PostWritten, "quotes")
@on(ThreadOpened, "quotes")
def look_again(events: Sequence[PostWritten | ThreadOpened]) -> None:
    """After a post was written: what it quotes may have gone out of sight at that very moment."""
    render_again_all(select(Post.id).where(Post.id.in_({event.post_id for event in events})))
