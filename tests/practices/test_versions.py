"""The versions of a sheet: all kept, compared, brought back; its way out of the library and back; its translations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from sqlalchemy import update

from forum.accounts.models import Person
from forum.core.i18n import in_language
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.words import words_of
from forum.practices.models import Sheet, SheetEvent, SheetState, SheetVersion
from forum.practices.services import (
    archive_sheet,
    link_translation,
    reinstate_sheet,
    restore_version,
    save_sheet,
    submit_sheet,
)
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.practices.factories import EVERY_FIELD, make_draft
from tests.practices.reviewing import (
    fresh,
    judged,
    make_coauthor,
    make_editor,
    notices,
    published_by_committee,
    review_of,
    submitted,
    taken,
)

Open = Callable[..., Browser]
REASON = "Une élève y était reconnaissable."


def test_every_version_is_listed_with_who_saved_it_and_which_is_published(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    published_by_committee(draft, editor, make_editor())
    save(draft, claire, place="Cancale")

    page = browser(claire).get("/practices/1/history")

    assert page.texts(".version h3") == ["Version 3", "Version 2 Publiée", "Version 1"]
    assert "Claire Morvan" in page.texts(".version p")[0]
    assert "La version 2 reste publiée pendant la révision." in page.main


def test_versions_saved_while_typing_are_folded_behind_the_next_that_was_saved(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    for number in range(2, 6):
        save(draft, claire, results=f"Frappe {number}.")
    mark_autosaved(2, 3, 4)

    page = browser(claire).get("/practices/1/history")

    assert page.texts(".version h3") == ["Version 5", "Version 1"]
    assert page.texts(".version details summary") == ["3 versions enregistrées en cours d’écriture"]
    assert page.texts(".version details h4") == ["Version 4", "Version 3", "Version 2"]


def test_what_another_person_saved_while_typing_is_not_folded_away(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    save(draft, editor, results="Une frappe.")
    save(draft, claire, results="Autre chose.")
    mark_autosaved(2)

    page = browser(claire).get("/practices/1/history")

    assert page.texts(".version h3") == ["Version 3", "Version 2 enregistrée en cours d’écriture", "Version 1"]


def test_what_is_submitted_is_kept_though_it_was_saved_while_typing(draft: Sheet, claire: Person) -> None:
    save_sheet(actor(claire), 1, 1, {**EVERY_FIELD, "results": "Une frappe."}, is_autosave=True)
    submit_sheet(actor(claire), 1, seen_version=2)

    assert not version(2).is_autosave


def test_a_long_history_goes_on_by_slices_and_each_line_stands_in_one_of_them(
    browser: Open, draft: Sheet, claire: Person, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("forum.practices.queries.history"), "VERSIONS_A_PAGE", 3)
    published_by_committee(draft, editor, make_editor())
    for number in range(3, 8):
        save(draft, claire, results=f"Essai {number}.")
    with transaction():
        for one in db.session.query(SheetVersion):
            one.saved_at = now() - timedelta(days=30 - one.number)
        db.session.execute(update(SheetEvent).values(happened_at=now() - timedelta(days=28.5)))
    reader = browser(claire)

    pages = [reader.get("/practices/1/history")]
    while "Plus ancien" in pages[-1].links():
        pages.append(reader.get(pages[-1].links()["Plus ancien"]))

    versions = [title.split()[1] for page in pages for title in page.texts(".version h3")]
    assert versions == ["7", "6", "5", "4", "3", "2", "1"]
    assert [len(page.texts(".history .line")) for page in pages] == [0, 0, 5]


def test_any_two_versions_are_compared_field_by_field_and_word_by_word(
    browser: Open, draft: Sheet, claire: Person
) -> None:
    save(draft, claire, place="Rennes")
    save(draft, claire, results="Les retards ont beaucoup diminué.", end="")
    reader = browser(claire)
    page = reader.get("/practices/1/history")
    assert [str(option["value"]) for option in page.select("#version-a option")] == ["3", "2", "1"]
    assert str(page.select("#version-a option[selected]")[0]["value"]) == "2"

    compared = reader.get("/practices/1/history?a=1&b=3")

    assert compared.texts("#changes .diff h3") == ["Fin", "Lieu de mise en œuvre", "Résultats"]
    assert compared.texts("#changes .diff ins") == ["Rennes", "beaucoup"]
    assert compared.texts("#changes .diff del") == ["Juin 2021", "Redon"]
    backwards = reader.get("/practices/1/history?a=3&b=1")
    assert backwards.texts("#changes .diff del") == ["Rennes", "beaucoup"]


def test_what_was_added_and_taken_out_is_said_aloud_in_words(browser: Open, draft: Sheet, claire: Person) -> None:
    save(draft, claire, place="Rennes")

    page = browser(claire).get("/practices/1/history?a=1&b=2")

    assert page.texts("#changes .diff .visually-hidden") == ["[retiré :", "]", "[ajouté :", "]"]


def test_an_old_version_is_brought_back_as_a_new_one(browser: Open, draft: Sheet, claire: Person) -> None:
    save(draft, claire, title="Un autre titre", place="Rennes")
    reader = browser(claire)

    page = reader.submit(reader.get("/practices/1/history"), "/restore")

    assert "La version 1 est rétablie." in page.text
    assert page.texts(".version h3") == ["Version 3", "Version 2", "Version 1"]
    assert "reprend la version 1" in page.texts(".version p")[0]
    assert "Claire Morvan a rétabli la version 1, qui devient la version 3" in page.texts(".line p")[0]
    assert version(3).content == version(1).content
    assert version(3).html == version(1).html
    assert fresh(draft).title == EVERY_FIELD["title"]
    assert version(2).content["place"] == "Rennes"


def test_restoring_twice_is_restoring_once(browser: Open, draft: Sheet, claire: Person) -> None:
    save(draft, claire, place="Rennes")
    reader = browser(claire)
    shown = reader.get("/practices/1/history")

    for _ in range(2):
        assert reader.submit(shown, "/restore").status == 200

    assert db.session.query(SheetVersion).count() == 3


def test_restoring_puts_nothing_aside_that_was_saved_since(browser: Open, draft: Sheet, claire: Person) -> None:
    save(draft, claire, place="Rennes")
    reader = browser(claire)
    shown = reader.get("/practices/1/history")
    save(draft, claire, place="Nantes")

    page = reader.submit(shown, "/restore")

    assert page.status == 409
    assert "Lisez-la avant de rétablir." in page.main
    assert fresh(draft).latest_version == 3


def test_what_was_being_typed_is_kept_when_an_old_version_is_brought_back(draft: Sheet, claire: Person) -> None:
    save_sheet(actor(claire), 1, 1, {**EVERY_FIELD, "results": "Une frappe."}, is_autosave=True)

    restore_version(actor(claire), 1, 1, seen_version=2)

    assert version(2).content["results"] == "Une frappe."
    assert version(3).restored_from == 1


def test_restoring_makes_a_revision_of_what_is_published_and_keeps_the_committees_opinion(
    browser: Open, visitor: Browser, draft: Sheet, claire: Person, editor: Person
) -> None:
    published_by_committee(draft, editor, make_editor(), opinion="discuss")
    save(draft, claire, title="Une révision")
    reader = browser(claire)

    reader.post("/practices/1/restore", {"version": "1", "seen": "3"})

    assert fresh(draft).state == SheetState.DRAFT
    assert version(4).content["opinion"] == "discuss"
    assert version(4).content["title"] == EVERY_FIELD["title"]
    assert visitor.get("/practices/1").status == 200
    assert fresh(draft).published_version == 2


@pytest.mark.parametrize("number", ["", "0", "99", "-1", "x", "9" * 60])
def test_what_is_no_version_is_not_brought_back(browser: Open, draft: Sheet, claire: Person, number: str) -> None:
    assert browser(claire).post("/practices/1/restore", {"version": number, "seen": "1"}).status == 404


def test_nothing_is_brought_back_while_the_committee_reads(browser: Open, draft: Sheet, claire: Person) -> None:
    save(draft, claire, place="Rennes")
    submitted(draft)
    reader = browser(claire)

    assert not reader.get("/practices/1/history").select('form[action$="/restore"]')
    assert reader.post("/practices/1/restore", {"version": "1", "seen": "2"}).status == 409
    assert fresh(draft).latest_version == 2


@pytest.mark.parametrize("step", ["restore", "archive", "reinstate", "original", "original/none", "original/followed"])
def test_nobody_else_changes_anything_of_a_sheet_through_its_history(
    browser: Open, visitor: Browser, draft: Sheet, yann: Person, editor: Person, step: str
) -> None:
    sent = {"version": "1", "seen": "2", "reason": REASON, "original": "1"}
    assert browser(yann).post(f"/practices/1/{step}", sent).status == 404
    published_by_committee(draft, editor, make_editor())

    assert browser(yann).post(f"/practices/1/{step}", sent).status == 403
    assert visitor.post(f"/practices/1/{step}", sent, follow=False).response.headers["Location"].startswith("/login")
    assert (fresh(draft).state, fresh(draft).latest_version) == (SheetState.PUBLISHED, 2)


def test_any_version_is_read_on_the_sheets_page_by_those_who_edit_it_alone(
    browser: Open, visitor: Browser, draft: Sheet, claire: Person, yann: Person, editor: Person
) -> None:
    save(draft, claire, background="Une phrase retirée depuis.")
    save(draft, claire, background="Ce que l’on publie.")
    published_by_committee(draft, editor, make_editor())
    address = "/practices/1-le-tutorat-du-soir"

    for reader in (browser(claire), browser(editor)):
        assert "Une phrase retirée depuis." in reader.get(f"{address}?version=2").main
        assert reader.get(f"{address}?version=99").status == 404
    for reader in (visitor, browser(yann)):
        page = reader.get(f"{address}?version=2")
        assert page.status == 403
        assert "Une phrase retirée depuis." not in page.html
        assert "Ce que l’on publie." in reader.get(f"{address}?version=4").main


def test_an_archived_sheet_leaves_the_library_the_search_and_everyones_sight(
    browser: Open,
    visitor: Browser,
    draft: Sheet,
    claire: Person,
    yann: Person,
    editor: Person,
    deliver: Callable[[], int],
) -> None:
    published_by_committee(draft, editor, make_editor())
    deliver()
    assert "Le tutorat du soir" in visitor.get("/search?q=minibus").links()
    desk = browser(editor)

    page = desk.submit(desk.get("/practices/1/history"), "/archive", reason=REASON)
    deliver()

    assert "La fiche a quitté la bibliothèque." in page.text
    assert fresh(draft).state == SheetState.ARCHIVED
    for reader in (visitor, browser(yann)):
        assert reader.get("/practices/1").status == 404
        for address in ("/practices", "/search?q=minibus", "/", "/tags/tutorat"):
            assert "Le tutorat du soir" not in reader.get(address).html, address
    assert browser(claire).get("/practices/1").status == 200
    assert REASON in browser(claire).get("/practices/1/history").text
    assert told(claire)[-1] == f"« Le tutorat du soir » a quitté la bibliothèque. Motif : {REASON}"


def test_an_archived_sheet_comes_back_as_it_was_read(
    browser: Open, visitor: Browser, draft: Sheet, claire: Person, editor: Person, deliver: Callable[[], int]
) -> None:
    published_by_committee(draft, editor, make_editor())
    archive_sheet(actor(editor), 1, REASON)
    deliver()
    desk = browser(editor)

    page = desk.submit(desk.get("/practices/1/history"), "/reinstate", reason="Le passage est réécrit.")
    deliver()

    assert "La fiche est de retour dans la bibliothèque." in page.text
    assert visitor.get("/practices").texts(".sheet-card h2") == ["Le tutorat du soir"]
    assert "Le tutorat du soir" in visitor.get("/search?q=minibus").links()
    assert told(claire)[-1].endswith("de retour dans la bibliothèque. Motif : Le passage est réécrit.")


def test_archiving_ends_a_revision_before_the_committee_and_it_is_a_draft_when_the_sheet_comes_back(
    visitor: Browser, draft: Sheet, claire: Person, editor: Person
) -> None:
    published_by_committee(draft, editor, make_editor())
    save(draft, claire, title="Une révision")
    submitted(draft)
    taken(draft, editor)

    archive_sheet(actor(claire), 1, REASON)
    assert review_of(draft).outcome == "archived"
    reinstate_sheet(actor(editor), 1, "C’était une erreur.")

    assert fresh(draft).state == SheetState.DRAFT
    assert visitor.get("/practices/1").texts("h1") == ["Le tutorat du soir"]
    submitted(draft)


def test_archiving_twice_is_archiving_once_and_so_is_bringing_back(draft: Sheet, editor: Person) -> None:
    published_by_committee(draft, editor, make_editor())

    for _ in range(2):
        archive_sheet(actor(editor), 1, REASON)
    for _ in range(2):
        reinstate_sheet(actor(editor), 1, REASON)

    kinds = [line.kind for line in db.session.query(SheetEvent)]
    assert (kinds.count("archived"), kinds.count("reinstated")) == (1, 1)


@pytest.mark.parametrize("reason", ["", " \n", "x" * 5_001])
def test_archiving_asks_for_a_reason_and_keeps_what_was_typed(
    browser: Open, draft: Sheet, editor: Person, reason: str
) -> None:
    published_by_committee(draft, editor, make_editor())

    page = browser(editor).post("/practices/1/archive", {"reason": reason})

    assert page.status == 422
    assert page.select("#reason[aria-invalid]")
    assert page.values(page.form("/archive"))["reason"].strip() == reason.strip()
    assert fresh(draft).is_listed


def test_a_draft_is_not_archived_nor_offered_to_be(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)

    assert not member.get("/practices/1/history").select('form[action$="/archive"]')
    page = member.post("/practices/1/archive", {"reason": REASON})

    assert page.status == 409
    assert "n’a jamais été publiée" in page.main
    assert REASON in page.text


def test_its_owner_archives_a_sheet_and_the_committee_alone_brings_it_back(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    coauthor = make_coauthor(draft, make_person(), may_submit=True)
    published_by_committee(draft, editor, make_editor())
    sent = {"reason": REASON}
    assert browser(coauthor).post("/practices/1/archive", sent).status == 403

    member = browser(claire)
    assert member.submit(member.get("/practices/1/history"), "/archive", reason=REASON).status == 200
    assert not member.get("/practices/1/history").select('form[action$="/reinstate"]')
    assert member.post("/practices/1/reinstate", sent).status in (403, 409)
    assert fresh(draft).state == SheetState.ARCHIVED


def test_an_editor_does_not_bring_their_own_sheet_back(editor: Person, browser: Open) -> None:
    sheet = make_draft(editor)
    published_by_committee(sheet, make_editor(), make_editor())
    archive_sheet(actor(editor), sheet.id, REASON)

    page = browser(editor).post("/practices/1/reinstate", {"reason": REASON})

    assert page.status == 403
    assert "Vous écrivez cette fiche" in page.main
    assert fresh(sheet).state == SheetState.ARCHIVED


def test_an_archived_sheet_is_not_written_in(browser: Open, draft: Sheet, claire: Person, editor: Person) -> None:
    published_by_committee(draft, editor, make_editor())
    member = browser(claire)
    shown = member.get("/practices/1/edit")
    archive_sheet(actor(editor), 1, REASON)

    page = member.submit(shown, with_field="title", place="Rennes")

    assert page.status == 409
    assert fresh(draft).latest_version == 2


@pytest.mark.parametrize("typed", ["1", "/practices/1", "https://mediane.example/practices/1-le-tutorat-du-soir?x=1#y"])
def test_a_translation_is_linked_by_the_address_or_the_number_of_its_original(
    browser: Open, visitor: Browser, draft: Sheet, english: Sheet, claire: Person, editor: Person, typed: str
) -> None:
    published_by_committee(draft, editor, make_editor())
    published_by_committee(english, editor, make_editor())
    member = browser(claire)

    page = member.submit(member.get("/practices/2/history"), "/original", original=typed)

    assert "Les deux fiches sont liées." in page.text
    assert "Le tutorat du soir" in page.links()
    assert visitor.get("/practices/1").links()["English"] == "/practices/2-evening-tutoring"
    assert "a lié la fiche à l’original qu’elle traduit" in page.text
    member.submit(page, "/original/none")
    assert "English" not in visitor.get("/practices/1").links()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Donnez l’adresse ou le numéro de la fiche d’origine."),
        ("le tutorat", "Donnez l’adresse de la fiche, ou son numéro : /practices/12."),
        ("99", "Il n’y a pas de fiche à ce numéro que vous puissiez modifier."),
        ("9999999999999", "Donnez l’adresse de la fiche, ou son numéro : /practices/12."),
        ("2", "Une fiche ne se traduit pas elle-même."),
        ("3", "Ces deux fiches sont dans la même langue."),
        ("4", "Il n’y a pas de fiche à ce numéro que vous puissiez modifier."),
    ],
)
def test_what_can_not_be_translated_is_said_beside_the_field(
    browser: Open, draft: Sheet, english: Sheet, claire: Person, yann: Person, typed: str, message: str
) -> None:
    make_draft(claire, title="Another", language="en")
    make_draft(yann, title="Celle d’un autre")

    page = browser(claire).post("/practices/2/original", {"original": typed})

    assert page.status == 422
    assert page.texts(".field-error") == [message]
    assert page.values(page.form("/original"))["original"] == typed
    assert fresh(english).translation_of is None


def test_a_translation_that_the_original_has_left_behind_is_marked_on_both_pages_until_it_is_said_to_follow(
    browser: Open, visitor: Browser, draft: Sheet, english: Sheet, claire: Person, editor: Person
) -> None:
    second = make_editor()
    for sheet in (draft, english):
        published_by_committee(sheet, editor, second)
    link_translation(actor(claire), english.id, draft.id)
    for address in ("/practices/1", "/practices/2"):
        assert "plus ancienne" not in visitor.get(address).main
    save(draft, claire, results="Tout a changé.")
    submitted(draft)
    taken(draft, editor)
    for one in (editor, second):
        judged(draft, one, "follow")

    assert "plus ancienne" in visitor.get("/practices/1").main
    assert "plus ancienne" in visitor.get("/practices/2").main
    member = browser(claire)
    page = member.get("/practices/2/history")
    assert "L’original a changé depuis" in page.text
    seen = member.get(page.links()["Voir ce qui a changé"])
    assert seen.texts("#changes .diff h3") == ["Résultats"]
    assert "ne suit pas la version publiée" in member.get("/practices/1/history").text
    after = member.submit(page, "/original/followed")
    assert "La traduction est à jour." in after.text
    for address in ("/practices/1", "/practices/2"):
        assert "plus ancienne" not in visitor.get(address).main


def test_a_translation_follows_no_version_that_was_not_compared(
    browser: Open, draft: Sheet, english: Sheet, claire: Person, editor: Person
) -> None:
    published_by_committee(draft, editor, make_editor())
    link_translation(actor(claire), english.id, draft.id)

    for number in ("1", "99", "", "x"):
        page = browser(claire).post("/practices/2/original/followed", {"version": number})
        assert page.status == 422
        assert "L’original a changé entre-temps." in page.main
    assert fresh(english).translated_version == 2


def test_a_draft_that_translates_is_not_shown_on_the_history_of_the_original_to_who_may_not_see_it(
    browser: Open, draft: Sheet, claire: Person, yann: Person, editor: Person
) -> None:
    secret = make_draft(yann, title="A secret draft", language="en")
    with transaction():
        db.session.get_one(Sheet, secret.id).translation_of = draft.id

    assert "A secret draft" not in browser(claire).get("/practices/1/history").html
    assert "A secret draft" in browser(editor).get("/practices/1/history").text


def test_the_history_costs_eight_statements_at_most(
    browser: Open, draft: Sheet, claire: Person, editor: Person, statements: list[str]
) -> None:
    published_by_committee(draft, editor, make_editor())
    for number in range(12):
        save(draft, claire, results=f"Essai {number}.")

    for address in ("/practices/1/history", "/practices/1/history?a=1&b=9"):
        reader = browser(claire)
        statements.clear()
        assert reader.get(address).status == 200
        assert len(statements) <= 8


def save(sheet: Sheet, person: Person, **fields: str) -> None:
    """Has somebody change some fields of the latest version."""
    number = fresh(sheet).latest_version
    latest = db.session.query(SheetVersion).filter_by(sheet_id=sheet.id, number=number).one()
    save_sheet(actor(person), sheet.id, number, {**latest.content, **fields})


def version(number: int) -> SheetVersion:
    db.session.expire_all()
    return db.session.query(SheetVersion).filter_by(sheet_id=1, number=number).one()


def mark_autosaved(*numbers: int) -> None:
    """Has versions been saved while typing, as those of two people in turn are."""
    with transaction():
        db.session.execute(update(SheetVersion).where(SheetVersion.number.in_(numbers)).values(is_autosave=True))


def told(person: Person) -> list[str]:
    with in_language("fr"):
        return [words_of(one.kind, one.facts).replace("\u00a0", " ") for one in notices(person)]


@pytest.fixture
def english(draft: Sheet, claire: Person) -> Sheet:
    """Claire's translation of her draft, not linked yet."""
    return make_draft(claire, title="Evening tutoring", language="en")
