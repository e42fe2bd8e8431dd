"""Pictures and documents of sheets: brought in the editor, described, shown to who may see the sheet, taken out."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from forum.accounts.models import Person
from forum.core import uploads
from forum.core.errors import NotFound
from forum.core.uploads import Upload
from forum.extensions import db
from forum.practices.models import Sheet, SheetFile, SheetState, SheetVersion
from forum.practices.queries.writing import file_of
from forum.practices.services import archive_sheet, publish_at_once, submit_sheet
from forum.practices.services.files import (
    Words,
    add_files,
    describe_files,
    erase_removed_files,
    files_of,
    remove_files,
)
from tests.browsing import Browser, Page, apart
from tests.core.test_uploads import picture
from tests.factories import actor
from tests.practices.factories import make_draft, make_sheet

Open = Callable[..., Browser]
FORMAT = "multipart/form-data"
HEAVY = b"\x89PNG\r\n\x1a\n" + bytes(10 * 1024 * 1024)


def test_pictures_and_documents_are_added_several_at_once(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)

    page = sent(member, files=[("cour.jpg", picture("JPEG")), ("bilan.pdf", b"%PDF-1.7 ...")], then="files")

    assert page.status == 200
    assert page.texts(".file-look a") == ["cour.jpg", "bilan.pdf"]
    asked = [words.removesuffix(" facultatif") for words in page.texts(".file-words label")]
    assert asked == ["Ce que montre l’image", "Légende", "Retirer de la fiche", "Légende", "Retirer de la fiche"]
    shown = apart(lambda: member.client.get(str(page.select(".file-look img")[0]["src"])))
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


def test_a_new_sheet_takes_files_with_its_first_words(browser: Open, claire: Person) -> None:
    member = browser(claire)

    page = sent(member, "/practices/new", title="Le carnet", files=[("cour.png", picture("PNG"))])

    assert page.texts(".file-look a") == ["cour.png"]
    assert db.session.query(Sheet).one().title == "Le carnet"


def test_words_of_files_are_kept_and_shown_on_the_sheet(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    sent(member, files=[("cour.jpg", picture("JPEG")), ("bilan.pdf", b"%PDF-1.7 ...")])

    sent(member, alternative_1="Une cour vide et un arbre", caption_1="La cour, un matin", caption_2="Le bilan")

    page = member.get("/practices/1-le-tutorat-du-soir?version=latest")
    assert [str(img["alt"]) for img in page.select("#pictures img")] == ["Une cour vide et un arbre"]
    assert page.texts("#pictures figcaption") == ["La cour, un matin"]
    assert page.links()["Le bilan"] == "/practices/1/files/2"


def test_what_a_picture_shows_is_asked_for_before_the_committee_reads(
    browser: Open, draft: Sheet, claire: Person
) -> None:
    member = browser(claire)
    sent(member, files=[("cour.jpg", picture("JPEG")), ("bilan.pdf", b"%PDF-1.7 ...")])
    ticked = {"nobody": "y", "sources": "y", "results": "y", "pictures": "y"}

    page = member.submit(member.get("/practices/1/checklist"), with_field="seen_version", **ticked)

    assert page.status == 422
    assert page.texts("#pictures-error") == ["Dites ce que montre cette image : cour.jpg."]
    assert page.links()["1 image à décrire"] == "/practices/1/edit#pictures"
    sent(member, alternative_1="Une cour vide")
    done = member.submit(member.get("/practices/1/checklist"), with_field="seen_version", **ticked)
    assert done.status == 200
    assert db.session.get_one(Sheet, 1).state == SheetState.SUBMITTED


@pytest.mark.parametrize(
    ("name", "content", "status", "message"),
    [
        ("virus.exe", b"MZ\x90", 422, "« virus.exe » n’est pas d’un type accepté"),
        ("page.png", b"<script>alert(1)</script>", 422, "« page.png » n’est pas d’un type accepté"),
        ("cour.png", picture("PNG")[:60], 422, "« cour.png » ne peut pas être lue : l’image est abîmée."),
        ("vide.pdf", b"", 422, "« vide.pdf » est vide."),
        (
            "film.png",
            b"\x89PNG\r\n\x1a\n" + bytes(10 * 1024 * 1024),
            413,
            "« film.png » est trop lourd : 10 Mo au plus.",
        ),
    ],
)
def test_a_file_that_is_not_taken_is_said_beside_the_field_and_the_text_kept(
    browser: Open, draft: Sheet, claire: Person, name: str, content: bytes, status: int, message: str
) -> None:
    page = sent(browser(claire), place="Cancale", files=[("cour.jpg", picture("JPEG")), (name, content)])

    assert page.status == status
    assert message in page.texts("#files_added-error")[0]
    assert page.texts(".error-summary a") == page.texts("#files_added-error")
    assert page.select("[name=place]")[0]["value"] == "Cancale"
    assert db.session.query(SheetFile).count() == 0
    assert db.session.query(SheetVersion).count() == 1


def test_more_files_than_a_sheet_shows_are_refused(
    browser: Open, draft: Sheet, claire: Person, settings: Settings
) -> None:
    most = settings.max_files_per_sheet
    add_files(actor(claire), 1, [document(number) for number in range(most)])

    page = sent(browser(claire), files=[("de-trop.pdf", b"%PDF-de trop")])

    assert page.status == 422
    assert page.texts("#files_added-error") == [f"Une fiche montre {most} images et documents au plus."]
    assert len(files_of(1)) == most


def test_a_caption_that_is_too_long_is_refused_beside_it_and_kept(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    sent(member, files=[("cour.jpg", picture("JPEG"))])

    page = sent(member, caption_1="x" * 501)

    assert page.status == 422
    assert page.texts("#caption_1-error") == ["Ce texte est trop long : 500 caractères au plus."]
    assert page.select("#caption_1")[0]["value"] == "x" * 501


def test_the_same_file_twice_is_one(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")

    for _ in range(2):
        sent(member, page=page, files=[("a.pdf", b"%PDF-le meme"), ("b.pdf", b"%PDF-le meme")])

    assert [file.name for file in files_of(1)] == ["b.pdf"]


def test_a_file_of_a_draft_is_for_its_authors_and_the_committee_alone(
    browser: Open, visitor: Browser, draft: Sheet, claire: Person, yann: Person, editor: Person
) -> None:
    add_files(actor(claire), 1, [document(1)])

    assert browser(claire).get("/practices/1/files/1").status == 200
    assert browser(editor).get("/practices/1/files/1").status == 200
    assert browser(yann).get("/practices/1/files/1").status == 404
    assert visitor.get("/practices/1/files/1").status == 404


def test_a_file_of_a_published_sheet_is_for_everyone_and_of_an_archived_one_no_more(
    browser: Open, visitor: Browser, editor: Person
) -> None:
    make_draft(editor)
    add_files(actor(editor), 1, [document(1)])
    publish_at_once(actor(editor), 1)

    assert visitor.get("/practices/1/files/1").status == 200
    assert "document-1.pdf" in visitor.get("/practices/1-le-tutorat-du-soir").main
    archive_sheet(actor(editor), 1, reason="Elle a fait son temps.")
    assert visitor.get("/practices/1/files/1").status == 404


def test_what_is_added_or_taken_out_of_a_published_sheet_waits_for_its_publication(
    browser: Open, visitor: Browser, editor: Person
) -> None:
    make_draft(editor)
    add_files(actor(editor), 1, [document(1)])
    publish_at_once(actor(editor), 1)
    add_files(actor(editor), 1, [document(2)])
    remove_files(actor(editor), 1, [1])
    sheet = db.session.get_one(Sheet, 1)

    assert (sheet.state, sheet.published_version, sheet.latest_version) == (SheetState.DRAFT, 1, 2)
    assert documents(visitor.get("/practices/1-le-tutorat-du-soir")) == ["document-1.pdf"]
    assert visitor.get("/practices/1/files/1").status == 200
    assert visitor.get("/practices/1/files/2").status == 404
    desk = browser(editor)
    assert documents(desk.get("/practices/1-le-tutorat-du-soir?version=latest")) == ["document-2.pdf"]
    assert documents(desk.get("/practices/1-le-tutorat-du-soir?version=1")) == ["document-1.pdf"]
    publish_at_once(actor(editor), 1)
    assert documents(visitor.get("/practices/1-le-tutorat-du-soir")) == ["document-2.pdf"]
    assert visitor.get("/practices/1/files/1").status == 404


def test_new_words_of_a_published_picture_wait_too_and_old_pages_still_know_it(
    browser: Open, visitor: Browser, editor: Person
) -> None:
    make_draft(editor)
    add_files(actor(editor), 1, [document(1)])
    describe_files(actor(editor), 1, {1: Words("Avant")})
    publish_at_once(actor(editor), 1)

    describe_files(actor(editor), 1, {1: Words("Après")})
    describe_files(actor(editor), 1, {1: Words("Bien après")})

    assert "Avant" in visitor.get("/practices/1-le-tutorat-du-soir").links()
    assert [file.caption for file in files_of(1)] == ["Bien après"]
    publish_at_once(actor(editor), 1)
    assert "Bien après" in visitor.get("/practices/1-le-tutorat-du-soir").links()
    erase_removed_files()
    assert visitor.get(visitor.get("/practices/1-le-tutorat-du-soir").links()["Bien après"]).status == 200


def test_words_that_were_said_already_make_no_revision(sheet: Sheet, editor: Person) -> None:
    describe_files(actor(editor), 1, {})
    add_files(actor(editor), 1, [])
    remove_files(actor(editor), 1, [77])

    assert db.session.get_one(Sheet, 1).state == SheetState.PUBLISHED


def test_a_file_that_is_taken_out_of_a_draft_is_erased_at_once(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    sent(member, files=[("cour.jpg", picture("JPEG"))])
    fingerprint = files_of(1)[0].fingerprint
    assert uploads.path_of(fingerprint).exists()

    page = sent(member, remove_1="y")

    assert page.texts(".file-look a") == []
    assert not uploads.path_of(fingerprint).exists()
    assert member.get("/practices/1/files/1").status == 404


def test_bytes_that_another_sheet_shows_are_not_erased(draft: Sheet, claire: Person, editor: Person) -> None:
    other = make_draft(editor)
    for who, sheet_id in ((claire, draft.id), (editor, other.id)):
        add_files(actor(who), sheet_id, [document(1)])

    remove_files(actor(claire), draft.id, [1])

    assert uploads.path_of(document(1).fingerprint).exists()


def test_a_file_of_another_sheet_is_not_reached_by_this_ones_address(
    browser: Open, visitor: Browser, claire: Person, editor: Person, yann: Person
) -> None:
    make_sheet(editor)
    secret = make_draft(claire)
    add_files(actor(claire), secret.id, [document(1)])

    assert visitor.get("/practices/1/files/1").status == 404
    assert browser(yann).get(f"/practices/{secret.id}/files/1").status == 404
    with pytest.raises(NotFound):
        remove_files(actor(yann), secret.id, [1])
    remove_files(actor(editor), 1, [1])
    assert file_of(actor(claire), secret.id, 1).removed_in is None


def test_nobody_adds_files_to_what_they_may_not_edit(
    browser: Open, draft: Sheet, sheet: Sheet, claire: Person, yann: Person
) -> None:
    stranger = browser(yann)
    data = {"csrf_token": stranger.token(), "title": "À moi", "files_added": (BytesIO(b"%PDF-"), "a.pdf")}

    assert stranger.request("POST", f"/practices/{draft.id}/edit", data=data, content_type=FORMAT).status == 404
    assert db.session.query(SheetFile).count() == 0


def test_what_is_before_the_committee_takes_no_files(browser: Open, draft: Sheet, claire: Person) -> None:
    member = browser(claire)
    page = member.get("/practices/1/edit")
    submit_sheet(actor(claire), 1, seen_version=1)

    refused = sent(member, page=page, files=[("cour.jpg", picture("JPEG"))])

    assert refused.status == 409
    assert db.session.query(SheetFile).count() == 0


def test_two_who_edit_at_once_lose_no_file(browser: Open, draft: Sheet, claire: Person, editor: Person) -> None:
    member, desk = browser(claire), browser(editor)
    mine = member.get("/practices/1/edit")
    desk.submit(desk.get("/practices/1/edit"), with_field="title", place="Dinard")

    page = sent(member, page=mine, place="Cancale", files=[("cour.jpg", picture("JPEG"))])

    assert page.status == 409
    assert page.texts("#changes .diff h3") == ["Lieu de mise en œuvre"]
    assert [file.name for file in files_of(1)] == ["cour.jpg"]
    again = member.submit(page, with_field="title")
    assert again.status == 200
    assert again.texts(".file-look a") == ["cour.jpg"]


def test_a_sheet_with_files_is_read_by_one_statement_more_at_most(
    browser: Open, visitor: Browser, editor: Person, statements: list[str]
) -> None:
    make_draft(editor)
    add_files(actor(editor), 1, [document(number) for number in range(8)])
    publish_at_once(actor(editor), 1)
    desk = browser(editor)

    statements.clear()
    assert desk.get("/practices/1/edit").status == 200
    assert len(statements) <= 8
    assert len([one for one in statements if "sheet_files" in one]) == 1
    statements.clear()
    visitor.get("/practices/1-le-tutorat-du-soir")
    assert len([one for one in statements if "FROM sheet_files" in one]) == 1


def test_an_address_of_a_file_that_is_not_there_is_no_page(browser: Open, visitor: Browser, sheet: Sheet) -> None:
    assert visitor.get("/practices/1/files/9").status == 404
    assert visitor.get("/practices/9/files/1").status == 404
    assert visitor.get("/practices/1/files/99999999999").status == 404


def sent(
    member: Browser,
    url: str = "/practices/1/edit",
    *,
    page: Page | None = None,
    files: list[tuple[str, bytes]] | None = None,
    **fields: str,
) -> Page:
    """Fills in the editor as a browser does, with files."""
    opened = page or member.get(url)
    data = {**opened.values(opened.form(with_field="title")), **fields}
    data["files_added"] = [(BytesIO(content), name) for name, content in files or []]
    return member.request("POST", opened.url, data=data, content_type=FORMAT)


def document(number: int) -> Upload:
    return Upload(f"%PDF-1.7 {number}".encode(), f"document-{number}.pdf", "application/pdf")


def documents(page: Page) -> list[str]:
    return page.texts("#pictures .documents a")


@pytest.fixture(autouse=True)
def empty_folder(app: Flask, settings: Settings) -> None:
    for path in Path(settings.data_dir).glob("files/*/*"):
        path.unlink()
