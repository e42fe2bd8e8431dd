"""Writing sheets: drafts, versions, two people at once; and what becomes of bad input."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.fields import FIELDS, OF_THE_COMMITTEE, Kind
from forum.practices.models import Sheet, SheetState, SheetVersion
from forum.practices.services import publish_at_once, save_sheet, start_sheet
from tests.browsing import Browser, Page, apart
from tests.factories import actor
from tests.practices.factories import EVERY_FIELD, make_draft, make_sheet

Open = Callable[..., Browser]


def test_a_member_begins_a_draft_with_a_title_alone(browser: Open, claire: Person) -> None:
    member = browser(claire)

    page = member.submit(member.get("/practices/new"), with_field="title", title="  Le  marché des savoirs ")

    sheet = db.session.query(Sheet).one()
    assert page.status == 200
    assert page.url == f"/practices/{sheet.id}/edit"
    assert "Le brouillon est enregistré." in page.text
    assert (sheet.title, sheet.state, sheet.owner_id) == ("Le marché des savoirs", SheetState.DRAFT, claire.id)
    assert latest(sheet.id).content == {"title": "Le marché des savoirs", "language": "fr", "licence": "CC BY 4.0"}


def test_every_field_can_be_written_and_is_read_again(browser: Open, claire: Person) -> None:
    member = browser(claire)

    member.submit(member.get("/practices/new"), with_field="title", **EVERY_FIELD)

    assert latest(1).content == WRITTEN_BY_AUTHORS
    held = typed(member.get("/practices/1/edit"))
    assert {key: held[key] for key in WRITTEN_BY_AUTHORS} == WRITTEN_BY_AUTHORS


def test_what_the_committee_says_is_kept_by_authors_and_written_by_editors_alone(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    member, desk = browser(claire), browser(editor)
    page = member.get("/practices/1/edit")

    member.submit(page, with_field="title", place="Cancale", opinion="not_retained", proofread_on="01/01/2024")

    assert not page.select("[name=opinion], [name=proofread_on]")
    kept = latest(1).content
    assert (kept["place"], kept["opinion"], kept["proofread_on"]) == ("Cancale", "generalise", "12/01/2021")
    desk.submit(desk.get("/practices/1/edit"), with_field="title", opinion="follow", proofread_on="")
    assert latest(1).content["opinion"] == "follow"
    assert "proofread_on" not in latest(1).content


def test_saving_the_same_form_again_keeps_the_version(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)

    member.submit(member.get(f"/practices/{draft.id}/edit"), with_field="title")

    assert db.session.query(SheetVersion).count() == 1


def test_every_save_is_a_version(browser: Open, draft: Sheet, claire: Person, editor: Person) -> None:
    member, desk = browser(claire), browser(editor)

    member.submit(member.get("/practices/1/edit"), with_field="title", place="Cancale")
    page = desk.submit(desk.get("/practices/1/edit"), with_field="title", place="Dinard", title="Un titre nouveau")

    assert "La fiche est enregistrée." in page.text
    versions = db.session.query(SheetVersion).order_by(SheetVersion.number).all()
    assert [(v.number, v.content["place"], v.author_id) for v in versions] == [
        (1, "Redon", claire.id),
        (2, "Cancale", claire.id),
        (3, "Dinard", editor.id),
    ]
    assert db.session.get_one(Sheet, 1).title == "Un titre nouveau"


def test_sending_the_same_new_sheet_twice_makes_one(browser: Open, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/new")

    first = member.submit(page, with_field="title", title="Une seule fois")
    second = member.submit(page, with_field="title", title="Une seule fois")

    assert first.url == second.url == "/practices/1/edit"
    assert db.session.query(Sheet).count() == 1


def test_two_pages_with_the_same_words_make_two_sheets(browser: Open, claire: Person) -> None:
    member = browser(claire)

    for _ in range(2):
        member.submit(member.get("/practices/new"), with_field="title", title="Deux fois")

    assert db.session.query(Sheet).count() == 2


def test_pressing_the_button_twice_at_once_makes_one_sheet(app: Flask, claire: Person) -> None:
    who = actor(claire)

    def press(_: int) -> int:
        with app.app_context():
            return start_sheet(who, {"title": "Ensemble"}, submission="a" * 32).id

    with ThreadPoolExecutor(4) as presses:
        made = apart(lambda: list(presses.map(press, range(4))))

    assert len(set(made)) == 1
    assert db.session.query(Sheet).count() == 1


def test_the_number_of_a_form_is_of_its_author_alone(claire: Person, yann: Person) -> None:
    first = start_sheet(actor(claire), {"title": "Le mien"}, submission="b" * 32)
    second = start_sheet(actor(yann), {"title": "Le tien"}, submission="b" * 32)

    assert first.id != second.id


def test_the_published_version_stays_up_while_another_is_written(
    browser: Open, visitor: Browser, editor: Person
) -> None:
    make_sheet(editor)
    desk = browser(editor)

    page = desk.submit(desk.get("/practices/1/edit"), with_field="title", title="Tout autre chose", domains="Jardin")

    sheet = db.session.get_one(Sheet, 1)
    assert (sheet.state, sheet.published_version, sheet.latest_version) == (SheetState.DRAFT, 1, 2)
    assert "Cette fiche est publiée" in page.texts(".editor-head .alert")[0]
    assert sheet.title == "Le tutorat du soir"
    assert visitor.get("/practices/1-le-tutorat-du-soir").texts("h1") == ["Le tutorat du soir"]
    assert visitor.get("/practices").texts(".sheet-card h2") == ["Le tutorat du soir"]
    publish_at_once(actor(editor), 1)
    assert visitor.get("/practices/1-tout-autre-chose").texts("h1") == ["Tout autre chose"]


def test_nobody_edits_what_they_may_not_see(browser: Open, visitor: Browser, draft: Sheet, yann: Person) -> None:
    stranger = browser(yann)

    for end in ("edit", "autosave", "checklist", "authors"):
        assert stranger.post(f"/practices/{draft.id}/{end}", {"title": "À moi", "who": "Yann"}).status == 404, end
        answer = visitor.post(f"/practices/{draft.id}/{end}", follow=False)
        assert answer.response.headers["Location"].startswith("/login"), end
    for end in ("edit", "checklist", "authors", "invitation", "imported"):
        assert stranger.get(f"/practices/{draft.id}/{end}").status == 404, end
    assert latest(draft.id).content["title"] == "Le tutorat du soir"


def test_a_published_sheet_is_edited_by_its_owner_and_by_editors_alone(
    browser: Open, sheet: Sheet, claire: Person
) -> None:
    member = browser(claire)

    for end in ("edit", "history", "imported", "checklist", "authors"):
        assert member.get(f"/practices/1/{end}").status == 403, end
    assert member.post("/practices/1/autosave", {"title": "À moi"}).status == 403
    assert member.post("/practices/1/edit", {"title": "À moi", "base_version": "1"}).status == 403
    assert "Modifier" not in member.get("/practices/1-le-tutorat-du-soir").links()
    assert db.session.query(SheetVersion).count() == 1


@pytest.mark.parametrize("url", ["/practices/new", "/practices/drafts", "/practices/1/edit", "/practices/1/history"])
def test_a_visitor_is_led_to_the_login_page(visitor: Browser, sheet: Sheet, url: str) -> None:
    page = visitor.get(url, follow=False)

    assert page.status == 303
    assert page.response.headers["Location"].startswith("/login")


@pytest.mark.parametrize("number", ["99", "99999999999999999999"])
def test_a_sheet_that_is_not_there_is_not_edited(browser: Open, editor: Person, number: str) -> None:
    desk = browser(editor)

    for end in ("edit", "history", "imported", "checklist", "authors", "invitation"):
        assert desk.get(f"/practices/{number}/{end}").status == 404


def test_of_two_who_edit_at_once_the_second_is_shown_the_difference_and_loses_nothing(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    member, desk = browser(claire), browser(editor)
    mine, theirs = member.get("/practices/1/edit"), desk.get("/practices/1/edit")
    desk.submit(theirs, with_field="title", background="Le car de 18 h est le dernier.")

    page = member.submit(mine, with_field="title", background="Le car de 16 h est le dernier.")

    assert page.status == 409
    assert "Quelqu’un a enregistré cette fiche pendant que vous l’écriviez." in page.texts(".error-summary li")[0]
    assert "De ce que Françoise Leroy a enregistré à votre texte" in page.texts("#changes h2")
    assert page.texts("#changes .diff h3") == ["Contexte"]
    assert page.texts("#changes del") == ["18"]
    assert page.texts("#changes ins") == ["16"]
    assert typed(page)["background"] == "Le car de 16 h est le dernier."
    assert latest(1).content["background"] == "Le car de 18 h est le dernier."


def test_a_second_submit_saves_over_knowingly_and_both_texts_are_in_the_history(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    member, desk = browser(claire), browser(editor)
    mine, theirs = member.get("/practices/1/edit"), desk.get("/practices/1/edit")
    desk.submit(theirs, with_field="title", background="Le car de 18 h.")
    shown = member.submit(mine, with_field="title", background="Le car de 16 h.")

    page = member.submit(shown, with_field="title")

    assert page.status == 200
    texts = [v.content["background"] for v in db.session.query(SheetVersion).order_by(SheetVersion.number)]
    assert texts == [EVERY_FIELD["background"], "Le car de 18 h.", "Le car de 16 h."]


def test_what_the_first_changed_elsewhere_is_taken_over_and_said(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    member, desk = browser(claire), browser(editor)
    mine, theirs = member.get("/practices/1/edit"), desk.get("/practices/1/edit")
    desk.submit(theirs, with_field="title", place="Rennes", opinion="follow", results="Autre chose.")

    shown = member.submit(mine, with_field="title", budget="Rien", results="Autre encore.")

    assert shown.status == 409
    assert shown.texts("#changes h2") == [
        "De ce que Françoise Leroy a enregistré à votre texte",
        "Ce que Françoise Leroy a changé",
    ]
    assert shown.texts("#changes .diff h3") == ["Résultats", "Lieu de mise en œuvre"]
    member.submit(shown, with_field="title")
    kept = latest(1).content
    assert (kept["place"], kept["budget"], kept["opinion"]) == ("Rennes", "Rien", "follow")
    assert kept["results"] == "Autre encore."


def test_two_who_write_the_same_are_not_disturbed(browser: Open, draft: Sheet, claire: Person, editor: Person) -> None:
    member, desk = browser(claire), browser(editor)
    mine, theirs = member.get("/practices/1/edit"), desk.get("/practices/1/edit")
    desk.submit(theirs, with_field="title", place="Rennes")

    page = member.submit(mine, with_field="title", place="Rennes")

    assert page.status == 200
    assert db.session.query(SheetVersion).count() == 2


def test_a_third_save_in_between_is_shown_as_well(browser: Open, draft: Sheet, claire: Person, editor: Person) -> None:
    member, desk = browser(claire), browser(editor)
    mine = member.get("/practices/1/edit")
    desk.submit(desk.get("/practices/1/edit"), with_field="title", place="Rennes")
    shown = member.submit(mine, with_field="title", budget="Rien")
    desk.submit(desk.get("/practices/1/edit"), with_field="title", place="Nantes")

    again = member.submit(shown, with_field="title")

    assert again.status == 409
    assert typed(again)["place"] == "Nantes"
    assert typed(again)["budget"] == "Rien"


@pytest.mark.parametrize("base", ["", "0", "77", "-1", "²", "9" * 5_000, "un"])
def test_a_form_that_does_not_say_what_it_was_opened_from_overwrites_nothing(
    browser: Open, draft: Sheet, claire: Person, base: str
) -> None:
    page = browser(claire).post("/practices/1/edit", {**EVERY_FIELD, "place": "Rennes", "base_version": base})

    assert page.status == 409
    assert page.texts("#changes .diff h3") == ["Lieu de mise en œuvre"]
    assert typed(page)["place"] == "Rennes"
    assert latest(1).content["place"] == "Redon"


def test_ones_own_sheets_are_listed_with_where_each_stands(
    browser: Open, draft: Sheet, claire: Person, yann: Person, editor: Person
) -> None:
    make_sheet(editor, title="Publiée")
    revised = make_sheet(editor, title="Revue")
    save_sheet(actor(editor), revised.id, 1, {**EVERY_FIELD, "title": "Revue", "place": "Rennes"})
    make_draft(yann, title="De Yann")

    assert browser(claire).get("/practices/drafts").texts(".row h3") == ["Le tutorat du soir"]
    page = browser(editor).get("/practices/drafts")
    assert page.texts(".row h3") == ["Revue", "Publiée"]
    assert page.texts(".row-aside") == ["Brouillon Révision", "Publiée"]


def test_the_list_of_drafts_says_how_to_begin_when_there_is_none(browser: Open, claire: Person) -> None:
    page = browser(claire).get("/practices/drafts")

    assert "Vous n’avez pas encore écrit de fiche" in page.main


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "\x00"])
def test_a_sheet_without_a_title_is_refused_beside_the_field_and_the_rest_kept(
    browser: Open, claire: Person, title: str
) -> None:
    member = browser(claire)

    page = member.submit(member.get("/practices/new"), with_field="title", **{**EVERY_FIELD, "title": title})

    assert page.status == 422
    assert page.texts("#title-error") == ["Donnez un titre à la fiche."]
    assert page.texts(".error-summary a") == ["Donnez un titre à la fiche."]
    kept = typed(page)
    assert {key: kept[key] for key in WRITTEN_BY_AUTHORS if key != "title"} == {
        key: text for key, text in WRITTEN_BY_AUTHORS.items() if key != "title"
    }
    assert db.session.query(Sheet).count() == 0


@pytest.mark.parametrize("key", ["title", "place", "domains", "summary", "other", "proofread_on"])
def test_a_text_that_is_too_long_is_refused_beside_its_field_and_kept(
    browser: Open, draft: Sheet, editor: Person, key: str
) -> None:
    longest = next(field.longest for field in FIELDS if field.key == key)
    text = "a" * (longest + 1)
    member = browser(editor)

    page = member.submit(member.get("/practices/1/edit"), with_field="title", **{"budget": "300 €", key: text})

    assert page.status == 422
    assert page.texts(f"#{key}-error") == [f"Ce texte est trop long : {longest} caractères au plus."]
    assert typed(page)[key] == text
    assert db.session.query(SheetVersion).count() == 1


def test_a_title_of_300_characters_is_kept_whole(browser: Open, claire: Person) -> None:
    title = "é" * 300
    member = browser(claire)

    member.submit(member.get("/practices/new"), with_field="title", title=title)

    assert latest(1).content["title"] == title
    assert member.get(f"/practices/1-{'e' * 80}").texts("h1") == [title]


@pytest.mark.parametrize("language", ["xx", "breton", "fr ", "<b>"])
def test_a_language_that_is_not_offered_is_refused(browser: Open, claire: Person, language: str) -> None:
    page = browser(claire).post("/practices/new", {"title": "Titre", "language": language})

    if language.strip() == "fr":
        assert page.status == 200
        return
    assert page.status == 422
    assert page.texts("#language-error") == ["Choisissez la langue de la fiche."]


def test_an_opinion_in_a_reports_own_words_is_kept_by_the_editor_form(
    browser: Open, claire: Person, editor: Person
) -> None:
    make_draft(claire, opinion="À revoir dans deux ans")
    desk = browser(editor)

    page = desk.get("/practices/1/edit")
    desk.submit(page, with_field="title", place="Rennes")

    assert typed(page)["opinion"] == "À revoir dans deux ans"
    assert latest(1).content["opinion"] == "À revoir dans deux ans"


def test_what_is_typed_as_html_is_shown_as_typed_in_the_editor(browser: Open, claire: Person) -> None:
    bad = "</textarea><script>alert(1)</script>"
    fields = {field.key: bad for field in FIELDS if field.key != "language" and field.key not in OF_THE_COMMITTEE}
    make_draft(claire, **fields)
    member = browser(claire)

    for url in ("/practices/1/edit", "/practices/1/checklist", "/practices/1/authors", "/practices/drafts"):
        assert not member.get(url).select("main script"), url
    assert {key: typed(member.get("/practices/1/edit"))[key] for key in fields} == fields


def test_a_sheet_of_the_longest_texts_can_be_saved(browser: Open, draft: Sheet, claire: Person) -> None:
    texts = {field.key: "œ" * field.longest for field in FIELDS if field.kind == Kind.TEXT}
    member = browser(claire)
    page = member.get("/practices/1/edit")

    saved = member.request(
        "POST",
        "/practices/1/edit",
        data={**page.values(page.form(with_field="title")), **texts},
        content_type=str(page.form(with_field="title")["enctype"]),
    )

    assert saved.status == 200
    assert latest(1).content["background"] == texts["background"]


def test_five_megabytes_are_refused_with_a_clear_answer(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")
    data = {**page.values(page.form(with_field="title")), "background": "x" * 5_000_000}

    answer = member.request("POST", "/practices/1/edit", data=data, content_type="multipart/form-data")

    assert answer.status == 413
    assert "dépasse la taille acceptée" in answer.main


def test_a_wrong_token_changes_nothing(browser: Open, draft: Sheet, editor: Person) -> None:
    desk = browser(editor)

    assert desk.post("/practices/1/edit", {**EVERY_FIELD, "place": "Rennes", "csrf_token": "faux"}).status == 400
    for end in ("edit", "autosave", "checklist", "authors", "leave", "invitation", "authors/1/remove"):
        assert desk.post(f"/practices/1/{end}", {"csrf_token": "faux"}).status == 400, end
    assert db.session.get_one(Sheet, 1).state == SheetState.DRAFT
    assert db.session.query(SheetVersion).count() == 1


def test_pages_of_members_cost_eight_statements_at_most(
    browser: Open, draft: Sheet, claire: Person, editor: Person, statements: list[str]
) -> None:
    for number in range(12):
        make_draft(claire, title=f"Brouillon {number}")
        save_sheet(actor(claire), draft.id, number + 1, {**EVERY_FIELD, "place": f"Lieu {number}"})
    urls = ("/practices/drafts", "/practices/new", "/practices/import", "/practices/1/edit")

    for person, also in ((claire, ("/practices/1/checklist", "/practices/1/authors")), (editor, ())):
        reader = browser(person)
        for url in (*urls, *also):
            statements.clear()
            assert reader.get(url).status == 200
            assert len(statements) <= 8, url


WRITTEN_BY_AUTHORS = {key: text for key, text in EVERY_FIELD.items() if key not in OF_THE_COMMITTEE}


def latest(sheet_id: int) -> SheetVersion:
    return db.session.query(SheetVersion).filter_by(sheet_id=sheet_id).order_by(SheetVersion.number.desc()).first()


def typed(page: Page) -> dict[str, str]:
    """What the editor's form holds; the first line end in a text area is the page's own."""
    held = page.values(page.form(with_field="title"))
    return {name: str(value).removeprefix("\r\n") for name, value in held.items()}
