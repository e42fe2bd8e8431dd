"""What those do who hold a community: its texts, its members, its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.chat.models import Message, Room
from forum.communities.models import Community
from forum.core.errors import NotAllowed
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import open_thread, reply
from forum.extensions import db
from tests.browsing import Browser
from tests.communities.factories import make_community, make_facilitator, make_member, member_count, told
from tests.factories import actor

Open = Callable[..., Browser]
ADDRESS = "/communities/exclure-autrement"


def space_of(community: Community) -> Space:
    return db.session.scalars(
        select(Space).where(Space.community_id == community.id).execution_options(populate_existing=True)
    ).one()


def room_of(community: Community) -> Room:
    return db.session.scalars(
        select(Room).where(Room.community_id == community.id).execution_options(populate_existing=True)
    ).one()


@pytest.fixture
def thread(community: Community, yann: Person, deliver: Callable[[], int]) -> Thread:
    deliver()
    return open_thread(actor(yann), space_of(community).id, "Ce que nous avons essayé", "Entre nous.")


# Its texts


def test_who_holds_it_edits_it_and_its_address_stays(
    browser: Open, community: Community, rose: Person, deliver: Callable[[], int]
) -> None:
    deliver()
    desk = browser(rose)

    page = desk.submit(
        desk.get(desk.get(ADDRESS).links()["Modifier la page"]),
        with_field="about",
        name="Sans exclure",
        about="Autre chose.",
        read_first="**Ici**",
        admission="request",
    )
    deliver()

    assert (page.status, page.url) == (200, ADDRESS)
    assert page.texts("h1") == ["Sans exclure"]
    assert page.texts(".prose strong") == ["Ici"]
    assert "Sur demande" in page.text
    assert (space_of(community).name, room_of(community).name) == ("Sans exclure", "Sans exclure")
    assert "Sans exclure" in browser().get(ADDRESS).main


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Déjà là"}, "name"),
        ({"about": ""}, "about"),
        ({"admission": "x"}, "admission"),
    ],
)
def test_what_is_refused_is_said_beside_its_field(
    browser: Open, community: Community, rose: Person, changed: dict[str, str], field: str
) -> None:
    make_community("Déjà là")
    desk = browser(rose)

    page = desk.submit(desk.get(f"{ADDRESS}/edit"), with_field="about", **{"charter": "- écouter", **changed})

    assert page.status == 422
    assert page.texts(f"#{field}-error")
    assert page.select("#charter")[0].get_text().strip() == "- écouter"


def test_two_who_edit_at_once_do_not_undo_each_other(browser: Open, community: Community, rose: Person) -> None:
    desk = browser(rose)
    form = desk.get(f"{ADDRESS}/edit")
    desk.submit(form, with_field="about", about="La première.")

    page = desk.submit(form, with_field="about", about="La seconde.")

    assert page.status == 409
    assert "La seconde." in page.html
    assert "La première." in browser().get(ADDRESS).main


def test_members_and_strangers_change_nothing(
    browser: Open, community: Community, yann: Person, claire: Person
) -> None:
    elsewhere = make_facilitator(make_community("Ailleurs"))
    for reader in (yann, claire, elsewhere):
        stranger = browser(reader)
        assert "Modifier la page" not in stranger.get(ADDRESS).links()
        assert stranger.get(f"{ADDRESS}/edit").status == 403
        assert stranger.post(f"{ADDRESS}/edit", {"name": "Prise", "about": "À moi."}).status == 403
        assert stranger.get(f"{ADDRESS}/archive").status == 403
        assert stranger.post(f"{ADDRESS}/archive", {"reason": "Non."}).status == 403
        assert stranger.post(f"{ADDRESS}/members/{yann.id}/remove", {"reason": "Non."}).status == 403
    assert browser().get(f"{ADDRESS}/edit").url == "/login"
    assert member_count(community) == 2
    assert "Prise" not in browser().get(ADDRESS).main


# Its members


def test_who_is_removed_is_out_at_once_told_why_and_may_ask_again(
    browser: Open, community: Community, rose: Person, yann: Person, thread: Thread, deliver: Callable[[], int]
) -> None:
    desk, member = browser(rose), browser(yann)
    form = desk.get(desk.get(f"{ADDRESS}/people").links()["Retirer Yann Berthou"])

    assert desk.submit(form, with_field="reason", reason="").status == 422
    for _ in range(2):
        assert desk.submit(form, with_field="reason", reason="Des noms d’élèves.").status == 200
    deliver()

    assert told(yann) == [
        "Vous ne faites plus partie de la communauté « Exclure autrement ». Motif : Des noms d’élèves."
    ]
    assert member_count(community) == 2
    assert member.get(f"/threads/{thread.id}").status == 404
    assert member.get(f"/rooms/{room_of(community).id}").status == 404
    assert member.post(f"/communities/{community.id}/join").status == 403
    member.submit(member.get(ADDRESS), "/ask", words="Pardon.")
    page = desk.get(f"{ADDRESS}/people")
    assert "Des noms d’élèves." in page.main
    desk.submit(page, "/admit")
    assert member.get(f"/threads/{thread.id}").status == 200
    member.post(f"/communities/{community.id}/leave")
    assert member.post(f"/communities/{community.id}/join").status == 200  # what was is settled


def test_nobody_removes_themselves_nor_a_facilitator_another(
    browser: Open, community: Community, rose: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    other = make_facilitator(community, "Paul Mahé")

    for person in (rose, other):
        assert browser(rose).post(f"{ADDRESS}/members/{person.id}/remove", {"reason": "Non."}).status == 403
    assert browser(mediator).post(f"{ADDRESS}/members/{other.id}/remove", {"reason": "Oui."}).status == 200
    assert actor(other).claims == frozenset()
    assert member_count(community) == 2


def test_who_is_not_in_it_cannot_be_removed(browser: Open, community: Community, rose: Person, claire: Person) -> None:
    for number in (claire.id, 999_999):
        assert browser(rose).get(f"{ADDRESS}/members/{number}/remove").status == 404
        assert browser(rose).post(f"{ADDRESS}/members/{number}/remove", {"reason": "Non."}).status == 404


# Its end


def archive(desk: Browser, reason: str = "Plus personne n’y écrit.") -> None:
    assert desk.submit(desk.get(f"{ADDRESS}/archive"), with_field="reason", reason=reason).status == 200


def test_an_archived_community_is_read_by_its_members_and_written_in_by_nobody(
    browser: Open, community: Community, rose: Person, yann: Person, thread: Thread, deliver: Callable[[], int]
) -> None:
    member = browser(yann)
    open_page = member.get(f"/threads/{thread.id}-{thread.slug}")
    room_page = member.get(f"/rooms/{room_of(community).id}")
    archive(browser(rose))
    deliver()

    assert "Entre nous." in member.get(f"/threads/{thread.id}").main
    sent = member.submit(open_page, "/reply", body="Encore un mot.")
    assert sent.status == 403
    assert "on n’y écrit plus" in sent.text
    assert "Encore un mot." in sent.html
    said = member.submit(room_page, "/messages", body="Bonsoir.")
    assert said.status == 403
    assert "on n’y écrit plus" in said.text
    assert "Bonsoir." in said.html
    assert member.get(f"/spaces/{space_of(community).slug}/new").status == 403
    for body in ("Par ailleurs.", "Encore."):
        with pytest.raises(NotAllowed):
            reply(actor(yann), thread.id, body)
    assert len(db.session.scalars(select(Post)).all()) == 1
    assert db.session.scalars(select(Message)).all() == []
    assert not member.get(f"/rooms/{room_of(community).id}").select("[data-say]")


def test_its_page_says_so_to_all_and_why_to_its_members(
    browser: Open, community: Community, rose: Person, yann: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    archive(browser(rose))
    deliver()

    for reader in (None, claire, yann):
        page = browser(reader).get(ADDRESS)
        assert "Cette communauté est archivée depuis le" in page.main
        assert ("Plus personne n’y écrit." in page.main) == (reader is yann)
        assert not page.select('form[action$="/join"]')
        assert "Archivée" in browser(reader).get("/communities").main
    assert told(yann) == ["La communauté « Exclure autrement » est archivée : elle se lit encore, on n’y écrit plus."]
    assert told(rose) == told(claire) == []
    assert "(archivée)" in browser(yann).get("/me").text


def test_nothing_is_done_with_an_archived_community(
    browser: Open, community: Community, rose: Person, mediator: Person, yann: Person, claire: Person
) -> None:
    archive(browser(rose))

    assert browser(claire).post(f"/communities/{community.id}/join").status == 403
    for reader in (rose, mediator):
        desk = browser(reader)
        assert desk.get(f"{ADDRESS}/edit").status == 403
        assert desk.get(f"{ADDRESS}/people").status == 403
        assert desk.post(f"{ADDRESS}/invitations", {"addresses": "a@college.example"}).status == 403
    assert browser(yann).post(f"/communities/{community.id}/leave").status == 200
    assert member_count(community) == 2


def test_archiving_takes_a_reason_and_twice_is_once(browser: Open, community: Community, rose: Person) -> None:
    desk = browser(rose)
    form = desk.get(f"{ADDRESS}/archive")

    assert desk.submit(form, with_field="reason", reason=" ").status == 422
    archived = set()
    for _ in range(2):
        desk.submit(form, with_field="reason", reason="Fini.")
        archived.add(db.session.get_one(Community, community.id, populate_existing=True).archived_at)
    assert len(archived) == 1


def test_a_mediator_reopens_it_and_all_goes_on(
    browser: Open,
    community: Community,
    rose: Person,
    mediator: Person,
    yann: Person,
    thread: Thread,
    deliver: Callable[[], int],
) -> None:
    archive(browser(rose))
    deliver()
    assert browser(rose).post(f"/communities/{community.id}/reopen").status == 403
    desk = browser(mediator)
    page = desk.get(ADDRESS)

    for _ in range(2):
        assert desk.submit(page, "/reopen").status == 200
    deliver()

    assert reply(actor(yann), thread.id, "De retour.").number == 2
    assert "La communauté « Exclure autrement » reprend." in told(yann)
    assert browser(rose).get(f"{ADDRESS}/people").status == 200
    member = make_member(community)
    assert member_count(community) == 4
    assert actor(member).has_claim(f"community:{community.id}")
