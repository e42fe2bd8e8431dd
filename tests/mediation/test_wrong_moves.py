"""Every wrong move gets a plain sentence, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core.errors import Invalid
from forum.core.models import now
from forum.extensions import db
from forum.mediation import services
from forum.mediation.models import Entry, EntryAnswer, MediationCase
from forum.mediation.services.agreeing import holds
from forum.mediation.stages import Outcome, Stage
from tests.browsing import Browser
from tests.factories import actor
from tests.mediation.factories import ask, bring_to, case, say

OpenBrowser = Callable[[Person], Browser]


def written() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(Entry)) or 0


@pytest.fixture
def in_accounts(anne: Person, bruno: Person, maud: Person, case_id: int) -> int:
    return bring_to(Stage.ACCOUNTS, case_id, maud, (anne, bruno))


@pytest.fixture
def in_agreement(anne: Person, bruno: Person, maud: Person, case_id: int) -> int:
    return bring_to(Stage.AGREEMENT, case_id, maud, (anne, bruno))


def test_speaking_out_of_turn_sends_nothing_and_keeps_the_words(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, in_accounts: int
) -> None:
    services.give_turn(actor(maud), in_accounts, anne.id)
    reader = browser(anne)
    page = reader.get(f"/mediation/{in_accounts}")
    services.give_turn(actor(maud), in_accounts, bruno.id)
    before = written()

    page = reader.submit(page, "/say", **{"say-words": "Ce que je voulais dire."})

    assert page.status == 409
    assert "Ce n’est pas votre tour de parole. Rien n’a été envoyé" in page.main
    assert page.texts(".alert blockquote") == ["Ce que je voulais dire."]
    assert written() == before


def test_the_same_page_sent_twice_is_said_once(
    browser: OpenBrowser, anne: Person, maud: Person, in_accounts: int
) -> None:
    services.give_turn(actor(maud), in_accounts, anne.id)
    reader = browser(anne)
    page = reader.get(f"/mediation/{in_accounts}")
    before = written()

    for _time in range(2):
        assert reader.submit(page, "/say", **{"say-words": "Une seule fois."}).status == 200

    assert written() == before + 1


def test_an_empty_word_says_so_beside_the_field(
    browser: OpenBrowser, anne: Person, maud: Person, in_accounts: int
) -> None:
    services.give_turn(actor(maud), in_accounts, anne.id)
    reader = browser(anne)

    page = reader.submit(reader.get(f"/mediation/{in_accounts}"), "/say", **{"say-words": " \u200b "})

    assert page.status == 422
    assert "Écrivez quelque chose avant d’envoyer." in page.main
    page = reader.submit(reader.get(f"/mediation/{in_accounts}"), "/say", **{"say-words": "x" * 10_001})
    assert "Ce texte est trop long : 10000 caractères au plus." in page.main


def test_accepting_an_old_version_accepts_nothing(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, in_agreement: int
) -> None:
    services.give_turn(actor(maud), in_agreement, anne.id)
    services.write_version(actor(anne), in_agreement, "Première version.", 0)
    reader = browser(bruno)
    page = reader.get(f"/mediation/{in_agreement}")
    newest = db.session.scalars(select(func.max(Entry.id))).one()
    services.write_version(actor(anne), in_agreement, "Deuxième version.", newest)
    before = db.session.scalar(select(func.count()).select_from(EntryAnswer))

    page = reader.submit(page, "/answer")

    assert page.status == 409
    assert "Cette version de l’accord n’est plus la dernière" in page.main
    assert "Deuxième version." in page.main
    assert db.session.scalar(select(func.count()).select_from(EntryAnswer)) == before


def test_writing_over_a_version_one_has_not_read_is_refused_and_the_text_kept(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, in_agreement: int
) -> None:
    services.give_turn(actor(maud), in_agreement, anne.id)
    reader = browser(anne)
    page = reader.get(f"/mediation/{in_agreement}")
    services.write_version(actor(anne), in_agreement, "D’un autre onglet.", 0)

    page = reader.submit(page, "/agreement", **{"version-words": "De celui-ci."})

    assert page.status == 409
    assert "Une autre version de l’accord est arrivée entre-temps" in page.main
    assert "De celui-ci." in page.main
    assert "D’un autre onglet." in page.main


def test_a_new_version_has_everybody_accept_anew(anne: Person, bruno: Person, maud: Person, in_agreement: int) -> None:
    services.give_turn(actor(maud), in_agreement, anne.id)
    first = services.write_version(actor(anne), in_agreement, "Première.", 0)
    services.accept_version(actor(bruno), first.id)
    assert holds(in_agreement)
    services.give_turn(actor(maud), in_agreement, bruno.id)
    second = services.write_version(actor(bruno), in_agreement, "Deuxième.", first.id)
    assert not holds(in_agreement)
    with pytest.raises(Invalid, match="chaque partie doit accepter la même version"):
        services.close_case(actor(maud), in_agreement, Outcome.AGREEMENT)
    services.accept_version(actor(anne), second.id)
    services.accept_no_more(actor(bruno), second.id)
    assert not holds(in_agreement)
    services.accept_version(actor(bruno), second.id)
    services.close_case(actor(maud), in_agreement, Outcome.AGREEMENT)
    assert case(in_agreement).outcome == "agreement"


def test_the_next_stage_does_not_open_before_each_party_is_ready(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, in_accounts: int
) -> None:
    leader, address = browser(maud), f"/mediation/{in_accounts}"
    services.say_ready(actor(anne), in_accounts, "accounts", ready=True)

    page = leader.post(f"{address}/next", {"stage": "accounts"})

    assert page.status == 409
    assert "Chaque partie doit d’abord consentir et se dire prête" in page.main
    services.say_ready(actor(bruno), in_accounts, "accounts", ready=True)
    services.say_ready(actor(anne), in_accounts, "accounts", ready=False)
    assert leader.post(f"{address}/next", {"stage": "accounts"}).status == 409
    assert case(in_accounts).stage == "accounts"
    services.say_ready(actor(anne), in_accounts, "accounts", ready=True)
    assert leader.post(f"{address}/next", {"stage": "accounts"}).status == 200
    assert leader.post(f"{address}/next", {"stage": "accounts"}).status == 409  # pressed twice
    assert case(in_accounts).stage == "needs"
    page = browser(anne).post(f"{address}/ready", {"stage": "accounts"})
    assert page.status == 409
    assert "La médiation a changé d’étape entre-temps." in page.main


def test_options_and_the_agreement_belong_to_their_stages(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, in_accounts: int
) -> None:
    services.give_turn(actor(maud), in_accounts, anne.id)
    reader, address = browser(anne), f"/mediation/{in_accounts}"
    before = written()

    page = reader.post(f"{address}/options", {"option-words": "Trop tôt."})
    assert (page.status, "à une autre étape" in page.main) == (409, True)
    page = reader.post(f"{address}/agreement", {"version-words": "Trop tôt."})
    assert (page.status, "à une autre étape" in page.main) == (409, True)
    assert written() == before

    bring_to(Stage.OPTIONS, in_accounts, maud, (anne, bruno))
    services.give_turn(actor(maud), in_accounts, anne.id)
    option = services.list_option(actor(anne), in_accounts, "Une piste.")
    bring_to(Stage.AGREEMENT, in_accounts, maud, (anne, bruno))
    page = browser(bruno).post(f"{address}/entries/{option.id}/answer", {"answer": "dropped"})
    assert (page.status, "la liste ne change plus" in page.main) == (409, True)


def test_nobody_speaks_in_the_framework(browser: OpenBrowser, anne: Person, maud: Person, case_id: int) -> None:
    page = browser(maud).post(f"/mediation/{case_id}/turn", {"person": str(anne.id)})
    assert (page.status, "les étapes ne sont pas commencées" in page.main) == (409, True)
    for reader in (anne, maud):
        page = browser(reader).post(f"/mediation/{case_id}/say", {"say-words": "Déjà."})
        assert (page.status, "les étapes ne sont pas commencées" in page.main) == (409, True)


def test_nothing_is_written_once_it_has_ended(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, in_accounts: int
) -> None:
    say(anne, in_accounts, "Un mot.", maud)
    services.close_case(actor(maud), in_accounts, Outcome.SETTLED)
    before, address = written(), f"/mediation/{in_accounts}"

    sent = {"outcome": "settled", "reformulate-words": "Encore.", "name-person": bruno.handle}
    refused = [(anne, "say", {"say-words": "Encore."}), (anne, f"aside/{anne.id}", {"words": "Encore."})]
    refused += [(maud, f"aside/{anne.id}", {"words": "Encore."}), (anne, "ready", {"stage": "accounts"})]
    refused += [
        (maud, action, sent) for action in ("turn", "reformulate", "next", "close", "refer", "invite", "parties")
    ]
    for person, action, fields in refused:
        page = browser(person).post(f"{address}/{action}", fields)
        assert (page.status, "Cette médiation est terminée" in page.main) == (409, True), action
    assert browser(anne).post(f"{address}/follow-up", {"follow_up-words": "Bien."}).status == 403
    assert written() == before
    assert "Apaisée, sans accord écrit" in browser(maud).get("/mediation").main


def test_a_reformulation_is_answered_by_whom_it_concerns(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person, in_accounts: int
) -> None:
    one = services.reformulate(actor(maud), in_accounts, "Ce qu’a dit Anne.", about_id=anne.id)
    for_all = services.reformulate(actor(maud), in_accounts, "Ce que vous dites.")
    address = f"/mediation/{in_accounts}/entries"
    reader = browser(bruno)

    assert reader.post(f"{address}/{one.id}/answer", {"answer": "confirmed"}).status == 403
    assert reader.post(f"{address}/{one.id}/correct", {f"correct-{one.id}-words": "Non."}).status == 403
    assert reader.post(f"{address}/{for_all.id}/answer", {"answer": "confirmed"}).status == 200
    page = browser(anne).post(f"{address}/{for_all.id}/correct", {f"correct-{for_all.id}-words": "  "})
    assert page.status == 422
    page = browser(anne).post(f"{address}/{one.id}/answer", {"answer": "confirmed"})
    assert "c’est bien cela" in page.main
    for wrong in ("kept", "accepted", "agreed", "nothing"):
        assert browser(anne).post(f"{address}/{one.id}/answer", {"answer": wrong}).status == 404


def test_the_follow_up_lies_between_tomorrow_and_the_erasure(
    browser: OpenBrowser, maud: Person, in_accounts: int
) -> None:
    leader, address = browser(maud), f"/mediation/{in_accounts}/close"
    today = now().date()
    for day, words in ((today, "un jour à venir"), (today + timedelta(days=183), "sera effacée avant")):
        page = leader.submit(leader.get(address), with_field="outcome", outcome="settled", follow_up_on=day.isoformat())
        assert (page.status, words in page.main) == (422, True)
    page = leader.submit(leader.get(address), with_field="outcome")
    assert "Choisissez une issue." in page.main
    page = leader.submit(leader.get(address), with_field="outcome", outcome="agreement")
    assert "Il n’y a pas encore d’accord" in page.main
    assert case(in_accounts).stage == "accounts"


def test_a_request_says_what_it_lacks(browser: OpenBrowser, anne: Person, bruno: Person) -> None:
    reader = browser(anne)

    def refusal(**fields: str) -> str:
        sent = {"people": "@bruno-petit", "words": "Un différend.", **fields}
        page = reader.submit(reader.get("/mediation/ask"), "/mediation/ask", **sent)
        assert page.status == 422
        return page.main

    assert "Personne ne s’appelle « @personne » ici." in refusal(people="@personne")
    assert "Une médiation réunit deux personnes au moins" in refusal(people="@anne-martin")
    assert "Une médiation réunit deux personnes au moins" in refusal(is_party="no")
    assert "Dites en quelques mots ce qui se passe." in refusal(words="  ")
    assert "Donnez une adresse de ce site" in refusal(link="https://ailleurs.example/")
    assert "Donnez une adresse de ce site" in refusal(link="//ailleurs.example/")
    assert not db.session.scalars(select(MediationCase)).all()


def test_a_request_sent_twice_is_one(browser: OpenBrowser, anne: Person, bruno: Person) -> None:
    reader = browser(anne)
    page = reader.get(f"/mediation/ask?with={bruno.id}")
    for _time in range(2):
        assert reader.submit(page, "/mediation/ask", words="Un différend.").status == 200

    assert len(db.session.scalars(select(MediationCase)).all()) == 1


def test_a_request_is_taken_back_as_long_as_nobody_leads_it(
    browser: OpenBrowser, anne: Person, bruno: Person, maud: Person
) -> None:
    first, second = ask(anne, bruno), ask(anne, bruno)
    reader = browser(anne)
    page = reader.get("/mediation")
    services.take_case(actor(maud), second)

    assert reader.submit(page, f"/{first}/withdraw").status == 200
    refused = reader.submit(page, f"/{second}/withdraw")

    assert refused.status == 409
    assert "Une personne de la médiation s’occupe déjà de votre demande" in refused.main
    assert (case(first).stage, case(first).outcome) == ("ended", "not_begun")
    assert case(second).stage == "framework"
    assert browser(maud).post(f"/mediation/{first}/take").status == 409
    assert browser(bruno).post(f"/mediation/{first}/withdraw").status == 404
