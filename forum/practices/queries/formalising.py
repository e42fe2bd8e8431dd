"""What the pages read that make a sheet of a discussion, or of what was said in a room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.policy import require
from forum.discussions.models import Post
from forum.discussions.queries import POSTS_A_PAGE, PostRow, ThreadHead, posts_between, thread_head
from forum.extensions import db
from forum.practices.models import Sheet, SheetState
from forum.writing.quotables import Saying, sayings
from forum.writing.quotes import own_words, quoted_messages

MOST_DRAFTS = 50
OF_MESSAGE = "message-"


@dataclass(frozen=True)
class Quotable:
    """Words of one person that can be quoted: a post, without what it quotes; or a message of a room.

    Args:
        number: of the post in its thread; None of a message.
        thread_id: of the thread that is made a sheet of; None where messages are chosen in their room.
        words: what the person says themselves, in Markdown.
    """

    number: int | None
    thread_id: int | None
    post_id: int | None
    message_id: int | None
    author_id: int
    author: str
    said_at: datetime
    words: str

    @property
    def key(self) -> str:
        """What stands for it in forms."""
        return str(self.number) if self.message_id is None else key_of_message(self.message_id)


def key_of_message(message_id: int) -> str:
    """What stands for a message in forms, where numbers stand for posts."""
    return f"{OF_MESSAGE}{message_id}"


def head_to_formalise(actor: Actor, thread_id: int) -> ThreadHead:
    """A thread that the actor may make a sheet of, by one statement.

    Raises:
        NotFound, NotAllowed: see the rule "thread.formalise".
    """
    head = thread_head(actor, thread_id)
    require(actor, "thread.formalise", head.thread)
    return head


def quotable_posts(head: ThreadHead, page: int) -> Sequence[PostRow]:
    """The posts of a page of a thread that can be read."""
    first = (page - 1) * POSTS_A_PAGE + 1
    return [row for row in posts_between(head.thread.id, first, page * POSTS_A_PAGE) if row.post.is_readable]


def quotables(
    actor: Actor, thread_id: int | None, numbers: Iterable[int], message_ids: Iterable[int]
) -> Mapping[str, Quotable]:
    """What is quoted by its key: posts of a thread by their numbers, and messages that the actor sees."""
    posts = quotables_of_posts(actor, thread_id, numbers) if thread_id is not None else []
    return {one.key: one for one in [*posts, *quotables_of_messages(actor, message_ids, thread_id)]}


def quotables_of_posts(actor: Actor, thread_id: int, numbers: Iterable[int]) -> Sequence[Quotable]:
    """Those of some posts that can be read, in their order, each before the messages of rooms that it took up: what
    those say is their own authors', who are asked. By one statement, by two where messages were taken up.

    Args:
        actor: who is to quote them, and sees the thread; of rooms, what they see themselves.
    """
    query = (
        select(Post, Person.name)
        .join(Person, Person.id == Post.author_id)
        .where(Post.thread_id == thread_id, Post.number.in_(sorted(set(numbers))))
        .order_by(Post.number)
        .execution_options(populate_existing=True)
    )
    posts = [(post, name) for post, name in db.session.execute(query) if post.is_readable]
    taken_up = {post.id: quoted_messages(post.source) for post, _name in posts}
    of_messages = {
        one.message_id: one
        for one in quotables_of_messages(actor, [message for each in taken_up.values() for message in each], thread_id)
    }
    found: list[Quotable] = []
    for post, name in posts:
        words = own_words(post.source)
        found.append(Quotable(post.number, thread_id, post.id, None, post.author_id, name, post.written_at, words))
        found += [of_messages.pop(message) for message in taken_up[post.id] if message in of_messages]
    return found


def quotables_of_messages(actor: Actor, ids: Iterable[int], thread_id: int | None = None) -> Sequence[Quotable]:
    """Those of some messages that can be read and that the actor sees, in the order in which they were said; by one
    statement.

    Args:
        thread_id: of the thread that took them up, where it is made a sheet of.
    """
    return [
        Quotable(None, thread_id, None, one.id, one.author_id, one.name, one.said_at, own_words(one.source))
        for one in seen_messages(actor, ids)
    ]


def seen_messages(actor: Actor, ids: Iterable[int]) -> Sequence[Saying]:
    """Likewise, as they stand in their room."""
    found = [one for one in sayings(set(ids)).values() if one.is_readable and one.is_seen_by(actor)]
    return sorted(found, key=lambda one: (one.said_at, one.id))


def own_drafts(actor: Actor) -> Sequence[Sheet]:
    """The drafts that the actor began, the last changed first, by one statement."""
    query = select(Sheet).where(Sheet.owner_id == actor.person_id, Sheet.state == SheetState.DRAFT.value)
    return list(db.session.scalars(query.order_by(Sheet.changed_at.desc()).limit(MOST_DRAFTS)))
