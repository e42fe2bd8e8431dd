"""Moving a thread: who reads it afterwards, by which doors, and when it may come back."""

from collections.abc import Callable

import pytest

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Space, Thread
from forum.discussions.services import (
    edit_post,
    merge_threads,
    move_thread,
    reassign_post,
    rename_thread,
    split_thread,
    undo_act,
)
from forum.extensions import db
from forum.schools.models import School
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.discussions.holding.factories import acts_on, hand_over, posts_in
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]


def thread_now(thread: Thread) -> Thread:
    return db.session.get_one(Thread, thread.id, populate_existing=True)


def test_a_moved_thread_stands_in_the_other_space_alone_and_both_are_counted(
    visitor: Browser, space: Space, other_space: Space, thread: Thread, mediator: Person
) -> None:
    move_thread(actor(mediator), thread.id, other_space.id)

    db.session.expire_all()
    assert (space.thread_count, other_space.thread_count) == (0, 1)
    assert visitor.get(f"/spaces/{space.slug}").texts(".row h3") == []
    assert visitor.get(f"/spaces/{other_space.slug}").texts(".row h3") == [thread.title]
    assert visitor.get(f"/threads/{thread.id}").status == 200


def test_a_thread_that_goes_to_fewer_readers_is_explained_first_and_then_gone_for_the_others(
    browser: Open,
    visitor: Browser,
    thread: Thread,
    claire: Person,
    insider: Person,
    school_space: Space,
    deliver: Callable[[], int],
) -> None:
    reply = make_reply(claire, thread, "Une réponse au mot cornemuse.")
    deliver()
    desk = browser(insider)

    asked = desk.submit(desk.get(f"/threads/{thread.id}/move"), with_field="space", space=str(school_space.id))
    assert "Moins de personnes liront cette discussion" in asked.texts("h1")
    assert "2 personnes qui y ont écrit ne la liront plus" in asked.main
    assert thread_now(thread).audience == audience.PUBLIC
    desk.submit(asked, with_field="confirmed")
    deliver()

    assert thread_now(thread).audience == school_space.audience
    for outsider in (visitor, browser(claire)):
        assert outsider.get(f"/threads/{thread.id}").status == 404
        assert outsider.get(f"/posts/{reply.id}", follow=False).status == 404
        assert "Comment préparer un retour" not in outsider.get("/search?q=cornemuse").main
        assert "Comment préparer un retour" not in outsider.get("/").text
    assert "cornemuse" in desk.get(f"/threads/{thread.id}").main
    assert "Comment préparer un retour" in desk.get("/search?q=cornemuse").main


def test_what_was_written_for_a_school_is_never_moved_to_more_readers(
    browser: Open, referent: Person, insider: Person, school_space: Space, space: Space
) -> None:
    thread = make_thread(referent, school_space, "Entre nous")

    with pytest.raises(Invalid, match="ne peut pas être montré"):
        move_thread(actor(insider), thread.id, space.id)
    page = browser(insider).get(f"/threads/{thread.id}/move")
    assert "Aucun autre espace ne convient" in page.main
    answer = browser(insider).post(f"/threads/{thread.id}/move", {"space": str(space.id)})
    assert answer.status == 422
    assert "ne peut pas être montré" in answer.main
    assert thread_now(thread).audience == school_space.audience


@pytest.mark.parametrize(
    ("wider", "narrower", "may"),
    [
        ("public", "public", True),
        ("public", "members", True),
        ("public", "school:1", True),
        ("members", "school:1", True),
        ("members", "community:2", True),
        ("school:1", "school:1", True),
        ("members", "public", False),
        ("school:1", "members", False),
        ("school:1", "public", False),
        ("school:1", "school:2", False),
        ("school:1", "community:1", False),
    ],
)
def test_an_audience_covers_those_whose_people_are_all_in_it(wider: str, narrower: str, may: bool) -> None:
    assert audience.covers(wider, narrower) is may


def test_neither_splitting_nor_merging_nor_reassigning_shows_more_people_what_a_school_wrote(
    referent: Person, insider: Person, school_space: Space, space: Space, thread: Thread
) -> None:
    inside = make_thread(referent, school_space, "Entre nous")
    post = make_reply(referent, inside, "À nous seuls.")
    by = actor(insider)

    with pytest.raises(Invalid):
        split_thread(by, inside.id, [post.id], "Dehors", space.id)
    with pytest.raises(Invalid):
        merge_threads(by, inside.id, thread.id)
    with pytest.raises(Invalid):
        reassign_post(by, post.id, thread.id)
    assert acts_on(inside) == []


def test_a_closed_space_receives_nothing(thread: Thread, mediator: Person, other_space: Space) -> None:
    with transaction():
        other_space.closed_at = now()

    with pytest.raises(NotAllowed):
        move_thread(actor(mediator), thread.id, other_space.id)


