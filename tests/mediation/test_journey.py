"""A whole mediation, by its pages: asked for, taken, consented to, led from stage to stage, agreed upon, erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select, update

from forum.accounts.models import Person
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation import services
from forum.mediation.models import CaseSeat, Entry, EntryAnswer, MediationCase
from tests.browsing import Browser, Page
from tests.mediation.factories import case

OpenBrowser = Callable[[Person], Browser]
Deliver = Callable[[], int]


def turn(leader: Browser, address: str, person: Person) -> None:
    page = leader.post(f"{address}/turn", {"person": str(person.id)})
    assert f"La parole est à {person.name}." in page.main


def ready_and_next(leader: Browser, parties: list[Browser], address: str) -> Page:
    for party in parties:
        page = party.submit(party.get(address), "/ready")
        assert page.status == 200
    return leader.submit(leader.get(address), "/next")


def test_two_colleagues_find_an_agreement_with_a_third_party(
    browser: OpenBrowser, deliver: Deliver, anne: Person, bruno: Person, maud: Person
) -> None:
    one, other, leader = browser(anne), browser(bruno), browser(maud)

    # Anne asks.
    page = one.submit(
        one.get(f"/mediation/ask?with={bruno.id}&about=thread&link=/threads/12"),
        "/mediation/ask",
        words="Il me reproche mes retards devant tout le monde.",
    )
    assert page.status == 200
    assert "Votre demande est transmise." in page.text
    assert "attend quelqu’un de la médiation" in page.main
    deliver()

    # Maud takes it, reads why, and invites.
    page = leader.get("/mediation")
    assert "Entre Anne Martin, Bruno Petit" in page.main
    assert "retards" not in page.html
    page = leader.submit(page, "/take")
    address = page.url
    assert "Il me reproche mes retards devant tout le monde." in page.main
    assert page.links()["/threads/12"] == "/threads/12"
    leader.submit(page, "/invite")

    # Both read the framework, and consent.
    for party in (one, other):
        page = party.get(address)
        assert "C’est volontaire." in page.main
        assert "Vous pouvez partir à tout moment." in page.main
        page = party.submit(page, "/consent")
        assert page.status == 200, page.text
        assert "Parler à part à la personne qui mène la médiation" in page.text
    page = leader.submit(leader.get(address), "/next")
    assert page.select(".stages [aria-current]")[0].get_text() == "Récits"

    # Each one's account, in turn; the mediator says it again.
    turn(leader, address, anne)
    page = one.submit(one.get(address), "/say", **{"say-words": "Je pars tard tous les soirs."})
    assert "Je pars tard tous les soirs." in page.main
    assert "Je pars tard tous les soirs." in other.get(address).main
    turn(leader, address, bruno)
    other.submit(other.get(address), "/say", **{"say-words": "J’ouvre seul la grille le matin."})
    leader.submit(
        leader.get(address),
        "/reformulate",
        **{"reformulate-words": "Vous finissez tard, et le matin vous pèse.", "reformulate-about_id": str(anne.id)},
    )
    assert not other.get(address).select('form[action$="/correct"]')
    page = one.get(address)
    one.submit(
        page, "/correct", **dict.fromkeys(names(page), "Ce n’est pas le matin : c’est d’être reprise devant tous.")
    )
    assert "c’est d’être reprise devant tous" in other.get(address).main

    # What matters to each.
    page = ready_and_next(leader, [one, other], address)
    assert page.select(".stages [aria-current]")[0].get_text() == "Ce qui compte"
    assert "Ce qui a été dit : Récits" in page.main
    turn(leader, address, anne)
    one.submit(one.get(address), "/say", **{"say-words": "Qu’on me parle en privé."})

    # Options.
    ready_and_next(leader, [one, other], address)
    turn(leader, address, bruno)
    page = other.submit(other.get(address), "/options", **{"option-words": "Ouvrir la grille une semaine sur deux."})
    other.submit(page, "/answer")
    page = one.get(address)
    page = one.submit(page, "/answer")
    assert page.text.count("la garde") == 2

    # The agreement, edited in turn.
    ready_and_next(leader, [one, other], address)
    turn(leader, address, bruno)
    other.submit(other.get(address), "/agreement", **{"version-words": "Anne ouvre les semaines paires."})
    turn(leader, address, anne)
    page = one.get(address)
    form = page.form("/agreement")
    assert page.values(form)["version-words"].strip() == "Anne ouvre les semaines paires."
    page = one.submit(page, "/agreement", **{"version-words": "Anne ouvre les semaines paires, Bruno les impaires."})
    assert "L’accord tiendra quand chaque partie acceptera cette version." in page.main
    page = other.submit(other.get(address), "/answer", answer="accepted")
    assert "L’accord tient : chaque partie accepte cette version." in page.main

    # The end, and a day to ask how it goes.
    in_a_month = (now() + timedelta(days=30)).date()
    page = leader.submit(
        leader.get(f"{address}/close"), with_field="outcome", outcome="agreement", follow_up_on=in_a_month.isoformat()
    )
    assert "Cette médiation est terminée : par un accord." in page.main
    number = int(address.rsplit("/", 1)[1])
    assert (case(number).outcome, case(number).follow_up_on) == ("agreement", in_a_month)

    # What one takes along.
    taken = one.get(f"{address}/mine.txt")
    assert taken.response.headers["Content-Disposition"] == f'attachment; filename="mediation-{number}.txt"'
    for kept in ("Il me reproche", "Je pars tard", "d’être reprise devant tous", "Bruno les impaires"):
        assert kept in taken.html
    assert "J’ouvre seul la grille" not in taken.html

    # A month later.
    assert services.ask_due() == 0
    with transaction():
        db.session.execute(update(MediationCase).values(follow_up_on=now().date()))
    assert services.ask_due() == 1
    deliver()
    page = other.submit(other.get(address), "/follow-up", **{"follow_up-words": "On se parle de nouveau."})
    assert "On se parle de nouveau." in page.main
    assert "On se parle de nouveau." in leader.get(address).main
    assert "On se parle de nouveau." not in one.get(address).main

    # Half a year later, nothing can be read.
    with transaction():
        db.session.execute(update(MediationCase).values(closed_at=now() - timedelta(days=184)))
    assert services.erase_due() == 1
    for reader in (one, other, leader):
        assert reader.get(address).status == 404
        assert reader.get(f"{address}/mine.txt").status == 404
        assert "Médiation n°" not in reader.get("/mediation").main
    for table in (CaseSeat, Entry, EntryAnswer):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    left = case(number)
    assert (left.wrapped_key, left.asked_by, left.outcome) == ("", None, "agreement")


def names(page: Page) -> list[str]:
    """What the field for one's own words about a reformulation is called."""
    return [str(field["name"]) for field in page.form("/correct").select("textarea")]
