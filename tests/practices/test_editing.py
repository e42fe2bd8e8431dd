"""Writing sheets: drafts, versions, publication, history; two people at once; and what becomes of bad input."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.fields import FIELDS, Kind
from forum.practices.models import Sheet, SheetState, SheetVersion
from forum.practices.services import save_sheet, start_sheet
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

    assert latest(1).content == EVERY_FIELD
    held = typed(member.get("/practices/1/edit"))
    assert {key: held[key] for key in EVERY_FIELD} == EVERY_FIELD


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


def test_an_editor_publishes_what_was_saved_last(
    browser: Open, visitor: Browser, draft: Sheet, editor: Person, claire: Person
) -> None:
    member, desk = browser(claire), browser(editor)
    member.submit(member.get("/practices/1/edit"), with_field="title", title="La courte échelle")

    page = desk.submit(desk.get("/practices/1/edit"), "/publish")

    assert page.url == "/practices/1-la-courte-echelle"
    assert "La fiche est publiée." in page.text
    assert visitor.get("/practices/1-la-courte-echelle").texts("h1") == ["La courte échelle"]
    assert db.session.get_one(Sheet, 1).published_version == 2


def test_publishing_twice_changes_nothing(browser: Open, sheet: Sheet, editor: Person) -> None:
    moment = sheet.published_at

    page = browser(editor).post(f"/practices/{sheet.id}/publish")

    assert page.status == 200
    assert db.session.get_one(Sheet, 1).published_at == moment


def test_an_editor_publishes_nothing_that_they_have_not_been_shown(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    desk = browser(editor)
    shown = desk.get(f"/practices/{draft.id}-{draft.slug}")
    save_sheet(actor(claire), draft.id, 1, {**EVERY_FIELD, "background": "Écrit entre-temps."})

    page = desk.submit(shown, "/publish")

    assert page.status == 409
    assert "Lisez-la avant de publier." in page.main
    assert db.session.get_one(Sheet, 1).state == SheetState.DRAFT
    assert desk.submit(desk.get("/practices/1"), "/publish").status == 200
    assert db.session.get_one(Sheet, 1).published_version == 2


def test_publishing_is_offered_beside_the_text_that_it_publishes(browser: Open, sheet: Sheet, editor: Person) -> None:
    save_sheet(actor(editor), sheet.id, 1, {**EVERY_FIELD, "background": "La suite."})
    desk = browser(editor)

    assert not desk.get("/practices/1-le-tutorat-du-soir").select('form[action$="/publish"]')
    assert desk.get("/practices/1-le-tutorat-du-soir?version=latest").select('form[action$="/publish"]')
    desk.post("/practices/1/publish")
    assert not desk.get("/practices/1/edit").select('form[action$="/publish"]')


def test_the_published_version_stays_up_while_another_is_written(
    browser: Open, visitor: Browser, editor: Person
) -> None:
    make_sheet(editor)
    desk = browser(editor)

    desk.submit(desk.get("/practices/1/edit"), with_field="title", title="Tout autre chose", domains="Jardin")

    assert visitor.get("/practices/1-le-tutorat-du-soir").texts("h1") == ["Le tutorat du soir"]
    assert visitor.get("/practices").texts(".sheet-card h2") == ["Le tutorat du soir"]
    desk.post("/practices/1/publish")
    moved = visitor.get("/practices/1-le-tutorat-du-soir", follow=False)
    assert moved.response.headers["Location"].endswith("/practices/1-tout-autre-chose")
    assert "Jardin" in visitor.get("/practices").main


def test_a_member_does_not_publish_their_own_draft_nor_is_offered_to(
    browser: Open, draft: Sheet, claire: Person
) -> None:
    member = browser(claire)

    assert member.post(f"/practices/{draft.id}/publish").status == 403
    assert not member.get(f"/practices/{draft.id}/edit").select('form[action$="/publish"]')
    assert not member.get(f"/practices/{draft.id}-{draft.slug}").select('form[action$="/publish"]')
    assert db.session.get_one(Sheet, draft.id).state == SheetState.DRAFT


def test_nobody_edits_or_publishes_what_they_may_not_see(
    browser: Open, visitor: Browser, draft: Sheet, yann: Person
) -> None:
    stranger = browser(yann)

    assert stranger.post(f"/practices/{draft.id}/edit", {"title": "À moi"}).status == 404
    assert stranger.post(f"/practices/{draft.id}/publish").status == 404
    assert (
        visitor.post(f"/practices/{draft.id}/publish", follow=False).response.headers["Location"].startswith("/login")
    )
    assert latest(draft.id).content["title"] == "Le tutorat du soir"


def test_a_published_sheet_is_edited_by_its_owner_and_by_editors_alone(
    browser: Open, sheet: Sheet, claire: Person
) -> None:
    member = browser(claire)

    for url in ("/practices/1/edit", "/practices/1/history", "/practices/1/imported"):
        assert member.get(url).status == 403
    assert member.post("/practices/1/edit", {"title": "À moi", "base_version": "1"}).status == 403
    assert "Modifier" not in member.get("/practices/1-le-tutorat-du-soir").links()
    assert db.session.query(SheetVersion).count() == 1


@pytest.mark.parametrize("url", ["/practices/new", "/practices/drafts", "/practices/1/edit", "/practices/1/history"])
def test_a_visitor_is_led_to_the_login_page(visitor: Browser, sheet: Sheet, url: str) -> None:
    page = visitor.get(url, follow=False)

    assert page.status == 303
    assert page.response.headers["Location"].startswith("/login")


@pytest.mark.parametrize("number", ["99", "99999999999999999999"])
def test_a_sheet_that_is_not_there_is_neither_edited_nor_published(browser: Open, editor: Person, number: str) -> None:
    desk = browser(editor)

    for end in ("edit", "history", "imported"):
        assert desk.get(f"/practices/{number}/{end}").status == 404
    assert desk.post(f"/practices/{number}/publish").status == 404


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
    assert shown.texts("#changes .diff h3") == ["Résultats", "Lieu de mise en œuvre", "Avis du comité"]
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


def test_the_history_tells_who_saved_what_and_compares_two_versions(
    browser: Open, draft: Sheet, claire: Person, editor: Person
) -> None:
    save_sheet(actor(editor), draft.id, 1, {**EVERY_FIELD, "place": "Rennes", "opinion": "discuss", "end": ""})
    desk = browser(editor)

    page = desk.get(f"/practices/{draft.id}/history")
    compared = desk.get(page.links()["Ce qui a changé"])

    assert page.texts(".row h3") == ["Version 2", "Version 1"]
    assert "Françoise Leroy" in page.texts(".row p")[0]
    assert "Claire Morvan" in page.texts(".row p")[1]
    assert compared.texts(".diff h3") == ["Fin", "Lieu de mise en œuvre", "Avis du comité"]
    assert compared.texts(".diff del") == ["Juin 2021", "Redon", "généraliser"]
    assert compared.texts(".diff ins") == ["Rennes", "discuter"]


@pytest.mark.parametrize(
    "query", ["", "a=1", "a=1&b=99", "a=x&b=2", "a=²&b=1", "a=1&b=" + "9" * 5_000, "a=0&b=0", "a=-1&b=1"]
)
def test_a_comparison_with_what_is_no_version_shows_the_list_alone(
    browser: Open, draft: Sheet, claire: Person, query: str
) -> None:
    page = browser(claire).get(f"/practices/{draft.id}/history?{query}")

    assert page.status == 200
    assert page.texts(".row h3") == ["Version 1"]
    assert not page.select("#changes")


def test_two_versions_that_say_the_same_do_not_differ(browser: Open, draft: Sheet, claire: Person) -> None:
    assert "Rien ne diffère." in browser(claire).get(f"/practices/{draft.id}/history?a=1&b=1").main


def test_the_history_marks_the_version_that_readers_see(browser: Open, sheet: Sheet, editor: Person) -> None:
    save_sheet(actor(editor), sheet.id, 1, {**EVERY_FIELD, "place": "Rennes"})

    assert browser(editor).get("/practices/1/history").texts(".row h3") == ["Version 2", "Version 1 Publiée"]


def test_ones_drafts_and_for_editors_what_waits(
    browser: Open, draft: Sheet, claire: Person, yann: Person, editor: Person
) -> None:
    make_sheet(editor, title="Publiée")
    waiting = make_sheet(editor, title="Revue")
    save_sheet(actor(editor), waiting.id, 1, {**EVERY_FIELD, "title": "Revue", "place": "Rennes"})
    make_draft(yann, title="De Yann")

    assert browser(claire).get("/practices/drafts").texts(".row h3") == ["Le tutorat du soir"]
    desk = browser(editor).get("/practices/drafts")
    assert desk.texts(".row h3") == ["De Yann", "Revue", "Publiée", "Le tutorat du soir"]
    assert desk.texts(".row .badge") == ["Brouillon", "Version à publier", "Publiée", "Brouillon"]


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
    assert {key: kept[key] for key in EVERY_FIELD if key != "title"} == {
        key: text for key, text in EVERY_FIELD.items() if key != "title"
    }
    assert db.session.query(Sheet).count() == 0


@pytest.mark.parametrize("key", [field.key for field in FIELDS if field.kind != Kind.CHOICE])
def test_a_text_that_is_too_long_is_refused_beside_its_field_and_kept(
    browser: Open, draft: Sheet, claire: Person, key: str
) -> None:
    longest = next(field.longest for field in FIELDS if field.key == key)
    text = "a" * (longest + 1)
    member = browser(claire)

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
    fields = {field.key: bad for field in FIELDS if field.key != "language"}
    make_draft(claire, **fields)
    member = browser(claire)

    for url in ("/practices/1/edit", "/practices/1/history", "/practices/1/imported", "/practices/drafts"):
        assert not member.get(url).select("main script"), url
    assert {key: typed(member.get("/practices/1/edit"))[key] for key in fields} == fields


def test_a_difference_is_shown_as_typed_too(browser: Open, draft: Sheet, claire: Person) -> None:
    save_sheet(actor(claire), draft.id, 1, {**EVERY_FIELD, "place": "<script>alert(1)</script>"})

    page = browser(claire).get("/practices/1/history?a=1&b=2")

    assert not page.select("main script")
    assert page.texts("#changes ins") == ["<script>alert(1)</script>"]


def test_long_texts_are_compared_in_a_moment(browser: Open, claire: Person) -> None:
    long = dict.fromkeys(("background", "actions", "results", "objectives"), "mot autre " * 1900)
    make_draft(claire, **long)
    save_sheet(actor(claire), 1, 1, {**EVERY_FIELD, **dict.fromkeys(long, "autre mot " * 1900)})

    assert browser(claire).get("/practices/1/history?a=1&b=2").status == 200


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
    page = browser(claire).post("/practices/1/edit", {"title": "t", "background": "x" * 5_000_000})

    assert page.status == 413
    assert "dépasse la taille acceptée" in page.main


def test_a_wrong_token_changes_nothing(browser: Open, draft: Sheet, editor: Person) -> None:
    desk = browser(editor)

    assert desk.post("/practices/1/edit", {**EVERY_FIELD, "place": "Rennes", "csrf_token": "faux"}).status == 400
    assert desk.post("/practices/1/publish", {"csrf_token": "faux"}).status == 400
    assert db.session.get_one(Sheet, 1).state == SheetState.DRAFT
    assert db.session.query(SheetVersion).count() == 1


def test_pages_of_members_cost_eight_statements_at_most(
    browser: Open, draft: Sheet, claire: Person, editor: Person, statements: list[str]
) -> None:
    for number in range(12):
        make_draft(claire, title=f"Brouillon {number}")
        save_sheet(actor(claire), draft.id, number + 1, {**EVERY_FIELD, "place": f"Lieu {number}"})
    urls = ("/practices/drafts", "/practices/new", "/practices/import", "/practices/1/edit", "/practices/1/imported")

    for person in (claire, editor):
        reader = browser(person)
        for url in (*urls, "/practices/1/history", "/practices/1/history?a=1&b=9"):
            statements.clear()
            assert reader.get(url).status == 200
            assert len(statements) <= 8, url


def latest(sheet_id: int) -> SheetVersion:
    return db.session.query(SheetVersion).filter_by(sheet_id=sheet_id).order_by(SheetVersion.number.desc()).first()


def typed(page: Page) -> dict[str, str]:
    """What the editor's form holds; the first line end in a text area is the page's own."""
    held = page.values(page.form(with_field="title"))
    return {name: str(value).removeprefix("\r\n") for name, value in held.items()}
