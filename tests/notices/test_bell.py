"""The bell says how many notices wait, as they come and are read, to those alone whose notices they are."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete

from forum.accounts.models import Login, Person
from forum.core.audience import MEMBERS
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import tell, tell_many, withdraw
from forum.notices.words import notice_words
from tests.browsing import Browser
from tests.discussions.factories import make_thread
from tests.factories import make_person
from tests.notices.factories import Bell, leave_school, make_school_space

Open = Callable[..., Browser]
Ring = Callable[[object], Bell]
Deliver = Callable[[], int]


@notice_words("tests.rings")
def rings(facts: object) -> str:
    return "Un secret."


def unread(count: int) -> tuple[str, dict[str, int]]:
    return "unread", {"unread": count}


def ring(person: Person, number: int = 1) -> None:
    tell(person.id, "tests.rings", f"ring:{number}", {}, "/about", about=f"thing:{number}")


def test_a_bell_says_what_waits_as_soon_as_it_is_there(bell: Ring, claire: Person) -> None:
    ring(claire)

    assert bell(claire).heard() == [unread(1)]


def test_a_bell_rings_with_a_figure_and_nothing_else(
    bell: Ring, claire: Person, yann: Person, deliver: Deliver
) -> None:
    mine, other = bell(claire), bell(yann)
    for each in (mine, other):
        each.heard()
    ring(claire)
    deliver()

    assert mine.heard() == [unread(1)]
    assert other.heard() == []


def test_what_is_read_in_one_tab_is_read_in_the_others(
    bell: Ring, browser: Open, claire: Person, deliver: Deliver
) -> None:
    ring(claire, 1)
    ring(claire, 2)
    deliver()
    member = browser(claire)
    same_browser, elsewhere = bell(member), bell(claire)
    for each in (same_browser, elsewhere):
        assert each.heard() == [unread(2)]
    member.submit(member.get("/notices"), "/notices/read", with_field="topic")
    deliver()
    assert same_browser.heard() == elsewhere.heard() == [unread(1)]
    member.post("/notices/read")
    deliver()

    assert same_browser.heard() == elsewhere.heard() == [unread(0)]


def test_what_is_taken_back_is_counted_no_longer(bell: Ring, claire: Person, deliver: Deliver) -> None:
    ring(claire)
    deliver()
    mine = bell(claire)
    mine.heard()
    withdraw("thing:1")
    deliver()

    assert mine.heard() == [unread(0)]


def test_who_left_a_school_hears_no_more_of_it(
    bell: Ring, browser: Open, claire: Person, yann: Person, deliver: Deliver
) -> None:
    space = make_school_space(claire, yann)
    thread = make_thread(claire, space, body="Bonjour @yann-berthou.")
    deliver()
    his = bell(yann)
    assert his.heard() == [unread(1)]
    leave_school(yann, space)
    deliver()

    assert his.heard() == [unread(0)]
    assert not browser(yann).get("/").select(".bell .dot")
    assert thread.title not in browser(yann).get("/").text


def test_a_session_that_was_ended_hears_nothing_more(
    bell: Ring, browser: Open, claire: Person, deliver: Deliver
) -> None:
    member, other = browser(claire), browser(claire)
    ended, standing = bell(member), bell(other)
    for each in (ended, standing):
        each.heard()
    member.post("/logout")
    ring(claire)
    deliver()

    assert not ended.is_open
    assert standing.heard() == [unread(1)]


def test_an_old_session_hears_nothing_either(bell: Ring, claire: Person, deliver: Deliver) -> None:
    mine = bell(claire)
    mine.heard()
    with transaction():
        db.session.execute(delete(Login))
    ring(claire)
    deliver()

    assert mine.heard() == []


def test_a_visitor_gets_no_bell(app: object, visitor: Browser) -> None:
    assert not Bell(app, visitor).is_open  # type: ignore[arg-type]
    assert not visitor.get("/").select("[data-bell]")


def test_ringing_five_hundred_costs_what_ringing_five_does(
    app: object, deliver: Deliver, statements: list[str]
) -> None:
    people = [make_person().id for _ in range(500)]
    costs = []
    for number, some in enumerate((people[:5], people)):
        statements.clear()
        tell_many(dict.fromkeys(some, "mention"), "tests.rings", f"ring:{number}", {}, "/about", audience=MEMBERS)
        costs.append(len(statements))
        deliver()
        costs.append(len([one for one in statements if "logins" in one]))

    assert costs[:2] == costs[2:] == [costs[0], 1]
