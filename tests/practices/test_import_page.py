"""Bringing a report in through the page: read, shown with what went where, moved, and only then saved."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from bs4 import Tag

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.models import Sheet, SheetState, SheetVersion
from forum.practices.report import read_report
from tests.browsing import Browser, Page
from tests.practices.accounts_of_reports import REPORTS, annotated
from tests.practices.factories import make_draft

Open = Callable[..., Browser]
FORMAT = "multipart/form-data"


def test_a_file_is_read_shown_and_becomes_ones_own_draft_once_it_is_saved(browser: Open, claire: Person) -> None:
    member = browser(claire)

    shown = sent(member, file=(BytesIO(annotated("french.txt").text.encode()), "fiche.txt"))

    assert shown.status == 200
    assert shown.texts("h1") == ["Ce qui est allé où"]
    assert db.session.query(Sheet).count() == 0
    saved = kept(member, shown)
    sheet = db.session.query(Sheet).one()
    assert saved.url == f"/practices/{sheet.id}/edit"
    assert "Le brouillon est enregistré." in saved.text
    assert (sheet.owner_id, sheet.state) == (claire.id, SheetState.DRAFT)


def test_the_page_shows_what_went_where(browser: Open, claire: Person) -> None:
    page = sent(browser(claire), text=annotated("french.txt").text)

    shown = placed(page)
    assert shown["Début"] == ["septembre 2019"]
    assert shown["Salariés"] == ["1"]
    assert shown["Avis du comité"] == ["À suivre"]
    assert shown["Langue de la fiche"] == ["français"]
    assert shown["Améliorations à venir"] == ["- Étendre le parrainage aux assistants d’éducation."]
    assert f"Le rapport remplit {len(shown)} champs." in page.main
    assert "Autres informations" not in shown


@pytest.mark.parametrize("name", sorted(path.name for path in REPORTS.iterdir()))
def test_what_is_not_moved_is_saved_as_it_was_read(browser: Open, claire: Person, name: str) -> None:
    member = browser(claire)
    text = annotated(name).text

    kept(member, sent(member, text=text))

    assert db.session.query(SheetVersion).one().content == dict(read_report(text).content)


def test_pieces_are_moved_to_other_fields_before_anything_is_saved(browser: Open, claire: Person) -> None:
    member = browser(claire)
    text = (
        "Le carnet\n\nContexte\n\nUn bourg.\n\nUne école.\n\nRésultats\n\n- On se parle.\n- On se salue.\n\n"
        "Partenariats\n\n- Mairie\n- Bibliothèque"
    )
    page = sent(member, text=text)

    kept(
        member,
        page,
        **{
            name_of(page, "Une école."): "results",
            name_of(page, "Un bourg."): "place",
            name_of(page, "- Mairie - Bibliothèque"): "participants",
        },
    )

    content = db.session.query(SheetVersion).one().content
    assert content["results"] == "Une école.\n\n- On se parle.\n- On se salue."
    assert content["place"] == "Un bourg."
    assert content["participants"] == "Mairie Bibliothèque"
    assert "background" not in content
    assert "partnerships" not in content


def test_a_piece_can_be_left_aside_and_the_title_taken_from_elsewhere(browser: Open, claire: Person) -> None:
    member = browser(claire)
    page = sent(member, text="Page 1\n\nContexte\n\nLe vrai titre\n\nUn bourg.")

    kept(member, page, **{name_of(page, "Page 1"): "set-aside", name_of(page, "Le vrai titre"): "title"})

    content = db.session.query(SheetVersion).one().content
    assert (content["title"], content["background"]) == ("Le vrai titre", "Un bourg.")


def test_without_a_title_nothing_is_saved_and_the_choices_stay(browser: Open, claire: Person) -> None:
    member = browser(claire)
    page = sent(member, text="Titre\n\nContexte\n\nUn bourg.")

    refused = kept(member, page, **{name_of(page, "Titre"): "set-aside", name_of(page, "Un bourg."): "actions"})

    assert refused.status == 422
    assert refused.texts(".error-summary li") == ["« Titre » : Donnez un titre à la fiche."]
    assert placed(refused)["Actions mises en œuvre"] == ["Un bourg."]
    assert placed(refused)["Laissé de côté"] == ["Titre"]
    assert db.session.query(Sheet).count() == 0


def test_what_is_too_long_for_the_field_it_was_moved_to_is_said(browser: Open, claire: Person) -> None:
    member = browser(claire)
    page = sent(member, text=f"Titre\n\nContexte\n\n{'mot ' * 100}")

    refused = kept(member, page, **{name_of(page, "mot mot"): "place"})

    assert refused.status == 422
    assert "« Lieu de mise en œuvre » : Ce texte est trop long : 300 caractères au plus." in refused.texts(
        ".error-summary li"
    )


def test_what_fits_nowhere_is_said_and_can_be_placed_line_by_line(browser: Open, claire: Person) -> None:
    page = sent(browser(claire), text=annotated("markdown.md").text)

    assert "Ce qui n’a trouvé place nulle part ailleurs est gardé" in page.texts(".alert")[0]
    assert "j’ai des courgettes" in page.main
    assert page.select("#to-other")


def test_saving_the_same_page_twice_makes_one_draft(browser: Open, claire: Person) -> None:
    member = browser(claire)
    page = sent(member, text=annotated("merged.txt").text)

    first, second = kept(member, page), kept(member, page)

    assert first.url == second.url
    assert db.session.query(Sheet).count() == 1


def test_a_report_of_many_pieces_is_still_one_page(browser: Open, claire: Person) -> None:
    member = browser(claire)
    sections = ("Contexte", "Objectifs", "Actions", "Résultats", "Difficultés", "Solutions", "Bizarre :")
    text = "Titre\n\n" + "\n\n".join(f"{one}\n\n" + "\n\n".join(f"Ligne {n}." for n in range(300)) for one in sections)

    page = sent(member, text=text)
    saved = kept(member, page)

    assert len(page.select(".piece")) <= 250
    assert saved.url == "/practices/1/edit"
    assert db.session.query(SheetVersion).one().content == dict(read_report(text).content)


@pytest.mark.parametrize(
    "bad",
    [
        {"pieces": "999999999", "text-0": "a", "field-0": "title"},
        {"pieces": "x"},
        {"pieces": "1", "text-0": "a", "field-0": "owner_id"},
        {"pieces": "2", "text-0": "Titre", "field-0": "title", "text-1": "xx", "field-1": "language"},
        {},
    ],
)
def test_a_page_that_was_tampered_with_saves_nothing_that_is_no_sheet(
    browser: Open, claire: Person, bad: dict[str, str]
) -> None:
    page = browser(claire).post("/practices/import/save", bad, content_type=FORMAT)

    assert page.status in (200, 422)
    for sheet in db.session.query(Sheet):
        assert sheet.title == "a"
    assert page.status == 422 or db.session.query(Sheet).count() == 1


@pytest.mark.parametrize(
    ("text", "status", "message"),
    [
        ("", 422, "Ce rapport est vide."),
        ("   \n ", 422, "Ce rapport est vide."),
        ("Il était une fois.\n\nEt voilà.", 422, "Aucune rubrique n’est reconnue dans ce texte."),
        ("Contexte\n" + "x\n" * 60_000, 413, "cinquante mille lignes au plus"),
        ("Contexte\n" + "x" * 1_000_001, 413, "un million de caractères au plus"),
        ("Contexte\n" + "mot " * 2_500_000, 413, "un million de caractères au plus"),
    ],
    ids=["empty", "blank", "no-report", "lines", "characters", "ten-megabytes"],
)
def test_a_text_that_is_no_report_is_refused_beside_its_field_and_kept(
    browser: Open, claire: Person, text: str, status: int, message: str
) -> None:
    page = sent(browser(claire), text=text)

    assert page.status == status
    assert message in page.texts("#text-error")[0]
    assert page.select("#text")[0].get_text().strip() == text.strip()
    assert db.session.query(Sheet).count() == 0


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (b"", 422, "Ce rapport est vide."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 422, "Ce fichier n’est ni un texte, ni un document .docx, ni un PDF."),
        (b"Contexte\x00\nx", 422, "Ce fichier n’est ni un texte"),
        ("Sans rubrique.".encode("latin-1"), 422, "Aucune rubrique n’est reconnue"),
        (b"Contexte\n" + b"x" * 1_500_000, 413, "un million de caractères au plus"),
        (b"Contexte\n" + b"mot " * 2_500_000, 413, "un million de caractères au plus"),
        (b"Contexte\n" + b"x" * 13_000_000, 413, "Ce fichier est trop lourd : 12 Mo au plus."),
    ],
    ids=["empty", "picture", "zeros", "no-report", "characters", "ten-megabytes", "heavy"],
)
def test_a_file_that_is_no_report_is_refused_beside_its_field_and_the_text_kept(
    browser: Open, claire: Person, content: bytes, status: int, message: str
) -> None:
    page = sent(browser(claire), file=(BytesIO(content), "rapport.txt"), text="Collé aussi")

    assert page.status == status
    assert message in page.texts("#file-error")[0]
    assert page.select("#text")[0].get_text().strip() == "Collé aussi"
    assert db.session.query(Sheet).count() == 0


def test_what_is_larger_than_any_request_is_refused_with_a_clear_answer(browser: Open, claire: Person) -> None:
    page = sent(browser(claire), file=(BytesIO(bytes(33 * 1024 * 1024)), "rapport.txt"))

    assert page.status == 413
    assert "dépasse la taille acceptée" in page.main


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_in_any_usual_encoding_keeps_its_letters(browser: Open, claire: Person, encoding: str) -> None:
    text = "L’été au collège\r\n\r\nContexte\r\n\r\nUne « œuvre » à 3 €"
    member = browser(claire)

    kept(member, sent(member, file=(BytesIO(text.encode(encoding)), "rapport.txt")))

    content = db.session.query(SheetVersion).one().content
    assert content["title"] == "L’été au collège"
    assert content["background"] == "Une « œuvre » à 3 €"


def test_what_is_read_as_html_is_shown_as_typed(browser: Open, claire: Person) -> None:
    bad = '"><script>alert(1)</script>'

    page = sent(browser(claire), text=f"{bad}\n\nContexte\n\n{bad}\n\nLieu : {bad}")

    assert not page.select("main script")
    assert page.select("input[name=text-0]")[0]["value"] == bad


def test_a_wrong_token_changes_nothing(browser: Open, claire: Person) -> None:
    for end in ("import", "import/save"):
        page = browser(claire).post(
            f"/practices/{end}", {"text": annotated("merged.txt").text, "pieces": "1", "csrf_token": "faux"}
        )
        assert page.status == 400
    assert db.session.query(Sheet).count() == 0


def test_a_visitor_is_led_to_the_login_page(visitor: Browser) -> None:
    assert visitor.get("/practices/import", follow=False).response.headers["Location"].startswith("/login")
    for end in ("import", "import/save"):
        answer = visitor.post(f"/practices/{end}", {"text": annotated("merged.txt").text}, follow=False)
        assert answer.status == 303
    assert db.session.query(Sheet).count() == 0


def test_importing_over_and_over_is_slowed_down(browser: Open, claire: Person) -> None:
    member = browser(claire)

    statuses = [member.post("/practices/import", {"text": "x"}).status for _ in range(21)]

    assert statuses == [422] * 20 + [429]


def test_the_old_address_of_what_was_imported_leads_to_the_editor(
    browser: Open, visitor: Browser, claire: Person, yann: Person
) -> None:
    make_draft(claire)

    answer = browser(claire).get("/practices/1/imported", follow=False)

    assert (answer.status, answer.response.headers["Location"]) == (301, "/practices/1/edit")
    assert browser(yann).get("/practices/1/imported").status == 404
    assert visitor.get("/practices/1/imported", follow=False).status == 303


def sent(member: Browser, **given: object) -> Page:
    """Fills in the page as a browser does."""
    page = member.get("/practices/import")
    data = {**page.values(page.form(with_field="text")), **given}
    return member.request("POST", "/practices/import", data=data, content_type=FORMAT)


def kept(member: Browser, page: Page, **chosen: str) -> Page:
    """Saves what the page shows, some pieces moved."""
    data = {**page.values(page.form("/practices/import/save")), **chosen}
    return member.request("POST", "/practices/import/save", data=data, content_type=FORMAT)


def placed(page: Page) -> dict[str, list[str]]:
    """The pieces under the name of each field."""
    found: dict[str, list[str]] = {}
    label = ""
    for element in page.select(".sorting h2, .piece > p"):
        words = " ".join(element.get_text(" ").split())
        if element.name == "h2":
            label = words
        else:
            found.setdefault(label, []).append(words)
    return found


def name_of(page: Page, words: str) -> str:
    """The name of the choice beside a piece."""

    def says(piece: Tag) -> bool:
        return " ".join(piece.select("p")[0].get_text(" ").split()).startswith(words)

    return next(str(piece.select("select")[0]["name"]) for piece in page.select(".piece") if says(piece))
