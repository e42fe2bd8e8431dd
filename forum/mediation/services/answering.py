"""What the parties say to something that was written: one answer each, which they may change."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.models import now
from forum.extensions import db
from forum.mediation.models import Answer, Entry, EntryAnswer, EntryKind
from forum.mediation.policy import EntryIn
from forum.mediation.sealing import open_seal
from forum.mediation.services.finding import find_entry


def find_answerable(actor: Actor, entry_id: int, kind: EntryKind) -> EntryIn:
    """Something of a kind that the actor may answer.

    Raises:
        NotFound: there is nothing of the kind that they see.
        NotAllowed: they see it, and are no party that consented.
    """
    written = find_entry(actor, entry_id, "case_entry.answer")
    if written.entry.kind != kind:
        raise NotFound
    return written


def answers_to(entry_id: int, answer: Answer) -> Sequence[EntryAnswer]:
    """Who said one thing to an entry."""
    db.session.flush()
    query = select(EntryAnswer).where(EntryAnswer.entry_id == entry_id, EntryAnswer.answer == answer.value)
    return list(db.session.scalars(query))


def write_answer(actor: Actor, entry: Entry, answer: Answer, words: str = "", wrapped_key: str = "") -> None:
    """Writes the actor's answer, in place of the one they gave before.

    Args:
        words: what they add to it, sealed.
        wrapped_key: the case's, where there are words.
    """
    given = db.session.get(EntryAnswer, (entry.id, actor.person_id))
    if given is None:
        given = EntryAnswer(entry_id=entry.id, person_id=actor.person_id)
        db.session.add(given)
    given.answer, given.answered_at = answer.value, now()
    given.sealed = open_seal(entry.case_id, wrapped_key).close(words, given.place) if words else ""


def take_answer_back(actor: Actor, entry: Entry) -> None:
    """Has the actor have said nothing to an entry."""
    given = db.session.get(EntryAnswer, (entry.id, actor.person_id))
    if given is not None:
        db.session.delete(given)
