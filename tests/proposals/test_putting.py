"""Putting a proposal in a thread, editing it, withdrawing it; and who may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Space, Thread
from forum.discussions.services import lock_thread
from forum.extensions import db
from forum.proposals.models import Proposal, ProposalOption
from forum.proposals.services import answer_poll
from tests.browsing import Browser, Page, at_once
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor, make_person
from tests.proposals.factories import in_a_week, make_poll, options, written

Open = Callable[..., Browser]


def ask(member: Browser, thread: Thread, kind: str = "poll", **fields: object) -> Page:
    """Fills in the form of a new proposal and sends it."""
    page = member.get(f"/threads/{thread.id}/proposals/new?kind={kind}")
    said: dict[str, object] = {"question": "Quel jour ?", "closes_at": written(in_a_week()), **fields}
    if kind == "poll":
        said.setdefault("choices", "Lundi\nJeudi")
    data = {**page.values(page.form(with_field="question")), **said}
    return member.request("POST", f"/threads/{thread.id}/proposals/new?kind={kind}", data=data)


def test_a_member_comes_from_the_thread_to_the_three_kinds(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)

    way = member.get(f"/threads/{thread.id}-{thread.slug}").links()["Proposer un choix"]

    kinds = member.get(way).links()
    assert {"Sondage", "Choix d’une date", "Tour de consentement"} <= set(kinds)
    assert "Chacun choisit" in member.get(kinds["Sondage"]).main


def test_a_poll_stands_in_its_thread_and_at_its_own_address(
    browser: Open, visitor: Browser, thread: Thread, claire: Person
) -> None:
    page = ask(
        browser(claire), thread, question="Quel  jour ?", details="Le **mardi** est pris.", choices="Lundi\n\n Jeudi \n"
    )

    assert page.texts("h1") == ["Quel jour ?"]
    assert page.texts(".proposal strong") == ["mardi"]
    assert page.texts(".choice label") == ["Lundi", "Jeudi"]
    shown = visitor.get(f"/threads/{thread.id}-{thread.slug}")
    assert shown.texts(".proposal h2") == ["Quel jour ?"]
    assert shown.texts(".figures th[scope=row]") == ["Lundi", "Jeudi"]
    assert db.session.get_one(Thread, thread.id, populate_existing=True).proposal_count == 1


def test_moments_are_those_of_the_reader_s_time_zone(browser: Open, thread: Thread, claire: Person) -> None:
    first, second = in_a_week() + timedelta(days=1), in_a_week() + timedelta(days=2)

    ask(browser(claire), thread, "dates", moment_1=written(second), moment_7=written(first))

    kept = db.session.query(ProposalOption.moment).order_by(ProposalOption.position).all()
    assert [moment for (moment,) in kept] == [first, second]
    put = db.session.query(Proposal).one()
    assert put.closes_at == in_a_week()
    assert put.is_multiple
    far = make_person(timezone="Indian/Reunion")
    assert browser(far).get(f"/proposals/{put.id}/").status == 404
    near, away = (browser(person).get(f"/proposals/{put.id}").texts(".choice label")[0] for person in (claire, far))
    assert near != away, "two or three hours lie between"


def test_a_date_can_be_typed_as_it_is_written_in_french(browser: Open, thread: Thread, claire: Person) -> None:
    closes = in_a_week().astimezone()

    ask(browser(claire), thread, "consent", closes_at=f"{closes:%d/%m/%Y} 18:00")

    assert db.session.query(Proposal).one().closes_at.minute == 0


@pytest.mark.parametrize(
    ("wrong", "where", "words"),
    [
        ({"question": " "}, "question", "Écrivez la question"),
        ({"question": "q" * 201}, "question", "200 caractères au plus"),
        ({"details": "d" * 5001}, "details", "5000 caractères au plus"),
        ({"choices": "Lundi"}, "choices", "de deux à douze"),
        ({"choices": "\n".join(map(str, range(13)))}, "choices", "de deux à douze"),
        ({"choices": "Lundi\n lundi "}, "choices", "les mêmes"),
        ({"choices": "a\n" + "b" * 201}, "choices", "200 caractères au plus"),
        ({"closes_at": ""}, "closes_at", "jusqu’à quand"),
        ({"closes_at": "demain"}, "closes_at", "ne se lit pas"),
        ({"closes_at": "0001-01-01T00:00"}, "closes_at", ""),
        ({"closes_at": "9999-12-31T23:59"}, "closes_at", ""),
        ({"closes_at": written(now() + timedelta(minutes=30))}, "closes_at", "une heure"),
        ({"closes_at": written(now() + timedelta(days=200))}, "closes_at", "six mois"),
    ],
)
def test_what_can_not_be_asked_is_said_beside_its_field_and_kept(
    browser: Open, thread: Thread, claire: Person, wrong: dict[str, str], where: str, words: str
) -> None:
    page = ask(browser(claire), thread, **{"question": "Gardée ?", "details": "Gardé aussi.", **wrong})

    assert page.status == 422
    assert words in page.texts(f"#{where}-error")[0]
    assert page.select("#question")[0]["value"] == wrong.get("question", "Gardée ?").strip()
    assert page.select("#details")[0].get_text().strip() == wrong.get("details", "Gardé aussi.")
    assert page.select("#choices")[0].get_text().strip() == wrong.get("choices", "Lundi\nJeudi").strip()
    assert db.session.query(Proposal).count() == 0


@pytest.mark.parametrize(
    ("moments", "words"),
    [
        ([], "deux à douze dates"),
        ([timedelta(days=2)], "deux à douze dates"),
        ([timedelta(days=2), timedelta(days=2)], "les mêmes"),
        ([timedelta(days=2), timedelta(days=-1)], "passée"),
    ],
)
def test_dates_are_several_and_to_come(
    browser: Open, thread: Thread, claire: Person, moments: list[timedelta], words: str
) -> None:
    said = {f"moment_{number}": written(now() + away) for number, away in enumerate(moments, start=1)}

    page = ask(browser(claire), thread, "dates", **said)

    assert page.status == 422
    assert words in page.texts("#moment_1-error")[0]
    assert [field["value"] for field in page.select("[name^=moment]") if field.get("value")] == list(said.values())


def test_sending_the_same_form_twice_is_one_proposal(browser: Open, thread: Thread, claire: Person) -> None:
    member = browser(claire)
    page = member.get(f"/threads/{thread.id}/proposals/new?kind=consent")
    data = {**page.values(page.form(with_field="question")), "question": "Une fois ?"}

    first = member.request("POST", f"/threads/{thread.id}/proposals/new?kind=consent", data=data)
    second = member.request("POST", f"/threads/{thread.id}/proposals/new?kind=consent", data=data)

    assert first.url == second.url
    assert db.session.query(Proposal).count() == 1


def test_five_are_open_in_a_thread_at_most(browser: Open, thread: Thread, claire: Person) -> None:
    for number in range(5):
        make_poll(claire, thread, f"Question {number} ?")

    page = ask(browser(claire), thread, question="Une sixième ?")

    assert page.status == 409
    assert "Cinq propositions sont déjà ouvertes" in page.main
    assert page.select("#question")[0]["value"] == "Une sixième ?"


def test_visitors_are_led_to_the_login_page_and_see_no_way(visitor: Browser, thread: Thread) -> None:
    assert "Proposer un choix" not in visitor.get(f"/threads/{thread.id}-{thread.slug}").main
    asked = visitor.get(f"/threads/{thread.id}/proposals/new?kind=poll", follow=False)
    assert asked.response.headers["Location"].startswith("/login")
    assert visitor.post(f"/threads/{thread.id}/proposals/new?kind=poll", follow=False).status == 303


def test_nobody_asks_where_they_may_not_look(browser: Open, claire: Person, yann: Person) -> None:
    closed = make_thread(yann, make_space("Entre membres", audience.MEMBERS))
    db.session.get_one(Thread, closed.id).audience = audience.of_school(9)
    db.session.commit()
    outsider = browser(claire)

    assert outsider.get(f"/threads/{closed.id}/proposals/new").status == 404
    assert outsider.get(f"/threads/{closed.id}/proposals").status == 404
    assert outsider.post(f"/threads/{closed.id}/proposals/new?kind=poll", {"question": "x"}).status == 404
    assert db.session.query(Proposal).count() == 0


def test_a_locked_thread_takes_none_and_what_was_typed_is_kept(
    browser: Open, thread: Thread, claire: Person, mediator: Person
) -> None:
    member = browser(claire)
    page = member.get(f"/threads/{thread.id}/proposals/new?kind=consent")
    data = {**page.values(page.form(with_field="question")), "question": "Trop tard ?"}
    lock_thread(actor(mediator), thread.id, "Le sujet est clos.")

    answer = member.request("POST", f"/threads/{thread.id}/proposals/new?kind=consent", data=data)

    assert answer.status == 403
    assert answer.select("#question")[0]["value"] == "Trop tard ?"
    assert "On ne répond plus dans cette discussion." in answer.main
    assert member.get(f"/threads/{thread.id}/proposals/new").status == 403
    assert "Proposer un choix" not in member.get(f"/threads/{thread.id}-{thread.slug}").main


def test_a_space_that_closed_with_its_community_takes_none(
    browser: Open, thread: Thread, space: Space, claire: Person
) -> None:
    with transaction():
        db.session.get_one(Space, space.id).closed_at = now()

    assert ask_raw(browser(claire), thread).status == 403
    assert db.session.query(Proposal).count() == 0


def ask_raw(member: Browser, thread: Thread) -> Page:
    """Sends a proposal without its form having been shown."""
    said = {"question": "Quel jour ?", "closes_at": written(in_a_week()), "choices": "a\nb"}
    return member.post(f"/threads/{thread.id}/proposals/new?kind=poll", said)


def test_its_author_edits_it_until_the_first_answer(
    browser: Open, poll: Proposal, yann: Person, claire: Person
) -> None:
    author = browser(yann)
    page = author.get(f"/proposals/{poll.id}/edit")
    assert page.select("#choices")[0].get_text().strip() == "Lundi\nJeudi"

    edited = author.submit(page, with_field="question", question="Quel matin ?", choices="Mardi\nMercredi\nVendredi")

    assert edited.texts("h1") == ["Quel matin ?"]
    assert edited.texts(".choice label") == ["Mardi", "Mercredi", "Vendredi"]
    stale = author.get(f"/proposals/{poll.id}/edit")
    answer_poll(actor(claire), poll.id, options(poll)[:1])
    late = author.submit(stale, with_field="question", question="Encore autre chose ?")
    assert late.status == 409
    assert "Quelqu’un a déjà répondu" in late.main
    assert late.select("#question")[0]["value"] == "Encore autre chose ?"
    assert "Modifier" not in author.get(f"/proposals/{poll.id}").links()


def test_editing_in_two_windows_loses_nothing(browser: Open, poll: Proposal, yann: Person) -> None:
    author = browser(yann)
    first, second = author.get(f"/proposals/{poll.id}/edit"), author.get(f"/proposals/{poll.id}/edit")
    author.submit(first, with_field="question", question="La première ?")

    page = author.submit(second, with_field="question", question="La seconde ?")

    assert page.status == 409
    assert page.select("#question")[0]["value"] == "La seconde ?"
    assert author.submit(page, with_field="question").texts("h1") == ["La seconde ?"]


def test_nobody_else_edits_or_withdraws_it(browser: Open, poll: Proposal, claire: Person, mediator: Person) -> None:
    for person in (claire, mediator):
        other = browser(person)
        assert other.get(f"/proposals/{poll.id}/edit").status == 403
        assert other.post(f"/proposals/{poll.id}/edit", {"question": "détournée"}).status == 403
        assert other.post(f"/proposals/{poll.id}/withdraw").status == 403
    assert browser().post(f"/proposals/{poll.id}/withdraw", follow=False).status == 303
    assert db.session.get_one(Proposal, poll.id).question == "Quel jour pour le conseil ?"


def test_its_author_withdraws_it_while_nobody_answered(
    browser: Open, thread: Thread, poll: Proposal, yann: Person, claire: Person
) -> None:
    author, poll_id = browser(yann), poll.id
    other = make_poll(yann, thread, "Une autre ?")
    answer_poll(actor(claire), other.id, options(other)[:1])

    page = author.submit(author.get(f"/proposals/{poll_id}"), "/withdraw")

    assert "Votre proposition est retirée." in page.text
    assert author.get(f"/proposals/{poll_id}").status == 404
    assert author.post(f"/proposals/{other.id}/withdraw").status == 409
    assert db.session.get_one(Thread, thread.id, populate_existing=True).proposal_count == 1


def test_two_presses_at_once_are_one_withdrawal(browser: Open, poll: Proposal, yann: Person) -> None:
    statuses = at_once(2, browser, yann, f"/proposals/{poll.id}/withdraw")

    assert sorted(statuses) == [303, 404]
    assert db.session.query(Proposal).count() == 0


def test_a_thread_lists_all_that_was_proposed_there(browser: Open, thread: Thread, yann: Person) -> None:
    for number in range(5):
        make_poll(yann, thread, f"Question {number} ?")
    with transaction():
        db.session.query(Proposal).update({"closed_at": now()})
    for number in range(5, 8):
        make_poll(yann, thread, f"Question {number} ?")
    member = browser(yann)

    page = member.get(f"/threads/{thread.id}-{thread.slug}")
    whole = member.get(page.links()["Toutes les propositions de cette discussion"])

    assert page.texts(".proposal h2") == [f"Question {number} ?" for number in (7, 6, 5, 4, 3, 2)]
    assert whole.texts(".row h3") == [f"Question {number} ?" for number in range(7, -1, -1)]
