"""Getting into a community: at once, on request, or by invitation; and accepting its charter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.communities.models import Community, CommunityMembership, CommunityRequest
from forum.extensions import db
from tests.browsing import Browser, at_once
from tests.communities.factories import make_community, make_facilitator, make_member, member_count, told
from tests.factories import actor, make_person

Open = Callable[..., Browser]
ADDRESS = "/communities/sur-demande"


@pytest.fixture
def on_request(mediator: Person) -> Community:
    return make_community("Sur demande", mediator, admission="request", charter="- écouter")


@pytest.fixture
def holder(on_request: Community) -> Person:
    return make_facilitator(on_request, "Rose Le Bihan")


def ask(member: Browser, **typed: str) -> None:
    page = member.submit(member.get(ADDRESS), "/ask", **{"words": "Je suis CPE.", "charter": "y", **typed})
    assert "Votre demande est envoyée" in page.text


def requests() -> list[CommunityRequest]:
    db.session.expire_all()
    return list(db.session.scalars(select(CommunityRequest)))


def test_who_asks_waits_and_those_who_hold_it_are_told(
    browser: Open, on_request: Community, holder: Person, mediator: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    member = browser(claire)
    ask(member)
    deliver()

    assert "Votre demande est en attente" in member.get(ADDRESS).main
    assert actor(claire).claims == frozenset()
    assert told(holder) == ["Claire Morvan demande à rejoindre « Sur demande »."]
    assert told(mediator) == []
    page = browser(holder).get(f"{ADDRESS}/people")
    assert "Je suis CPE." in page.main


def test_mediators_are_told_where_nobody_holds_it(
    browser: Open, on_request: Community, mediator: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    ask(browser(claire))
    deliver()

    assert told(mediator) == ["Claire Morvan demande à rejoindre « Sur demande »."]


def test_nobody_joins_at_once_where_one_asks(browser: Open, on_request: Community, claire: Person) -> None:
    member = browser(claire)

    assert not member.get(ADDRESS).select('form[action$="/join"]')
    assert member.post(f"/communities/{on_request.id}/join", {"charter": "y"}).status == 403
    assert actor(claire).claims == frozenset()


def test_nobody_asks_where_one_is_invited_or_simply_joins(browser: Open, mediator: Person, claire: Person) -> None:
    closed = make_community("Sur invitation", mediator, admission="invitation")
    free = make_community("Libre", mediator)

    for community in (closed, free):
        assert browser(claire).post(f"/communities/{community.id}/ask").status == 403
    assert browser(claire).post(f"/communities/{closed.id}/join").status == 403
    assert "On y entre sur invitation" in browser(claire).get("/communities/sur-invitation").main
    assert requests() == []


def test_asking_twice_is_one_request(browser: Open, on_request: Community, claire: Person) -> None:
    member = browser(claire)
    page = member.get(ADDRESS)

    assert [member.submit(page, "/ask", charter="y").status for _ in range(2)] == [200, 200]
    assert len(requests()) == 1


def test_asking_many_times_at_once_is_one_request(browser: Open, mediator: Person, claire: Person) -> None:
    community = make_community("Sans charte", mediator, admission="request")

    assert set(at_once(4, browser, claire, f"/communities/{community.id}/ask")) == {303}
    assert len(requests()) == 1


def test_who_holds_it_admits_and_the_charter_is_accepted_since_it_was_asked(
    browser: Open, on_request: Community, holder: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    ask(browser(claire))
    deliver()
    desk = browser(holder)
    page = desk.get(f"{ADDRESS}/people")

    for _ in range(2):
        desk.submit(page, "/admit")
    deliver()

    assert actor(claire).claims == {f"community:{on_request.id}"}
    assert member_count(on_request) == 3
    assert told(claire) == ["Vous faites maintenant partie de la communauté « Sur demande »."]
    assert told(holder) == []  # what it told of is settled
    membership = db.session.get_one(CommunityMembership, (on_request.id, claire.id))
    assert membership.charter_accepted_at == requests()[0].asked_at


def test_who_holds_it_declines_with_a_reason(
    browser: Open, on_request: Community, holder: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    ask(browser(claire))
    desk = browser(holder)
    form = desk.get(desk.get(f"{ADDRESS}/people").links()["Décliner la demande de Claire Morvan"])

    assert desk.submit(form, with_field="reason", reason="\u200d").status == 422
    assert desk.submit(form, with_field="reason", reason="Réservé aux écoles.").status == 200
    deliver()

    assert told(claire) == [
        "Votre demande pour rejoindre « Sur demande » n’a pas été retenue. Motif : Réservé aux écoles."
    ]
    assert actor(claire).claims == frozenset()
    ask(browser(claire))
    assert len(requests()) == 2


def test_a_request_is_withdrawn_and_answered_no_more(
    browser: Open, on_request: Community, holder: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    member = browser(claire)
    ask(member)
    deliver()
    desk = browser(holder)
    page = desk.get(f"{ADDRESS}/people")

    for _ in range(2):
        assert member.post(f"/communities/{on_request.id}/withdraw").status == 200

    assert told(holder) == []
    assert desk.submit(page, "/admit").status == 409
    assert actor(claire).claims == frozenset()


def test_nobody_else_sees_or_answers_a_request(
    browser: Open, on_request: Community, holder: Person, claire: Person
) -> None:
    ask(browser(claire))
    request_id = requests()[0].id
    member = make_member(make_community("Ailleurs"), "Yann Berthou")
    elsewhere = make_facilitator(make_community("Autre part"), "Paul Mahé")

    for reader in (claire, member, elsewhere):
        stranger = browser(reader)
        assert stranger.get(f"{ADDRESS}/people").status == 403
        assert stranger.get(f"{ADDRESS}/requests/{request_id}/decline").status == 403
        assert stranger.post(f"{ADDRESS}/requests/{request_id}/admit").status == 403
        assert stranger.post(f"{ADDRESS}/requests/{request_id}/decline", {"reason": "Non."}).status == 403
    for reader in (None, member):
        html = browser(reader).get(ADDRESS).html
        assert "Claire Morvan" not in html
        assert "attend une réponse" not in html
    assert browser(elsewhere).post(f"/communities/autre-part/requests/{request_id}/admit").status == 404
    assert browser(holder).post(f"{ADDRESS}/requests/999999/admit").status == 404
    assert requests()[0].answered_at is None


def test_too_many_words_are_refused_and_kept(browser: Open, on_request: Community, claire: Person) -> None:
    member = browser(claire)

    page = member.submit(member.get(ADDRESS), "/ask", words="m" * 501, charter="y")

    assert page.status == 422
    assert page.texts("#words-error")
    assert page.select("#words")[0].get_text().strip() == "m" * 501


@pytest.mark.parametrize("admission", ["open", "request"])
def test_a_charter_is_accepted_to_get_in(browser: Open, mediator: Person, claire: Person, admission: str) -> None:
    community = make_community("Avec charte", mediator, admission=admission, charter="- écouter")
    verb = "/join" if admission == "open" else "/ask"
    member = browser(claire)

    page = member.submit(member.get("/communities/avec-charte"), verb)

    assert page.status == 422
    assert "acceptez-la" in page.texts("#charter-error")[0]
    assert actor(claire).claims == frozenset()
    assert requests() == []
    assert member.submit(page, verb, charter="y").status == 200
    assert (len(requests()), member_count(community)) == ((0, 2) if admission == "open" else (1, 1))


def test_a_charter_that_changed_is_to_be_accepted_again_and_locks_nobody_out(browser: Open, mediator: Person) -> None:
    community = make_community("Avec charte", mediator, about="Essai.", charter="- écouter")
    member = browser(make_member(community, "Yann Berthou"))
    desk = browser(make_facilitator(community, "Rose Le Bihan"))
    assert not member.get("/communities/avec-charte").select(".charter-waits")

    desk.submit(desk.get("/communities/avec-charte/edit"), with_field="charter", charter="- écouter vraiment")

    page = member.get("/communities/avec-charte")
    assert "La charte a changé" in page.texts(".charter-waits")[0]
    assert "Yann Berthou" in page.main
    assert "Merci" in member.submit(page, "/charter").text
    assert not member.get("/communities/avec-charte").select(".charter-waits")


def test_a_charter_is_not_accepted_by_who_is_not_in(browser: Open, mediator: Person, claire: Person) -> None:
    community = make_community("Avec charte", mediator, charter="- écouter")

    assert browser(claire).post(f"/communities/{community.id}/charter").status == 403


def test_changing_other_texts_asks_nobody_to_accept_anything(browser: Open, mediator: Person) -> None:
    community = make_community("Avec charte", mediator, charter="- écouter", about="Avant.")
    member, desk = browser(make_member(community)), browser(mediator)

    desk.submit(desk.get("/communities/avec-charte/edit"), with_field="about", about="Après.")

    page = member.get("/communities/avec-charte")
    assert "Après." in page.main
    assert not page.select(".charter-waits")


def test_the_page_of_who_holds_it_costs_eight_statements_at_most(
    browser: Open, on_request: Community, holder: Person, statements: list[str], deliver: Callable[[], int]
) -> None:
    for number in range(5):
        ask(browser(make_person(f"Personne {number}")))
    deliver()
    desk = browser(holder)
    for address in (ADDRESS, f"{ADDRESS}/people", "/communities"):
        statements.clear()
        assert desk.get(address).status == 200
        assert len(statements) <= 8, (address, statements)


def test_admitting_many_times_at_once_admits_once(
    browser: Open, on_request: Community, holder: Person, claire: Person
) -> None:
    ask(browser(claire))

    assert set(at_once(4, browser, holder, f"{ADDRESS}/requests/{requests()[0].id}/admit")) == {303}
    assert member_count(on_request) == 3
