"""Reports in word processors' files and in PDFs: their text with its headings and lists; and what can't be read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskCliRunner
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.models import Sheet, SheetVersion
from forum.practices.report import read_report
from forum.practices.report.decoding import decoded_report
from forum.practices.report.extraction import rejoined, trimmed, without_margins
from tests.browsing import Browser, Page
from tests.practices.accounts_of_reports import annotated, dropped_lines
from tests.practices.test_import_page import kept, sent

Open = Callable[..., Browser]


def test_a_word_processors_file_becomes_a_draft_with_its_headings_and_lists(browser: Open, claire: Person) -> None:
    member = browser(claire)

    page = brought(member, report_in_word(), "rapport.docx")
    kept(member, page)

    content = db.session.query(SheetVersion).one().content
    assert content["title"] == "Le carnet de la cour"
    assert content["place"] == "Rennes"
    assert content["start"] == "septembre 2019"
    assert content["background"] == "Une cour, trois cents élèves.\n\nEt un ballon."
    assert content["objectives"] == "- Que l’on se parle\n    - sans crier\n- Que l’on joue"
    assert content["actions"] == "1. Écouter\n2. Écrire" or content["actions"] == "1. Écouter\n1. Écrire"
    assert content["results"] == "Moins de heurts."
    assert "| Mois | Heurts | Jeux |" in content["results_quantitative"]
    assert "https" not in content["references"]
    assert content["references"] == "Un livre, 2018."


def test_headings_that_are_only_bold_are_headings(speaking: None) -> None:
    document = Document()
    document.add_paragraph("Le carnet")
    for heading, text in (("Contexte", "Une cour."), ("Résultats", "On joue.")):
        document.add_paragraph().add_run(heading).bold = True
        document.add_paragraph(text)

    content = read_report(decoded_report(saved(document))).content

    assert (content["title"], content["background"], content["results"]) == ("Le carnet", "Une cour.", "On joue.")


def test_a_pdf_becomes_a_draft_its_lines_put_together_and_its_margins_left_out(browser: Open, claire: Person) -> None:
    member = browser(claire)

    kept(member, brought(member, report_in_pdf(), "rapport.pdf"))

    content = db.session.query(SheetVersion).one().content
    assert content["title"] == "Le carnet de la cour"
    assert content["background"] == (
        "Le collège est au bout de la ligne, et l’on y arrive par un car qui passe deux fois par jour, le matin et le"
        " soir, sans quoi personne ne viendrait."
    )
    assert content["objectives"] == (
        "- Que chacun trouve dans la cour un endroit où il peut se tenir sans craindre de gêner les autres ni d’en être"
        " gêné.\n- Que l’on joue."
    )
    assert content["results"].startswith("Les retards ont")
    assert "Revue de la cour" not in " ".join(content.values())
    assert "2 / 4" not in " ".join(content.values())


@pytest.mark.parametrize("name", ["french.txt", "capitals.txt", "shuffled.txt"])
def test_no_word_of_a_report_is_lost_on_the_way_through_word(speaking: None, name: str) -> None:
    document = Document()
    for line in annotated(name).text.split("\n"):
        document.add_paragraph(line)

    report = read_report(decoded_report(saved(document)))

    assert dropped_lines(report) == []
    assert set(words(annotated(name).text)) <= set(words(" ".join(line.text for line in report.lines)))


def test_the_founding_report_can_be_brought_as_a_pdf_and_as_a_word_file(speaking: None) -> None:
    path = Path(__file__).parents[3] / "shared" / "data" / "resolis-osez-la-mediation.txt"
    if not path.exists():
        pytest.skip(f"no founding report at {path}")
    text = path.read_text(encoding="utf-8")
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    plain = read_report(text).content

    for content in (saved(document), pdf_of(text.split("\n"))):
        found = read_report(decoded_report(content)).content
        assert found["start"] == "2014"
        assert found["opinion"] == plain["opinion"]
        assert set(plain) <= set(found)
        for key in ("background", "objectives", "actions", "difficulties", "solutions"):
            assert words(found[key]) == words(plain[key]), key


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        ("cut_docx", 422, "Ce fichier est abîmé, ou n’est pas un document .docx."),
        ("zip_of_nothing", 422, "Ce fichier est abîmé, ou n’est pas un document .docx."),
        ("bad_xml", 422, "Ce fichier est abîmé, ou n’est pas un document .docx."),
        ("zip_bomb", 413, "Ce document contient trop de choses pour un rapport."),
        ("entities", 422, "Ce fichier est abîmé, ou n’est pas un document .docx."),
        ("empty_docx", 422, "Ce document ne contient pas de texte"),
        ("locked_docx", 422, "protégé par un mot de passe"),
        ("locked_pdf", 422, "Ce document est protégé par un mot de passe."),
        ("cut_pdf", 422, "Ce PDF est abîmé"),
        ("pdf_of_pictures", 422, "Ce document ne contient pas de texte"),
        ("long_pdf", 413, "Ce document contient trop de choses pour un rapport."),
    ],
)
def test_a_document_that_cannot_be_read_is_said_beside_the_field(
    browser: Open, claire: Person, content: str, status: int, message: str
) -> None:
    page = brought(browser(claire), UNREADABLE[content](), "rapport.docx")

    assert page.status == status
    assert message in page.texts("#file-error")[0]
    assert db.session.query(Sheet).count() == 0


def test_a_pdf_that_opens_without_a_password_though_it_is_encrypted_is_read(speaking: None) -> None:
    assert "Contexte" in decoded_report(encrypted(report_in_pdf(), "", "un mot de passe pour modifier"))


def test_the_command_reads_documents_too(command: FlaskCliRunner, editor: Person, tmp_path: Path) -> None:
    good, bad = tmp_path / "rapport.docx", tmp_path / "perdu.pdf"
    good.write_bytes(report_in_word())
    bad.write_bytes(UNREADABLE["locked_pdf"]())

    result = command.invoke(args=["practices", "import", str(good), str(bad)])

    assert result.exit_code == 1
    assert "/practices/1-le-carnet-de-la-cour" in result.output
    assert db.session.query(Sheet).one().title == "Le carnet de la cour"


@given(st.lists(st.text(alphabet="abc DEF.-•1", max_size=40), max_size=20))
def test_putting_lines_together_loses_no_letter(lines: list[str]) -> None:
    def letters(given: list[str]) -> list[str]:
        return [letter for line in given for letter in line if letter.isalnum()]

    assert letters(list(rejoined(lines))) == letters(lines)


@given(st.lists(st.lists(st.text(alphabet="ab 1/", max_size=6).map(str.strip), max_size=6).map(trimmed), max_size=4))
def test_margins_are_the_only_thing_taken_out_of_pages(pages: list[list[str]]) -> None:
    for page, whole in zip(without_margins(pages), pages, strict=True):
        taken = [line for line in whole if line]
        for line in filter(None, page):
            taken.remove(line)
        assert [line for line in taken if line not in (*whole[:2], *whole[-2:])] == []


def brought(member: Browser, content: bytes, name: str) -> Page:
    return sent(member, file=(BytesIO(content), name))


def words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def saved(document: Any) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def report_in_word() -> bytes:
    document = Document()
    document.add_heading("Le carnet de la cour", 0)
    facts = document.add_table(rows=2, cols=2)
    for row, (key, value) in zip(facts.rows, (("Lieu", "Rennes"), ("Début :", "septembre 2019")), strict=True):
        row.cells[0].text, row.cells[1].text = key, value
    document.add_heading("Contexte", 1)
    document.add_paragraph("Une cour, trois cents élèves.")
    document.add_paragraph("Et un ballon.")
    document.add_heading("Objectifs", 1)
    document.add_paragraph("Que l’on se parle", style="List Bullet")
    document.add_paragraph("sans crier", style="List Bullet 2")
    document.add_paragraph("Que l’on joue", style="List Bullet")
    document.add_heading("Actions", 1)
    document.add_paragraph("Écouter", style="List Number")
    document.add_paragraph("Écrire", style="List Number")
    document.add_heading("Résultats", 1)
    document.add_paragraph("Moins de\u00a0heurts.")
    document.add_heading("Résultats quantitatifs", 1)
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("Mois", "Heurts", "Jeux"), ("mai", "3", "12")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_heading("Références", 1)
    document.add_paragraph("Un livre, 2018.")
    return saved(document)


def pdf_of(lines: list[str], *, header: str = "", a_page: int = 40) -> bytes:
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4)
    wrapped = [part for line in lines for part in wrapped_at(line.replace("\u202f", " "), 95)]
    pages = [wrapped[start : start + a_page] for start in range(0, len(wrapped), a_page)]
    for number, page in enumerate(pages, start=1):
        canvas.setFont("Helvetica", 9)
        y = 800
        for line in ([header] if header else []) + page:
            canvas.drawString(50, y, line)
            y -= 17
        if header:
            canvas.drawString(280, 30, f"{number} / {len(pages)}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def wrapped_at(line: str, width: int) -> list[str]:
    parts = [""]
    for word in line.split(" "):
        if len(parts[-1]) + len(word) + 1 > width:
            parts.append("")
        parts[-1] = f"{parts[-1]} {word}".strip()
    return parts


def report_in_pdf() -> bytes:
    text = [
        "Le carnet de la cour",
        "",
        "Contexte",
        "",
        "Le collège est au bout de la ligne, et l’on y arrive par un car qui passe deux fois par jour, le matin et le"
        " soir, sans quoi personne ne viendrait.",
        "",
        "Objectifs",
        "",
        "- Que chacun trouve dans la cour un endroit où il peut se tenir sans craindre de gêner les autres ni d’en être"
        " gêné.",
        "- Que l’on joue.",
        "",
        "Résultats",
        "",
        *[f"Les retards ont diminué en {year}." for year in range(2000, 2025)],
    ]
    return pdf_of(text, header="Revue de la cour", a_page=10)


def encrypted(content: bytes, user: str, owner: str) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(content)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def pdf_of_pictures() -> bytes:
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4)
    canvas.rect(50, 50, 100, 100)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def long_pdf() -> bytes:
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4)
    for _ in range(301):
        canvas.drawString(50, 50, "x")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def word_with(document: bytes, **more: bytes) -> bytes:
    """A word processor's file whose document part holds other bytes."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(report_in_word())) as whole, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as other:
        for part in whole.infolist():
            is_document = part.filename == "word/document.xml"
            other.writestr(part.filename, document if is_document else whole.read(part.filename))
    return made.getvalue()


def with_locked_parts() -> bytes:
    """The mark of encryption on a part of the archive."""
    content = bytearray(report_in_word())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><a>&j;</a>"
)
UNREADABLE: dict[str, Callable[[], bytes]] = {
    "cut_docx": lambda: report_in_word()[:3_000],
    "zip_of_nothing": lambda: word_with(b"")[:22].ljust(100, b"\x00"),
    "bad_xml": lambda: word_with(b"<w:document><w:body>"),
    "zip_bomb": lambda: word_with(b"<a>" + b" " * (80 * 1024 * 1024) + b"</a>"),
    "entities": lambda: word_with(ENTITIES),
    "empty_docx": lambda: saved(Document()),
    "locked_docx": with_locked_parts,
    "locked_pdf": lambda: encrypted(report_in_pdf(), "secret", "secret"),
    "cut_pdf": lambda: b"%PDF-1.7\n" + b"\x00" * 200,
    "pdf_of_pictures": pdf_of_pictures,
    "long_pdf": long_pdf,
}
