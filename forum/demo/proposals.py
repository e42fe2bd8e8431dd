"""The demonstration's polls, searches for a date and consent rounds, with what people answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from forum.core.models import now
from forum.demo.discussions import Pen
from forum.demo.history import Happening
from forum.demo.texts import days_before, moment_of, table
from forum.extensions import db
from forum.proposals.models import ConsentAnswer, Proposal, ProposalChoice, ProposalOption
from forum.proposals.services import answer_consent, answer_poll, conclude_proposal, open_proposal
from forum.proposals.services.checking import Asked
from forum.proposals.services.close_proposal import tell_closed

WHILE_OPEN = timedelta(days=1)
"""A proposal can't be put with a closing date that is past: it is given the real one when that has come."""
BETWEEN = timedelta(minutes=47)
"""How long after it was put, and after each other, people answer."""


def proposals(pen: Pen) -> list[Happening]:
    """Everything about every proposal."""
    return [happening for facts in table("proposals.toml")["proposal"] for happening in Round(facts, pen).happenings()]


class Round:
    """One proposal, from the moment when it was put."""

    def __init__(self, facts: dict[str, Any], pen: Pen) -> None:
        self.facts, self.pen = facts, pen
        self.opened_at, self.closes_at = moment_of(facts), moment_of(facts["closes"])
        self.proposal: Proposal

    def happenings(self) -> list[Happening]:
        """What happens to it, in order."""
        answers = enumerate(self.facts["answers"].items(), start=1)
        found = [Happening(self.opened_at, self.put, self.settle_opening)]
        found += [self.answering(place, who, given) for place, (who, given) in answers]
        if self.closes_at < now():
            found.append(Happening(self.closes_at, self.close))
        if "outcome" in self.facts:
            found.append(Happening(moment_of(self.facts["outcome"]), self.conclude, self.settle_outcome))
        return found

    def put(self) -> None:
        """Puts it in its thread."""
        facts = self.facts
        asked = Asked(
            kind=facts["kind"],
            question=facts["question"],
            details=facts["details"],
            closes_at=max(self.closes_at, now() + WHILE_OPEN),
            choices=facts.get("choices", ()),
            moments=[moment_of(moment) for moment in facts.get("moments", ())],
            is_multiple=facts.get("is_multiple", False),
        )
        thread = self.pen.written.threads[facts["discussion"]]
        self.proposal = open_proposal(self.pen.people.actor(facts["by"]), thread.id, asked)

    def settle_opening(self) -> None:
        """Has it have been put at its own moment."""
        self.proposal.opened_at = self.opened_at

    def answering(self, place: int, who: str, given: Any) -> Happening:
        """An answer: numbers of choices, or a stance with its reason."""
        moment = min(self.opened_at + BETWEEN * place, self.closes_at - BETWEEN, days_before(1, "23:50"))

        def happen() -> None:
            actor = self.pen.people.actor(who)
            if isinstance(given, dict):
                answer_consent(actor, self.proposal.id, given["stance"], given.get("reason", ""))
            else:
                answer_poll(actor, self.proposal.id, [self.option(number) for number in given])

        def settle() -> None:
            for answer, column in ((ProposalChoice, "chosen_at"), (ConsentAnswer, "answered_at")):
                mine = answer.proposal_id == self.proposal.id, answer.person_id == self.pen.people[who].id
                db.session.execute(update(answer).where(*mine).values({column: moment}))

        return Happening(moment, happen, settle)

    def option(self, number: int) -> int:
        """The id of a choice."""
        mine = ProposalOption.proposal_id == self.proposal.id, ProposalOption.position == number
        return db.session.scalars(select(ProposalOption.id).where(*mine)).one()

    def close(self) -> None:
        """Closes it at its date, as the clock does."""
        self.proposal.closes_at = self.proposal.closed_at = self.closes_at
        tell_closed(self.proposal)

    def conclude(self) -> None:
        """Says what came of it: its author, or another."""
        outcome = self.facts["outcome"]
        who = outcome.get("by", self.facts["by"])
        conclude_proposal(self.pen.people.actor(who), self.proposal.id, outcome["body"])

    def settle_outcome(self) -> None:
        """Has its outcome have been written at its own moment."""
        self.proposal.outcome_at = moment_of(self.facts["outcome"])
