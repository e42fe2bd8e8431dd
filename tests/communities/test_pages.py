"""The list of communities and each one's page: what it is about for everybody, who is in it for its members."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.communities.models import Community, CommunityMembership
from forum.core.actor import VISITOR
from forum.core.policy import can, visible
from forum.core.transactions import transaction
from forum.discussions.models import Space
from forum.discussions.services import open_thread
from forum.extensions import db
from tests.browsing import Browser
from tests.communities.factories import make_community, make_member
from tests.factories import actor, make_person

Open = Callable[..., Browser]
ADDRESS = "/communities/exclure-autrement"


def test_communities_are_listed_by_name_with_what_they_are_about(visitor: Browser, community: Community) -> None:
    make_community("Écouter les familles")
    make_community("Zone de parole")

    page = visitor.get("/communities")

    assert page.texts("article h2") == ["Écouter les familles", "Exclure autrement", "Zone de parole"]
    assert "Ce que nous faisons au lieu d’exclure." in page.main
    assert "1 membre" in page.main
    assert page.links()["Exclure autrement"] == ADDRESS


def test_a_list_without_a_community_says_who_may_open_one(visitor: Browser) -> None:
    assert "Aucune communauté pour l’instant" in visitor.get("/communities").main


def test_the_list_follows_what_changes(browser: Open, visitor: Browser, community: Community, claire: Person) -> None:
    assert "1 membre" in visitor.get("/communities").main

    browser(claire).post(f"/communities/{community.id}/join")

    assert "2 membres" in visitor.get("/communities").main


def test_a_visitor_reads_what_a_community_is_and_is_shown_the_way_in(visitor: Browser, mediator: Person) -> None:
    make_community(
        "Co-éducation", mediator, about="Avec les familles.", charter="**Écouter**", read_first="- une fiche"
    )

    page = visitor.get("/communities/co-education")

    assert page.texts("h1") == ["Co-éducation"]
    assert "Avec les familles." in page.main
    assert page.texts(".prose strong") == ["Écouter"]
    assert page.texts(".prose li") == ["une fiche"]
    assert "Hélène Garrec" in page.text
    assert page.links()["Se connecter pour rejoindre"] == "/login?next=/communities/co-education"


def test_only_members_are_shown_who_is_in_it(browser: Open, community: Community, yann: Person, claire: Person) -> None:
    for reader in (None, claire):
        page = browser(reader).get(ADDRESS)
        assert "Yann Berthou" not in page.html
        assert "s’ouvrent à qui la rejoint" in page.main

    page = browser(yann).get(ADDRESS)
    assert "2 membres" in page.main
    assert page.texts("main .plain .name") == ["Hélène Garrec", "Yann Berthou"]


def test_members_are_listed_as_names_are_sorted(browser: Open, community: Community) -> None:
    for name in ("Zoé Abel", "Élise Le Goff", "Omar Benali"):
        make_member(community, name)
    reader = make_member(community, "Yann Petit")

    page = browser(reader).get(ADDRESS)

    assert page.texts("main .plain .name") == [
        "Élise Le Goff",
        "Hélène Garrec",
        "Omar Benali",
        "Yann Petit",
        "Zoé Abel",
    ]


def test_a_community_of_more_people_than_a_page_shows_says_how_many(
    browser: Open, community: Community, yann: Person
) -> None:
    crowd(community, 310)

    page = browser(yann).get(ADDRESS)

    assert "312 membres" in page.main
    assert "n’en montre que 300" in page.main


def test_the_space_and_the_room_are_shown_to_members_only(
    browser: Open, community: Community, yann: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    deliver()
    space = db.session.scalars(select(Space).where(Space.community_id == community.id)).one()
    open_thread(actor(yann), space.id, "Ce que nous avons essayé", "Entre nous.")
    member = browser(yann).get(ADDRESS)
    within = {url for url in member.links().values() if url.startswith(("/rooms/", "/spaces/", "/threads/"))}

    assert "Ce que nous avons essayé" in member.main
    assert {url.split("/")[1] for url in within} == {"rooms", "spaces", "threads"}
    for reader in (None, claire):
        page = browser(reader).get(ADDRESS)
        assert "Ce que nous avons essayé" not in page.html
        assert not within & set(page.links().values())
        assert {browser(reader).get(url).status for url in within if "rooms" not in url} == {404}


@pytest.mark.parametrize("slug", ["inconnue", "%00", "é", "%EF%BF%BF", "x" * 3000, "-"])
def test_a_community_that_is_none_is_not_found(browser: Open, community: Community, claire: Person, slug: str) -> None:
    assert browser().get(f"/communities/{slug}").status == 404
    assert browser(claire).get(f"/communities/{slug}").status == 404


def test_the_rule_and_the_filter_say_the_same(community: Community, yann: Person, claire: Person) -> None:
    make_community()
    communities = list(db.session.scalars(select(Community)))

    for reader in (VISITOR, actor(claire), actor(yann)):
        shown = set(db.session.scalars(select(Community.id).where(visible(reader, Community))))
        assert shown == {one.id for one in communities if can(reader, "community.see", one)}


def test_a_members_page_costs_eight_statements_at_most_however_many_they_are(
    browser: Open, community: Community, yann: Person, deliver: Callable[[], int], statements: list[str]
) -> None:
    deliver()
    space = db.session.scalars(select(Space).where(Space.community_id == community.id)).one()
    open_thread(actor(yann), space.id, "Ce que nous avons essayé", "Entre nous.")
    costs = []
    for more in (0, 60):
        crowd(community, more)
        for address in (ADDRESS, "/communities"):
            member = browser(yann)
            statements.clear()
            assert member.get(address).status == 200
            costs.append(len(statements))

    assert max(costs) <= 8, statements
    assert costs[:2] == costs[2:]


def test_a_kept_page_costs_a_visitor_one_statement(
    visitor: Browser, community: Community, statements: list[str]
) -> None:
    for address in (ADDRESS, "/communities"):
        visitor.get(address)
        statements.clear()
        visitor.get(address)
        assert len(statements) == 1


def crowd(community: Community, size: int) -> None:
    """Fills a community with members, at once."""
    with transaction():
        people = [make_person() for _ in range(size)]
        db.session.add_all(CommunityMembership(community_id=community.id, person_id=one.id) for one in people)
        db.session.get_one(Community, community.id, populate_existing=True).member_count += size
