"""Every door of a case, tried by everybody who has no business there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person, Role
from forum.accounts.services import administration
from forum.core.actor import VISITOR
from forum.core.models import now
from forum.core.policy import can, visible
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation import services
from forum.mediation.models import CaseSeat, Entry, EntryAnswer, MediationCase
from forum.mediation.policy import EntryIn, Seated
from forum.mediation.services.erasing import erase
from forum.mediation.services.finding import hold_case
from forum.mediation.stages import Stage
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.mediation.factories import ask, begin, bring_to, case, say, state_of

OpenBrowser = Callable[[Person], Browser]
SECRET, APART = "mot-entre-nous", "mot-a-part"


@pytest.fixture
def open_case(anne: Person, bruno: Person, maud: Person, case_id: int) -> int:
    """A case at its first stage, in which something was said, to all and apart."""
    bring_to(Stage.ACCOUNTS, case_id, maud, (anne, bruno))
    say(bruno, case_id, SECRET, maud)
    services.speak_aside(actor(anne), case_id, anne.id, APART)
    services.reformulate(actor(maud), case_id, f"Encore : {SECRET}")
    return case_id


def pages(case_id: int, party: Person) -> list[str]:
    return [
        f"/mediation/{case_id}",
        f"/mediation/{case_id}/leave",
        f"/mediation/{case_id}/close",
        f"/mediation/{case_id}/mine.txt",
        f"/mediation/{case_id}/aside/{party.id}",
    ]


def actions(case_id: int, party: Person) -> list[tuple[str, dict[str, str]]]:
    entry = db.session.scalars(select(func.max(Entry.id))).one()
    words = {f"{name}-words": "Un mot." for name in ("say", "option", "version", "reformulate", "follow_up")}
    named = {"name-person": party.handle, "companion-person": party.handle, "refer-person": ""}
    answers = [
        (f"entries/{entry}/answer", {"answer": answer})
        for answer in ("confirmed", "kept", "dropped", "accepted", "accepted_no_more", "agreed", "refused")
    ]
    return [
        ("consent", {}),
        ("decline", {}),
        ("leave", {}),
        ("close", {"outcome": "no_agreement"}),
        ("say", words),
        ("ready", {"stage": "accounts"}),
        ("options", words),
        ("agreement", words),
        ("companions", named),
        ("follow-up", words),
        (f"entries/{entry}/correct", {f"correct-{entry}-words": "Un mot."}),
        *answers,
        (f"aside/{party.id}", {"words": "Un mot."}),
        ("parties", named),
        (f"parties/{party.id}/drop", {}),
        ("invite", {}),
        ("refer", named),
        ("turn", {"person": str(party.id)}),
        ("reformulate", words),
        ("next", {"stage": "accounts"}),
        ("withdraw", {}),
    ]


def everything(case_id: int) -> tuple[object, ...]:
    """What a case holds, to see that nothing changed."""
    db.session.expire_all()
    seats = db.session.execute(
        select(CaseSeat.person_id, CaseSeat.state, CaseSeat.ready_stage).order_by(CaseSeat.person_id)
    ).all()
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Entry, EntryAnswer)]
    found = case(case_id)
    return (*map(tuple, seats), *counts, found.stage, found.turn_of, found.outcome)


def refuse_all(reader: Browser, case_id: int, party: Person, statuses: Sequence[int]) -> None:
    before = everything(case_id)
    for address in pages(case_id, party):
        page = reader.get(address)
        assert page.status in statuses, address
        assert SECRET not in page.html + reader.get("/mediation").html
        assert APART not in page.html
    for action, sent in actions(case_id, party):
        page = reader.post(f"/mediation/{case_id}/{action}", sent)
        assert page.status in statuses, action
        assert SECRET not in page.html
        assert APART not in page.html
    assert everything(case_id) == before


@pytest.mark.parametrize("role", [None, *Role])
def test_to_others_a_case_does_not_exist_whatever_their_role(
    browser: OpenBrowser, anne: Person, open_case: int, role: Role | None
) -> None:
    refuse_all(browser(make_person(role=role)), open_case, anne, [404])


def test_a_visitor_is_asked_to_log_in(visitor: Browser, anne: Person, open_case: int) -> None:
    before = everything(open_case)
    for address in [*pages(open_case, anne), "/mediation", "/mediation/ask", "/mediation/register"]:
        assert visitor.get(address).url == "/login"
    for action, sent in [*actions(open_case, anne), ("take", {}), ("pass", {})]:
        assert visitor.post(f"/mediation/{open_case}/{action}", sent).url == "/login"
    assert everything(open_case) == before


def test_who_left_opens_it_by_no_door_and_is_told_why(browser: OpenBrowser, bruno: Person, open_case: int) -> None:
    services.leave_case(actor(bruno), open_case)

    refuse_all(browser(bruno), open_case, bruno, [404])
    assert "Vous avez quitté cette médiation" in browser(bruno).get(f"/mediation/{open_case}").text


def test_who_declined_opens_it_by_no_door(browser: OpenBrowser, anne: Person, bruno: Person, maud: Person) -> None:
    case_id = ask(anne, bruno, words=SECRET)
    services.take_case(actor(maud), case_id)
    services.invite_parties(actor(maud), case_id)
    services.decline(actor(bruno), case_id)

    refuse_all(browser(bruno), case_id, anne, [404])
    assert "Vous avez décliné cette médiation" in browser(bruno).get(f"/mediation/{case_id}").text
    assert (case(case_id).stage, case(case_id).outcome) == ("ended", "not_begun")


def test_who_is_named_knows_nothing_before_they_are_invited(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person
) -> None:
    case_id = ask(anne, bruno, words=SECRET)
    assert "Médiation n°" not in browser(bruno).get("/mediation").main
    services.take_case(actor(maud), case_id)

    refuse_all(browser(bruno), case_id, anne, [404])


def test_who_is_invited_reads_the_framework_and_nothing_that_was_written(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person
) -> None:
    case_id = ask(anne, bruno, words=SECRET)
    services.take_case(actor(maud), case_id)
    services.invite_parties(actor(maud), case_id)
    reader = browser(bruno)

    page = reader.get(f"/mediation/{case_id}")

    assert page.status == 200
    assert "C’est confidentiel." in page.main
    assert "Anne Martin" in page.html
    assert SECRET not in page.html
    for address in pages(case_id, bruno)[1:]:
        assert reader.get(address).status in (403, 404), address
    for action, sent in actions(case_id, bruno):
        if action not in ("consent", "decline"):
            assert reader.post(f"/mediation/{case_id}/{action}", sent).status in (403, 404), action
    assert state_of(case_id, bruno) == "invited"


def test_an_aside_is_another_partys_by_no_door(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, open_case: int
) -> None:
    reader = browser(bruno)
    assert APART not in reader.get(f"/mediation/{open_case}").html
    for address in (f"/mediation/{open_case}/aside/{anne.id}", f"/mediation/{open_case}/aside/{maud.id}"):
        assert reader.get(address).status == 404
        assert reader.post(address, {"words": "Un mot."}).status == 404
    assert APART not in reader.get(f"/mediation/{open_case}/mine.txt").html
    aside = db.session.scalars(select(Entry.id).where(Entry.private_to == anne.id, Entry.kind == "aside")).one()
    for answer in ("confirmed", "kept", "accepted", "agreed"):
        assert reader.post(f"/mediation/{open_case}/entries/{aside}/answer", {"answer": answer}).status == 404

    for inside in (anne, maud):
        assert APART in browser(inside).get(f"/mediation/{open_case}/aside/{anne.id}").html


def test_the_mediator_writes_back_apart_and_the_other_party_sees_nothing_change(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, open_case: int
) -> None:
    before = browser(bruno).get(f"/mediation/{open_case}").main
    leader = browser(maud)

    page = leader.submit(
        leader.get(f"/mediation/{open_case}/aside/{anne.id}"), with_field="words", words="Je vous lis."
    )

    assert "Je vous lis." in page.main
    assert "Je vous lis." in browser(anne).get(f"/mediation/{open_case}/aside/{anne.id}").main
    assert browser(bruno).get(f"/mediation/{open_case}").main == before


def test_a_party_does_none_of_what_the_mediator_does(
    browser: OpenBrowser, anne: Person, bruno: Person, open_case: int
) -> None:
    before, reader = everything(open_case), browser(anne)
    led = ("close", "parties", f"parties/{bruno.id}/drop", "invite", "refer", "turn", "reformulate", "next")
    for action, sent in actions(open_case, bruno):
        if action in led:
            assert reader.post(f"/mediation/{open_case}/{action}", sent).status == 403, action
    assert reader.get(f"/mediation/{open_case}/close").status == 403
    assert everything(open_case) == before


def test_the_mediator_does_none_of_what_the_parties_do(
    browser: OpenBrowser, bruno: Person, maud: Person, open_case: int
) -> None:
    before, leader = everything(open_case), browser(maud)
    theirs = ("consent", "decline", "leave", "ready", "options", "agreement", "companions", "follow-up")
    for action, sent in actions(open_case, bruno):
        if action in theirs or action.startswith("entries/"):
            assert leader.post(f"/mediation/{open_case}/{action}", sent).status == 403, action
    assert everything(open_case) == before


def test_who_is_no_mediator_any_more_leads_nothing(
    browser: OpenBrowser, anne: Person, maud: Person, open_case: int
) -> None:
    administration.take_role(maud.email, Role.MEDIATOR)

    refuse_all(browser(maud), open_case, anne, [403, 404])
    assert browser(maud).get(f"/mediation/{open_case}").status == 404


def test_administrators_read_number_dates_stage_and_outcome(
    browser: OpenBrowser, anne: Person, maud: Person, admin: Person, outsider: Person, open_case: int
) -> None:
    page = browser(admin).get("/mediation/register")

    assert page.texts("tbody tr")[0].startswith(f"{open_case} ")
    assert "Récits" in page.main
    for word in ("Anne", "Bruno", "Maud", SECRET, APART):
        assert word not in page.main
    for other in (outsider, maud, anne):
        assert browser(other).get("/mediation/register").status == 403


def test_browsers_keep_no_page_of_a_case(browser: OpenBrowser, anne: Person, open_case: int) -> None:
    for address in (*pages(open_case, anne)[:2], "/mediation"):
        assert browser(anne).get(address).response.headers["Cache-Control"] == "no-store"


def test_a_page_of_a_case_costs_a_fixed_number_of_statements(
    browser: OpenBrowser, statements: list[str], anne: Person, bruno: Person, maud: Person, open_case: int
) -> None:
    readers = [(browser(anne), "party"), (browser(maud), "mediator")]
    for _time in range(2):
        for reader, _name in readers:
            statements.clear()
            assert reader.get(f"/mediation/{open_case}").status == 200
            assert len(statements) <= 8, statements
            statements.clear()
            assert reader.get("/mediation").status == 200
            assert len(statements) <= 8, statements
        for number in range(5):
            say(bruno, open_case, f"Mot {number}", maud)
            services.reformulate(actor(maud), open_case, f"Encore {number}", about_id=anne.id)
            ask(anne, bruno, make_person())


def test_a_case_that_is_erased_is_nobodys(browser: OpenBrowser, anne: Person, maud: Person, open_case: int) -> None:
    services.leave_case(actor(anne), open_case)
    with transaction():
        erase(hold_case(open_case))

    assert case(open_case).erased_at <= now()
    refuse_all(browser(maud), open_case, anne, [404])


def test_the_filter_on_many_and_the_rule_on_one_show_the_same(
    anne: Person, bruno: Person, maud: Person, other_mediator: Person, admin: Person, outsider: Person, open_case: int
) -> None:
    services.wish_companion(actor(anne), open_case, outsider.handle)
    waiting, invited, ended = ask(anne, bruno), ask(bruno, outsider), begin(anne, bruno, other_mediator)
    services.take_case(actor(maud), invited)
    services.invite_parties(actor(maud), invited)
    services.consent(actor(bruno), invited)
    services.leave_case(actor(bruno), ended)
    demoted = make_person("Dora Redevenue", role=Role.MEDIATOR)
    services.take_case(actor(demoted), waiting)
    administration.take_role(demoted.email, Role.MEDIATOR)
    cases = {found.id: found for found in db.session.scalars(select(MediationCase))}
    entries = db.session.scalars(select(Entry)).all()

    for person in (anne, bruno, maud, other_mediator, admin, outsider, demoted, None):
        who = actor(person) if person else VISITOR
        seats = {
            number: db.session.get(CaseSeat, (number, person.id)) if person is not None else None for number in cases
        }
        seen = set(db.session.scalars(select(MediationCase.id).where(visible(who, MediationCase))))
        read = set(db.session.scalars(select(Entry.id).where(visible(who, Entry))))

        assert seen == {number for number in cases if can(who, "case.see", Seated(cases[number], seats[number]))}
        assert read == {
            entry.id
            for entry in entries
            if can(who, "case_entry.see", EntryIn(entry, Seated(cases[entry.case_id], seats[entry.case_id])))
        }
