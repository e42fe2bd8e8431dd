"""The agreement: one document, edited in turn, that holds once each party accepts the same version."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.core.actor import Actor
from forum.core.errors import Conflict
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation.models import Answer, Entry, EntryKind
from forum.mediation.services.answering import answers_to, find_answerable, take_answer_back, write_answer
from forum.mediation.services.finding import find_case, stir
from forum.mediation.services.leading import parties_of
from forum.mediation.services.speaking import refuse_out_of_turn
from forum.mediation.services.writing import add_entry, checked_words, keep_pace, written_before
from forum.mediation.stages import Stage


def newest_version(case_id: int) -> int:
    """The newest version of the agreement; 0 as long as there is none."""
    query = select(func.max(Entry.id)).where(Entry.case_id == case_id, Entry.kind == EntryKind.VERSION.value)
    return db.session.scalar(query) or 0


def holds(case_id: int) -> bool:
    """Whether each party accepts the newest version."""
    newest = newest_version(case_id)
    accepted = {answer.person_id for answer in answers_to(newest, Answer.ACCEPTED)}
    return newest != 0 and {party.person_id for party in parties_of(case_id)} <= accepted


def write_version(actor: Actor, case_id: int, words: str, based_on: int, *, submission: str | None = None) -> Entry:
    """Writes the agreement anew, in turn: the party who writes accepts it, and the others say so anew.

    Args:
        based_on: the version that the actor's page showed; 0 for the first.

    Raises:
        NotFound, NotAllowed: the actor is no party that consented.
        Conflict: it is another stage, somebody else's turn, or another version came meanwhile.
        Invalid: there is nothing to read in it, or too much.
    """
    with transaction():
        seated = find_case(actor, case_id)
        twin = written_before(actor, submission)
        if twin is not None:
            return twin
        refuse_out_of_turn(actor, seated, party_alone=True)
        if seated.case.stage != Stage.AGREEMENT:
            raise Conflict(_("L’accord s’écrit à une autre étape."))
        words = checked_words(words)
        if newest_version(case_id) != based_on:
            raise Conflict(
                _("Une autre version de l’accord est arrivée entre-temps : lisez-la avant d’écrire la vôtre.")
            )
        keep_pace(actor)
        entry = add_entry(actor, seated.case, EntryKind.VERSION, words, submission=submission)
        write_answer(actor, entry, Answer.ACCEPTED)
        stir(seated.case, actor.person_id)
    return entry


def accept_version(actor: Actor, entry_id: int) -> None:
    """Accepts a version of the agreement.

    Raises:
        NotFound, NotAllowed: the actor is no party that consented.
        Conflict: there is a newer one.
    """
    with transaction():
        written = find_answerable(actor, entry_id, EntryKind.VERSION)
        refuse_old_version(written.entry)
        write_answer(actor, written.entry, Answer.ACCEPTED)
        stir(written.seated.case, actor.person_id)


def accept_no_more(actor: Actor, entry_id: int) -> None:
    """Takes back having accepted a version, as long as the case has not ended.

    Raises:
        NotFound, NotAllowed: the actor is no party that consented.
        Conflict: there is a newer one.
    """
    with transaction():
        written = find_answerable(actor, entry_id, EntryKind.VERSION)
        refuse_old_version(written.entry)
        take_answer_back(actor, written.entry)
        stir(written.seated.case, actor.person_id)


def refuse_old_version(entry: Entry) -> None:
    if newest_version(entry.case_id) != entry.id:
        raise Conflict(_("Cette version de l’accord n’est plus la dernière : lisez la nouvelle avant de répondre."))
