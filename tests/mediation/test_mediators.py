"""Who leads a case: never one whom it concerns, nor one of a party's own school unless they wish it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person, Role, SiteRole
from forum.core.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation import services
from forum.mediation.models import CaseSeat
from forum.mediation.stages import Outcome
from forum.schools.services import admit_member
from tests.browsing import Browser, at_once
from tests.factories import actor, make_person
from tests.mediation.factories import ask, begin, case, state_of
from tests.schools.factories import ask as ask_school
from tests.schools.factories import make_member, make_referent, make_school

OpenBrowser = Callable[[Person], Browser]


def make_mediator(person: Person) -> Person:
    with transaction():
        db.session.add(SiteRole(person_id=person.id, role=Role.MEDIATOR.value))
    return person


@pytest.fixture
def neighbour(anne: Person) -> Person:
    """A mediator of Anne's own school."""
    school = make_school()
    referent = make_referent(school)
    ask_school(school, anne)
    admit_member(actor(referent), school.id, anne.id)
    return make_mediator(make_member(school, referent, "Nina Voisine"))


def test_whoever_a_request_concerns_neither_sees_nor_takes_it(browser: OpenBrowser, anne: Person) -> None:
    concerned = make_person("Maxime Concerné", role=Role.MEDIATOR)
    case_id = ask(anne, concerned)
    reader = browser(concerned)

    assert "Médiation n°" not in reader.get("/mediation").main
    page = reader.post(f"/mediation/{case_id}/take")

    assert (page.status, "Cette demande vous concerne" in page.text) == (403, True)
    assert case(case_id).stage == "requested"


def test_two_mediators_at_once_one_leads(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, other_mediator: Person
) -> None:
    case_id = ask(anne, bruno)
    late = browser(other_mediator)
    page = late.get("/mediation")
    services.take_case(actor(maud), case_id)

    page = late.submit(page, "/take")

    assert page.status == 409
    assert "Une personne de la médiation s’occupe déjà de cette demande." in page.main
    assert late.get(f"/mediation/{case_id}").status == 404


def test_the_button_pressed_twice_at_once_takes_it_once(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person
) -> None:
    case_id = ask(anne, bruno)

    assert at_once(2, browser, maud, f"/mediation/{case_id}/take") == [303, 303]
    assert state_of(case_id, maud) == "holds"
    assert case(case_id).stage == "framework"


def test_members_and_administrators_take_nothing(
    browser: OpenBrowser, anne: Person, bruno: Person, outsider: Person, admin: Person
) -> None:
    case_id = ask(anne, bruno)
    for person in (outsider, admin, anne):
        assert browser(person).post(f"/mediation/{case_id}/take").status == 403
        assert browser(person).post(f"/mediation/{case_id}/pass").status == 403
    assert case(case_id).stage == "requested"


def test_a_request_made_for_others_opens_to_its_author_by_no_door(
    browser: OpenBrowser, anne: Person, bruno: Person, outsider: Person, maud: Person
) -> None:
    case_id = ask(outsider, anne, bruno, is_party=False, words="Ils ne se parlent plus.")
    services.take_case(actor(maud), case_id)
    reader = browser(outsider)

    assert "quelqu’un de la médiation s’en occupe" in reader.get("/mediation").main
    assert reader.get(f"/mediation/{case_id}").status == 404
    assert "Ils ne se parlent plus." in browser(maud).get(f"/mediation/{case_id}").main
    assert state_of(case_id, outsider) == ""


def test_a_mediator_of_a_partys_school_does_not_see_what_nobody_wished(
    browser: OpenBrowser, anne: Person, bruno: Person, neighbour: Person
) -> None:
    case_id = ask(anne, bruno)

    assert "Médiation n°" not in browser(neighbour).get("/mediation").main
    with pytest.raises(NotAllowed, match="du même établissement"):
        services.take_case(actor(neighbour), case_id)


def test_a_mediator_of_a_partys_school_leads_where_both_wish_it(
    browser: OpenBrowser, anne: Person, bruno: Person, neighbour: Person
) -> None:
    case_id = ask(anne, bruno, wishes_same_school=True)
    services.take_case(actor(neighbour), case_id)
    services.invite_parties(actor(neighbour), case_id)
    address, reader = f"/mediation/{case_id}", browser(bruno)

    page = reader.submit(reader.get(address), "/consent")
    assert page.status == 422
    assert "Dites si vous le souhaitez ou non." in page.main
    for party in (reader, browser(anne)):
        party.submit(party.get(address), "/consent", **{"consent-wishes_same_school": "yes"})

    assert [state_of(case_id, party) for party in (anne, bruno)] == ["consented", "consented"]
    services.open_next(actor(neighbour), case_id, "framework")


