"""The way of a sheet into the library: which steps there are, and what no sequence of them can do."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.core.policy import visible
from forum.extensions import db
from forum.practices.committee import MOST_RESERVED_LAST, NOT_RETAINED, verdict
from forum.practices.fields import OPINIONS
from forum.practices.models import LISTED, Review, Sheet, SheetEvent, SheetVersion
from forum.practices.services import (
    archive_sheet,
    ask_changes,
    give_opinion,
    publish_at_once,
    reinstate_sheet,
    release_review,
    restore_version,
    save_sheet,
    start_sheet,
    submit_sheet,
    take_review,
    withdraw_sheet,
)
from forum.practices.workflow import NOTED, TRANSITIONS, SheetState, Step, is_possible, state_after
from tests.factories import actor, make_person
from tests.practices.reviewing import belong, make_coauthor, make_editor
from tests.schools.factories import make_referent, make_school

TOKENS = [token for token, _words in OPINIONS]


@pytest.mark.parametrize("state", SheetState)
@pytest.mark.parametrize("step", Step)
def test_a_step_that_the_table_does_not_hold_is_a_conflict(speaking: None, state: SheetState, step: Step) -> None:
    if (state, step) in TRANSITIONS:
        assert state_after(state, step, was_published=True) == TRANSITIONS[state, step]
        assert is_possible(state, step)
    else:
        with pytest.raises(Conflict) as refusal:
            state_after(state, step, was_published=True)
        assert str(refusal.value)
        assert not is_possible(state, step)


def test_every_state_is_reached_from_a_draft_and_none_is_a_dead_end() -> None:
    reached = {SheetState.DRAFT}
    for _ in SheetState:
        reached |= {after for (before, _step), after in TRANSITIONS.items() if before in reached}

    assert reached == set(SheetState)
    assert {before for before, _step in TRANSITIONS} == set(SheetState)


def test_the_committee_publishes_in_review_alone() -> None:
    assert [before for before, step in TRANSITIONS if step == Step.PUBLISH] == [SheetState.IN_REVIEW]
    assert [before for before, step in TRANSITIONS if step == Step.ASK_CHANGES] == [SheetState.IN_REVIEW]


def test_what_is_before_the_committee_is_not_written_in() -> None:
    assert {before for before, step in TRANSITIONS if step == Step.REVISE} == {
        SheetState.DRAFT,
        SheetState.CHANGES_ASKED,
        SheetState.PUBLISHED,
    }


def test_what_was_never_published_is_not_archived(speaking: None) -> None:
    for state in SheetState:
        assert not is_possible(state, Step.ARCHIVE, was_published=False)
        with pytest.raises(Conflict):
            state_after(state, Step.ARCHIVE, was_published=False)


def test_the_history_has_a_name_for_every_step_but_saving() -> None:
    assert set(NOTED) == set(Step) - {Step.REVISE}


@given(st.lists(st.sampled_from(TOKENS), max_size=9), st.integers(1, 5))
def test_the_committee_retains_only_what_a_quorum_retains_and_praises_no_more_than_each_of_it(
    opinions: list[str], quorum: int
) -> None:
    said = verdict(opinions, quorum)
    retaining = [opinion for opinion in opinions if opinion != NOT_RETAINED]
    against = len(opinions) - len(retaining)

    if said is None:
        assert max(len(retaining), against) < quorum or len(retaining) == against
    elif said == NOT_RETAINED:
        assert against >= quorum
        assert against > len(retaining)
    else:
        assert len(retaining) >= quorum
        assert len(retaining) > against
        assert said in retaining
        assert all(MOST_RESERVED_LAST.index(said) >= MOST_RESERVED_LAST.index(each) for each in retaining)


@given(st.permutations(TOKENS), st.integers(1, 4))
def test_the_order_in_which_opinions_came_changes_nothing(opinions: Sequence[str], quorum: int) -> None:
    assert len({verdict(order, quorum) for order in itertools.permutations(opinions)}) == 1


@pytest.mark.parametrize(
    ("opinions", "quorum", "expected"),
    [
        ([], 2, None),
        (["generalise"], 2, None),
        (["generalise", "generalise"], 2, "generalise"),
        (["generalise", "discuss"], 2, "discuss"),
        (["follow", "generalise"], 2, "follow"),
        (["generalise", "not_retained"], 2, None),
        (["generalise", "not_retained", "follow"], 2, "follow"),
        (["not_retained", "generalise", "not_retained"], 2, "not_retained"),
        (["not_retained"], 1, "not_retained"),
        (["follow", "follow"], 3, None),
    ],
)
def test_the_opinion_of_the_committee_is_the_most_reserved_of_those_that_retain(
    opinions: list[str], quorum: int, expected: str | None
) -> None:
    assert verdict(opinions, quorum) == expected


MOVES = (
    "save",
    "submit",
    "withdraw",
    "take",
    "release",
    "changes",
    "generalise",
    "discuss",
    "not_retained",
    "archive",
    "reinstate",
    "restore",
    "site",
)
WAYS = (
    (("save", "owner"), ("submit", "owner"), ("take", "editor"), ("generalise", "editor"), ("discuss", "second")),
    (("submit", "submitter"), ("take", "third"), ("not_retained", "second"), ("not_retained", "third")),
    (("submit", "owner"), ("take", "editor"), ("changes", "editor"), ("save", "coauthor")),
    (("site", "second"), ("save", "owner")),
    (("archive", "owner"), ("reinstate", "third")),
)
"""What goes on when nothing comes between; cut and mixed with anything, sequences come far."""
PEOPLE = ("owner", "coauthor", "submitter", "editor", "second", "third", "colleague", "stranger")


anything = st.tuples(st.sampled_from(MOVES), st.sampled_from(PEOPLE))
some_way = st.tuples(st.sampled_from(WAYS), st.integers(1, 5)).map(lambda cut: list(cut[0][: cut[1]]))
sequences = st.lists(some_way | some_way | st.lists(anything, min_size=1, max_size=3), min_size=3, max_size=10)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequences.map(lambda parts: [move for part in parts for move in part]))
def test_whoever_does_whatever_in_whatever_order_readers_keep_what_was_published_until_it_is_archived(
    cast: dict[str, Person], moves: list[tuple[str, str]]
) -> None:
    people, sheet_id = begun_by(cast)

    for number, (move, who) in enumerate(moves):
        before = state_of(sheet_id)
        done = attempt(move, people[who], sheet_id, number)
        after = state_of(sheet_id)
        assert_whole(sheet_id)
        assert_readers_see(sheet_id, people["stranger"], before, after, move if done else "")
        if who == "stranger":
            assert after == before
        if who == "colleague" and move not in ("save", "restore", "archive"):
            assert after == before or move == "site"


def begun_by(cast: dict[str, Person]) -> tuple[dict[str, Actor], int]:
    """A sheet of the owner's, a draft, and everyone as they are with regard to it."""
    db.session.rollback()
    sheet = start_sheet(actor(cast["owner"]), {"title": "La fiche"})
    make_coauthor(sheet, cast["coauthor"])
    make_coauthor(sheet, cast["submitter"], may_submit=True)
    people = {name: actor(person) for name, person in cast.items()}
    return people, sheet.id


