"""Options: listed by the parties, kept or dropped by them."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict
from forum.core.transactions import transaction
from forum.mediation.models import Answer, Entry, EntryKind
from forum.mediation.services.answering import find_answerable, write_answer
from forum.mediation.services.finding import find_case, stir
from forum.mediation.services.speaking import refuse_out_of_turn
from forum.mediation.services.writing import add_entry, checked_words, keep_pace, written_before
from forum.mediation.stages import Stage


def list_option(actor: Actor, case_id: int, words: str, *, submission: str | None = None) -> Entry:
    """Lists what might be done, in turn. No mediator does: they organise, and do not recommend.

    Raises:
        NotFound, NotAllowed: the actor is no party that consented.
        Conflict: it is another stage, or somebody else's turn.
        Invalid: there is nothing to read in it, or too much.
    """
    with transaction():
        seated = find_case(actor, case_id)
        twin = written_before(actor, submission)
        if twin is not None:
            return twin
        refuse_out_of_turn(actor, seated, party_alone=True)
        if seated.case.stage != Stage.OPTIONS:
            raise Conflict(_("Les pistes se cherchent à une autre étape."))
        words = checked_words(words)
        keep_pace(actor)
        entry = add_entry(actor, seated.case, EntryKind.OPTION, words, submission=submission)
        stir(seated.case, actor.person_id)
    return entry


def weigh_option(actor: Actor, entry_id: int, *, keeps: bool) -> None:
    """Keeps an option or drops it; one may change one's mind as long as the stage lasts.

    Raises:
        NotFound, NotAllowed: the actor is no party that consented.
        Conflict: the stage is over.
    """
    with transaction():
        written = find_answerable(actor, entry_id, EntryKind.OPTION)
        case = written.seated.case
        if case.stage != Stage.OPTIONS:
            raise Conflict(_("L’étape des pistes est passée : la liste ne change plus."))
        write_answer(actor, written.entry, Answer.KEPT if keeps else Answer.DROPPED)
        stir(case, actor.person_id)
