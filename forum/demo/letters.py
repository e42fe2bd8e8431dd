"""The demonstration's private conversations."""

from __future__ import annotations

from sqlalchemy import update

from forum.conversations.models import Conversation, ConversationMember, ConversationMessage
from forum.conversations.services.start_conversation import begin
from forum.conversations.services.writing import add_message
from forum.core.text import tidy
from forum.demo.history import Happening
from forum.demo.people import People
from forum.demo.texts import Letters, Words, letters
from forum.extensions import db


def conversations(people: People) -> list[Happening]:
    """Every message of every conversation."""
    return [happening for found in letters() for happening in Exchange(found, people).happenings()]


class Exchange:
    """One conversation. As posts, its messages are written one step below the verbs, which count how fast they come."""

    def __init__(self, said: Letters, people: People) -> None:
        self.said, self.people = said, people
        self.conversation: Conversation

    def happenings(self) -> list[Happening]:
        """Its messages, the first of which begins it."""
        return [self.writing(number, words) for number, words in enumerate(self.said.messages, start=1)]

    def writing(self, number: int, words: Words) -> Happening:
        """One message."""
        return Happening(words.at, lambda: self.write(number, words), lambda: self.settle(number, words))

    def write(self, number: int, words: Words) -> None:
        """Writes it."""
        author_id, body = self.people[words.author].id, tidy(words.body)
        if number == 1:
            others = [self.people[key].id for key in self.said.people if key != words.author]
            self.conversation = begin(author_id, others, self.said.subject, body, None)
        else:
            add_message(self.conversation.id, author_id, body, None)

    def settle(self, number: int, words: Words) -> None:
        """Has it have been written at its own moment."""
        written = ConversationMessage.conversation_id == self.conversation.id, ConversationMessage.number == number
        db.session.execute(update(ConversationMessage).where(*written).values(written_at=words.at))
        self.conversation.last_at = words.at
        if number == 1:
            self.conversation.started_at = words.at
            here = ConversationMember.conversation_id == self.conversation.id
            db.session.execute(update(ConversationMember).where(here).values(joined_at=words.at))
