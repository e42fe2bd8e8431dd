"""Splitting a thread: numbers, addresses, marks, followers, counts, and the way back."""

from collections.abc import Callable

import pytest

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.core.errors import Conflict, Invalid
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import (
    delete_post,
    edit_post,
    mark_helped,
    move_thread,
    split_thread,
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
    hand_over,
    mark,
    marks_of,
    posts_in,
    split_off,
    traces_of,
)
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]


def test_posts_are_ticked_on_several_pages_and_form_a_thread_of_their_own(
    browser: Open, visitor: Browser, thread: Thread, holder: Person, yann: Person
) -> None:
    lengthen(thread, yann, 60)
    found = posts_in(thread)
    desk = browser(holder)
    first = desk.get(f"/threads/{thread.id}/split")

    second = desk.submit(first, with_field="title", posts=[str(found[3])], turn="2", title="Une autre question")
    assert "Un message est coché sur une autre page." in second.main
    assert second.select("#title")[0]["value"] == "Une autre question"
    form = second.values(second.form(with_field="title"))
    opened = desk.post(f"/threads/{thread.id}/split", {**form, "posts": [str(found[3]), str(found[55])]})

    assert opened.texts("h1") == ["Une autre question"]
    assert opened.texts(".post .prose") == ["Message numéro 3", "Message numéro 55"]
    assert [post["id"] for post in opened.select(".post")] == ["post-1", "post-2"]
    assert sorted(set(range(1, 61)) - set(posts_in(thread))) == [3, 55]


def test_the_first_post_stays_and_nothing_ticked_is_said_plainly(
    browser: Open, thread: Thread, holder: Person, claire: Person
) -> None:
    make_reply(claire, thread)
    desk = browser(holder)
    page = desk.get(f"/threads/{thread.id}/split")
    assert len(page.select(".split-posts input")) == 1

    nothing = desk.submit(page, with_field="title", title="À part")
    assert nothing.status == 422
    assert "Choisissez au moins un message." in nothing.texts(".error-summary li")
    with pytest.raises(Invalid, match="ouvre la discussion"):
        split_off(holder, thread, 1, 2)


def test_sending_the_same_split_twice_is_one_thread(
    browser: Open, thread: Thread, holder: Person, claire: Person
) -> None:
    post = make_reply(claire, thread)
    desk = browser(holder)
    page = desk.get(f"/threads/{thread.id}/split")

    for _ in range(2):
        answer = desk.submit(page, with_field="title", title="À part", posts=str(post.id))
        assert answer.texts("h1") == ["À part"]

    assert db.session.query(Thread).count() == 2


def test_an_old_address_leads_to_where_a_post_went(
    visitor: Browser, thread: Thread, holder: Person, claire: Person
) -> None:
    post = make_reply(claire, thread, "Part ailleurs.")

    opened = split_off(holder, thread, 2)

    page = visitor.get(f"{address(thread)}?post=2")
    assert page.url == address(opened)
    assert "Part ailleurs." in page.texts("#post-1 .prose")
    assert visitor.get(f"/posts/{post.id}").url == address(opened)
    assert "Part ailleurs." not in visitor.get(address(thread)).html


def test_footnotes_are_drawn_anew_under_the_new_number(thread: Thread, holder: Person, claire: Person) -> None:
    make_reply(claire, thread)
    post = make_reply(claire, thread, "Selon le bilan[^1].\n\n[^1]: De juin.")
    assert "p3" in post.html

    split_off(holder, thread, 3)

    db.session.expire_all()
    assert "p1" in post.html
    assert "p3" not in post.html


def test_both_threads_are_counted_again(thread: Thread, holder: Person, claire: Person, yann: Person) -> None:
    with transaction():
        thread.kind = "question"
    helped = make_reply(claire, thread, "Ce qui a aidé.")
    deleted = make_reply(claire, thread)
    mark_helped(actor(yann), helped.id, is_on=True)
    delete_post(actor(claire), deleted.id)

    opened = split_off(holder, thread, 2, 3)

    db.session.expire_all()
    assert (thread.post_count, thread.helped_count, thread.last_number, thread.last_author_id) == (1, 0, 3, yann.id)
    assert (opened.post_count, opened.helped_count, opened.last_number, opened.last_author_id) == (1, 1, 2, claire.id)
    assert opened.last_post_at == helped.written_at == opened.opened_at
    assert opened.author_id == claire.id
    assert thread.last_number == 3
    assert make_reply(yann, thread).number == 4


def test_who_had_read_them_has_read_them_in_the_new_thread(
    thread: Thread, holder: Person, claire: Person, yann: Person
) -> None:
    for _ in range(4):
        make_reply(claire, thread)
    half, all_of_it, none = make_person(), make_person(), make_person()
    mark(half, thread, 3)
    mark(all_of_it, thread, 5)
    mark(none, thread, 1)

    opened = split_off(holder, thread, 3, 4, 5)

    assert marks_of(opened, half, all_of_it, none) == [1, 3, 0]
    # Who had read all that is left in the old thread is told of nothing there.
    assert marks_of(thread, half, all_of_it, none) == [5, 5, 1]
    undo_act(actor(holder), acts_on(thread)[0].id)
    assert marks_of(thread, half, all_of_it, none) == [3, 5, 1]


def test_what_was_read_in_the_new_thread_is_read_when_it_comes_back(
    thread: Thread, holder: Person, claire: Person
) -> None:
    make_reply(claire, thread)
    make_reply(claire, thread)
    reader = make_person()
    mark(reader, thread, 1)
    opened = split_off(holder, thread, 2, 3)
    mark(reader, opened, 1)

    undo_act(actor(holder), acts_on(thread)[0].id)

    assert marks_of(thread, reader) == [2]


