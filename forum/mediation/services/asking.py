"""Asking for a mediation, and taking the request back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.events import record
from forum.core.forms import INSIDE
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation.events import MediationAsked
from forum.mediation.models import CaseSeat, EntryKind, MediationCase, Part
from forum.mediation.sealing import new_seal
from forum.mediation.services.ending import end
from forum.mediation.services.finding import hold_case
from forum.mediation.services.naming import named_people
from forum.mediation.services.writing import add_entry, checked_words, keep_pace
from forum.mediation.stages import FEWEST_PARTIES, Outcome, Stage

LONGEST_LINK = 500


class About(StrEnum):
    """What a mediation is asked for about."""

    THREAD = "thread"
    MESSAGE = "message"
    SITUATION = "situation"


def ask_for_mediation(
    actor: Actor,
    handles: Sequence[str],
    words: str,
    *,
    about: About = About.SITUATION,
    link: str = "",
    is_party: bool = True,
    wishes_same_school: bool = False,
    submission: str | None = None,
) -> MediationCase:
    """Asks for a mediation.

    Args:
        actor: any member.
        handles: the other parties, as mentions call them.
        words: what happens, for the mediator alone.
        about: a thread, a message or a situation.
        link: the path of the thread or of the message.
        is_party: whether the actor is one of those it concerns.
        wishes_same_school: whether, being a party, they wish a mediator of a party's own school where there is one.
        submission: what tells the same form sent twice.

    Raises:
        Invalid: people, words or link can't be accepted.
        NotAllowed: a visitor; or the site has no key to seal cases under.
        TooMany: too much in a minute.
    """
    require(actor, "mediation.ask")
    words, link = checked_words(words), checked_link(link)
    request = json.dumps({"about": about.value, "link": link, "words": words}, ensure_ascii=False)
    try:
        with transaction():
            people = checked_parties(actor, handles, is_party=is_party)
            twin = asked_before(actor, submission)
            if twin is not None:
                return twin
            keep_pace(actor)
            case = open_case(actor, people, wishes_same_school=wishes_same_school, submission=submission)
            add_entry(actor, case, EntryKind.REQUEST, request, private_to=actor.person_id)
            record(MediationAsked(case.id, uuid.uuid4().hex))
            return case
    except IntegrityError:
        twin = asked_before(actor, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def open_case(
    actor: Actor, people: Sequence[int], *, wishes_same_school: bool, submission: str | None
) -> MediationCase:
    """A case with its key and the seats of its parties."""
    case = MediationCase(asked_by=actor.person_id, submission=submission)
    db.session.add(case)
    db.session.flush()
    case.wrapped_key = new_seal(case.id)[1]
    for person_id in people:
        wish = wishes_same_school if person_id == actor.id else None
        seat = CaseSeat(case_id=case.id, person_id=person_id, part=Part.PARTY.value, wishes_same_school=wish)
        db.session.add(seat)
    return case


def withdraw_request(actor: Actor, case_id: int) -> None:
    """Takes back one's own request, as long as no mediator leads it.

    Raises:
        NotFound: it is not one's own.
        Conflict: a mediator took it meanwhile.
    """
    with transaction():
        case = hold_case(case_id)
        if not actor.is_signed_in or case.asked_by != actor.id:
            raise NotFound
        if case.outcome == Outcome.NOT_BEGUN and case.taken_at is None:
            return  # the same button pressed twice
        if case.stage != Stage.REQUESTED:
            raise Conflict(_("Une personne de la médiation s’occupe déjà de votre demande : dites-lui vos souhaits."))
        end(case, Outcome.NOT_BEGUN)


def asked_before(actor: Actor, submission: str | None) -> MediationCase | None:
    if submission is None:
        return None
    mine = MediationCase.asked_by == actor.person_id
    return db.session.scalar(select(MediationCase).where(mine, MediationCase.submission == submission))


def checked_parties(actor: Actor, handles: Sequence[str], *, is_party: bool) -> list[int]:
    people = {*named_people(actor, handles)} - {actor.person_id}
    if is_party:
        people.add(actor.person_id)
    if len(people) < FEWEST_PARTIES:
        raise Invalid("people", _("Une médiation réunit deux personnes au moins : dites lesquelles."))
    return sorted(people)


def checked_link(link: str) -> str:
    link = link.strip()
    if link and (len(link) > LONGEST_LINK or not INSIDE.fullmatch(link)):
        raise Invalid("link", _("Donnez une adresse de ce site, telle que /threads/12."))
    return link
