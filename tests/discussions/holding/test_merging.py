"""Merging threads, and reassigning a post: numbers, addresses, followers, and the way back."""

from collections.abc import Callable

import pytest

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.errors import Invalid, NotAllowed
from forum.discussions.models import Space, Thread
from forum.discussions.services import (
    merge_threads,
    undo_act,
)
from forum.extensions import db
from forum.notices.models import WatchLevel
from forum.notices.watching import level_of, watch
from tests.browsing import Browser
from tests.discussions.factories import lengthen, make_reply, make_space, make_thread
from tests.discussions.holding.factories import (
    acts_on,
    address,
    posts_in,
    traces_of,
)
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]


def test_a_merged_thread_stands_after_the_other_and_leads_there(
    browser: Open, visitor: Browser, space: Space, thread: Thread, holder: Person, claire: Person, yann: Person
) -> None:
    twin = make_thread(claire, space, "La même question", "Posée deux fois.")
    make_reply(yann, twin, "Déjà répondue.")
    make_reply(claire, thread, "Bienvenue.")
    desk = browser(holder)
    page = desk.get(f"/threads/{twin.id}/merge")
    assert page.texts(".choice label") == [f"{thread.title} (Climat scolaire)"]

    merged = desk.submit(page, with_field="target", target=str(thread.id), reason="Doublon")

    assert merged.url == address(thread)
    assert merged.texts(".post .prose") == ["Dites-nous.", "Bienvenue.", "Posée deux fois.", "Déjà répondue."]
    assert visitor.get(address(twin)).url == address(thread)
    assert visitor.get(f"/threads/{twin.id}?post=2").url == address(thread)
    assert visitor.get(f"/spaces/{space.slug}").texts(".row h3") == [thread.title]
    db.session.expire_all()
    assert space.thread_count == 1
    assert (twin.post_count, twin.merged_into_id) == (0, thread.id)


def test_sending_the_same_merge_twice_is_one_merge(
    browser: Open, space: Space, thread: Thread, holder: Person, claire: Person
) -> None:
    twin = make_thread(claire, space, "La même question")
    desk = browser(holder)
    page = desk.get(f"/threads/{twin.id}/merge")

    for _ in range(2):
        assert desk.submit(page, with_field="target", target=str(thread.id)).url == address(thread)

    assert len(acts_on(twin)) == 1


def test_a_merge_that_is_undone_puts_each_post_under_its_number_and_keeps_what_came_since(
    visitor: Browser, space: Space, thread: Thread, holder: Person, claire: Person
) -> None:
    twin = make_thread(claire, space, "La même question")
    make_reply(claire, twin, "Deuxième.")
    before = posts_in(twin)
    merge_threads(actor(holder), twin.id, thread.id)
    since = make_reply(claire, thread, "Écrit depuis.")

    undo_act(actor(holder), acts_on(twin)[0].id)

    assert posts_in(twin) == before
    assert list(posts_in(thread)) == [1, since.number] == [1, 4]
    assert traces_of(twin) == []
    assert traces_of(thread) == [2, 3]
    assert visitor.get(f"{address(thread)}?post=3").url == address(twin)
    assert visitor.get(f"/spaces/{space.slug}").texts(".row h3") == [thread.title, twin.title]
    db.session.expire_all()
    assert (twin.merged_into_id, space.thread_count) == (None, 2)


def test_who_follows_a_thread_since_its_merge_alone_follows_it_no_more_when_that_is_undone(
    space: Space, thread: Thread, holder: Person, claire: Person
) -> None:
    twin = make_thread(holder, space, "La même question")
    by_itself, chose = make_person(), make_person()
    for person in (by_itself, chose):
        watch(person.id, "thread", twin.id, WatchLevel.ALL)
    merge_threads(actor(holder), twin.id, thread.id)
    watch(chose.id, "thread", thread.id, WatchLevel.ALL)
    assert level_of(by_itself.id, "thread", thread.id) == WatchLevel.ALL

    undo_act(actor(holder), acts_on(twin)[0].id)

    assert level_of(by_itself.id, "thread", thread.id) == ""
    assert level_of(chose.id, "thread", thread.id) == WatchLevel.ALL


def test_a_merge_is_undone_again_and_again(space: Space, thread: Thread, holder: Person, claire: Person) -> None:
    twin = make_thread(claire, space, "La même question")
    before = posts_in(twin)

    for _ in range(3):
        merge_threads(actor(holder), twin.id, thread.id)
        undo_act(actor(holder), acts_on(twin)[-1].id)

    assert posts_in(twin) == before
    assert traces_of(thread) == [2, 3, 4]


def test_a_post_that_was_sent_in_the_wrong_thread_goes_to_the_right_one(
    browser: Open, visitor: Browser, space: Space, thread: Thread, holder: Person, claire: Person
) -> None:
    right = make_thread(claire, space, "La bonne")
    post = make_reply(claire, thread, "Pour l’autre discussion.")
    desk = browser(holder)
    page = desk.get(desk.get(address(thread)).links()["Réassigner"])
    missed = desk.submit(page, with_field="address", address="nulle part")
    assert missed.status == 422
    assert missed.select("#address")[0]["value"] == "nulle part"
    page = desk.get(f"/posts/{post.id}/reassign")

    there = desk.submit(page, with_field="address", address=f"https://mediane.example{address(right)}?page=1")

    assert there.url == address(right)
    assert "Pour l’autre discussion." in there.texts("#post-2 .prose")
    assert visitor.get(f"{address(thread)}?post=2").url == address(right)
    assert level_of(claire.id, "thread", right.id) == WatchLevel.ALL
    undo_act(actor(holder), acts_on(thread)[0].id)
    assert posts_in(thread)[2] == post.id


def test_a_thread_merged_into_one_that_fewer_see_says_nothing_of_it(visitor: Browser) -> None:
    school = make_school()
    holder = make_member(school, make_referent(school), role=Role.MEDIATOR)
    thread = make_thread(holder, make_space("Ouvert"))
    inside = make_thread(holder, make_space("Dedans", audience.of_school(school.id)), "Titre réservé")

    merge_threads(actor(holder), thread.id, inside.id)

    answer = visitor.get(address(thread))
    assert answer.status == 404
    assert "titre-reserve" not in str([r.headers.get("Location") for r in answer.response.history])


def test_what_is_too_long_for_one_act_is_refused(thread: Thread, space: Space, holder: Person, yann: Person) -> None:
    long = make_thread(yann, space, "Longue")
    lengthen(long, yann, 1_001)

    with pytest.raises(Invalid, match="1000 au plus"):
        merge_threads(actor(holder), long.id, thread.id)


def test_who_holds_the_closed_place_alone_takes_nothing_back_out_of_it(app: object) -> None:
    school = make_school()
    referent = make_referent(school)
    mediator = make_member(school, referent, role=Role.MEDIATOR)
    thread = make_thread(mediator, make_space("Ouvert"))
    inside = make_thread(mediator, make_space("Dedans", audience.of_school(school.id)), "Titre réservé")
    merge_threads(actor(mediator), thread.id, inside.id)
    [act] = acts_on(thread)

    with pytest.raises(NotAllowed):
        undo_act(actor(referent), act.id)

    db.session.expire_all()
    assert (thread.merged_into_id, thread.audience) == (inside.id, inside.audience)
    undo_act(actor(mediator), act.id)
    assert (thread.merged_into_id, thread.audience) == (None, audience.PUBLIC)
