"""What the pages of conversations read, by a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, func, select

from forum.accounts.models import Person
from forum.conversations.models import Conversation, ConversationMember, ConversationMessage
from forum.conversations.policy import Joined, MessageIn
from forum.conversations.services.finding import find_conversation, find_message
from forum.core.actor import Actor
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import require
from forum.core.text import excerpt
from forum.extensions import db

CONVERSATIONS_A_PAGE = 30
MESSAGES_A_PAGE = 20
MOST_AT_ONCE = 40
BETWEEN = "\n"


@dataclass(frozen=True)
class ConversationRow:
    """A conversation in one's list."""

    conversation: Conversation
    others: Sequence[str]
    unread: int
    last_name: str
    last_words: str
    is_muted: bool


@dataclass(frozen=True)
class MessageRow:
    """A message on a page, with who wrote it."""

    message: ConversationMessage
    author: str
    profession: str


@dataclass(frozen=True)
class MemberRow:
    """Somebody in a conversation, or who was."""

    person_id: int
    name: str
    profession: str
    has_left: bool


Listed = Row[Conversation, ConversationMember, ConversationMessage, str, str | None]


def conversations(actor: Actor, cursor: str | None) -> Slice[ConversationRow]:
    """A slice of the conversations the actor is in, the latest word first, by one statement."""
    others = (
        select(func.aggregate_strings(Person.name, BETWEEN))
        .join(ConversationMember, ConversationMember.person_id == Person.id)
        .where(ConversationMember.conversation_id == Conversation.id, Person.id != actor.person_id)
        .correlate(Conversation)
        .scalar_subquery()
    )
    query = (
        select(Conversation, ConversationMember, ConversationMessage, Person.name, others)
        .join(ConversationMember, ConversationMember.conversation_id == Conversation.id)
        .join(
            ConversationMessage,
            (ConversationMessage.conversation_id == Conversation.id)
            & (ConversationMessage.number == Conversation.last_number),
        )
        .join(Person, Person.id == ConversationMessage.author_id)
        .where(ConversationMember.person_id == actor.person_id, ConversationMember.left_at.is_(None))
    )
    query = after_cursor(query, Conversation.last_at, Conversation.id, cursor, CONVERSATIONS_A_PAGE)
    found: Slice[Listed] = cut(
        db.session.execute(query).all(), CONVERSATIONS_A_PAGE, lambda row: (row[0].last_at, row[0].id)
    )
    return Slice([row_of(row) for row in found.rows], found.next_cursor)


def row_of(found: Listed) -> ConversationRow:
    conversation, member, last, name, others = found
    return ConversationRow(
        conversation,
        sorted((others or "").split(BETWEEN)) if others else [],
        conversation.last_number - member.read_number,
        name,
        excerpt(last.source, 100) if last.is_readable else "",
        member.muted_at is not None,
    )


def conversation_for(actor: Actor, conversation_id: int) -> Joined:
    """One conversation, for who is in it.

    Raises:
        NotFound: there is none, or none that the actor is in.
    """
    return find_conversation(actor, conversation_id)


def message_for(actor: Actor, message_id: int, permission: str) -> MessageIn:
    """One message, for who has a permission on it.

    Raises:
        NotFound, NotAllowed: as the permission's rule says.
    """
    written = find_message(actor, message_id)
    require(actor, permission, written)
    return written


def members_of(conversation_id: int) -> Sequence[MemberRow]:
    """Who is in a conversation, and who left it, by name."""
    query = (
        select(Person.id, Person.name, Person.profession, ConversationMember.left_at.is_not(None))
        .join(ConversationMember, ConversationMember.person_id == Person.id)
        .where(ConversationMember.conversation_id == conversation_id)
        .order_by(Person.sort_name, Person.id)
    )
    return [MemberRow(*row) for row in db.session.execute(query)]


def messages_between(conversation_id: int, first: int, last: int) -> Sequence[MessageRow]:
    """The messages of a conversation whose numbers lie between two, forty at most."""
    query = (
        select(ConversationMessage, Person.name, Person.profession)
        .join(Person, Person.id == ConversationMessage.author_id)
        .where(
            ConversationMessage.conversation_id == conversation_id,
            ConversationMessage.number.between(first, min(last, first + MOST_AT_ONCE - 1)),
        )
        .order_by(ConversationMessage.number)
    )
    return [MessageRow(*row) for row in db.session.execute(query)]
