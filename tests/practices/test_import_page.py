"""Bringing a report in through the page: as a file or pasted, into a draft, with what went where."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.models import Sheet, SheetState, SheetVersion
from tests.browsing import Browser, Page
from tests.practices.accounts_of_reports import annotated

Open = Callable[..., Browser]


def test_a_file_becomes_ones_own_draft(browser: Open, claire: Person) -> None:
    page = sent(browser(claire), file=(BytesIO(annotated("french.txt").text.encode()), "fiche.txt"))

    assert page.status == 200
    assert page.texts("h1") == ["Le rapport est dans un brouillon"]
    sheet = db.session.query(Sheet).one()
    assert (sheet.owner_id, sheet.state) == (claire.id, SheetState.DRAFT)
    assert page.url == f"/practices/{sheet.id}/imported"


def test_pasted_text_becomes_a_draft_and_the_page_shows_what_went_where(browser: Open, claire: Person) -> None:
    page = sent(browser(claire), text=annotated("french.txt").text)

    shown = dict(zip(page.texts(".facts dt"), page.texts(".facts dd"), strict=True))
    assert shown["Début"] == "septembre 2019"
    assert shown["Salariés"] == "1"
    assert shown["Avis du comité"] == "À suivre"
    assert shown["Langue de la fiche"] == "français"
    assert shown["Améliorations à venir"] == "- Étendre le parrainage aux assistants d’éducation."
    assert f"{len(shown)} champs remplis" in page.main
    assert "Autres informations" not in page.main


def test_what_fits_nowhere_is_said(browser: Open, claire: Person) -> None:
    page = sent(browser(claire), text=annotated("markdown.md").text)

    assert (
        "Ce qui n’a trouvé place nulle part ailleurs est gardé sous « Autres informations »" in page.texts(".alert")[0]
    )
    assert "j’ai des courgettes" in page.main


def test_sending_the_same_page_twice_makes_one_draft(browser: Open, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/import")

    first = member.submit(page, with_field="text", text=annotated("merged.txt").text)
    second = member.submit(page, with_field="text", text=annotated("merged.txt").text)

    assert first.url == second.url
    assert db.session.query(Sheet).count() == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Ce rapport est vide."),
        ("   \n ", "Ce rapport est vide."),
        ("Il était une fois.\n\nEt voilà.", "Aucune rubrique n’est reconnue dans ce texte."),
        ("Titre\n\nContexte\n\n" + "mot " * 30_000, "« Autres informations » : Ce texte est trop long"),
        ("Contexte\n" + "x\n" * 60_000, "cinquante mille lignes au plus"),
        ("Contexte\n" + "x" * 1_000_001, "un million de caractères au plus"),
    ],
)
def test_a_text_that_is_no_report_is_refused_beside_its_field_and_kept(
    browser: Open, claire: Person, text: str, message: str
) -> None:
    page = sent(browser(claire), text=text)

    assert page.status == 422
    assert message in page.texts("#text-error")[0]
    assert page.select("#text")[0].get_text().strip() == text.strip()
    assert db.session.query(Sheet).count() == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Ce rapport est vide."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Ce fichier n’est pas un texte."),
        (b"Contexte\x00\nx", "Ce fichier n’est pas un texte."),
        ("Sans rubrique.".encode("latin-1"), "Aucune rubrique n’est reconnue"),
        (b"Contexte\n" + b"x" * 1_500_000, "un million de caractères au plus"),
    ],
)
def test_a_file_that_is_no_report_is_refused_beside_its_field_and_the_text_kept(
    browser: Open, claire: Person, content: bytes, message: str
) -> None:
    page = sent(browser(claire), file=(BytesIO(content), "rapport.txt"), text="Collé aussi")

    assert page.status == 422
    assert message in page.texts("#file-error")[0]
    assert page.select("#text")[0].get_text().strip() == "Collé aussi"
    assert db.session.query(Sheet).count() == 0


@pytest.mark.parametrize("field", ["file", "text"])
def test_five_megabytes_are_refused_with_a_clear_answer(browser: Open, claire: Person, field: str) -> None:
    big = "Contexte\n" + "mot " * 1_250_000
    given = {"file": (BytesIO(big.encode()), "rapport.txt")} if field == "file" else {"text": big}

    page = browser(claire).post("/practices/import", given, content_type="multipart/form-data")

    assert page.status == 413
    assert "dépasse la taille acceptée" in page.main


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_in_any_usual_encoding_keeps_its_letters(browser: Open, claire: Person, encoding: str) -> None:
    text = "L’été au collège\r\n\r\nContexte\r\n\r\nUne « œuvre » à 3 €"

    sent(browser(claire), file=(BytesIO(text.encode(encoding)), "rapport.txt"))

    content = db.session.query(SheetVersion).one().content
    assert content["title"] == "L’été au collège"
    assert content["background"] == "Une « œuvre » à 3 €"


def test_a_wrong_token_changes_nothing(browser: Open, claire: Person) -> None:
    page = browser(claire).post("/practices/import", {"text": annotated("merged.txt").text, "csrf_token": "faux"})

    assert page.status == 400
    assert db.session.query(Sheet).count() == 0


def test_a_visitor_is_led_to_the_login_page(visitor: Browser) -> None:
    assert visitor.get("/practices/import", follow=False).response.headers["Location"].startswith("/login")
    assert visitor.post("/practices/import", {"text": annotated("merged.txt").text}, follow=False).status == 303
    assert db.session.query(Sheet).count() == 0


def test_what_went_where_is_shown_to_nobody_else(browser: Open, visitor: Browser, claire: Person, yann: Person) -> None:
    page = sent(browser(claire), text=annotated("merged.txt").text)

    assert browser(yann).get(page.url).status == 404
    assert visitor.get(page.url, follow=False).status == 303


def sent(member: Browser, **given: object) -> Page:
    """Fills in the page as a browser does."""
    page = member.get("/practices/import")
    data = {**page.values(page.form(with_field="text")), **given}
    return member.request("POST", "/practices/import", data=data, content_type="multipart/form-data")
