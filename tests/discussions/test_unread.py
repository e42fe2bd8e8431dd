"""How far one has read: a mark that goes forward, the line before what is new, and the lists that know of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Space, Thread, ThreadRead, ThreadTag
from forum.discussions.services import delete_post, mark_read, reassign_post
from forum.extensions import db
from forum.notices.models import Notice, WatchLevel
from forum.notices.services import tell
from forum.notices.watching import watch
from forum.schools.services import leave_school
from tests.browsing import Browser
from tests.discussions.factories import lengthen, make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def mark_of(person: Person, thread: Thread) -> int | None:
    found = select(ThreadRead.read_number)
    return db.session.scalar(found.where(ThreadRead.person_id == person.id, ThreadRead.thread_id == thread.id))


def count_marks() -> int:
    return db.session.scalar(select(func.count()).select_from(ThreadRead)) or 0


def test_to_look_at_a_thread_changes_nothing(browser: Open, thread: Thread, claire: Person) -> None:
    before = count_marks()

    browser(claire).get(address(thread))

    assert count_marks() == before


def test_the_button_marks_a_thread_as_read(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    mark_read(actor(claire), thread.id, 1)
    make_reply(yann, thread)
    reader = browser(claire)

    page = reader.submit(reader.get(address(thread)), "/read", with_field="number")

    assert page.status == 200
    assert "La discussion est marquée comme lue." in page.text
    assert mark_of(claire, thread) == 2


def test_a_mark_is_one_row_and_never_goes_back(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    lengthen(thread, yann, 30)
    reader = browser(claire)
    for number in (5, 25, 10):
        answer = reader.post(f"/threads/{thread.id}/read", {"number": number, "quiet": "1"})
        assert (answer.status, answer.html) == (204, "")

    assert mark_of(claire, thread) == 25


def test_nobody_reads_further_than_there_is(browser: Open, thread: Thread, claire: Person) -> None:
    browser(claire).post(f"/threads/{thread.id}/read", {"number": 4_000, "quiet": "1"})

    assert mark_of(claire, thread) == 1


@pytest.mark.parametrize("number", ["", "0", "-1", "deux", "9" * 30])
def test_a_number_that_is_none_is_refused(browser: Open, thread: Thread, claire: Person, number: str) -> None:
    assert browser(claire).post(f"/threads/{thread.id}/read", {"number": number}).status == 422


def test_what_one_may_not_see_takes_no_mark(browser: Open, claire: Person) -> None:
    school = make_school()
    referent = make_referent(school)
    theirs = make_thread(referent, make_space("Entre eux", audience.of_school(school.id)))

    for thread_id in (theirs.id, 9_999):
        assert browser(claire).post(f"/threads/{thread_id}/read", {"number": "1"}).status == 404
    assert mark_of(claire, theirs) is None


def test_a_visitor_is_led_to_the_door(visitor: Browser, thread: Thread) -> None:
    assert visitor.post(f"/threads/{thread.id}/read", {"number": "1"}).url == "/login"
    assert visitor.get("/unread").url == "/login"


def test_who_writes_has_read_up_to_there(thread: Thread, claire: Person, yann: Person) -> None:
    make_reply(claire, thread)

    assert mark_of(claire, thread) == 2
    assert mark_of(yann, thread) == 1


def test_a_line_stands_before_the_first_new_post_on_its_page_alone(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    lengthen(thread, yann, 45)
    mark_read(actor(claire), thread.id, 22)
    reader = browser(claire)

    second = reader.get(f"{address(thread)}?page=2")

    line = second.select(".since")[0]
    following = line.find_next("article")
    assert following is not None and following["id"] == "post-23"
    assert len(second.select(".since")) == 1
    for page in (1, 3):
        assert not reader.get(f"{address(thread)}?page={page}").select(".since")


def test_a_page_that_is_new_from_its_start_says_so_on_top(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    lengthen(thread, yann, 45)
    mark_read(actor(claire), thread.id, 20)

    page = browser(claire).get(f"{address(thread)}?page=2")

    following = page.select(".since")[0].find_next("article")
    assert following is not None and following["id"] == "post-21"


def test_the_line_is_each_readers_own(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    lengthen(thread, yann, 10)
    newcomer, other = make_person(), make_person()
    mark_read(actor(claire), thread.id, 3)
    mark_read(actor(other), thread.id, 7)

    firsts = []
    for person in (claire, other, newcomer):
        lines = browser(person).get(address(thread)).select(".since")
        firsts.append(lines[0].find_next("article")["id"] if lines else None)  # type: ignore[index]

    assert firsts == ["post-4", "post-8", None]


def test_first_unread_leads_to_its_page_and_place(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    lengthen(thread, yann, 45)
    mark_read(actor(claire), thread.id, 22)

    answer = browser(claire).get(f"{address(thread)}?post=first-unread", follow=False)

    assert answer.response.headers["Location"].endswith(f"{address(thread)}?page=2#post-23")


def test_where_all_is_read_first_unread_leads_to_the_last(browser: Open, thread: Thread, yann: Person) -> None:
    lengthen(thread, yann, 25)
    mark_read(actor(yann), thread.id, 25)

    answer = browser(yann).get(f"{address(thread)}?post=first-unread", follow=False)

    assert answer.response.headers["Location"].endswith("?page=2#post-25")


def test_to_read_a_post_reads_what_one_was_told_of_it(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    first, second = make_reply(yann, thread), make_reply(yann, thread)
    for post in (first, second):
        about, topic = f"post:{post.id}", f"thread:{thread.id}"
        tell(claire.id, "tests.read", f"k{post.id}", {}, "/", about=about, topic=topic, audience="public")

    browser(claire).post(f"/threads/{thread.id}/read", {"number": str(first.number), "quiet": "1"})

    unread = db.session.scalars(select(Notice.about).where(Notice.person_id == claire.id, Notice.read_at.is_(None)))
    assert list(unread) == [f"post:{second.id}"]


def test_unread_lists_what_came_in_what_one_read_or_follows(
    browser: Open, space: Space, claire: Person, yann: Person
) -> None:
    read, followed, other = (make_thread(yann, space, title) for title in ("Lue", "Suivie", "Ni l’un ni l’autre"))
    mark_read(actor(claire), read.id, 1)
    watch(claire.id, "thread", followed.id, WatchLevel.ALL)
    for thread in (read, followed, other):
        make_reply(yann, thread)
    reader = browser(claire)

    page = reader.get("/unread")

    assert page.texts(".row h3") == ["Suivie", "Lue"]
    assert [words.split(" dans")[0] for words in page.texts(".fresh")] == ["2 nouveaux", "1 nouveau"]
    lead = page.select(".row h3 a")[1]["href"]
    assert reader.get(str(lead), follow=False).response.headers["Location"].endswith("#post-2")


def test_what_was_read_to_its_end_is_unread_no_more(browser: Open, thread: Thread, claire: Person) -> None:
    make_reply(claire, thread)

    assert "Vous avez tout lu" in browser(claire).get("/unread").main


def test_a_thread_opened_in_a_space_that_one_follows_is_new(
    browser: Open, space: Space, claire: Person, yann: Person
) -> None:
    make_thread(yann, space, "D’avant", tags=["climat"])
    watch(claire.id, "space", space.id, WatchLevel.FIRST)
    make_thread(yann, space, "D’après")

    assert browser(claire).get("/unread").texts(".row h3") == ["D’après"]


def test_a_thread_opened_under_a_tag_that_one_follows_is_new(
    browser: Open, space: Space, claire: Person, yann: Person
) -> None:
    old = make_thread(yann, space, "D’avant", tags=["climat"])
    tag_id = db.session.scalar(select(ThreadTag.tag_id).where(ThreadTag.thread_id == old.id))
    watch(claire.id, "tag", tag_id or 0, WatchLevel.ALL)
    make_thread(yann, space, "D’après", tags=["climat"])
    make_thread(yann, space, "Sans mot-clé")

    assert browser(claire).get("/unread").texts(".row h3") == ["D’après"]


def test_what_one_muted_is_never_new(browser: Open, space: Space, claire: Person, yann: Person) -> None:
    muted, in_muted = make_thread(yann, space, "Tue"), make_thread(yann, make_space("Bruyant"), "Dans un espace tu")
    for thread in (muted, in_muted):
        mark_read(actor(claire), thread.id, 1)
        make_reply(yann, thread)
    watch(claire.id, "thread", muted.id, WatchLevel.MUTED)
    watch(claire.id, "space", in_muted.space_id, WatchLevel.MUTED)

    assert "Vous avez tout lu" in browser(claire).get("/unread").main


def test_who_left_a_school_finds_nothing_of_it_unread(browser: Open) -> None:
    school = make_school()
    stays = make_referent(school)
    leaves = make_member(school, stays)
    thread = make_thread(stays, make_space("Entre nous", audience.of_school(school.id)), "Entre nous seulement")
    for person in (stays, leaves):
        mark_read(actor(person), thread.id, 1)
    make_reply(make_member(school, stays), thread)
    leave_school(actor(leaves), school.id)

    assert browser(stays).get("/unread").texts(".row h3") == ["Entre nous seulement"]
    for page in ("/unread", "/", "/mine"):
        assert "Entre nous seulement" not in browser(leaves).get(page).text


def test_everything_is_marked_read_at_once(browser: Open, space: Space, claire: Person, yann: Person) -> None:
    here, there = make_thread(yann, space, "Ici"), make_thread(yann, make_space("Autre"), "Là")
    never_opened = make_thread(yann, space, "Jamais ouverte")
    for thread in (here, there):
        mark_read(actor(claire), thread.id, 1)
        make_reply(yann, thread)
    reader = browser(claire)

    reader.submit(reader.get(f"/spaces/{space.slug}"), "/read")
    assert reader.get("/unread").texts(".row h3") == ["Là"]

    reader.submit(reader.get("/unread"), "/read")
    assert "Vous avez tout lu" in reader.get("/unread").main
    assert mark_of(claire, never_opened) is None


def test_the_space_of_others_is_not_marked(browser: Open, claire: Person) -> None:
    school = make_school()
    space = make_space("Entre eux", audience.of_school(school.id))

    assert browser(claire).post("/read", {"space": space.slug}).status == 404


def test_rows_of_a_space_say_how_much_is_new_to_whom(
    browser: Open, space: Space, thread: Thread, claire: Person, yann: Person
) -> None:
    mark_read(actor(claire), thread.id, 1)
    for _ in range(3):
        make_reply(yann, thread)

    for person, words in ((claire, ["3 nouveaux dans cette discussion : aller au premier"]), (make_person(), [])):
        page = browser(person).get(f"/spaces/{space.slug}")
        assert page.texts(".fresh") == words
    assert not browser().get(f"/spaces/{space.slug}").select(".fresh")
    assert "1 non lue" in browser(claire).get("/spaces").main


def test_posts_that_went_elsewhere_do_not_stay_unread(
    browser: Open, thread: Thread, space: Space, claire: Person, yann: Person, mediator: Person
) -> None:
    make_reply(yann, thread)
    last = make_reply(yann, thread)
    reassign_post(actor(mediator), last.id, make_thread(yann, space, "La bonne").id)

    browser(claire).post(f"/threads/{thread.id}/read", {"number": "2", "quiet": "1"})

    assert mark_of(claire, thread) == thread.last_number == 3
    assert thread.title not in browser(claire).get("/unread").main


def test_what_was_deleted_still_counts_in_the_numbers_alone(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    mark_read(actor(claire), thread.id, 1)
    post = make_reply(yann, thread)
    delete_post(actor(yann), post.id)

    browser(claire).post(f"/threads/{thread.id}/read", {"number": "2", "quiet": "1"})

    assert "Vous avez tout lu" in browser(claire).get("/unread").main


def test_unread_costs_the_same_however_much_one_follows(
    browser: Open, space: Space, claire: Person, yann: Person, statements: list[str]
) -> None:
    reader, costs = browser(claire), []
    for count in (2, 12):
        for _ in range(count):
            thread = make_thread(yann, space, tags=["un", "deux"])
            watch(claire.id, "thread", thread.id, WatchLevel.ALL)
        statements.clear()
        assert reader.get("/unread").status == 200
        costs.append(len(statements))

    assert costs[0] == costs[1] <= 8