def attempt(move: str, who: Actor, sheet_id: int, number: int) -> bool:
    """Does what a press of a button does; says whether it was not refused."""
    latest = db.session.get_one(Sheet, sheet_id).latest_version
    review = db.session.query(Review).filter_by(sheet_id=sheet_id).order_by(Review.id.desc()).first()
    review_id = review.id if review else 0
    steps: dict[str, Callable[[], object]] = {
        "save": lambda: save_sheet(who, sheet_id, latest, {"title": f"La fiche, {number}"}),
        "submit": lambda: submit_sheet(who, sheet_id, seen_version=latest),
        "withdraw": lambda: withdraw_sheet(who, sheet_id),
        "take": lambda: take_review(who, sheet_id),
        "release": lambda: release_review(who, sheet_id),
        "changes": lambda: ask_changes(who, sheet_id, review_id, "Dites-en plus."),
        "archive": lambda: archive_sheet(who, sheet_id, "Une personne était reconnaissable."),
        "reinstate": lambda: reinstate_sheet(who, sheet_id, "C’est corrigé."),
        "restore": lambda: restore_version(who, sheet_id, 1, seen_version=latest),
        "site": lambda: publish_at_once(who, sheet_id),
    }
    opinion = lambda: give_opinion(who, sheet_id, review_id, move, f"Parce que {number}.")  # noqa: E731
    try:
        steps.get(move, opinion)()
    except (Conflict, NotAllowed, NotFound, Invalid):
        return False
    finally:
        db.session.rollback()
        db.session.expire_all()
    return True