def test_a_party_that_does_not_wish_it_is_proposed_another(
    browser: OpenBrowser, anne: Person, bruno: Person, neighbour: Person, maud: Person
) -> None:
    case_id = ask(anne, bruno, wishes_same_school=True)
    services.take_case(actor(neighbour), case_id)
    services.invite_parties(actor(neighbour), case_id)
    services.consent(actor(anne), case_id, True)
    reader = browser(bruno)

    page = reader.submit(reader.get(f"/mediation/{case_id}"), "/consent", **{"consent-wishes_same_school": "no"})

    assert "Quelqu’un d’un autre établissement va vous être proposé." in page.text
    assert case(case_id).stage == "requested"
    assert browser(neighbour).get(f"/mediation/{case_id}").status == 404
    with pytest.raises(NotAllowed):
        services.take_case(actor(neighbour), case_id)
    services.take_case(actor(maud), case_id)
    assert [state_of(case_id, party) for party in (anne, bruno)] == ["named", "named"]  # asked anew
    services.invite_parties(actor(maud), case_id)
    services.consent(actor(bruno), case_id)
    assert state_of(case_id, bruno) == "consented"


def test_a_case_is_referred_to_another_who_takes_it_or_lets_it_go(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, other_mediator: Person
) -> None:
    third = make_person("Théo Troisième", role=Role.MEDIATOR)
    case_id = begin(anne, bruno, maud, words="Un différend à taire.")
    leader, chosen = browser(maud), browser(other_mediator)

    page = leader.get(f"/mediation/{case_id}")
    page = leader.submit(page, "/refer", **{"refer-person": f"@{other_mediator.handle}"})

    assert "elle ne s’ouvre plus pour vous" in page.text
    assert leader.get(f"/mediation/{case_id}").status == 404
    assert browser(anne).get(f"/mediation/{case_id}").status == 404  # until the other invites
    assert "Médiation n°" not in browser(third).get("/mediation").main
    with pytest.raises(NotFound):
        services.take_case(actor(third), case_id)
    page = chosen.get("/mediation")
    assert "Quelqu’un de la médiation vous la confie." in page.main
    assert "Un différend à taire." not in page.html
    chosen.submit(page, "/pass")
    assert "Médiation n°" in browser(third).get("/mediation").main
    services.take_case(actor(third), case_id)
    assert state_of(case_id, anne) == "named"
    with pytest.raises(Conflict):
        services.take_case(actor(other_mediator), case_id)


def test_a_case_is_referred_to_nobody_who_may_not_lead_it(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, neighbour: Person, outsider: Person
) -> None:
    case_id = begin(anne, bruno, maud)
    leader = browser(maud)
    refusals = (
        (outsider, "n’est pas de la médiation"),
        (neighbour, "concerne cette personne"),
        (maud, "concerne cette"),
    )
    for person, words in refusals:
        page = leader.submit(leader.get(f"/mediation/{case_id}"), "/refer", **{"refer-person": person.handle})
        assert (page.status, words in page.text) == (422, True)
    assert state_of(case_id, maud) == "holds"


def test_a_case_whose_stages_began_is_not_referred(anne: Person, bruno: Person, maud: Person, case_id: int) -> None:
    services.open_next(actor(maud), case_id, "framework")

    with pytest.raises(Conflict, match="Cette médiation est commencée"):
        services.refer_case(actor(maud), case_id)
    for change in (
        lambda: services.name_party(actor(maud), case_id, "anne-martin"),
        lambda: services.drop_party(actor(maud), case_id, anne.id),
        lambda: services.invite_parties(actor(maud), case_id),
    ):
        with pytest.raises(Conflict, match="les parties ne changent plus"):
            change()


