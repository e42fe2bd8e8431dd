"""What people say to each other: posts, proposals, messages of rooms, letters of private conversations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import literal, select

from forum.accounts.models import Person
from forum.chat.models import Message, Room
from forum.chat.services import hide_message, restore_message
from forum.conversations.models import Conversation, ConversationMessage
from forum.conversations.services import hide_message as hide_letter
from forum.conversations.services import restore_message as restore_letter
from forum.core.policy import visible
from forum.discussions.models import Post, Thread
from forum.discussions.services import hide_post, restore_post
from forum.moderation.subjects.kind import Kind, near
from forum.proposals.models import Proposal
from forum.proposals.said import said_by_proposals
from forum.proposals.services import hide_proposal, restore_proposal

POST, PROPOSAL, MESSAGE, LETTER = "post", "proposal", "message", "letter"


def was_deleted(row: Any) -> bool:
    return row.deleted_at is not None


SAID: Mapping[str, Kind] = {
    POST: Kind(
        row=Post,
        query=select(Post, Post.written_at, Thread.title, Thread.audience, Person.name, Person.profession)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Person, Person.id == Post.author_id)
        .order_by(Post.thread_id, Post.number),
        brief=select(Post.id, Person.name, Post.html, Thread.title, Thread.audience)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Person, Person.id == Post.author_id),
        sight=lambda actor: visible(actor, Thread),
        around=lambda object_id: near(Post.thread_id, Post.number, object_id, Post.id),
        address=lambda object_id: f"/posts/{object_id}",
        is_deleted=was_deleted,
        hide=hide_post,
        restore=restore_post,
        can_edit=True,
    ),
    PROPOSAL: Kind(
        row=Proposal,
        query=select(Proposal, Proposal.opened_at, Thread.title, Thread.audience, Person.name, Person.profession)
        .join(Thread, Thread.id == Proposal.thread_id)
        .join(Person, Person.id == Proposal.author_id)
        .order_by(Proposal.thread_id, Proposal.id),
        brief=select(Proposal.id, Person.name, Proposal.question, Thread.title, Thread.audience)
        .join(Thread, Thread.id == Proposal.thread_id)
        .join(Person, Person.id == Proposal.author_id),
        sight=lambda actor: visible(actor, Proposal),
        # It stands beside the posts, not among them; one that is withdrawn is gone.
        around=lambda object_id: (Proposal.id == object_id,),
        address=lambda object_id: f"/proposals/{object_id}",
        html=lambda rows: said_by_proposals([row[0] for row in rows]),
        hide=hide_proposal,
        restore=restore_proposal,
        is_plain=True,
    ),
    MESSAGE: Kind(
        row=Message,
        query=select(Message, Message.said_at, Room.name, Room.audience, Person.name, Person.profession)
        .join(Room, Room.id == Message.room_id)
        .join(Person, Person.id == Message.author_id)
        .order_by(Message.room_id, Message.seq),
        brief=select(Message.id, Person.name, Message.html, Room.name, Room.audience)
        .join(Room, Room.id == Message.room_id)
        .join(Person, Person.id == Message.author_id),
        sight=lambda actor: visible(actor, Room),
        around=lambda object_id: near(Message.room_id, Message.seq, object_id, Message.id),
        address=lambda object_id: f"/messages/{object_id}",
        is_deleted=was_deleted,
        hide=hide_message,
        restore=restore_message,
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
        brief=select(ConversationMessage.id, Person.name, ConversationMessage.html, literal(""), literal(""))
        .join(Conversation, Conversation.id == ConversationMessage.conversation_id)
        .join(Person, Person.id == ConversationMessage.author_id),
        sight=lambda actor: visible(actor, Conversation),
        # What stood around it was not reported, and is nobody's to read.
        around=lambda object_id: (ConversationMessage.id == object_id,),
        address=lambda object_id: f"/conversations/messages/{object_id}",
        is_deleted=was_deleted,
        hide=hide_letter,
        restore=restore_letter,
    ),
}
