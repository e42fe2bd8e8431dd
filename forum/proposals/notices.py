"""What people are told of proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.audiences import people_in
from forum.accounts.models import Person
from forum.core.events import on
from forum.core.transactions import transaction
from forum.discussions.models import Post, Thread
from forum.discussions.notices.recipients import Spoken, recipients
from forum.extensions import db
from forum.notices.services import tell_many
from forum.notices.words import notice_words, reason_words
from forum.proposals.events import ProposalClosed, ProposalConcluded, ProposalOpened
from forum.proposals.models import Proposal
from forum.proposals.services.finding import people_who_answered

OPENED, CLOSED, TO_CONCLUDE, CONCLUDED = (
    "proposal.opened",
    "proposal.closed",
    "proposal.to_conclude",
    "proposal.concluded",
)
OWN, ANSWERED = "own-proposal", "answered-proposal"


@notice_words(OPENED, "watched")
def opened(facts: Mapping[str, Any]) -> str:
    """Somebody put a proposal in a thread."""
    return _("%(name)s propose dans « %(title)s » : %(question)s", **asked(facts))


@notice_words(CLOSED, "watched")
def closed(facts: Mapping[str, Any]) -> str:
    """A proposal that one answered is closed."""
    return _("La proposition « %(question)s » est close.", **asked(facts))


@notice_words(TO_CONCLUDE, "answers")
def to_conclude(facts: Mapping[str, Any]) -> str:
    """One's own proposal is closed."""
    return _("Votre proposition « %(question)s » est close. Dites quelle suite lui est donnée.", **asked(facts))


@notice_words(CONCLUDED, "answers")
def concluded(facts: Mapping[str, Any]) -> str:
    """Somebody wrote what came of a proposal."""
    return _("%(name)s a écrit la suite donnée à « %(question)s ».", **asked(facts))


def asked(facts: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(facts.get(name, "")) for name in ("name", "title", "question")}


@reason_words(OWN)
def own() -> str:
    return _("Parce que vous l’avez proposé")


@reason_words(ANSWERED)
def answered() -> str:
    return _("Parce que vous y avez répondu")


@on(ProposalOpened, "notices")
def tell_of_proposals(events: Sequence[ProposalOpened]) -> None:
    """Tells of a new proposal those who would be told of a post there, but for who asks."""
    for event in events:
        with transaction():
            found = find(event.proposal_id)
            if found is None:
                continue
            proposal, thread = found
            author = name_of(proposal.author_id)
            as_post = Post(thread_id=thread.id, number=thread.last_number + 1, author_id=proposal.author_id, source="")
            told = recipients(Spoken(as_post, thread, proposal.author_id, author))
            tell(proposal, thread, OPENED, author, {person_id: reason.token for person_id, reason in told.items()})


@on(ProposalClosed, "notices")
def tell_of_closing(events: Sequence[ProposalClosed]) -> None:
    """Tells those who answered that it is over; and who asked, that they may say what came of it."""
    for event in events:
        with transaction():
            found = find(event.proposal_id)
            if found is None:
                continue
            proposal, thread = found
            people = who_sees({*people_who_answered(proposal.id), proposal.author_id}, thread)
            own = {proposal.author_id} & people
            tell(proposal, thread, CLOSED, "", dict.fromkeys(people - own, ANSWERED))
            tell(proposal, thread, TO_CONCLUDE, "", dict.fromkeys(own, OWN))


@on(ProposalConcluded, "notices")
def tell_of_outcomes(events: Sequence[ProposalConcluded]) -> None:
    """Tells those who answered, and who asked, what came of it; once, also where it is written anew."""
    for event in events:
        with transaction():
            found = find(event.proposal_id)
            writer_id = found[0].outcome_by if found is not None else None
            if found is None or writer_id is None:
                continue
            proposal, thread = found
            people = who_sees({*people_who_answered(proposal.id), proposal.author_id}, thread) - {writer_id}
            reasons = {person_id: OWN if person_id == proposal.author_id else ANSWERED for person_id in people}
            tell(proposal, thread, CONCLUDED, name_of(writer_id), reasons)


def find(proposal_id: int) -> tuple[Proposal, Thread] | None:
    """A proposal with its thread, unless it was withdrawn or hidden meanwhile."""
    found = db.session.execute(
        select(Proposal, Thread)
        .join(Thread, Thread.id == Proposal.thread_id)
        .where(Proposal.id == proposal_id, Proposal.hidden_at.is_(None))
        .execution_options(populate_existing=True)
    ).first()
    return (found[0], found[1]) if found is not None else None


def who_sees(people: set[int], thread: Thread) -> set[int]:
    """Those of some people who may see a thread at this moment."""
    seeing = select(Person.id).where(Person.id.in_(people), Person.id.in_(people_in(thread.audience)))
    return set(db.session.scalars(seeing))


def name_of(person_id: int) -> str:
    return db.session.scalars(select(Person.name).where(Person.id == person_id)).one()


def tell(proposal: Proposal, thread: Thread, kind: str, name: str, people: Mapping[int, str]) -> None:
    tell_many(
        people,
        kind,
        f"proposal:{proposal.id}:{kind}",
        {"name": name, "title": thread.title, "question": proposal.question},
        f"/proposals/{proposal.id}",
        about=f"proposal:{proposal.id}",
        topic=f"thread:{thread.id}",
        audience=thread.audience,
    )
