"""A thread and its posts, as the page of a thread shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, literal, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.discussions.models import Post, PostKind, PostTrace, Space, Thread, ThreadRead
from forum.discussions.queries.reactions import NOBODY, Reactors, reactors_of
from forum.discussions.queries.thread_rows import Opener, TagWord, tag_words, tags_in_one
from forum.extensions import db
from forum.notices.models import Watch
from forum.writing.models import Draft

POSTS_A_PAGE = 20
AUTHOR, HELPED, NOTES = "author", "helped", "notes"
ONLY = (AUTHOR, HELPED, NOTES)

Summarist, Holder = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class PostRow:
    """One post on a page, with who wrote it."""

    post: Post
    author: str
    author_id: int
    author_profession: str
    reactors: Reactors = NOBODY

    @property
    def concerned(self) -> frozenset[int]:
        """The people who find something of their own here: what they wrote, what they reacted to."""
        return self.reactors.people | {self.author_id}


@dataclass(frozen=True)
class ThreadHead:
    """A thread as the top of its page shows it.

    Args:
        summarist: who wrote its summary.
        holder: who holds its space at this moment, if anybody does.
        read_number: how far the reader has read; 0 for who never did.
        watch_level: how closely the reader follows it, if they said or it began by itself.
        draft: what the reader began to write there.
    """

    thread: Thread
    space: Space
    opener: str
    opener_profession: str
    tags: Sequence[TagWord]
    summarist: str = ""
    holder: str = ""
    read_number: int = 0
    watch_level: str | None = None
    draft: Draft | None = None

    @property
    def unread(self) -> int:
        """How many posts came since the reader was there; 0 for who never was."""
        return max(0, self.thread.last_number - self.read_number) if self.read_number else 0


@dataclass(frozen=True)
class Trace:
    """A number at which a post stood before it went to another thread."""

    number: int
    post_id: int
    target_id: int
    title: str
    slug: str
    audience: str


# Put together once: every page of a thread begins with it, and learns by it all that is the reader's own.
READER = bindparam("person_id", type_=ThreadRead.person_id.type)
HEAD = (
    select(
        Thread,
        Space,
        Opener.name,
        Opener.profession,
        tags_in_one(),
        Summarist.name,
        Holder.name,
        ThreadRead.read_number,
        Watch.level,
        Draft,
    )
    .join(Space, Space.id == Thread.space_id)
    .join(Opener, Opener.id == Thread.author_id)
    .outerjoin(Summarist, Summarist.id == Thread.summary_by)
    .outerjoin(
        Holder, (Holder.id == Space.holder_id) & (Space.held_until > bindparam("now", type_=Space.held_until.type))
    )
    .outerjoin(ThreadRead, (ThreadRead.thread_id == Thread.id) & (ThreadRead.person_id == READER))
    .outerjoin(Watch, (Watch.kind == "thread") & (Watch.object_id == Thread.id) & (Watch.person_id == READER))
    .outerjoin(Draft, (Draft.person_id == READER) & (Draft.place == bindparam("place", type_=Draft.place.type)))
    .where(Thread.id == bindparam("thread_id", type_=Thread.id.type))
)


def thread_head(actor: Actor, thread_id: int) -> ThreadHead:
    """A thread with its space, its people, its tags and what is the reader's own, by one statement.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    asked = {"thread_id": thread_id, "person_id": actor.id, "place": f"thread:{thread_id}", "now": now()}
    found = db.session.execute(HEAD, asked).first()
    if found is None:
        raise NotFound
    require(actor, "thread.see", found[0])
    return ThreadHead(
        found[0],
        found[1],
        found[2],
        found[3],
        tag_words(found[4]),
        summarist=found[5] or "",
        holder=found[6] or "",
        read_number=found[7] or 0,
        watch_level=found[8],
        draft=found[9],
    )


def posts_between(thread_id: int, first: int, last: int) -> Sequence[PostRow]:
    """The posts of a thread whose numbers lie between two, found by number: as quick at the end as at the start."""
    return posts_where(Post.thread_id == thread_id, Post.number.between(first, last))


def posts_only(thread: Thread, only: str, after: int) -> tuple[Sequence[PostRow], int | None]:
    """Some posts of a thread after a number, each kind found by an index of its own; and the number to go on after.

    Args:
        only: "author", those of who opened the thread; "helped"; "notes", those of the mediation.
    """
    conditions: dict[str, ColumnElement[bool]] = {
        AUTHOR: Post.author_id == thread.author_id,
        HELPED: Post.helped_at.is_not(None),
        # Spelled out, and not a parameter: the index of notes is found by these very words.
        NOTES: Post.kind == literal(PostKind.NOTE.value, literal_execute=True),
    }
    found = posts_where(Post.thread_id == thread.id, conditions[only], Post.number > after, most=POSTS_A_PAGE + 1)
    if len(found) <= POSTS_A_PAGE:
        return found, None
    return found[:POSTS_A_PAGE], found[POSTS_A_PAGE - 1].post.number


def posts_where(*conditions: ColumnElement[bool], most: int | None = None) -> Sequence[PostRow]:
    query = (
        select(Post, Person.name, Person.id, Person.profession)
        .join(Person, Person.id == Post.author_id)
        .where(*conditions)
        .order_by(Post.number)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    reactors = reactors_of(row[0] for row in rows)
    return [PostRow(*row, reactors.get(row[0].id, NOBODY)) for row in rows]


def traces_between(thread_id: int, first: int, last: int) -> Sequence[Trace]:
    """The numbers of a page at which posts stood that stand in other threads now."""
    query = (
        select(PostTrace.number, PostTrace.post_id, Thread.id, Thread.title, Thread.slug, Thread.audience)
        .join(Post, Post.id == PostTrace.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(PostTrace.thread_id == thread_id, PostTrace.number.between(first, last), Thread.id != thread_id)
        .order_by(PostTrace.number)
    )
    return [Trace(*row) for row in db.session.execute(query)]


def traced_post(thread_id: int, number: int) -> int | None:
    """The id of the post that stood at a number of a thread and went to another."""
    query = select(PostTrace.post_id).where(PostTrace.thread_id == thread_id, PostTrace.number == number)
    return db.session.scalar(query)


def number_after(thread: Thread, number: int) -> int:
    """The number of the first post after a number; of the last one where none is."""
    following = select(Post.number).where(Post.thread_id == thread.id, Post.number > number)
    return db.session.scalar(following.order_by(Post.number).limit(1)) or thread.last_number


def number_since(thread: Thread, moment: datetime) -> int:
    """The number of the first post written at a moment or later; of the last one where none is."""
    since = select(Post.number).where(Post.thread_id == thread.id, Post.written_at >= moment)
    return db.session.scalar(since.order_by(Post.written_at, Post.number).limit(1)) or thread.last_number
