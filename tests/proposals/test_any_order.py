"""Whatever people and holders do with threads that hold proposals, in whatever order: each thread counts its own, no
vote is lost, and nothing comes before more people than it was said for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.errors import Refused
from forum.discussions.models import Space, Thread, ThreadAct
from forum.discussions.services import merge_threads, move_thread, undo_act
from forum.extensions import db
from forum.proposals import services
from forum.proposals.models import Proposal
from forum.proposals.services.finding import people_who_answered
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor, make_person
from tests.proposals.factories import make_poll, options

VERBS = ("put", "answer", "conclude", "hide", "restore", "withdraw", "merge", "merge", "move", "undo", "undo")
steps = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 12), st.integers(0, 12)), min_size=6, max_size=18)


@dataclass
class World:
    """Two open spaces and one of members, with a thread in each."""

    holder: Person
    author: Person
    spaces: list[Space]
    threads: list[Thread]
    votes: dict[int, set[int]] = field(default_factory=dict)
    """By the id of a proposal: who answered it."""
    meant: dict[int, str] = field(default_factory=dict)
    """By the id of a proposal: the audience for which something was said there last."""

    @property
    def proposals(self) -> list[Proposal]:
        ids = [thread.id for thread in self.threads]
        return list(db.session.scalars(select(Proposal).where(Proposal.thread_id.in_(ids)).order_by(Proposal.id)))

    def said_in(self, proposal: Proposal) -> None:
        self.meant[proposal.id] = db.session.get_one(Thread, proposal.thread_id).audience


def make_world() -> World:
    author = make_person()
    spaces = [make_space(audience=token) for token in (audience.PUBLIC, audience.PUBLIC, audience.MEMBERS)]
    return World(make_person(role=Role.MEDIATOR), author, spaces, [make_thread(author, space) for space in spaces])


def take(world: World, verb: str, first: int, second: int) -> None:
    """Does one thing, if there is something to do it to; what is refused changes nothing."""
    db.session.expire_all()
    thread, proposals, holder = world.threads[first % 3], world.proposals, actor(world.holder)
    proposal = proposals[first % len(proposals)] if proposals else None
    match verb:
        case "put":
            put = make_poll(world.author, thread, f"Question {second} ?")
            world.votes[put.id] = set()
            world.said_in(put)
        case "answer" if proposal is not None:
            services.answer_poll(holder, proposal.id, options(proposal)[:1])
            world.votes[proposal.id].add(world.holder.id)
            world.said_in(proposal)
        case "conclude" if proposal is not None:
            services.close_proposal(holder, proposal.id)
            services.conclude_proposal(holder, proposal.id, f"Suite {second}.")
            world.said_in(proposal)
        case "hide" if proposal is not None:
            services.hide_proposal(holder, proposal.id, "Motif.")
        case "restore" if proposal is not None:
            services.restore_proposal(holder, proposal.id)
        case "withdraw" if proposal is not None:
            services.withdraw_proposal(actor(world.author), proposal.id)
        case "merge":
            merge_threads(holder, thread.id, world.threads[second % 3].id)
        case "move":
            move_thread(holder, thread.id, world.spaces[second % 3].id)
        case "undo":
            acts = db.session.scalars(
                select(ThreadAct.id)
                .where(ThreadAct.thread_id.in_([each.id for each in world.threads]))
                .order_by(ThreadAct.id.desc())
            ).all()
            if acts:
                undo_act(holder, acts[first % len(acts)])


@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_any_order_keeps_counts_votes_and_readers_right(app: object, sequence: list[tuple[str, int, int]]) -> None:
    world = make_world()

    for step in [("put", 0, 0), ("put", 1, 0), ("answer", 0, 0), *sequence]:
        with suppress(Refused):
            take(world, *step)

    db.session.expire_all()
    proposals = world.proposals
    for thread in world.threads:
        assert thread.proposal_count == len([each for each in proposals if each.thread_id == thread.id])
        assert not (thread.proposal_count and thread.merged_into_id)
    for proposal in proposals:
        assert set(people_who_answered(proposal.id)) == world.votes[proposal.id]
        assert audience.covers(world.meant[proposal.id], db.session.get_one(Thread, proposal.thread_id).audience)
