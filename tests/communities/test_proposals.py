"""Proposing a community: seen by who proposes it and by mediators alone, until one of them opens it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.communities.models import Community, CommunityFacilitator, CommunityState
from forum.core.actor import VISITOR
from forum.core.models import now
from forum.core.policy import can, visible
from forum.discussions.models import Space
from forum.extensions import db
from tests.browsing import Browser, Page
from tests.communities.factories import make_community, make_proposal, told
from tests.factories import actor, make_person

Open = Callable[..., Browser]
TYPED = {"name": "Après le signalement", "about": "Ce qui suit.", "why": "Rien ne suit.", "charter": "- écouter"}


def propose(member: Browser, **changed: str) -> Page:
    form = member.get(member.get("/communities").links()["Proposer une communauté"])
    return member.submit(form, with_field="why", **{**TYPED, **changed})


def test_a_member_proposes_and_the_mediators_are_told(
    browser: Open, mediator: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    page = propose(browser(claire), admission="request")
    deliver()

    assert page.status == 200
    assert "Votre proposition attend une réponse." in page.main
    assert told(mediator) == ["Claire Morvan propose une communauté : « Après le signalement »."]
    assert "Après le signalement" in browser(mediator).get("/communities").links()
    assert "En attente" in browser(claire).get("/communities").main


def test_a_proposal_does_not_exist_for_anybody_else(browser: Open, claire: Person, deliver: Callable[[], int]) -> None:
    proposal = make_proposal(claire)
    deliver()
    others = [make_person(role=role) for role in (None, Role.EDITOR, Role.ADMINISTRATOR)]

    for reader in (None, *others):
        assert proposal.name not in browser(reader).get("/communities").html
        assert browser(reader).get(f"/communities/{proposal.slug}").status == 404
        assert browser(reader).get("/communities/apres-le-signalement").status == 404
        assert proposal.name not in browser(reader).get("/search?q=signalement").main
    for other in others:
        stranger = browser(other)
        assert stranger.get(f"/communities/proposals/{proposal.id}").status == 404
        assert stranger.get(f"/communities/proposals/{proposal.id}/decline").status == 404
        assert stranger.post(f"/communities/proposals/{proposal.id}/open", {"name": "À moi"}).status == 404
        assert stranger.post(f"/communities/{proposal.id}/join").status == 404
        assert stranger.post(f"/communities/{proposal.id}/ask").status == 404
    assert browser().get(f"/communities/proposals/{proposal.id}").url == "/login"
    assert db.session.scalars(select(Space).where(Space.community_id == proposal.id)).all() == []


def test_the_rule_and_the_filter_say_the_same_of_proposals(mediator: Person, claire: Person) -> None:
    make_community(opener=mediator)
    make_proposal(claire)
    declined = make_proposal(claire, "Une autre")
    db.session.get_one(Community, declined.id).state = CommunityState.DECLINED.value
    db.session.commit()
    communities = list(db.session.scalars(select(Community)))

    for reader in (VISITOR, actor(claire), actor(make_person()), actor(mediator)):
        shown = set(db.session.scalars(select(Community.id).where(visible(reader, Community))))
        assert shown == {one.id for one in communities if can(reader, "community.see", one)}


def test_its_proposer_cannot_open_it(browser: Open, claire: Person) -> None:
    proposal = make_proposal(claire)

    assert browser(claire).post(f"/communities/proposals/{proposal.id}/open", {"name": "À moi"}).status == 403
    assert browser(claire).get(f"/communities/proposals/{proposal.id}/decline").status == 403


def test_a_mediator_opens_it_and_who_proposed_it_holds_it(
    browser: Open, mediator: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    proposal = make_proposal(claire, charter="- écouter")
    desk = browser(mediator)
    until = now().date() + timedelta(days=400)

    page = desk.submit(
        desk.get(f"/communities/proposals/{proposal.id}"), "/open", name="Après", until=until.isoformat()
    )
    deliver()

    assert (page.status, page.url) == (200, "/communities/apres")
    assert actor(claire).claims == {f"community:{proposal.id}", f"community-facilitator:{proposal.id}"}
    assert told(claire) == [
        "La communauté « Après », que vous avez proposée, est ouverte. Vous en assurez l’animation."
    ]
    assert "Hélène Garrec" in page.text
    theirs = browser(claire)
    assert theirs.get(f"/communities/proposals/{proposal.id}").url == "/communities/apres"
    inside = theirs.get("/communities/apres")
    assert "La communauté a une charte." not in inside.main
    within = {url for url in inside.links().values() if url.startswith(("/rooms/", "/spaces/"))}
    assert {url.split("/")[1] for url in within} == {"rooms", "spaces"}
    assert {theirs.get(url).status for url in within} == {200}


def test_opening_twice_opens_once(browser: Open, mediator: Person, claire: Person, deliver: Callable[[], int]) -> None:
    proposal = make_proposal(claire)
    desk = browser(mediator)
    form = desk.get(f"/communities/proposals/{proposal.id}")

    pages = [desk.submit(form, "/open") for _ in range(2)]
    deliver()

    assert {page.url for page in pages} == {"/communities/apres-le-signalement"}
    assert "1 membre" in browser(claire).get("/communities").main
    assert len(db.session.scalars(select(CommunityFacilitator)).all()) == 1
    assert len(db.session.scalars(select(Space).where(Space.community_id == proposal.id)).all()) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "Exclure autrement"}, "name"),
        ({"name": ""}, "name"),
        ({"until": ""}, "until"),
        ({"until": "2001-01-01"}, "until"),
        ({"until": "2101-01-01"}, "until"),
        ({"until": "31/12"}, "until"),
    ],
)
def test_what_cannot_be_opened_so_is_said_beside_its_field(
    browser: Open, community: Community, mediator: Person, claire: Person, changed: dict[str, str], field: str
) -> None:
    proposal = make_proposal(claire)
    desk = browser(mediator)

    page = desk.submit(desk.get(f"/communities/proposals/{proposal.id}"), "/open", **changed)

    assert page.status == 422
    assert page.texts(f"#{field}-error")
    assert db.session.get_one(Community, proposal.id, populate_existing=True).state == CommunityState.PROPOSED


def test_a_mediator_declines_with_a_reason_that_only_who_proposed_it_reads(
    browser: Open, mediator: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    proposal = make_proposal(claire)
    desk = browser(mediator)
    address = f"/communities/proposals/{proposal.id}/decline"

    assert desk.submit(desk.get(address), with_field="reason", reason=" ").status == 422
    form = desk.get(address)
    for _ in range(2):
        assert desk.submit(form, with_field="reason", reason="Un espace en parle.").status == 200
    deliver()

    assert told(claire) == [
        "Votre proposition « Après le signalement » n’a pas été retenue. Motif : Un espace en parle."
    ]
    assert "Un espace en parle." in browser(claire).get(f"/communities/proposals/{proposal.id}").main
    assert "Déclinée" in browser(claire).get("/communities").main
    assert browser(make_person()).get(f"/communities/proposals/{proposal.id}").status == 404
    until = (now() + timedelta(days=30)).date().isoformat()
    assert desk.post(f"/communities/proposals/{proposal.id}/open", {"name": "X", "until": until}).status == 409
    assert told(mediator) == []  # decided on, it waits for nobody any more


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "exclure AUTREMENT"}, "name"),
        ({"about": ""}, "about"),
        ({"about": "a" * 501}, "about"),
        ({"why": "\n"}, "why"),
        ({"why": "w" * 2_001}, "why"),
        ({"charter": "c" * 10_001}, "charter"),
        ({"admission": "secret"}, "admission"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_what_was_typed_is_kept(
    browser: Open, community: Community, claire: Person, changed: dict[str, str], field: str
) -> None:
    page = propose(browser(claire), **changed)

    assert page.status == 422
    assert page.texts(f"#{field}-error")
    if field != "why":
        assert page.select("#why")[0].get_text().strip() == TYPED["why"]


def test_two_may_propose_the_same_and_neither_learns_of_the_other(browser: Open, claire: Person) -> None:
    make_proposal(make_person())

    assert propose(browser(claire)).status == 200


def test_a_form_sent_twice_is_one_proposal(browser: Open, claire: Person) -> None:
    member = browser(claire)
    form = member.get("/communities/propose")

    pages = [member.submit(form, with_field="why", **TYPED) for _ in range(2)]

    assert len({page.url for page in pages}) == 1
    assert len(db.session.scalars(select(Community)).all()) == 1


def test_three_proposals_may_wait_and_no_more(browser: Open, claire: Person) -> None:
    for number in range(3):
        make_proposal(claire, f"Idée {number}", submission=uuid.uuid4().hex)

    page = propose(browser(claire))

    assert page.status == 422
    assert "Trois de vos propositions" in page.main
    assert page.select("#why")[0].get_text().strip() == TYPED["why"]
