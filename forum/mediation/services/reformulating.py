"""What the mediator understood, said again; each party whom it concerns confirms it or says it otherwise."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.errors import NotAllowed
from forum.core.transactions import transaction
from forum.mediation.models import Answer, Entry, EntryKind
from forum.mediation.services.answering import find_answerable, write_answer
from forum.mediation.services.finding import find_case, stir
from forum.mediation.services.speaking import refuse_no_party, refuse_out_of_turn
from forum.mediation.services.writing import add_entry, checked_words, keep_pace, written_before


def reformulate(
    actor: Actor, case_id: int, words: str, *, about_id: int | None = None, submission: str | None = None
) -> Entry:
    """Says again what was said.

    Args:
        actor: the mediator.
        about_id: the party whose words they are; nobody where it takes up what all said.

    Raises:
        NotFound, NotAllowed: the actor does not lead the case, or there is no such party.
        Conflict: the stages have not begun.
        Invalid: there is nothing to read in it, or too much.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.lead")
        refuse_out_of_turn(actor, seated)
        if about_id is not None:
            refuse_no_party(case_id, about_id)
        twin = written_before(actor, submission)
        if twin is not None:
            return twin
        words = checked_words(words)
        keep_pace(actor)
        entry = add_entry(actor, seated.case, EntryKind.REFORMULATION, words, about_id=about_id, submission=submission)
        stir(seated.case, actor.person_id)
    return entry


def confirm_reformulation(actor: Actor, entry_id: int) -> None:
    """Says that it is what one meant.

    Raises:
        NotFound, NotAllowed: the actor is no party whom it concerns.
    """
    answer(actor, entry_id, Answer.CONFIRMED, "")


def correct_reformulation(actor: Actor, entry_id: int, words: str) -> None:
    """Says it in one's own words.

    Raises:
        NotFound, NotAllowed: the actor is no party whom it concerns.
        Invalid: there is nothing to read in it, or too much.
    """
    answer(actor, entry_id, Answer.CORRECTED, checked_words(words))


def answer(actor: Actor, entry_id: int, said: Answer, words: str) -> None:
    with transaction():
        written = find_answerable(actor, entry_id, EntryKind.REFORMULATION)
        entry, case = written.entry, written.seated.case
        if entry.about_id not in (None, actor.id):
            raise NotAllowed
        write_answer(actor, entry, said, words, case.wrapped_key)
        stir(case, actor.person_id)
