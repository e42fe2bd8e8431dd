"""One post: for who may do something with it, as a quotation, as it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.differences import changes_only
from forum.core.errors import NotFound
from forum.core.policy import require
from forum.discussions.models import Post, PostRevision, Thread
from forum.discussions.policy import PostInThread
from forum.discussions.queries.reading import POSTS_A_PAGE, PostRow, posts_between
from forum.discussions.services.rendering import shown_sources
from forum.extensions import db
from forum.writing.quotes import quotation

LONGEST_QUOTATION = 1_000
MOST_QUOTED = 10
"""Posts that one link quotes at once."""
MOST_REVISIONS = 50
MOST_NEWS = 5


@dataclass(frozen=True)
class Step:
    """One edit of a post: who made it, when, and what it changed."""

    revision: PostRevision
    editor: str
    changes: Markup


def post_for(actor: Actor, post_id: int, permission: str) -> PostInThread:
    """One post with its thread, for who has a permission on it.

    Raises:
        NotFound, NotAllowed: as the permission's rule says.
    """
    found = db.session.execute(
        select(Post, Thread).join(Thread, Thread.id == Post.thread_id).where(Post.id == post_id)
    ).first()
    if found is None:
        raise NotFound
    written = PostInThread(*found)
    require(actor, permission, written)
    return written


def quotations(thread: Thread, numbers: Sequence[int]) -> str:
    """Posts of a thread that the actor sees, as quotations to begin a reply with, in the order asked for.

    What can't be read is left out, and so is what they quote that can't be read there.
    """
    wanted = list(dict.fromkeys(numbers))[:MOST_QUOTED]
    query = select(Post, Person.name).join(Person, Person.id == Post.author_id)
    found = db.session.execute(query.where(Post.thread_id == thread.id, Post.number.in_(wanted))).all()
    readable = sorted((row for row in found if row[0].is_readable), key=lambda row: wanted.index(row[0].number))
    sources = shown_sources(thread.audience, [post.source for post, _name in readable])
    return "".join(
        quotation(post.id, name, shortened(source)) for (post, name), source in zip(readable, sources, strict=True)
    )


def quotation_of(actor: Actor, post_id: int) -> str:
    """One post as a quotation.

    Raises:
        NotFound: there is none that the actor can read.
    """
    written = post_for(actor, post_id, "post.see")
    if not written.post.is_readable:
        raise NotFound
    return quotations(written.thread, [written.post.number])


def posts_of_others(actor: Actor, thread_id: int, after: int) -> Sequence[PostRow]:
    """What others wrote in a thread after a number, as far as it can be read: the first five."""
    rows = posts_between(thread_id, after + 1, after + POSTS_A_PAGE)
    return [row for row in rows if row.post.is_readable and row.author_id != actor.id][:MOST_NEWS]


def shortened(words: str) -> str:
    if len(words) <= LONGEST_QUOTATION:
        return words
    return words[:LONGEST_QUOTATION].rsplit(" ", 1)[0] + "…"


def revisions(written: PostInThread) -> Sequence[Step]:
    """The edits of a post, newest first. What it quotes is shown only where its readers may read it now."""
    query = (
        select(PostRevision, Person.name)
        .join(Person, Person.id == PostRevision.editor_id)
        .where(PostRevision.post_id == written.post.id)
        .order_by(PostRevision.id.desc())
        .limit(MOST_REVISIONS)
    )
    found = db.session.execute(query).all()
    sources = [written.post.source, *(revision.source for revision, _editor in found)]
    shown = shown_sources(written.thread.audience, sources)
    return [
        Step(revision, editor, changes_only(before, after))
        for (revision, editor), after, before in zip(found, shown, shown[1:], strict=False)
    ]


def count_posts() -> int:
    """How many posts there are, for commands."""
    return db.session.scalar(select(func.count()).select_from(Post)) or 0
