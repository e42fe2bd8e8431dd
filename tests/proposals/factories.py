"""Proposals and answers to test with."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from forum.accounts.models import Person
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Thread
from forum.extensions import db
from forum.proposals.models import ConsentAnswer, Proposal, ProposalChoice, ProposalKind, ProposalOption
from forum.proposals.services import open_proposal
from forum.proposals.services.checking import Asked
from tests.factories import HASH, actor

PARIS = ZoneInfo("Europe/Paris")


def in_a_week() -> datetime:
    return (now() + timedelta(days=7)).replace(second=0, microsecond=0)


def written(moment: datetime) -> str:
    """A moment as a browser in Paris sends it."""
    return moment.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")


def make_poll(
    author: Person,
    thread: Thread,
    question: str = "Quel jour pour le conseil ?",
    choices: tuple[str, ...] = ("Lundi", "Jeudi"),
    *,
    several: bool = False,
) -> Proposal:
    asked = Asked(ProposalKind.POLL, question, in_a_week(), choices=choices, is_multiple=several)
    return open_proposal(actor(author), thread.id, asked)


def make_dates(author: Person, thread: Thread, question: str = "Quand nous voyons-nous ?") -> Proposal:
    moments = [in_a_week() + timedelta(days=days) for days in (1, 2, 3)]
    return open_proposal(actor(author), thread.id, Asked(ProposalKind.DATES, question, in_a_week(), moments=moments))


def make_consent(author: Person, thread: Thread, question: str = "Essayons-nous le conseil ouvert ?") -> Proposal:
    return open_proposal(actor(author), thread.id, Asked(ProposalKind.CONSENT, question, in_a_week()))


def options(proposal: Proposal) -> list[int]:
    """The ids of a proposal's choices, in their order."""
    query = select(ProposalOption.id).where(ProposalOption.proposal_id == proposal.id)
    return list(db.session.scalars(query.order_by(ProposalOption.position)))


def let_its_date_come(proposal: Proposal) -> None:
    """As if the closing date were a minute ago; the clock's job has not run."""
    with transaction():
        past = now() - timedelta(minutes=1)
        db.session.execute(update(Proposal).where(Proposal.id == proposal.id).values(closes_at=past))
    db.session.expire_all()


_numbers = count(1)


def answer_by_many(proposal: Proposal, number: int) -> None:
    """Has a number of new people answer, at once."""
    rows = [
        {
            "email": f"participante{each}@example.org",
            "name": f"Participante {each}",
            "sort_name": f"participante {each}",
            "handle": f"participante-{each}",
            "password_hash": HASH,
            "confirmed_at": now(),
        }
        for each in (next(_numbers) for _ in range(number))
    ]
    with transaction():
        people = db.session.scalars(insert(Person).returning(Person.id), rows).all()
        if proposal.kind == ProposalKind.CONSENT:
            stances = [
                {"proposal_id": proposal.id, "person_id": person_id, "stance": "object", "reason": "Trop tôt."}
                for person_id in people
            ]
            db.session.execute(insert(ConsentAnswer), stances)
        else:
            first = options(proposal)[0]
            choices = [{"proposal_id": proposal.id, "person_id": person_id, "option_id": first} for person_id in people]
            db.session.execute(insert(ProposalChoice), choices)
    db.session.expire_all()
