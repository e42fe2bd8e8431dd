"""The PDF of a sheet: made by a job, its state said, thrown out when stale, and never of a draft."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject
from werkzeug.test import TestResponse

from forum.accounts.models import Person
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import Sheet, SheetPdf
from forum.practices.pdf.blocks import blocks_of
from forum.practices.pdf.document import document_of, levelled
from forum.practices.pdf.fonts import font_folder
from forum.practices.pdf.typesetting import (
    TookTooLong,
    TypesetterMissing,
    TypesettingFailed,
    set_in_type,
)
from forum.practices.pdf.typography import french
from forum.practices.queries.pdf import pdf_folder
from forum.practices.services import archive_sheet, publish_at_once, save_sheet
from forum.practices.services.make_pdf import ask_pdf, make_next_pdf, throw_out_stale_pdfs
from tests.browsing import Browser, apart
from tests.factories import actor
from tests.practices.factories import EVERY_FIELD, make_draft, make_sheet, make_small_sheet
from tests.practices.test_citations import AWKWARD, record
from tests.practices.test_sheet import address

Open = Callable[..., Browser]
Deliver = Callable[[], int]
PARAGRAPH = (
    "Les équipes ont mis en place un accompagnement régulier des élèves : chaque semaine, un temps d’échange. "
    "Qu’en disent les familles ? Beaucoup de bien.\n\n- un premier point\n- un **second** point\n\n"
)


def test_what_is_published_has_its_pdf_before_anybody_asks(visitor: Browser, sheet: Sheet, deliver: Deliver) -> None:
    deliver()
    assert make_next_pdf()

    answer = download(visitor, f"{address(sheet)}.pdf")

    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert "le-tutorat-du-soir.pdf" in answer.headers["Content-Disposition"]
    assert "Le tutorat du soir" in words_of(answer.get_data())
    tag = answer.headers["ETag"]
    assert visitor.get(f"{address(sheet)}.pdf", headers={"If-None-Match": tag}).status == 304
    assert not make_next_pdf()


def test_it_says_all_that_the_sheet_says(pdf_of: Callable[[Sheet], bytes], sheet: Sheet) -> None:
    said = " ".join(words_of(pdf_of(sheet)).split())

    for key, text in EVERY_FIELD.items():
        shown = {"language": "", "opinion": "À généraliser"}.get(key, text.replace("**", "").split("\n")[0])
        shown = shown.removeprefix("- ")
        if key == "tags":
            continue  # among its keywords
        assert shown in said, key


def test_it_is_tagged_with_its_language_title_and_bookmarks(
    pdf_of: Callable[[Sheet], bytes], visitor: Browser, sheet: Sheet
) -> None:
    reader = PdfReader(BytesIO(pdf_of(sheet)))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Le tutorat du soir"
    assert reader.metadata.author == "Gwenola Riou, Paul Mahé"
    roles = roles_in(root["/StructTreeRoot"])
    assert roles.count("/Title") == 1
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Link"} <= set(roles)
    sections = visitor.get(address(sheet)).texts(".sheet h2")
    assert [str(one["/Title"]) for one in reader.outline if not isinstance(one, list)] == sections


def test_each_page_has_its_number(pdf_of: Callable[[Sheet], bytes], editor: Person) -> None:
    long = make_small_sheet(editor, "Longue", background=PARAGRAPH * 40)

    pages = PdfReader(BytesIO(pdf_of(long))).pages

    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page.extract_text()


def test_a_long_sheet_takes_less_than_three_seconds(app: Flask, editor: Person) -> None:
    texts = (
        "background",
        "objectives",
        "actions",
        "results",
        "originality",
        "partnerships",
        "difficulties",
        "solutions",
    )
    sheet = make_sheet(editor, **dict.fromkeys(texts, PARAGRAPH * 30))
    ask_pdf(sheet.id)

    began = time.perf_counter()
    make_next_pdf()

    took = time.perf_counter() - began
    row = db.session.get(SheetPdf, (sheet.id, 1))
    assert row is not None and row.pages is not None
    assert row.pages > 20
    assert took < 3


def test_where_there_is_none_a_page_says_so_and_a_button_asks_for_it(visitor: Browser, sheet: Sheet) -> None:
    page = visitor.get(f"{address(sheet)}.pdf")
    assert page.url == f"/practices/{sheet.id}/pdf"
    assert "Il n’est pas encore préparé" in page.main

    page = visitor.submit(page, "/pdf")
    assert "Il est demandé ; son tour vient." in page.main
    assert page.select("[data-await=yes]")

    make_next_pdf()
    page = visitor.get(f"/practices/{sheet.id}/pdf")
    assert "Il est prêt." in page.main
    assert not page.select("[data-await=yes]")
    assert download(visitor, page.links()["Ouvrir le PDF"]).content_type == "application/pdf"


def test_while_it_is_made_the_page_says_so(visitor: Browser, sheet: Sheet) -> None:
    put(sheet, state="making", begun_at=now())

    assert "Il est en préparation" in visitor.get(f"{address(sheet)}.pdf").main


def test_without_the_typesetter_the_page_says_what_is_missing_and_how_to_add_it(
    visitor: Browser, sheet: Sheet, fingerprint: Callable[[Sheet], str]
) -> None:
    put(sheet, state="failed", problem="missing", fingerprint=fingerprint(sheet))

    page = visitor.get(f"{address(sheet)}.pdf")

    assert "Ce site n’a pas ce qu’il faut pour composer des PDF." in page.main
    assert "pip install typst" in page.main
    assert "Il est demandé" in visitor.submit(page, "/pdf").main


@pytest.mark.parametrize(("problem", "words"), [("too_long", "trop longue"), ("refused", "ne se laisse pas composer")])
def test_what_could_not_be_made_is_said(
    visitor: Browser, sheet: Sheet, fingerprint: Callable[[Sheet], str], problem: str, words: str
) -> None:
    put(sheet, state="failed", problem=problem, fingerprint=fingerprint(sheet))

    assert words in visitor.get(f"{address(sheet)}.pdf").main


def test_a_failure_of_another_text_is_no_longer_said(visitor: Browser, sheet: Sheet) -> None:
    put(sheet, state="failed", problem="refused", fingerprint="of what it said before")

    assert "Il n’est pas encore préparé" in visitor.get(f"{address(sheet)}.pdf").main


def test_a_draft_has_none_for_anybody(
    browser: Open, visitor: Browser, claire: Person, editor: Person, deliver: Deliver
) -> None:
    draft = make_draft(claire, title="Le secret du goéland")
    deliver()

    assert not make_next_pdf()
    for reader in (visitor, browser(claire), browser(editor)):
        for page in (
            reader.get(f"{address(draft)}.pdf"),
            reader.get(f"/practices/{draft.id}/pdf"),
            reader.post(f"/practices/{draft.id}/pdf"),
        ):
            assert page.status == 404
            assert "goéland" not in page.html
    assert not make_next_pdf()


def test_it_goes_on_saying_what_is_published_while_a_revision_is_on_its_way(
    pdf_of: Callable[[Sheet], bytes], visitor: Browser, editor: Person, sheet: Sheet
) -> None:
    before = pdf_of(sheet)
    save_sheet(actor(editor), sheet.id, 1, {**EVERY_FIELD, "background": "Le mot goéland n’est que là."})

    after = download(visitor, f"{address(sheet)}.pdf?version=latest").get_data()

    assert after == before


def test_a_new_version_throws_the_old_one_out(
    pdf_of: Callable[[Sheet], bytes], visitor: Browser, editor: Person, sheet: Sheet
) -> None:
    pdf_of(sheet)
    [old] = pdf_folder().iterdir()
    save_sheet(actor(editor), sheet.id, 1, {**EVERY_FIELD, "background": "Une loutre passe."})
    publish_at_once(actor(editor), sheet.id)

    assert "Il n’est pas encore préparé" in visitor.get(f"{address(sheet)}.pdf").main
    assert "Une loutre passe." in words_of(pdf_of(sheet))
    assert not old.exists()
    assert len(list(pdf_folder().iterdir())) == 1


def test_an_archived_sheet_leaves_no_pdf_behind(
    pdf_of: Callable[[Sheet], bytes], visitor: Browser, editor: Person, sheet: Sheet, deliver: Deliver
) -> None:
    pdf_of(sheet)

    archive_sheet(actor(editor), sheet.id, "Elle a fait son temps.")
    assert visitor.get(f"{address(sheet)}.pdf").status == 404
    deliver()

    assert not list(pdf_folder().iterdir())
    assert db.session.get(SheetPdf, (sheet.id, 1)) is None


def test_a_sheet_archived_while_it_waits_is_not_made(app: Flask, editor: Person, sheet: Sheet) -> None:
    ask_pdf(sheet.id)
    archive_sheet(actor(editor), sheet.id, "Elle a fait son temps.")

    make_next_pdf()

    assert not pdf_folder().exists() or not list(pdf_folder().iterdir())
    assert not make_next_pdf()


def test_a_file_that_was_lost_is_made_again(pdf_of: Callable[[Sheet], bytes], visitor: Browser, sheet: Sheet) -> None:
    pdf_of(sheet)
    for path in pdf_folder().iterdir():
        path.unlink()

    page = visitor.get(f"{address(sheet)}.pdf")

    assert "Il n’est pas encore préparé" in page.main
    visitor.submit(page, "/pdf")
    assert "Le tutorat du soir" in words_of(pdf_of(sheet))


def test_what_a_dead_process_had_begun_is_made_by_the_next(visitor: Browser, sheet: Sheet) -> None:
    put(sheet, state="making", begun_at=now() - timedelta(minutes=10))

    assert make_next_pdf()

    assert download(visitor, f"{address(sheet)}.pdf").content_type == "application/pdf"


def test_asking_again_for_what_is_there_or_on_its_way_changes_nothing(
    pdf_of: Callable[[Sheet], bytes], visitor: Browser, sheet: Sheet
) -> None:
    pdf_of(sheet)
    visitor.post(f"/practices/{sheet.id}/pdf")
    assert not make_next_pdf()

    put(sheet, state="making", begun_at=now())
    visitor.post(f"/practices/{sheet.id}/pdf")
    assert not make_next_pdf()


def test_asked_for_by_several_at_once_it_is_made_once(app: Flask, sheet: Sheet) -> None:
    start = threading.Barrier(4)

    def ask() -> None:
        with app.app_context():
            start.wait()
            ask_pdf(sheet.id)

    number = sheet.id
    db.session.rollback()
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()

    assert db.session.get(SheetPdf, (number, 1)) is not None
    assert [make_next_pdf(), make_next_pdf()] == [True, False]


def test_who_asks_too_often_is_told_to_wait(visitor: Browser, sheet: Sheet) -> None:
    statuses = [visitor.post(f"/practices/{sheet.id}/pdf", follow=False).status for _ in range(21)]

    assert set(statuses[:20]) == {303}
    assert statuses[20] == 429


def test_files_of_nothing_are_swept_once_they_are_old(pdf_of: Callable[[Sheet], bytes], sheet: Sheet) -> None:
    pdf_of(sheet)
    stray, fresh = pdf_folder() / "99-1-0123456789abcdef.pdf", pdf_folder() / "98-1-0123456789abcdef.pdf"
    for path in (stray, fresh):
        path.write_bytes(b"%PDF-")
    os.utime(stray, (0, 0))

    throw_out_stale_pdfs()

    assert not stray.exists()
    assert fresh.exists()
    assert len(list(pdf_folder().iterdir())) == 2


def test_awkward_words_are_set_as_they_are(pdf_of: Callable[[Sheet], bytes], editor: Person) -> None:
    typed = '#import "x": y; #eval("1+1") $x$ @cle <label> \\ // pas un commentaire /* ni ça */ *étoiles* _traits_'
    fields = {"background": typed, "authors": typed, "place": AWKWARD, "citation": typed, "difficulties": "`#panic()`"}
    sheet = make_small_sheet(editor, AWKWARD, **fields)

    said = " ".join(words_of(pdf_of(sheet)).split())

    assert 'Le « 50 % & plus » : {accolades} d’un \\chemin_$x^2$ ~ #1 "cité" — @fin' in said
    assert '#eval("1+1") $x$ @cle <label>' in said
    assert "#panic()" in said


def test_letters_that_no_typeface_has_do_not_keep_the_pdf_from_being_made(
    pdf_of: Callable[[Sheet], bytes], editor: Person
) -> None:
    sheet = make_small_sheet(editor, "École 🎒 مدرسة 学校 \U000f0000", background="Ľubomír Łukasz 🎒")

    body = pdf_of(sheet)

    assert "Ľubomír Łukasz" in words_of(body)
    assert PdfReader(BytesIO(body)).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_every_mark_of_markdown_is_set(pdf_of: Callable[[Sheet], bytes], editor: Person) -> None:
    text = (
        "# Titre\n\n#### Plus bas\n\n> cité\n> - dans une liste\n\n| a | b |\n|---|--:|\n| 1 | **2** |\n\n"
        "1. un\n2. deux\n\n- [x] fait\n- [ ] à faire\n\nUne note[^1].\n\n[^1]: La note.\n\n"
        "```\ncode\n  plus loin\n```\n\n"
        "***\n\nun [lien](https://exemple.example/a_b?c=1&d=%20) et ~~barré~~\nligne"
    )
    sheet = make_small_sheet(editor, "Marques", background=text, summary=text, citation=text)

    body = pdf_of(sheet)

    said = words_of(body)
    for words in ("Titre", "Plus bas", "cité", "☑", "☐", "La note.", "plus loin", "lien"):
        assert words in said
    assert "https://exemple.example/a_b?c=1&d=%20" in links_in(body)
    assert {"/Table", "/TH", "/TD", "/Code"} <= set(
        roles_in(PdfReader(BytesIO(body)).trailer["/Root"]["/StructTreeRoot"])
    )


def test_french_signs_are_bound_to_their_words() -> None:
    assert french("Quoi ? Oui ! L'école : « ici » ; 5 %") == (
        "Quoi\u202f? Oui\u202f! L’école\u00a0: «\u00a0ici\u00a0»\u202f; 5\u00a0%"
    )
    assert french("https://a.example/?b=1;c") == "https://a.example/?b=1;c"


def test_headings_skip_no_level() -> None:
    blocks = blocks_of("<h5>a</h5><blockquote><h3>b</h3></blockquote><ul><li><h6>c</h6></li></ul>")

    first, quote, items = levelled(blocks)

    assert first["level"] == 2
    assert quote["items"][0]["level"] == 2
    assert items["items"][0][0]["level"] == 3
    assert levelled(blocks, deepest=0)[0]["t"] == "p"


def test_the_typesetter_that_is_missing_is_named(tmp_path: Path, document: dict[str, Any]) -> None:
    bare = tmp_path / "python"
    bare.write_text("#!/bin/sh\nexit 3\n")
    bare.chmod(0o700)

    with pytest.raises(TypesetterMissing):
        set_in_type(document, None, 0, interpreter=str(bare))


def test_what_takes_too_long_is_given_up(document: dict[str, Any]) -> None:
    with pytest.raises(TookTooLong):
        set_in_type(document, None, 0, seconds=0.01)


def test_a_document_that_the_template_does_not_know_is_a_failure_and_no_crash(app: Flask) -> None:
    with pytest.raises(TypesettingFailed):
        set_in_type({"title": "rien d’autre"}, None, 0)


def test_the_same_sheet_gives_the_same_bytes(app: Flask, document: dict[str, Any]) -> None:
    fonts = font_folder(app.config["SETTINGS"].data_dir)

    assert set_in_type(document, fonts, 86_400).body == set_in_type(document, fonts, 86_400).body


@pytest.fixture(autouse=True)
def no_pdfs_left(app: Flask) -> Iterator[None]:
    """An empty folder of PDFs, before and after."""
    empty()
    yield
    empty()


def empty() -> None:
    if pdf_folder().exists():
        for path in pdf_folder().iterdir():
            path.unlink()


@pytest.fixture
def pdf_of(app: Flask, visitor: Browser) -> Callable[[Sheet], bytes]:
    """Has the PDF of a sheet made, and downloads it."""

    def make(sheet: Sheet) -> bytes:
        ask_pdf(sheet.id)
        while make_next_pdf():
            pass
        answer = download(visitor, f"{address(sheet)}.pdf")
        assert answer.content_type == "application/pdf"
        return answer.get_data()

    return make


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    with app.test_request_context():
        return document_of(record(**EVERY_FIELD))


@pytest.fixture
def fingerprint(app: Flask) -> Callable[[Sheet], str]:
    from forum.practices.queries.pdf import pdf_page

    return lambda sheet: pdf_page(sheet.id).fingerprint


def put(sheet: Sheet, **columns: Any) -> None:
    """Says how far a PDF is."""
    with transaction():
        row = db.session.get(SheetPdf, (sheet.id, 1)) or SheetPdf(sheet_id=sheet.id, version=1)
        for name, value in columns.items():
            setattr(row, name, value)
        db.session.add(row)


def download(reader: Browser, url: str) -> TestResponse:
    """What is behind an address, as bytes."""
    answer: TestResponse = apart(lambda: reader.client.get(url))
    return answer


def words_of(body: bytes) -> str:
    return (
        "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
    )


def links_in(body: bytes) -> list[str]:
    found = []
    for page in PdfReader(BytesIO(body)).pages:
        for note in page.get("/Annots", ArrayObject()):
            found.append(str(note.get_object().get("/A", {}).get("/URI", "")))
    return found


def roles_in(node: Any) -> list[str]:
    """The role of every tag, as they are read."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, ArrayObject):
        return [role for child in node for role in roles_in(child)]
    if not isinstance(node, DictionaryObject) or node.get("/Type") in ("/OBJR", "/MCR"):
        return []
    inner = roles_in(node["/K"]) if "/K" in node else []
    return [str(node["/S"]), *inner] if "/S" in node else inner
