"""What people are told about belonging to schools, in the site and by mail, once each."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from forum.accounts.models import Person
from forum.core.events import record
from forum.core.transactions import transaction
from forum.schools.events import MemberAdmitted, MembershipAsked, MembershipDeclined
from forum.schools.models import School
from forum.schools.services import admit_member, decline_member, leave_school, name_referent, withdraw_request
from tests.accounts.factories import mails, words
from tests.browsing import Browser
from tests.factories import actor
from tests.schools.factories import ask, make_referent

Open = Callable[..., Browser]
Deliver = Callable[[], int]
ASKS = "Claire Morvan demande à rejoindre Collège Aimé-Césaire."
ADMITTED = "Vous faites maintenant partie de Collège Aimé-Césaire."
DECLINED = "Votre demande pour rejoindre Collège Aimé-Césaire n’a pas été retenue."


def test_every_referent_is_told_who_asks_and_nobody_else(
    browser: Open, school: School, referent: Person, yann: Person, outsider: Person, claire: Person, deliver: Deliver
) -> None:
    second = make_referent(school, "Soizic Second", email="soizic@college.example")
    deliver()
    before = len(mails())
    ask(school, claire, "Je suis AESH.")
    deliver()

    for told in (referent, second):
        assert ASKS in browser(told).get("/notices").main
    for other in (yann, outsider, claire):
        assert "demande à rejoindre" not in browser(other).get("/notices").main
    sent = mails()[before:]
    assert {mail["To"] for mail in sent} == {"nadia@college.example", "soizic@college.example"}
    assert all(ASKS in words(mail) and "/schools/0359001A" in words(mail) for mail in sent)


def test_who_asked_is_told_of_being_admitted(
    browser: Open, school: School, referent: Person, claire: Person, deliver: Deliver
) -> None:
    ask(school, claire)
    admit_member(actor(referent), school.id, claire.id)
    deliver()

    page = browser(claire).get("/notices")

    assert ADMITTED in page.main
    assert "/schools/0359001A" in page.html
    assert ADMITTED in words(mails_to("claire@college.example")[-1])


def test_who_asked_is_told_of_being_declined(
    browser: Open, school: School, referent: Person, claire: Person, deliver: Deliver
) -> None:
    ask(school, claire)
    decline_member(actor(referent), school.id, claire.id)
    deliver()

    assert DECLINED in browser(claire).get("/notices").main
    assert DECLINED in words(mails_to("claire@college.example")[-1])


def test_mail_is_in_the_language_of_who_reads_it(school: School, claire: Person, deliver: Deliver) -> None:
    make_referent(school, "Olivia English", email="olivia@college.example", language="en")
    deliver()
    ask(school, claire)
    deliver()

    assert ASKS not in words(mails_to("olivia@college.example")[-1])


def test_what_is_delivered_twice_is_told_once(
    browser: Open, school: School, referent: Person, claire: Person, deliver: Deliver
) -> None:
    ask(school, claire)
    deliver()
    admit_member(actor(referent), school.id, claire.id)
    deliver()
    before = len(mails())
    with transaction():
        record(MembershipAsked(school.id, claire.id))
        record(MemberAdmitted(school.id, claire.id))
    deliver()

    assert browser(referent).get("/notices").main.count(ASKS) == 1
    assert browser(claire).get("/notices").main.count(ADMITTED) == 1
    assert len(mails()) == before


def test_each_request_is_answered_with_a_notice_of_its_own(
    browser: Open, school: School, referent: Person, claire: Person, deliver: Deliver
) -> None:
    for _ in range(2):
        ask(school, claire)
        deliver()
        decline_member(actor(referent), school.id, claire.id)
        deliver()

    assert browser(referent).get("/notices").main.count(ASKS) == 2
    assert browser(claire).get("/notices").main.count(DECLINED) == 2


def test_a_late_delivery_tells_of_its_own_request(
    browser: Open, school: School, referent: Person, claire: Person, deliver: Deliver
) -> None:
    ask(school, claire)
    decline_member(actor(referent), school.id, claire.id)
    ask(school, claire)
    deliver()  # the first answer reaches her when her second request is there
    decline_member(actor(referent), school.id, claire.id)
    deliver()

    assert browser(claire).get("/notices").main.count(DECLINED) == 2


@pytest.mark.parametrize("fact", [MemberAdmitted, MembershipDeclined])
def test_an_answer_told_again_is_not_taken_for_that_of_a_new_request(
    browser: Open, school: School, referent: Person, claire: Person, deliver: Deliver, fact: type
) -> None:
    ask(school, claire)
    if fact is MemberAdmitted:
        admit_member(actor(referent), school.id, claire.id)
        deliver()
        leave_school(actor(claire), school.id)
    else:
        decline_member(actor(referent), school.id, claire.id)
    deliver()
    ask(school, claire)
    with transaction():
        record(fact(school.id, claire.id))
    deliver()

    page = browser(claire).get("/notices").main
    assert page.count(ADMITTED) + page.count(DECLINED) == 1


def test_a_request_that_was_withdrawn_at_once_troubles_nobody(
    browser: Open, school: School, referent: Person, claire: Person, deliver: Deliver
) -> None:
    ask(school, claire)
    withdraw_request(actor(claire), school.id)
    deliver()

    assert ASKS not in browser(referent).get("/notices").main


def test_a_former_referent_is_not_told(
    browser: Open, school: School, referent: Person, claire: Person, deliver: Deliver
) -> None:
    name_referent(school.id, referent.id, take=True)
    ask(school, claire)
    deliver()

    assert ASKS not in browser(referent).get("/notices").main


def mails_to(address: str) -> list[EmailMessage]:
    return [mail for mail in mails() if mail["To"] == address]
