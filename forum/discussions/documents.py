"""What of discussions can be searched: threads with their first post, and each reply."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from forum.accounts.events import PersonRenamed
from forum.accounts.models import Person
from forum.core.events import on
from forum.discussions.events import (
    PostChanged,
    PostsMoved,
    PostWritten,
    TagsMerged,
    ThreadChanged,
    ThreadMoved,
    ThreadOpened,
)
from forum.discussions.models import Post, Space, Thread, ThreadTag
from forum.discussions.queries import tag_words, tags_in_one
from forum.discussions.results import POST, THREAD, results, results_of
from forum.extensions import db
from forum.search.documents import Document, Source, register_source
from forum.search.services import index

POSTS_A_BATCH = 500


def plain(html: str) -> str:
    """The words of rendered Markdown."""
    return Markup(html).striptags()  # noqa: S704


def group_of(thread_id: int) -> str:
    """What a thread and its posts are shown together as."""
    return f"thread:{thread_id}"


def thread_ids(after: int, limit: int) -> Sequence[int]:
    """The ids of threads, in order."""
    return list(db.session.scalars(select(Thread.id).where(Thread.id > after).order_by(Thread.id).limit(limit)))


def thread_documents(ids: Sequence[int]) -> Sequence[Document]:
    """Threads as documents: the title, the tags, and what the first post says while it can be read."""
    query = (
        select(Thread, Post, Person.name, Space.slug, tags_in_one())
        .join(Post, (Post.thread_id == Thread.id) & (Post.number == 1))
        .join(Person, Person.id == Thread.author_id)
        .join(Space, Space.id == Thread.space_id)
        .where(Thread.id.in_(ids), Thread.merged_into_id.is_(None))
    )
    return [
        Document(
            kind="thread",
            id=thread.id,
            audience=thread.audience,
            title=thread.title,
            body=plain(post.html) if post.is_readable else "",
            written_at=thread.opened_at,
            tags=tuple(tag.name for tag in tag_words(tags)),
            author=name,
            place=space,
            group=group_of(thread.id),
            facets={"year": (str(thread.opened_at.year),)},
        )
        for thread, post, name, space, tags in db.session.execute(query)
    ]


def post_ids(after: int, limit: int) -> Sequence[int]:
    """The ids of replies, in order."""
    query = select(Post.id).where(Post.id > after, Post.number > 1).order_by(Post.id).limit(limit)
    return list(db.session.scalars(query))


def post_documents(ids: Sequence[int]) -> Sequence[Document]:
    """Replies that can be read, as documents. The first post of a thread is found as the thread."""
    query = (
        select(Post, Thread, Person.name, Space.slug)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Person, Person.id == Post.author_id)
        .join(Space, Space.id == Thread.space_id)
        .where(Post.id.in_(ids), Post.number > 1, Post.deleted_at.is_(None), Post.hidden_at.is_(None))
    )
    return [
        Document(
            kind="post",
            id=post.id,
            audience=thread.audience,
            title="",
            body=plain(post.html),
            written_at=post.written_at,
            author=name,
            place=space,
            group=group_of(thread.id),
            facets={"year": (str(post.written_at.year),)},
        )
        for post, thread, name, space in db.session.execute(query)
    ]


register_source(
    Source(
        THREAD,
        lambda: _("Discussions"),
        thread_ids,
        thread_documents,
        partial(results_of, THREAD),
        one=lambda: _("Discussion"),
        together=results,
    )
)
register_source(
    Source(
        POST,
        lambda: _("Réponses"),
        post_ids,
        post_documents,
        partial(results_of, POST),
        is_suggested=False,
        one=lambda: _("Réponse"),
        together=results,
    )
)


@on(ThreadOpened, "search")
def index_opened(events: Sequence[ThreadOpened]) -> None:
    """Puts new threads into the index."""
    index("thread", [event.thread_id for event in events])


@on(ThreadChanged, "search")
def index_changed(events: Sequence[ThreadChanged]) -> None:
    """Puts changed threads into the index again."""
    index("thread", [event.thread_id for event in events])


@on(TagsMerged, "search")
def index_merged(events: Sequence[TagsMerged]) -> None:
    """Puts the threads under merged tags into the index again, so that they are found under the word that is left."""
    tags = {event.tag_id for event in events}
    index("thread", list(db.session.scalars(select(ThreadTag.thread_id).where(ThreadTag.tag_id.in_(tags)).distinct())))


@on(PostWritten, "search")
def index_written(events: Sequence[PostWritten]) -> None:
    """Puts new replies into the index."""
    index("post", [event.post_id for event in events])


@on(PostChanged, "search")
def index_edited(events: Sequence[PostChanged]) -> None:
    """Puts changed posts into the index again, or out of it; the first of a thread stands in the thread's document."""
    index("post", [event.post_id for event in events])
    index("thread", [event.thread_id for event in events])


@on(ThreadMoved, "search")
def index_moved_threads(events: Sequence[ThreadMoved]) -> None:
    """Puts threads that others read now, and all their posts, into the index again."""
    moved = {event.thread_id for event in events}
    index("thread", moved)
    last = 0
    while True:
        query = select(Post.id).where(Post.thread_id.in_(moved), Post.id > last).order_by(Post.id).limit(POSTS_A_BATCH)
        ids = list(db.session.scalars(query))
        if not ids:
            return
        index("post", ids)
        last = ids[-1]


@on(PersonRenamed, "search")
def index_renamed(events: Sequence[PersonRenamed]) -> None:
    """Puts what people wrote who are called otherwise now into the index again."""
    authors = {event.person_id for event in events}
    for kind, row in (("thread", Thread), ("post", Post)):
        last = 0
        while True:
            written = select(row.id).where(row.author_id.in_(authors), row.id > last)
            ids = list(db.session.scalars(written.order_by(row.id).limit(POSTS_A_BATCH)))
            if not ids:
                break
            index(kind, ids)
            last = ids[-1]


@on(PostsMoved, "search")
def index_moved_posts(events: Sequence[PostsMoved]) -> None:
    """Puts posts that went to another thread into the index again, and both threads."""
    index("post", [post_id for event in events for post_id in event.post_ids])
    index("thread", [thread_id for event in events for thread_id in (event.from_thread_id, event.to_thread_id)])
