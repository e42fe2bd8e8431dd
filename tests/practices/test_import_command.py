"""`flask practices import`: reports become drafts, and the command says what went where."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.models import Sheet, SheetState, SheetVersion
from tests.practices.accounts_of_reports import annotated


def test_reports_become_drafts_of_the_first_editor(command: FlaskCliRunner, editor: Person, folder: Path) -> None:
    files = [written(folder, "french.txt"), written(folder, "markdown.md")]

    result = command.invoke(args=["practices", "import", *files])

    assert result.exit_code == 0, result.output
    sheets = db.session.query(Sheet).order_by(Sheet.id).all()
    assert [sheet.title for sheet in sheets] == [
        "Des marraines et des parrains pour les nouveaux professeurs",
        "Le jardin derrière la salle 12",
    ]
    assert {(sheet.state, sheet.owner_id) for sheet in sheets} == {(SheetState.DRAFT, editor.id)}
    assert f"/practices/{sheets[0].id}-{sheets[0].slug}" in result.output


def test_it_says_what_went_where_and_what_fits_nowhere(command: FlaskCliRunner, editor: Person, folder: Path) -> None:
    result = command.invoke(args=["practices", "import", written(folder, "markdown.md")])

    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert "budget 27 characters" in lines
    assert "line 57 fits nowhere and is kept under other: Je préférais la friche, mais j’ai des courgettes." in lines, (
        result.output
    )


def test_the_owner_may_be_named(command: FlaskCliRunner, editor: Person, claire: Person, folder: Path) -> None:
    result = command.invoke(args=["practices", "import", "--by", claire.email.upper(), written(folder, "merged.txt")])

    assert result.exit_code == 0
    assert db.session.query(Sheet).one().owner_id == claire.id


def test_an_editor_publishes_on_the_way(command: FlaskCliRunner, editor: Person, folder: Path) -> None:
    command.invoke(args=["practices", "import", "--publish", written(folder, "merged.txt")])

    assert db.session.query(Sheet).one().state == SheetState.PUBLISHED


def test_who_is_no_editor_can_not_publish(
    command: FlaskCliRunner, editor: Person, claire: Person, folder: Path
) -> None:
    result = command.invoke(
        args=["practices", "import", "--publish", "--by", claire.email, written(folder, "merged.txt")]
    )

    assert result.exit_code == 1
    assert "is no editor" in result.output
    assert db.session.query(Sheet).filter_by(state=SheetState.PUBLISHED.value).count() == 0


def test_without_an_editor_or_with_an_unknown_owner_nothing_is_done(command: FlaskCliRunner, folder: Path) -> None:
    file = written(folder, "merged.txt")

    nobody = command.invoke(args=["practices", "import", file])
    unknown = command.invoke(args=["practices", "import", "--by", "personne@example.org", file])

    assert (nobody.exit_code, unknown.exit_code) == (1, 1)
    assert "there is no editor yet" in nobody.output
    assert "nobody has the address personne@example.org" in unknown.output


BAD = {
    "empty.txt": b"",
    "spaces.txt": b" \n\t\n",
    "story.txt": b"Une histoire.\n\nSans rubrique.",
    "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "long.txt": b"Contexte\n" + b"mot " * 500_000,
    "five-megabytes.txt": b"Contexte\n" + b"mot " * 1_250_000,
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_report_is_refused_by_name_and_the_others_are_read(
    command: FlaskCliRunner, editor: Person, folder: Path, name: str
) -> None:
    content = BAD[name]
    bad = folder / name
    bad.write_bytes(content)

    result = command.invoke(args=["practices", "import", str(bad), written(folder, "merged.txt")])

    assert result.exit_code == 1
    refused = [line for line in result.stderr.splitlines() if line.startswith(f"{bad}: ")]
    assert len(refused) == 1
    assert len(refused[0]) > len(f"{bad}: ") + 10
    assert "Traceback" not in result.output
    assert db.session.query(Sheet).one().title == "Un atelier de réparation de vélos"


def test_a_file_that_is_not_there_is_refused(command: FlaskCliRunner, editor: Person, folder: Path) -> None:
    result = command.invoke(args=["practices", "import", str(folder / "absent.txt")])

    assert result.exit_code == 2


def test_a_report_of_which_too_much_fits_nowhere_is_refused(
    command: FlaskCliRunner, editor: Person, folder: Path
) -> None:
    file = folder / "verbose.txt"
    file.write_text("Titre\n\nContexte\n\n" + "mot " * 30_000, encoding="utf-8")

    result = command.invoke(args=["practices", "import", str(file)])

    assert result.exit_code == 1
    assert f"{file}: other: " in result.stderr
    assert db.session.query(Sheet).count() == 0


def test_a_report_as_windows_writes_it_keeps_its_letters(command: FlaskCliRunner, editor: Person, folder: Path) -> None:
    file = folder / "windows.txt"
    file.write_bytes("Titre\r\n\r\nContexte\r\n\r\nL’œuvre d’une école à 3 €\r\n".encode("cp1252"))

    command.invoke(args=["practices", "import", str(file)])

    assert db.session.query(SheetVersion).one().content["background"] == "L’œuvre d’une école à 3 €"


def written(folder: Path, name: str) -> str:
    """Writes a report of the tests into a folder, as a person would have it."""
    file = folder / name
    file.write_text(annotated(name).text, encoding="utf-8")
    return str(file)


@pytest.fixture
def folder(tmp_path: Path, app: object) -> Path:
    return tmp_path