def test_a_holder_moves_threads_between_the_spaces_that_they_hold_and_nowhere_else(
    space: Space, other_space: Space, thread: Thread, holder: Person
) -> None:
    with pytest.raises(NotAllowed):
        move_thread(actor(holder), thread.id, other_space.id)
    assert thread_now(thread).space_id == space.id

    hand_over(other_space, holder)
    move_thread(actor(holder), thread.id, other_space.id)

    assert thread_now(thread).space_id == other_space.id


def test_a_thread_does_not_go_to_a_space_that_its_mover_does_not_see(
    thread: Thread, mediator: Person, school_space: Space
) -> None:
    with pytest.raises(NotFound):
        move_thread(actor(mediator), thread.id, school_space.id)


def test_a_move_is_undone_as_long_as_nobody_wrote_for_the_fewer(
    browser: Open, visitor: Browser, thread: Thread, insider: Person, school_space: Space, space: Space
) -> None:
    move_thread(actor(insider), thread.id, school_space.id)
    desk = browser(insider)
    log = desk.get(f"/threads/{thread.id}/acts")

    asked = desk.get(log.links()["Annuler…"])
    assert "Elle y sera lue par tout le monde, avec ou sans compte." in asked.main
    desk.submit(asked, "/undo")

    assert thread_now(thread).audience == audience.PUBLIC
    assert visitor.get(f"/threads/{thread.id}").status == 200
    db.session.expire_all()
    assert (space.thread_count, school_space.thread_count) == (1, 0)


def test_what_was_written_after_a_move_keeps_the_thread_where_it_is(
    thread: Thread, referent: Person, insider: Person, school_space: Space
) -> None:
    move_thread(actor(insider), thread.id, school_space.id)
    make_reply(referent, thread, "À nous seuls.")
    (act,) = acts_on(thread)

    with pytest.raises(Conflict, match="ne peut plus revenir"):
        undo_act(actor(insider), act.id)
    assert thread_now(thread).audience == school_space.audience


def test_what_was_edited_or_renamed_after_a_move_keeps_it_there_too(
    space: Space, yann: Person, insider: Person, school_space: Space
) -> None:
    edited, renamed = make_thread(insider, space, "Une"), make_thread(yann, space, "Deux")
    for thread in (edited, renamed):
        move_thread(actor(insider), thread.id, school_space.id)
    edit_post(actor(insider), posts_in(edited)[1], "À nous seuls.")
    rename_thread(actor(insider), renamed.id, "Un nom pour nous seuls")

    for thread in (edited, renamed):
        with pytest.raises(Conflict):
            undo_act(actor(insider), acts_on(thread)[0].id)
        assert thread_now(thread).audience == school_space.audience


def test_a_move_between_equal_readers_comes_back_whatever_was_written_since(
    space: Space, other_space: Space, thread: Thread, claire: Person, mediator: Person
) -> None:
    move_thread(actor(mediator), thread.id, other_space.id)
    make_reply(claire, thread)

    undo_act(actor(mediator), acts_on(thread)[0].id)

    assert thread_now(thread).space_id == space.id


def test_a_move_is_not_undone_by_who_does_not_hold_the_former_space(
    space: Space, other_space: Space, thread: Thread, holder: Person, mediator: Person
) -> None:
    hand_over(other_space, holder)
    move_thread(actor(holder), thread.id, other_space.id)
    hand_over(space, make_person())
    (act,) = acts_on(thread)

    with pytest.raises(Conflict, match="tenir aussi"):
        undo_act(actor(holder), act.id)
    undo_act(actor(mediator), act.id)
    assert thread_now(thread).space_id == space.id


def test_what_a_reply_on_its_way_was_meant_for_is_refused_once_the_thread_is_out_of_sight(
    browser: Open, thread: Thread, claire: Person, insider: Person, school_space: Space
) -> None:
    member = browser(claire)
    page = member.get(f"/threads/{thread.id}-{thread.slug}")
    move_thread(actor(insider), thread.id, school_space.id)

    assert member.submit(page, "/reply", body="En retard.").status == 404
    assert thread_now(thread).post_count == 1


@pytest.fixture
def school(app: object) -> School:
    return make_school("Collège des Ormeaux")


@pytest.fixture
def referent(school: School) -> Person:
    return make_referent(school, "Rose Référente")


@pytest.fixture
def school_space(school: School) -> Space:
    return make_space("Collège des Ormeaux", audience.of_school(school.id))


@pytest.fixture
def insider(school: School, referent: Person) -> Person:
    """A mediator of the school: they see and hold all that the tests move."""
    return make_member(school, referent, "Maud Médiatrice", role=Role.MEDIATOR)
