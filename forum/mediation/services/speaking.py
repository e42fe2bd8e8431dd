"""Turns to speak, what is said in turn, and what one party says apart to the mediator."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict, NotFound
from forum.core.policy import can, require
from forum.core.transactions import transaction
from forum.mediation.models import Entry, EntryKind, Part, SeatState
from forum.mediation.policy import Seated
from forum.mediation.services.finding import find_case, refuse_ended, seat_of, stir
from forum.mediation.services.writing import add_entry, checked_words, keep_pace, written_before
from forum.mediation.stages import SPEAKING


def give_turn(actor: Actor, case_id: int, person_id: int | None) -> None:
    """Gives a party the turn to speak, or nobody.

    Raises:
        NotFound, NotAllowed: the actor does not lead the case, or there is no such party.
        Conflict: the stages have not begun.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.lead")
        if seated.case.stage not in SPEAKING:
            raise Conflict(_("Personne n’a encore la parole : les étapes ne sont pas commencées."))
        if person_id is not None:
            refuse_no_party(case_id, person_id)
        if seated.case.turn_of != person_id:
            seated.case.turn_of = person_id
            stir(seated.case, actor.person_id)


def speak(actor: Actor, case_id: int, words: str, *, submission: str | None = None) -> Entry:
    """Says something to all in the case: a party whose turn it is, or the mediator.

    Raises:
        NotFound: the actor does not open the case.
        NotAllowed: a companion.
        Conflict: it is somebody else's turn.
        Invalid: there is nothing to read in it, or too much.
        TooMany: too much in a minute.
    """
    with transaction():
        seated = find_case(actor, case_id)
        twin = written_before(actor, submission)
        if twin is not None:
            return twin
        refuse_out_of_turn(actor, seated)
        words = checked_words(words)
        keep_pace(actor)
        entry = add_entry(actor, seated.case, EntryKind.STATEMENT, words, submission=submission)
        stir(seated.case, actor.person_id)
    return entry


def refuse_out_of_turn(actor: Actor, seated: Seated, *, party_alone: bool = False) -> None:
    """Lets pass the party whose turn it is, and the mediator where what is written is not the parties' alone.

    Raises:
        NotAllowed: neither a party nor the mediator.
        Conflict: it is not their turn, or nobody speaks at this stage.
    """
    refuse_ended(seated.case)
    if seated.is_mediator and not party_alone:
        require(actor, "case.lead", seated)
    else:
        require(actor, "case.take_part", seated)
    if seated.case.stage not in SPEAKING:
        raise Conflict(_("Personne n’a encore la parole : les étapes ne sont pas commencées."))
    if not seated.is_mediator and not can(actor, "case.speak", seated):
        raise Conflict(_("Ce n’est pas votre tour de parole. Rien n’a été envoyé : gardez vos mots pour votre tour."))


def speak_aside(actor: Actor, case_id: int, party_id: int, words: str, *, submission: str | None = None) -> Entry:
    """Says something apart: a party to the mediator, or the mediator to one party. Nobody else learns of it.

    Args:
        party_id: the party whose aside it is; a party has their own alone.

    Raises:
        NotFound: the actor does not open the case, or it is another party's aside.
        NotAllowed: a companion.
        Conflict: the case has ended.
        Invalid: there is nothing to read in it, or too much.
        TooMany: too much in a minute.
    """
    with transaction():
        seated = find_case(actor, case_id)
        if not seated.is_mediator and party_id != actor.id:
            raise NotFound
        refuse_ended(seated.case)
        require(actor, "case.lead" if seated.is_mediator else "case.take_part", seated)
        refuse_no_party(case_id, party_id)
        twin = written_before(actor, submission)
        if twin is not None:
            return twin
        words = checked_words(words)
        keep_pace(actor)
        entry = add_entry(actor, seated.case, EntryKind.ASIDE, words, private_to=party_id, submission=submission)
        stir(seated.case, actor.person_id, private_to=party_id)
    return entry


def refuse_no_party(case_id: int, person_id: int) -> None:
    seat = seat_of(case_id, person_id)
    if seat is None or seat.part != Part.PARTY or seat.state != SeatState.CONSENTED:
        raise NotFound
