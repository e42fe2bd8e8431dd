"""Who may not: each verb refuses those who do not hold the thread, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.core.errors import NotAllowed, NotFound
from forum.core.models import now
from forum.discussions.models import Post, Space, Thread, ThreadAct
from forum.discussions.services import (
    file_thread,
    lock_thread,
    merge_threads,
    move_thread,
    name_holder,
    open_to_all,
    pin_thread,
    reassign_post,
    release_space,
    rename_thread,
    slow_thread,
    split_thread,
    undo_act,
    unlock_thread,
    unpin_thread,
    write_note,
)
from forum.extensions import db
from tests.browsing import Browser
from tests.communities.factories import make_community
from tests.communities.factories import make_member as make_community_member
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.discussions.holding.factories import facilitate, hand_over
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]
Verb = Callable[["Place", Person], object]


@dataclass
class Place:
    """A thread with a reply, another thread, another space, and an act in its log."""

    thread: Thread
    reply: Post
    other: Thread
    other_space: Space
    act: ThreadAct


VERBS: dict[str, Verb] = {
    "pin": lambda at, who: pin_thread(actor(who), at.thread.id),
    "unpin": lambda at, who: unpin_thread(actor(who), at.thread.id),
    "lock": lambda at, who: lock_thread(actor(who), at.thread.id, "Motif"),
    "unlock": lambda at, who: unlock_thread(actor(who), at.thread.id),
    "rename": lambda at, who: rename_thread(actor(who), at.thread.id, "Autre titre"),
    "file": lambda at, who: file_thread(actor(who), at.thread.id, "question", ["mot"]),
    "slow": lambda at, who: slow_thread(actor(who), at.thread.id, 5),
    "wiki": lambda at, who: open_to_all(actor(who), at.reply.id, is_wiki=True),
    "note": lambda at, who: write_note(actor(who), at.thread.id, "Une note."),
    "move": lambda at, who: move_thread(actor(who), at.thread.id, at.other_space.id),
    "split": lambda at, who: split_thread(actor(who), at.thread.id, [at.reply.id], "À part", at.thread.space_id),
    "merge": lambda at, who: merge_threads(actor(who), at.thread.id, at.other.id),
    "reassign": lambda at, who: reassign_post(actor(who), at.reply.id, at.other.id),
    "undo": lambda at, who: undo_act(actor(who), at.act.id),
}
PAGES = ("pin", "lock", "rename", "slow", "move", "split", "merge", "note", "acts")


def state_of(place: Place) -> list[object]:
    """All that a verb could have changed."""
    db.session.expire_all()
    rows: list[object] = []
    for model in (Thread, Post, ThreadAct, Space):
        for row in db.session.query(model).order_by(model.id):
            rows.append({column.key: getattr(row, column.key) for column in model.__table__.columns})
    return rows


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("person", ["member", "holder of another space", "former holder"])
def test_who_does_not_hold_a_thread_does_nothing_to_it(place: Place, verb: str, person: str) -> None:
    space = db.session.get_one(Space, place.thread.space_id)
    who = make_person()
    if person == "holder of another space":
        hand_over(place.other_space, who)
    if person == "former holder":
        hand_over(space, who, now() - timedelta(seconds=1))
    before = state_of(place)

    with pytest.raises(NotAllowed):
        VERBS[verb](place, who)

    assert state_of(place) == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_facilitator_whose_term_is_over_does_nothing_more(verb: str, mediator: Person) -> None:
    community = make_community(opener=mediator)
    facilitator = make_community_member(community)
    author = make_community_member(community)
    place = make_place(author, audience.of_community(community.id))
    facilitate(community, facilitator, now() - timedelta(seconds=1))
    before = state_of(place)

    with pytest.raises(NotAllowed):
        VERBS[verb](place, facilitator)

    assert state_of(place) == before


@pytest.mark.parametrize("verb", VERBS)
def test_what_one_does_not_see_one_does_not_touch(app: object, verb: str) -> None:
    school = make_school()
    referent = make_referent(school)
    place = make_place(referent, audience.of_school(school.id))
    elsewhere = make_referent(make_school())
    before = state_of(place)

    with pytest.raises(NotFound):
        VERBS[verb](place, elsewhere)

    assert state_of(place) == before


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"undo"}))
def test_referents_hold_the_space_of_their_school_and_its_other_members_do_not(app: object, verb: str) -> None:
    school = make_school()
    referent = make_referent(school)
    member = make_member(school, referent)
    place = make_place(member, audience.of_school(school.id))

    with pytest.raises(NotAllowed):
        VERBS[verb](place, member)
    VERBS[verb](place, referent)


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_holders_are_closed_to_the_others(
    browser: Open, visitor: Browser, place: Place, page: str, claire: Person
) -> None:
    path = f"/threads/{place.thread.id}/{page}"
    inside = make_place(make_referent(make_school()), "school:1")

    assert browser(claire).get(path).status == 403
    assert browser(claire).get(f"/threads/{inside.thread.id}/{page}").status == 404
    assert visitor.get(path, follow=False).response.headers["Location"].startswith("/login")
    assert browser(claire).get(f"/threads/99999/{page}").status == 404


def test_the_pages_about_a_post_and_an_act_are_closed_to_the_others(
    browser: Open, place: Place, claire: Person
) -> None:
    member = browser(claire)

    assert member.get(f"/posts/{place.reply.id}/reassign").status == 403
    assert member.post(f"/posts/{place.reply.id}/wiki").status == 403
    assert member.get(f"/acts/{place.act.id}/undo").status == 403
    assert member.post(f"/acts/{place.act.id}/undo").status == 403
    assert member.get("/acts/99999/undo").status == 404


def test_holding_one_thread_is_not_holding_the_other(place: Place, claire: Person) -> None:
    held = db.session.get_one(Space, place.thread.space_id)
    hand_over(held, claire)
    foreign = make_thread(claire, place.other_space, "D’un autre espace")

    for verb in (merge_threads, reassign_post):
        first = place.reply.id if verb is reassign_post else place.thread.id
        with pytest.raises(NotAllowed):
            verb(actor(claire), first, foreign.id)
    with pytest.raises(NotAllowed):
        split_thread(actor(claire), place.thread.id, [place.reply.id], "À part", place.other_space.id)


@pytest.mark.parametrize("verb", ["name", "release"])
def test_a_holder_does_not_hand_their_space_over(verb: str, space: Space, holder: Person, claire: Person) -> None:
    with pytest.raises(NotAllowed):
        if verb == "name":
            name_holder(actor(holder), space.id, f"@{claire.handle}", now() + timedelta(days=3))
        else:
            release_space(actor(holder), space.id)

    assert db.session.get_one(Space, space.id, populate_existing=True).holder_id == holder.id


def make_place(author: Person, token: str) -> Place:
    space, other_space = make_space("Ici", token), make_space("Là", token)
    thread = make_thread(author, space)
    reply = make_reply(author, thread)
    other = make_thread(author, space, "L’autre")
    act = ThreadAct(
        thread_id=thread.id,
        actor_id=author.id,
        act="slow",
        facts={"before": {"slow_seconds": 0}, "after": {"slow_seconds": 60}},
    )
    db.session.add(act)
    db.session.commit()
    return Place(thread, reply, other, other_space, act)


@pytest.fixture
def place(yann: Person) -> Place:
    return make_place(yann, audience.PUBLIC)
