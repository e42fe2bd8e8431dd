"""Conversations to test with."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.conversations.models import Conversation, ConversationMessage
from forum.conversations.services import start_conversation, write_message
from tests.factories import actor


def make_conversation(
    starter: Person, *others: Person, subject: str = "Le retour de mardi", body: str = "Qui vient ?"
) -> Conversation:
    return start_conversation(actor(starter), [person.handle for person in others], subject, body)


def write(author: Person, conversation: Conversation, body: str) -> ConversationMessage:
    return write_message(actor(author), conversation.id, body)
