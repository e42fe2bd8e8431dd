"""Lists of threads: in order while things move, and each of what its reader may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from forum.accounts.models import Person
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import lock_thread, mark_read, merge_threads, pin_thread
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_referent, make_school

Open = Callable[..., Browser]


def age(thread: Thread, days: int) -> None:
    """Has all that stands in a thread be some days older."""
    moment = now() - timedelta(days=days)
    with transaction():
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(last_post_at=moment, opened_at=moment))
        db.session.execute(update(Post).where(Post.thread_id == thread.id).values(written_at=moment))
    db.session.expire_all()


def test_mine_are_those_one_opened_or_wrote_in(browser: Open, space: Space, claire: Person, yann: Person) -> None:
    make_thread(yann, space, "D’un autre")
    make_thread(claire, space, "À moi")
    make_reply(claire, make_thread(yann, space, "J’y ai répondu"))

    assert browser(claire).get("/mine").texts(".row h3") == ["J’y ai répondu", "À moi"]
    assert "Vous n’avez pas encore écrit" in browser(make_person()).get("/mine").main


def test_unanswered_are_those_of_others_to_which_one_may_reply(
    browser: Open, visitor: Browser, space: Space, claire: Person, yann: Person, mediator: Person
) -> None:
    make_thread(yann, space, "Sans réponse", kind="question")
    make_thread(claire, space, "La mienne")
    make_reply(claire, make_thread(yann, space, "Répondue"))
    lock_thread(actor(mediator), make_thread(yann, space, "Fermée").id, "C’est dit.")

    assert browser(claire).get("/unanswered").texts(".row h3") == ["Sans réponse"]
    assert visitor.get("/unanswered").texts(".row h3") == ["La mienne", "Sans réponse"]


@pytest.mark.parametrize("page", ["/unanswered", "/", "/spaces", "/tags"])
def test_no_list_shows_what_is_of_others(browser: Open, visitor: Browser, claire: Person, page: str) -> None:
    school = make_school()
    referent = make_referent(school)
    make_thread(
        referent, make_space("Salle close", audience.of_school(school.id)), "À huis clos", tags=["secretissime"]
    )

    for reader in (visitor, browser(claire)):
        text = reader.get(page).text
        assert not any(word in text for word in ("À huis clos", "secretissime", "Salle close"))


def test_while_one_leafs_through_a_list_nothing_is_shown_twice_and_what_moved_is_said(
    browser: Open, space: Space, claire: Person, yann: Person
) -> None:
    threads = [make_thread(yann, space, f"Discussion {number}") for number in range(40)]
    reader = browser(claire)
    first = reader.get(f"/spaces/{space.slug}")
    make_reply(yann, threads[35])  # shown already: goes to the top
    make_reply(yann, threads[2])  # not shown yet: goes to the top too

    second = reader.get(first.links()["Discussions plus anciennes"])

    assert second.texts(".row h3") == [f"Discussion {number}" for number in (9, 8, 7, 6, 5, 4, 3, 1, 0)]
    assert not set(first.texts(".row h3")) & set(second.texts(".row h3"))
    back = second.select(".gone-up a")[0]["href"]
    assert reader.get(str(back)).texts(".row h3")[:2] == ["Discussion 2", "Discussion 35"]


def test_where_nothing_moved_nothing_is_said(browser: Open, space: Space, claire: Person, yann: Person) -> None:
    for number in range(33):
        make_thread(yann, space, f"Discussion {number}")
    reader = browser(claire)

    second = reader.get(reader.get(f"/spaces/{space.slug}").links()["Discussions plus anciennes"])

    assert len(second.select(".row")) == 3
    assert not second.select(".gone-up")


@pytest.mark.parametrize(
    "query", ["after=x&top=y", "after=&top=%00", "top=" + "A" * 400, "after=MjAyNnw5&top=MjAyNnw5"]
)
def test_a_cursor_that_was_tampered_with_begins_at_the_start(
    browser: Open, space: Space, thread: Thread, claire: Person, query: str
) -> None:
    for page in (f"/spaces/{space.slug}", "/unanswered", "/mine", "/unread"):
        assert browser(claire).get(f"{page}?{query}").status == 200


def test_the_most_followed_of_the_month_come_by_what_was_written_there(
    browser: Open, space: Space, claire: Person, yann: Person
) -> None:
    quiet, lively, old = (make_thread(yann, space, title) for title in ("Calme", "Vive", "Ancienne"))
    for _ in range(3):
        make_reply(claire, lively)
        make_reply(claire, old)
    age(old, 31)
    make_reply(yann, quiet)

    page = browser(claire).get(f"/spaces/{space.slug}?tab=month")

    assert page.texts(".row h3") == ["Vive", "Calme"]


def test_a_pin_that_is_over_pins_no_more(
    browser: Open, space: Space, claire: Person, yann: Person, mediator: Person
) -> None:
    over, stands = make_thread(yann, space, "Épingle passée"), make_thread(yann, space, "Épingle")
    make_thread(yann, space, "Récente")
    for thread in (over, stands):
        pin_thread(actor(mediator), thread.id, now() + timedelta(days=2))
    with transaction():
        past = now() - timedelta(minutes=1)
        db.session.execute(update(Thread).where(Thread.id == over.id).values(pinned_until=past))

    page = browser(claire).get(f"/spaces/{space.slug}")

    assert page.texts(".row h3") == ["Épingle", "Récente", "Épingle passée"]
    assert ["Épinglée" in row for row in page.texts(".row")] == [True, False, False]


def test_a_thread_that_was_merged_is_in_no_list(
    browser: Open, space: Space, claire: Person, yann: Person, mediator: Person
) -> None:
    gone, stays = make_thread(claire, space, "Fusionnée"), make_thread(yann, space, "Qui reste")
    merge_threads(actor(mediator), gone.id, stays.id)

    for page in ("/", "/mine", "/unanswered", f"/spaces/{space.slug}", "/unread"):
        assert "Fusionnée" not in browser(claire).get(page).texts(".row h3")
        assert "Fusionnée" not in browser(make_person()).get(page).texts(".row h3")


def test_the_page_of_a_space_costs_eight_statements_at_most(
    browser: Open, space: Space, claire: Person, yann: Person, statements: list[str]
) -> None:
    reader, costs = browser(claire), []
    for count in (2, 12):
        for _ in range(count):
            mark_read(actor(claire), make_thread(yann, space, tags=["un", "deux"]).id, 1)
        for tab in ("", "?tab=unanswered", "?tab=month"):
            statements.clear()
            assert reader.get(f"/spaces/{space.slug}{tab}").status == 200
            costs.append(len(statements))

    assert costs[:3] == costs[3:]
    assert max(costs) <= 8, statements
