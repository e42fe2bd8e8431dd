"""Nothing of a case stands anywhere else: in no notice, mail, log, search, feed or page of the site."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.core.outbox import Delivery
from forum.extensions import db
from forum.mediation import services
from forum.notices.models import Notice
from forum.notices.services import mark_all_read
from forum.search.documents import everywhere
from tests.accounts.factories import mails, words
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.mediation.factories import ask, begin, say

OpenBrowser = Callable[[Person], Browser]
Deliver = Callable[[], int]
SECRET = "mot-entre-nous"


@pytest.fixture
def told(anne: Person, bruno: Person, maud: Person) -> int:
    case_id = begin(anne, bruno, maud, words=f"Demande : {SECRET}")
    services.open_next(actor(maud), case_id, "framework")
    say(anne, case_id, f"Récit : {SECRET}", maud)
    services.speak_aside(actor(anne), case_id, anne.id, f"Aparté : {SECRET}")
    services.reformulate(actor(maud), case_id, f"Encore : {SECRET}")
    return case_id


def addresses(app: Flask) -> list[str]:
    """Every page of the site that asks for no number."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set()) and not rule.arguments]
    return sorted({rule.rule for rule in rules})


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("who", ["visitor", "outsider", *Role])
def test_no_page_of_the_site_shows_it_to_anybody_else(
    app: Flask, browser: Callable[..., Browser], deliver: Deliver, who: str
) -> None:
    deliver()
    person = None if who == "visitor" else make_person(role=Role(who) if who in set(Role) else None)
    reader = browser(person) if person else browser()
    asked = addresses(app)
    assert len(asked) > 40
    for address in [*asked, f"/search?q={SECRET}", f"/search?q={SECRET}&kind=post", f"/people?q={SECRET}"]:
        page = reader.get(address)
        body = page.html.replace(f'value="{SECRET}"', "").replace(f"« {SECRET} »", "")
        for prefix in ("Demande : ", "Récit : ", "Aparté : ", "Encore : "):
            assert prefix + SECRET not in body, address


@pytest.mark.usefixtures("told")
def test_the_index_knows_of_no_case(deliver: Deliver) -> None:
    deliver()

    assert not [kind for kind in everywhere() if "mediation" in kind or "case" in kind]


@pytest.mark.usefixtures("told")
def test_events_notices_and_mails_say_that_there_is_something_and_nothing_more(deliver: Deliver) -> None:
    payloads = [str(payload) for payload in db.session.scalars(select(Delivery.payload))]
    deliver()
    notices = db.session.scalars(select(Notice)).all()

    assert payloads
    assert notices
    for notice in notices:
        assert notice.facts == {}
    kept = [*payloads, *(str(mail) + words(mail) + words(mail, "html") for mail in mails())]
    assert len(kept) > len(payloads)
    for text in kept:
        for word in (SECRET, "Anne", "Bruno", "Maud") if text in payloads else (SECRET,):
            assert word not in text
    for mail in mails():
        assert mail["Subject"] == "Il y a du nouveau pour vous du côté de la médiation."
        named = {"Anne Martin", "Bruno Petit", "Maud Tierce"} - {str(mail["To"])}
        body = words(mail)
        assert sum(name in body for name in named) <= 1  # who is greeted