def state_of(sheet_id: int) -> tuple[str, int | None, int, bool]:
    sheet = db.session.get_one(Sheet, sheet_id, populate_existing=True)
    found = sheet.state, sheet.published_version, sheet.latest_version, sheet.is_listed
    db.session.rollback()
    return found


def assert_whole(sheet_id: int) -> None:
    """What holds of a sheet whatever was done with it."""
    sheet = db.session.get_one(Sheet, sheet_id)
    numbers = sorted(version.number for version in db.session.query(SheetVersion).filter_by(sheet_id=sheet_id))
    passages = db.session.query(Review).filter_by(sheet_id=sheet_id, closed_at=None).all()
    before_the_committee = sheet.state in (SheetState.SUBMITTED, SheetState.IN_REVIEW)

    assert sheet.state in list(SheetState)
    assert numbers == list(range(1, sheet.latest_version + 1))
    assert len(passages) == (1 if before_the_committee else 0)
    if passages:
        assert passages[0].version == sheet.latest_version
        assert (passages[0].taken_by is not None) == (sheet.state == SheetState.IN_REVIEW)
    if sheet.state == SheetState.PUBLISHED:
        assert sheet.published_version == sheet.latest_version
    if sheet.state == SheetState.ARCHIVED:
        assert sheet.published_version is not None
    noted = [line.kind for line in db.session.query(SheetEvent).filter_by(sheet_id=sheet_id)]
    assert noted.count("published") + noted.count("published_at_once") >= (sheet.published_version is not None)
    db.session.rollback()


def assert_readers_see(
    sheet_id: int,
    reader: Actor,
    before: tuple[str, int | None, int, bool],
    after: tuple[str, int | None, int, bool],
    move: str,
) -> None:
    """What readers see changes by publishing, archiving and reinstating, and by nothing else."""
    _state, published, _latest, was_listed = before
    seen = db.session.query(Sheet.id).filter(Sheet.id == sheet_id, visible(reader, Sheet)).first() is not None
    listed = db.session.query(Sheet.id).filter(Sheet.id == sheet_id, LISTED).first() is not None
    db.session.rollback()

    assert seen == listed == after[3]
    if was_listed and not after[3]:
        assert move == "archive"
    if published is not None:
        assert after[1] is not None
        assert after[1] >= published
    if after[1] != published:
        assert move in ("site", *TOKENS)
        assert after[0] == SheetState.PUBLISHED


@pytest.fixture
def cast(app: object) -> dict[str, Person]:
    """One person of each kind; they are the same for every sheet that is begun."""
    school, colleague = make_school(), make_editor()
    owner = make_referent(school)
    belong(school, owner, colleague)
    return {
        "owner": owner,
        "coauthor": make_person(),
        "submitter": make_person(),
        "editor": make_editor(),
        "second": make_editor(),
        "third": make_editor(),
        "colleague": colleague,
        "stranger": make_person(),
    }
