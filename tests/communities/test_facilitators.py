"""Those who hold a community: named until a day, laid down, ended, over by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.communities.models import Community, CommunityFacilitator
from forum.communities.tasks import look_at_terms
from forum.core.models import now
from forum.extensions import db
from tests.browsing import Browser
from tests.communities.factories import make_facilitator, make_member, told
from tests.factories import actor

Open = Callable[..., Browser]
ADDRESS = "/communities/exclure-autrement"
IN_A_YEAR = (now().date() + timedelta(days=365)).isoformat()


def holds(person: Person, community: Community) -> bool:
    return f"community-facilitator:{community.id}" in actor(person).claims


def terms() -> list[CommunityFacilitator]:
    db.session.expire_all()
    return list(db.session.scalars(select(CommunityFacilitator).order_by(CommunityFacilitator.id)))


def test_a_mediator_names_a_member_who_is_told_and_holds_it(
    browser: Open, community: Community, mediator: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    desk = browser(mediator)
    page = desk.submit(
        desk.get(f"{ADDRESS}/people"), "/facilitators", person=str(yann.id), until=IN_A_YEAR, hands_over=""
    )
    deliver()

    assert page.status == 200
    assert holds(yann, community)
    assert "Hélène Garrec vous confie l’animation de « Exclure autrement » jusqu’au" in told(yann)[0]
    for reader in (None, yann):
        side = browser(reader).get(ADDRESS).texts(".facilitator")
        assert len(side) == 1
        assert "Yann Berthou" in side[0]
        assert "Animation jusqu’au" in side[0]
    assert browser(yann).get(f"{ADDRESS}/people").status == 200


def test_a_facilitator_hands_over_to_a_member(
    browser: Open, community: Community, rose: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    desk = browser(rose)
    desk.submit(desk.get(f"{ADDRESS}/people"), "/facilitators", person=str(yann.id), until=IN_A_YEAR, hands_over="y")
    deliver()

    assert (holds(rose, community), holds(yann, community)) == (False, True)
    assert desk.get(f"{ADDRESS}/people").status == 403
    assert told(rose) == []  # nobody is told what they did themselves


def test_naming_twice_is_one_term(browser: Open, community: Community, mediator: Person, yann: Person) -> None:
    desk = browser(mediator)
    page = desk.get(f"{ADDRESS}/people")

    for _ in range(2):
        desk.submit(page, "/facilitators", person=str(yann.id), until=IN_A_YEAR)

    assert len(terms()) == 1


def test_a_facilitator_does_not_prolong_their_own_term(browser: Open, community: Community, rose: Person) -> None:
    desk = browser(rose)

    assert str(rose.id) not in [option["value"] for option in desk.get(f"{ADDRESS}/people").select("option")]
    assert desk.post(f"{ADDRESS}/facilitators", {"person": rose.id, "until": IN_A_YEAR}).status == 403
    assert len(terms()) == 1


def test_a_mediator_prolongs_a_term_in_place_of_the_one_that_runs(
    browser: Open, community: Community, mediator: Person, rose: Person
) -> None:
    until = (now().date() + timedelta(days=700)).isoformat()

    browser(mediator).post(f"{ADDRESS}/facilitators", {"person": rose.id, "until": until})

    first, second = terms()
    assert first.ended_at is not None
    assert second.ended_at is None
    assert len(browser().get(ADDRESS).texts(".facilitator")) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"person": "0"}, "person"),
        ({"person": ""}, "person"),
        ({"person": "999999"}, "person"),
        ({"person": "x"}, "person"),
        ({"until": ""}, "until"),
        ({"until": now().date().isoformat()}, "until"),
        ({"until": "2001-01-01"}, "until"),
        ({"until": (now().date() + timedelta(days=800)).isoformat()}, "until"),
        ({"until": "demain"}, "until"),
    ],
)
def test_what_is_refused_is_said_beside_its_field(
    browser: Open, community: Community, mediator: Person, yann: Person, changed: dict[str, str], field: str
) -> None:
    desk = browser(mediator)
    page = desk.submit(
        desk.get(f"{ADDRESS}/people"), "/facilitators", **{"person": str(yann.id), "until": IN_A_YEAR, **changed}
    )

    assert page.status == 422
    assert page.texts(f"#{field}-error")
    assert terms() == []


def test_nobody_holds_what_they_are_not_in(
    browser: Open, community: Community, mediator: Person, claire: Person
) -> None:
    desk = browser(mediator)

    assert desk.post(f"{ADDRESS}/facilitators", {"person": claire.id, "until": IN_A_YEAR}).status == 422
    assert not holds(claire, community)


def test_members_and_strangers_name_nobody(
    browser: Open, community: Community, yann: Person, claire: Person, rose: Person
) -> None:
    for reader in (yann, claire):
        stranger = browser(reader)
        assert stranger.post(f"{ADDRESS}/facilitators", {"person": yann.id, "until": IN_A_YEAR}).status == 403
        assert stranger.post(f"/communities/{community.id}/facilitators/{terms()[0].id}/end").status == 403
    assert len(terms()) == 1
    assert holds(rose, community)


def test_a_term_is_over_by_itself(browser: Open, community: Community) -> None:
    former = make_facilitator(community, "Rose Le Bihan", days=-0.01)

    assert not holds(former, community)
    assert browser(former).get(f"{ADDRESS}/people").status == 403
    assert browser(former).post(f"{ADDRESS}/invitations", {"addresses": "a@b.example"}).status == 403
    assert "Personne ne l’anime en ce moment." in browser().get(ADDRESS).text


def test_a_facilitator_lays_it_down_and_the_mediators_are_told(
    browser: Open, community: Community, mediator: Person, rose: Person, deliver: Callable[[], int]
) -> None:
    member = browser(rose)
    page = member.get(ADDRESS)

    for _ in range(2):
        assert member.submit(page, "/end").status == 200
    deliver()

    assert not holds(rose, community)
    assert told(rose) == []
    assert told(mediator) == ["Plus personne n’anime la communauté « Exclure autrement »."]


def test_a_mediator_ends_a_term_and_who_held_it_is_told(
    browser: Open, community: Community, mediator: Person, rose: Person, deliver: Callable[[], int]
) -> None:
    desk = browser(mediator)
    desk.submit(desk.get(f"{ADDRESS}/people"), "/end")
    deliver()

    assert not holds(rose, community)
    assert told(rose) == ["Votre animation de la communauté « Exclure autrement » a pris fin."]


def test_who_leaves_holds_it_no_longer(
    browser: Open, community: Community, mediator: Person, rose: Person, deliver: Callable[[], int]
) -> None:
    browser(rose).post(f"/communities/{community.id}/leave")
    deliver()

    assert actor(rose).claims == frozenset()
    assert told(mediator) == ["Plus personne n’anime la communauté « Exclure autrement »."]
    browser(rose).post(f"/communities/{community.id}/join")
    assert not holds(rose, community)


def test_the_daily_job_tells_of_an_end_to_come_once(community: Community, mediator: Person) -> None:
    soon = make_facilitator(community, "Rose Le Bihan", days=29)
    later = make_facilitator(community, "Paul Mahé", days=40)

    for _ in range(3):
        look_at_terms()

    assert len(told(soon)) == 1
    assert "Votre animation de « Exclure autrement » se termine le" in told(soon)[0]
    assert (told(later), told(mediator)) == ([], [])


def test_the_daily_job_tells_the_mediators_once_of_what_nobody_holds(community: Community, mediator: Person) -> None:
    make_facilitator(community, days=-1)
    member = make_member(community)

    for _ in range(3):
        look_at_terms()

    assert told(mediator) == ["Plus personne n’anime la communauté « Exclure autrement »."]
    assert told(member) == []
