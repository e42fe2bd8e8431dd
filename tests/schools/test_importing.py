"""`flask schools import FILE`."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from config import Settings
from forum.extensions import db
from forum.schools.directory import read_directory
from forum.schools.models import School
from forum.schools.services import import_directory
from tests.browsing import Browser
from tests.schools.factories import REAL_DIRECTORY, export, line, make_school, uai_of

Write = Callable[[bytes], Path]
Import = Callable[[bytes], Result]
TWO = [line("0359001A", "Collège Aimé-Césaire"), line("0359002B", "École du Sacré-Cœur", Nom_commune="Betton")]


def test_a_directory_is_imported_with_a_summary_and_status_0(bring_in: Import) -> None:
    done = bring_in(export(TWO))

    assert done.exit_code == 0
    assert done.stdout == "2 created, 0 updated, 0 closed, 0 unchanged, 0 lines merged, 0 refused\n"
    assert rows() == [
        ("0359001A", "Collège Aimé-Césaire", "college-aime-cesaire-rennes-0359001a"),
        ("0359002B", "École du Sacré-Cœur", "ecole-du-sacre-coeur-betton-0359002b"),
    ]


def test_importing_again_changes_nothing(bring_in: Import, statements: list[str]) -> None:
    bring_in(export(TWO))
    statements.clear()

    done = bring_in(export(TWO))

    assert (done.exit_code, done.stdout.split(", ")[3]) == (0, "2 unchanged")
    assert [sql for sql in statements if not sql.startswith("SELECT")] == []


def test_another_edition_of_the_same_facts_changes_nothing(bring_in: Import) -> None:
    bring_in(export(TWO))

    done = bring_in(export(TWO, delimiter=",", encoding="cp1252", renamed={"Code postal": "Code_postal"}))

    assert "2 unchanged" in done.stdout


def test_a_school_that_is_renamed_keeps_its_slug_and_its_address(bring_in: Import, visitor: Browser) -> None:
    bring_in(export(TWO))

    done = bring_in(export([line("0359001A", "Collège Nelson-Mandela"), TWO[1]]))

    assert done.stdout.startswith("0 created, 1 updated, 0 closed, 1 unchanged")
    assert rows()[0] == ("0359001A", "Collège Nelson-Mandela", "college-aime-cesaire-rennes-0359001a")
    assert visitor.get("/schools/college-aime-cesaire-rennes-0359001a").texts("h1") == ["Collège Nelson-Mandela"]


def test_a_school_that_closes_leaves_the_list_and_search_and_comes_back_when_it_opens(
    bring_in: Import, visitor: Browser, deliver: Callable[[], int]
) -> None:
    bring_in(export(TWO))
    deliver()
    assert "Collège Aimé-Césaire" in visitor.get("/search?q=césaire").main

    done = bring_in(export([line("0359001A", etat="FERME"), TWO[1]]))
    deliver()

    assert done.stdout.startswith("0 created, 0 updated, 1 closed, 1 unchanged")
    assert "Collège Aimé-Césaire" not in visitor.get("/search?q=césaire").main
    assert visitor.get("/schools").texts(".row h3") == ["École du Sacré-Cœur"]
    assert "dit cet établissement fermé" in visitor.get("/schools/0359001A").main

    bring_in(export(TWO))
    deliver()
    assert "Collège Aimé-Césaire" in visitor.get("/search?q=césaire").main


def test_a_school_that_a_file_does_not_name_is_left_as_it_is(bring_in: Import) -> None:
    bring_in(export(TWO))

    bring_in(export(TWO[1:]))

    assert db.session.scalars(select(func.count()).select_from(School).where(School.is_open)).one() == 2


def test_refused_lines_are_told_with_their_reason_and_the_rest_is_in(bring_in: Import) -> None:
    lines = [TWO[0], line("0359002B", " "), line("35", "Sans code"), line("0359003C", "Lycée Zola")]

    done = bring_in(export(lines))

    assert done.exit_code == 1
    assert done.stdout.startswith("2 created, 0 updated, 0 closed, 0 unchanged, 0 lines merged, 2 refused\n")
    told = done.stdout.splitlines()[1:]
    assert [words.split(": ")[0] for words in told] == ["  line 3", "  line 4"]
    assert "0359002B" in told[0]
    assert "35" in told[1]
    assert [uai for uai, _, _ in rows()] == ["0359001A", "0359003C"]


def test_of_many_refused_lines_twenty_are_told(bring_in: Import) -> None:
    done = bring_in(export([line(f"X{number}") for number in range(33)]))

    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 1 + 20 + 1
    assert done.stdout.endswith("  and 13 more\n")


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02" * 400, b"Bonjour", b"nom;ville\nZola;Rennes\n", b"%PDF-1.7\n%\xe2\xe3;\xcf\xd3\nobj"],
)
def test_a_file_that_is_no_directory_is_refused_with_status_1(bring_in: Import, content: bytes) -> None:
    done = bring_in(content)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert "schools.csv: " in done.stderr
    assert rows() == []


def test_a_file_that_cannot_be_read_is_said_with_status_1(command: FlaskCliRunner, tmp_path: Path) -> None:
    for absent in (tmp_path / "absent.csv", tmp_path):
        done = command.invoke(args=["schools", "import", str(absent)])
        assert done.exit_code == 1
        assert str(absent) in done.stderr


def test_a_directory_without_a_school_is_imported(bring_in: Import) -> None:
    done = bring_in(export([]))

    assert (done.exit_code, done.stdout[:9]) == (0, "0 created")


def test_nul_bytes_in_a_line_are_dropped(bring_in: Import) -> None:
    done = bring_in(export(TWO).replace(b"Betton", b"Bet\x00ton"))

    assert done.exit_code == 0
    assert db.session.scalars(select(School.city).order_by(School.uai)).all() == ["Rennes", "Betton"]


def test_schools_whose_long_names_begin_alike_have_slugs_of_their_own(bring_in: Import) -> None:
    name = "Section d’enseignement général et professionnel adapté du collège " * 3

    done = bring_in(export([line(uai_of(number), name) for number in range(3)]))

    assert done.exit_code == 0
    slugs = [slug for _, _, slug in rows()]
    assert len({*slugs}) == 3
    assert all(len(slug) <= 100 for slug in slugs)


def test_progress_is_told_school_by_school(app: Flask) -> None:
    told: list[int] = []
    many = read_directory(export([line(uai_of(number)) for number in range(1201)])).schools

    import_directory(many, told.append)

    assert sum(told) == 1201
    assert len(told) > 1


def test_the_bar_is_drawn_on_the_terminal_and_the_summary_on_standard_output(
    settings: Settings, app: Flask, write: Write
) -> None:
    terminal, end = pty.openpty()
    environment = {
        **os.environ,
        "APP_ENV": "test",
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "JOBS": "by-hand",
        "FLASK_APP": "wsgi.py",
        "TERM": "xterm",
        "COLUMNS": "80",
    }
    arguments = [sys.executable, "-m", "flask", "schools", "import", str(write(export(TWO)))]
    db.session.rollback()

    done = subprocess.run(arguments, env=environment, stdout=subprocess.PIPE, stderr=end, check=False, timeout=60)
    os.close(end)
    drawn = os.read(terminal, 10_000).decode()
    os.close(terminal)

    assert done.returncode == 0, drawn
    assert done.stdout.startswith(b"2 created")
    assert "Schools" in drawn
    assert "100%" in drawn


def test_the_real_directory_is_imported_twice_and_the_second_changes_nothing(command: FlaskCliRunner) -> None:
    if not REAL_DIRECTORY.exists():
        pytest.skip(f"the national directory is not at {REAL_DIRECTORY}")
    first = command.invoke(args=["schools", "import", str(REAL_DIRECTORY)])
    second = command.invoke(args=["schools", "import", str(REAL_DIRECTORY)])

    assert first.stdout == "993 created, 0 updated, 0 closed, 0 unchanged, 3 lines merged, 0 refused\n"
    assert second.stdout == "0 created, 0 updated, 0 closed, 993 unchanged, 3 lines merged, 0 refused\n"
    assert (first.exit_code, second.exit_code) == (0, 0)


def test_an_import_leaves_members_and_schools_without_a_code_alone(bring_in: Import) -> None:
    school = make_school("Collège Aimé-Césaire", uai="0359001A")
    school.member_count = 4
    db.session.add(School(slug="lycee-de-lisbonne", name="Lycée de Lisbonne", kind="lycee", country="Portugal"))
    db.session.commit()

    bring_in(export(TWO))

    db.session.expire_all()
    assert school.member_count == 4
    assert {row[1] for row in rows()} == {"Collège Aimé-Césaire", "École du Sacré-Cœur", "Lycée de Lisbonne"}


def rows() -> list[tuple[str, str, str]]:
    db.session.expire_all()
    found = db.session.execute(select(School.uai, School.name, School.slug).order_by(School.uai))
    return [(uai, name, slug) for uai, name, slug in found]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(content: bytes) -> Path:
        file = tmp_path / "schools.csv"
        file.write_bytes(content)
        return file

    return write_file


@pytest.fixture
def bring_in(command: FlaskCliRunner, write: Write) -> Import:
    """Runs the command on a file of some bytes."""
    return lambda content: command.invoke(args=["schools", "import", str(write(content))])
