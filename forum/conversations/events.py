"""What happened in conversations, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class MessageSent:
    """Something was written in a conversation."""

    message_id: int
    conversation_id: int


@event
@dataclass(frozen=True)
class MessageChanged:
    """Something written in a conversation was edited, deleted, hidden or restored."""

    message_id: int
    conversation_id: int


@event
@dataclass(frozen=True)
class ConversationLeft:
    """Somebody left a conversation."""

    conversation_id: int
    person_id: int