def test_followers_and_authors_follow_the_new_thread_where_they_see_it(app: object) -> None:
    school = make_school()
    referent = make_referent(school)
    holder = make_member(school, referent, role=Role.MEDIATOR)
    follower, left_out, author, muted = make_member(school, referent), make_person(), make_person(), referent
    space, inside = make_space("Ouvert"), make_space("Dedans", audience.of_school(school.id))
    thread = make_thread(holder, space)
    post = make_reply(author, thread)
    inner = make_reply(follower, thread)
    for person, level in ((follower, WatchLevel.ALL), (left_out, WatchLevel.ALL), (muted, WatchLevel.MUTED)):
        watch(person.id, "thread", thread.id, level)

    opened = split_thread(actor(holder), thread.id, [post.id, inner.id], "Dedans", inside.id)

    assert level_of(follower.id, "thread", opened.id) == WatchLevel.ALL
    assert level_of(muted.id, "thread", opened.id) == WatchLevel.MUTED
    assert level_of(left_out.id, "thread", opened.id) == ""
    assert level_of(author.id, "thread", opened.id) == ""


def test_the_way_back_is_closed_where_someone_wrote_in_the_new_thread(
    browser: Open, thread: Thread, holder: Person, claire: Person
) -> None:
    make_reply(claire, thread)
    opened = split_off(holder, thread, 2)
    make_reply(claire, opened)
    (act,) = acts_on(thread)
    desk = browser(holder)

    answer = desk.submit(desk.get(f"/acts/{act.id}/undo"), "/undo")

    assert "On a écrit depuis dans la discussion qui en est née." in answer.text
    assert list(posts_in(thread)) == [1]


def test_a_split_that_is_undone_leaves_an_address_that_leads_back(
    visitor: Browser, space: Space, thread: Thread, holder: Person, claire: Person
) -> None:
    make_reply(claire, thread, "Reviendra.")
    opened = split_off(holder, thread, 2)

    undo_act(actor(holder), acts_on(thread)[0].id)

    page = visitor.get(address(opened))
    assert page.url == address(thread)
    assert "Reviendra." in page.texts("#post-2 .prose")
    assert visitor.get(f"/spaces/{space.slug}").texts(".row h3") == [thread.title]
    assert traces_of(thread) == []
    assert traces_of(opened) == [1]


def test_acts_that_move_the_same_threads_are_undone_the_last_one_first(
    space: Space, other_space: Space, thread: Thread, mediator: Person, claire: Person
) -> None:
    make_reply(claire, thread)
    opened = split_off(mediator, thread, 2)
    move_thread(actor(mediator), opened.id, other_space.id)
    (split,), (move,) = acts_on(thread), acts_on(opened)

    with pytest.raises(Conflict, match="plus récent"):
        undo_act(actor(mediator), split.id)
    undo_act(actor(mediator), move.id)
    undo_act(actor(mediator), split.id)

    assert list(posts_in(thread)) == [1, 2]


def test_a_post_that_fewer_people_edited_does_not_come_back_to_more(app: object) -> None:
    school = make_school()
    referent = make_referent(school)
    holder = make_member(school, referent, role=Role.MEDIATOR)
    thread = make_thread(holder, make_space("Ouvert"))
    post = make_reply(holder, thread, "Pour tous.")
    inside = make_space("Dedans", audience.of_school(school.id))
    opened = split_thread(actor(holder), thread.id, [post.id], "Dedans", inside.id)
    edit_post(actor(holder), post.id, "Pour nous seuls.")

    with pytest.raises(Conflict, match="modifiés depuis"):
        undo_act(actor(holder), acts_on(thread)[0].id)

    assert db.session.get_one(Post, post.id, populate_existing=True).thread_id == opened.id


def test_who_does_not_see_where_a_post_went_is_led_nowhere(browser: Open, visitor: Browser) -> None:
    school = make_school()
    referent = make_referent(school)
    holder = make_member(school, referent, role=Role.MEDIATOR)
    thread = make_thread(holder, make_space("Ouvert"))
    post = make_reply(holder, thread, "Confidentiel désormais.")
    inside = make_space("Dedans", audience.of_school(school.id))

    opened = split_thread(actor(holder), thread.id, [post.id], "Titre réservé", inside.id)

    for outsider in (visitor, browser(make_person())):
        assert outsider.get(f"/posts/{post.id}").status == 404
        page = outsider.get(f"{address(thread)}?post=2")
        assert page.url == address(thread)
        assert "Titre réservé" not in page.html
        assert f"/threads/{opened.id}" not in page.html
    assert "Confidentiel désormais." in browser(referent).get(f"{address(thread)}?post=2").main


def test_the_other_thread_is_named_in_the_log_to_those_who_see_it(
    browser: Open, space: Space, thread: Thread, holder: Person
) -> None:
    school = make_school()
    insider = make_member(school, make_referent(school), role=Role.MEDIATOR)
    post = make_reply(insider, thread)
    inside = make_space("Dedans", audience.of_school(school.id))
    opened = split_thread(actor(insider), thread.id, [post.id], "Titre réservé", inside.id)
    hand_over(space, holder)

    assert "Titre réservé" in browser(insider).get(f"/threads/{thread.id}/acts").main
    log = browser(holder).get(f"/threads/{thread.id}/acts")
    assert "a détaché un message" in log.main
    assert "Titre réservé" not in log.html
    assert browser(holder).get(f"/acts/{acts_on(thread)[0].id}/undo").status == 404
    assert (
        "a ouvert cette discussion par un message d’une autre."
        in browser(insider).get(f"/threads/{opened.id}/acts").main
    )
