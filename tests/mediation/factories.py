"""Mediations to test with, brought to a stage by those who may."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.accounts.models import Person
from forum.extensions import db
from forum.mediation import services
from forum.mediation.models import CaseSeat, Entry, MediationCase
from forum.mediation.stages import PATH, Stage
from tests.factories import actor


def ask(asker: Person, *others: Person, words: str = "Un différend sur les retards.", **options: object) -> int:
    """A request; gives the number of its case."""
    handles = [person.handle for person in others]
    return services.ask_for_mediation(actor(asker), handles, words, **options).id  # type: ignore[arg-type]


def begin(asker: Person, other: Person, mediator: Person, **options: object) -> int:
    """A case whose parties consented: at its first stage."""
    case_id = ask(asker, other, **options)
    services.take_case(actor(mediator), case_id)
    services.invite_parties(actor(mediator), case_id)
    for party in (asker, other):
        services.consent(actor(party), case_id)
    return case_id


def bring_to(stage: Stage, case_id: int, mediator: Person, parties: Sequence[Person]) -> int:
    """Opens each stage up to one, the parties being ready each time."""
    for before in PATH[: PATH.index(stage)]:
        if case(case_id).stage != before:
            continue
        for party in parties:
            services.say_ready(actor(party), case_id, before.value, ready=True)
        services.open_next(actor(mediator), case_id, before.value)
    return case_id


def say(person: Person, case_id: int, words: str, mediator: Person) -> Entry:
    """Something said by a party to whom the mediator gave the turn."""
    services.give_turn(actor(mediator), case_id, person.id)
    return services.speak(actor(person), case_id, words)


def case(case_id: int) -> MediationCase:
    """The case as it is by now."""
    return db.session.scalars(
        select(MediationCase).where(MediationCase.id == case_id).execution_options(populate_existing=True)
    ).one()


def state_of(case_id: int, person: Person) -> str:
    """The state of somebody's seat; empty for none."""
    query = select(CaseSeat.state).where(CaseSeat.case_id == case_id, CaseSeat.person_id == person.id)
    return db.session.scalar(query) or ""
