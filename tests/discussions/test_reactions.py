"""Reacting to a post in a word: by whom, how it reads, and what its author is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Post, Reaction, Thread
from forum.discussions.services import delete_post, hide_post, react
from forum.extensions import db
from forum.notices.models import Notice
from forum.schools.services import leave_school
from tests.browsing import Browser, Page
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.discussions.pressing import post_at_once, press
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]
WORDS = ["Merci", "Je vais essayer", "Pareil chez nous", "Une question"]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def pressed(page: Page, number: int = 1) -> list[str]:
    """What the reader sees themself say of a post."""
    return page.texts(f'#post-{number} .reaction[aria-pressed="true"]')


def counts(post_id: int = 1) -> dict[str, int]:
    return db.session.scalars(
        select(Post.reaction_counts).where(Post.id == post_id).execution_options(populate_existing=True)
    ).one()


def test_a_member_thanks_without_scripts_and_takes_it_back(
    browser: Open, visitor: Browser, thread: Thread, claire: Person
) -> None:
    member = browser(claire)
    page = member.get(address(thread))
    assert page.texts("#post-1 .reaction") == WORDS
    assert pressed(page) == []

    page = press(member, page, "#post-1 button[name=thanks]")

    assert page.url == address(thread)
    assert pressed(page) == ["Merci"]
    assert page.texts("#post-1 .reaction-words") == ["1 personne remercie"]
    assert visitor.get(address(thread)).texts("#post-1 .reaction-words") == ["1 personne remercie"]
    page = press(member, page, "#post-1 button[name=thanks]")
    assert pressed(page) == []
    assert page.texts("#post-1 .reaction-words") == []
    assert visitor.get(address(thread)).texts("#post-1 .reaction-words") == []


def test_each_way_reads_in_words(browser: Open, thread: Thread) -> None:
    people = [make_person() for _ in range(2)]
    for person in people:
        for kind in ("thanks", "will_try", "same_here", "question"):
            react(actor(person), 1, kind, is_on=True)

    page = browser(make_person()).get(address(thread))

    assert page.texts("#post-1 .reaction-words") == [
        "2 personnes remercient · 2 personnes vont essayer · 2 personnes vivent la même chose"
        " · 2 personnes ont une question"
    ]


def test_sending_it_twice_is_once(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    for state, number in (("on", 1), ("on", 1), ("off", 0), ("off", 0)):
        member.post("/posts/1/reactions", {"thanks": state})
        assert counts().get("thanks", 0) == number


def test_people_who_react_at_once_are_all_counted(browser: Open, thread: Thread, claire: Person) -> None:
    people = [claire, *(make_person() for _ in range(3))]
    twice = [browser(person) for person in people for _ in range(2)]

    assert post_at_once(twice, "/posts/1/reactions", {"thanks": "on"}) == [303] * 8

    assert db.session.scalar(select(func.count()).select_from(Reaction)) == 4
    assert counts() == {"thanks": 4}


def test_each_reader_sees_their_own_and_nobody_else_s(
    browser: Open, visitor: Browser, thread: Thread, claire: Person, yann: Person
) -> None:
    paul, reader = make_person("Paul Roux"), make_person("Rim Saad")
    react(actor(claire), 1, "thanks", is_on=True)
    react(actor(paul), 1, "will_try", is_on=True)

    expected = [(reader, []), (claire, ["Merci"]), (paul, ["Je vais essayer"])]
    for person, own in expected * 2:
        assert pressed(browser(person).get(address(thread))) == own
    for page in (browser(yann).get(address(thread)), visitor.get(address(thread))):
        assert not page.select("#post-1 .reaction"), "one does not thank oneself; a visitor has no button"


def test_a_script_gets_the_words_and_no_page(browser: Open, thread: Thread, claire: Person) -> None:
    answer = browser(claire).post(
        "/posts/1/reactions", {"thanks": "on"}, headers={"Accept": "application/json"}, follow=False
    )

    assert answer.status == 200
    assert "1 personne remercie" in answer.response.json["html"]


@pytest.mark.parametrize("sent", [{}, {"thanks": ""}, {"thanks": "maybe"}, {"likes": "on"}, {"kind": "thanks"}])
def test_what_is_no_reaction_is_refused(browser: Open, thread: Thread, claire: Person, sent: dict[str, str]) -> None:
    assert browser(claire).post("/posts/1/reactions", sent).status == 422
    assert counts() == {}


def test_nobody_reacts_to_what_they_wrote(browser: Open, thread: Thread, yann: Person) -> None:
    assert browser(yann).post("/posts/1/reactions", {"thanks": "on"}).status == 403
    assert counts() == {}


def test_a_visitor_is_led_to_the_login_page(visitor: Browser, thread: Thread) -> None:
    for answer in (
        visitor.post("/posts/1/reactions", {"thanks": "on"}, follow=False),
        visitor.get("/posts/1/reactions", follow=False),
    ):
        assert answer.response.headers["Location"].startswith("/login")
    assert counts() == {}


def test_what_is_deleted_or_hidden_takes_no_reaction_and_shows_none(
    browser: Open, thread: Thread, claire: Person, yann: Person, mediator: Person
) -> None:
    deleted, hidden = make_reply(yann, thread), make_reply(yann, thread)
    for post in (deleted, hidden):
        react(actor(claire), post.id, "thanks", is_on=True)
    delete_post(actor(yann), deleted.id)
    hide_post(actor(mediator), hidden.id, "Motif.")
    member = browser(claire)

    for post in (deleted, hidden):
        assert member.post(f"/posts/{post.id}/reactions", {"will_try": "on"}).status == 403
        assert member.get(f"/posts/{post.id}/reactions").status == 403
        assert not member.get(address(thread)).select(f"#post-{post.number} .reactions")


def test_who_left_reacts_no_more_and_reads_no_names(browser: Open) -> None:
    school = make_school()
    stays = make_referent(school)
    leaves = make_member(school, stays)
    thread = make_thread(stays, make_space("Entre nous", audience.of_school(school.id)))
    react(actor(leaves), 1, "thanks", is_on=True)
    leave_school(actor(leaves), school.id)

    for outsider in (leaves, make_person()):
        assert browser(outsider).post("/posts/1/reactions", {"thanks": "off"}).status == 404
        assert browser(outsider).get("/posts/1/reactions").status == 404
    assert counts() == {"thanks": 1}
    assert browser(stays).get(address(thread)).status == 200


def test_members_read_who_reacted_visitors_do_not(
    browser: Open, visitor: Browser, thread: Thread, claire: Person
) -> None:
    paul = make_person("Paul Roux")
    react(actor(claire), 1, "thanks", is_on=True)
    react(actor(paul), 1, "question", is_on=True)
    member = browser(make_person())

    words = member.get(address(thread)).texts("#post-1 .reaction-words a")
    page = member.get("/posts/1/reactions")

    assert words == ["1 personne remercie · 1 personne a une question"]
    assert page.texts(".row h2") == ["Claire Morvan"]
    assert member.get("/posts/1/reactions?kind=question").texts(".row h2") == ["Paul Roux"]
    assert member.get("/posts/1/reactions?kind=same_here").texts(".row h2") == []
    assert member.get("/posts/1/reactions?kind=likes").status == 404
    shown = visitor.get(address(thread))
    assert not shown.select("#post-1 .reaction-words a")
    assert "Claire Morvan" not in shown.html


def test_the_list_of_who_reacted_goes_on_by_cursor(browser: Open, thread: Thread, statements: list[str]) -> None:
    for number in range(103):
        react(actor(make_person(f"Personne {number:03}")), 1, "thanks", is_on=True)
    member = browser(make_person())

    first = member.get("/posts/1/reactions")
    statements.clear()
    second = member.get(first.links()["La suite"])

    assert len(statements) <= 8
    assert len(first.select(".row")) == 100
    assert second.texts(".row h2") == ["Personne 002", "Personne 001", "Personne 000"]


def test_reactions_cost_a_page_one_statement_at_most(
    browser: Open, thread: Thread, claire: Person, statements: list[str]
) -> None:
    for number in range(19):
        make_reply(make_person(), thread, f"Réponse {number}")
    react(actor(claire), 1, "thanks", is_on=True)
    member = browser(claire)
    member.get(address(thread))
    counted = []
    for numbers in ([2], range(3, 21)):
        for number in numbers:
            post = db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == number)).one()
            react(actor(make_person()), post.id, "thanks", is_on=True)
        statements.clear()
        member.get(address(thread))
        counted.append(len(statements))

    assert counted[0] == counted[1]


# What its author is told


def told(person: Person) -> list[str]:
    found = db.session.query(Notice).filter_by(person_id=person.id).order_by(Notice.id)
    return [notice.kind for notice in found if notice.kind.startswith("post.")]


def test_an_author_is_told_once_a_day_of_each_kind(
    browser: Open, thread: Thread, yann: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    react(actor(claire), 1, "thanks", is_on=True)
    deliver()
    for person in (make_person(), make_person()):
        react(actor(person), 1, "thanks", is_on=True)
    react(actor(claire), 1, "question", is_on=True)
    deliver()

    assert told(yann) == ["post.thanks", "post.question"]
    page = browser(yann).get("/notices").main
    assert "Claire Morvan vous remercie de votre message dans « Comment préparer un retour ? »." in page
    assert "Claire Morvan a une question sur votre message" in page


def test_what_was_taken_back_at_once_is_told_to_nobody(
    thread: Thread, yann: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    react(actor(claire), 1, "thanks", is_on=True)
    react(actor(claire), 1, "thanks", is_on=False)

    deliver()

    assert told(yann) == []


def test_an_author_who_left_is_told_nothing(deliver: Callable[[], int]) -> None:
    school = make_school()
    stays = make_referent(school)
    leaves = make_member(school, stays)
    make_thread(leaves, make_space("Entre nous", audience.of_school(school.id)))
    leave_school(actor(leaves), school.id)
    react(actor(stays), 1, "thanks", is_on=True)

    deliver()

    assert told(leaves) == []
