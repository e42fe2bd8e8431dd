"""Schools, those who belong to them, and exports of the directory to test with."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

from sqlalchemy import select

from forum.accounts.models import Person
from forum.extensions import db
from forum.schools.directory import SchoolFacts
from forum.schools.models import School, SchoolMembership
from forum.schools.services import admit_member, ask_to_join, import_directory, name_referent
from tests.factories import actor, make_person

REAL_DIRECTORY = Path(__file__).parents[3] / "shared" / "data" / "annuaire-education-ille-et-vilaine.csv"
_numbers = count(1)

COLUMNS: dict[str, str] = {
    "Identifiant_de_l_etablissement": "0359001A",
    "Nom_etablissement": "Collège Aimé-Césaire",
    "Type_etablissement": "Collège",
    "Statut_public_prive": "Public",
    "Adresse_1": "2 rue du Vieux-Puits",
    "Code postal": "35200",
    "Nom_commune": "Rennes",
    "Telephone": "0299000001",
    "Web": "https://college.example",
    "Mail": "ce.0359001a@college.example",
    "Appartenance_Education_Prioritaire": "REP+",
    "Nombre_d_eleves": "412",
    "Libelle_departement": "Ille-et-Vilaine",
    "Libelle_academie": "Rennes",
    "Libelle_region": "Bretagne",
    "position": "48.1, -1.68",
    "latitude": "48.1",
    "longitude": "-1.68",
    "date_ouverture": "1972-09-01",
    "date_maj_ligne": "2023-06-08",
    "etat": "OUVERT",
    "libelle_nature": "COLLEGE",
}
"""The columns that are read, as the edition of 2023 names them, with what a line of it says."""


def line(uai: str = "", name: str = "", **changed: str) -> dict[str, str]:
    """A line of the directory.

    Args:
        uai, name: the code and the name; those of `COLUMNS` where empty.
        changed: other columns, a space in a name written as two underscores ("Code__postal").
    """
    said = {**COLUMNS, **{column.replace("__", " "): cell for column, cell in changed.items()}}
    said["Identifiant_de_l_etablissement"] = uai or said["Identifiant_de_l_etablissement"]
    said["Nom_etablissement"] = name or said["Nom_etablissement"]
    return said


def export(
    lines: Sequence[Mapping[str, str]],
    *,
    renamed: Mapping[str, str] | None = None,
    order: Sequence[str] | None = None,
    delimiter: str = ";",
    encoding: str = "utf-8-sig",
    line_end: str = "\r\n",
) -> bytes:
    """A file such as an edition of the directory is.

    Args:
        lines: as `line` makes them.
        renamed: columns that this edition calls otherwise.
        order: its columns, under the names of 2023; those left out are not in it.
    """
    columns = list(order or COLUMNS)
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=line_end)
    writer.writerow([(renamed or {}).get(column, column) for column in columns])
    writer.writerows([said[column] for column in columns] for said in lines)
    return written.getvalue().encode(encoding)


def uai_of(number: int) -> str:
    """A code of the right shape."""
    return f"{number:07d}{chr(ord('A') + number % 26)}"


def make_school(name: str = "", **facts: object) -> School:
    """A school, as the directory brings it in."""
    number = next(_numbers)
    said = {"uai": uai_of(number), "name": name or f"École {number}", "kind": "college", "city": "Rennes", **facts}
    import_directory([SchoolFacts(**said)])  # type: ignore[arg-type]
    return db.session.scalars(select(School).where(School.uai == said["uai"])).one()


def make_schools(size: int, name: str, kind: str) -> None:
    """Many schools of one name, at once."""
    import_directory([SchoolFacts(uai_of(next(_numbers)), name, kind, city="Rennes") for _ in range(size)])


def close(school: School) -> None:
    """Has the directory say that a school closed."""
    facts = SchoolFacts(uai=school.uai or "", name=school.name, kind=school.kind, city=school.city, is_open=False)
    import_directory([facts])


def make_referent(school: School, name: str = "", **fields: object) -> Person:
    person = make_person(name, **fields)  # type: ignore[arg-type]
    name_referent(school.id, person.id)
    return person


def ask(school: School, person: Person, words: str = "") -> None:
    ask_to_join(actor(person), school.id, words)


def make_member(school: School, referent: Person, name: str = "", **fields: object) -> Person:
    """A person who asked and was admitted."""
    person = make_person(name, **fields)  # type: ignore[arg-type]
    ask(school, person)
    admit_member(actor(referent), school.id, person.id)
    return person


def history(school: School, person: Person) -> list[str]:
    """The states of all that a person ever asked of a school, oldest first."""
    db.session.expire_all()
    asked = select(SchoolMembership.state).where(
        SchoolMembership.school_id == school.id, SchoolMembership.person_id == person.id
    )
    return list(db.session.scalars(asked.order_by(SchoolMembership.id)))


def member_count(school: School) -> int:
    db.session.expire_all()
    return db.session.scalars(select(School.member_count).where(School.id == school.id)).one()
