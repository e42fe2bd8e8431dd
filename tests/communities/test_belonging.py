"""Joining and leaving a community: open to every member, at once, counted once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.communities.models import Community, CommunityMembership
from forum.communities.services import join_community
from forum.core.actor import VISITOR
from forum.core.errors import NotAllowed
from forum.extensions import db
from tests.browsing import Browser, at_once
from tests.communities.factories import make_community, member_count
from tests.factories import actor

Open = Callable[..., Browser]
ADDRESS = "/communities/exclure-autrement"


def test_a_member_of_mediane_joins_and_is_in_from_the_next_request_on(
    browser: Open, community: Community, claire: Person
) -> None:
    member = browser(claire)

    page = member.submit(member.get(ADDRESS), "/join")

    assert page.url == ADDRESS
    assert "Vous voici dans la communauté." in page.text
    assert "Claire Morvan" in page.main
    assert actor(claire).claims == {f"community:{community.id}"}
    assert member_count(community) == 2


def test_joining_twice_counts_once(browser: Open, community: Community, claire: Person) -> None:
    member = browser(claire)
    page = member.get(ADDRESS)

    assert [member.submit(page, "/join").status for _ in range(2)] == [200, 200]
    assert member_count(community) == 2


def test_joining_many_times_at_once_counts_once(browser: Open, community: Community, claire: Person) -> None:
    assert set(at_once(4, browser, claire, f"/communities/{community.id}/join")) == {303}
    assert member_count(community) == 2


def test_who_leaves_is_out_from_the_next_request_on(browser: Open, community: Community, yann: Person) -> None:
    member = browser(yann)

    page = member.submit(member.get(ADDRESS), "/leave")

    assert "Vous avez quitté la communauté." in page.text
    assert "Yann Berthou" not in page.main
    assert page.select('form[action$="/join"]')
    assert actor(yann).claims == frozenset()
    assert member_count(community) == 1


def test_what_a_community_opens_closes_with_the_request_after_leaving(
    browser: Open, community: Community, yann: Person, deliver: Callable[[], int]
) -> None:
    deliver()
    member = browser(yann)
    inside = [url for url in member.get(ADDRESS).links().values() if url.startswith(("/rooms/", "/spaces/"))]
    assert inside
    assert {member.get(url).status for url in inside} == {200}

    member.submit(member.get(ADDRESS), "/leave")

    assert {member.get(url).status for url in inside} == {404}


def test_leaving_twice_counts_once(browser: Open, community: Community, yann: Person) -> None:
    member = browser(yann)
    page = member.get(ADDRESS)

    assert [member.submit(page, "/leave").status for _ in range(2)] == [200, 200]
    assert member_count(community) == 1


def test_leaving_and_joining_again_many_times_at_once_count_once(
    browser: Open, community: Community, yann: Person
) -> None:
    assert set(at_once(4, browser, yann, f"/communities/{community.id}/leave")) == {303}
    assert member_count(community) == 1

    assert set(at_once(4, browser, yann, f"/communities/{community.id}/join")) == {303}
    assert member_count(community) == 2


def test_who_left_joins_again(browser: Open, community: Community, yann: Person) -> None:
    member = browser(yann)
    member.submit(member.get(ADDRESS), "/leave")

    page = member.submit(member.get(ADDRESS), "/join")

    assert "Yann Berthou" in page.main
    assert member_count(community) == 2
    held = db.session.scalars(select(CommunityMembership).where(CommunityMembership.person_id == yann.id)).one()
    assert held.left_at is None


def test_who_never_joined_does_not_leave(browser: Open, community: Community, claire: Person) -> None:
    assert browser(claire).post(f"/communities/{community.id}/leave").status == 403
    assert member_count(community) == 1


def test_being_in_one_community_opens_no_other(browser: Open, community: Community, yann: Person) -> None:
    other = make_community("Co-éducation")

    page = browser(yann).get("/communities/co-education")

    assert actor(yann).claims == {f"community:{community.id}"}
    assert page.select(f'form[action="/communities/{other.id}/join"]')


@pytest.mark.parametrize("verb", ["join", "leave"])
def test_a_visitor_is_led_to_the_login_page(visitor: Browser, community: Community, verb: str) -> None:
    assert visitor.post(f"/communities/{community.id}/{verb}").url == "/login"
    assert visitor.get(f"/communities/{community.id}/{verb}").status == 405
    assert member_count(community) == 1


def test_a_visitor_joins_nothing_by_any_way(community: Community) -> None:
    with pytest.raises(NotAllowed):
        join_community(VISITOR, community.id)


@pytest.mark.parametrize("verb", ["join", "leave"])
@pytest.mark.parametrize("number", [0, 999_999, 2**31, 10**30])
def test_a_community_that_is_none_is_not_found(browser: Open, claire: Person, verb: str, number: int) -> None:
    assert browser(claire).post(f"/communities/{number}/{verb}").status == 404


def test_a_request_without_the_token_of_its_page_is_refused(
    browser: Open, community: Community, claire: Person
) -> None:
    page = browser(claire).request("POST", f"/communities/{community.id}/join", data={"csrf_token": "faux"})

    assert page.status == 400
    assert actor(claire).claims == frozenset()