def notices_of(person: Person) -> list[tuple[str, str]]:
    query = select(Notice.kind, Notice.url).where(Notice.person_id == person.id).order_by(Notice.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_of_an_aside_the_other_party_is_told_nothing(
    deliver: Deliver, anne: Person, bruno: Person, maud: Person, told: int
) -> None:
    deliver()
    for person in (anne, bruno, maud):
        mark_all_read(actor(person))
    before = {person.id: len(notices_of(person)) for person in (anne, bruno, maud)}

    services.speak_aside(actor(anne), told, anne.id, "À part.")
    services.speak_aside(actor(maud), told, anne.id, "Je vous lis.")
    deliver()

    after = {person.id: len(notices_of(person)) - before[person.id] for person in (anne, bruno, maud)}
    assert after == {anne.id: 1, bruno.id: 0, maud.id: 1}
    assert notices_of(maud)[-1] == ("mediation.stirred", f"/mediation/{told}")


def test_one_is_told_once_until_one_has_looked(deliver: Deliver, anne: Person, maud: Person, told: int) -> None:
    deliver()
    before = len(notices_of(maud))
    services.speak_aside(actor(anne), told, anne.id, "Une première chose.")
    services.speak_aside(actor(anne), told, anne.id, "Une seconde.")
    deliver()

    assert len(notices_of(maud)) == before
    mark_all_read(actor(maud))
    services.speak_aside(actor(anne), told, anne.id, "Une troisième.")
    services.speak_aside(actor(anne), told, anne.id, "Une quatrième.")
    deliver()
    assert len(notices_of(maud)) == before + 1


def test_a_notice_reads_the_same_whatever_happened(
    browser: OpenBrowser, deliver: Deliver, bruno: Person, told: int
) -> None:
    deliver()

    page = browser(bruno).get("/notices")

    assert "Du nouveau dans une médiation." in page.main
    assert "Parce que vous avez une place dans cette médiation" in page.main
    assert "Anne" not in page.main


def test_mediators_are_told_that_a_request_waits_save_those_it_concerns(
    deliver: Deliver, anne: Person, maud: Person, admin: Person, outsider: Person
) -> None:
    concerned = make_person("Maxime Concerné", role=Role.MEDIATOR)
    ask(anne, concerned)
    deliver()

    assert notices_of(maud) == [("mediation.waiting", "/mediation")]
    for other in (concerned, admin, outsider, anne):
        assert notices_of(other) == []


def test_once_taken_or_referred_nobody_is_called_to_what_no_longer_opens(
    deliver: Deliver, anne: Person, bruno: Person, maud: Person, other_mediator: Person
) -> None:
    case_id = ask(anne, bruno)
    deliver()
    assert notices_of(other_mediator) == [("mediation.waiting", "/mediation")]
    services.take_case(actor(maud), case_id)
    services.invite_parties(actor(maud), case_id)
    deliver()
    assert notices_of(other_mediator) == []
    assert len(notices_of(bruno)) == 1

    services.refer_case(actor(maud), case_id, other_mediator.handle)
    deliver()

    assert (notices_of(bruno), notices_of(maud)) == ([], [])
    assert notices_of(other_mediator) == [("mediation.waiting", "/mediation")]


def test_whoever_left_is_told_nothing_more_and_loses_what_they_were_told(
    deliver: Deliver, anne: Person, bruno: Person, maud: Person, told: int
) -> None:
    deliver()
    assert notices_of(bruno)
    services.leave_case(actor(bruno), told)
    deliver()

    assert notices_of(bruno) == []
    assert notices_of(anne)


@pytest.fixture
def lines(app: Flask) -> Iterator[Callable[[], str]]:
    """What is logged at the finest level."""
    written = io.StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_log_holds_a_word(
    browser: OpenBrowser, deliver: Deliver, lines: Callable[[], str], anne: Person, maud: Person, told: int
) -> None:
    services.give_turn(actor(maud), told, anne.id)
    reader, address = browser(anne), f"/mediation/{told}"
    for words_sent in (SECRET, "", SECRET * 2_000):
        reader.submit(reader.get(address), "/say", **{"say-words": words_sent})
        reader.post(f"{address}/agreement", {"version-words": words_sent})
        reader.post(f"{address}/aside/{anne.id}", {"words": words_sent})
        reader.submit(reader.get("/mediation/ask"), "/mediation/ask", people="@bruno-petit", words=words_sent)
    deliver()

    assert f"/mediation/{told}/say" in lines()
    assert SECRET not in lines()


def test_a_persons_page_leads_to_the_request(browser: OpenBrowser, anne: Person, bruno: Person) -> None:
    reader = browser(anne)
    page = reader.get(f"/people/{bruno.id}-bruno-petit")
    form = reader.get(page.links()["Demander une médiation avec cette personne"])

    assert form.values(form.form("/mediation/ask"))["people"] == "@bruno-petit"
    assert "Demander une médiation avec" not in reader.get(f"/people/{anne.id}-anne-martin").text
