"""What the pages of discussions read: rows shaped for the page, by a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import require, visible
from forum.discussions.models import Post, PostRevision, Space, Tag, Thread, ThreadTag
from forum.discussions.policy import PostInThread
from forum.extensions import db

POSTS_A_PAGE = 20
THREADS_A_PAGE = 30
MOST_SPACES = 200
UNANSWERED = "unanswered"

PART, BETWEEN = "|", "\n"
"""What parts the slug of a tag from its name, and one tag from the next: in neither, since both are tidied."""

Opener, LastAuthor = aliased(Person), aliased(Person)
ListedThreads = Select[Thread, str, str, str, str, str | None]
ListedThread = Row[Thread, str, str, str, str, str | None]


@dataclass(frozen=True)
class TagWord:
    """A tag as pages show it."""

    slug: str
    name: str


@dataclass(frozen=True)
class ThreadRow:
    """One thread in a list."""

    thread: Thread
    opener: str
    opener_profession: str
    last_author: str
    space: str
    tags: Sequence[TagWord]

    @property
    def replies(self) -> int:
        return max(0, self.thread.post_count - 1)


@dataclass(frozen=True)
class PostRow:
    """One post on a page, with who wrote it."""

    post: Post
    author: str
    author_id: int
    author_profession: str


@dataclass(frozen=True)
class ThreadHead:
    """A thread as the top of its page shows it."""

    thread: Thread
    space: Space
    opener: str
    opener_profession: str
    tags: Sequence[TagWord]


def spaces(actor: Actor) -> Sequence[Space]:
    """Every space the actor sees: public ones first, then those of members, schools and communities."""
    query = select(Space).where(visible(actor, Space))
    in_order = query.order_by(Space.school_id.is_not(None), Space.community_id.is_not(None), Space.position, Space.name)
    return list(db.session.scalars(in_order.limit(MOST_SPACES)))


def space_by_slug(actor: Actor, slug: str) -> Space:
    """One space.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    space = db.session.scalar(select(Space).where(Space.slug == slug, visible(actor, Space)))
    if space is None:
        raise NotFound
    return space


def tags_in_one() -> ScalarSelect[str | None]:
    """The tags of the thread at hand as one text, so that a list of threads takes one statement."""
    return (
        select(func.aggregate_strings(Tag.slug + PART + Tag.name, BETWEEN))
        .join(ThreadTag, ThreadTag.tag_id == Tag.id)
        .where(ThreadTag.thread_id == Thread.id)
        .correlate(Thread)
        .scalar_subquery()
    )


def tag_words(text: str | None) -> list[TagWord]:
    """Reads what `tags_in_one` wrote."""
    return sorted(
        (TagWord(*tag.split(PART, 1)) for tag in (text or "").split(BETWEEN) if tag), key=lambda tag: tag.slug
    )


def listed_threads(actor: Actor) -> ListedThreads:
    return (
        select(Thread, Opener.name, Opener.profession, LastAuthor.name, Space.name, tags_in_one())
        .join(Opener, Opener.id == Thread.author_id)
        .outerjoin(LastAuthor, LastAuthor.id == Thread.last_author_id)
        .join(Space, Space.id == Thread.space_id)
        .where(visible(actor, Thread))
    )


def rows_of(found: Sequence[ListedThread]) -> list[ThreadRow]:
    return [ThreadRow(row[0], row[1], row[2], row[3] or "", row[4], tag_words(row[5])) for row in found]


def threads_of_space(
    actor: Actor, space: Space, tab: str, cursor: str | None
) -> tuple[Sequence[ThreadRow], str | None]:
    """The threads of a space, the latest word first, and the cursor of what follows; pinned ones stand apart.

    Args:
        tab: "unanswered" keeps the threads without a reply.
    """
    conditions: list[ColumnElement[bool]] = [Thread.space_id == space.id]
    if tab == UNANSWERED:
        conditions.append(Thread.post_count <= 1)
    else:
        conditions.append(Thread.pinned_at.is_(None))
    return slice_of_threads(listed_threads(actor).where(*conditions), cursor)