def test_parties_are_named_and_dropped_before_they_consent(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, outsider: Person
) -> None:
    case_id = ask(anne, bruno)
    services.take_case(actor(maud), case_id)
    leader, address = browser(maud), f"/mediation/{case_id}"

    with pytest.raises(Conflict, match="deux personnes au moins"):
        services.drop_party(actor(maud), case_id, bruno.id)
    page = leader.submit(leader.get(address), "/parties", **{"name-person": outsider.handle})
    assert "Odile Dehors" in page.main + page.text
    with pytest.raises(Invalid, match="déjà sa place"):
        services.name_party(actor(maud), case_id, outsider.handle)
    leader.post(f"{address}/parties/{outsider.id}/drop")
    assert state_of(case_id, outsider) == ""
    with pytest.raises(NotFound):
        services.drop_party(actor(maud), case_id, outsider.id)
    services.name_party(actor(maud), case_id, outsider.handle)
    services.invite_parties(actor(maud), case_id)
    services.consent(actor(outsider), case_id)
    with pytest.raises(Conflict, match="a déjà répondu"):
        services.drop_party(actor(maud), case_id, outsider.id)
    services.decline(actor(bruno), case_id)
    assert case(case_id).stage == "framework"  # two are left
    services.consent(actor(anne), case_id)
    services.open_next(actor(maud), case_id, "framework")
    assert case(case_id).stage == "accounts"


def test_a_party_that_leaves_ends_it_for_all(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, case_id: int
) -> None:
    services.open_next(actor(maud), case_id, "framework")
    reader, address = browser(bruno), f"/mediation/{case_id}"
    page = reader.get(f"{address}/leave")
    assert "Elle s’arrêtera là pour tout le monde" in page.main
    assert state_of(case_id, bruno) == "consented"  # to look changes nothing

    reader.submit(page, "/leave")

    assert (case(case_id).stage, case(case_id).outcome) == ("ended", "no_agreement")
    assert "Cette médiation est terminée" in browser(anne).get(address).main
    assert "a quitté la médiation" in browser(maud).get(address).text
    assert browser(maud).get(f"{address}/leave").status == 403


def test_leaving_after_the_end_changes_no_outcome(anne: Person, bruno: Person, maud: Person, case_id: int) -> None:
    services.close_case(actor(maud), case_id, Outcome.NOT_BEGUN)
    services.leave_case(actor(anne), case_id)

    assert (case(case_id).outcome, state_of(case_id, anne)) == ("not_begun", "left")


def test_a_companion_comes_once_every_other_party_agrees(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, outsider: Person, case_id: int
) -> None:
    third = make_person("Chloé Tiers")
    reader, address = browser(outsider), f"/mediation/{case_id}"
    with pytest.raises(Conflict, match="dès que chaque partie aura consenti"):
        services.wish_companion(actor(anne), case_id, outsider.handle)
    services.open_next(actor(maud), case_id, "framework")
    one = browser(anne)

    page = one.submit(one.get(address), "/companions", **{"companion-person": "@odile-dehors"})

    assert "Anne Martin souhaite que Odile Dehors l’accompagne." in page.main
    assert reader.get(address).status == 404
    entry = services.wish_companion(actor(bruno), case_id, third.handle)
    with pytest.raises(Conflict):
        services.answer_companion(actor(bruno), entry.id, agrees=True)  # it is their own wish
    services.answer_companion(actor(anne), entry.id, agrees=False)
    assert state_of(case_id, third) == "declined"
    with pytest.raises(Conflict):
        services.answer_companion(actor(anne), entry.id, agrees=True)
    assert browser(third).get(address).status == 404

    other = browser(bruno)
    other.submit(other.get(address), "/answer")
    page = reader.get(address)
    assert "C’est confidentiel." in page.main
    reader.submit(page, "/consent")
    services.give_turn(actor(maud), case_id, anne.id)
    services.speak(actor(anne), case_id, "Mon récit.")
    services.speak_aside(actor(anne), case_id, anne.id, "À part.")
    page = reader.get(address)
    assert "Mon récit." in page.main
    assert "À part." not in page.html
    assert reader.get(f"{address}/aside/{anne.id}").status == 404
    assert reader.get(f"{address}/mine.txt").status == 403
    assert reader.post(f"{address}/say", {"say-words": "Et moi."}).status == 403
    assert reader.post(f"{address}/ready", {"stage": "accounts"}).status == 403
    services.leave_case(actor(outsider), case_id)
    assert case(case_id).stage == "accounts"
    assert reader.get(address).status == 404


def test_a_former_seat_is_no_way_back(anne: Person, bruno: Person, maud: Person, case_id: int) -> None:
    services.leave_case(actor(bruno), case_id)

    for again in (
        lambda: services.consent(actor(bruno), case_id),
        lambda: services.decline(actor(bruno), case_id),
        lambda: services.leave_case(actor(bruno), case_id),
    ):
        with pytest.raises(NotFound, match="Vous avez quitté cette médiation"):
            again()
    assert db.session.scalars(select(CaseSeat.state).where(CaseSeat.person_id == bruno.id)).one() == "left"
