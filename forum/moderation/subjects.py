"""What can be reported, whichever feature it belongs to: a post of a thread, a proposal put there, a message of a room,
one of a private conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, literal, select

from forum.accounts.models import Person
from forum.chat.models import Message, Room
from forum.chat.services import hide_message, restore_message
from forum.conversations.models import Conversation, ConversationMessage
from forum.conversations.services import hide_message as hide_letter
from forum.conversations.services import restore_message as restore_letter
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import visible
from forum.core.text import excerpt
from forum.discussions.models import Post, Thread
from forum.discussions.services import hide_post, restore_post
from forum.extensions import db
from forum.proposals.models import Proposal
from forum.proposals.said import said_by_proposals
from forum.proposals.services import hide_proposal, restore_proposal

POST, PROPOSAL, MESSAGE, LETTER = "post", "proposal", "message", "letter"
AROUND = 3
"""How many posts or messages before and after a reported one mediators see."""


@dataclass(frozen=True)
class Subject:
    """A post or a message, as mediators read it: its words are given even where it is hidden or deleted.

    Args:
        place: the title of its thread or the name of its room; empty for a private conversation.
        audience: who reads that place.
    """

    kind: str
    id: int
    author_id: int
    name: str
    profession: str
    html: str
    written_at: datetime
    is_hidden: bool
    is_deleted: bool
    hidden_reason: str
    place: str
    audience: str

    @property
    def is_readable(self) -> bool:
        return not self.is_hidden and not self.is_deleted

    @property
    def excerpt(self) -> str:
        """Its first words as they are shown: what it quotes is there only where its readers may read it."""
        return excerpt(Markup(self.html).striptags(), 160)  # noqa: S704


@dataclass(frozen=True)
class Kind:
    """What the desk needs to know of one kind of subjects.

    Args:
        row: its table.
        query: its rows with when they were written, where they stand, who reads it, and who wrote them, in order.
        sight: the condition under which a person sees the place of one.
        around: the condition that keeps one of an id with what stood around it.
        hide, restore: the verbs of the feature it belongs to.
        address: its permalink.
        html: what several of its rows say, by id; by one more statement at most.
        is_deleted: whether its author took one away.
    """

    row: Any
    query: Select[Any, datetime, str, str, str, str]
    sight: Callable[[Actor], ColumnElement[bool]]
    around: Callable[[int], Sequence[ColumnElement[bool]]]
    hide: Callable[[Actor, int, str], object]
    restore: Callable[[Actor, int], object]
    address: Callable[[int], str]
    html: Callable[[Sequence[Any]], Mapping[int, str]] = lambda rows: {row.id: row.html for row in rows}
    is_deleted: Callable[[Any], bool] = lambda row: row.deleted_at is not None


def near(place: Any, number: Any, object_id: int, identity: Any) -> Sequence[ColumnElement[bool]]:
    same = select(place).where(identity == object_id).scalar_subquery()
    middle = select(number).where(identity == object_id).scalar_subquery()
    return place == same, number.between(middle - AROUND, middle + AROUND)


KIND: Mapping[str, Kind] = {
    POST: Kind(
        row=Post,
        query=select(Post, Post.written_at, Thread.title, Thread.audience, Person.name, Person.profession)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Person, Person.id == Post.author_id)
        .order_by(Post.thread_id, Post.number),
        sight=lambda actor: visible(actor, Thread),
        around=lambda object_id: near(Post.thread_id, Post.number, object_id, Post.id),
        hide=hide_post,
        restore=restore_post,
        address=lambda object_id: f"/posts/{object_id}",
    ),
    PROPOSAL: Kind(
        row=Proposal,
        query=select(Proposal, Proposal.opened_at, Thread.title, Thread.audience, Person.name, Person.profession)
        .join(Thread, Thread.id == Proposal.thread_id)
        .join(Person, Person.id == Proposal.author_id)
        .order_by(Proposal.thread_id, Proposal.id),
        sight=lambda actor: visible(actor, Proposal),
        # It stands beside the posts, not among them.
        around=lambda object_id: (Proposal.id == object_id,),
        hide=hide_proposal,
        restore=restore_proposal,
        address=lambda object_id: f"/proposals/{object_id}",
        html=said_by_proposals,
        is_deleted=lambda _proposal: False,  # one that is withdrawn is gone
    ),
    MESSAGE: Kind(
        row=Message,
        query=select(Message, Message.said_at, Room.name, Room.audience, Person.name, Person.profession)
        .join(Room, Room.id == Message.room_id)
        .join(Person, Person.id == Message.author_id)
        .order_by(Message.room_id, Message.seq),
        sight=lambda actor: visible(actor, Room),
        around=lambda object_id: near(Message.room_id, Message.seq, object_id, Message.id),
        hide=hide_message,
        restore=restore_message,
        address=lambda object_id: f"/messages/{object_id}",
    ),
    LETTER: Kind(
        row=ConversationMessage,
        query=select(
            ConversationMessage,
            ConversationMessage.written_at,
            literal(""),
            literal(""),
            Person.name,
            Person.profession,
        )
        .join(Conversation, Conversation.id == ConversationMessage.conversation_id)
        .join(Person, Person.id == ConversationMessage.author_id)
        .order_by(ConversationMessage.conversation_id, ConversationMessage.number),
        sight=lambda actor: visible(actor, Conversation),
        # What stood around it was not reported, and is nobody's to read.
        around=lambda object_id: (ConversationMessage.id == object_id,),
        hide=hide_letter,
        restore=restore_letter,
        address=lambda object_id: f"/conversations/messages/{object_id}",
    ),
}
KINDS = tuple(KIND)


def seen_by(actor: Actor, kind: str, object_id: int) -> Subject:
    """A post or a message that somebody can see where it stands.

    Raises:
        NotFound: there is none that they see, or it was deleted.
    """
    found = read(kind, KIND[kind].sight(actor), KIND[kind].row.id == object_id)
    if not found or found[0].is_deleted:
        raise NotFound
    return found[0]


def brought_to_mediators(kind: str, object_id: int) -> Subject:
    """A post or a message that was reported, wherever it stands.

    Raises:
        NotFound: there is none any more.
    """
    found = read(kind, KIND[kind].row.id == object_id)
    if not found:
        raise NotFound
    return found[0]


def in_context(kind: str, object_id: int) -> Sequence[Subject]:
    """What was reported with up to three before and three after it, in order, by one statement; of a private
    conversation, that message alone."""
    return read(kind, *KIND[kind].around(object_id))


def several(objects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
    """What was reported by kind and id, by one statement a kind and one for what proposals offer."""
    wanted = list(objects)
    found: dict[tuple[str, int], Subject] = {}
    for kind in KINDS:
        ids = [object_id for object_kind, object_id in wanted if object_kind == kind]
        if ids:
            found |= {(kind, subject.id): subject for subject in read(kind, KIND[kind].row.id.in_(ids))}
    return found


def hide(actor: Actor, subject: Subject, reason: str) -> None:
    """Hides it, by the verb of the feature it belongs to."""
    KIND[subject.kind].hide(actor, subject.id, reason)


def restore(actor: Actor, subject: Subject) -> None:
    """Shows it again, by the verb of the feature it belongs to."""
    KIND[subject.kind].restore(actor, subject.id)


def place_of(subject: Subject) -> str:
    """The address at which its author and its readers find it."""
    return KIND[subject.kind].address(subject.id)


def read(kind: str, *conditions: ColumnElement[bool]) -> Sequence[Subject]:
    """What meets some conditions, in the order of its place."""
    rows = db.session.execute(KIND[kind].query.where(*conditions)).all()
    html = KIND[kind].html([row[0] for row in rows])
    return [
        Subject(
            kind=kind,
            id=written.id,
            author_id=written.author_id,
            name=name,
            profession=profession,
            html=html[written.id],
            written_at=moment,
            is_hidden=written.hidden_at is not None,
            is_deleted=KIND[kind].is_deleted(written),
            hidden_reason=written.hidden_reason,
            place=place,
            audience=audience,
        )
        for written, moment, place, audience, name, profession in rows
    ]
