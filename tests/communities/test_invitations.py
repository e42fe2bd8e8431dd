"""Inviting by address: whoever is logged in under it may enter, and nobody learns whether it has an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.communities.models import Community, CommunityInvitation
from forum.extensions import db
from forum.notices.models import StoppedAddress
from tests.browsing import Browser, Page
from tests.communities.factories import make_community, make_facilitator, make_member, member_count, told
from tests.factories import actor, make_person

Open = Callable[..., Browser]
ADDRESS = "/communities/sur-invitation"
INVITED = "Rose Le Bihan vous invite dans la communauté « Sur invitation »."


@pytest.fixture
def closed(mediator: Person) -> Community:
    return make_community("Sur invitation", mediator, about="Entre nous.", admission="invitation")


@pytest.fixture
def holder(closed: Community) -> Person:
    return make_facilitator(closed, "Rose Le Bihan")


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[EmailMessage]]:
    """The mails that were written, oldest first."""
    folder = Path(app.config["SETTINGS"].data_dir) / "mail"
    return lambda: [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]  # type: ignore[misc]


def invite(desk: Browser, addresses: str, words: str = "") -> Page:
    page = desk.get(f"{ADDRESS}/people")
    return desk.submit(page, "/invitations", addresses=addresses, words=words)


def sent() -> list[CommunityInvitation]:
    db.session.expire_all()
    return list(db.session.scalars(select(CommunityInvitation).order_by(CommunityInvitation.id)))


def words_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\u00a0", " ")


def test_who_has_no_account_is_mailed_the_way_in(
    browser: Open,
    closed: Community,
    holder: Person,
    deliver: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    page = invite(browser(holder), "Lena@College.example", "Venez voir.")
    deliver()

    assert "1 adresse est invitée." in page.text
    assert [mail["To"] for mail in mails()] == ["lena@college.example"]
    words = words_of(mails()[0])
    assert "Rose Le Bihan vous invite dans la communauté « Sur invitation »" in words
    assert "Venez voir." in words
    assert re.search(r"https?://\S+/communities/sur-invitation\n", words)
    assert "/register" in words

    lena = make_person("Léna Riou", email="lena@college.example")  # registers, and confirms the address
    member = browser(lena)
    there = member.get(ADDRESS)
    assert "Une invitation vous attend" in there.main
    assert "Venez voir." in there.main
    assert "Vous voici dans la communauté." in member.submit(there, "/join").text
    assert actor(lena).claims == {f"community:{closed.id}"}
    assert "Acceptée" in browser(holder).get(f"{ADDRESS}/people").main


def test_who_has_an_account_is_told_in_the_site_and_declines(
    browser: Open,
    closed: Community,
    holder: Person,
    deliver: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    lena = make_person("Léna Riou", email="lena@college.example")
    invite(browser(holder), "lena@college.example")
    deliver()
    assert told(lena) == [INVITED]

    member = browser(lena)
    page = member.get(ADDRESS)
    assert [member.submit(page, "/decline-invitation").status for _ in range(2)] == [200, 200]

    assert told(lena) == []
    assert not member.get(ADDRESS).select('form[action$="/join"]')
    assert member.post(f"/communities/{closed.id}/join").status == 403
    assert "Déclinée" in browser(holder).get(f"{ADDRESS}/people").main


def test_whoever_invites_is_told_the_same_of_any_address(
    browser: Open, closed: Community, holder: Person, deliver: Callable[[], int]
) -> None:
    make_person("Léna Riou", email="lena@college.example")
    make_person("Paul Mahé", email="paul@college.example", confirmed_at=None)
    make_member(closed, "Yann Berthou", email="yann@college.example")
    addresses = ["lena", "paul", "yann", "nobody"]
    desk = browser(holder)

    answers = {invite(desk, f"{name}@college.example").texts("[data-flashes] p")[0] for name in addresses}
    deliver()

    assert answers == {"1 adresse est invitée."}
    rows = desk.get(f"{ADDRESS}/people").texts("#invitations li")
    shown = {re.sub(r"\w+@college.example .*? (?=En attente)", "", row) for row in rows}
    assert (len(rows), shown) == (4, {"En attente Retirer l’invitation"})


def test_who_is_in_already_is_written_nothing(
    browser: Open,
    closed: Community,
    holder: Person,
    deliver: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    yann = make_member(closed, "Yann Berthou", email="yann@college.example")

    invite(browser(holder), "yann@college.example")
    deliver()

    assert (told(yann), mails()) == ([], [])


def test_another_account_does_not_enter_by_it(browser: Open, closed: Community, holder: Person, claire: Person) -> None:
    invite(browser(holder), "lena@college.example", "Pour Léna.")
    stranger = browser(claire)

    for html in (stranger.get(ADDRESS).html, browser().get(ADDRESS).html):
        assert "Pour Léna." not in html
        assert "lena@college.example" not in html
    assert stranger.post(f"/communities/{closed.id}/join").status == 403
    stranger.post(f"/communities/{closed.id}/decline-invitation")
    assert sent()[0].answered_at is None


def test_an_address_that_was_never_confirmed_is_nobodys(
    browser: Open,
    closed: Community,
    holder: Person,
    deliver: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    squatter = make_person("Paul Mahé", email="lena@college.example", confirmed_at=None)

    invite(browser(holder), "lena@college.example")
    deliver()

    assert told(squatter) == []
    assert [mail["To"] for mail in mails()] == ["lena@college.example"]


def test_an_invitation_that_is_taken_back_opens_nothing(
    browser: Open, closed: Community, holder: Person, deliver: Callable[[], int]
) -> None:
    lena = make_person("Léna Riou", email="lena@college.example")
    desk = browser(holder)
    invite(desk, "lena@college.example")
    deliver()
    page = desk.get(f"{ADDRESS}/people")

    for _ in range(2):
        assert desk.submit(page, "/revoke").status == 200

    assert told(lena) == []
    assert "lena@college.example" not in desk.get(f"{ADDRESS}/people").main
    assert browser(lena).post(f"/communities/{closed.id}/join").status == 403
    assert actor(lena).claims == frozenset()


def test_an_invitation_taken_back_before_it_left_is_not_sent(
    browser: Open,
    closed: Community,
    holder: Person,
    deliver: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    desk = browser(holder)
    invite(desk, "lena@college.example")
    desk.submit(desk.get(f"{ADDRESS}/people"), "/revoke")
    deliver()

    assert mails() == []


def test_an_address_is_not_written_to_again_and_again(
    browser: Open,
    closed: Community,
    holder: Person,
    deliver: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    desk = browser(holder)
    for _ in range(3):
        invite(desk, "lena@college.example")
        desk.submit(desk.get(f"{ADDRESS}/people"), "/revoke")
    invite(desk, "lena@college.example")
    deliver()

    assert len(mails()) == 1
    assert len(sent()) == 1


def test_an_address_that_takes_no_mail_from_us_gets_none(
    browser: Open,
    closed: Community,
    holder: Person,
    deliver: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    db.session.add(StoppedAddress(email="lena@college.example", reason="complaint"))
    db.session.commit()

    invite(browser(holder), "lena@college.example")
    deliver()

    assert mails() == []


def test_an_invitation_opens_a_community_that_admits_on_request_too(
    browser: Open, mediator: Person, claire: Person
) -> None:
    community = make_community("Sur invitation", mediator, admission="request", charter="- écouter")
    invite(browser(mediator), claire.email)
    member = browser(claire)

    page = member.submit(member.get(ADDRESS), "/join")
    assert page.status == 422
    member.submit(page, "/join", charter="y")

    assert member_count(community) == 2


@pytest.mark.parametrize(
    ("addresses", "words", "field"),
    [
        ("", "", "addresses"),
        ("\u200d \n", "", "addresses"),
        ("lena", "", "addresses"),
        ("lena@college.example\npaul@", "", "addresses"),
        ("\n".join(f"p{number}@college.example" for number in range(21)), "", "addresses"),
        ("a" * 5_001, "", "addresses"),
        ("lena@college.example", "m" * 501, "words"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_kept(
    browser: Open, closed: Community, holder: Person, addresses: str, words: str, field: str
) -> None:
    page = invite(browser(holder), addresses, words)

    assert page.status == 422
    assert page.texts(f"#{field}-error")
    assert page.select("#addresses")[0].get_text().strip() == addresses.strip()
    assert sent() == []


def test_addresses_come_as_people_paste_them(browser: Open, closed: Community, holder: Person) -> None:
    pasted = "Léna Riou <lena@college.example>, paul@college.example;\n LENA@college.example  zoe@ecole.example"

    page = invite(browser(holder), pasted)

    assert "3 adresses sont invitées." in page.text
    assert [one.email for one in sent()] == ["lena@college.example", "paul@college.example", "zoe@ecole.example"]


def test_one_invites_so_many_addresses_in_a_day_and_no_more(
    app: Flask, browser: Open, closed: Community, holder: Person
) -> None:
    usual = app.config["SETTINGS"]
    app.config["SETTINGS"] = usual.model_copy(update={"invitations_per_day": 2})
    try:
        desk = browser(holder)
        assert invite(desk, "a@college.example b@college.example").status == 200
        page = invite(desk, "c@college.example")
    finally:
        app.config["SETTINGS"] = usual

    assert page.status == 429
    assert page.select("#addresses")[0].get_text().strip() == "c@college.example"
    assert len(sent()) == 2


def test_only_those_who_hold_it_invite_or_see_who_is_invited(
    browser: Open, closed: Community, holder: Person, claire: Person, mediator: Person
) -> None:
    invite(browser(holder), "lena@college.example")
    invitation = sent()[0].id
    elsewhere = make_facilitator(make_community("Ailleurs"), "Paul Mahé")

    for reader in (claire, make_member(closed), elsewhere):
        stranger = browser(reader)
        assert stranger.post(f"{ADDRESS}/invitations", {"addresses": "zoe@ecole.example"}).status == 403
        assert stranger.post(f"{ADDRESS}/invitations/{invitation}/revoke").status == 403
        assert "lena@college.example" not in stranger.get(ADDRESS).html
    assert browser(elsewhere).post(f"/communities/ailleurs/invitations/{invitation}/revoke").status == 404
    assert browser().post(f"{ADDRESS}/invitations", {"addresses": "zoe@ecole.example"}).url == "/login"
    assert [one.revoked_at for one in sent()] == [None]
    assert "lena@college.example" in browser(mediator).get(f"{ADDRESS}/people").main
