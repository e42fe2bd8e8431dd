"""No path through a case skips a stage or a consent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.accounts.models import Person
from forum.core.errors import Conflict, Refused
from forum.mediation import services
from forum.mediation.stages import (
    PATH,
    SPEAKING,
    TRANSITIONS,
    Outcome,
    Stage,
    Step,
    may_open_next,
    outcomes,
    stage_after,
)
from forum.mediation.words import stage_help, stage_words
from tests.factories import actor
from tests.mediation.factories import ask, case, state_of

ORDER = (Stage.REQUESTED, *PATH)


@given(st.lists(st.sampled_from(Step), max_size=20))
def test_no_sequence_of_steps_skips_a_stage(steps: list[Step]) -> None:
    stage = Stage.REQUESTED
    for step in steps:
        try:
            after = stage_after(stage, step)
        except Conflict as refusal:
            assert refusal.message
            continue
        if step is Step.END:
            assert after is Stage.ENDED
        elif step is Step.RETURN:
            assert (stage, after) == (Stage.FRAMEWORK, Stage.REQUESTED)
        else:
            assert ORDER.index(after) == ORDER.index(stage) + 1
        stage = after


def test_nothing_leads_out_of_the_end_and_everything_leads_to_it() -> None:
    assert not [step for stage, step in TRANSITIONS if stage is Stage.ENDED]
    assert {stage for stage, step in TRANSITIONS if step is Step.END} == set(Stage) - {Stage.ENDED}


@given(st.sampled_from(Stage), st.lists(st.sampled_from(["", *Stage]), max_size=5))
def test_the_next_stage_waits_for_every_party_and_for_two_at_least(stage: Stage, ready: list[str]) -> None:
    assert may_open_next(stage, ready) == (len(ready) >= 2 and set(ready) == {stage.value})


@given(st.sampled_from(Stage), st.booleans())
def test_a_case_ends_by_an_agreement_where_one_holds_and_nowhere_else(stage: Stage, holds: bool) -> None:
    offered = outcomes(stage, holds=holds)

    assert (Outcome.AGREEMENT in offered) == (holds and stage is Stage.AGREEMENT)
    assert (Outcome.NOT_BEGUN in offered) == (stage in (Stage.REQUESTED, Stage.FRAMEWORK))
    assert bool(offered) == (stage is not Stage.ENDED)


MOVES = ("take", "invite", "refer", "consent", "ready", "unready", "decline", "leave", "open", "turn", "say", "close")


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 2)), max_size=25))
def test_whatever_people_do_no_stage_opens_without_consent_and_readiness(
    anne: Person, bruno: Person, maud: Person, other_mediator: Person, moves: list[tuple[str, int]]
) -> None:
    case_id = ask(anne, bruno)
    people, parties = (anne, bruno, maud), (anne, bruno)
    ready: dict[int, str] = {}
    for move, who in moves:
        before = case(case_id).stage
        consented = {party.id for party in parties if state_of(case_id, party) == "consented"}
        is_done = did(move, case_id, people[who], before, parties)
        after = case(case_id).stage
        if after not in (before, Stage.ENDED, Stage.REQUESTED) and before != Stage.REQUESTED:
            assert is_done
            assert move == "open"
            assert people[who] is maud
            assert ORDER.index(Stage(after)) == ORDER.index(Stage(before)) + 1
            assert consented == {anne.id, bruno.id}
            assert ready == dict.fromkeys(consented, before)
        if is_done:
            note(ready, move, people[who].id, before)


def note(ready: dict[int, str], move: str, person_id: int, stage: str) -> None:
    """What the test itself keeps of who said they are ready."""
    if move in ("consent", "ready"):
        ready[person_id] = Stage.FRAMEWORK.value if move == "consent" else stage
    elif move in ("unready", "decline", "leave"):
        ready.pop(person_id, None)
    elif move in ("refer", "take"):
        ready.clear()


def did(move: str, case_id: int, person: Person, stage: str, parties: tuple[Person, ...]) -> bool:
    """Has somebody try something; says whether it was done. What is refused says why, or that there is nothing here."""
    doer: Any = actor(person)
    tries: dict[str, Any] = {
        "take": lambda: services.take_case(doer, case_id),
        "invite": lambda: services.invite_parties(doer, case_id),
        "refer": lambda: services.refer_case(doer, case_id),
        "consent": lambda: services.consent(doer, case_id),
        "ready": lambda: services.say_ready(doer, case_id, stage, ready=True),
        "unready": lambda: services.say_ready(doer, case_id, stage, ready=False),
        "decline": lambda: services.decline(doer, case_id),
        "leave": lambda: services.leave_case(doer, case_id),
        "open": lambda: services.open_next(doer, case_id, stage),
        "turn": lambda: services.give_turn(doer, case_id, parties[0].id),
        "say": lambda: services.speak(doer, case_id, "Un mot."),
        "close": lambda: services.close_case(doer, case_id, Outcome.NO_AGREEMENT),
    }
    try:
        tries[move]()
    except Refused as refusal:
        assert refusal.status in (403, 404, 409, 422)
        return False
    return True


@pytest.mark.parametrize("stage", SPEAKING)
def test_each_stage_says_what_it_is_for(app: object, stage: Stage) -> None:
    assert stage_words(stage)
    assert stage_help(stage)
