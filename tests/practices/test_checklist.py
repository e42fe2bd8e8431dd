"""The last look at a sheet before the committee reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.checking import traces_in
from forum.practices.models import Sheet, SheetState
from forum.practices.services import save_sheet, submit_sheet
from tests.browsing import Browser, Page
from tests.factories import actor
from tests.practices.factories import EVERY_FIELD, make_draft

Open = Callable[..., Browser]
ALL = {"nobody": "y", "sources": "y", "results": "y"}


def test_the_editor_leads_to_the_checklist_and_the_checklist_to_the_committee(
    browser: Open, draft: Sheet, claire: Person
) -> None:
    member = browser(claire)

    page = member.submit(member.get("/practices/1/edit"), with_field="title", place="Cancale", then="checklist")
    done = ticked(member, page, **ALL)

    assert page.url == "/practices/1/checklist"
    assert "la version 2 de « Le tutorat du soir »" in page.main
    assert "Tout ce qui est attendu est écrit." in page.text
    assert "La fiche est soumise au comité de lecture." in done.text
    assert db.session.get_one(Sheet, 1).state == SheetState.SUBMITTED


@pytest.mark.parametrize("left", ["nobody", "sources", "results"])
def test_what_was_not_checked_is_asked_for_and_what_was_ticked_stays_so(
    browser: Open, draft: Sheet, claire: Person, left: str
) -> None:
    member = browser(claire)
    given = {name: value for name, value in ALL.items() if name != left}

    page = ticked(member, member.get("/practices/1/checklist"), **given)

    assert page.status == 422
    assert page.texts(f"#{left}-error") == ["Vérifiez ce point, puis cochez-le."]
    assert {str(box["name"]) for box in page.select("input[type=checkbox][checked]")} == set(given)
    assert db.session.get_one(Sheet, 1).state == SheetState.DRAFT


def test_a_sheet_without_results_is_not_submitted_whatever_is_ticked(browser: Open, claire: Person) -> None:
    make_draft(claire, results="", results_quantitative="", results_qualitative="")
    member = browser(claire)

    page = ticked(member, member.get("/practices/1/checklist"), **ALL)

    assert page.status == 422
    assert "Aucun résultat n’est écrit." in page.texts("#results-error")[0]
    assert page.links()["Résultats"] == "/practices/1/edit#results"


def test_what_may_tell_who_somebody_is_is_shown_with_where_it_stands(browser: Open, claire: Person) -> None:
    make_draft(claire, background="L’élève Kévin est venu. Écrire à k.martin@exemple.fr ou au 06 12 34 56 78.")

    page = browser(claire).get("/practices/1/checklist")

    found = page.texts("#nobody-help")[0]
    for words in ("L’élève Kévin", "k.martin@exemple.fr", "06 12 34 56 78"):
        assert words in found or words.lower() in found.lower()
    assert page.links()["« 06 12 34 56 78 »"] == "/practices/1/edit#background"


def test_a_text_without_anybody_has_no_trace() -> None:
    assert traces_in({"background": "Les élèves de 5e, en 2014, à 8 h 30 : 12 élèves. M. est venu."}) == []
    assert traces_in({"references": "Écrire à editions@exemple.fr"}) == []


def test_nothing_but_what_was_shown_is_submitted(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/1/checklist")
    save_sheet(actor(claire), 1, 1, {**EVERY_FIELD, "place": "Cancale"})

    refused = ticked(member, page, **ALL)

    assert refused.status == 409
    assert "Une autre version de cette fiche vient d’être enregistrée." in refused.texts(".error-summary li")[0]
    assert "la version 2" in refused.main
    assert db.session.get_one(Sheet, 1).state == SheetState.DRAFT
    assert ticked(member, refused, **ALL).status == 200
    assert db.session.get_one(Sheet, 1).state == SheetState.SUBMITTED


def test_a_form_that_does_not_say_what_was_shown_submits_nothing(browser: Open, draft: Sheet, claire: Person) -> None:
    assert browser(claire).post("/practices/1/checklist", ALL).status == 409
    assert db.session.get_one(Sheet, 1).state == SheetState.DRAFT


def test_a_sheet_before_the_committee_has_no_checklist_any_more(browser: Open, draft: Sheet, claire: Person) -> None:
    submit_sheet(actor(claire), 1, seen_version=1)

    page = browser(claire).get("/practices/1/checklist")

    assert page.url == "/practices/1-le-tutorat-du-soir"


def test_an_editor_does_not_submit_what_others_write(browser: Open, draft: Sheet, editor: Person) -> None:
    desk = browser(editor)

    assert desk.get("/practices/1/checklist").status == 403
    assert desk.post("/practices/1/checklist", {**ALL, "seen_version": "1"}).status == 403


def ticked(member: Browser, page: Page, **boxes: str) -> Page:
    return member.submit(page, with_field="seen_version", **boxes)