def pinned_threads(actor: Actor, space: Space) -> Sequence[ThreadRow]:
    """The threads kept on top of a space."""
    query = listed_threads(actor).where(Thread.space_id == space.id, Thread.pinned_at.is_not(None))
    return rows_of(db.session.execute(query.order_by(Thread.pinned_at.desc()).limit(10)).all())


def threads_of_tag(actor: Actor, tag: Tag, cursor: str | None) -> tuple[Sequence[ThreadRow], str | None]:
    """The threads under a tag, the latest word first, and the cursor of what follows."""
    tagged = listed_threads(actor).join(ThreadTag, ThreadTag.thread_id == Thread.id).where(ThreadTag.tag_id == tag.id)
    return slice_of_threads(tagged, cursor)


def slice_of_threads(query: ListedThreads, cursor: str | None) -> tuple[Sequence[ThreadRow], str | None]:
    query = after_cursor(query, Thread.last_post_at, Thread.id, cursor, THREADS_A_PAGE)
    found: Slice[ListedThread] = cut(
        db.session.execute(query).all(), THREADS_A_PAGE, lambda row: (row[0].last_post_at, row[0].id)
    )
    return rows_of(found.rows), found.next_cursor


def latest_threads(actor: Actor, limit: int, *, unanswered: bool = False) -> Sequence[ThreadRow]:
    """The threads with the latest words, among all that the actor sees."""
    query = listed_threads(actor)
    if unanswered:
        query = query.where(Thread.post_count <= 1, Thread.locked_at.is_(None))
    return rows_of(db.session.execute(query.order_by(Thread.last_post_at.desc()).limit(limit)).all())


def tag_by_slug(slug: str) -> Tag:
    """One tag.

    Raises:
        NotFound: nothing was ever filed under it.
    """
    tag = db.session.scalar(select(Tag).where(Tag.slug == slug))
    if tag is None:
        raise NotFound
    return tag


# Put together once: every page of a thread begins with it.
HEAD = (
    select(Thread, Space, Opener.name, Opener.profession, tags_in_one())
    .join(Space, Space.id == Thread.space_id)
    .join(Opener, Opener.id == Thread.author_id)
    .where(Thread.id == bindparam("thread_id", type_=Thread.id.type))
)


def thread_head(actor: Actor, thread_id: int) -> ThreadHead:
    """A thread with its space, its opener and its tags, by one statement.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    found = db.session.execute(HEAD, {"thread_id": thread_id}).first()
    if found is None:
        raise NotFound
    require(actor, "thread.see", found[0])
    return ThreadHead(found[0], found[1], found[2], found[3], tag_words(found[4]))


def posts_between(thread_id: int, first: int, last: int) -> Sequence[PostRow]:
    """The posts of a thread whose numbers lie between two, found by number: as quick at the end as at the start."""
    query = (
        select(Post, Person.name, Person.id, Person.profession)
        .join(Person, Person.id == Post.author_id)
        .where(Post.thread_id == thread_id, Post.number.between(first, last))
        .order_by(Post.number)
    )
    return [PostRow(*row) for row in db.session.execute(query)]


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


def quoted_source(thread_id: int, number: int) -> str:
    """The text of a post that somebody quotes; nothing where it can't be read."""
    post = db.session.scalar(select(Post).where(Post.thread_id == thread_id, Post.number == number))
    return post.source if post is not None and post.is_readable else ""


def revisions(post_id: int) -> Sequence[tuple[PostRevision, str]]:
    """What a post said before, newest first, with who edited it."""
    query = (
        select(PostRevision, Person.name)
        .join(Person, Person.id == PostRevision.editor_id)
        .where(PostRevision.post_id == post_id)
        .order_by(PostRevision.id.desc())
        .limit(50)
    )
    return [(revision, name) for revision, name in db.session.execute(query)]


def count_posts() -> int:
    """How many posts there are, for commands."""
    return db.session.scalar(select(func.count()).select_from(Post)) or 0
